"""Nothing that one notebook does is there in the next: each comes from the same clean parent."""

import os
import random
import sys
from pathlib import Path

import pytest

from engines import only_where_forking, printed, warm

pytestmark = only_where_forking

LEAKS = {
    "globals": ("left = 1", "print('left' in globals())", "False"),
    "builtins": ("import builtins; builtins.left = 1", "import builtins; print(hasattr(builtins, 'left'))", "False"),
    "module": ("import json; json.left = 1", "import json; print(hasattr(json, 'left'))", "False"),
    "imported": ("import this", "import sys; print('this' in sys.modules)", "False"),
    "folder": ("import os; os.chdir('/')", "import os; print(os.getcwd() == '/')", "False"),
    "environment": ("import os; os.environ['LEFT'] = '1'", "import os; print('LEFT' in os.environ)", "False"),
    "sys.path": ("import sys; sys.path.insert(0, '/left')", "import sys; print('/left' in sys.path)", "False"),
    "rcParams": (
        "import matplotlib as m; m.rcParams['font.size'] = 3",
        "import matplotlib as m; print(m.rcParams['font.size'])",
        "10.0",
    ),
    "figures": (
        "import matplotlib.pyplot as p; fig = p.figure()",
        "import matplotlib.pyplot as p; print(p.get_fignums())",
        "[]",
    ),
    "options": (
        "import pandas as p; p.set_option('display.max_rows', 3)",
        "import pandas as p; print(p.get_option('display.max_rows'))",
        "60",
    ),
    "warnings": (
        "import warnings; warnings.simplefilter('error')",
        "import warnings; print(('error', Warning) in [(f[0], f[2]) for f in warnings.filters])",
        "False",
    ),
    "umask": ("import os; os.umask(0o777)", "import os; print(os.umask(0o22) == 0o777)", "False"),
    "descriptor": (
        "import os; print(os.dup2(os.open('/dev/zero', 0), 200))",
        "import os; print(os.path.exists('/proc/self/fd/200'))",
        "False",
    ),
    "signal": (
        "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN)",
        "import signal; print(signal.getsignal(signal.SIGTERM) == signal.SIG_DFL)",
        "True",
    ),
    "count": ("1", "print(len(In))", "2"),
    "decimal": (
        "import decimal; decimal.getcontext().prec = 5",
        "import decimal; print(decimal.getcontext().prec)",
        "28",
    ),
    "recursion": (
        "import sys; sys.setrecursionlimit(9999)",
        "import sys; print(sys.getrecursionlimit() == 9999)",
        "False",
    ),
    "temporary": (
        "import tempfile; tempfile.tempdir = '/left'",
        "import tempfile; print(tempfile.gettempdir() == '/left')",
        "False",
    ),
    "magic": ("%alias_magic left time", "print(get_ipython().find_line_magic('left'))", "None"),
}


def shuffled():
    names = list(LEAKS)
    random.Random(7).shuffle(names)
    return names


@pytest.fixture(scope="module")
def dirty():
    """Every one of the stains, each in a notebook of its own, in another order than the tests look for them."""
    for name in shuffled():
        _, error = warm(LEAKS[name][0])
        assert error is None


@pytest.mark.usefixtures("dirty")
@pytest.mark.parametrize("name", LEAKS)
def test_what_a_notebook_changed_is_gone_in_the_next(name):
    executed, error = warm(LEAKS[name][1])
    assert error is None
    assert printed(executed.cells[0]).strip().splitlines()[-1] == LEAKS[name][2]


def test_chance_is_new_in_every_notebook():
    cell = "import random, uuid, numpy\nprint(random.random(), numpy.random.random(), uuid.uuid4())"
    drawn = {part for _ in range(3) for part in printed(warm(cell)[0].cells[0]).split()}
    assert len(drawn) == 9


def test_the_notebook_sees_the_environment_and_folder_of_its_caller(tmp_path, monkeypatch):
    monkeypatch.setenv("OF_THE_CALLER", "字")
    monkeypatch.delenv("OMP_NUM_THREADS", raising=False)
    cell = "import os; print(os.environ['OF_THE_CALLER'], os.environ.get('OMP_NUM_THREADS'), os.getcwd())"
    executed, _ = warm(cell, cwd=tmp_path)
    assert printed(executed.cells[0]) == f"字 None {tmp_path}\n"


def test_the_caller_stays_as_it_was():
    before = Path.cwd(), dict(os.environ), list(sys.path)
    warm("import os; os.chdir('/'); os.environ['X'] = '1'")
    after = Path.cwd(), dict(os.environ), list(sys.path)
    assert before[0] == after[0]
    assert "X" not in after[1]
    assert before[2] == after[2]
