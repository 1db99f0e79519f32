"""A web page: tables with merged heads, navigation around the report as on a department's site."""

from collections.abc import Iterator
from html import escape

from juesuan_nb.synth.page import Heading, Table, printed
from juesuan_nb.synth.report import SyntheticReport

_PAGE = """<!DOCTYPE html>
<html lang="zh-CN"><head><meta charset="utf-8"><title>{title}</title><style>td {{ border: 1px solid }}</style></head>
<body><nav><ul><li><a href="/">首页</a></li><li><a href="/open">信息公开</a></li></ul></nav>
<main>
{content}
</main><footer><p>网站地图</p></footer></body></html>
"""


def render(report: SyntheticReport) -> bytes:
    """The report as a page in UTF-8."""
    title = escape(f"{report.department}{report.year}年度部门决算")
    return _PAGE.format(title=title, content="\n".join(_content(report))).encode()


def _content(report: SyntheticReport) -> Iterator[str]:
    for block in report.blocks:
        if isinstance(block, Heading):
            yield f"<h{block.depth}>{escape(block.text)}</h{block.depth}>"
        elif isinstance(block, Table):
            for piece in block.pieces():
                yield from (f"<p>{escape(line)}</p>" for line in piece.lines)
                yield f"<table>\n{chr(10).join(_rows(piece))}\n</table>"
                yield from (f"<p>{escape(line)}</p>" for line in piece.remarks)
        else:
            yield f"<p>{escape(block.text)}</p>"


def _rows(table: Table) -> Iterator[str]:
    spans = {(row, column): (height, width) for row, column, height, width in table.spans}
    hidden = {
        (row + down, column + right)
        for (row, column), (height, width) in spans.items()
        for down in range(height)
        for right in range(width)
    } - spans.keys()
    for number, texts in enumerate((*table.head, *table.body)):
        cells = []
        for column, cell in enumerate(texts):
            if (number, column) in hidden:
                continue
            height, width = spans.get((number, column), (1, 1))
            sizes = "".join(f' {name}="{size}"' for name, size in (("rowspan", height), ("colspan", width)) if size > 1)
            cells.append(f"<td{sizes}>{escape(printed(cell)).replace(chr(10), '<br>') or '&nbsp;'}</td>")
        yield f"<tr>{''.join(cells)}</tr>"
