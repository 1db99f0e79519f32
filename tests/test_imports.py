"""Data flows one way: a module imports only from modules in the rows above it in docs/architecture.md."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "src" / "juesuan_nb"


def documented_order() -> list[str]:
    """Module names in the order of the table: the first code span of each row."""
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    return [Path(name).stem for name in re.findall(r"^\| `([\w./]+)`", text, flags=re.MULTILINE)]


def module_of(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imports(source: str) -> set[str]:
    """The modules of the package that a source imports, anywhere in it."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[1] for alias in node.names if alias.name.startswith("juesuan_nb.")}
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, "imports are absolute"
            if node.module == "juesuan_nb":
                found |= {alias.name for alias in node.names}
            elif (node.module or "").startswith("juesuan_nb."):
                found.add(node.module.split(".")[1])
    return found


ORDER = documented_order()
SOURCES = [path for path in sorted(PACKAGE.rglob("*.py")) if path != PACKAGE / "__init__.py"]


def test_the_table_names_every_module_once_and_no_other():
    assert sorted(ORDER) == sorted({module_of(path) for path in SOURCES})


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_module_imports_only_from_above(path):
    allowed = {*ORDER[: ORDER.index(module_of(path)) + 1], "__version__"}
    assert imports(path.read_text(encoding="utf-8")) <= allowed


def test_the_public_names_cost_no_import():
    assert imports((PACKAGE / "__init__.py").read_text(encoding="utf-8")) == set()


def test_imports_inside_functions_are_seen():
    assert imports("def f():\n    from juesuan_nb.checks import check\n    import juesuan_nb.report\n") == {
        "checks",
        "report",
    }
