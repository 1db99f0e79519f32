"""The warm engine's notebooks are those of papermill's standard engine, cell by cell."""

from pathlib import Path

import nbformat
import pytest
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from papermill.exceptions import PapermillExecutionError

from engines import comparable, notebook, only_where_forking, printed, run, warm
from juesuan_nb import engine

pytestmark = only_where_forking
NOTEBOOKS = sorted((Path(__file__).parent.parent / "notebooks").glob("*.ipynb"))

HEARD = "import time; time.sleep(0.5)"
"""Follows whatever another process writes: the standard engine hears of it in a thread, at any later time."""

CELLS = {
    "expression": "1 + 1",
    "unicode": "print('决算 🧮 \\x1b[31m红\\x1b[0m\\r\\n制表\\t\\u200b')\n'字'",
    "nothing": "x = 1",
    "empty": "",
    "stderr": "import sys\nprint('a')\nprint('b', file=sys.stderr)\nprint('c')",
    "stderr first": "print('b', file=sys.stderr)\nprint('a')",
    "os.system": f"import os\nprint('before')\nos.system('echo 从子进程')\n{HEARD}\nprint('after')",
    "os.system stderr": f"os.system('echo to stderr >&2')\n{HEARD}",
    "subprocess": f"import subprocess\ndone = subprocess.run(['echo', '子进程'])\n{HEARD}\ndone",
    "captured": "subprocess.run(['echo', '留下'], capture_output=True, text=True).stdout",
    "shell": "!echo shell; exit 3",
    "shell into": "listed = !printf 'a\\nb'\nlisted",
    "exit code": "_exit_code",
    "low level": f"os.write(1, '直接写\\n'.encode())\n{HEARD}",
    "fork": f"pid = os.fork()\nif not pid:\n    print('in the fork', flush=True)\n    os._exit(0)\n{HEARD}\nprint(os.waitpid(pid, 0)[1])",
    "magic": "%precision 3\n3.14159",
    "capture": "%%capture got\nprint('hidden')",
    "captured text": "got.stdout",
    "writefile": "%%writefile written.txt\nabc",
    "bash": "%%bash\necho from bash",
    "who": "%who_ls int",
    "history": "In[1], Out[1], _1",
    "rich": "from IPython.display import HTML, Markdown, JSON, SVG, display\ndisplay(HTML('<b>字</b>'), Markdown('*m*'), metadata={'a': 1})",
    "json": "JSON({'a': [1]})",
    "raw": "display({'text/plain': 'p', 'application/x-own+json': {'k': 1}}, raw=True, metadata={'application/x-own+json': {'m': 2}})",
    "display id": "handle = display('first', display_id='here')",
    "update": "handle.update('second')\ndisplay('third', display_id='here', update=True)",
    "update lost": "from IPython.display import update_display\nupdate_display('nowhere', display_id='unknown')",
    "clear": "from IPython.display import clear_output\nprint('gone')\nclear_output()\nprint('kept')",
    "clear wait": "print('gone')\nclear_output(wait=True)\nprint('new')",
    "clear last": "display('a')\nprint('b')\nclear_output(wait=True)",
    "frame": "import pandas as pd\npd.DataFrame({'科目': ['行政运行', 'x'], '金额': [1.5, None]})",
    "plot": "import matplotlib.pyplot as plt\nplt.plot([1, 2]);",
    "plot two": "fig, ax = plt.subplots()\nax.bar([1], [2])\nplt.figure(); plt.title('t');\nprint('after')",
    "shown": "plt.plot([3, 1]); plt.show(); print('x')",
    "inline": "%matplotlib inline\n%config InlineBackend.figure_formats = ['svg']\n%config InlineBackend.print_figure_kwargs = {'metadata': {'Date': None}}\nplt.rcParams['svg.hashsalt'] = 'x'\nplt.get_backend()",
    "svg": "len(plt.plot([1, 2]))",
    "ours": "from juesuan_nb import table\ntable(pd.DataFrame({'amount': [1, 2]}), '题')",
    "warning": "import warnings\nwarnings.warn('小心')",
    "deprecation": "warnings.warn('old', DeprecationWarning)\npd.Series([1]).astype('int8')",
    "logging": "import logging\nlogging.warning('记录')\nlogging.info('not shown')",
    "traceback printed": "import traceback\ntry:\n    1 / 0\nexcept ZeroDivisionError:\n    traceback.print_exc()",
    "await": "import asyncio\nawait asyncio.sleep(0.01)\nprint('awaited')\n'result'",
    "task": "async def later():\n    await asyncio.sleep(0)\n    print('in a task')\ntask = asyncio.create_task(later())",
    "task done": "await task\nasyncio.get_running_loop().is_running()",
    "async for": "async def numbers():\n    yield 1\n    yield 2\n[n async for n in numbers()]",
    "input": "try:\n    input('?')\nexcept Exception as error:\n    print(type(error).__name__, error)",
    "getpass": "import getpass\ntry:\n    getpass.getpass()\nexcept Exception as error:\n    print(type(error).__name__, error)",
    "stdin": "sys.stdin.read()",
    "next input": "get_ipython().set_next_input('x = 2')",
    "pager": "?len",
    "big": "print('长' * 300_000)\nprint('\\n'.join(map(str, range(5000))))",
    "big display": "HTML('<p>' + 'x' * 2_000_000)",
    "thread": "import threading\nt = threading.Thread(target=lambda: print('from a thread'))\nt.start(); t.join()",
    "multiprocessing": f"import multiprocessing as mp\nctx = mp.get_context('fork')\np = ctx.Process(target=print, args=('from mp',), kwargs={{'flush': True}})\np.start(); p.join()\n{HEARD}\np.exitcode",
    "main": "__name__, __doc__, '__file__' in globals(), sys.path[0], sys.argv[0].endswith('ipykernel_launcher.py')",
    "place": "os.path.basename(os.getcwd())[:-1], os.environ['PAGER'], os.environ['MPLBACKEND'], os.environ.get('OPENBLAS_NUM_THREADS')",
    "shell class": "type(get_ipython()).__name__, get_ipython().kernel.implementation, 'IPKernelApp' in get_ipython().config",
    "tqdm": "from tqdm.auto import tqdm\ntqdm.__module__",
    "signals": "import signal\nsignal.getsignal(signal.SIGINT) is signal.default_int_handler, signal.getsignal(signal.SIGTERM) == 0, signal.getsignal(signal.SIGPIPE)",
    "streams": "sys.stdout.encoding, sys.stdout.isatty(), sys.__stdout__.encoding, sys.stdin.isatty(), os.get_inheritable(1)",
    "pickle": "import pickle\nclass Here: pass\ntype(pickle.loads(pickle.dumps(Here()))).__name__",
    "repr fails": "class Bad:\n    def __repr__(self):\n        raise ValueError('坏')\n    _repr_html_ = __repr__\ntry:\n    print(Bad())\nexcept ValueError as e:\n    print('caught', e)",
    "suppressed": "2;",
    "del": "del x\n'x' in globals()",
}

