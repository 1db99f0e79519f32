"""Execute the committed notebooks from a clean kernel and store them without anything that differs from run to run.

    python tools/refresh_notebooks.py notebooks/*.ipynb

Times, the kernel's name on this machine and the Python version are left out: a refresh on an unchanged source leaves no
difference. A notebook that fails is not stored.
"""

import sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient

KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}


def refresh(path: Path) -> None:
    """Execute the notebook at `path` in its own folder and store it, normalised. Raises CellExecutionError."""
    notebook = nbformat.read(path, as_version=4)
    for cell in notebook.cells:
        cell.metadata.pop("execution", None)
        cell.metadata.pop("papermill", None)
    NotebookClient(
        notebook, kernel_name="python3", record_timing=False, resources={"metadata": {"path": str(path.parent)}}
    ).execute()
    notebook.metadata = nbformat.from_dict({"kernelspec": KERNEL, "language_info": {"name": "python"}})
    nbformat.write(notebook, path)


if __name__ == "__main__":
    for name in sys.argv[1:]:
        refresh(Path(name))
        print(name)
