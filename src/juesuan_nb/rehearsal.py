"""What a warm parent of department notebooks does once, so that none of its children has to."""

import tempfile
from pathlib import Path

import nbformat
from matplotlib import rc_context
from matplotlib.figure import Figure

from juesuan_nb import charts, digest, measures, page, printed, workbook
from juesuan_nb.checks import check
from juesuan_nb.export import write_cells, write_findings, write_tables
from juesuan_nb.report import load_report
from juesuan_nb.resources import shipped
from juesuan_nb.tables import table


def prepare() -> None:
    """Work up the sample as every workbook is: all modules, tables, fonts and templates are there then.

    Leaves nothing behind: no figure, no setting, no file; pyplot's backend is still to be chosen.
    """
    sample = next(iter(sorted(shipped("data").glob("*.txt"))))
    template = shipped("notebooks") / "department.ipynb"
    workbook.read_parameters(template, {})
    report = load_report(sample)
    result = check(report)
    with rc_context(), tempfile.TemporaryDirectory() as folder:
        charts.png(charts.revenue(measures.summary(report), Figure().subplots()))
        write_findings(result, Path(folder) / "findings.csv")
        write_cells(report, Path(folder) / "cells.csv")
        write_tables(report, result, Path(folder) / "tables.xlsx")
    for shown in (table(measures.key_figures(report)), table(digest.contents(report))):
        shown._repr_html_()
    printed.statements(report)
    page.export(nbformat.read(template, as_version=4), title="")
