"""The batch against what a user would write: the department notebook on the same invented reports, in turns.

    python tools/bench_batch.py [--reports 100] [--repeat 3] [--jobs 2]     loop (the last line), xargs, ploomber, PDF
    python tools/bench_batch.py --only loop --repeat 1                      one comparison, one more turn of it
    python tools/bench_batch.py --scale 100 500 2000                        CPU, memory, sizes by number of reports
    python tools/bench_batch.py --write                                     what was measured so far → the page

Every turn runs both ways one after the other and is kept (--data, default build/bench-batch.json), so that it can be
done in pieces; a ratio is the median of those of the turns. Ours is `juesuan run`, a process from beginning to end:
notebook, page, lists, tables, ledger and index. The loop is two processes of papermill.execute_notebook and nbconvert's
HTML exporter, made once; xargs starts papermill's command for each notebook; ploomber-engine runs in the loop's
process. Seconds are per report.
"""

import argparse
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from statistics import median
from unittest import mock

from bench_scale import scale_row
from sections import table, write_section

from juesuan_nb.files import write_text
from juesuan_nb.resources import shipped
from juesuan_nb.synth import FORMS, department, render

ROOT = Path(__file__).resolve().parent.parent
TEMPLATE = str(shipped("notebooks") / "department.ipynb")
LOOP = """
import os, sys
os.environ["PLOOMBER_STATS_ENABLED"] = "false"
from pathlib import Path
from nbconvert.exporters import HTMLExporter
engine, template, out, *reports = sys.argv[1:]
if engine == "papermill":
    import papermill
    options = {"kernel_name": "python3", "progress_bar": False}
    run = lambda *given: papermill.execute_notebook(*given, **options)
else:
    from ploomber_engine import execute_notebook
    run = lambda template, target, given: execute_notebook(template, target, parameters=given, progress_bar=False)
exporter = HTMLExporter()
for report in reports:
    target = Path(out) / (Path(report).name + ".ipynb")
    notebook = run(template, str(target), {"report": report})
    target.with_suffix(".html").write_text(exporter.from_notebook_node(notebook)[0], encoding="utf-8")
    if "FILES" in os.environ:
        from juesuan_nb import check, evidence, export, load_report, measures
        read = load_report(report)
        result = check(read)
        for name in ("cells", "claims"):
            export.write_frame(getattr(read, name), target.with_suffix(f".{name}.csv"))
        export.write_frame(measures.figures(read), target.with_suffix(".figures.csv"))
        export.write_findings(result, target.with_suffix(".findings.csv"))
        export.write_tables(read, result, target.with_suffix(".xlsx"))
        evidence.folded(read, result.findings)
"""
WAYS = {
    "loop": ("two processes of papermill.execute_notebook, exporter kept", "text"),
    "short": ("the same, fewer reports: what starts once counts for more", "text"),
    "xargs": ("xargs -P2 papermill, without any HTML", "text"),
    "ploomber": ("two processes of ploomber-engine, exporter kept", "text"),
    "files": ("the papermill loop, and the same lists, working paper and evidence by the library", "text"),
    "pdf": ("the papermill loop, reports as PDF", "pdf"),
}
FEWER = {"xargs": 8} | dict.fromkeys(("short", "ploomber", "files", "pdf", "profile"), 40)
"""At most so many reports in a turn of these."""
TRIES = 3


