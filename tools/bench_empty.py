"""What is around a notebook's cells: papermill and the batch's engine on as many cells that hold nothing.

    python tools/bench_empty.py NOTEBOOK COUNT

Prints JSON: CPU seconds per notebook ("empty"), kernel and notebook file included, of COUNT that are executed and
written in clean children of one warm parent; nothing is read, shown or exported.
"""

import json
import sys
import tempfile
from pathlib import Path
from statistics import fmean

import nbformat

from juesuan_nb.engine import HERE
from juesuan_nb.engine.host import close_parents
from juesuan_nb.engine.job import Job
from juesuan_nb.preload import MANY_REPORTS


def main(notebook: str, count: str) -> None:
    """Empty the cells but for the parameters, and execute."""
    emptied = nbformat.read(notebook, as_version=4)
    for cell in emptied.cells:
        if cell.cell_type == "code" and "parameters" not in cell.metadata.get("tags", []):
            cell.source, cell.outputs = "None", []
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "empty.ipynb"
        nbformat.write(emptied, path)
        taken = [run(str(path), str(path.with_name(f"{number}.ipynb"))) for number in range(int(count))]
    close_parents()
    print(json.dumps({"empty": round(fmean(taken), 4)}))


def run(notebook: str, target: str) -> float:
    """CPU seconds of one."""
    job = Job(
        "papermill:execute_notebook", notebook, target, {"report": ""}, engine_name=HERE, kernel_name="python3",
        request_save_on_cell_execute=False, autosave_cell_every=0, progress_bar=False,
        modules=[*MANY_REPORTS, "juesuan_nb.engine:register"],
    )  # fmt: skip
    job.result()
    return job.end.cpu


if __name__ == "__main__":
    main(*sys.argv[1:])
