"""Rule CP03: the year and the department are the same on the cover, above the tables and in the text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from juesuan_nb.checks.facts import Facts
from juesuan_nb.checks.literal import Sample
from juesuan_nb.checks.model import Example, Outcome, failed, not_checked, passed
from juesuan_nb.checks.outline import YEAR, Head, Line, dated, self_evaluated, year_of
from juesuan_nb.checks.owners import owners, owners_of_sets, places
from juesuan_nb.checks.registry import declare
from juesuan_nb.document import fold
from juesuan_nb.identity import owner_of
from juesuan_nb.narrative.sections import Passage
from juesuan_nb.statements.located import Located

_TOP = 8
_LONE_YEAR = re.compile(rf"\(?({YEAR})年度?\)?")
_BESIDE = re.compile(rf"(?:部门|单位|编制)[^:]{{0,8}}:[^:]{{2,40}}?(?<!\d)({YEAR})年度?(?:.{{0,6}}单位:.{{0,8}})?")
_ABOVE = re.compile(rf"\(?{YEAR}年度?\)?|公开\d+表|[^:]{{0,6}}(?:部门|单位)[^:]{{0,8}}:.*|.*表(?:\(.*\))?")
_TOPICS = (
    "revenue_expenditure_summary",
    "revenue",
    "expenditure",
    "appropriation_summary",
    "general_public_expenditure",
    "basic_expenditure",
    "government_funds",
    "state_capital",
    "three_public",
    "agency_operating_costs",
    "procurement",
)
_OPENING = re.compile(
    r"(?P<owner>[^,。;:\d]{0,40}?)(?P<year>20\d{2})年(?:度|(?!度))(?!初|末|底|预算|年初|期末|结转|\d)[^,。;:\d]{0,30}?"
    r"(?:(?:总计|合计|总额|金额|支出|收入|经费|决算)[^,。;:\d]{0,12}\d|(?<=[度年])(?:没有|无)[^,。;:\d]{2,30}(?:支出|收入|经费))"
)
_AT_END = re.compile(
    r"(?:^|[。;])(?:截至)?(?P<year>20\d{2})年(?:期末|年末|年底|末|底|12月31日)[^。]{0,60}?(?:车辆|公务用车|设备)"
)
_HOLDINGS = ("three_public", "state_assets")
_COMPARED = re.compile(
    r"(?:^|[,。;(元%])(?:与|比|较|同)于?(?P<year>20\d{2})年度?(?!初|年初)(?:决算|支出|收入|总体|数)*"
    r"(?:相比|比较|相较|增加|减少|增长|下降|上升|降低|持平)"
)
_MANAGED = re.compile(
    r"[^,。;:\d]{0,40}(?P<year>20\d{2})年度?(?:预算)?绩效(?:管理|自评)(?:工作)?(?:的)?(?:开展)?情况(?:如下)?[:。]"
)
_EVALUATED = re.compile(
    r"(?<![-—至~到\d])(?P<year>20\d{2})年度?(?:[^,。;:\d]|\d{1,3}(?!\d)){0,24}?(?:自评|预算绩效管理)"
)
_BECAUSE = re.compile(r"原因|由于|因为|主要是|主要系")
_COVER = "2024年度柏溪市水利局部门决算"
_TABLE = "收入支出决算总表\n部门：柏溪市水利局\n{year}年度\n单位：万元"
_SELF = "二、预算绩效情况说明\n本部门对{}年度项目支出进行全面自评，涉及资金8.00万元。"
_TEXT = "第三部分 {year}年度部门决算情况说明\n一、收入支出决算总体情况说明\n{opening}"


def _lines(
    opening: str = "2024年度收、支总计均为8.00万元。", table: int = 2024, part: int = 2024, owner: str = ""
) -> Sample:
    head = _TABLE.format(year=table).replace("柏溪市水利局", owner or "柏溪市水利局")
    text = "\n".join((_COVER, head, _TEXT.format(year=part, opening=opening)))
    return Sample(department="柏溪市水利局", lines=text)


@declare(
    "CP03",
    "封面、表格和文字的年度与部门名称一致",
    severity="error",
    basis="form",
    examples=(
        Example("一致", _lines(), "passed"),
        Example("标题年度不对", _lines(part=2023), "failed", "error"),
        Example("表头年度不对", _lines(table=2023), "failed", "error"),
        Example(
            "上年写错", _lines("2024年度收、支总计均为8.00万元。与2022年度相比，增加1.00万元。"), "failed", "warning"
        ),
        Example("开头年度不对", _lines("2023年度收、支总计均为8.00万元。"), "failed", "warning"),
        Example(
            "原因里的年份不算", _lines("2024年度收、支总计均为8.00万元。主要原因是2021年立项的工程完工。"), "passed"
        ),
        Example(
            "年末写错",
            _lines("2024年度收入合计8.00万元。\n二、国有资产占用情况说明\n2022年期末，共有车辆3辆。"),
            "failed",
            "warning",
        ),
        Example(
            "自评表年度不对",
            _lines("2024年度收入合计8.00万元。\n附件1 2023年度部门整体支出绩效自评表"),
            "failed",
            "warning",
        ),
        Example("自评的年度不对", _lines(f"2024年度收入合计8.00万元。\n{_SELF.format(2022)}"), "failed", "warning"),
        Example(
            "上年的项目今年自评", _lines(f"2024年度收入合计8.00万元。\n{_SELF.format('2024年组织的2023')}"), "passed"
        ),
        Example("镇政府与残联", _lines(owner="柏溪市城关镇人民政府"), "failed", "warning"),
        Example("别的部门", _lines(owner="柏溪市教育局"), "failed", "warning"),
        Example("本级", _lines(owner="柏溪市水利局（本级）"), "passed"),
        Example("没有年度", Sample(year=None, lines="部门决算"), "not_checked"),
    ),
)
def named_alike(facts: Facts) -> Iterator[Outcome]:
    """封面、各部分标题、表名和表头（部门、年度）写的是同一年度；写别的年度是错误。情况说明各节开头一句的年度是本年度，
    “与××年度相比”的是上一年度，车辆、设备是本年末的，自评和自评表是本年度的，不是的列为疑点；原因、文件名、项目名、绩效评价和历年比较中的年份不判断。

    表头和各节开头写明的部门是同一部门（简称、本级、汇总、所属单位不算不同）；写成另一个部门的列为疑点。
    印有几套表（汇总、本级）的，各套可以是不同的单位，只看一套之内是否写着同一单位。
    """
    tops = [(table.scope, head) for table in facts.statements for head in _above(table)]
    heads = [*filter(None, map(dated, facts.lines)), *(head for _, head in tops)]
    dates = [head for head in heads if head.year]
    year = _agreed(dates, facts.report.year)
    if year is None:
        yield not_checked("年度", "报告中没有读到年度")
    else:
        yield from _years(dates, year) if dates else ()
        yield from _openings(facts, year)
        yield from _holdings(facts, year)
        yield from _forms(facts, year)
        yield from _self_evaluations(facts, year)
    if any(scope for scope, _ in tops):
        yield from owners_of_sets(tops)
    else:
        openings = [(_OPENING.match(passage.text), passage) for passage in facts.passages if passage.topic in _TOPICS]
        told = [(found["owner"], passage.paragraph.place) for found, passage in openings if found]
        yield from owners(facts, [*((head.owner, head.line.place) for head in heads), *told])


def _agreed(heads: list[Head], year: int | None) -> int | None:
    counts = Counter(head.year for head in heads)
    return max(counts, key=lambda own: (counts[own], own == year, own)) if counts else year


def _years(heads: list[Head], year: int) -> Iterator[Outcome]:
    wrong: dict[tuple[str, int], list[Head]] = {}
    for head in heads:
        if head.year != year:
            wrong.setdefault((head.line.shown, head.year), []).append(head)
    for (shown, other), group in wrong.items():
        message = f"“{shown}”写的是{other}年度，报告其他标题和表头写的是{year}年度。"
        yield failed(shown, message, places=places(head.line for head in group))
    if not wrong:
        yield passed(f"标题、表名和表头{len(heads)}处")


def _above(table: Located) -> Iterator[Head]:
    """The owner and the year between a table's title and its figures."""
    blocks = [[(line.text, line.place)] for line in table.lines[:_TOP]]
    blocks += [[(cell.text, cell.place) for cell in row] for row in table.pieces[0].rows[:4]] if table.pieces else []
    for cells in blocks:
        row = [(text, place) for printed, place in cells if (text := fold(printed))]
        if not all(_ABOVE.fullmatch(text) for text, _ in row):
            continue
        for text, place in row:
            found = _LONE_YEAR.fullmatch(text) or _BESIDE.fullmatch(text)
            owner = owner_of(text)
            if found or owner:
                line = Line(f"《{table.name}》表头{text}", place)
                yield Head(line, year_of(found[1]) if found else 0, owner)


