"""All departments beside each other: the main figures, structure, execution, 三公 and running costs."""

from __future__ import annotations

from decimal import Decimal

import pandas as pd

from juesuan_nb.compare.wide import WHO, of_last_year, wide
from juesuan_nb.corpus import Corpus
from juesuan_nb.frames import frame
from juesuan_nb.measures.rows import difference, known, percent

_AMOUNTS = (
    "total_revenue", "total_expenditure", "basic_expenditure", "project_expenditure", "closing_carryover",
    "general_public_expenditure",
)  # fmt: skip
_RATES = {
    "fiscal_appropriation": "fiscal_share", "basic_expenditure": "basic_share", "personnel_costs": "personnel_share",
    "general_public_expenditure": "execution_rate",
}  # fmt: skip
OVERVIEW = (
    {"year": "Int64", "department": "str", "peer_group": "str"} | dict.fromkeys(_AMOUNTS, "Int64")
    | dict.fromkeys(_RATES.values(), "object") | {"base": "str", "change_rate": "object"}
    | dict.fromkeys(("error", "warning", "info"), "Int64")
)  # fmt: skip


def overview(corpus: Corpus) -> pd.DataFrame:
    """One row per report (OVERVIEW), the largest expenditure of the latest year first.

    Amounts in 分; `fiscal_share` is of the year's revenue, `basic_share` of the expenditure, `personnel_share` of the
    basic expenditure; `execution_rate` of the general budget's spending is against `base`; `change_rate` of the
    expenditure is against last year's report, None where that is not in the corpus.
    """
    amounts, rates = wide(corpus, _AMOUNTS), wide(corpus, tuple(_RATES), "rate").rename(columns=_RATES)
    bases = wide(corpus, ["general_public_expenditure"], "base").iloc[:, 0].astype("object")
    rates["base"] = bases.where(bases.notna(), "")
    spent = amounts["total_expenditure"]
    before = of_last_year(amounts)["total_expenditure"].reindex(amounts.index)
    rates["change_rate"] = [
        percent(difference(known(now), known(then)), known(then)) for now, then in zip(spent, before, strict=True)
    ]
    rates = rates.astype("object").where(rates.notna(), None)
    columns = corpus.runs.set_index(WHO).join(amounts).join(rates).reset_index()
    columns = columns.sort_values(["year", "total_expenditure"], ascending=False, kind="stable", na_position="last")
    return frame(columns.to_dict("records"), OVERVIEW)


STRUCTURE = {
    "year": "Int64", "department": "str", "code": "str", "name": "str", "amount": "Int64", "share": "object",
}  # fmt: skip


def structure(corpus: Corpus) -> pd.DataFrame:
    """Expenditure by functional category (类) of every report (STRUCTURE); `share` is of the report's expenditure."""
    rows = corpus.figures[corpus.figures["figure"] == "category"].rename(columns={"rate": "share"})
    return rows[list(STRUCTURE)].reset_index(drop=True)


CATEGORIES = {
    "year": "Int64", "code": "str", "name": "str", "departments": "Int64", "amount": "Int64", "share": "object",
    "change_rate": "object",
}  # fmt: skip


def categories(corpus: Corpus) -> pd.DataFrame:
    """What all departments of a year spent together by category (CATEGORIES), the largest first.

    `change_rate` is against the year before over the departments that are there in both years, None without any.
    """
    rows = structure(corpus)
    grouped = rows.groupby(["year", "code"], sort=False)
    summed = grouped.agg(name=("name", "first"), departments=("department", "nunique"), amount=("amount", "sum"))
    whole, changes = summed.groupby(level="year")["amount"].sum(), _changes(corpus, rows)
    summed["share"] = [percent(int(amount), int(whole[year])) for (year, _), amount in summed["amount"].items()]
    summed["change_rate"] = [changes.get(key) for key in summed.index]
    ordered = summed.reset_index().sort_values(["year", "amount"], ascending=False, kind="stable")
    return frame(ordered.to_dict("records"), CATEGORIES)


def _changes(corpus: Corpus, rows: pd.DataFrame) -> dict[tuple[int, str], Decimal | None]:
    """(year, category) → change in percent over the departments that have both years."""
    now, then = (rows[_reported(corpus, rows, years)] for years in (-1, 1))
    spent = now.groupby(["year", "code"])["amount"].sum()
    before = then.assign(year=then["year"] + 1).groupby(["year", "code"])["amount"].sum()
    return {key: percent(int(amount - before[key]), int(before[key])) for key, amount in spent.items() if key in before}


def _reported(corpus: Corpus, rows: pd.DataFrame, years: int) -> pd.Series:
    """For each row, whether its department has a report so many years later, too."""
    moved = pd.MultiIndex.from_arrays([rows["department"], rows["year"] + years])
    return pd.Series(moved.isin(pd.MultiIndex.from_frame(corpus.runs[WHO])), rows.index, dtype=bool)


PUBLIC_COSTS = {
    "year": "Int64", "department": "str", "revised_budget": "Int64", "outturn": "Int64", "execution_rate": "object",
    "last_outturn": "Int64", "agency_operating_costs": "Int64", "last_agency": "Int64",
}  # fmt: skip


def public_costs(corpus: Corpus) -> pd.DataFrame:
    """“三公” (whole-year budget, outturn, rate) and 机关运行经费 of every report (PUBLIC_COSTS), the largest first.

    `last_outturn` and `last_agency` are those of last year's report, missing where that is not in the corpus.
    """
    figures = ["three_public:total", "agency_operating_costs"]
    amounts = wide(corpus, figures).set_axis(["outturn", "agency_operating_costs"], axis="columns")
    amounts["revised_budget"] = wide(corpus, figures[:1], "budget").iloc[:, 0]
    before = of_last_year(amounts).reindex(amounts.index)
    amounts["last_outturn"], amounts["last_agency"] = before["outturn"], before["agency_operating_costs"]
    rows = [
        row | {"execution_rate": percent(known(row["outturn"]), known(row["revised_budget"]))}
        for row in amounts.reset_index().to_dict("records")
    ]
    size = [-(known(row["outturn"]) or 0) for row in rows]
    ordered = sorted(zip(size, rows, strict=True), key=lambda pair: (-pair[1]["year"], pair[0]))
    return frame((row for _, row in ordered), PUBLIC_COSTS)
