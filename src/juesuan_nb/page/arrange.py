"""An article of cells made fit for the page: contents list, unique ids, table scopes, tables that scroll alone."""

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass

from lxml.html import Element, HtmlElement, HTMLParser, fragment_fromstring, tostring

PARSER = HTMLParser(encoding="utf-8", huge_tree=True)
"""Pictures stand in the page as text; lxml refuses attributes of their length by default."""


PICTURE = 'src="data:image/png;base64,'


@dataclass(frozen=True)
class Heading:
    """One entry of the contents list."""

    id: str
    level: int
    text: str


def arrange(article: str, evidence: Mapping[str, str]) -> tuple[str, list[Heading]]:
    """The article for the page, and its contents. `evidence` (key of a finding → HTML) opens below its row."""
    bare, pictures = _without_pictures(article)
    root = _parsed(bare)
    # The page's own title and table style take the place of those that the cells bring for JupyterLab.
    for superseded in root.xpath(".//h1 | .//style[following-sibling::*[1][self::table]]"):
        superseded.drop_tree()
    outline = [_anchored(heading, place) for place, heading in enumerate(root.iter("h2", "h3"), start=1)]
    for picture in root.iter("img"):
        picture.set("alt", picture.get("alt", "没有文字说明的图"))
    for table in list(root.iter("table")):
        _scoped(table)
        _scrolling(table)
    ids = set(root.xpath(".//@id"))
    for row in root.xpath(".//tr[@data-finding]"):
        if made := evidence.get(row.get("data-finding")):
            _opened(row, _parsed(made), ids)
    return _with_pictures("".join(tostring(part, encoding="unicode") for part in root), pictures), outline


def _without_pictures(markup: str) -> tuple[str, dict[str, str]]:
    """The article with a number for each picture, and those: they are most of its text, and need not be parsed."""
    first, *others = markup.split(PICTURE)
    parts = [part.partition('"') for part in others]
    numbered = (f'{PICTURE}{number}"{after}' for number, (_, _, after) in enumerate(parts))
    return "".join([first, *numbered]), {f"{number}": picture for number, (picture, _, _) in enumerate(parts)}


def _with_pictures(markup: str, pictures: Mapping[str, str]) -> str:
    """The pictures in the places of their numbers; those of evidence have none, and stay."""
    first, *others = markup.split(PICTURE)
    parts = (part.partition('"') for part in others)
    return "".join([first, *(f'{PICTURE}{pictures.get(held, held)}"{after}' for held, _, after in parts)])


def _parsed(markup: str) -> HtmlElement:
    return fragment_fromstring(markup.encode(), create_parent="div", parser=PARSER)


def _opened(row: HtmlElement, made: HtmlElement, ids: set[str]) -> None:
    """The evidence of a finding in a row of its own below it; once, where the finding is listed twice."""
    own = set(made.xpath(".//@id"))
    if own & ids:
        return
    ids |= own
    cell = Element("td", {"colspan": str(len(row.xpath("./td")))})
    cell.text = made.text
    cell.extend(deepcopy(list(made)))
    below = Element("tr", {"class": "evidence-row"})
    below.append(cell)
    row.addnext(below)


def _anchored(heading: HtmlElement, place: int) -> Heading:
    heading.set("id", f"s{place}")
    return Heading(f"s{place}", int(heading.tag[1]), heading.text_content().strip())


def _scoped(table: HtmlElement) -> None:
    for cell in table.iter("th"):
        if cell.get("scope") is None:
            cell.set("scope", "row" if next(cell.iterancestors("thead"), None) is None else "col")


def _scrolling(table: HtmlElement) -> None:
    caption = table.xpath("string(caption)").strip() or "表格"
    shell = {"class": "scroll", "tabindex": "0", "role": "region", "aria-label": caption}
    box = Element("div", shell)
    box.tail, table.tail = table.tail, None
    table.getparent().replace(table, box)
    box.append(table)
