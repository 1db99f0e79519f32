"""The floor of bench_batch: a notebook's cells in this one process, without kernel, notebook file or page.

    python tools/bench_floor.py NOTEBOOK REPORT…

Prints JSON: CPU seconds per report, the displayed results formatted as a kernel formats them ("floor"), and those of
the cells that show a chart ("charts"). The first report only warms up.
"""

import json
import sys
from statistics import fmean
from time import process_time

import nbformat
from IPython.core.interactiveshell import InteractiveShell
from IPython.core.pylabtools import select_figure_formats
from IPython.utils.capture import capture_output


def main(notebook: str, *reports: str) -> None:
    """Run the cells for each report."""
    shell = InteractiveShell.instance()
    select_figure_formats(shell, {"png"})
    cells = [cell.source for cell in nbformat.read(notebook, as_version=4).cells if cell.cell_type == "code"]
    taken = [run(shell, cells, report) for report in (reports[0], *reports)][1:]
    floor, charts = (fmean(pair[place] for pair in taken) for place in (0, 1))
    print(json.dumps({"floor": round(floor, 4), "charts": round(charts, 4)}))


def run(shell: InteractiveShell, cells: list[str], report: str) -> tuple[float, float]:
    """CPU seconds of all cells and of those with charts."""
    whole = charts = 0.0
    for place, source in enumerate(cells):
        start = process_time()
        with capture_output():
            result = shell.run_cell(source)
            if place == 0:
                shell.user_ns["report"] = report
            if result.result is not None:
                shell.display_formatter.format(result.result)
        result.raise_error()
        spent = process_time() - start
        whole, charts = whole + spent, charts + spent * ("charts.show" in source)
    return whole, charts


if __name__ == "__main__":
    main(*sys.argv[1:])
