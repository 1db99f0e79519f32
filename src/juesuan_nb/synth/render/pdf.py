"""PDF with a text layer: ruled tables that break over pages, wrapped names, the font that the package ships."""

import io
from collections.abc import Iterator
from functools import cache
from importlib.resources import as_file, files
from xml.sax.saxutils import escape

from juesuan_nb.synth.page import Block, Figure, Heading, Table, printed
from juesuan_nb.synth.report import SyntheticReport

_FONT, _SIZE, _LEADING = "JuesuanSansSC", 8, 10
_PAGES = {"landscape": (842.0, 595.0), "portrait": (595.0, 842.0)}
_NARROW = 6
_MARGIN = 36.0


def render(report: SyntheticReport) -> bytes:
    """The report as PDF."""
    from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate

    _register()
    data = io.BytesIO()
    document = BaseDocTemplate(data, invariant=1, title="")
    for name, (width, height) in _PAGES.items():
        frame = Frame(_MARGIN, _MARGIN, width - 2 * _MARGIN, height - 2 * _MARGIN, 0, 0, 0, 0)
        document.addPageTemplates(PageTemplate(name, [frame], pagesize=(width, height)))
    document.build(list(_flow(report)))
    return data.getvalue()


@cache
def _register() -> None:
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    with as_file(files("juesuan_nb.charts") / "fonts" / "JuesuanSansSC-Regular.ttf") as path:
        pdfmetrics.registerFont(TTFont(_FONT, str(path)))


def _flow(report: SyntheticReport) -> Iterator[object]:
    """Tables begin on a page of their own, and so does the text behind them."""
    from reportlab.platypus import NextPageTemplate, PageBreak, Spacer

    before: Block | None = None
    for block in report.blocks:
        if isinstance(block, Table):
            for piece in block.pieces():
                page = _page(report, piece)
                yield from (NextPageTemplate(page), PageBreak())
                yield from (_paragraph(text) for text in piece.lines)
                yield _grid(piece, _PAGES[page][0], report.layout.repeat_heads)
                yield from (_paragraph(text) for text in piece.remarks)
        else:
            if before is None or isinstance(before, Table):
                yield from (NextPageTemplate(_page(report)), PageBreak())
            yield _paragraph(block.text, 14 if isinstance(block, Heading) and block.depth < 3 else 11)
            yield Spacer(1, 4)
        before = block


def _page(report: SyntheticReport, table: Table | None = None) -> str:
    """Upright or lengthwise, or by need: wide tables lengthwise, all else upright."""
    if report.layout.page != "mixed":
        return report.layout.page
    return "landscape" if table and table.width > _NARROW else "portrait"


@cache
def _style(size: int) -> object:
    from reportlab.lib.styles import ParagraphStyle

    return ParagraphStyle("text", fontName=_FONT, fontSize=size, leading=size * 1.3, wordWrap="CJK")


def _paragraph(text: str, size: int = 11) -> object:
    from reportlab.platypus import Paragraph

    return Paragraph(escape(text), _style(size))


def _grid(piece: Table, width: float, repeated: bool) -> object:
    """A ruled table; long names wrap inside their cells, the head may be repeated on the pages that it runs over."""
    from reportlab.lib import colors
    from reportlab.platypus import LongTable

    rows = [[_cell(cell) for cell in row] for row in (*piece.head, *piece.body)]
    style = [
        ("GRID", (0, 0), (-1, -1), 0.5, colors.black),
        ("FONT", (0, 0), (-1, -1), _FONT, _SIZE, _LEADING),
        ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
        *(("LEFTPADDING", (0, 0), (-1, -1), 2), ("RIGHTPADDING", (0, 0), (-1, -1), 2)),
    ]
    style += [("SPAN", (left, top), (left + width - 1, top + height - 1)) for top, left, height, width in piece.spans]
    return LongTable(rows, colWidths=_widths(piece, width), style=style, repeatRows=len(piece.head) if repeated else 0)


def _cell(cell: str | Figure) -> object:
    text = printed(cell)
    return text if isinstance(cell, Figure) or len(text) < 4 else _paragraph(text, _SIZE)


def _widths(piece: Table, page: float) -> list[float]:
    """Columns as wide as their figures need; what is left goes to the columns of names."""
    columns = [[printed(row[column]) for row in piece.body] for column in range(piece.width)]
    named = [any(text and not text[0].isdigit() for text in texts) for texts in columns]
    needs = [max(24.0, 7 + 4.6 * max(map(len, texts), default=0)) for texts in columns]
    fixed = sum(need for need, is_name in zip(needs, named, strict=True) if not is_name)
    room = page - 2 * _MARGIN - fixed
    names = max(1, sum(named))
    return [
        min(200.0, max(40.0, room / names)) if is_name else need for need, is_name in zip(needs, named, strict=True)
    ]
