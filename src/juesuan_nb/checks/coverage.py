"""Family PF 绩效, what the text says was evaluated: projects by grade and by fund, coverage (PF10)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from juesuan_nb.checks.bindings import figures_of
from juesuan_nb.checks.evaluated_money import other_money_explains
from juesuan_nb.checks.facts import Facts
from juesuan_nb.checks.literal import claims, sample
from juesuan_nb.checks.model import Example, Outcome, failed, not_checked, passed
from juesuan_nb.checks.rates import Amount, rate_outcome
from juesuan_nb.checks.registry import declare
from juesuan_nb.checks.rounding import allowance
from juesuan_nb.checks.samples import evaluated_projects
from juesuan_nb.checks.told import Claim, Told
from juesuan_nb.document import fold

_GRADE = re.compile(
    r"(?:^为|等[级次]为?|评级为?|结果为?|评价为?|评为)\"?(优秀?|良好?|中等?|较?差|(?:不|基本)?合格|不?及格)\"?(?:的项目)?"
)
_FUNDS = ("一般公共预算", "政府性基金", "国有资本经营")
_OFFICES = ("机关|本级", "二级|所属|下属|直属")
_EVALUATED = re.compile(r"(自评|评价|跟踪|监控|目标).{0,6}(项目)?$|自评项目")
_ALL_GRADES = 3


@declare(
    "PF10",
    "自评项目的个数、金额与按等级、按资金列出的合计一致",
    severity="warning",
    basis="arithmetic",
    needs=("topic:performance",),
    examples=(
        Example(
            "相符",
            sample(
                "",
                claims(
                    "performance",
                    "自评项目 | count | 3 个",
                    "自评等级为优 | count | 2 个",
                    "自评等级为良 | count | 1 个",
                    "自评等级为中 | count | 0 个",
                ),
            ),
            "passed",
        ),
        Example(
            "等级个数不符",
            sample(
                "",
                claims(
                    "performance",
                    "自评项目 | count | 4 个",
                    "自评等级为优 | count | 2 个",
                    "自评等级为良 | count | 1 个",
                    "自评等级为中 | count | 0 个",
                ),
            ),
            "failed",
            "warning",
        ),
        Example(
            "金额有尾差",
            sample(
                "",
                claims(
                    "performance",
                    "自评项目 | amount | 7.04 万元",
                    "一般公共预算项目 | amount | 4.82 万元",
                    "政府性基金预算项目 | amount | 0 万元",
                    "国有资本经营预算项目 | amount | 2.23 万元",
                ),
            ),
            "passed",
        ),
        Example(
            "金额不符",
            sample(
                "",
                claims(
                    "performance",
                    "自评项目 | amount | 7.04 万元",
                    "一般公共预算项目 | amount | 5.82 万元",
                    "政府性基金预算项目 | amount | 0 万元",
                    "国有资本经营预算项目 | amount | 2.23 万元",
                ),
            ),
            "failed",
            "warning",
        ),
        Example(
            "差额可以是非财政拨款资金",
            evaluated_projects("30.00", "120.00"),
            "passed",
        ),
        Example(
            "非财政拨款资金没有那么多",
            evaluated_projects("1.00", "91.00"),
            "failed",
            "warning",
        ),
        Example(
            "所写的比例是三项之和的比例",
            evaluated_projects("30.00", "120.00", "自评项目(占项目支出总额) | share | 100 %"),
            "failed",
            "warning",
        ),
        Example(
            "覆盖率的基数不是决算数",
            sample(
                "T3 | 项目支出\n合计 | 8.00",
                claims(
                    "performance",
                    "自评项目 | amount | 9.00 万元",
                    "自评项目(占项目支出总额) | share | 100 %",
                    base="项目支出总额",
                ),
            ),
            "failed",
            "info",
        ),
    ),
)
def evaluated(facts: Facts) -> Iterator[Outcome]:
    """情况说明所说的绩效评价项目：各等级个数之和、机关与所属单位个数之和、三项预算的个数和金额之和，都等于总数（金额按尾差）。

    三项预算没有列全，或差额可以由非财政拨款资金（不超过两张总表总计之差）解释的，不作为不符；但所写的占比正是三项之和的占比的，总额写错。占项目支出的比重与支出决算表比较；不符而可能以预算数为基数的，只作提示。
    """
    told = [one for one in facts.told if one.topic == "performance"]
    yield from _grades(told)
    for head, parts in _groups(told):
        for measure in ("count", "amount"):
            if total := head.get(measure):
                yield from _parts(facts, head, total, _named(parts, _FUNDS), measure, len(_FUNDS))
                yield from _parts(facts, head, total, _named(parts, _OFFICES), measure, len(_OFFICES))
    for one in told:
        for claim in one.claims:
            if claim.measure == "share" and claim.unit == "%" and re.search("项目支出", fold(claim.base)):
                yield _covered(facts, one, claim)


def _groups(told: list[Told]) -> Iterator[tuple[Told, list[Told]]]:
    """Each thing that is evaluated, with what the same section says after it and before the next."""
    heads = [place for place, one in enumerate(told) if _is_head(one)]
    for place, stop in zip(heads, [*heads[1:], len(told)], strict=True):
        yield told[place], [one for one in told[place + 1 : stop] if one.section == told[place].section]


def _is_head(one: Told) -> bool:
    name = fold(one.subject)
    part = any(re.search(word, name) for word in (*_FUNDS, *_OFFICES)) or _GRADE.search(name)
    return bool(_EVALUATED.search(name)) and not part and bool(one.get("count") or one.get("amount"))


def _named(parts: list[Told], words: tuple[str, ...]) -> dict[str, list[Told]]:
    found = {word: [one for one in parts if re.search(word, fold(one.subject))] for word in words}
    return {word: ones for word, ones in found.items() if ones}


def _parts(
    facts: Facts, head: Told, total: Claim, named: dict[str, list[Told]], measure: str, known: int
) -> Iterator[Outcome]:
    """Whether the parts of one kind add up to the stated total."""
    stated = [[claim for one in ones for claim in one.claims if claim.measure == measure] for ones in named.values()]
    listed = [found for found in stated if found]
    if not listed:
        return
    place = f"{head.place}{'个数' if measure == 'count' else '金额'}"
    if any(len(found) > 1 for found in listed):
        yield not_checked(place, "同一项预算写了几次，不能确定属于哪一项合计")
        return
    values = [_value(found[0]) for found in listed]
    gap = sum(values) - _value(total)
    ones = [head, *(one for found in named.values() for one in found)]
    fields = {"places": tuple(dict.fromkeys(place for one in ones for place in one.places))}
    allowed = allowance(sum(map(bool, values)), _steps([total, *(found[0] for found in listed)]))
    if abs(gap) <= (allowed if measure == "amount" else 0):
        yield passed(place, tail=int(gap) if measure == "amount" else 0)
    elif gap < 0 and len(listed) < known:
        yield not_checked(place, "各部分没有列全")
    elif gap < 0 and measure == "amount" and other_money_explains(facts, head, sum(values)):
        yield passed(place, reason=f"三项预算之外的{facts.money(-int(gap))}可以由非财政拨款资金解释")
    else:
        yield _mismatch(facts, place, head, total, listed, measure).at(**fields)


def _steps(printed: list[Claim]) -> list[int]:
    """The units they are printed to; a bare whole number beside decimals has only lost its zeros."""
    filled = [claim for claim in printed if claim.amount]
    return [claim.step for claim in filled if "." in claim.value] or [claim.step for claim in filled]


def _value(claim: Claim) -> int | Decimal:
    return claim.amount if claim.amount is not None else claim.number


def _mismatch(facts: Facts, place: str, head: Told, total: Claim, listed: list[list[Claim]], measure: str) -> Outcome:
    added = sum(_value(found[0]) for found in listed)
    plus = "＋".join(found[0].value for found in listed)
    if measure == "amount":
        said = f"各项资金{plus}，合计{facts.money(added)}，而总额写{facts.money(total.amount)}"
        fields = {"money": abs(added - total.amount)}
    else:
        said, fields = f"各部分{plus}，合计{added}个，而总数写{total.value}个", {"unit": "个"}
    return failed(place, f"{head.place}{said}。", expected=_value(total), found=added, **fields)


def _grades(told: list[Told]) -> Iterator[Outcome]:
    """The grades of each section against the number of projects told last before them."""
    sections = dict.fromkeys(one.section for one in told if _graded(one))
    for section in sections:
        ones = [one for one in told if one.section == section and _graded(one)]
        before = [one for one in told[: told.index(ones[0])] if _is_head(one) and one.get("count")]
        added, place = sum(one.get("count").number for one in ones), f"情况说明{section} 各等级项目"
        totals = {one.get("count").number for one in told if not _graded(one) and one.get("count")}
        if not before or any(len([c for c in one.claims if c.measure == "count"]) > 1 for one in ones):
            yield not_checked(place, "没有读到自评项目总数，或同一等级写了几次")
        elif added in totals:
            yield passed(place)
        elif len(ones) < _ALL_GRADES and added < before[-1].get("count").number:
            yield not_checked(place, "等级没有列全")
        else:
            wanted = before[-1].get("count").number
            plus = "＋".join(one.get("count").value for one in ones)
            message = f"{place}{plus}，合计{added}个，而{before[-1].subject}写{wanted}个。"
            places = tuple(p for one in (before[-1], *ones) for p in one.places)
            yield failed(place, message, expected=wanted, found=added, unit="个", places=places)


def _graded(one: Told) -> bool:
    return bool(_GRADE.search(fold(one.subject))) and one.get("count") is not None


def _covered(facts: Facts, one: Told, claim: Claim) -> Outcome:
    place, part = f"{one.place}覆盖率", one.get("amount")
    whole = figures_of("T3[合计].项目支出", "", facts.ledger)[0]
    if part is None or part.amount is None or whole.state != "printed":
        return not_checked(place, "没有读到涉及资金，或支出决算表的项目支出")
    amounts = Amount(part.amount, part.step), Amount(whole.amount, facts.ledger.step("expenditure"))
    said = f"{one.place}占{claim.base}的比重"
    outcome = rate_outcome(place, said, claim.value, *amounts, places=one.places)
    if outcome.verdict != "failed":
        return outcome
    note = f"支出决算表的项目支出为{facts.money(whole.amount)}；如以预算数为基数，基数没有公布，不能核对。"
    return outcome.at(severity="info", message=outcome.message + note)
