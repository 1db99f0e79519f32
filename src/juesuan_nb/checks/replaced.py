"""Rule CP10: 单位 and 部门 put for each other in fixed terms: those of replaced.toml and the codebook's names."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from juesuan_nb import codebook
from juesuan_nb.checks.facts import Facts
from juesuan_nb.checks.literal import Sample
from juesuan_nb.checks.model import Example, Outcome, failed, passed
from juesuan_nb.checks.registry import declare
from juesuan_nb.document import Paragraph, Place, fold

_HINT = re.compile(r"部门|财政单位|金融单位")
_SURE = "ABC"


@dataclass(frozen=True, slots=True)
class Term:
    """A fixed term: how it is written wrongly, and what it should be; `found` and `clean` are its tests."""

    wrong: re.Pattern[str]
    right: str
    found: Sequence[str] = ()
    clean: Sequence[str] = ()
    severity: str = "warning"


@cache
def terms() -> tuple[Term, ...]:
    """The names of the codebook with the word replaced, longest first, then the terms of replaced.toml."""
    data = tomllib.loads((files(__package__) / "replaced.toml").read_text(encoding="utf-8"))
    listed = [one | {"wrong": re.compile(one["wrong"])} for one in data["term"]]
    names = (Term(_whole(wrong), right) for wrong, right in _swapped().items())
    return (*names, *(Term(**one) for one in listed))


def _whole(name: str) -> re.Pattern[str]:
    """A name that stands for itself: 行政部门医疗 as an item, not inside 卫生行政部门医疗机构管理."""
    return re.compile(rf"(?<![一-龥]){re.escape(name)}(?=$|[^一-龥])")


def _swapped() -> dict[str, str]:
    """{name with the other word: name} for the names of the codebook that say 单位 or 部门."""
    codes = [*codebook.functions().values(), *codebook.economics().values()]
    names = {fold(name) for code in codes if code.grade in _SURE for name in (code.name, *code.aliases)}
    pairs = {swap(name): name for name in names if swap(name) != name and swap(name) not in names}
    return dict(sorted(pairs.items(), key=lambda pair: (-len(pair[0]), pair[0])))


def swap(text: str) -> str:
    """The text with 单位 for 部门 and 部门 for 单位."""
    return re.sub("单位|部门", lambda found: "部门" if found[0] == "单位" else "单位", text)


@declare(
    "CP10",
    "固定用语中的“单位”没有换成“部门”",
    severity="warning",
    basis="form",
    examples=(
        Example("正确", Sample(lines="机关事业单位基本养老保险缴费支出\n附属单位上缴收入"), "passed"),
        Example("科目名称", Sample(lines="30108 机关事业部门基本养老保险费 32.42"), "failed", "warning"),
        Example("栏目", Sample(lines="附属部门上缴收入"), "failed", "warning"),
        Example("设备", Sample(lines="部门价值100万元（含）以上设备0台（套）。"), "failed", "warning"),
        Example("金额单位", Sample(lines="部门：万元"), "failed", "warning"),
        Example("单位决算", Sample(lines="单位决算中，本单位的主管部门是某局，各预算部门按规定公开。"), "passed"),
    ),
)
def fixed_terms(facts: Facts) -> Iterator[Outcome]:
    """固定用语（科目名称、栏目、“单位价值”“金额单位”等）中的“单位”和“部门”没有被成批替换改掉，例如“机关事业部门基本
    养老保险”“附属部门上缴收入”。“本单位”“单位决算”“主管单位”“预算部门”一类两种说法都通行的不判断。
    """
    hits: dict[tuple[str, str], list[tuple[str, Place]]] = {}
    for paragraph in (*facts.paragraphs, *_cells(facts)):
        for term, start, end in find(paragraph.text):
            wrong = fold(paragraph.text)[start:end]
            hits.setdefault((f"“{wrong}”应为“{term.right}”", term.severity), []).append((wrong, paragraph.place))
    for (what, severity), found in hits.items():
        places = tuple(dict.fromkeys(f"{wrong}（{place}）" if str(place) else wrong for wrong, place in found))
        yield failed(found[0][0], f"{what}，疑是成批替换时改错，{len(found)}处。", severity=severity, places=places)
    if not hits:
        yield passed()


def find(text: str) -> Iterator[tuple[Term, int, int]]:
    """Every replaced term of a text, by offsets of the folded text; no stretch twice."""
    text = fold(text)
    if not _HINT.search(text):
        return
    taken: list[tuple[int, int]] = []
    for term in terms():
        for match in term.wrong.finditer(text):
            if all(match.end() <= start or match.start() >= end for start, end in taken):
                taken.append(match.span())
                yield term, match.start(), match.end()


def _cells(facts: Facts) -> Iterator[Paragraph]:
    for grid in facts.report.document.grids:
        for row in grid.rows:
            yield from (Paragraph(cell.text, cell.place) for cell in row if cell.text)
