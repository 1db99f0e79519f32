"""Sentences under heads, as they stand at the end of a workbook."""

from dataclasses import dataclass
from html import escape

LISTED = 8
"""Findings of one severity that the conclusion lists; the rest are counted."""


@dataclass(frozen=True)
class Conclusion:
    """Headed lists of sentences; shows itself in a notebook."""

    parts: tuple[tuple[str, tuple[str, ...]], ...]

    def _repr_html_(self) -> str:
        return "".join(
            f"<h3>{escape(head)}</h3><ul>{''.join(f'<li>{escape(line)}</li>' for line in lines)}</ul>"
            for head, lines in self.parts
        )

    def __repr__(self) -> str:
        return "\n".join(line for head, lines in self.parts for line in (head, *(f"- {line}" for line in lines)))