FAILURES = {
    "raise": ("1", "def f(n):\n    return 1 / n\nf(0)", "print('never')"),
    "chained": ("try:\n    {}['k']\nexcept KeyError as error:\n    raise RuntimeError('字 after\\nlines') from error",),
    "syntax": ("print('a')", "def (:\n  pass", "1"),
    "in a library": ("import json\njson.loads('{')",),
    "system exit": ("1", "print('bye')\nraise SystemExit", "print('goes on?')"),
    "system exit code": ("import sys\nsys.exit(3)", "1"),
    "exit": ("print('before')\nexit()",),  # a kernel stops 0.1 s later: whether a next cell still runs is chance
    "keyboard": ("raise KeyboardInterrupt", "1"),
    "async": ("import asyncio\nawait asyncio.sleep(0)\nraise ValueError('in async')",),
    "display fails": ("class Bad:\n    def __repr__(self):\n        raise ValueError('坏')\nBad()", "1"),
    "long": ("raise ValueError('长' * 50_000)",),
    "group": ("raise ExceptionGroup('g', [ValueError(1), TypeError(2)])",),
    "magic": ("%nosuchmagic",),
    "printed before": (f"import os\nprint('a')\nos.system('echo b')\n{HEARD}\nraise ValueError",),
}


@pytest.fixture(scope="module")
def both(tmp_path_factory):
    nb = notebook(*CELLS.values())
    results = [run(nb, name, cwd=tmp_path_factory.mktemp("cells")) for name in (engine.NAME, None)]
    assert [error for _, error in results] == [None, None]
    assert "engine_fallback" not in results[0][0].metadata.papermill
    return [dict(zip(CELLS, comparable(executed), strict=True)) for executed, _ in results]


