"""The round trip at full size: every layout in every form, 200 departments each, clean and damaged.

    python tools/synth_nightly.py [--count 200] [--jobs N] [--form F…] [--layout L…] [--seed S]

Prints one line per layout and form with the cells and claims that came back, and every one that did not. Exit code 1
where anything was lost or added.
"""

import argparse
import os
import sys
import tempfile
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from itertools import product
from pathlib import Path

from juesuan_nb import readers, synth
from juesuan_nb.synth.truth import differences

SIZES = ("small", "medium", "medium", "large")
SHOWN = 5
Outcome = tuple[str, str, int, int, float, list[str]]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument("--form", nargs="+", choices=list(synth.FORMS), default=list(synth.FORMS))
    parser.add_argument("--layout", nargs="+", choices=list(synth.layouts()), default=list(synth.layouts()))
    given = parser.parse_args()
    tasks = [
        (*pair, seed)
        for pair in product(given.form, given.layout)
        for seed in range(given.seed, given.seed + given.count)
    ]
    lost = 0
    with ProcessPoolExecutor(given.jobs) as pool:
        found: list[Outcome] = []
        for outcome in pool.map(round_trip, tasks, chunksize=10):
            if found and found[-1][:2] != outcome[:2]:
                lost += tell(found)
                found = []
            found.append(outcome)
    return int(lost + tell(found) > 0)


def round_trip(task: tuple[str, str, int]) -> Outcome:
    """One department, printed and read again: three clean ones, then one of each kind of damage of the form."""
    form, layout, seed = task
    first, last = synth.layouts()[layout].years
    report = synth.department(seed, year=min(last, first + seed % 5), layout=layout, size=SIZES[seed % len(SIZES)])
    kinds = ("", "", "", *synth.damages(form))
    if kind := kinds[seed % len(kinds)]:
        report = synth.damage(report, kind, seed)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"report{synth.FORMS[form][1]}"
        path.write_bytes(synth.render(report, form))
        start = time.process_time()
        try:
            wrong = differences(report, readers.read(path))
        except Exception as error:
            wrong = [f"! {type(error).__name__}: {error}"]
    told = [f"{layout} {form} seed {seed} {kind or 'clean'} {line}" for line in wrong]
    return form, layout, len(report.cells), len(report.claims), time.process_time() - start, told


def tell(outcomes: list[Outcome]) -> int:
    """Print what one layout in one form gave; the number of differences."""
    form, layout = outcomes[0][:2]
    cells, claims, seconds = (sum(outcome[place] for outcome in outcomes) for place in (2, 3, 4))
    wrong = [line for outcome in outcomes for line in outcome[5]]
    reports = Counter(bool(outcome[5]) for outcome in outcomes)[False]
    print(
        f"{form:9}{layout:10}{reports:4} of {len(outcomes)} reports whole, {cells} cells, {claims} claims, "
        f"{len(wrong)} differences, {seconds / len(outcomes):.2f} s a report",
        flush=True,
    )
    for line in wrong[:SHOWN]:
        print(f"    {line}")
    return len(wrong)


if __name__ == "__main__":
    sys.exit(main())
