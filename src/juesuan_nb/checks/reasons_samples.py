"""Literal reports for the examples of family EX: items with budget, outturn and reason."""

from __future__ import annotations

from juesuan_nb.checks.literal import Sample, claims

_TOPIC = "general_public_expenditure"


def reasoned(name: str, budget: str, outturn: str, reason: str = "", no: int | None = 1) -> tuple[dict, ...]:
    """One item of 五(三), or the whole where `no` is None, in 万元."""
    rows = (f"{name} | original_budget | {budget} 万元", f"{name} | outturn | {outturn} 万元")
    return claims(_TOPIC, *rows, item_no=no, section="五(三)", reason=reason)


def explained(*listed: tuple[str, ...], total: tuple[str, str, str] | None = None) -> Sample:
    """A report whose text lists these items, and the whole (budget, outturn, reason) before them."""
    told = [row for no, one in enumerate(listed, 1) for row in reasoned(*one, no=no)]
    whole = reasoned("一般公共预算财政拨款支出", *total, no=None) if total else ()
    return Sample(told=(*whole, *told))
