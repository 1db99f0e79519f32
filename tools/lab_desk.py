"""The desk (explore.ipynb) in a real browser: controls used as a person would, and what follows looked at."""

from pathlib import Path

from playwright.sync_api import ElementHandle, Error, Page

from juesuan_nb import synth

PATIENCE = 60
CELL = """line => { const book = window.jupyterapp.shell.currentWidget.content;
  const at = book.widgets.findIndex(cell => cell.model.sharedModel.getSource().trim().endsWith(line));
  if (at < 0) return null;
  book.activeCellIndex = at; book.scrollToItem?.(at); return book.widgets[at].node; }"""
OTHER = """([cell, before]) => [...cell.querySelectorAll('.widget-html img')].find(
  picture => picture.alt !== before && picture.naturalWidth > 200)"""
DRAWN = r"""([cell, number]) => { const chosen = cell.querySelector('select');
  const named = chosen.options[chosen.selectedIndex].text.split(/\s/).slice(0, 2).join(' ');
  const head = cell.querySelector('.widget-html p')?.textContent.split(/\s/).slice(0, 2).join(' ');
  return chosen.selectedIndex === number && head === named
    && [...cell.querySelectorAll('figure.evidence img')].find(picture => picture.naturalWidth > 200); }"""


def planted(folder: Path) -> Path:
    """An invented report as PDF in which one amount was changed."""
    made, _ = synth.plant(synth.department(9, layout="shanghai", size="small"), "cell", 5)
    path = folder / "虚构部门2024年度决算.pdf"
    path.write_bytes(synth.render(made, "pdf"))
    return path


def _cell(page: Page, line: str) -> ElementHandle:
    """The cell that ends on this line, scrolled to: cells out of sight are not drawn."""
    node = page.evaluate_handle(CELL, line).as_element()
    if node is None:
        raise SystemExit(f"the desk: no cell {line}")
    node.scroll_into_view_if_needed(timeout=PATIENCE * 1000)
    return node


def _until(page: Page, condition: str, what: str, *arguments: object) -> ElementHandle:
    """Wait for an element. Raises SystemExit where it does not come."""
    try:
        return page.wait_for_function(condition, arg=list(arguments), timeout=PATIENCE * 1000).as_element()
    except Error as error:
        raise SystemExit(f"the desk: {what} did not come: {error}") from error


def use(page: Page) -> None:
    """Choose another level and another finding; a new chart and a picture of a page must come.

    Raises SystemExit where they do not.
    """
    cell = _cell(page, "display(desk.structure, desk.structure_chart)")
    chart = cell.wait_for_selector(".widget-html img", timeout=PATIENCE * 1000)
    before = chart.get_attribute("alt")
    cell.wait_for_selector("button:text-is('类')", timeout=PATIENCE * 1000).click()
    chart = _until(page, OTHER, "a chart for another level", cell, before)
    print(f"    level 类: {chart.get_attribute('alt')[:40]}…")
    cell = _cell(page, "desk.evidence")
    for number in range(2):
        cell.wait_for_selector("select", timeout=PATIENCE * 1000).select_option(index=number)
        picture = _until(page, DRAWN, "a picture of the page", cell, number)
        print(f"    finding {number}: {picture.get_attribute('alt')[:60]}…")
