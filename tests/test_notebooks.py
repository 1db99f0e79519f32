"""What a committed notebook may hold, and a proof that re-running it catches a changed number."""

import os
import re
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

ROOT = Path(__file__).parent.parent
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
ABSOLUTE_PATH = re.compile(r"""(?<![\w.:/<"'])/(?:home|root|Users|work|tmp|usr|var|mnt|opt|private)/|\b[A-Za-z]:\\\w""")
PARAMETER = re.compile(r"\w+: \w[\w\[\], |]* = .+  # .+")
MONEY = re.compile(r"\d+\.\d\d")


def code_cells(path):
    return [cell for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code"]


def texts(cell):
    """The source and every text that the cell shows."""
    yield cell.source
    for output in cell.outputs:
        yield output.get("text", "")
        yield from (data for kind, data in output.get("data", {}).items() if kind.startswith("text/"))


each_notebook = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.name)


def test_the_notebooks_are_there():
    assert {"department.ipynb", "quickstart.ipynb"} <= {path.name for path in NOTEBOOKS}


@each_notebook
def test_it_was_executed_once_from_a_clean_kernel(path):
    cells = code_cells(path)
    assert [cell.execution_count for cell in cells] == list(range(1, len(cells) + 1))


@each_notebook
def test_it_shows_no_error_and_no_stderr(path):
    outputs = [output for cell in code_cells(path) for output in cell.outputs]
    assert not [output for output in outputs if output.output_type == "error" or output.get("name") == "stderr"]


@each_notebook
def test_it_names_no_place_of_one_machine(path):
    notebook = nbformat.read(path, as_version=4)
    shown = [text for cell in code_cells(path) for text in texts(cell)] + [cell.source for cell in notebook.cells]
    assert not [text for text in shown if ABSOLUTE_PATH.search(text) or str(ROOT) in text or str(Path.home()) in text]
    assert set(notebook.metadata) <= {"kernelspec", "language_info"}
    assert notebook.metadata.kernelspec.name == "python3"
    assert not [cell for cell in notebook.cells if {"execution", "papermill"} & set(cell.metadata)]


@each_notebook
def test_its_first_code_cell_holds_the_parameters_with_type_and_help(path):
    first = code_cells(path)[0]
    assert "parameters" in first.metadata.tags
    lines = [line for line in first.source.splitlines() if not line.startswith(("#", "import ", "from ")) and line]
    assert lines
    assert not [line for line in lines if not PARAMETER.fullmatch(line)]


@each_notebook
def test_it_is_small_and_defines_nothing(path):
    cells = code_cells(path)
    assert len(cells) <= 15
    assert max(len(cell.source.splitlines()) for cell in cells[1:]) <= 8  # the first is the list of parameters
    assert not [cell for cell in cells if re.search(r"^\s*(?:async )?(?:def|class) ", cell.source, re.MULTILINE)]


def test_a_path_is_told_from_a_slash():
    assert ABSOLUTE_PATH.search("see /home/me/x.txt")
    assert ABSOLUTE_PATH.search(r"C:\Users")
    assert not ABSOLUTE_PATH.search("reports/2024/某局/workbook.html </var>")


def change_a_number(notebook):
    """Another digit in the last amount that a table of the notebook shows; returns the number of the code cell."""
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    for number, cell in reversed(list(enumerate(cells))):
        for output in cell.outputs:
            for kind, text in output.get("data", {}).items():
                if kind in ("text/html", "text/plain") and (found := MONEY.search(text)):
                    changed = found[0][:-1] + ("1" if found[0][-1] != "1" else "2")
                    output.data[kind] = text[: found.start()] + changed + text[found.end() :]
                    return number
    raise AssertionError("no amount in the outputs of the notebook")


def test_rerunning_catches_a_changed_number(tmp_path):
    copy = tmp_path / "quickstart.ipynb"
    notebook = nbformat.read(ROOT / "notebooks" / "quickstart.ipynb", as_version=4)
    number = change_a_number(notebook)
    nbformat.write(notebook, copy)
    command = [
        sys.executable,
        "-m",
        "pytest",
        "--nbval",
        "--nbval-current-env",
        "-p",
        "no:cacheprovider",
        "-rf",
        str(copy),
    ]
    environment = os.environ | {"PYTHONPATH": str(ROOT / "src")}
    result = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    failed = re.findall(r"^FAILED \S+::Cell (\d+)", result.stdout, re.MULTILINE)
    assert failed == [str(number)], result.stdout[-3000:]
    assert re.search(r"\b1 failed, \d+ passed", result.stdout)
