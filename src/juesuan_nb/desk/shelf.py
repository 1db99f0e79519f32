"""The reports on the desk: each read when it is first looked at, and checked once per threshold."""

from __future__ import annotations

from pathlib import Path

from juesuan_nb.checks import CheckResult, check
from juesuan_nb.errors import JuesuanError
from juesuan_nb.files import inputs
from juesuan_nb.report import BETWEEN, Report, load_report
from juesuan_nb.resources import shipped

MATERIALITY = "variance_materiality"


class Shelf:
    """`names`: label → path of each report. Raises UsageError on a folder without files."""

    def __init__(self, given: str | Path = "") -> None:
        listed = [given] if str(given) else sorted(shipped("data").glob("*.txt"))
        together = str(given) and not Path(given).exists() and BETWEEN in str(given)
        paths = [str(given)] if together else [str(path) for path in inputs(map(Path, listed))]
        self.names = {_label(path, paths): path for path in paths}
        self._reports: dict[str, Report | str] = {}
        self._results: dict[tuple[str, float], CheckResult] = {}

    def report(self, path: str) -> Report | str:
        """The report, or what is wrong with the file."""
        if path not in self._reports:
            try:
                self._reports[path] = load_report(path)
            except JuesuanError as error:
                self._reports[path] = str(error)
        return self._reports[path]

    def result(self, path: str, materiality: float) -> CheckResult:
        """What the rules find; differences below `materiality` (万元) are not mentioned."""
        report = self.report(path)
        assert isinstance(report, Report)
        key = (path, materiality)
        if key not in self._results:
            self._results[key] = check(report, thresholds={MATERIALITY: materiality})
        return self._results[key]


def _label(path: str, paths: list[str]) -> str:
    """The file's name, with its folder where two have the same."""
    names = [Path(part).name for part in path.split(BETWEEN)]
    twice = sum(Path(other).name == names[-1] for other in paths) > 1
    return f"{Path(path).parent.name}/{names[-1]}" if twice else "、".join(names)
