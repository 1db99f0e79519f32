"""Sections of a page that a command writes anew, between marks, and the rest of it left as it is."""

from pathlib import Path

from juesuan_nb.files import write_text


def write_section(path: Path, name: str, title: str, section: str) -> None:
    """Put `section` between the marks of `name`; a page without them gets them at its end, under `title`."""
    begin, end = f"<!-- {name} -->", f"<!-- /{name} -->"
    text = path.read_text(encoding="utf-8") if path.exists() else "# Performance\n"
    if begin not in text:
        text = f"{text.rstrip()}\n\n## {title}\n\n{begin}\n{end}\n"
    before, _, rest = text.partition(begin)
    write_text(path, f"{before}{begin}\n{section}\n{end}{rest.partition(end)[2]}")


def table(head: tuple, rows: list[tuple]) -> str:
    """A table in Markdown."""
    lines = [head, tuple("---" for _ in head), *rows]
    return "\n".join(f"| {' | '.join(map(str, line))} |" for line in lines)
