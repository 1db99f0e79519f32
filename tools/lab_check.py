"""Open the notebooks in JupyterLab in a real browser, Run All, and look for errors; then again with other reports.

    python tools/lab_check.py [REPORT ...]

department.ipynb is run as it stands, then once for each REPORT, typed into its first code cell as a person would;
explore.ipynb as it stands and with a PDF, and its controls are used (lab_desk.py). Copies in a temporary folder are
opened; JupyterLab, its settings and its kernels live there too. Needs playwright and Chromium (set CHROMIUM to its path
where it has another name). Exit code 1 where a cell fails or does not run, where no chart or picture of a page comes,
and where anything is asked of another host.
"""

import argparse
import os
import re
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import lab_desk
import nbformat
from playwright.sync_api import Page, sync_playwright

from juesuan_nb.lab import SETTINGS

ROOT = Path(__file__).parent.parent
NOTEBOOKS = ROOT / "notebooks"
PATIENCE = 60
BROWSER = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
BROWSER += ["--disable-component-update", "--disable-sync"]
CELLS = "window.jupyterapp.shell.currentWidget.content.model.cells"
READY = """() => { const panel = window.jupyterapp?.shell?.currentWidget;
  return panel?.sessionContext?.session?.kernel?.status === 'idle' && panel.content.model?.cells?.length > 0; }"""
COUNTS = f"""() => {{ const cells = {CELLS}; let waiting = 0, failed = [], ran = 0;
  for (let i = 0; i < cells.length; i++) {{ const cell = cells.get(i);
    if (cell.type !== 'code') continue;
    if (cell.executionCount === null || cell.executionState === 'running') waiting++; else ran++;
    for (let n = 0; n < cell.outputs.length; n++) {{ const output = cell.outputs.get(n).toJSON();
      if (output.output_type === 'error') failed.push(output.ename + ': ' + output.evalue); }} }}
  return {{ waiting, failed, ran }}; }}"""
CLEAR = f"""() => {{ const cells = {CELLS};
  for (let i = 0; i < cells.length; i++) if (cells.get(i).type === 'code') cells.get(i).clearExecution(); }}"""
SET_REPORT = f"""report => {{ const cells = {CELLS};
  for (let i = 0; i < cells.length; i++) {{ const cell = cells.get(i);
    if (cell.type !== 'code') continue;
    const source = cell.sharedModel.getSource();
    cell.sharedModel.setSource(source.replace(/^report: str = "[^"]*"/m, () => report)); return; }} }}"""


@contextmanager
def lab(folder: Path) -> Iterator[str]:
    """A JupyterLab on `folder`, with nothing of the user's settings; gives the address of its notebooks."""
    token, port = secrets.token_hex(16), _free_port()
    home = folder / ".jupyter"
    places = ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "JUPYTERLAB_SETTINGS_DIR")
    places += ("JUPYTERLAB_WORKSPACES_DIR", "IPYTHONDIR")
    environment = os.environ | {name: str(home / name.lower()) for name in places}
    environment["PYTHONPATH"] = str(ROOT / "src")
    environment["JUPYTER_CONFIG_PATH"] = str(SETTINGS)
    news = (
        Path(environment["JUPYTERLAB_SETTINGS_DIR"]) / "@jupyterlab/apputils-extension/notification.jupyterlab-settings"
    )
    news.parent.mkdir(parents=True)
    news.write_text('{"fetchNews": "false"}', encoding="utf-8")
    whole = news.parent.parent / "notebook-extension" / "tracker.jupyterlab-settings"
    whole.parent.mkdir(parents=True)
    whole.write_text('{"windowingMode": "none"}', encoding="utf-8")
    options = ["--no-browser", "--ip=127.0.0.1", f"--port={port}", f"--IdentityProvider.token={token}"]
    options += ["--ServerApp.allow_root=True", f"--ServerApp.root_dir={folder}", "--LabApp.news_url=None"]
    options += [
        "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
        "--LabApp.expose_app_in_browser=True",
    ]
    with (home / "lab.log").open("wb") as log:
        server = subprocess.Popen(
            [sys.executable, "-m", "jupyterlab", *options], env=environment, stdout=log, stderr=subprocess.STDOUT
        )
        try:
            _wait_for(f"http://127.0.0.1:{port}/api?token={token}", server)
            yield f"http://127.0.0.1:{port}/lab/tree/{{}}?token={token}"
        finally:
            server.terminate()
            server.wait(timeout=PATIENCE)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _wait_for(address: str, server: subprocess.Popen) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and server.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except OSError:
            time.sleep(0.3)
    raise SystemExit("JupyterLab did not start")