class BrokenLoopError(Exception):
    """The other way did not make all notebooks."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name, value in (("reports", 100), ("repeat", 3), ("jobs", 2)):
        parser.add_argument(f"--{name}", type=int, default=value)
    parser.add_argument("--only", choices=[*WAYS, "profile"], action="append", default=[])
    parser.add_argument("--scale", type=int, nargs="+", default=[])
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--data", type=Path, default=ROOT / "build" / "bench-batch.json")
    parser.add_argument("--out", type=Path, default=ROOT / "docs" / "performance.md")
    asked = parser.parse_args()
    for count in asked.scale:
        keep(asked.data, "scale", scale_row(count, asked.jobs))
    if not asked.scale and not asked.write:
        measure(asked)
    data = load(asked.data)
    if asked.write or not (asked.only or asked.scale):
        section = "\n\n".join(sections(data))
        print(section)
        write_section(asked.out, "bench-batch", "Batch", section)
    if turns := data.get("loop"):
        print(f"batch: {ratio(turns, 'wall'):.1f}x the throughput of a two-process papermill loop (wall), ", end="")
        print(f"{ratio(turns, 'cpu'):.1f}x less CPU")


def measure(asked: argparse.Namespace) -> None:
    """Take the turns that were asked for, the comparisons alternately, and keep each as soon as it is there."""
    named = asked.only or [*WAYS, "profile"]
    if "ploomber" in named and not find_spec("ploomber_engine"):
        print("ploomber-engine is not installed (pip install ploomber-engine): to be done later", file=sys.stderr)
        named = [name for name in named if name != "ploomber"]
    with tempfile.TemporaryDirectory(prefix="bench-batch-") as folder:
        counts = {"text": asked.reports, "pdf": min(asked.reports, FEWER["pdf"])}
        inputs = {form: write_reports(Path(folder) / form, form, count) for form, count in counts.items()}
        for turn in range(asked.repeat):
            for name in [name for name in named if name in WAYS]:
                paths = inputs[WAYS[name][1]][: FEWER.get(name)]
                keep(asked.data, name, taken := whole_turn(name, paths, asked.jobs, Path(folder) / "out"))
                print(f"turn {turn + 1} {name:9} {taken}", file=sys.stderr, flush=True)
        if "profile" in named:
            keep(asked.data, "profile", profile(inputs["text"][: FEWER["profile"]], Path(folder) / "out"))


def whole_turn(name: str, paths: list[str], jobs: int, out: Path) -> dict[str, float]:
    """One turn; where a kernel of the other way fails (two may take the same port), another one."""
    for _ in range(TRIES):
        try:
            return compare(name, paths, jobs, out)
        except BrokenLoopError as error:
            print(f"{error}\nthe turn is taken again", file=sys.stderr, flush=True)
    raise SystemExit(f"{name}: {TRIES} turns failed")


def compare(name: str, paths: list[str], jobs: int, out: Path) -> dict[str, float]:
    """One turn: seconds per report of the other way and of ours."""
    other = {"files": files, "ploomber": ploomber, "xargs": xargs}.get(name, loop)
    result = {"reports": len(paths)}
    for who, way in (("other", lambda: other(paths, out)), ("ours", lambda: ours(paths, out, jobs))):
        with empty(out):
            wall, cpu = timed(way)
            made = len(list(out.rglob("*.ipynb")))
            if made != len(paths):
                raise SystemExit(f"{name}, {who}: {made} notebooks instead of {len(paths)}")
        result |= {f"{who} wall": wall / len(paths), f"{who} cpu": cpu / len(paths)}
    return {key: round(value, 4) for key, value in result.items()}


def ours(paths: list[str], out: Path, jobs: int) -> None:
    command = [sys.executable, "-m", "juesuan_nb", "run", *paths, "-o", str(out), "--jobs", str(jobs)]
    subprocess.run(command, check=True, capture_output=True)


def loop(paths: list[str], out: Path, engine: str = "papermill") -> None:
    command = [sys.executable, "-c", LOOP, engine, TEMPLATE, str(out)]
    with tempfile.TemporaryFile() as said:
        started = [subprocess.Popen([*command, *half], stderr=said) for half in (paths[::2], paths[1::2])]
        codes = [process.wait() for process in started]
        if any(codes):
            said.seek(0)
            raise BrokenLoopError(f"the loop of {engine} failed: {said.read().decode(errors='replace')[-2000:]}")


def files(paths: list[str], out: Path) -> None:
    """The loop, and what `run` leaves besides the notebook and its page."""
    with mock.patch.dict(os.environ, {"FILES": "1"}):
        loop(paths, out)


def ploomber(paths: list[str], out: Path) -> None:
    loop(paths, out, "ploomber")


def xargs(paths: list[str], out: Path) -> None:
    one = '"$0" -m papermill "$1" "$2/$(basename "$3").ipynb" -p report "$3" -k python3 --no-progress-bar'
    command = ["xargs", "-P2", "-n1", "sh", "-c", one, sys.executable, TEMPLATE, str(out)]
    subprocess.run(command, input="\n".join(paths), text=True, check=True, capture_output=True)


def profile(paths: list[str], out: Path) -> dict[str, float]:
    """Where the seconds of a report go, one job at a time; and the floor: the cells alone, in one process."""
    with empty(out):
        _, cpu = timed(lambda: ours(paths, out, 1))
        records = [json.loads(path.read_text(encoding="utf-8"))["seconds"] for path in out.rglob("run.json")]
        steps = {step: median(record[step] for record in records) for step in records[0]}
    floor = told("bench_floor.py", TEMPLATE, *paths) | told("bench_empty.py", TEMPLATE, str(len(paths)))
    return steps | {"cpu": round(cpu / len(paths), 4)} | floor


def told(tool: str, *given: str) -> dict[str, float]:
    """What another tool prints as JSON."""
    command = [sys.executable, str(ROOT / "tools" / tool), *given]
    return json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


def write_reports(folder: Path, form: str, count: int) -> list[str]:
    """Invented reports, the same in every form."""
    folder.mkdir()
    sizes = ("small", "medium", "medium", "large")
    paths = [folder / f"{seed:04}{FORMS[form][1]}" for seed in range(count)]
    for seed, path in enumerate(paths):
        path.write_bytes(render(department(seed, size=sizes[seed % len(sizes)]), form))
    return list(map(str, paths))


@contextmanager
def empty(folder: Path) -> Iterator[None]:
    folder.mkdir()
    try:
        yield
    finally:
        shutil.rmtree(folder)


def timed(way: Callable[[], None]) -> tuple[float, float]:
    """Wall and CPU seconds; all processes that `way` starts are counted, from start to end."""
    before, start = children(), time.perf_counter()
    way()
    return time.perf_counter() - start, children() - before


def children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def ratio(turns: list[dict[str, float]], what: str) -> float:
    return median(turn[f"other {what}"] / turn[f"ours {what}"] for turn in turns)


def load(path: Path) -> dict[str, list[dict[str, float]]]:
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


def keep(path: Path, name: str, row: dict[str, float]) -> None:
    data = load(path)
    data.setdefault(name, []).append(row)
    path.parent.mkdir(parents=True, exist_ok=True)
    write_text(path, json.dumps(data, indent=1))


def sections(data: dict[str, list[dict[str, float]]]) -> Iterator[str]:
    """The page's section: comparisons, where the time goes, growth."""
    cores = os.cpu_count()
    yield f"Written by `make bench-batch` on {cores} cores; seconds per report, medians; both ways of a row in turns."
    head = ("against", "reports", "turns", "wall s", "our wall s", "CPU s", "our CPU s", "throughput", "CPU")
    yield table(head, [comparison(name, data[name]) for name in WAYS if name in data])
    if "profile" in data:
        yield from told_profile(data["profile"][-1])
    if "scale" in data:
        rows = {row["reports"]: row for row in data["scale"]}
        yield "By number of reports (memory and sizes in MB; index alone and nothing to do in CPU s):"
        yield table(tuple(next(iter(rows.values()))), [tuple(row.values()) for _, row in sorted(rows.items())])


