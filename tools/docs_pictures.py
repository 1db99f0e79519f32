"""The pictures of the documentation: `python tools/docs_pictures.py [NAME…]` writes docs/images/*.png anew.

Works up the sample and invented reports in a temporary folder, opens the pages and JupyterLab in headless Chromium, and
keeps cuts of them with few colours. Needs playwright, Chromium (CHROMIUM names its path) and a Chinese font of the
system; the picture of the Excel needs LibreOffice. Exit code 1 where a picture is larger than LARGEST.
"""

import argparse
import io
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import demo_batch
import lab_check
import lab_desk
import nbformat
import pypdfium2
from PIL import Image, ImageChops
from playwright.sync_api import Browser, Page, sync_playwright

from juesuan_nb import charts, load_report, measures, page
from juesuan_nb.files import whole, write_text

ROOT = Path(__file__).parent.parent
IMAGES = ROOT / "docs" / "images"
SAMPLE = ROOT / "data" / "jiaozuo-hr-2024.txt"
LARGEST, COLOURS, WIDTH = 150_000, 96, 1200
_RARE_TOO = Image.Quantize.MAXCOVERAGE
"""Keeps the colour of a thin frame, which an average over the picture would lose."""


@dataclass
class Desk:
    """A temporary folder with what the pictures show, made when it is asked for, and the browser."""

    folder: Path
    browser: Browser

    def worked_up(self, name: str, *reports: Path) -> Path:
        """The folder `name` with the workbooks of the reports."""
        out = self.folder / name
        if not out.exists():
            command = [sys.executable, "-m", "juesuan_nb", "run", *map(str, reports), "-o", str(out)]
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        return out

    @contextmanager
    def opened(self, path: Path, height: int, width: int = WIDTH) -> Iterator[Page]:
        """A local page in a window of this size."""
        tab = self.browser.new_page(viewport={"width": width, "height": height}, reduced_motion="reduce")
        tab.goto(path.as_uri())
        yield tab
        tab.close()

    def workbook(self) -> Path:
        """The page of the sample."""
        return next(self.worked_up("sample", SAMPLE).glob("20*/*/workbook.html"))

    def planted(self) -> Path:
        """The folder of an invented PDF report with one error."""
        path = self.folder / "虚构部门2024年度决算.pdf"
        report = path if path.exists() else lab_desk.planted(self.folder)
        return next(self.worked_up("planted", report).glob("20*/*"))


def variance(_: Desk) -> bytes:
    """A chart of the sample: budget against outturn."""
    return charts.png(charts.variance(measures.variance(load_report(SAMPLE)), top=12))


def page_top(desk: Desk) -> bytes:
    """The page of the sample, from its top."""
    with desk.opened(desk.workbook(), 760) as tab:
        return tab.screenshot()


def page_checks(desk: Desk) -> bytes:
    """What was checked, and how it came out."""
    with desk.opened(desk.workbook(), 700) as tab:
        _to(tab, tab.get_by_role("heading", name="勾稽核对", exact=True))
        return tab.screenshot()


def finding(desk: Desk) -> bytes:
    """The first error of an invented PDF with its evidence opened."""
    with desk.opened(desk.planted() / "workbook.html", 600) as tab:
        evidence = tab.locator("details[id^=evidence-]").first
        evidence.locator("summary").click()
        evidence.locator("img").first.wait_for()
        _to(tab, tab.locator("tr[data-finding]").first)
        return tab.screenshot()


def index(desk: Desk) -> bytes:
    """The index of the demonstration (`make demo-batch`), one report chosen."""
    if demo_batch.main(desk.folder / "demo"):
        raise SystemExit("the demonstration failed")
    with desk.opened(desk.folder / "demo" / "reports" / "index.html", 560, 1500) as tab:
        tab.locator("#head").get_by_text("错误").click()
        tab.locator("#body tr:not(.gap)").first.click()
        return tab.screenshot()


def compare(desk: Desk) -> bytes:
    """A section of the comparing page, over invented departments."""
    notebook = nbformat.read(ROOT / "notebooks" / "compare.ipynb", as_version=4)
    write_text(desk.folder / "compare.html", page.export(notebook, title="2022–2024年度 12 个部门的决算比较"))
    with desk.opened(desk.folder / "compare.html", 860) as tab:
        _to(tab, tab.get_by_role("heading", name="各规则在哪些部门有发现", exact=True))
        return tab.screenshot()


def workpaper(desk: Desk) -> bytes:
    """The list of findings of the working paper, as LibreOffice prints it."""
    table = desk.planted() / "tables.xlsx"
    command = ["soffice", "--headless", "--convert-to", "pdf", "--outdir", str(desk.folder), str(table)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    document = pypdfium2.PdfDocument(desk.folder / "tables.pdf")
    listed = next(p for p in document if p.get_textpage().get_text_range().lstrip().startswith("问题清单"))
    image = listed.render(scale=2).to_pil().convert("RGB")
    left, top, right, bottom = ImageChops.invert(image).getbbox()
    return _png(image.crop((left - 8, top - 8, right + 8, (top + bottom) // 2)))


def lab(desk: Desk) -> bytes:
    """The desk in JupyterLab, a finding of an invented PDF with its evidence."""
    with tempfile.TemporaryDirectory() as home, lab_check.lab(Path(home)) as address:
        shutil.copy(ROOT / "notebooks" / "explore.ipynb", home)
        report = lab_desk.planted(Path(home))
        tab = desk.browser.new_page(viewport={"width": 1400, "height": 900})
        lab_check.open_notebook(tab, address.format("explore.ipynb"))
        tab.evaluate(lab_check.SET_REPORT, f'report: str = "{report.name}"')
        told = lab_check.run_all(tab)
        if told["failed"] or told["waiting"]:
            raise SystemExit(f"explore.ipynb in JupyterLab: {told}")
        lab_desk.use(tab)
        tab.wait_for_timeout(500)
        return tab.screenshot()


PICTURES: dict[str, Callable[[Desk], bytes]] = {
    "variance": variance, "page-top": page_top, "page-checks": page_checks, "finding": finding, "index": index,
    "compare": compare, "workpaper": workpaper, "lab": lab,
}  # fmt: skip


def _to(tab: Page, element: object) -> None:
    """Scroll so that the element stands near the top of the window."""
    element.evaluate("one => window.scrollTo(0, one.getBoundingClientRect().top + window.scrollY - 24)")
    tab.wait_for_timeout(300)


def _png(image: Image.Image) -> bytes:
    data = io.BytesIO()
    image.save(data, "PNG")
    return data.getvalue()


def store(name: str, data: bytes) -> int:
    """Write a picture with few colours; its size in bytes."""
    image = Image.open(io.BytesIO(data)).convert("RGB").quantize(COLOURS, _RARE_TOO, dither=Image.Dither.NONE)
    path = IMAGES / f"{name}.png"
    with whole(path) as temporary:
        image.save(temporary, optimize=True)
    print(f"{path.name}: {image.width}×{image.height}, {path.stat().st_size} bytes")
    return path.stat().st_size


def main() -> int:
    """Make the pictures that are named, or all."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("names", nargs="*", choices=[*PICTURES, []], metavar="NAME")
    names = parser.parse_args().names or list(PICTURES)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as driver:
        chromium = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
        browser = driver.chromium.launch(executable_path=chromium, args=lab_check.BROWSER)
        desk = Desk(Path(folder), browser)
        sizes = [store(name, PICTURES[name](desk)) for name in names]
        browser.close()
    return 0 if max(sizes) <= LARGEST else 1


if __name__ == "__main__":
    sys.exit(main())
