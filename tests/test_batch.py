"""The batch without processes: what is done, what is not done again, who gets which folder, what a failure leaves."""

import csv
import json
import shutil
import sqlite3

import nbformat
import pandas as pd
import pytest
from bs4 import BeautifulSoup

from batches import here, report, template, tree
from juesuan_nb import batch, load_report, workbook
from juesuan_nb.batch import Options, Task, fingerprint, placing, tasks_listed, tasks_of
from juesuan_nb.batch.ledger import Ledger
from juesuan_nb.batch.progress import duration
from juesuan_nb.errors import JuesuanError, UsageError

pytestmark = pytest.mark.usefixtures("unexecuted")
LEFT = ["cells.csv", "claims.csv", "figures.csv", "findings.csv", "run.json", "tables.xlsx", "workbook.html", "workbook.ipynb"]  # fmt: skip


@pytest.fixture
def out(tmp_path):
    return tmp_path / "成果"


@pytest.fixture
def run(tmp_path, out):
    """Run tasks into `out`; tells what was done."""
    quick = template(tmp_path / "quick.ipynb")

    def run(*tasks, say=lambda _: None, **options):
        done = []

        def runner(orders):
            for order, end in here(orders):
                done.append(order.name)
                yield order, end

        options = {"notebook": quick, "runner": runner} | options
        summary = batch.run(tasks, out, Options(**options), say)
        return summary, done

    return run


def one(path, **names):
    return Task((path,), **names)


def test_each_report_gets_its_folder_and_an_unchanged_one_is_not_done_again(tmp_path, out, run):
    tasks = [one(report(tmp_path / "in" / f"{seed}.txt", seed)) for seed in range(3)]
    summary, done = run(*tasks)
    assert (len(done), summary.unchanged, summary.failed) == (3, 0, [])
    for task, row in zip(tasks, summary.rows, strict=True):
        read = load_report(*task.files)
        assert row.folder == f"{read.year}/{read.department}"
        assert sorted(path.name for path in (out / row.folder).iterdir()) == LEFT
    before = tree(out)
    summary, done = run(*tasks)
    assert (done, summary.unchanged) == ([], 3)
    assert tree(out) == before


def test_what_changed_is_done_again_and_only_that(tmp_path, run, monkeypatch):
    first, second = (report(tmp_path / "in" / f"{seed}.txt", seed) for seed in range(2))
    run(one(first), one(second))
    first.write_text(first.read_text(encoding="utf-8") + "\n补充说明。\n", encoding="utf-8")
    assert run(one(first), one(second))[1] == ["0.txt"]
    both = {"0.txt", "1.txt"}
    assert set(run(one(first), one(second), parameters={"execution_rate_high": "110"})[1]) == both
    assert set(run(one(first), one(second), parameters={"execution_rate_high": "110"}, force=True)[1]) == both
    monkeypatch.setattr(fingerprint, "code", lambda: "another version")
    assert set(run(one(first), one(second), parameters={"execution_rate_high": "110"})[1]) == both


def test_the_largest_reports_are_begun_first_whatever_was_given_first(tmp_path, run):
    paths = [report(tmp_path / "in" / f"{seed}.txt", seed) for seed in range(4)]
    paths[2].write_text(paths[2].read_text(encoding="utf-8") + "补充说明。\n" * 5000, encoding="utf-8")
    two = Task((report(tmp_path / "in" / "tables.txt", 9), paths[3]))
    done, made = run(one(paths[0]), one(paths[1]), one(paths[2]), two)
    heaviest = sorted((one(paths[0]), one(paths[1]), one(paths[2]), two), key=lambda task: -task.size)
    assert made == [task.name for task in heaviest]
    assert made[0] == "2.txt"
    assert [row.seq for row in done.rows] == sorted(row.seq for row in done.rows)


def test_a_file_touched_but_not_changed_is_not_done_again(tmp_path, run):
    path = report(tmp_path / "in" / "a.txt")
    run(one(path))
    path.write_bytes(path.read_bytes())
    assert run(one(path))[1] == []


def test_files_that_were_deleted_are_made_again(tmp_path, out, run):
    path = report(tmp_path / "in" / "a.txt")
    folder = out / run(one(path))[0].rows[0].folder
    (folder / "tables.xlsx").unlink()
    assert run(one(path))[1] == ["a.txt"]
    assert (folder / "tables.xlsx").exists()