def comparison(name: str, turns: list[dict[str, float]]) -> tuple[object, ...]:
    seconds = [
        f"{median(turn[key] for turn in turns):.2f}" for key in ("other wall", "ours wall", "other cpu", "ours cpu")
    ]
    return (
        WAYS[name][0],
        turns[-1]["reports"],
        len(turns),
        *seconds,
        f"{ratio(turns, 'wall'):.1f}x",
        f"{ratio(turns, 'cpu'):.1f}x less",
    )


def told_profile(row: dict[str, float]) -> Iterator[str]:
    yield (
        f"What a report takes, one job at a time: {row['cpu']:.2f} s CPU in all, of which (wall, median) reading "
        f"{row['read']:.2f}, checking {row['check']:.2f}, executing the notebook {row['execute']:.2f}, page, lists and "
        f"tables {row['export']:.2f}; the rest is forking, the start of the warm parent, ledger and index."
    )
    yield (
        "The floor: reading, checking and the notebook's cells alone, in one process that does one report after the "
        f"other, without kernel, notebook file or page, take {row['floor']:.2f} s CPU; of that the cells with charts "
        f"{row['charts']:.2f} (a batch finds empty sheets and glyphs made). As many cells that hold nothing take "
        f"papermill and the engine {row['empty']:.2f} s, kernel and notebook file included."
    )


if __name__ == "__main__":
    main()
