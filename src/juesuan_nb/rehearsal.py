"""What a warm parent of department notebooks does once, so that none of its children has to."""

import tempfile
from pathlib import Path

from juesuan_nb import sooner  # noqa: F401  # before nbformat

# isort: split

import nbformat
from matplotlib import rc_context
from matplotlib.figure import Figure

from juesuan_nb import charts, digest, evidence, measures, page, printed, workbook
from juesuan_nb.charts.pen import learn
from juesuan_nb.charts.ruled import RuledAxes
from juesuan_nb.charts.sheets import keep_sheets
from juesuan_nb.checks import CheckResult, check, rules
from juesuan_nb.checks.explain import page as page_of_rule
from juesuan_nb.codebook import economics, functions
from juesuan_nb.export import write_findings, write_frame, write_tables
from juesuan_nb.notebook import read_parameters
from juesuan_nb.report import Report, load_report
from juesuan_nb.resources import shipped
from juesuan_nb.tables import table

ROOM = {"left": 0.4, "right": 0.9, "bottom": 0.2, "top": 0.8}
"""Room for names and headlines, as the charts' own sheets have it: nothing reaches the edge."""
SHEETS = [(1,)] * 6 + [(1, 1)] + [(1.5, 1)] * 2
"""The panels of a report's charts."""
FIGURES, FINDING = " 0123456789,.%（）+−", "，万元项支出收入预算占的有费最多"
"""What amounts are written with, and what nearly every finding says."""


def prepare() -> None:
    """Work up the sample as every workbook is: all modules, tables, fonts and templates are there then.

    Leaves nothing behind: no figure, no setting, no file; pyplot's backend is still to be chosen.
    """
    _write(*_draw())


def prepare_many() -> None:
    """`prepare` for many reports: the pages of all rules as well, empty sheets for the charts of one, and glyphs."""
    for rule in rules():
        page_of_rule(rule)
    with rc_context():
        keep_sheets(SHEETS)
    _learn_glyphs()
    prepare()  # last: Python forgets the oldest of the regular expressions it compiled


def _draw() -> tuple[Report, CheckResult]:
    """The sample read, checked and drawn."""
    report = load_report(next(iter(sorted(shipped("data").glob("*.txt")))))
    result = check(report)
    with rc_context():
        _draw_charts(report, result)
    return report, result


def _write(report: Report, result: CheckResult) -> None:
    """What is written of it; this shows the pages of rules."""
    template = shipped("notebooks") / "department.ipynb"
    workbook.versions()
    read_parameters(template, {})
    with tempfile.TemporaryDirectory() as folder:
        write_findings(result, Path(folder) / "findings.csv")
        write_frame(report.cells, Path(folder) / "cells.csv")
        write_tables(report, result, Path(folder) / "tables.xlsx")
    shown = [table(measures.key_figures(report)), table(digest.contents(report)), digest.rule_pages(result)]
    shown += [digest.findings(result, ["FT"]), digest.conclusion(report, result, [])]
    for one in shown:
        one._repr_html_()
    printed.statements(report)
    measures.figures(report)
    page.export(nbformat.read(template, as_version=4), title="", evidence=evidence.folded(report, result.findings))


def _draw_charts(report: Report, result: CheckResult) -> None:
    variance = measures.variance(report)
    drawn = (
        (charts.revenue, measures.summary(report), 1),
        (charts.structure, measures.expenditure_structure(report, "item"), 1),
        (charts.economic, measures.economic_structure(report), 1),
        (charts.variance, variance, 2),
        (charts.waterfall, variance, 1),
        (charts.three_public, measures.three_public(report), 2),
        (charts.agreement, measures.agreement(result.results), 1),
        (charts.evaluation, measures.evaluation_summary(report), 2),
    )
    charts.use_style()
    for chart, frame, panels in drawn:
        axes = Figure(figsize=(16, 7)).subplots(1, panels, subplot_kw={"axes_class": RuledAxes}, gridspec_kw=ROOM)
        charts.png(chart(frame, axes))


def _learn_glyphs() -> None:
    """Figures wherever in a dot they may begin, and the 汉字 of 科目, 18¾ dots after one another, at every quarter."""
    for chars, size, bold in ((FIGURES, 8.5, False), (FIGURES, 9.0, False), (FIGURES + FINDING, 12.5, True)):
        learn(chars, size, range(64), bold=bold)
    names = [code.name for code in (*functions().values(), *economics().values())]
    learn("".join(names), 9.0, range(0, 64, 16))
