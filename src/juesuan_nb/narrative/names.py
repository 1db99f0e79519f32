"""Names of functional and economic items → codes: the report's own tables first, then the codebook."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

import pandas as pd

from juesuan_nb import codebook, frames
from juesuan_nb.document import fold

_LEVEL = re.compile(r"((?:[^()]|\((?!\d*[类款项]\))[^()]*\))*?)\((\d*)([类款项])\)(?:支出)?")
_CODED = re.compile(r"([^,;:。()\"]+)\((2\d{2}(?:\d{2}){0,2})\)")
_QUOTED = re.compile(r'^"([^"]+)"$')
_WIDTH = {"类": 3, "款": 5, "项": 7}
LEVELS = tuple(_WIDTH)
_LEVEL_OF = {width: level for level, width in _WIDTH.items()}
_FUNCTIONAL = (
    "general_public_expenditure",
    "expenditure",
    "revenue",
    "government_funds",
    "state_capital",
)
_STATE_CAPITAL = re.compile(r"国有资本经营(?:预算)?(?:财政拨款)?支出")

Path = dict[str, tuple[str, str]]
"""Level (类, 款, 项) → name as printed and the code printed beside it, if any."""


def read_path(text: str) -> Path:
    """The named levels of an item: “教育支出(类)普通教育(款)小学教育(项)”, or “小学教育(2050202)”."""
    text = fold(text)
    if levels := {level: (_QUOTED.sub(r"\1", name), digits) for name, digits, level in _LEVEL.findall(text)}:
        return levels
    return {_LEVEL_OF[len(code)]: (name, code) for name, code in _CODED.findall(text)}


def path_end(text: str) -> int:
    """Where the last level marker of `text` ends; 0 where it has none."""
    return max((match.end() for pattern in (_LEVEL, _CODED) for match in pattern.finditer(text)), default=0)


class Book:
    """Codes and all the names they go by; a name finds its codes at once."""

    def __init__(self, names: Mapping[str, frozenset[str]]) -> None:
        self.names = names
        self.codes: dict[str, list[str]] = {}
        for code, known in names.items():
            for name in known:
                self.codes.setdefault(name, []).append(code)

    def find(self, path: Path, level: str) -> str:
        """The one code that carries the name of `level` under the named parents; empty where not exactly one does."""
        carrying = [code for code in self.codes.get(_bare(path[level][0]), ()) if len(code) == _WIDTH[level]]
        for parents in _parent_choices(path, level):
            if found := _only(code for code in carrying if self._fits(code, parents)):
                return found
        return ""

    def _fits(self, code: str, parents: Mapping[int, str]) -> bool:
        """Whether the codes above are named so; where the report does not print them the codebook's names count."""
        return all(
            _bare(name) in self.names.get(code[:width], frozenset()) | _known(code[:width])
            for width, name in parents.items()
        )


@dataclass(frozen=True)
class Names:
    """The codes and names that the report itself prints: functional ones and those of the basic expenditure table."""

    functional: Book
    economic: Mapping[str, str]

    def code(self, path: Path) -> str:
        """The code of an item by its names; empty where they are unknown or more than one code fits."""
        if not path:
            return ""
        level = max(path, key=_WIDTH.__getitem__)
        return _printed_code(path, level) or self.functional.find(path, level) or _codebook().find(path, level)

    def named(self, subject: str, topic: str) -> str:
        """The code of a plain name: a 类, an economic item of the basic expenditure, or 223 for the state capital."""
        if topic == "state_capital" and _STATE_CAPITAL.search(subject):
            return "223"
        if topic == "basic_expenditure":
            return _only(code for code, name in self.economic.items() if name == subject)
        if topic == "general_public_expenditure":
            known = (*self.functional.codes.get(_bare(subject), ()), *codebook.codes_named(subject))
            return _only({code for code in known if len(code) == _WIDTH["类"]})
        return ""


def names_of(cells: pd.DataFrame) -> Names:
    """The names a report prints, from its cells."""
    coded = [(cell.statement, cell.code, fold(cell.item)) for cell in frames.rows(cells) if cell.code]
    functional, economic = (
        {code: item for statement, code, item in coded if statement in wanted}
        for wanted in (_FUNCTIONAL, ("basic_expenditure",))
    )
    return Names(Book({code: _known(code) | {_bare(name)} for code, name in functional.items()}), economic)


@cache
def _codebook() -> Book:
    return Book({code: _known(code) for code in codebook.functions()})


@cache
def _known(code: str) -> frozenset[str]:
    """The codebook's names of a code, older ones too."""
    entry = codebook.functions().get(code)
    return frozenset(map(_bare, (entry.name, *entry.aliases))) if entry else frozenset()


def _only(codes: Iterable[str]) -> str:
    found = list(codes)
    return found[0] if len(found) == 1 else ""


def _printed_code(path: Path, level: str) -> str:
    """The code that the text prints with the names: 208, 05 and 05 of (208类)…(05款)…(05项) make 2080505."""
    code = ""
    for step in LEVELS:
        digits = path.get(step, ("", ""))[1]
        code = digits if len(digits) == _WIDTH[step] else code + digits
        if step == level:
            return code if len(code) == _WIDTH[level] else ""
    return ""


def _parent_choices(path: Path, level: str) -> Iterable[dict[int, str]]:
    """The parents' names that must fit, strictest first: reports misprint a 款 more often than an item."""
    parents = {_WIDTH[step]: name for step, (name, _) in path.items() if _WIDTH[step] < _WIDTH[level]}
    yield parents
    if {3, 5} <= parents.keys():
        yield {3: parents[3]}


def _bare(name: str) -> str:
    """A name for comparison: without 支出 at its end, which may be dropped, and a number printed before it."""
    return re.sub(r"^\d+|支出$", "", fold(name))
