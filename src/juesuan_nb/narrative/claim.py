"""A claim while it is being read: mutable, because its reason may stand in a later sentence."""

from dataclasses import dataclass

from juesuan_nb.document import Place


@dataclass(slots=True)
class Claim:
    """One figure of the narrative; fields as in `frames.CLAIMS`. `start` is its offset in the passage."""

    topic: str
    section: str
    item_no: int | None
    subject: str
    code: str
    measure: str
    value: str
    unit: str
    base: str
    amount: int | None
    text: str
    place: Place
    start: int
    sentence: int
    reason: str = ""

    def row(self) -> dict[str, object]:
        """The claim as a row of `frames.CLAIMS`."""
        fields = (
            "topic", "section", "subject", "code", "measure", "value", "amount", "unit", "base", "reason", "item_no", "text",
        )
        return {name: getattr(self, name) for name in fields} | {"page": self.place.page, "line": self.place.line}
