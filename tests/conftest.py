"""Fixtures that every test may use. Real reports live beside the checkout and may be absent."""

import os
from pathlib import Path

import nbformat
import pytest
from hypothesis import settings

settings.register_profile("any machine", deadline=None)  # how long a case takes is no property of the code
settings.load_profile("any machine")

ROOT = Path(__file__).parent.parent


def shared_folder() -> Path:
    return Path(os.environ.get("JUESUAN_SHARED") or ROOT.parent / "shared")


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real reports; the test is skipped where it is absent (a clone has none)."""
    folder = shared_folder()
    if not (folder / "reports").is_dir():
        pytest.skip("the real reports (../shared) are not on this machine")
    return folder


@pytest.fixture(scope="session")
def jiaozuo(shared):
    """The real report of the main job, read once."""
    from juesuan_nb.report import load_report

    return load_report(shared / "reports" / "jiaozuo-hr-2024.txt")


@pytest.fixture(scope="session")
def sample():
    """The report that travels with the project (data/), read once."""
    from juesuan_nb.report import load_report

    return load_report(ROOT / "data" / "jiaozuo-hr-2024.txt")


@pytest.fixture
def unexecuted(monkeypatch):
    """Stand-in for the kernel where what matters is the files: the template is taken as its own execution."""

    def execute(notebook, parameters, output, **_):
        output.write_bytes(notebook.read_bytes())
        return nbformat.read(output, as_version=4)

    monkeypatch.setattr("juesuan_nb.workbook.execute", execute)
