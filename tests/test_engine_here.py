"""A notebook in the report's own process: the outputs of the standard engine, or the word that it must run apart."""

import nbformat
import pytest

from engines import OURS, comparable, notebook, only_where_forking, run, run_here
from juesuan_nb.engine.job import JobError
from test_engine_equal import CELLS, FAILURES, NOTEBOOKS

pytestmark = only_where_forking
FORKS = ("fork", "multiprocessing", "shell")
"""Cells that fork: the shell is started by pexpect, which does."""
LEFT_OUT = (*FORKS, "exit code")  # of the shell
APART = "juesuan_nb.engine.safety:Apart"


@pytest.fixture(scope="module")
def both(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", OURS)
        yield _both(tmp_path_factory)


def _both(tmp_path_factory):
    cells = {name: cell for name, cell in CELLS.items() if name not in LEFT_OUT}
    nb = notebook(*cells.values())
    standard, error = run(nb, None, cwd=tmp_path_factory.mktemp("cells"))
    assert error is None
    ours = run_here(nb, tmp_path_factory.mktemp("here"), cwd=str(tmp_path_factory.mktemp("cells")))
    return [dict(zip(cells, comparable(executed), strict=True)) for executed in (ours, standard)]


@pytest.mark.parametrize("name", [name for name in CELLS if name not in LEFT_OUT])
def test_a_cell_gives_what_it_gives_in_the_standard_engine(both, name):
    ours, standard = (cells[name] for cells in both)
    assert ours == standard


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_the_shipped_notebooks_come_out_the_same(path, tmp_path):
    nb = nbformat.read(path, as_version=4)
    assert comparable(run_here(nb, tmp_path)) == comparable(run(nb, None)[0])


@pytest.mark.parametrize("cells", [*FAILURES.values(), *(("import os", CELLS[name]) for name in FORKS)])
def test_what_needs_a_process_of_its_own_is_to_run_apart(cells, tmp_path):
    with pytest.raises(JobError) as caught:
        run_here(notebook(*cells), tmp_path)
    assert caught.value.kind == APART


def test_a_kernel_that_is_not_this_python_is_apart(tmp_path):
    nb = notebook("1", kernelspec={"name": "ir", "language": "R", "display_name": "R"})
    with pytest.raises(JobError, match="不是 Python") as caught:
        run_here(nb, tmp_path)
    assert caught.value.kind == APART


def test_a_deadly_notebook_takes_its_job_with_it(tmp_path):
    with pytest.raises(JobError) as caught:
        run_here(notebook("import os\nos._exit(7)"), tmp_path)
    assert not caught.value.kind


def test_what_threads_write_keeps_its_order(tmp_path):
    """Timers flush the streams of a slow cell, from threads."""
    cell = "import time\nfor n in range(8):\n    print(n)\n    time.sleep(0.1)"
    (ours,) = run_here(notebook(cell), tmp_path).cells
    assert "".join(output["text"] for output in ours.outputs) == "".join(f"{n}\n" for n in range(8))
