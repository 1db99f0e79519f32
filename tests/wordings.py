"""The invented narratives of tests/data/wording as reports that the rules can look at."""

from dataclasses import replace
from functools import cache
from pathlib import Path

from juesuan_nb import narrative
from juesuan_nb.checks import check
from juesuan_nb.checks.literal import Sample

FOLDER = Path(__file__).parent / "data" / "wording"
NAMES = sorted(path.stem for path in FOLDER.glob("*.txt"))


@cache
def texts(name: str) -> tuple[str, str]:
    """The narrative and the literal tables."""
    tables = FOLDER / f"{name}.tab"
    return (FOLDER / f"{name}.txt").read_text("utf-8"), tables.read_text("utf-8") if tables.exists() else ""


def report(text: str, tables: str = "", year: int = 2023) -> Sample:
    """A report of a narrative as text and literal tables."""
    sample = Sample(tables, lines=text, year=year)
    return replace(sample, told=tuple(narrative.extract(sample.document, sample.cells).to_dict("records")))


def found(text: str, tables: str = "", *, infos: bool = False) -> list[tuple[str, str, str]]:
    """What family NV finds: rule, severity and message; errors and warnings only, unless `infos`."""
    findings = check(report(text, tables), select=("NV",)).findings
    kept = findings if infos else findings[findings["severity"] != "info"]
    return list(kept[["rule", "severity", "message"]].itertuples(index=False, name=None))