def test_reports_of_one_department_and_year_have_folders_of_their_own_whatever_the_order(tmp_path, out, run):
    first, second, third = (
        report(tmp_path / place / name) for place, name in (("甲", "决算.txt"), ("乙", "决算.txt"), ("丙", "修订.txt"))
    )
    tasks = [one(first), one(second), one(third)]

    def backwards(orders):
        yield from here(reversed(list(orders)))

    names = [row.folder for row in run(*tasks, runner=backwards)[0].rows]
    shutil.rmtree(out)
    assert [row.folder for row in run(*tasks)[0].rows] == names
    read = load_report(first)
    plain = f"{read.year}/{read.department}"
    assert names == [plain, f"{plain}（决算）", f"{plain}（修订）"]
    for name in names:
        assert sorted(path.name for path in (out / name).iterdir()) == LEFT
    inputs = [nbformat.read(out / name / "workbook.ipynb", as_version=4) for name in names]
    assert len(inputs) == 3
    assert [row.folder for row in run(*tasks, force=True)[0].rows] == names


def test_a_later_report_does_not_take_the_name_of_an_earlier_one(tmp_path, run):
    second = report(tmp_path / "in" / "b.txt")
    plain = run(one(second))[0].rows[0].folder
    first = report(tmp_path / "in" / "a.txt")
    rows = run(one(first), one(second))[0].rows
    assert [row.folder for row in rows] == [f"{plain}（a）", plain]


def test_an_analyst_s_notes_and_own_rules_are_ingredients_too(tmp_path, out, run):
    path = report(tmp_path / "in" / "a.txt")
    folder = out / run(one(path))[0].rows[0].folder
    noted = pd.read_csv(folder / "findings.csv", dtype=str, encoding="utf-8-sig", keep_default_na=False)
    noted.loc[0, "disposition"] = "已核实"
    noted.to_csv(folder / "findings.csv", index=False, encoding="utf-8-sig")
    assert run(one(path))[1] == ["a.txt"]
    again = pd.read_csv(folder / "findings.csv", dtype=str, encoding="utf-8-sig", keep_default_na=False)
    assert list(again["disposition"]) == list(noted["disposition"])
    assert sorted(file.name for file in folder.iterdir()) == LEFT, "nothing set aside: the notes were carried over"
    assert run(one(path))[1] == []
    taking = template(tmp_path / "taking.ipynb", parameters='report: str = ""\nrules_file: str = ""')
    assert run(one(path), notebook=taking)[1] == ["a.txt"]
    assert run(one(path), notebook=taking)[1] == []
    (path.parent / "juesuan.toml").write_text("[thresholds]\nvariance_materiality = 5\n", encoding="utf-8")
    assert run(one(path), notebook=taking)[1] == ["a.txt"]
    with pytest.raises(UsageError, match=r"own\.toml"):
        run(one(path), notebook=taking, parameters={"rules_file": str(tmp_path / "own.toml")})


def test_a_report_that_moved_keeps_its_folder(tmp_path, run):
    path = report(tmp_path / "in" / "a.txt")
    folder = run(one(path))[0].rows[0].folder
    moved = tmp_path / "archive" / "b.txt"
    moved.parent.mkdir()
    path.rename(moved)
    summary, done = run(one(moved))
    assert done == ["b.txt"], "the workbook names the place of its report"
    assert summary.rows[0].folder == folder


def test_a_report_of_another_department_now_takes_its_folder_along(tmp_path, out, run):
    path = report(tmp_path / "in" / "a.txt", 0)
    old = out / run(one(path))[0].rows[0].folder
    (old / "notes.txt").write_text("mine", encoding="utf-8")
    report(path, 1)
    new = out / run(one(path))[0].rows[0].folder
    assert new != old
    assert not old.exists()
    assert sorted(file.name for file in new.iterdir()) == sorted([*LEFT, "notes.txt"])


def test_a_failure_leaves_its_page_and_the_others_go_on(tmp_path, out, run):
    empty = tmp_path / "in" / "空.txt"
    report(tmp_path / "in" / "a.txt")
    empty.write_text(" ", encoding="utf-8")
    tasks = [one(empty), one(tmp_path / "in" / "a.txt"), one(tmp_path / "in" / "没有.txt")]
    summary, _ = run(*tasks)
    assert [row.state for row in summary.rows] == ["failed", "done", "failed"]
    for row, told in ((summary.rows[0], "文件是空的"), (summary.rows[2], "找不到这个文件")):
        page = BeautifulSoup((out / row.folder / "error.html").read_text(encoding="utf-8"), "html.parser")
        assert told in page.main.get_text()
        assert row.name in page.main.dd.get_text()
        assert not page.select("[src], script, link")
    summary, done = run(*tasks)
    assert done == [], "the same file would only fail again"
    assert len(summary.failed) == 2
    report(empty)
    summary, done = run(*tasks)
    assert done == ["空.txt"]
    assert [row.state for row in summary.rows] == ["done", "done", "failed"]
    assert not (out / "未做成" / "空").exists()


