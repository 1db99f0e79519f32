"""brief.docx: two pages for whoever decides, with the main figures, two charts and what was found (extra `brief`)."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from juesuan_nb import charts, digest, measures
from juesuan_nb.checks import SEVERITIES
from juesuan_nb.errors import JuesuanError
from juesuan_nb.files import whole
from juesuan_nb.tables import table

try:
    from docx import Document
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml.ns import qn
    from docx.shared import Cm, Pt
except ImportError:  # the extra is not installed: `write_brief` says so
    Document = None

if TYPE_CHECKING:
    from docx.document import Document as Paper
    from docx.text.paragraph import Paragraph

    from juesuan_nb.checks import CheckResult
    from juesuan_nb.report import Report

LISTED = {"error": 6, "warning": 8}
"""Findings of each severity that the brief names; the rest are counted."""
LONGEST = 110
"""Characters of one finding: the whole sentence stands in findings.csv."""
_FONT = "宋体"
_BOLD = "黑体"
_SIZE = 10
_CHART_WIDTH = 15.5


def write_brief(report: Report, result: CheckResult, path: Path) -> None:
    """Write the brief as a Word file. Raises JuesuanError where python-docx is not installed."""
    if Document is None:
        raise JuesuanError("做简报要用 python-docx。请先运行 pip install 'juesuan-nb[brief]'，再试一次。")
    paper = _paper()
    year = f"{report.year}年度" if report.year else ""
    _heading(paper, f"{report.department}{year}部门决算简报", 16)
    _figures(paper, report)
    _charts(paper, report)
    for severity, most in LISTED.items():
        _findings(paper, result, severity, most)
    _heading(paper, "核对范围和出处", 11)
    for head, lines in digest.conclusion(report, result).parts:
        if head in ("核对范围", "出处"):
            for line in lines:
                _line(paper, line)
    with whole(path) as part:
        paper.save(str(part))


def _paper() -> Paper:
    paper = Document()
    section = paper.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.2)
    section.top_margin = section.bottom_margin = Cm(1.8)
    style = paper.styles["Normal"]
    style.font.name, style.font.size = _FONT, Pt(_SIZE)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), _FONT)
    style.paragraph_format.space_after = Pt(2)
    return paper


def _heading(paper: Paper, text: str, size: int) -> None:
    line = _line(paper, text, bold=True, size=size)
    line.paragraph_format.space_before = Pt(6)
    line.paragraph_format.keep_with_next = True
    if size > 12:
        line.alignment = WD_ALIGN_PARAGRAPH.CENTER


def _line(paper: Paper, text: str, *, bold: bool = False, size: float = _SIZE) -> Paragraph:
    line = paper.add_paragraph()
    run = line.add_run(text)
    run.bold, run.font.size = bold, Pt(size)
    if bold:
        run.font.name = _BOLD
        run._element.rPr.rFonts.set(qn("w:eastAsia"), _BOLD)
    return line


def _figures(paper: Paper, report: Report) -> None:
    shown = table(measures.key_figures(report), "主要指标")
    _heading(paper, shown.title, 11)
    rows = shown.rows
    grid = paper.add_table(len(rows), len(rows[0]), style="Table Grid")
    for cells, texts in zip((row.cells for row in grid.rows), rows, strict=True):
        for cell, text in zip(cells, texts, strict=True):
            paragraph = cell.paragraphs[0]
            paragraph.paragraph_format.space_after = Pt(0)
            paragraph.add_run(text).font.size = Pt(9)
            if text[:1].isdigit() or text[:1] == "-":
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _charts(paper: Paper, report: Report) -> None:
    for draw, frame in (
        (charts.structure, measures.expenditure_structure(report, "item")),
        (charts.variance, measures.variance(report)),
    ):
        if len(frame):
            paper.add_picture(BytesIO(charts.png(draw(frame, top=8))), width=Cm(_CHART_WIDTH))


def _findings(paper: Paper, result: CheckResult, severity: str, most: int) -> None:
    mine = result.findings[result.findings["severity"] == severity]
    if "lead" in mine:
        mine = mine[mine["lead"] == ""]
    _heading(paper, f"{SEVERITIES[severity]} {len(mine)} 条", 11)
    for number, row in enumerate(mine.head(most).itertuples(), start=1):
        _line(paper, f"{number}. {_short(row.message)}（{row.rule}）", size=9.5)
    if len(mine) > most:
        _line(paper, f"另有 {len(mine) - most} 条，见 findings.csv。", size=9.5)


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
