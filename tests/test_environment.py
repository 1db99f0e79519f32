"""pyproject.toml, environment.yml and constraints.txt say the same; what ships is there."""

import re
import tomllib
from pathlib import Path

from packaging.requirements import Requirement
from packaging.version import Version

from juesuan_nb.resources import shipped

ROOT = Path(__file__).parent.parent
CONDA_NAMES = {
    "duckdb": "python-duckdb", "isal": "python-isal", "matplotlib": "matplotlib-base",
    "universal-pathlib": "universal_pathlib",
}  # fmt: skip
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
REQUIREMENTS = [*PROJECT["dependencies"], *(r for extra in PROJECT["optional-dependencies"].values() for r in extra)]


def conda_dependencies() -> list[str]:
    text = (ROOT / "environment.yml").read_text(encoding="utf-8")
    return re.findall(r"^  - ([a-z][\w.-]*[<>=].*)$", text, flags=re.MULTILINE)


def test_conda_users_get_the_same_versions():
    """All but the extras that are heavy or rarely needed."""
    everyday = [*PROJECT["dependencies"], *PROJECT["optional-dependencies"]["dev"]]
    wanted = [f"python{PROJECT['requires-python']}"]
    for requirement in map(Requirement, everyday):
        wanted.append(f"{CONDA_NAMES.get(requirement.name, requirement.name)}{requirement.specifier}")
    assert sorted(conda_dependencies()) == sorted(wanted)


def test_every_requirement_is_pinned_to_a_version_it_allows():
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pins = {line.split("==")[0]: Version(line.split("==")[1].split()[0]) for line in lines}
    for requirement in map(Requirement, REQUIREMENTS):
        assert requirement.specifier.contains(pins[requirement.name]), requirement


def test_the_pins_hold_no_address():
    text = (ROOT / "constraints.txt").read_text(encoding="utf-8")
    assert all(re.fullmatch(r"[\w.-]+==[\w.]+( ; .*)?", line) for line in text.splitlines())


def test_what_ships_is_found():
    assert list(shipped("data").iterdir())
    assert list(shipped("notebooks").glob("*.ipynb"))
