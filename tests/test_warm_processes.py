"""Whatever is killed: a clear error, nothing left running, and the next notebook runs."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
import tomllib
from pathlib import Path

import pytest
from nbclient.exceptions import DeadKernelError
from nbformat.v4 import new_code_cell, new_notebook

from engines import ROOT, SPEC, alive, notebook, only_where_forking, printed, processes_of, run, warm
from juesuan_nb import engine
from juesuan_nb.engine import host, safety
from juesuan_nb.engine.child import WarmError
from juesuan_nb.engine.job import Job, JobError
from juesuan_nb.notebook import OwnKernel

pytestmark = only_where_forking
SAY = "import os\nprint(os.getpid(), os.getppid())"


def pids(executed):
    return [int(pid) for pid in printed(executed.cells[0]).split()]


def wait_until(true, seconds=20):
    deadline = time.monotonic() + seconds
    while not true() and time.monotonic() < deadline:
        time.sleep(0.05)
    return true()


def test_notebooks_come_from_one_parent_and_leave_no_process():
    (first, parent), (second, same) = (pids(warm(SAY)[0]) for _ in range(2))
    assert first != second
    assert parent == same != os.getpid()
    assert wait_until(lambda: not alive(first) and not Path(f"/proc/{first}").exists())


def test_a_killed_child_is_told_and_the_parent_serves_on():
    _, parent = pids(warm(SAY)[0])
    _, error = warm("import os\nos.kill(os.getpid(), 9)")
    assert isinstance(error, DeadKernelError)
    assert pids(warm(SAY)[0])[1] == parent


def test_a_killed_parent_is_replaced():
    _, parent = pids(warm(SAY)[0])
    os.kill(parent, signal.SIGKILL)
    assert wait_until(lambda: not alive(parent))
    child, another = pids(warm(SAY)[0])
    assert another not in (parent, child)


@pytest.fixture
def begun():
    """A parent that was begun and has loaded one module; none is left."""
    host.close_parents()
    host.begin(["colorsys"])
    (parent,) = host._begun
    yield parent
    host.close_parents()
    assert parent.process.poll() is not None


def test_a_parent_begun_before_serves_who_asks_for_more(begun):
    loaded = "import sys\nprint([name in sys.modules for name in ('colorsys', 'sndhdr', 'wave')])"
    executed, _ = warm(SAY, loaded, preload=["colorsys", "wave"])
    assert pids(executed)[1] == begun.process.pid
    assert printed(executed.cells[1]) == "[True, False, True]\n"
    assert begun.modules == ("colorsys", "wave")


def test_a_parent_begun_for_something_else_is_not_taken(begun):
    executed, _ = warm(SAY, preload=["wave"])
    assert pids(executed)[1] != begun.process.pid
    assert host._begun == [begun]


def test_a_begun_parent_that_died_or_cannot_load_is_replaced(begun):
    begun.process.kill()
    begun.process.wait()
    executed, error = warm(SAY, preload=["colorsys", "wave"])
    assert error is None
    assert pids(executed)[1] != begun.process.pid


def test_a_parent_killed_while_it_loads_is_told(begun):
    begun.load(["wave"])
    begun.process.kill()
    begun.process.wait()
    with pytest.raises(WarmError):
        begun.ready(60)


def test_a_parent_killed_while_what_it_started_goes_on_is_told_at_once(tmp_path, monkeypatch):
    started = "import os, time\nif os.fork():\n    os.kill(os.getpid(), 9)\ntime.sleep(30)\n"
    (tmp_path / "forking_module.py").write_text(started)
    monkeypatch.setenv("PYTHONPATH", f"{tmp_path}{os.pathsep}{ROOT / 'src'}")
    with pytest.raises(WarmError, match="启动失败"):
        host.WarmParent(["forking_module"]).ready(20)


def test_what_cannot_be_loaded_later_is_told(begun):
    begun.load(["no_such_module"])
    with pytest.raises(WarmError, match="no_such_module"):
        begun.ready(60)


def test_a_parent_killed_while_a_notebook_runs_takes_it_along_and_is_told():
    _, error = warm("import os, time\nprint(os.getpid(), flush=True)\nos.kill(os.getppid(), 9)\ntime.sleep(60)")
    assert isinstance(error, DeadKernelError)
    assert pids(warm(SAY)[0])


def test_what_a_notebook_left_running_ends_with_it():
    executed, error = warm("import subprocess, os\nsubprocess.Popen(['sleep', '600'])\nprint(os.getpid())")
    session = int(printed(executed.cells[0]).split()[-1])
    assert error is None
    assert wait_until(lambda: processes_of(session) == [])


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_nothing_outlives_the_process_that_started_it(tmp_path, number):
    told = tmp_path / "pids"
    busy = f"import os, subprocess\nsubprocess.Popen(['sleep', '600'])\nopen({str(told)!r}, 'w').write(f'{{os.getpid()}} {{os.getppid()}}\\n')\nwhile True: pass"
    code = (
        "import papermill, nbformat, sys\nfrom juesuan_nb import engine\nengine.register()\n"
        "papermill.execute_notebook(nbformat.reads(sys.argv[1], 4), None, engine_name=engine.NAME, progress_bar=False)"
    )
    text = json.dumps(new_notebook(cells=[new_code_cell(busy)], metadata=SPEC))
    environ = os.environ | {"PYTHONPATH": str(ROOT / "src")}
    supervisor = subprocess.Popen([sys.executable, "-c", code, text], env=environ, stderr=subprocess.DEVNULL)
    assert wait_until(lambda: told.exists() and told.read_text().endswith("\n"), 90)
    child, parent = map(int, told.read_text().split())
    supervisor.send_signal(number)
    supervisor.wait()
    assert wait_until(lambda: not alive(child) and not alive(parent))
    assert wait_until(lambda: processes_of(child) == [])


def test_several_notebooks_at_a_time():
    found = {}

    def one(number):
        found[number] = printed(warm(f"import time; time.sleep(0.3); print({number})")[0].cells[0])

    threads = [threading.Thread(target=one, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == {number: f"{number}\n" for number in range(4)}


def test_the_exit_handlers_of_a_notebook_run(tmp_path):
    target = tmp_path / "left"
    warm(f"import atexit\natexit.register(lambda: open({str(target)!r}, 'w').write('done'))")
    assert target.read_text() == "done"


def test_other_modules_are_loaded_beforehand():
    executed, _ = warm("import sys\nprint('xml.dom.minidom' in sys.modules)", preload=["xml.dom.minidom"])
    assert printed(executed.cells[0]) == "True\n"


THREADED = "import threading, time\nthreading.Thread(target=time.sleep, args=(600,), daemon=True).start()\n"


@pytest.mark.parametrize(
    ("source", "reason"),
    [(THREADED, "启动了线程"), ("raise OSError('坏')", "失败：OSError: 坏")],
)
def test_a_parent_that_cannot_be_forked_gives_way_to_the_standard_engine(tmp_path, monkeypatch, caplog, source, reason):
    (tmp_path / "unsafe_module.py").write_text(source)
    monkeypatch.setenv("PYTHONPATH", f"{tmp_path}{os.pathsep}{ROOT / 'src'}")
    monkeypatch.setattr(engine.warm, "_told", set())
    for _ in range(2):
        executed, error = run(notebook("print('ran')"), engine.NAME, preload=["unsafe_module"])
        assert error is None
        assert printed(executed.cells[0]) == "ran\n"
        assert reason in executed.metadata.papermill.engine_fallback
    assert len([record for record in caplog.records if "改用标准引擎" in record.message]) == 1


def test_other_kernels_are_left_to_the_standard_engine(tmp_path, monkeypatch):
    kernels = {
        "foreign": {"argv": ["/elsewhere/bin/python3", *safety.PLAIN], "language": "python"},
        "julia": {"argv": ["julia", "{connection_file}"], "language": "julia"},
        "own": {"argv": [sys.executable, *safety.PLAIN], "language": "python"},
        "flags": {"argv": [sys.executable, "-O", *safety.PLAIN], "language": "python"},
        "variables": {"argv": [sys.executable, *safety.PLAIN], "language": "python", "env": {"A": "1"}},
    }
    for name, spec in kernels.items():
        folder = tmp_path / "kernels" / name
        folder.mkdir(parents=True)
        (folder / "kernel.json").write_text(json.dumps({"display_name": name} | spec))
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path))
    reasons = {name: safety.obstacle(name, {}) for name in kernels}
    assert reasons.pop("own") == ""
    assert ["另一个 Python" in reasons["foreign"], "不是 Python" in reasons["julia"]] == [True, True]
    assert ["启动参数" in reasons["flags"], "环境变量" in reasons["variables"]] == [True, True]
    assert safety.obstacle("python3", {"kernel_manager_class": OwnKernel}) == ""
    monkeypatch.setattr(safety, "FORKS", False)
    assert "不能安全地复制进程" in safety.obstacle("own", {})


def test_a_job_returns_what_its_function_returns():
    job = Job("json:loads", '{"a": [1, "字"]}')
    assert job.result(60) == {"a": [1, "字"]}
    assert job.end.code == 0
    assert job.end.cpu > 0
    assert job.end.memory > 1_000_000


def test_a_job_tells_what_was_raised_how_it_died_and_that_it_took_too_long():
    with pytest.raises(JobError, match="Expecting property name") as caught:
        Job("json:loads", "{").result(60)
    assert caught.value.kind == "json.decoder:JSONDecodeError"
    with pytest.raises(JobError, match="中途退出"):
        Job("os:abort").result(60)
    job = Job("time:sleep", 60)
    with pytest.raises(TimeoutError):
        job.result(1)
    assert job.end.code == -signal.SIGKILL
    assert not alive(job.child.pid)


def test_closing_the_parents_leaves_nothing():
    _, parent = pids(warm(SAY)[0])
    host.close_parents()
    assert not alive(parent)
    assert not host._parents


FIRST = {
    "papermill": "import papermill",
    "the engine": "import juesuan_nb.engine",
    "the notebook module": "import juesuan_nb.notebook",
    "the parent's modules": "import juesuan_nb.engine.kernel",
}


@pytest.mark.parametrize("first", FIRST)
def test_papermill_finds_the_installed_engine_whoever_is_imported_first(tmp_path, first):
    info = tmp_path / "juesuan_nb-0.dist-info"
    info.mkdir()
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    lines = [f"{name} = {target}" for name, target in project["entry-points"]["papermill.engine"].items()]
    (info / "entry_points.txt").write_text("\n".join(["[papermill.engine]", *lines]))
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: juesuan-nb\nVersion: 0\n")
    code = (
        f"{FIRST[first]}\nimport nbformat, papermill, sys\n"
        "nb = papermill.execute_notebook(nbformat.reads(sys.argv[1], 4), None, engine_name='juesuan-warm', progress_bar=False)\n"
        "print(nb.cells[0].outputs[0].text, nb.metadata.papermill.get('engine_fallback'))"
    )
    environ = os.environ | {"PYTHONPATH": f"{tmp_path}{os.pathsep}{ROOT / 'src'}"}
    command = [sys.executable, "-c", code, json.dumps(notebook("print('ran')"))]
    done = subprocess.run(command, env=environ, capture_output=True, text=True, check=False)
    assert done.stdout == "ran\n None\n", done.stderr