def test_a_report_that_fails_now_keeps_what_was_made_before(tmp_path, out, run):
    path = report(tmp_path / "in" / "a.txt")
    folder = out / run(one(path))[0].rows[0].folder
    path.write_text("", encoding="utf-8")
    assert run(one(path))[0].failed
    assert sorted(file.name for file in folder.iterdir()) == sorted([*LEFT, "error.html"])
    report(path)
    assert not run(one(path))[0].failed
    assert sorted(file.name for file in folder.iterdir()) == LEFT


@pytest.mark.parametrize(
    ("step", "kept"), [("write_tables", []), ("_title", []), ("digests", ["workbook.failed.ipynb"])]
)
def test_a_fault_of_the_software_is_told_as_one(tmp_path, out, run, monkeypatch, step, kept):
    """The notebook is kept as far as it came, which comes after the lists."""
    monkeypatch.setattr(workbook, step, lambda *_, **__: 1 / 0)
    row = run(one(report(tmp_path / "in" / "a.txt")))[0].rows[0]
    assert row.outcome["kind"] == "bug"
    page = (out / row.folder / "error.html").read_text(encoding="utf-8")
    assert "ZeroDivisionError" in page
    assert "这是软件的问题" in page
    assert sorted(file.name for file in (out / row.folder).iterdir()) == ["error.html", *kept]


def test_names_of_the_manifest_are_those_of_folder_page_and_record(tmp_path, out, run):
    path = report(tmp_path / "in" / "a.txt")
    (tmp_path / "清单.csv").write_text("文件,部门,年度,分组\nin/a.txt,某某局,2031年,一组\n", encoding="utf-8-sig")
    (task,) = tasks_listed(tmp_path / "清单.csv")
    assert task == one(path, department="某某局", year=2031, group="一组")
    row = run(task)[0].rows[0]
    assert row.folder == "2031/某某局"
    assert "某某局2031年度部门决算分析" in (out / row.folder / "workbook.html").read_text(encoding="utf-8")
    assert json.loads((out / row.folder / "run.json").read_text(encoding="utf-8"))["department"] == "某某局"
    assert run(task)[1] == []
    assert run(one(path, department="某某局", year=2031, group="二组"))[1] == [], "a group is a matter of the index"
    assert "二组" in (out / "index.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("名称\na.txt\n", "要有 files"),
        ("files\n", "没有报告"),
        ("files,year\na.txt,二〇二四\n", "第 2 行：年度"),
        ("files,department\n ,某局\n", "第 2 行：没有写文件"),
        ("files\na.txt\n./a.txt\n", "第 3 行：和第 2 行"),
    ],
)
def test_a_manifest_with_a_mistake_is_refused_with_its_line(tmp_path, text, told):
    (tmp_path / "list.csv").write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match=told):
        tasks_listed(tmp_path / "list.csv")


def test_a_manifest_that_is_not_utf8_says_how_to_save_it(tmp_path):
    (tmp_path / "list.csv").write_bytes("文件\n报告.txt\n".encode("gbk"))
    with pytest.raises(UsageError, match="UTF-8"):
        tasks_listed(tmp_path / "list.csv")
    with pytest.raises(UsageError, match="没有这个清单"):
        tasks_listed(tmp_path / "none.csv")


def test_files_become_reports_one_by_one_by_folder_or_all_as_one(tmp_path):
    paths = [tmp_path / name for name in ("a/1.txt", "a/2.txt", "b/3.txt", "out/2024/某局/workbook.html")]
    for path in paths:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    options = {"out": tmp_path / "out"}
    assert [task.files for task in tasks_of([tmp_path], **options)] == [(path,) for path in paths[:3]]
    assert [len(task.files) for task in tasks_of([tmp_path], **options, by_folder=True)] == [2, 1]
    assert [len(task.files) for task in tasks_of([tmp_path], **options, as_one=True)] == [3]
    with pytest.raises(UsageError, match="没有可读的报告"):
        tasks_of([tmp_path / "out"], **options)


