"""The batch with real processes and real notebooks: bad files, bounds, two at once, kills."""

import json
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from batches import report, template, tree
from juesuan_nb import batch
from juesuan_nb.batch import Options, Task
from juesuan_nb.batch.ledger import Ledger
from juesuan_nb.batch.local import APARTS
from juesuan_nb.errors import JuesuanError

sys.path.insert(0, str(Path(__file__).parent.parent / "tools"))
from kill_batch import Campaign

READ = "from juesuan_nb import load_report\nlen(load_report(report).cells)"


def run(paths, out, notebook, **options):
    return batch.run([Task((path,)) for path in paths], out, Options(notebook=notebook, **options))


@pytest.fixture
def quick(tmp_path):
    return template(tmp_path / "quick.ipynb", READ)


def bad_files(folder):
    """One of each kind that the readers refuse."""
    reportlab = pytest.importorskip("reportlab.pdfgen.canvas", reason="reportlab (extra synth) prints the locked PDF")
    from PIL import Image
    from reportlab.lib.pdfencrypt import StandardEncryption

    folder.mkdir(exist_ok=True)
    (folder / "空.txt").write_bytes(b" \n")
    (folder / "程序.pdf").write_bytes(bytes(range(256)) * 8)
    (folder / "预算.txt").write_text(
        "某某区商务委员会\n2025年部门预算\n" + "收支预算总表\n单位：万元\n" * 3, encoding="utf-8"
    )
    locked = reportlab.Canvas(str(folder / "加密.pdf"), encrypt=StandardEncryption("secret"))
    locked.drawString(72, 700, "2024")
    locked.save()
    scan = reportlab.Canvas(str(folder / "扫描.pdf"))
    Image.new("L", (60, 80), 255).save(folder / "page.png")
    scan.drawImage(str(folder / "page.png"), 0, 0, 595, 842)
    scan.save()
    (folder / "page.png").unlink()
    return [*sorted(folder.iterdir()), folder / "没有.txt"]


def test_one_of_each_bad_file_and_the_good_ones_are_all_there(tmp_path, quick):
    bad = bad_files(tmp_path / "in")
    good = [report(tmp_path / "in" / f"{seed}.txt", seed) for seed in range(2)]
    command = [sys.executable, "-m", "juesuan_nb", "run", *map(str, [good[0], *bad, good[1]]), "--notebook", str(quick)]
    done = subprocess.run([*command, "-o", str(tmp_path / "out")], capture_output=True, text=True, check=False)
    assert done.returncode == 3
    assert len(done.stdout.splitlines()) == 2
    for folder in done.stdout.splitlines():
        assert json.loads((Path(folder) / "run.json").read_text(encoding="utf-8"))["files"]
    assert "8 份报告，6 份没有做成" in done.stderr
    for path in bad:
        page = (tmp_path / "out" / "未做成" / path.stem / "error.html").read_text(encoding="utf-8")
        assert path.name in page
        assert "软件出错" not in page


def test_warm_and_standard_processes_leave_the_same(tmp_path, quick):
    paths = [report(tmp_path / "in" / f"{seed}.txt", seed) for seed in range(2)]
    trees = []
    for engine in ("warm", "standard"):
        assert not run(paths, tmp_path / engine, quick, engine=engine).failed
        trees.append({name: data for name, data in tree(tmp_path / engine).items() if not name.endswith("run.json")})
    assert trees[0] == trees[1]


MARK = """
import tempfile
from pathlib import Path
marks = Path(report).parent / "marks"
marks.mkdir(exist_ok=True)
tempfile.mkstemp(dir=marks);
"""
"""Each time that a report's notebook is run leaves a mark."""

UNRULY = """
import decimal, os, random, sys
import matplotlib.pyplot as plt, pandas as pd
os.chdir("/")
os.environ.clear()
sys.path.clear()
decimal.getcontext().prec = 2
pd.set_option("display.max_rows", 1)
plt.rcParams["font.size"] = 40
random.seed(1)
loaded = load_report(report)
for frame in (loaded.cells, loaded.claims, loaded.tables):
    del frame[frame.columns[0]]
"""


@pytest.mark.parametrize(
    ("cell", "times"), [(UNRULY, 1), ("import nbformat\nnbformat.write = None", 2)], ids=["harmless", "apart"]
)
def test_a_notebook_cannot_harm_what_is_written_beside_it(tmp_path, cell, times):
    """It runs in the process that makes the report, and again apart where that fails; the standard engine compares."""
    unruly, path = template(tmp_path / "unruly.ipynb", READ, MARK, cell), report(tmp_path / "in" / "a.txt")
    trees = []
    for engine in ("warm", "standard"):
        assert not run([path], tmp_path / engine, unruly, engine=engine).failed
        trees.append({name: data for name, data in tree(tmp_path / engine).items() if not name.endswith("run.json")})
    assert trees[0] == trees[1]
    assert len(list((tmp_path / "in" / "marks").iterdir())) == times + 1


