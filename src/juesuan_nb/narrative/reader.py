"""Passages → claims. A sentence is read from left to right; what it leaves unsaid is taken from what came before."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from juesuan_nb.narrative import labels, reasons, subjects
from juesuan_nb.narrative.acts import find_act
from juesuan_nb.narrative.claim import Claim, Reading, clause_around, printed_clause, signed_amount
from juesuan_nb.narrative.directions import Direction, directions
from juesuan_nb.narrative.figures import Figure, figures
from juesuan_nb.narrative.lists import read_list, run_length
from juesuan_nb.narrative.names import Names, path_end
from juesuan_nb.narrative.sections import Passage
from juesuan_nb.narrative.state import State

_SENTENCE = re.compile(r"[^。!?]+[。!?]*|[。!?]+")
_CARRIES_ON = re.compile(r"(?:其中|[:;,])$")
_POINTS_BACK = re.compile(r"其中|该|此|项目(?:全年|年初|预算|绩效目标)|(?:绩效)?评价(?:得分|结果)")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a passage: its number, its offset there, its figures that are not part of a reason."""

    text: str
    offset: int
    number: int
    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class Unplaced:
    """A figure that no subject or measure could be bound to; offsets in the passage."""

    passage: Passage
    start: int
    end: int


class PassageReader:
    """Reads the passages of one narrative in order; `claims` and `unplaced` hold what the last one gave."""

    def __init__(self, names: Names) -> None:
        self.state = State(names)
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
        if passage.section != self.section:
            self.state.enter_section(same_major=passage.major == self.section.partition("(")[0])
            self.state.subject = subjects.heading_noun(passage.title)
            self.section = passage.section
        self.passage, self.claims, self.unplaced = passage, [], []
        carried = self.state.listing or bool(_POINTS_BACK.match(passage.text))
        self.state.enter_passage(passage.topic, passage.numbered, carried)

    def _sentence(self, text: str, offset: int, number: int) -> None:
        found = figures(text)
        given = reasons.find_reasons(text, [figure.start for figure in found])
        stated = tuple(figure for figure in found if not any(r.mark <= figure.start < r.end for r in given))
        sentence = Sentence(text, offset, number, stated)
        self._leave([figure for figure in found if figure not in stated], sentence)
        self.state.enter_sentence(find_act(text) if self.passage.topic == "performance" else None)
        if not found:
            self._head(sentence)
        self._events(sentence)
        self.state.leave_sentence(listing=self.passage.numbered or bool(_CARRIES_ON.search(text.rstrip("。"))))
        reasons.attach(self.claims, self.passage, number, offset, given)

    def _head(self, sentence: Sentence) -> None:
        """A sentence that only names an item: “1.教育支出(类)普通教育(款)小学教育(项)。”"""
        if end := path_end(sentence.text):
            self.state.about(subjects.item_name(sentence.text[:end]))
        elif self.passage.numbered and sentence.number == 0 and self.passage.topic != "performance":
            self.state.subject = subjects.item_noun(sentence.text)

    def _events(self, sentence: Sentence) -> None:
        """Figures and comparisons in words, in the order of the print."""
        words = directions(sentence.text)
        position, index = 0, 0
        while index < len(sentence.figures):
            while words and words[0].start < sentence.figures[index].start:
                self._direction(words.pop(0), sentence)
            index += self._figures(sentence, position, sentence.figures[index:])
            position = max(sentence.figures[index - 1].end, self.state.read_to)
        for direction in words:
            self._direction(direction, sentence)

    def _figures(self, sentence: Sentence, position: int, rest: Sequence[Figure]) -> int:
        """Read the first of `rest`, or the whole enumeration it begins; how many figures were read."""
        before = sentence.text[position : rest[0].start]
        parts = labels.clauses(before)
        self.state.hear(before, parts)
        listed = read_list(sentence.text, parts[-1], rest)
        if listed is None:
            self._figure(sentence, parts, rest[0])
            return 1
        for clause, figure in zip(listed, rest, strict=False):
            self._figure(sentence, [clause], figure)
        if not listed:
            self._leave(rest[: run_length(sentence.text, rest)], sentence)
        return len(listed) or run_length(sentence.text, rest)

    def _figure(self, sentence: Sentence, parts: Sequence[str], figure: Figure) -> None:
        topic, state = self.passage.topic, self.state
        label = labels.read_label(parts[-1], figure.kind, topic)
        measure = label and state.measure(label, figure.kind, topic, sentence.text)
        subject = measure and subjects.choose(label, figure, parts, sentence.text, state, topic)
        if not (label and measure and subject):
            self._leave([figure], sentence)
            return
        base = state.base(label, measure)
        state.remember(subject, figure.kind, label, measure, topic)
        self._claim(
            sentence,
            (figure.start, figure.end),
            Reading(
                subjects.printed(subject, base, measure, topic),
                state.code(subject, topic),
                measure,
                figure.value,
                figure.unit,
                base,
                signed_amount(figure, measure, label.word),
            ),
        )

    def _direction(self, found: Direction, sentence: Sentence) -> None:
        subject = labels.subject_of(found.subject, topic=self.passage.topic) or self.state.subject
        if subject:
            code = self.state.code(subject, self.passage.topic)
            reading = Reading(subject, code, "direction", found.word, "", found.base, None)
            self._claim(sentence, (found.start, found.end), reading)

    def _claim(self, sentence: Sentence, span: tuple[int, int], reading: Reading) -> None:
        passage, start = self.passage, sentence.offset + span[0]
        begin, end = clause_around(sentence.text, span)
        at = passage.start + sentence.offset
        text = printed_clause(passage.paragraph.text[at + begin : at + end])
        place = passage.paragraph.place_at(passage.start + start)
        self.claims.append(
            Claim(passage.topic, passage.section, passage.item_no, reading, text, place, start, sentence.number)
        )

    def _leave(self, left: Sequence[Figure], sentence: Sentence) -> None:
        at = sentence.offset
        self.unplaced += [Unplaced(self.passage, at + figure.start, at + figure.end) for figure in left]


def read_all(found: Iterable[Passage], names: Names, amounts: set[int]) -> tuple[list[Claim], list[Unplaced]]:
    """All claims of a narrative with reasons, and the figures left out; `amounts` are those of the cells, in 分."""
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
