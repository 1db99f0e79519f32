"""What the reading of a section remembers from clause to clause."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from juesuan_nb.narrative import labels
from juesuan_nb.narrative.acts import Act
from juesuan_nb.narrative.labels import Label
from juesuan_nb.narrative.names import LEVELS, Names, Path, read_path

_WHOLE_YEAR = re.compile(
    r"(?:调整(?:后?预算)?数|调整后?(?:支出)?预算|全年(?:支出)?预算)(?:数|安排|金额|总额)*(?:为|是)?:?\d"
)
_CHANGES = {
    "money": ("yoy_change", "variance"),
    "points": ("yoy_change", "variance"),
    "percent": ("yoy_rate", "variance_rate"),
}


@dataclass(slots=True)
class State:
    """`subject`: what is spoken about; `owner`: what a list (其中) is the parts of; `total`: what a bare share is of;
    `counted`: what was counted last, `counted_here` in this sentence; `compared`: what a change is against;
    `within`: the X of 在X中; `read_to`: where in the sentence the words behind a number were used up; `path`: the last
    类, 款, 项; `codes`: of the items named so far."""

    names: Names
    subject: str = ""
    owner: str = ""
    total: str = ""
    counted: str = ""
    counted_here: str = ""
    compared: str = ""
    within: str = ""
    read_to: int = 0
    listing: bool = False
    act: Act | None = None
    path: Path = field(default_factory=dict)
    codes: dict[str, str] = field(default_factory=dict)

    def enter_section(self, *, same_major: bool) -> None:
        """Forget what was said; (二) 具体情况 still gives shares of the total of (一)."""
        total = self.total if same_major else ""
        self.__init__(self.names, total=total)

    def enter_passage(self, topic: str, numbered: bool, carried: bool) -> None:
        """A numbered item speaks of something new; so does an evaluation that does not point back."""
        self.compared = ""
        if numbered or (topic == "performance" and not carried):
            self.subject = ""
        if not carried:
            self.act = None
        self.listing = self.listing or numbered

    def enter_sentence(self, act: Act | None) -> None:
        self.within, self.read_to, self.owner, self.counted_here = "", 0, "", ""
        if act:
            self.act, self.subject = act, act.subject

    def leave_sentence(self, *, listing: bool) -> None:
        """After a list of parts the text goes on with the whole."""
        self.subject, self.listing = self.owner or self.subject, listing

    def hear(self, before: str, parts: Sequence[str]) -> None:
        """Take up what the words before a figure say besides its label."""
        if before.startswith(")") and self.owner:
            self.subject, self.listing = self.owner, False
        for part in parts[:-1]:
            if read_path(part):
                self.about(labels.subject_of(part))
        if labels.LISTING.search(before):
            self.listing, self.owner = True, self.owner or self.subject
        self.within = next(filter(None, map(labels.within, parts)), self.within)
        self.compared = labels.compared(before) or self.compared

    def about(self, subject: str) -> None:
        """Make `subject` what is spoken about and find its code; a 款 or 项 alone stands under the last 类."""
        self.subject = subject
        if path := read_path(subject):
            first = LEVELS.index(next(iter(path)))
            self.path = {level: self.path[level] for level in LEVELS[:first] if level in self.path} | path
            self.codes[subject] = self.names.code(self.path) or self.names.code(path)

    def remember(self, subject: str, kind: str, label: Label, measure: str, topic: str) -> None:
        """Keep what the following figures may point back to."""
        if label.measure == "ratio":
            return
        if kind == "money" and label.subject:
            self.counted = ""
        if kind != "count" or (topic == "performance" and not labels.GRADED.search(subject)):
            self.about(subject)
        if kind == "count":
            self.counted = self.counted_here = subject
        elif measure == "outturn" and (not self.listing or subject.endswith("总计")):
            self.total = subject
            self.owner = subject if self.owner else ""

    def code(self, subject: str, topic: str) -> str:
        """The code of a subject in this section."""
        return self.codes.get(subject) or self.names.named(subject, topic)

    def measure(self, label: Label, kind: str, topic: str, sentence: str) -> str:
        """The measure of a label here; empty where the words do not decide what a change is against.

        A bare 预算 is the whole-year budget (the note under the 三公 table says so) unless that one is told beside it.
        """
        if label.measure == "budget":
            return "original_budget" if _WHOLE_YEAR.search(sentence) else "revised_budget"
        if label.measure == "change":
            if not self.compared:
                return ""
            return _CHANGES[kind][self.compared != "上年"]
        if label.measure in ("plain", "spent"):
            return "amount" if topic == "performance" else "outturn"
        return {"beyond": "variance", "contracted": "amount", "involved": "amount", "ratio": "share"}.get(
            label.measure, label.measure
        )

    def base(self, label: Label, measure: str) -> str:
        """What a rate, a share or a change is of."""
        if label.measure == "change":
            return self.compared
        if measure == "execution_rate" or label.measure == "beyond":
            return labels.budget_name(label.base)
        return (label.base or self.total) if label.measure == "share" else ""
