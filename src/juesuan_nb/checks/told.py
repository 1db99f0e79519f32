"""What the narrative says, gathered by what it speaks of: budget, outturn and rate of one item stand in one Told."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

import pandas as pd

from juesuan_nb import frames
from juesuan_nb.amounts import fen_step
from juesuan_nb.document import Place, fold
from juesuan_nb.narrative.labels import decreases

BUDGETS = {"original_budget": "年初预算", "revised_budget": "全年预算"}
MEASURES = BUDGETS | {
    "outturn": "支出（收入）决算",
    "execution_rate": "完成预算的比例",
    "share": "占比",
    "yoy_change": "比上年增减",
    "yoy_rate": "增减幅度",
    "prior_outturn": "上年数",
    "variance_rate": "与预算相差的幅度",
    "amount": "金额",
    "variance": "与预算相差",
    "direction": "与预算（上年）相比",
    "count": "数量",
    "score": "得分",
}
ITEM_DIGITS = 7
_CHANGED = re.compile("增加|增长|上升|提高|提升|上涨|减少|下降|降低|缩减|压减|节约|节省|增幅|降幅")
_A_CHOICE = re.compile(r"(增加|增长|上升|减少|下降)[(/、或](增加|增长|上升|减少|下降)")
_YEARS = re.compile(r"(20\d\d)年")
_ROUGHLY = re.compile("基本(?!支出|养老|医疗|工资|建设|公共)|大致|大体|总体|几乎|略|(?<!节)约|近")
_NAMED = re.compile(r"(.+?)\(\d*[类款项]\)")


@dataclass(frozen=True, slots=True)
class Claim:
    """One figure of the text. `amount` and `step` (the last printed digit, 0 for a plain 0) in 分, for money only.

    `at` is the index of its row in the report's claims.
    """

    measure: str
    value: str
    amount: int | None
    step: int
    unit: str
    base: str
    where: str
    reason: str = ""
    text: str = ""
    at: int = -1

    @property
    def number(self) -> Decimal:
        """The figure as printed."""
        return Decimal(self.value)

    @property
    def sign(self) -> int:
        """The direction that the words before the figure give a change: 1 more, -1 less, 0 where they give none."""
        before = fold(self.text).partition(self.value)[0]
        said = _CHANGED.findall(before)
        if not said or self.value.startswith("-") or _A_CHOICE.search(before):
            return 0
        return -1 if decreases(said[-1]) else 1

    @property
    def roughly(self) -> bool:
        """Whether the clause says that it is only nearly so (基本持平); what a reason behind it says (节约) is moot."""
        return bool(_ROUGHLY.search(fold(self.text).partition(self.value)[0]))


@dataclass(slots=True)
class Told:
    """What one passage says of one subject, first figure of each measure; `claims` has them all."""

    topic: str
    section: str
    subject: str
    code: str
    item_no: int | None
    claims: list[Claim] = field(default_factory=list)

    def get(self, measure: str) -> Claim | None:
        """The first figure of a measure."""
        return next((claim for claim in self.claims if claim.measure == measure), None)

    def all(self, *measures: str) -> list[Claim]:
        """Every figure of these measures, in the order of the text."""
        return [claim for claim in self.claims if claim.measure in measures]

    def amount(self, measure: str) -> int | None:
        """The first amount of a measure, in 分."""
        claim = self.get(measure)
        return claim.amount if claim else None

    @property
    def base(self) -> str:
        """The budget that the outturn stands against: original, or revised where the text gives no other."""
        return next((name for name in BUDGETS if self.amount(name) is not None), "")

    @property
    def reason(self) -> str:
        """The reason that the text gives, if any."""
        return next((claim.reason for claim in self.claims if claim.reason), "")

    @property
    def name(self) -> str:
        """The last name of the path (项), with the code: "2080702 职业培训补贴"."""
        parts = _NAMED.findall(fold(self.subject))
        last = parts[-1] if parts and len(self.code) == ITEM_DIGITS else self.subject
        return f"{self.code} {last}".strip()

    @property
    def is_item(self) -> bool:
        """Whether it is one 项 of the list of items."""
        return len(self.code) == ITEM_DIGITS or (self.item_no is not None and "(项)" in fold(self.subject))

    @property
    def place(self) -> str:
        """Where the text says it."""
        return f"情况说明{self.section} {self.name}"

    @property
    def places(self) -> tuple[str, ...]:
        """The source places of its figures."""
        return tuple(dict.fromkeys(f"{self.place}（{claim.where}）" for claim in self.claims if claim.where))


def _of_another_year(row: tuple, year: int) -> bool:
    before = fold(row.text or "").partition(row.value)[0]
    named = [int(number) for number in _YEARS.findall(before)]
    return row.measure in ("outturn", "amount", *BUDGETS) and bool(named) and year not in named


def gather(claims: pd.DataFrame, year: int | None = None) -> list[Told]:
    """The claims grouped by topic, section, item and subject, in the order of the text.

    An amount whose clause names another year than the report's is of that year: its measure is then other_year.
    """
    found: dict[tuple, Told] = {}
    rows = frames.rows(claims)
    said = {int(number) for claim in rows for number in _YEARS.findall(fold(claim.text or ""))}
    year = year if year in said else None
    for claim, step in zip(rows, _steps(rows), strict=True):
        number = None if pd.isna(claim.item_no) else int(claim.item_no)
        key = (claim.topic, claim.section, number, claim.code, re.sub(r"\(占.*\)$", "", fold(claim.subject)))
        told = found.setdefault(key, Told(claim.topic, claim.section, claim.subject, claim.code, number))
        told.claims.append(_claim(claim, step, year))
    return list(found.values())


def _steps(claims: list[tuple]) -> Iterator[int]:
    """The worth of each amount's last digit in 分; a plain 0 beside amounts with decimals is exact."""
    decimals = any("." in claim.value for claim in claims if not pd.isna(claim.amount))
    for claim in claims:
        exact = pd.isna(claim.amount) or (not claim.amount and decimals and "." not in claim.value)
        yield 0 if exact else fen_step(claim.value, claim.unit)


def _claim(row: tuple, step: int, year: int | None) -> Claim:
    money = not pd.isna(row.amount)
    places = [None if pd.isna(number) else int(number) for number in (row.page, row.line)]
    return Claim(
        "other_year" if year and _of_another_year(row, year) else row.measure,
        row.value,
        int(row.amount) if money else None,
        step,
        row.unit,
        row.base,
        str(Place(*places)) or row.box,
        row.reason,
        row.text,
        row.Index,
    )
