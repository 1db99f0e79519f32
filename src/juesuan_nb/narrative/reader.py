"""Passages → claims. A sentence is read from left to right; what it leaves unsaid is taken from what came before."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from juesuan_nb.amounts import to_fen
from juesuan_nb.narrative import labels, reasons, subjects
from juesuan_nb.narrative.acts import Act, find_act
from juesuan_nb.narrative.claim import Claim
from juesuan_nb.narrative.directions import Direction, directions
from juesuan_nb.narrative.figures import Figure, figures
from juesuan_nb.narrative.labels import Label
from juesuan_nb.narrative.lists import read_list, run_length
from juesuan_nb.narrative.names import Names, Path, path_end, read_path
from juesuan_nb.narrative.sections import Passage

_SENTENCE = re.compile(r"[^。!?]+[。!?]*|[。!?]+")
_CLAUSE_END = re.compile(r"[。;,](?!\d{3}(?!\d))|(?<=[元%个次辆台人批分)])、")
_CARRIES_ON = re.compile(r"(?:其中|[:;,])$")


@dataclass(slots=True)
class State:
    """What the reading of a section remembers. `total` is what a bare share is of, `compared` what a change is against,
    `read_to` where in the sentence the words behind a number were used up."""

    subject: str = ""
    total: str = ""
    counted: str = ""
    compared: str = ""
    within: str = ""
    read_to: int = 0
    listing: bool = False
    act: Act | None = None
    path: Path = field(default_factory=dict)
    codes: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Unplaced:
    """A figure that no subject or measure could be bound to."""

    passage: Passage
    start: int
    end: int


class PassageReader:
    """Reads the passages of one narrative in order. `claims` and `unplaced` hold what `read` found in the last one."""

    def __init__(self, names: Names) -> None:
        self.names = names
        self.state = State()
        self.section = ""
        self.claims: list[Claim] = []
        self.unplaced: list[Unplaced] = []

    def read(self, passage: Passage) -> list[Claim]:
        """The claims of one passage, without the reasons that stand in later passages."""
        self._enter(passage)
        for number, found in enumerate(_SENTENCE.finditer(passage.text)):
            self._sentence(found[0], found.start(), number)
        self.state.listing = bool(_CARRIES_ON.search(passage.text))
        return self.claims

    def _enter(self, passage: Passage) -> None:
        major = passage.section.partition("(")[0]
        if major != self.section:
            self.section, self.state = major, State()
        self.passage, self.claims, self.unplaced = passage, [], []
        self.state.compared = ""
        self.state.listing = self.state.listing or passage.numbered
        if not passage.text.startswith("其中"):
            self.state.act = None

    def _sentence(self, sentence: str, offset: int, number: int) -> None:
        state, found = self.state, figures(sentence)
        state.within, state.read_to = "", 0
        given = reasons.find_reasons(sentence, [figure.start for figure in found])
        if self.passage.topic == "performance" and (act := find_act(sentence)):
            state.act, state.subject = act, act.subject
        if not found:
            self._head(sentence, first=number == 0)
        stated = [figure for figure in found if not any(r.mark <= figure.start < r.end for r in given)]
        self._leave([figure for figure in found if figure not in stated], offset)
        self._events(sentence, offset, number, stated)
        state.listing = self.passage.numbered or bool(_CARRIES_ON.search(sentence.rstrip("。")))
        reasons.attach(self.claims, self.passage, number, offset, given)

    def _head(self, sentence: str, first: bool) -> None:
        """A sentence that only names an item: “1.教育支出(类)普通教育(款)小学教育(项)。”"""
        if end := path_end(sentence):
            self._about(subjects.item_name(sentence[:end]))
        elif first and self.passage.numbered and (name := subjects.heading_noun(sentence)):
            self.state.subject = name

    def _events(self, sentence: str, offset: int, number: int, stated: Sequence[Figure]) -> None:
        """Figures and comparisons in words, in the order of the print."""
        words = directions(sentence)
        position, index = 0, 0
        while index < len(stated):
            figure = stated[index]
            while words and words[0].start < figure.start:
                self._direction(words.pop(0), sentence, offset, number)
            taken = self._figures(sentence, position, stated[index:], offset, number)
            index += taken
            position = max(stated[index - 1].end, self.state.read_to)
        for direction in words:
            self._direction(direction, sentence, offset, number)

    def _figures(self, sentence: str, position: int, rest: Sequence[Figure], offset: int, number: int) -> int:
        """Read the first of `rest`, or the whole enumeration it begins; how many figures were read."""
        before = sentence[position : rest[0].start]
        parts = labels.clauses(before)
        self._context(before, parts)
        listed = read_list(sentence, parts[-1], rest)
        if listed is None:
            self._figure(sentence, parts, rest[0], offset, number)
            return 1
        for clause, figure in zip(listed, rest, strict=False):
            self._figure(sentence, [clause], figure, offset, number)
        if not listed:
            self._leave(rest[: run_length(sentence, rest)], offset)
        return len(listed) or run_length(sentence, rest)

    def _context(self, before: str, parts: Sequence[str]) -> None:
        state = self.state
        state.listing = state.listing or bool(labels.LISTING.search(before))
        state.within = next((x for x in map(labels.within, parts) if x), state.within)
        state.compared = labels.compared(before) or state.compared

    def _figure(self, sentence: str, parts: Sequence[str], figure: Figure, offset: int, number: int) -> None:
        label = labels.read_label(parts[-1], figure.kind, self.passage.topic)
        measure = label and self._measure(label, figure)
        subject = measure and subjects.choose(label, figure, parts, sentence, self.state, self.passage.topic)
        if not (label and measure and subject):
            self._leave([figure], offset)
            return
        base = self._base(label, measure)
        if figure.kind != "count" or self.passage.topic == "performance":
            self._about(subject)
        self._remember(subject, figure, measure)
        printed = subjects.printed(subject, base, figure, measure, self.passage.topic)
        self._claim(
            printed, subject, measure, figure.value, figure.unit, base, _amount(figure, measure, label), sentence,
            (figure.start, figure.end), offset, number,
        )

    def _measure(self, label: Label, figure: Figure) -> str:
        """The measure of a label in this place; empty where the words do not decide it."""
        if label.measure == "change":
            kind = "rate" if figure.kind == "percent" else "change"
            if self.state.compared == "上年":
                return f"yoy_{kind}"
            return {"rate": "variance_rate", "change": "variance"}[kind] if self.state.compared else ""
        if label.measure in ("plain", "contracted", "involved"):
            return "amount" if label.measure != "plain" or self.passage.topic == "performance" else "outturn"
        return "share" if label.measure == "ratio" else label.measure

    def _base(self, label: Label, measure: str) -> str:
        if measure in ("yoy_change", "yoy_rate", "variance", "variance_rate"):
            return self.state.compared
        if measure == "execution_rate":
            return labels.budget_name(label.base)
        return (label.base or self.state.total) if label.measure == "share" else ""

    def _about(self, subject: str) -> None:
        """Make `subject` what is spoken about, and keep its code; a 款 or 项 alone stands under the last 类."""
        state = self.state
        state.subject = subject
        if path := read_path(subject):
            first = next(iter(path))
            levels = ("类", "款", "项")
            above = {level: state.path[level] for level in levels[: levels.index(first)] if level in state.path}
            state.path = above | path
            state.codes[subject] = self.names.code(state.path)

    def _remember(self, subject: str, figure: Figure, measure: str) -> None:
        if figure.kind == "count":
            self.state.counted = subject
        elif measure == "outturn" and not self.state.listing:
            self.state.total = subject

    def _direction(self, found: Direction, sentence: str, offset: int, number: int) -> None:
        subject = labels.subject_of(found.subject) or self.state.subject
        if subject:
            self._claim(
                subject, subject, "direction", found.word, "", found.base, None, sentence, (found.start, found.end), offset,
                number,
            )

    def _claim(
        self, printed: str, subject: str, measure: str, value: str, unit: str, base: str, amount: int | None, sentence: str,
        span: tuple[int, int], offset: int, number: int,
    ) -> None:
        passage, start = self.passage, offset + span[0]
        code = self.state.codes.get(subject) or self.names.named(subject, passage.topic)
        self.claims.append(
            Claim(
                passage.topic, passage.section, passage.item_no, printed, code, measure, value, unit, base, amount,
                self._clause(sentence, span, offset), passage.paragraph.place_at(passage.start + start), start, number,
            )
        )

    def _clause(self, sentence: str, span: tuple[int, int], offset: int) -> str:
        """The clause around a span, as printed."""
        ends = [match.end() for match in _CLAUSE_END.finditer(sentence)]
        begin = max((end for end in ends if end <= span[0]), default=0)
        end = min((end - 1 for end in ends if end > span[1]), default=len(sentence))
        at = self.passage.start + offset
        return self.passage.paragraph.text[at + begin : at + end].strip("，,；;。 ")

    def _leave(self, left: Sequence[Figure], offset: int) -> None:
        self.unplaced += [Unplaced(self.passage, offset + figure.start, offset + figure.end) for figure in left]


def _amount(figure: Figure, measure: str, label: Label) -> int | None:
    """Money in 分, a change that lessens negative; None for what is no money or smaller than a 分."""
    if figure.kind != "money":
        return None
    try:
        fen = to_fen(Decimal(figure.value), figure.unit.partition("(")[0])
    except ValueError:
        return None
    return -fen if measure in ("yoy_change", "variance") and labels.decreases(label.word) else fen


def read_all(found: Iterator[Passage], names: Names, amounts: set[int]) -> tuple[list[Claim], list[Unplaced]]:
    """All claims of a narrative, with reasons, and the figures that were left out. `amounts`: the report's cells in 分."""
    reader, claims, left = PassageReader(names), [], []
    previous: list[Claim] = []
    for passage in found:
        read = reader.read(passage)
        if not read and previous and previous[0].section == passage.section and not passage.numbered:
            reasons.attach_later(previous, passage, amounts)
        previous = read
        claims += read
        left += reader.unplaced
    return claims, left
