"""Small batches for tests: a quick template, invented reports, and a runner without processes."""

import nbformat
from nbformat.v4 import new_code_cell, new_notebook

from juesuan_nb.batch import work
from juesuan_nb.engine.child import End
from juesuan_nb.synth import department, render

PARAMETERS = 'report: str = ""  # 报告\nexecution_rate_high: float = 120  # 上限（%）'


def template(path, *cells, parameters=PARAMETERS):
    """A template with the parameters of the contract and the given cells."""
    tagged = new_code_cell(parameters, metadata={"tags": ["parameters"]})
    nbformat.write(new_notebook(cells=[tagged, *map(new_code_cell, cells)]), path)
    return path


def report(path, seed=0, form="text"):
    """An invented department's report as a file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(render(department(seed, size="small"), form))
    return path


def here(orders):
    """A runner that does each order in this process."""
    for order in orders:
        work.do(order)
        yield order, End(0, 1.0, 1 << 20)


def tree(out):
    """File → contents of what a batch left, without its locks and its ledger."""
    files = {path.relative_to(out).as_posix(): path.read_bytes() for path in out.rglob("*") if path.is_file()}
    return {name: data for name, data in files.items() if not name.startswith((".juesuan/", "ledger.sqlite"))}
