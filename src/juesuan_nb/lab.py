"""JupyterLab on a folder that has the notebooks and the sample."""

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from juesuan_nb.resources import shipped

OFFLINE = (
    "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
    "--LabApp.news_url=None",
)


SETTINGS = Path(__file__).parent / "jupyter"
"""Defaults of JupyterLab's settings (labconfig): Chinese menus. What a user chose for himself counts more."""


def prepare(folder: Path) -> list[Path]:
    """Put the shipped notebooks and the sample into `folder`; files that are there already stay as they are.

    Returns the files that were added. A checkout has them all, so there it adds none.
    """
    added = []
    for part in ("notebooks", "data"):
        for source in sorted(shipped(part).glob("*.*")):
            target = folder / part / source.name
            if source.is_file() and not target.exists():
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(source, target)
                added.append(target)
    return added


def launch(folder: Path, arguments: Sequence[str] = ()) -> int:
    """Run JupyterLab with `folder` as its root until it is closed; `arguments` go to it. Returns its exit code.

    It runs in the Python of this package, so its kernel has the package too; nothing is asked of any outside server.
    """
    root = f"--ServerApp.root_dir={folder.resolve()}"
    known = filter(None, (os.environ.get("JUPYTER_CONFIG_PATH"), str(SETTINGS)))
    environ = os.environ | {"JUPYTER_CONFIG_PATH": os.pathsep.join(known)}
    command = [sys.executable, "-m", "jupyterlab", root, *OFFLINE, *arguments]
    return subprocess.run(command, env=environ, check=False).returncode