def open_notebook(page: Page, address: str) -> None:
    """Open the notebook and wait until its kernel is idle; a dialog that asks for a kernel is accepted."""
    page.goto(address)
    page.wait_for_function("() => window.jupyterapp !== undefined", timeout=PATIENCE * 1000)
    page.wait_for_selector("#jupyterlab-splash", state="detached", timeout=PATIENCE * 1000)
    page.get_by_role("menuitem", name="文件").wait_for(timeout=PATIENCE * 1000)  # the menus are Chinese
    until = time.monotonic() + PATIENCE
    while not page.evaluate(READY):
        if (accept := page.locator(".jp-Dialog button.jp-mod-accept")).count():
            accept.first.click()
        if time.monotonic() > until:
            raise SystemExit("the kernel did not become idle")
        page.wait_for_timeout(300)


def run_all(page: Page) -> dict:
    """Run all cells from a state without outputs; what became of them: {waiting, failed, ran}."""
    page.evaluate(CLEAR)
    page.evaluate("() => { window.jupyterapp.commands.execute('notebook:run-all-cells'); }")
    until = time.monotonic() + PATIENCE
    while (counts := page.evaluate(COUNTS))["waiting"] and not counts["failed"] and time.monotonic() < until:
        page.wait_for_timeout(500)
    page.wait_for_timeout(500)
    page.evaluate("() => window.jupyterapp.commands.execute('docmanager:save')")
    return page.evaluate(COUNTS)


def check(page: Page, path: Path, what: str) -> bool:
    """Run all, print what came of it, and say whether every cell ran without an error."""
    counts = run_all(page)
    saved = nbformat.read(path, as_version=4)
    pictures = sum("image/png" in o.get("data", {}) for cell in saved.cells for o in cell.get("outputs", []))
    first = next((o.text for cell in saved.cells for o in cell.get("outputs", []) if o.get("name") == "stdout"), "")
    print(f"{what}: {counts['ran']} cells ran, {counts['waiting']} did not, {pictures} pictures, {counts['failed']}")
    print(f"    {first.strip()}")
    return bool(pictures) and not counts["failed"] and not counts["waiting"]


def check_with(page: Page, path: Path, report: Path) -> bool:
    """Type the path of a report into the first cell, and check."""
    typed = re.sub(r'["\\]', r"\\\g<0>", str(report.resolve()))
    page.evaluate(SET_REPORT, f'report: str = "{typed}"')
    return check(page, path, report.name)


def check_department(page: Page, folder: Path, address: str, reports: list[Path]) -> bool:
    """department.ipynb as it stands, then with each report."""
    path = Path(shutil.copy(NOTEBOOKS / "department.ipynb", folder))
    open_notebook(page, address.format(path.name))
    return all([check(page, path, "department as it stands"), *(check_with(page, path, report) for report in reports)])


def check_desk(page: Page, folder: Path, address: str) -> bool:
    """explore.ipynb as it stands, then with a PDF, and its controls used."""
    path = Path(shutil.copy(NOTEBOOKS / "explore.ipynb", folder))
    open_notebook(page, address.format(path.name))
    fine = check(page, path, "explore as it stands") and check_with(page, path, lab_desk.planted(folder))
    if fine:
        lab_desk.use(page)
    return fine


def main() -> int:
    """Check both notebooks."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("reports", nargs="*", type=Path, metavar="REPORT")
    parser.add_argument("--picture", type=Path, help="save pictures of the last states beside this name")
    given = parser.parse_args()
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    with tempfile.TemporaryDirectory() as temporary, sync_playwright() as driver, lab(Path(temporary)) as address:
        page = driver.chromium.launch(executable_path=chromium, args=BROWSER).new_page()
        page.set_viewport_size({"width": 1440, "height": 1000})
        outside = _watched(page)
        fine = check_department(page, Path(temporary), address, given.reports)
        _picture(page, given.picture, "department")
        fine = check_desk(page, Path(temporary), address) and fine
        _picture(page, given.picture, "explore")
        page.context.browser.close()
    print(f"requests to other hosts: {outside or 'none'}")
    return 0 if fine and not outside else 1


def _watched(page: Page) -> list[str]:
    """The addresses outside this machine that the page asks for, as they come."""
    outside: list[str] = []
    here = re.compile(r"(?:https?|wss?)://127\.0\.0\.1:|data:|blob:|about:")
    page.on("request", lambda request: here.match(request.url) or outside.append(request.url))
    page.on("websocket", lambda socket: here.match(socket.url) or outside.append(socket.url))
    return outside


def _picture(page: Page, name: Path | None, what: str) -> None:
    if name:
        page.screenshot(path=name.with_name(f"{name.stem}-{what}.png"))


if __name__ == "__main__":
    sys.exit(main())
