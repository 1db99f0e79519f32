"""The pages of documentation as programs: their fenced blocks, run in order in one folder.

A block `sh` holds commands, `console` commands (`$ …`) with what they print, `python` one namespace per page, `sql`
queries of DuckDB. A block whose head names a file (```toml 本市规则.toml) is written to it. Text is what it is.
"""

import contextlib
import io
import re
import shlex
import subprocess
from dataclasses import dataclass
from pathlib import Path

from click.testing import CliRunner

from juesuan_nb.cli import main

FENCE = re.compile(r"^```([a-z]*) ?(.*?)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
INDENTED = re.compile(r"^    (?:juesuan|make) .*$", re.MULTILINE)
RUN = ("sh", "console", "python", "sql")
SHOWN = ("text", "toml", "csv", "yaml", "mermaid")
OFFICIAL = ("mkdir", "cp", "mv", "ls", "cat")
"""Commands of the shell that a page may use."""
GAP = "…"


@dataclass(frozen=True)
class Block:
    """A fenced block: `kind`, the rest of its head, its text, and the line of the page where it begins."""

    kind: str
    head: str
    text: str
    line: int

    @property
    def commands(self) -> list[str]:
        """The commands of a block of a shell, without comments, continued lines joined."""
        lines = self.text.replace("\\\n", " ").splitlines()
        if self.kind == "console":
            lines = [line[2:] for line in lines if line.startswith("$ ")]
        return [line for line in (re.sub(r"(^|\s+)#.*$", "", line).strip() for line in lines) if line]


@dataclass(frozen=True)
class Ended:
    """How a command ended, and what it printed (both streams, as on a screen)."""

    code: int
    out: str
    screen: str


def blocks(text: str) -> list[Block]:
    """The blocks of a page in order; lines of commands that are indented (READMEs) are blocks too."""
    found = [
        Block(match[1], match[2], match[3], text.count("\n", 0, match.start()) + 1) for match in FENCE.finditer(text)
    ]
    found += [
        Block("sh", "", match[0].strip() + "\n", text.count("\n", 0, match.start()) + 1)
        for match in INDENTED.finditer(text)
    ]
    return sorted(found, key=lambda block: block.line)


def follow(page: str, folder: Path, left_out: tuple[str, ...] = ()) -> list[str]:
    """Do in `folder` what the page's text says; the commands that were run.

    Commands that begin with one of `left_out` are not run. Raises AssertionError, with the line, where one ends
    otherwise than a reader is told.
    """
    done: list[str] = []
    names: dict[str, object] = {"__name__": "page"}
    with contextlib.chdir(folder):
        for block in blocks(page):
            if block.head:
                Path(block.head).write_text(block.text, encoding="utf-8")
            elif block.kind in ("sh", "console"):
                commands = [one for one in block.commands if not one.startswith(left_out or "\0")]
                screens = [_expected(command, block) for command in commands]
                done += commands
                if block.kind == "console":
                    _compare(screens, block)
            elif block.kind == "python":
                exec(compile("\n" * block.line + block.text, "page", "exec"), names)
                done.append(block.text)
            elif block.kind == "sql":
                assert _rows(block.text), f"line {block.line}: no rows"
                done.append(block.text)
    return done


def _expected(command: str, block: Block) -> str:
    """Run a command; its screen. Findings (exit code 1) are no failure of `check`; a console block may show errors."""
    ended = run(command)
    fine = (0, 1) if command.startswith("juesuan check") else (0,)
    assert block.kind == "console" or ended.code in fine, f"line {block.line}: {command}\n{ended.screen}"
    return ended.screen


def _compare(screens: list[str], block: Block) -> None:
    """What each command of a block printed must be what the page shows, but for lines of … that stand for any."""
    shown = re.split(r"^\$ .*\n", block.text, flags=re.MULTILINE)[1:]
    for text, screen in zip(shown, screens, strict=True):
        pattern = ".*".join(re.escape(part) for part in text.rstrip("\n").split(GAP))
        assert re.fullmatch(pattern, screen.rstrip("\n"), re.DOTALL), f"line {block.line}: shown {text}\nis {screen}"


def run(command: str) -> Ended:
    """One command: `juesuan` in this process, others by the shell."""
    words, _, target = command.partition(" > ")
    name, *arguments = shlex.split(words)
    if name != "juesuan":
        assert name in OFFICIAL, command
        ended = subprocess.run(command, shell=True, capture_output=True, text=True, check=False)
        return Ended(ended.returncode, ended.stdout, ended.stdout + ended.stderr)
    given = [path for argument in arguments for path in _matched(argument)]

    result = CliRunner().invoke(main, given, prog_name="juesuan")
    if result.exception and not isinstance(result.exception, SystemExit):
        raise AssertionError(command) from result.exception
    if target:
        Path(target.strip()).write_text(result.stdout, encoding="utf-8")
    return Ended(result.exit_code, result.stdout, result.stderr if target else result.output)


def _matched(argument: str) -> list[str]:
    """The files that a pattern means, or the argument as it is."""
    found = sorted(map(str, Path().glob(argument))) if "*" in argument else []
    return found or [argument]


def _rows(query: str) -> list[tuple]:
    import duckdb

    with contextlib.redirect_stdout(io.StringIO()):
        return duckdb.sql(query).fetchall()