@pytest.mark.parametrize("name", CELLS)
def test_a_cell_gives_what_it_gives_in_the_standard_engine(both, name):
    ours, standard = (cells[name] for cells in both)
    assert ours == standard


def test_the_cells_really_say_something(both):
    """Guards the comparison: two empty notebooks would be equal too."""
    ours, _ = both
    assert "".join(output["text"] for output in ours["os.system"][2]) == "before\n从子进程\nafter\n"
    assert "".join(output["text"] for output in ours["os.system stderr"][2]) == "to stderr\n"
    assert sum(bool(outputs) for _, _, outputs in ours.values()) > 45


def test_what_another_process_writes_stands_in_its_place_without_waiting():
    """Here the standard engine leaves the order to chance."""
    executed, error = warm(
        "import os\nprint('before')\nos.system('echo 从子进程; echo to stderr >&2')\nprint('after')",
        "import subprocess\nsubprocess.run(['echo', '子进程']).returncode",
        "os.write(1, '直接写\\n'.encode());",
        "print('a')\nos.system('echo b')\nraise ValueError",
    )
    assert isinstance(error, PapermillExecutionError)
    cells = [cell for cell in executed.cells if cell.cell_type == "code"]
    told = [[(each.get("name"), each.get("text")) for each in cell.outputs] for cell in cells]
    assert sorted(told[0]) == [("stderr", "to stderr\n"), ("stdout", "before\n从子进程\nafter\n")]
    assert ("stdout", "子进程\n") in told[1]
    assert told[2] == [("stdout", "直接写\n")]
    assert told[3][0] == ("stdout", "a\nb\n")


@pytest.mark.parametrize("name", FAILURES)
def test_a_failing_notebook_stops_where_and_as_it_does_in_the_standard_engine(name):
    nb = notebook(*FAILURES[name])
    (ours, our_error), (standard, error) = (run(nb, each) for each in (engine.NAME, None))
    assert comparable(ours) == comparable(standard)
    assert type(our_error) is type(error)
    if isinstance(error, PapermillExecutionError):
        assert [our_error.ename, our_error.evalue, our_error.exec_count] == [
            error.ename,
            error.evalue,
            error.exec_count,
        ]
    assert "engine_fallback" not in ours.metadata.papermill


def test_after_exit_a_notebook_goes_on_or_ends():
    """Never hangs; which of the two it is depends on how soon the next cell comes."""
    executed, error = warm("exit()", "print('after')")
    assert error is None or isinstance(error, DeadKernelError)
    assert error is not None or printed(executed.cells[1]) == "after\n"


@pytest.mark.parametrize(
    ("cell", "expected", "options"),
    [
        ("print('before', flush=True)\nimport time\ntime.sleep(60)", CellTimeoutError, {"execution_timeout": 2}),
        ("import os\nos._exit(7)", DeadKernelError, {}),
        ("import os, signal\nos.kill(os.getpid(), signal.SIGKILL)", DeadKernelError, {}),
    ],
)
def test_time_out_and_death_are_those_of_the_standard_engine(cell, expected, options):
    nb = notebook("1", cell)
    (ours, our_error), (standard, error) = (run(nb, each, **options) for each in (engine.NAME, None))
    assert type(our_error) is type(error) is expected
    assert str(our_error) == str(error)
    # Whether the number of the deadly cell gets through is chance in the standard engine; here it always does.
    assert [cell[1:] for cell in comparable(ours)] == [cell[1:] for cell in comparable(standard)]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_the_shipped_notebooks_come_out_the_same(path):
    nb = nbformat.read(path, as_version=4)
    ours, standard = (run(nb, each) for each in (engine.NAME, None))
    assert ours[1] is standard[1] is None
    assert comparable(ours[0]) == comparable(standard[0])
    assert any("image/png" in o.get("data", {}) for cell in ours[0].cells for o in cell.get("outputs", []))


def test_metadata_and_parameters_are_those_of_the_standard_engine():
    nb = notebook("x = 1", "print(x)")
    nb.cells[0].metadata["tags"] = ["parameters"]
    ours, standard = (run(nb, each, parameters={"x": 5})[0] for each in (engine.NAME, None))
    assert printed(ours.cells[-1]) == printed(standard.cells[-1]) == "5\n"
    assert ours.metadata.language_info == standard.metadata.language_info
    assert set(ours.metadata.papermill) == set(standard.metadata.papermill)
    assert [set(c.metadata) for c in ours.cells] == [set(c.metadata) for c in standard.cells]