def test_findings_of_all_stand_in_one_list(tmp_path, out, run):
    rows = run(*(one(report(tmp_path / "in" / f"{seed}.txt", seed)) for seed in range(2)))[0].rows
    with (out / "findings.csv").open(encoding="utf-8-sig", newline="") as file:
        found = list(csv.DictReader(file))
    expected = []
    for row in rows:
        with (out / row.folder / "findings.csv").open(encoding="utf-8-sig", newline="") as file:
            expected += [(row.folder, finding["message"]) for finding in csv.DictReader(file)]
    assert [(finding["folder"], finding["message"]) for finding in found] == expected
    assert expected


class Cut(BaseException):
    """Stands for a SIGKILL between two steps."""


def untidy(monkeypatch):
    """What is killed tidies nothing up."""
    monkeypatch.setattr(batch, "clear", lambda _: None)
    monkeypatch.setattr(batch, "write_index", lambda _: None)


@pytest.mark.parametrize(
    ("step", "at"),
    [(step, at) for step in ("told", "publish", "settled", "rmtree") for at in (1, 2)] + [("move", 1), ("moved", 1)],
)
def test_a_run_cut_short_between_two_steps_is_finished_without_doing_anything_twice(
    tmp_path, out, run, monkeypatch, step, at
):
    """Two reports of one department, done in the wrong order, so that a folder has to give way."""
    tasks = [one(report(tmp_path / "in" / name)) for name in ("a.txt", "b.txt")]

    def backwards(orders):
        yield from here(reversed(list(orders)))

    run(*tasks, runner=backwards)
    undisturbed = tree(out)
    shutil.rmtree(out)
    owner = Ledger if step in ("settled", "moved") else shutil if step == "rmtree" else placing
    real, calls = getattr(owner, step), []

    def cut(*args, **kwargs):
        calls.append(step)
        if len(calls) == at:
            raise Cut
        return real(*args, **kwargs)

    with monkeypatch.context() as patched:
        patched.setattr(owner, step, cut)
        untidy(patched)
        with pytest.raises(Cut):
            run(*tasks, runner=backwards)
    run(*tasks)
    found = tree(out)
    assert sorted(found) == sorted(undisturbed)
    assert not [name for name in found if found[name] != undisturbed[name] and not name.endswith("run.json")]
    base = sqlite3.connect(out / "ledger.sqlite")
    assert base.execute("SELECT was, state FROM report").fetchall() == [(None, "done")] * 2
    base.close()


def test_a_publication_cut_short_loses_no_edited_workbook(tmp_path, out, run, monkeypatch):
    path = report(tmp_path / "in" / "a.txt")
    folder = out / run(one(path))[0].rows[0].folder
    (folder / "workbook.ipynb").write_text("mine", encoding="utf-8")
    real, calls = type(path).replace, []

    def replace(self, target):
        calls.append(target)
        if len(calls) > 1 and self.parent.name == "files" and len([c for c in calls if c.parent == folder]) == 7:
            raise Cut
        return real(self, target)

    with monkeypatch.context() as patched:
        patched.setattr(type(path), "replace", replace)
        untidy(patched)
        with pytest.raises(Cut):
            run(one(path), force=True)
    run(one(path))
    assert sorted(file.name for file in folder.iterdir()) == sorted([*LEFT, "workbook.edited-1.ipynb"])
    assert (folder / "workbook.edited-1.ipynb").read_text(encoding="utf-8") == "mine"


def test_a_ledger_that_is_none_is_told(tmp_path, out, run):
    out.mkdir()
    (out / "ledger.sqlite").write_text("no ledger at all, but long enough to be looked at " * 30, encoding="utf-8")
    with pytest.raises(JuesuanError, match="台账打不开"):
        run(one(report(tmp_path / "in" / "a.txt")))


def test_progress_tells_the_rate_and_what_is_left(tmp_path, run):
    lines = []
    run(*(one(report(tmp_path / "in" / f"{seed}.txt", seed)) for seed in range(4)), say=lines.append)
    assert lines[0].startswith("[1/4] ")
    assert "每分钟" in lines[2]
    assert "还需约" in lines[2]
    assert "每分钟" not in lines[3]
    assert [duration(seconds) for seconds in (5.4, 200, 7500)] == ["5 秒", "3 分 20 秒", "2 小时 5 分"]