def _openings(facts: Facts, year: int) -> Iterator[Outcome]:
    """The first paragraph of each section and sub-section: its own year, and the year it compares with."""
    seen: set[tuple[str, str]] = set()
    for passage in facts.passages:
        key = (passage.topic, passage.section)
        if passage.topic not in _TOPICS or key in seen:
            continue
        seen.add(key)
        text = passage.text
        opening = _OPENING.match(text)
        if opening and int(opening["year"]) != year and str(year) not in text:
            yield _wrong(passage, opening.start("year"), f"开头写的是{opening['year']}年度，本报告是{year}年度")
        years = [(found, int(found["year"])) for found in _COMPARED.finditer(text) if _plain(text, found.start())]
        for found, other in years[:1]:
            if other != year - 1 and all(one != year - 1 for _, one in years):
                yield _wrong(passage, found.start("year"), f"与{other}年度比较，上年应是{year - 1}年度")
        if opening:
            yield passed(_where(passage))


def _holdings(facts: Facts, year: int) -> Iterator[Outcome]:
    """The day of which vehicles and devices are counted."""
    for passage in facts.passages:
        found = _AT_END.search(passage.text) if passage.topic in _HOLDINGS else None
        if found and int(found["year"]) != year and str(year) not in passage.text:
            yield _wrong(passage, found.start("year"), f"写的是{found['year']}年末的车辆、设备，本报告是{year}年度")


