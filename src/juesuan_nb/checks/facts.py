"""What the rules look at: the report, indexed once."""

from __future__ import annotations

from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any

from juesuan_nb import frames, vocabulary
from juesuan_nb.amounts import show_amount
from juesuan_nb.checks.attachments import Entry, Form, entries, forms
from juesuan_nb.checks.ledger import Ledger
from juesuan_nb.checks.outline import Line, contents_of, lines_of
from juesuan_nb.checks.told import Told, gather
from juesuan_nb.flow import joined
from juesuan_nb.narrative.sections import passages
from juesuan_nb.statements.locate import locate

if TYPE_CHECKING:
    from decimal import Decimal

    import pandas as pd

    from juesuan_nb.checks.localise.leads import Verdict
    from juesuan_nb.checks.model import Outcome, Rule
    from juesuan_nb.document import Paragraph
    from juesuan_nb.narrative.sections import Passage
    from juesuan_nb.report import Report
    from juesuan_nb.statements.located import Located


class Facts:
    """A report and the thresholds in force, with its figures by key. `ledgers`: one per scope (汇总, 本级, or "").

    `peers`: rates of other departments (peers.PEERS); a literal report may bring its own. `outcomes`: what each rule
    said, once it ran; `located`: which cells the broken identities lead to.
    """

    def __init__(self, report: Report, limits: dict[str, Decimal | int], peers: pd.DataFrame | None = None) -> None:
        self.report, self.limits = report, limits
        self.peers = getattr(report, "peers", None) if peers is None else peers
        self.outcomes: dict[Rule, list[Outcome]] = {}
        self.located: list[Verdict] | None = None

    @cached_property
    def ledgers(self) -> dict[str, Ledger]:
        """The figures of every set of statements that the report prints."""
        report = self.report
        scopes = list(dict.fromkeys(report.cells["scope"])) or [""]
        return {
            scope: Ledger(
                report.cells[report.cells["scope"] == scope] if len(scopes) > 1 else report.cells,
                report.tables[report.tables["scope"].isin([scope, ""])],
                report.quality,
                report.unit,
            )
            for scope in scopes
        }

    @property
    def ledger(self) -> Ledger:
        """The figures that the text speaks of: those of 汇总 where the set is printed twice."""
        return self.ledgers[self.scope]

    @property
    def scope(self) -> str:
        """The scope of the figures that the text speaks of."""
        return "汇总" if "汇总" in self.ledgers else next(iter(self.ledgers))

    @cached_property
    def claims(self) -> list[Any]:
        """The rows of the report's claims."""
        return frames.rows(self.report.claims)

    @cached_property
    def notes(self) -> list[Any]:
        """The rows of the report's reading notes."""
        return frames.rows(self.report.quality)

    @cached_property
    def topics(self) -> set[str]:
        """What the narrative tells figures of."""
        return {claim.topic for claim in self.claims}

    @cached_property
    def told(self) -> list[Told]:
        """What the narrative says, by subject."""
        return gather(self.report.claims, self.report.year)

    def beside(self, told: Told) -> list[Told]:
        """The other subjects of the same passage; none for an item, which is told apart from all others."""
        here = (told.topic, told.section, told.item_no)
        return [
            other
            for other in self.told
            if not told.code and other is not told and (other.topic, other.section, other.item_no) == here
        ]

    @cached_property
    def paragraphs(self) -> list[Paragraph]:
        """The running text of the whole report, whole paragraphs in reading order."""
        return joined(self.report.document.paragraphs)

    @cached_property
    def passages(self) -> list[Passage]:
        """The paragraphs of the narrative (情况说明), with topic, section and item number."""
        return list(passages(self.report.document))

    @cached_property
    def statements(self) -> list[Located]:
        """The statements where they stand in the document, with the lines above them."""
        return [table for table in locate(self.report.document) if table.statement]

    @cached_property
    def lines(self) -> list[Line]:
        """The single lines of the document, those in the tops of its tables too: where headings stand."""
        return list(lines_of(self.report.document))

    @cached_property
    def contents(self) -> tuple[list[Line], list[Line]]:
        """The entries of the contents list, and the lines after it; no entries where the report has no such list."""
        return contents_of(self.lines)

    @cached_property
    def entries(self) -> list[Entry]:
        """The lines of the 绩效 attachments."""
        return entries(self.report.evaluation)

    @cached_property
    def forms(self) -> list[Form]:
        """The self-evaluation forms of the 绩效 attachments."""
        return forms(self.entries)

    @cached_property
    def scanned(self) -> frozenset[str]:
        """The numbers of the pages that were read from pictures."""
        return frozenset(page for note in self.notes if note.kind == "scanned" for page in note.value.split("、"))

    def lacks(self, need: str) -> str:
        """Why a rule that needs this part cannot be checked; empty where the part is there."""
        kind, _, name = need.partition(":")
        if kind == "table":
            return "" if self.ledger.has(name) else f"报告中没有读到《{vocabulary.statements()[name].title}》"
        if kind == "topic":
            return "" if (self.topics if name == "*" else name in self.topics) else "情况说明中没有读到这一部分的数字"
        return "" if len(self.report.evaluation) else "报告中没有读到绩效自评附件"

    def money(self, fen: int) -> str:
        """An amount for a message, in the unit of the report."""
        return f"{show_amount(fen, self.report.unit)}{self.report.unit}"


def indexed(report: Report, limits: dict[str, Decimal | int]) -> Facts:
    """The facts of a report under these thresholds; those of the last call are kept with what the rules said of them.

    Checking, the working paper and the evidence look at one report one after the other.
    """
    return _indexed(report, tuple(sorted(limits.items())))


@lru_cache(maxsize=1)
def _indexed(report: Report, limits: tuple[tuple[str, Decimal | int], ...]) -> Facts:
    return Facts(report, dict(limits))
