"""Layouts as data: how provinces and years print the same accounts (layouts.toml)."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from juesuan_nb import codebook, vocabulary
from juesuan_nb.errors import UsageError

ECONOMIC_SIDES = {
    "人员经费合计": ("301", "303"),
    "公用经费合计": ("302", "307", "310", "312", "313", "399"),
}


@dataclass(frozen=True)
class Layout:
    """One way to print the nine tables; the fields are explained in layouts.toml."""

    id: str
    years: tuple[int, int]
    unit: str
    text_unit: str
    thousands: bool
    numbered: bool
    zeros: bool
    economic_zeros: bool
    code_columns: str
    total: str
    title: str
    owner_lines: bool
    tables_last: bool
    dialect: str
    three_public: str
    triples: tuple[tuple[str, ...], ...]
    economic_only: tuple[str, ...]
    first_expenditure: dict[str, int]
    rows: dict[str, int]
    carryover_numerals: bool
    income_summary: tuple[str, ...]
    without_categories: tuple[str, ...]
    state_capital: bool
    number_lines: bool
    amount: str
    order: tuple[str, ...]
    wide_state_capital: bool
    wide_general: bool
    parts_below: bool
    total_in_code: bool
    letter_spaced: bool
    repeat_heads: bool
    page: str
    scopes: tuple[str, ...]
    titles: dict[str, str]
    labels: dict[str, str]
    names: dict[str, str]
    heads: dict[str, str]

    def year(self, wanted: int | None) -> int:
        """The year of a report: 2024, or the form's own time. Raises UsageError where the form was not in use."""
        first, last = self.years
        year = min(max(2024, first), last) if wanted is None else wanted
        if not first <= year <= last:
            raise UsageError(f"版式“{self.id}”用于{first}—{last}年度，没有{year}年度。")
        return year

    def title_of(self, statement: str) -> str:
        """The title that this layout prints."""
        return self.titles.get(statement) or vocabulary.statements()[statement].title

    def name_of(self, code: str) -> str:
        """The name of a functional code in this layout's year."""
        return self.names.get(code) or codebook.function_name(code)

    def categories(self) -> list[str]:
        """The functional categories that the summaries list, in the order of the form."""
        listed = [line.category for line in vocabulary.lines("revenue_expenditure_summary") if line.category]
        return [code for code in listed if code not in self.without_categories]

    def economic(self) -> list[list[str]]:
        """The economic codes of each group of columns of the basic expenditure table."""
        return [
            [code for category in group for code in sorted(codebook.economics()) if self._prints(code, category)]
            for group in self.triples
        ]

    def _prints(self, code: str, category: str) -> bool:
        limited = category in {listed[:3] for listed in self.economic_only}
        return code.startswith(category) and (not limited or code in self.economic_only)


@cache
def layouts() -> dict[str, Layout]:
    """All layouts by name."""
    data = tomllib.loads((files(__package__) / "layouts.toml").read_text(encoding="utf-8"))
    found = {}
    for name, own in data.items():
        fields = _merged(_inherited(data, own), own)
        fields.pop("base", None)
        fields["income_summary"] = fields["income_summary"].split()
        frozen = {key: tuple(value) if isinstance(value, list) else value for key, value in fields.items()}
        found[name] = Layout(name, **frozen)
    return found


def _inherited(data: dict[str, dict], own: dict) -> dict:
    """The fields of the layout that another one is based on, and of those below it."""
    if "base" not in own:
        return {}
    below = data[own["base"]]
    return _merged(_inherited(data, below), below)


def _merged(fields: dict, own: dict) -> dict:
    found = dict(fields)
    for key, value in own.items():
        found[key] = found[key] | value if isinstance(value, dict) and key in found else value
    return found


def layout_named(name: str) -> Layout:
    """A layout by its name. Raises UsageError where there is none."""
    if name not in layouts():
        raise UsageError(f"没有版式“{name}”，可用：{'、'.join(layouts())}。")
    return layouts()[name]
