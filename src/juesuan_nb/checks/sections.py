"""Rule CP05: the sections that disclosure asks for, and what each has to tell."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from juesuan_nb.checks.facts import Facts
from juesuan_nb.checks.literal import Sample, sample
from juesuan_nb.checks.model import Example, Outcome, failed, not_applicable, not_checked, passed
from juesuan_nb.checks.registry import declare
from juesuan_nb.narrative.figures import plain

_OWN_SET = "高等学校"


@dataclass(frozen=True, slots=True)
class Section:
    """A section: its topic and name, the words that speak of it, the first year of account that has to have it."""

    topic: str
    name: str
    words: re.Pattern[str]
    since: int
    severity: str = "warning"
    """Where it is missing: info for what the regulation asks for by degrees (逐步公开)."""
    units: bool = True
    """Whether the report of a single unit (单位决算) has to have it too."""


_SECTIONS = (
    Section("three_public", "“三公”经费", re.compile(r"三公"), 2011),
    Section(
        "agency_operating_costs",
        "机关运行经费",
        re.compile(r"机关(?:事业)?运行(?:经费|费|支出)|日常公用经费"),
        2014,
        units=False,
    ),
    Section("procurement", "政府采购", re.compile(r"政府采购|采购"), 2014),
    Section("state_assets", "国有资产占用", re.compile(r"国有资产|资产占[有用]|车辆|公务用车保有"), 2017, "info"),
    Section("performance", "预算绩效", re.compile(r"绩效"), 2018, "info"),
)
_VEHICLES = re.compile(r"保有|\d+(?:辆|台)")
_COUNTS = (
    (
        "决算数/因公出国(境)费",
        "因公出国（境）费",
        "团组数、人次",
        re.compile(r"团组|人次|团\(?组?\)?数|出[国境][^。]{0,80}\d+(?:人|个团)"),
    ),
    (
        "决算数/公务用车购置费",
        "公务用车购置费",
        "购置数",
        re.compile(r"购[置买更][^。]{0,80}\d+(?:辆|台)|\d+(?:辆|台)[^。]{0,20}购"),
    ),
    ("决算数/公务用车运行维护费", "公务用车运行维护费", "保有量", _VEHICLES),
    ("决算数/公务接待费", "公务接待费", "批次、人次", re.compile(r"批次|人次|接待[^。]{0,80}\d+(?:批|人|个)|团组")),
)
_TELLS = re.compile(r"\d|没有|无|未|不")
_DEFINES = re.compile(r"^[^。]{0,24}(?:经费|采购|资产|绩效)[^。]{0,8}?(?:是?指|为保障|反映|纳入)")
_SPLIT = re.compile(r"货物|工程|服务")
_AMOUNT = re.compile(r"采购[^。]{0,40}?(?!0(?:\.0+)?(?:万|亿)?元)(?:[1-9][\d,]*|0)(?:\.\d+)?(?:万|亿)?元")
_UNIT_REPORT = re.compile(r"单位决算(?!单位|构成)")
_REST = (
    "一、机关运行经费支出情况说明\n2024年度机关运行经费支出1.00万元。\n二、政府采购支出情况说明\n{procured}\n"
    "三、国有资产占用情况说明\n共有车辆0辆。\n四、预算绩效情况说明\n没有项目支出，未开展绩效自评。\n五、“三公”经费支出决算情况说明\n{public}"
)
_PUBLIC = "公务接待费支出1.00万元，共接待2批次、9人次。"
_PROCURED = "政府采购支出总额3.00万元，其中：货物支出3.00万元。"
_T9 = "T9 | 决算数/合计 | 决算数/公务接待费\n- | 1.00 | 1.00"


def _report(
    procured: str = _PROCURED, public: str = _PUBLIC, without: str = "", table: str = _T9, **fields: object
) -> Sample:
    text = _REST.format(procured=procured, public=public)
    kept = "\n".join(line for line in text.splitlines() if not without or without not in line)
    return Sample(table, lines=kept, **fields)


@declare(
    "CP05",
    "情况说明有应当公开的各部分",
    severity="warning",
    basis="regulation",
    examples=(
        Example("齐全", _report(), "passed"),
        Example(
            "写明没有",
            _report("没有政府采购支出。", "没有“三公”经费支出。", table=_T9.replace("1.00", "0.00")),
            "passed",
        ),
        Example("缺政府采购", _report(without="采购"), "failed", "warning"),
        Example("缺绩效", _report(without="绩效"), "failed", "info"),
        Example("采购没有分货物、工程、服务", _report("政府采购支出总额3.00万元。"), "failed", "warning"),
        Example("接待没有批次", _report(public="公务接待费支出1.00万元，比预算减少0.50万元。"), "failed", "warning"),
        Example("当年还不要求绩效", _report(without="绩效", year=2016), "passed"),
        Example("只有报表", sample(_T9), "not_checked"),
    ),
)
def required_sections(facts: Facts) -> Iterator[Outcome]:
    """情况说明有“三公”经费、机关运行经费、政府采购、国有资产占用（2017年度起）、预算绩效（2018年度起）各部分；写明没有的算有。
    “三公”经费有支出的各项写明人数、车辆数、批次等（写了保有量没有写购置数只作提示），政府采购有支出的分货物、工程、服务。国有资产、绩效按规定逐步公开，没有的只作提示。单位决算不要求机关运行经费；
    高等学校另有一套报告，不在此列；没有读到情况说明的不核对。
    """
    if any(title.startswith(_OWN_SET) for title in facts.report.tables["table"]):
        yield not_applicable("情况说明", f"{_OWN_SET}的报告另有格式")
        return
    if not facts.passages:
        yield not_checked("情况说明", "没有读到情况说明")
        return
    texts = [text for text in (plain(paragraph.text) for paragraph in facts.paragraphs) if _TELLS.search(text)]
    for section in _SECTIONS:
        yield _present(facts, section, texts)
    yield from _counts(facts)
    yield from _procurement(facts)


def _present(facts: Facts, section: Section, texts: list[str]) -> Outcome:
    place = f"情况说明·{section.name}"
    if facts.report.year and facts.report.year < section.since:
        return not_applicable(place, f"{facts.report.year}年度还不要求公开")
    topics = {passage.topic for passage in facts.passages}
    if section.topic in topics or any(section.words.search(text) and not _DEFINES.match(text) for text in texts):
        return passed(place)
    if not section.units and any(_UNIT_REPORT.search(line.text) for line in facts.lines if len(line.text) < 40):
        return not_applicable(place, "单位决算不要求这一部分")
    return failed(place, f"情况说明中没有读到{section.name}的内容，也没有写明没有。", severity=section.severity)


def _counts(facts: Facts) -> Iterator[Outcome]:
    """Counts of what the 三公 statement shows money for."""
    text = _told(facts, "three_public", "state_assets")
    for column, name, counts, pattern in _COUNTS if text else ():
        figure = facts.ledger.get(("three_public", "", column))
        if figure.state != "printed" or figure.amount <= 0:
            continue
        place = f"情况说明·{name}"
        if pattern.search(text):
            yield passed(place)
        else:
            spent = f"《{facts.ledger.titles['three_public']}》{name}支出{facts.money(figure.amount)}"
            message = f"{spent}，情况说明没有写明{counts}。"
            severity = "info" if "车" in name and _VEHICLES.search(text) else ""
            yield failed(place, message, severity=severity, tables=(facts.ledger.titles["three_public"],))


def _procurement(facts: Facts) -> Iterator[Outcome]:
    text = _told(facts, "procurement")
    if _AMOUNT.search(text):
        place = "情况说明·政府采购的构成"
        if _SPLIT.search(text):
            yield passed(place)
        else:
            yield failed(place, "情况说明写了政府采购的金额，没有分货物、工程、服务。")


def _told(facts: Facts, *topics: str) -> str:
    return "。".join(passage.text for passage in facts.passages if passage.topic in topics)
