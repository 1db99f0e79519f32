"""CPU time of comparing many departments over years, and whether what it says is right.

    python tools/bench_compare.py [--departments 500] [--years 3] [--planted 20] [--keep FOLDER] [--out FILE]

Makes the lists that `juesuan run` leaves straight from invented books (the same files, without printing and reading the
reports), with things wrong in some, runs `juesuan compare` on them as a user would, and holds what it wrote against
what was planted: every broken carry-over and wrong prior year is a warning and there is no other, every planted ratio
is among the outliers and these are those that the rule AN11 finds one by one, and the only errors are the planted ones.
"""

import argparse
import resource
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from itertools import product
from pathlib import Path

import pandas as pd
from sections import write_section

from juesuan_nb import compare
from juesuan_nb.checks.peers import LABELS, placed
from juesuan_nb.checks.thresholds import settings
from juesuan_nb.comparison import PAGE
from juesuan_nb.corpus import Corpus, load
from juesuan_nb.synth.outputs import PlantedAcross, write_outputs

ROOT = Path(__file__).resolve().parent.parent
LAST = 2024


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--departments", type=int, default=500)
    parser.add_argument("--years", type=int, default=3)
    parser.add_argument("--planted", type=int, default=20)
    parser.add_argument("--keep", type=Path, help="where the outputs stay; default a temporary folder")
    parser.add_argument("--out", type=Path, help="write the section into this file between its markers")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = asked.keep or Path(temporary) / "reports"
        years = range(LAST - asked.years + 1, LAST + 1)
        planted = write_outputs(folder, asked.departments, years, planted=asked.planted)
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        done = subprocess.run([sys.executable, "-m", "juesuan_nb", "compare", str(folder)], check=False)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        if done.returncode:
            return done.returncode
        problems = wrong(load(folder), planted)
        size = (folder / "compare" / PAGE).stat().st_size / 1e6
    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    what = f"{asked.departments} departments x {asked.years} years"
    line = f"compare: {what} in {seconds:.1f} CPU s, {len(planted)} planted, {len(problems)} statements wrong"
    if asked.out:
        section = f"Written by `make bench-compare`.\n\n{line}; the page has {size:.1f} MB."
        write_section(asked.out, "bench-compare", "Comparing", section)
    for problem in problems:
        print(problem)
    print(line)
    return 1 if problems else 0


def wrong(corpus: Corpus, planted: Sequence[PlantedAcross]) -> list[str]:
    """What comparing says that was not planted, and what was planted and it does not say; empty where all is right."""
    found, outliers = compare.across(corpus), compare.outliers(corpus)
    warnings, errors = found[found["severity"] == "warning"], corpus.findings[corpus.findings["severity"] == "error"]
    wanted = {kind: {(one.department, one.year) for one in planted if one.kind == kind} for kind in ("peer", "error")}
    years = {(one.department, one.year, one.kind) for one in planted if one.kind in ("carryover", "previous")}
    return [
        *differences("across", who(warnings, "kind"), years),
        *differences("errors", who(errors), wanted["error"]),
        *differences("errors of comparing", who(found[found["severity"] == "error"]), set()),
        *differences("planted outliers", who(outliers) & wanted["peer"], wanted["peer"]),
        *differences("outliers", who(outliers, "ratio"), one_by_one(corpus)),
    ]  # fmt: skip


def who(frame: pd.DataFrame, *more: str) -> set[tuple]:
    return set(frame[["department", "year", *more]].itertuples(index=False, name=None))


def differences(what: str, found: set, wanted: set) -> list[str]:
    return [
        f"{what}: {sign} {entry}"
        for sign, part in (("+", found - wanted), ("-", wanted - found))
        for entry in sorted(part)
    ]


def one_by_one(corpus: Corpus) -> set[tuple]:
    """The outliers by the rule itself: each department's ratio held against those of all others."""
    limits, found = settings(), set()
    for (_, of_kind), name in product(compare.ratios(corpus).groupby(["year", "peer_group"]), LABELS):
        told = of_kind[of_kind[name].notna()]
        values = list(told[name])
        for place, row in enumerate(told.itertuples(index=False)):
            if placed(LABELS[name], values[place], values[:place] + values[place + 1 :], limits).verdict == "failed":
                found.add((row.department, row.year, LABELS[name]))
    return found


if __name__ == "__main__":
    sys.exit(main())
