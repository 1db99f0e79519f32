"""One fact of an attachment: a row of the EVALUATION frame."""

from dataclasses import dataclass

from juesuan_nb.document import Place
from juesuan_nb.evaluation.values import Value

Fact = dict[str, object]


@dataclass(frozen=True, slots=True)
class Source:
    """Where facts come from: the attachment, and the single project that its table is about (empty: none)."""

    attachment: str
    project: str = ""

    def fact(self, kind: str, item: str, field: str, value: Value, place: Place, text: str) -> Fact:
        """A row for `frames.frame(…, EVALUATION)`; items of a project's own table are prefixed with its name."""
        return {
            "attachment": self.attachment,
            "kind": kind,
            "item": f"{self.project}/{item}" if self.project else item,
            "field": field,
            "value": value.text,
            "unit": value.unit,
            "page": place.page,
            "box": place.spot,
            "line": place.line,
            "quality": "scanned" if place.scanned and value.quality != "doubtful" else value.quality,
            "text": text,
        }
