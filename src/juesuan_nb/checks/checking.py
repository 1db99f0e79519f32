"""A report against the catalogue, with what analysts add: their own rules, and what they noted of earlier findings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from juesuan_nb.checks import custom, runner
from juesuan_nb.checks.dispositions import carried, read_dispositions
from juesuan_nb.checks.runner import CheckResult

if TYPE_CHECKING:
    from juesuan_nb.report import Report


def check(
    report: Report,
    *,
    select: Iterable[str] = (),
    ignore: Iterable[str] = (),
    thresholds: Mapping[str, object] | None = None,
    rules: Iterable[str | Path] = (),
    peers: pd.DataFrame | None = None,
    dispositions: str | Path | pd.DataFrame | None = None,
) -> CheckResult:
    """Check a report.

    `select` and `ignore` take codes ("AN01") or families ("FT"); `thresholds` replaces defaults of thresholds.toml by
    name (None: the default). `rules` are TOML files of own rules and thresholds, a later one counting more than an
    earlier one, and `thresholds` and `select` more than all. `peers` are the rates of other departments
    (`peers.profile`), without which AN11 is not checked. `dispositions` is a findings.csv with notes of analysts
    (or what `read_dispositions` made of it), which are carried over. A rule that crashes is not_checked, with the
    exception's name. Raises UsageError on an unknown rule or threshold and on a mistake in one of the files.
    """
    rules, plain = tuple(rules), not (select or ignore) and peers is None and not isinstance(dispositions, pd.DataFrame)
    if _AHEAD and plain and (known := _AHEAD.get(_asked(report, thresholds, rules, dispositions))):
        return known
    own = custom.load(rules)
    noted = dispositions
    if isinstance(noted, str | Path):
        noted = read_dispositions(noted) if str(noted) else None
    given = {name: value for name, value in (thresholds or {}).items() if value is not None}
    result = runner.check(
        report,
        select=tuple(select) or own.select,
        ignore=(*own.ignore, *ignore),
        thresholds=own.thresholds | given,
        own=own.rules.values(),
        peers=peers,
    )
    return result if noted is None else carried(result, noted)


_AHEAD: dict[tuple[object, ...], CheckResult] = {}


@contextmanager
def checked_ahead(
    report: Report,
    result: CheckResult,
    *,
    thresholds: Mapping[str, object],
    rules: Iterable[Path],
    dispositions: Path | None,
) -> Iterator[None]:
    """Within the block `check` of this very report, asked the same, takes `result`.

    For a process that forks within the block: its child need not check what was just checked, and has it to itself.
    """
    _AHEAD[_asked(report, thresholds, tuple(rules), dispositions)] = result
    try:
        yield
    finally:
        _AHEAD.clear()


def _asked(
    report: Report, thresholds: Mapping[str, object] | None, rules: tuple[str | Path, ...], noted: str | Path | None
) -> tuple[object, ...]:
    """What two calls have in common that must give the same."""
    limits = {name: value for name, value in (thresholds or {}).items() if value is not None}
    files = [Path(file).resolve() for file in (*rules, noted) if file and str(file)]
    return id(report), repr(sorted(limits.items())), len(rules), *files
