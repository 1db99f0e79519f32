"""How a workbook is made: its template with the parameters, and the files besides the report that it depends on."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from juesuan_nb.checks import custom, rules_files, thresholds
from juesuan_nb.checks.dispositions import FINDINGS_FILE, read_dispositions
from juesuan_nb.errors import JuesuanError, UsageError
from juesuan_nb.notebook import BUDGET, DISPOSITIONS, RULES, known_parameters, read_parameters
from juesuan_nb.resources import shipped


@dataclass(frozen=True)
class Making:
    """How a workbook is made: the template, its parameters (without those that hold places), rules files, engine."""

    template: Path
    values: Mapping[str, object]
    own: Sequence[Path] = ()
    dispositions: str = ""
    engine: str = "standard"
    budget: str = ""


def making(
    notebook: Path | None,
    parameters: Mapping[str, str],
    files: Sequence[str | Path],
    engine: str = "standard",
    budget: str | Path = "",
) -> Making:
    """How the report of `files` is made, as `run` takes it; loads the rules files. Raises UsageError."""
    template = notebook or shipped("notebooks") / "department.ipynb"
    values = read_parameters(template, parameters)
    own = _own_rules(template, values, files)
    custom.load(own)
    dispositions = str(values.pop(DISPOSITIONS, ""))
    disclosed = str(budget or values.get(BUDGET, ""))
    values.pop(BUDGET, None)
    if budget and BUDGET not in known_parameters(template):
        problem = f"{template.name}：这个模板没有参数 {BUDGET}，不能用部门预算"
        raise UsageError(f'{problem}。请在它的 parameters 单元加上：{BUDGET}: str = ""，并传给 load_report。')
    return Making(template, values, own, dispositions, engine, disclosed)


def _own_rules(template: Path, values: dict[str, object], files: Iterable[str | Path]) -> list[Path]:
    """The rules files in force, for a template that takes them; `values` loses its parameter for them."""
    explicit = values.pop(RULES, "")
    return rules_files(files, explicit) if RULES in known_parameters(template) else []


def limits_of(template: Path, values: Mapping[str, object]) -> dict[str, object]:
    """The parameters that are named as a threshold of the rules: the lists must say what the notebook says."""
    defaults = {name: entry["default"] for name, entry in known_parameters(template).items()}
    given = {name: value for name, value in (defaults | dict(values)).items() if name in thresholds()}
    return {name: None if value == "None" else value for name, value in given.items()}


def notes(folder: Path, name: str, how: Making) -> list[Path]:
    """The list of findings that analysts noted on: the one given, else that of an earlier run in `folder`; at most one.

    Raises JuesuanError where it has mistakes.
    """
    given = how.dispositions
    path = Path(given) if given else folder / FINDINGS_FILE
    if not given and not path.exists():
        return []
    try:
        read_dispositions(path)
    except UsageError as error:
        raise JuesuanError(f"{name}：{error}改好后重新运行，现有的结果没有改动。") from error
    return [path]
