"""Execute the committed notebooks from a clean kernel and store them without anything that differs from run to run.

    python tools/refresh_notebooks.py notebooks/*.ipynb

Times, the kernel's name on this machine and the Python version are left out: a refresh on an unchanged source leaves no
difference. A notebook that fails is not stored.
"""

import sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient

from juesuan_nb.files import write_text
from juesuan_nb.notebook import OwnKernel, tidy


def refresh(path: Path) -> None:
    """Execute the notebook at `path` in its own folder and store it, normalised. Raises CellExecutionError."""
    notebook = tidy(nbformat.read(path, as_version=4))
    folder = {"metadata": {"path": str(path.parent)}}
    NotebookClient(notebook, kernel_manager_class=OwnKernel, record_timing=False, resources=folder).execute()
    write_text(path, nbformat.writes(tidy(notebook)) + "\n")


if __name__ == "__main__":
    for name in sys.argv[1:]:
        refresh(Path(name))
        print(name)
