"""The controls, and what follows from each."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from pathlib import Path

import ipywidgets as widgets
import pandas as pd

from juesuan_nb import charts, digest, evidence, measures, printed
from juesuan_nb.amounts import FEN_PER_UNIT
from juesuan_nb.checks import SEVERITIES, CheckResult
from juesuan_nb.checks.model import FAMILIES
from juesuan_nb.desk.live import Live, View
from juesuan_nb.desk.shelf import Shelf
from juesuan_nb.report import Report
from juesuan_nb.tables import table

LEVELS = {"类": "category", "款": "section", "项": "item"}
ALL = "全部"
MATERIALITY = 1.0
_LONGEST = 46
_TOP = 12


def _read(make: Callable[[Desk, Report], View]) -> Callable[[Desk], View]:
    """A view of the chosen report; what is wrong with its file where it cannot be read."""

    @wraps(make)
    def view(desk: Desk) -> View:
        report = desk.chosen
        return View.said(f"错误：{report}") if isinstance(report, str) else make(desk, report)

    return view


class Desk:
    """Everything that can be chosen and shown; `given` is a report, or a folder of many (default: the sample).

    Each property is shown by naming it in a cell. Raises UsageError where a folder has no files.
    """

    def __init__(self, given: str | Path = "", *, top: int = _TOP) -> None:
        self._shelf, self._top = Shelf(given), top
        wide = widgets.Layout(width="auto", min_width="24em")
        self.choose_report = widgets.Dropdown(options=self._shelf.names, description="报告", layout=wide)
        self.choose_table = widgets.Dropdown(description="表", layout=wide)
        self.choose_level = widgets.ToggleButtons(options=LEVELS, value="item", description="层级")
        self.set_threshold = widgets.BoundedFloatText(
            MATERIALITY, min=0, max=1e9, description="不小于（万元）", style={"description_width": "initial"}
        )
        self.choose_family = widgets.Dropdown(description="规则族", layout=wide)
        self.choose_finding = widgets.Dropdown(description="问题", layout=widgets.Layout(width="95%"))
        self._fill()
        self.choose_report.observe(self._fill, "value")
        self.set_threshold.observe(self._fill_findings, "value")
        self.choose_family.observe(self._fill_findings, "value")

    @property
    def chosen(self) -> Report | str:
        """The chosen report, or what is wrong with its file."""
        return self._shelf.report(self.choose_report.value)

    @property
    def result(self) -> CheckResult:
        """What the rules find in the chosen report at the chosen threshold."""
        return self._shelf.result(self.choose_report.value, self.set_threshold.value)

    @property
    def finding(self) -> pd.Series | None:
        """The chosen finding."""
        if isinstance(self.chosen, str) or not self.choose_finding.value:
            return None
        found = self.result.findings
        mine = found[found["key"] == self.choose_finding.value]
        return mine.iloc[0] if len(mine) else None

    @property
    def report(self) -> Live:
        """Choose a report: who it is, and which statements it has."""
        return Live(self._contents, [self.choose_report], [self.choose_report])

    @property
    def table(self) -> Live:
        """Choose a statement: its figures as printed."""
        return Live(self._table, [self.choose_report, self.choose_table], [self.choose_table])

    @property
    def structure(self) -> Live:
        """Choose a level: what the money was spent on."""
        return Live(self._structure, [self.choose_report, self.choose_level], [self.choose_level])

    @property
    def structure_chart(self) -> Live:
        """The same as a chart."""
        return Live(self._structure_chart, [self.choose_report, self.choose_level])

    @property
    def variance(self) -> Live:
        """Set a threshold: where budget and outturn differ by as much."""
        return Live(self._variance, [self.choose_report, self.set_threshold], [self.set_threshold])

    @property
    def variance_chart(self) -> Live:
        """The same as a chart."""
        return Live(self._variance_chart, [self.choose_report, self.set_threshold])

    @property
    def findings(self) -> Live:
        """Choose a family of rules: what it found."""
        return Live(self._findings, [self.choose_report, self.set_threshold, self.choose_family], [self.choose_family])

    @property
    def evidence(self) -> Live:
        """Choose a finding: where it is printed."""
        return Live(self._evidence, [self.choose_finding, self.choose_report], [self.choose_finding])

    def _fill(self, _change: object = None) -> None:
        """The tables and findings that can be chosen in another report."""
        report = self.chosen
        forms = () if isinstance(report, str) else printed.statements(report).forms
        _offer(self.choose_table, [(form.title, number) for number, form in enumerate(forms)])
        families = [] if isinstance(report, str) else list(self.result.verdicts())
        named = [(f"{family} {name}", family) for family, name in FAMILIES.items() if family in families]
        _offer(self.choose_family, [(ALL, ""), *named])
        self._fill_findings()

    def _fill_findings(self, _change: object = None) -> None:
        found = self._listed() if isinstance(self.chosen, Report) else pd.DataFrame()
        _offer(self.choose_finding, [(_short(row), row.key) for row in found.itertuples()])

    def _families(self) -> list[str]:
        return [self.choose_family.value] if self.choose_family.value else list(FAMILIES)

    def _listed(self) -> pd.DataFrame:
        found = self.result.findings
        return found[found["family"].isin(self._families())]

    @_read
    def _contents(self, report: Report) -> View:
        year = f"{report.year} 年度" if report.year else "未能识别年度"
        head = f"{report.department or '未能识别部门'}　{year}　{len(report.cells)} 个数字　{report.name}"
        return View.of(table(digest.contents(report), "公开报表"), head)

    @_read
    def _table(self, report: Report) -> View:
        forms = printed.statements(report).forms
        if not forms:
            return View.said("报告中没有找到表。")
        return View.of(printed.Forms((forms[self.choose_table.value or 0],), folded=False))

    @_read
    def _structure(self, report: Report) -> View:
        return View.of(table(self._parts(report), f"支出决算（按功能分类的{self.choose_level.label}）"))

    @_read
    def _structure_chart(self, report: Report) -> View:
        return _picture(charts.structure, self._parts(report), self._top)

    def _parts(self, report: Report) -> pd.DataFrame:
        return measures.expenditure_structure(report, self.choose_level.value)

    @_read
    def _variance(self, report: Report) -> View:
        frame = self._differing(report)
        caption = f"预算与决算相差不小于 {self.set_threshold.value:g} 万元的各项"
        return View.of(table(frame.drop(columns=["path", "item_no", "table_outturn"]), caption))

    @_read
    def _variance_chart(self, report: Report) -> View:
        return _picture(charts.variance, self._differing(report), self._top)

    def _differing(self, report: Report) -> pd.DataFrame:
        frame = measures.variance(report)
        limit = int(self.set_threshold.value * FEN_PER_UNIT["万元"])
        return frame[frame["variance"].abs().fillna(0) >= limit].reset_index(drop=True)

    @_read
    def _findings(self, _report: Report) -> View:
        return View.of(digest.findings(self.result, self._families()))

    @_read
    def _evidence(self, report: Report) -> View:
        finding = self.finding
        if finding is None:
            return View.said("没有选中的问题。")
        head = f"{SEVERITIES[finding['severity']]} {finding['rule']}　{finding['message']}"
        return View.of(evidence.show(report, finding), head)


def _offer(choice: widgets.Dropdown, options: list[tuple[str, object]]) -> None:
    """Other options; what was chosen stays chosen where it is among them, else the first is."""
    before, values = choice.value, [value for _, value in options]
    choice.options = options
    choice.value = before if before in values else next(iter(values), None)


def _short(row: tuple) -> str:
    text = f"{SEVERITIES[row.severity]} {row.rule} {row.message}"
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def _picture(draw: Callable, frame: pd.DataFrame, top: int) -> View:
    if frame.empty:
        return View.said("没有可以画的数字。")
    ax = draw(frame, top=top)
    view = View(charts.alt_text(ax), png=charts.png(ax))
    charts.close(ax)
    return view
