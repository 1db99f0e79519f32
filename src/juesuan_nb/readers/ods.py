"""OpenDocument spreadsheets: each cell's text as the file shows it."""

from xml.parsers import expat

from juesuan_nb.errors import ReadError
from juesuan_nb.readers.archives import Package, parse
from juesuan_nb.readers.cell_format import show
from juesuan_nb.readers.sheets import MAX_CELLS, Sheet, address

_MANY = 1 << 20
_NUMBERS = ("float", "currency", "percentage")


def read(package: Package) -> list[Sheet]:
    """The sheets in their order, hidden ones marked. Raises ReadError on a package that is not whole."""
    if "META-INF/manifest.xml" in package and b"encryption-data" in package.read("META-INF/manifest.xml"):
        raise ReadError(package.name, "文件有密码", "请去掉密码，另存一份再试")
    reader = _Reader(package.name)
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = reader.start, reader.end
    parser.CharacterDataHandler = reader.text
    parse(parser, package.xml("content.xml"), package.name, "content.xml")
    return reader.sheets


class _Reader:
    """The cells of all sheets, as they come. A repeated cell or row is filled in only where it holds something."""

    def __init__(self, name: str) -> None:
        self.name, self.sheets, self.total = name, [], 0
        self.hidden_styles: set[str] = set()
        self.style = ""
        self.row = self.column = self.rows = 0
        self.cells: list[tuple[int, str]] = []
        self.cell: dict[str, str] | None = None
        self.pieces: list[str] = []
        self.depth = self.skipped = 0

    def start(self, tag: str, found: dict[str, str]) -> None:
        if tag == "style:style":
            self.style = found.get("style:name", "")
        elif tag == "style:table-properties" and found.get("table:display") == "false":
            self.hidden_styles.add(self.style)
        elif tag == "table:table":
            self.depth += 1
            if self.depth == 1:
                hidden = found.get("table:style-name") in self.hidden_styles
                self.sheets.append(Sheet(found.get("table:name", ""), hidden))
                self.row = 0
        elif tag == "table:table-row":
            self.column, self.cells = 0, []
            self.rows = _count(found, "table:number-rows-repeated")
            self.hidden = found.get("table:visibility", "visible") != "visible"
        elif tag in ("table:table-cell", "table:covered-table-cell"):
            self.cell, self.pieces = found, []
        elif tag == "office:annotation":
            self.skipped += 1
        elif self.cell is not None and not self.skipped:
            if tag == "text:p" and self.pieces:
                self.pieces.append("\n")
            elif tag in ("text:s", "text:tab"):
                self.pieces.append(" " * min(_count(found, "text:c"), 99))

    def text(self, data: str) -> None:
        if self.cell is not None and not self.skipped:
            self.pieces.append(data)

    def end(self, tag: str) -> None:
        if tag == "office:annotation":
            self.skipped -= 1
        elif tag == "table:table":
            self.depth -= 1
        elif tag in ("table:table-cell", "table:covered-table-cell") and self.cell is not None and self.sheets:
            self._cell(tag == "table:covered-table-cell")
        elif tag == "table:table-row" and self.sheets:
            self._row()

    def _cell(self, covered: bool) -> None:
        found, self.cell = self.cell or {}, None
        times = _count(found, "table:number-columns-repeated")
        text = "" if covered else self._printed(found)
        if text:
            self._bound(times * self.rows)
            self.cells += [(column, text) for column in range(self.column, self.column + times)]
        elif found.get("table:formula") and not covered and not found.get("office:value-type"):
            self.sheets[-1].uncached.append(address(self.row, self.column))
        self.column += times

    def _printed(self, found: dict[str, str]) -> str:
        text = "".join(self.pieces).strip()
        if found.get("office:value-type") not in _NUMBERS:
            return text
        self.sheets[-1].figures += 1
        if text and not text.startswith("##"):
            return text
        try:
            return show(float(found.get("office:value", "")))
        except ValueError:
            return text

    def _row(self) -> None:
        if not self.hidden:
            cells = self.sheets[-1].cells
            cells.update({(self.row + more, c): text for more in range(self.rows if self.cells else 0)
                          for c, text in self.cells})  # fmt: skip
        self.row += self.rows

    def _bound(self, more: int) -> None:
        self.total += more
        if self.total > MAX_CELLS:
            raise ReadError(self.name, f"工作表“{self.sheets[-1].name}”过大", "请删去与决算无关的工作表，另存一份再试")


def _count(found: dict[str, str], name: str) -> int:
    text = found.get(name, "1")
    return min(max(int(text), 1), _MANY) if text.isdigit() and len(text) < 10 else 1
