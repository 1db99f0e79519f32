"""A TOML file that people write by hand: its data, and the line on which something in it stands."""

from __future__ import annotations

import re
import tomllib
from decimal import Decimal
from functools import cached_property
from pathlib import Path

from juesuan_nb.errors import UsageError
from juesuan_nb.readers.encodings import decodings

Path_ = tuple[str | int, ...]
"""Where something stands: ("thresholds", "yoy_jump"), ("identity", 0, "left"), ("identity", 0, "pairs", 1)."""

_HEADER = re.compile(r"\s*(\[\[?)\s*([\w.\- \"']+?)\s*\]\]?\s*(?:#.*)?$")
_KEY = re.compile(r"""\s*("[^"]+"|'[^']+'|[\w-]+)\s*((?:\.\s*[\w-]+\s*)*)=""")
_AT = re.compile(r"\s*\(at (?:line (\d+), column (\d+)|end of document)\)")
_SAYS = {
    "Cannot overwrite": "同一个名称写了两次",
    "Duplicate inline": "同一个名称写了两次",
    "Cannot declare": "同一个表头写了两次",
    "Cannot mutate": "同一个名称写了两次",
    "Unclosed array": "方括号没有收尾",
    "Unclosed inline": "花括号没有收尾",
    "Unterminated": "引号没有收尾",
    "Expected '='": "名称后面缺少等号“=”",
    "Expected ']": "表头的方括号没有收尾",
    "Illegal character": "引号没有在同一行收尾，或有不能用的字符",
    "Invalid value": "等号后面不是 TOML 的值（文字要放在半角引号里）",
    "Invalid statement": "这一行不是“名称 = 值”的形式",
    "Expected newline": "值的后面多出了内容",
}
_ADVICE = "请检查引号、逗号、等号和方括号是否成对，并且都是半角"


class TomlSource:
    """A file and its `data` (numbers as exact decimals). Raises UsageError where it is missing or no TOML."""

    def __init__(self, path: str | Path) -> None:
        self.path = Path(path)
        try:
            raw = self.path.read_bytes()
        except OSError as error:
            reason = "没有这个文件" if isinstance(error, FileNotFoundError) else f"打不开（{error.strerror or error}）"
            raise UsageError(f"{self.path}：{reason}。请检查规则文件的路径。") from None
        text = next(decodings(raw), None)
        if text is None:
            raise UsageError(f"{self.path}：不是文本文件。请用记事本另存为 UTF-8 编码。")
        self.raw, self.text = raw, text
        try:
            self.data = tomllib.loads(text, parse_float=Decimal)
        except tomllib.TOMLDecodeError as error:
            raise self._syntax(str(error)) from None

    def fault(self, where: Path_, problem: str, text: str = "") -> UsageError:
        """The error that says on which line of the file what is wrong; in a long list on that which has the `text`."""
        line = self._line(where)
        below = enumerate(self.text.splitlines()[line - 1 :], start=line) if text and line else ()
        line = next((number for number, said in below if text in said), line)
        return UsageError(f"{self.path}{f' 第{line}行' if line else ''}：{problem}。")

    def _syntax(self, said: str) -> UsageError:
        at = _AT.search(said)
        line = (at and at[1]) or str(len(self.text.rstrip().splitlines()) or 1)
        reason = next((words for start, words in _SAYS.items() if said.startswith(start)), _AT.sub("", said))
        return UsageError(f"{self.path} 第{line}行：不合 TOML 的写法，{reason}。{_ADVICE}。")

    def _line(self, where: Path_) -> int:
        """The line of the longest part of `where` that has one; 0 where nothing of it stands in the file."""
        for length in range(len(where), 0, -1):
            if where[:length] in self._lines:
                return self._lines[where[:length]]
        return 0

    @cached_property
    def _lines(self) -> dict[Path_, int]:
        """Path → number of the line with its header or key; texts over several lines are passed over."""
        lines: dict[Path_, int] = {}
        counts: dict[Path_, int] = {}
        table: Path_ = ()
        quote = ""
        for number, line in enumerate(self.text.splitlines(), start=1):
            inside, quote = quote, _open_quote(line, quote)
            if inside or line.lstrip().startswith("#"):
                continue
            if header := _HEADER.match(line):
                table = _entered(header[1], header[2], counts)
                lines.setdefault(table, number)
            elif key := _KEY.match(line):
                names = (key[1].strip("\"'"), *filter(None, map(str.strip, key[2].split("."))))
                lines.setdefault((*table, *names), number)
        return lines


def _entered(brackets: str, name: str, counts: dict[Path_, int]) -> Path_:
    """The path of a header: an array of tables has its number, and so has every table below it."""
    path: Path_ = ()
    parts = [part.strip(" \"'") for part in name.split(".")]
    for place, part in enumerate(parts):
        path = (*path, part)
        if brackets == "[[" and place == len(parts) - 1:
            counts[path] = counts.get(path, -1) + 1
        if path in counts:
            path = (*path, counts[path])
    return path


def _open_quote(line: str, quote: str) -> str:
    """The mark of the text over several lines that is open after this line, "" where none is."""
    rest = line
    while True:
        if quote:
            _, found, rest = rest.partition(quote)
            if not found:
                return quote
            quote = ""
        marks = [(rest.index(mark), mark) for mark in ('"""', "'''") if mark in rest]
        if not marks:
            return ""
        start, quote = min(marks)
        rest = rest[start + 3 :]
