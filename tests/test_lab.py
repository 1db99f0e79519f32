"""A folder for JupyterLab gets what it lacks and keeps what it has."""

import os
import subprocess
import sys

from jupyter_server.services.config.manager import ConfigManager
from jupyterlab_server.translation_utils import get_language_packs

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

    def record(command, check, env):
        calls.append(command)
        assert env["JUPYTER_CONFIG_PATH"].split(os.pathsep)[-1] == str(lab.SETTINGS)
        return subprocess.CompletedProcess(command, 0)

    monkeypatch.setattr(subprocess, "run", record)
    assert lab.launch(tmp_path, ["--no-browser"]) == 0
    assert calls[0][:3] == [sys.executable, "-m", "jupyterlab"]
    assert f"--ServerApp.root_dir={tmp_path}" in calls[0]
    assert "--LabApp.news_url=None" in calls[0]
    assert calls[0][-1] == "--no-browser"


def test_menus_are_chinese_unless_one_chose_otherwise():
    known = ConfigManager(config_dir_name="labconfig", read_config_path=[str(lab.SETTINGS / "labconfig")])
    chosen = known.get("default_setting_overrides")["@jupyterlab/translation-extension:plugin"]["locale"]
    assert chosen in get_language_packs()[0]