def test_reports_that_are_run_apart_now_and_then_do_not_slow_the_others(tmp_path):
    made = [report(tmp_path / "made" / f"{seed}.txt", seed) for seed in range(2 * APARTS + 3)]
    (tmp_path / "in").mkdir()
    begun = enumerate(sorted(made, key=lambda path: -path.stat().st_size))  # the largest first
    paths = [path.rename(tmp_path / "in" / f"{number}.txt") for number, path in begun]
    forks = "import os\nif int(Path(report).stem) % 2 and not os.fork():\n    os._exit(0)"
    assert not run(paths, tmp_path / "out", template(tmp_path / "some.ipynb", MARK, forks), jobs=1).failed
    assert len(list((tmp_path / "in" / "marks").iterdir())) == len(paths) + len(paths) // 2


def test_notebooks_that_fork_are_run_apart_and_after_some_at_once(tmp_path):
    forks = "import os\nif not os.fork():\n    os._exit(0)\nprint('forked')"
    paths = [report(tmp_path / "in" / f"{seed}.txt", seed) for seed in range(5)]
    done = run(paths, tmp_path / "out", template(tmp_path / "forks.ipynb", MARK, forks), jobs=1)
    assert not done.failed
    assert len(list((tmp_path / "in" / "marks").iterdir())) == len(paths) + APARTS
    for row in done.rows:
        assert "forked" in (tmp_path / "out" / row.folder / "workbook.ipynb").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("cell", "options", "kind", "told"),
    [
        ("import time\ntime.sleep(600)", {"timeout": 15}, "time", "15 秒内没有做完"),
        ("grabbed = bytearray(3 << 30)", {"memory": 600}, "memory", "MemoryError"),
        ("import os\nos.kill(os.getpid(), 9)", {}, "died", "内核中途退出"),
        ("1 / 0", {}, "cell", "ZeroDivisionError"),
    ],
    ids=["time", "memory", "died", "cell"],
)
def test_a_report_that_runs_away_is_ended_and_the_rest_go_on(tmp_path, cell, options, kind, told):
    """The parameter `report` tells the notebook which of the two is to run away."""
    paths = [report(tmp_path / "in" / f"{name}.txt", seed) for seed, name in enumerate(("good", "bad"))]
    away = template(tmp_path / "away.ipynb", f"if 'bad' in report:\n    {cell.replace(chr(10), chr(10) + '    ')}")
    good, bad = run(paths, tmp_path / "out", away, **options).rows
    assert (good.state, bad.state) == ("done", "failed")
    assert bad.outcome["kind"] == kind
    assert told in bad.outcome["message"]
    left = {path.name for path in (tmp_path / "out" / bad.folder).iterdir()}
    assert left == {"error.html"} | ({"workbook.failed.ipynb"} if kind in ("cell", "memory") else left - {"error.html"})
    assert bad.outcome["transient"] == (kind != "cell")


def test_a_report_whose_kernel_was_killed_is_made_in_the_same_run(tmp_path):
    once = "import os\nfrom pathlib import Path\nmark = Path(report).with_suffix('.once')"
    once += "\nif not mark.exists():\n    mark.touch()\n    os.kill(os.getpid(), 9)"
    path = report(tmp_path / "in" / "a.txt")
    (row,) = run([path], tmp_path / "out", template(tmp_path / "once.ipynb", once)).rows
    assert path.with_suffix(".once").exists()
    assert row.state == "done"
    assert not (tmp_path / "out" / row.folder / "error.html").exists()


def test_the_second_supervisor_stops_and_a_dead_one_s_lock_is_taken_over(tmp_path, quick):
    path = report(tmp_path / "in" / "a.txt")
    slow = template(tmp_path / "slow.ipynb", "import time\ntime.sleep(600)")
    out = tmp_path / "out"
    command = [sys.executable, "-m", "juesuan_nb", "run", str(path), "-o", str(out), "--notebook", str(slow)]
    first = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        deadline = time.monotonic() + 60
        while not list((out / ".juesuan" / "work").glob("*/files")):
            assert time.monotonic() < deadline, "the first run does not begin"
            time.sleep(0.1)
        with pytest.raises(JuesuanError, match=rf"另一个 juesuan run .*进程 {first.pid}"):
            run([path], out, quick)
    finally:
        first.send_signal(signal.SIGKILL)
        first.wait()
    assert not run([path], out, quick).failed
    assert not list((out / ".juesuan").glob("work"))


def test_what_each_report_took_stands_in_the_ledger(tmp_path, quick):
    run([report(tmp_path / "in" / "a.txt")], tmp_path / "out", quick)
    ledger = Ledger(tmp_path / "out")
    ((cpu, memory),) = ledger._db.execute("SELECT cpu, memory FROM report").fetchall()
    ledger.close()
    assert cpu > 0
    assert memory > 10 << 20


def test_kills_at_random_moments_change_nothing(tmp_path):
    campaign = Campaign(tmp_path, reports=5, jobs=2, chance=random.Random(7))
    assert len(list(campaign.kills(4))) == 4
    assert campaign.compared >= 1
    shutil.rmtree(tmp_path)
