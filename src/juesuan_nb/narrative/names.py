"""Names of functional and economic items → codes: the report's own tables first, then the codebook."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pandas as pd

from juesuan_nb import codebook
from juesuan_nb.document import fold

_LEVEL = re.compile(r"((?:[^()]|\((?!\d*[类款项]\))[^()]*\))*?)\((\d*)([类款项])\)(?:支出)?")
_WIDTH = {"类": 3, "款": 5, "项": 7}
LEVELS = tuple(_WIDTH)
_FUNCTIONAL = (
    "general_public_expenditure", "expenditure", "revenue", "government_funds", "state_capital",
)
_STATE_CAPITAL = re.compile(r"国有资本经营(?:预算)?(?:财政拨款)?支出")

Path = dict[str, tuple[str, str]]
"""Level (类, 款, 项) → name as printed and the code printed beside it, if any."""


def read_path(text: str) -> Path:
    """The named levels of an item: “教育支出(类)普通教育(款)小学教育(项)”."""
    return {level: (name, digits) for name, digits, level in _LEVEL.findall(fold(text))}


def path_end(text: str) -> int:
    """Where the last level marker of `text` ends; 0 where it has none."""
    return max((match.end() for match in _LEVEL.finditer(text)), default=0)


@dataclass(frozen=True)
class Names:
    """The codes and names that the report itself prints: functional ones and those of the basic expenditure table."""

    functional: Mapping[str, str]
    economic: Mapping[str, str]

    def code(self, path: Path) -> str:
        """The code of an item by its names; empty where they are unknown or more than one code fits."""
        if not path:
            return ""
        level = max(path, key=_WIDTH.__getitem__)
        if printed := _printed_code(path, level):
            return printed
        for book in (self.functional, {code.code: code.name for code in codebook.functions().values()}):
            carrying = _carrying(book, path[level][0], _WIDTH[level])
            for parents in _parent_choices(path, level):
                if found := _only(code for code in carrying if _fits(code, parents, book)):
                    return found
        return ""

    def named(self, subject: str, topic: str) -> str:
        """The code of a plain name: a 类, an economic item of the basic expenditure, 223 for the state capital total."""
        if topic == "state_capital" and _STATE_CAPITAL.search(subject):
            return "223"
        if topic == "basic_expenditure":
            return _only(code for code, name in self.economic.items() if name == subject)
        if topic == "general_public_expenditure":
            return _only(code for code in codebook.codes_named(subject) if len(code) == 3)
        return ""


def names_of(cells: pd.DataFrame) -> Names:
    """The names a report prints, from its cells."""
    coded = cells[cells["code"] != ""]
    functional = coded[coded["statement"].isin(_FUNCTIONAL)]
    economic = coded[coded["statement"] == "basic_expenditure"]
    return Names(*(dict(zip(part["code"], map(fold, part["item"]), strict=True)) for part in (functional, economic)))


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
    if len(parents) == 2:
        yield {3: parents[3]}


def _carrying(book: Mapping[str, str], name: str, width: int) -> list[str]:
    return [code for code, printed in book.items() if len(code) == width and _same(name, printed, code)]


def _fits(code: str, parents: Mapping[int, str], book: Mapping[str, str]) -> bool:
    return all(_same(name, book.get(code[:width], ""), code[:width]) for width, name in parents.items())


def _same(name: str, printed: str, code: str) -> bool:
    """Whether a name means the code; 支出 may be dropped, older names of the codebook count, a number before it not."""
    known = codebook.functions().get(code)
    names = {_bare(printed), *(map(_bare, (known.name, *known.aliases)) if known else ())}
    return _bare(name) in names - {""}


def _bare(name: str) -> str:
    return re.sub(r"^\d+|支出$", "", fold(name))