def _forms(facts: Facts, year: int) -> Iterator[Outcome]:
    """Self-evaluation forms are of the year of the accounts."""
    for line in facts.lines:
        other = self_evaluated(line)
        if other and other != year:
            message = f"“{line.shown}”写的是{other}年度，本报告是{year}年度。"
            yield failed(line.shown, message, severity="warning", places=places([line]))


def _self_evaluations(facts: Facts, year: int) -> Iterator[Outcome]:
    """What the section of performance says was evaluated is of the year of the accounts."""
    for passage in facts.passages:
        if passage.topic != "performance":
            continue
        opening, found = _MANAGED.match(passage.text), _EVALUATED.search(passage.text)
        stale = opening or (found if str(year) not in passage.text else None)
        if stale and int(stale["year"]) != year:
            yield _wrong(passage, stale.start("year"), f"写的是{stale['year']}年度的绩效自评，本报告是{year}年度")


def _plain(text: str, start: int) -> bool:
    """Whether a comparison stands outside a reason."""
    sentence = text[:start].rpartition("。")[2]
    return not _BECAUSE.search(sentence)


def _where(passage: Passage) -> str:
    return f"情况说明{passage.section}"


def _wrong(passage: Passage, offset: int, what: str) -> Outcome:
    place = passage.paragraph.place_at(passage.start + offset)
    where = _where(passage)
    return failed(where, f"{where}{what}。", severity="warning", places=(f"{where}（{place}）",))
