"""Runs notebooks by both engines and makes what they leave comparable."""

import copy
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import nbformat
import papermill
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from juesuan_nb import engine
from juesuan_nb.engine.job import Job

SPEC = {"kernelspec": {"name": "python3", "language": "python", "display_name": "Python 3"}}
ROOT = Path(__file__).parent.parent
OURS = os.pathsep.join([str(ROOT / "src"), str(ROOT / "tests")])
WARM = sys.platform.startswith("linux")
only_where_forking = pytest.mark.skipif(not WARM, reason="processes are forked on Linux only")
RANDOM = [(re.compile(r"ipykernel_\d+"), "ipykernel_0"), (re.compile(r"\b0x[0-9a-f]{6,}"), "0x0")]
RANDOM += [(re.compile(r"\b[0-9a-f]{32}\b"), "a widget's name")]


def notebook(*cells, **metadata):
    return new_notebook(cells=[new_code_cell(cell) for cell in cells], metadata=copy.deepcopy(SPEC) | metadata)


def run(nb, name, **options):
    """The executed notebook, or what execution raised and the notebook up to there."""
    engine.register()
    os.environ.pop("PYTEST_CURRENT_TEST", None)  # with it, ipykernel does not look at file descriptors
    if path := os.environ.get("PYTHONPATH"):
        os.environ["PYTHONPATH"] = os.pathsep.join(str(ROOT / part) for part in path.split(os.pathsep))
    with tempfile.TemporaryDirectory() as folder:
        output = Path(folder) / "out.ipynb"
        try:
            papermill.execute_notebook(copy.deepcopy(nb), output, engine_name=name, progress_bar=False, **options)
            error = None
        except Exception as raised:
            error = raised
        return nbformat.read(output, as_version=4), error


def here(path, output, **options):
    """Executes in this process: to be called in a child that ends after it."""
    engine.register()
    papermill.execute_notebook(path, output, engine_name=engine.HERE, progress_bar=False, **options)


def run_here(nb, folder, **options):
    """The notebook as executed in the process of a job. Raises JobError where it is Apart, or the job dies of it."""
    nbformat.write(nb, folder / "in.ipynb")
    os.environ.pop("PYTEST_CURRENT_TEST", None)  # with it, ipykernel does not look at file descriptors
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", OURS)
        job = Job(
            "engines:here", str(folder / "in.ipynb"), str(folder / "out.ipynb"), modules=engine.PRELOAD, **options
        )
        job.result(300)
    return nbformat.read(folder / "out.ipynb", as_version=4)


def warm(*cells, **options):
    """A notebook of these cells, executed by the warm engine, surely not by the standard one."""
    executed, error = run(notebook(*cells), engine.NAME, **options)
    assert "engine_fallback" not in executed.metadata.get("papermill", {})
    return executed, error


def printed(cell) -> str:
    return "".join(output["text"] for output in cell.outputs if output.output_type == "stream")


def comparable(nb):
    """Per cell: count, status and outputs; without addresses and process ids, streams put together."""
    return [(cell.get("execution_count"), _status(cell), _outputs(cell)) for cell in nb.cells]


def _status(cell):
    told = cell.metadata.get("papermill", {})
    return told.get("status"), told.get("exception"), cell.get("id") and sorted(cell.metadata)


def _outputs(cell):
    merged = []
    for output in cell.get("outputs", []):
        if merged and output.output_type == "stream" and merged[-1].get("name") == output.name:
            merged[-1]["text"] += output.text
        else:
            merged.append(copy.deepcopy(dict(output)))
    return [_tamed(output) for output in merged]


def _tamed(value):
    if isinstance(value, dict):
        return {name: _tamed(part) for name, part in value.items()}
    if isinstance(value, list):
        return [_tamed(part) for part in value]
    if isinstance(value, str):
        for pattern, steady in RANDOM:
            value = pattern.sub(steady, value)
    return value


def processes_of(session: int) -> list[str]:
    """The command lines of the living processes in a session."""
    found = subprocess.run(["ps", "-o", "stat=,args=", "-s", str(session)], capture_output=True, text=True, check=False)
    return [line for line in found.stdout.splitlines() if not line.startswith("Z")]


def alive(pid: int) -> bool:
    """Whether a process runs; a dead one that nobody has reaped does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
