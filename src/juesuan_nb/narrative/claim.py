"""A claim while it is being read: its reason may stand in a later sentence."""

import re
from dataclasses import dataclass
from decimal import Decimal

from juesuan_nb.amounts import to_fen
from juesuan_nb.document import Place
from juesuan_nb.narrative.figures import Figure
from juesuan_nb.narrative.labels import decreases

_CLAUSE_END = re.compile(r"[。;,](?!\d{3}(?!\d))|\((?=其中)|(?<=[元%个次辆台人批分)])、")


@dataclass(frozen=True, slots=True)
class Reading:
    """What one figure says; fields as in `frames.CLAIMS`."""

    subject: str
    code: str
    measure: str
    value: str
    unit: str
    base: str
    amount: int | None


@dataclass(slots=True)
class Claim:
    """One figure of the narrative: `start` is its offset in the passage, `sentence` its sentence's number there."""

    topic: str
    section: str
    item_no: int | None
    reading: Reading
    text: str
    place: Place
    start: int
    sentence: int
    reason: str = ""

    @property
    def subject(self) -> str:
        return self.reading.subject

    @property
    def measure(self) -> str:
        return self.reading.measure

    def row(self) -> dict[str, object]:
        """The claim as a row of `frames.CLAIMS`."""
        own = {name: getattr(self, name) for name in ("topic", "section", "item_no", "reason", "text")}
        read = {name: getattr(self.reading, name) for name in Reading.__slots__}
        return own | read | {"page": self.place.page, "line": self.place.line, "box": self.place.spot}


def clause_around(sentence: str, span: tuple[int, int]) -> tuple[int, int]:
    """Where the clause around a span of a sentence begins and ends."""
    ends = [(match.start(), match.end()) for match in _CLAUSE_END.finditer(sentence)]
    begin = max((end for _, end in ends if end <= span[0]), default=0)
    return begin, min((start for start, _ in ends if start >= span[1]), default=len(sentence))


def printed_clause(text: str) -> str:
    """A clause without the stops around it and without a bracket that closes nothing."""
    clause = text.strip("，,；;。 ")
    return clause.rstrip("）)") if sum(map(clause.count, "）)")) > sum(map(clause.count, "（(")) else clause


def signed_amount(figure: Figure, measure: str, word: str) -> int | None:
    """Money in 分, a lessening negative; None for what is no money or no whole number of 分."""
    if figure.kind != "money":
        return None
    try:
        fen = to_fen(Decimal(figure.value), figure.unit.partition("(")[0])
    except ValueError:
        return None
    return -fen if measure in ("yoy_change", "variance") and decreases(word) else fen
