"""A folder for JupyterLab gets what it lacks and keeps what it has."""

import subprocess
import sys

from juesuan_nb import lab
from juesuan_nb.resources import shipped


def test_an_empty_folder_gets_notebooks_and_sample(tmp_path):
    added = lab.prepare(tmp_path / "分析")
    wanted = {f"{part}/{file.name}" for part in ("notebooks", "data") for file in shipped(part).glob("*.*")}
    assert {path.relative_to(tmp_path / "分析").as_posix() for path in added} == wanted
    assert any(name.endswith(".ipynb") for name in wanted)


def test_what_is_there_stays_as_it_is(tmp_path):
    lab.prepare(tmp_path)
    changed = next((tmp_path / "notebooks").glob("*.ipynb"))
    changed.write_text("mine", encoding="utf-8")
    assert lab.prepare(tmp_path) == []
    assert changed.read_text(encoding="utf-8") == "mine"


def test_jupyterlab_starts_here_and_asks_no_one(tmp_path, monkeypatch):
    calls = []

    def record(command, check):
        calls.append(command)
        return subprocess.CompletedProcess(command, 0)

    monkeypatch.setattr(subprocess, "run", record)
    assert lab.launch(tmp_path, ["--no-browser"]) == 0
    assert calls[0][:3] == [sys.executable, "-m", "jupyterlab"]
    assert f"--ServerApp.root_dir={tmp_path}" in calls[0]
    assert "--LabApp.news_url=None" in calls[0]
    assert calls[0][-1] == "--no-browser"
