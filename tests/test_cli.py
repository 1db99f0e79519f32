"""The command line: what goes to stdout, what to stderr, and with which exit code."""

import csv
import io
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import click
import openpyxl
import pytest
from click.testing import CliRunner

from juesuan_nb import __version__, batch, checks, workbook
from juesuan_nb.batch.ledger import Row
from juesuan_nb.cli import SEVERITIES, main
from juesuan_nb.resources import shipped

SAMPLE = shipped("data") / "jiaozuo-hr-2024.txt"


def juesuan(*args):
    return CliRunner().invoke(main, [str(arg) for arg in args], prog_name="juesuan")


@pytest.fixture
def broken(tmp_path):
    """Inputs that are no report, by kind."""
    inputs = {
        "empty": ("空.txt", b"  \n"),
        "binary": ("图.txt", bytes(range(256)) * 8),
        "pdf": ("报告.pdf", b"%PDF-1.7\n"),
        "other": ("信.txt", "各位同事：\n明天下午三点开会。\n".encode()),
    }
    for name, data in inputs.values():
        (tmp_path / name).write_bytes(data)
    (tmp_path / "文件夹").mkdir()
    return {kind: tmp_path / name for kind, (name, _) in inputs.items()} | {
        "missing": tmp_path / "没有.txt",
        "folder": tmp_path / "文件夹",
    }


@pytest.mark.parametrize(
    ("kind", "problem"),
    [("missing", "找不到"), ("empty", "空"), ("binary", ""), ("pdf", "PDF"), ("folder", "文件夹"), ("other", "决算")],
)
@pytest.mark.parametrize("command", ["read", "check"])
def test_what_is_no_report_is_refused_with_a_message(command, kind, problem, broken):
    result = juesuan(command, broken[kind])
    assert result.exit_code == 3
    assert result.stdout.strip() == ""
    assert result.stderr.startswith("错误：")
    assert broken[kind].name in result.stderr
    assert problem in result.stderr
    assert result.stderr.count("。") >= 2, "what is wrong, and what to do next"
    assert "Traceback" not in result.stderr


def test_run_tells_which_report_was_not_worked_up(broken, tmp_path):
    kinds = ("missing", "empty", "binary", "pdf", "other")
    result = juesuan("run", *(broken[kind] for kind in kinds), "-o", tmp_path / "成果")
    assert result.exit_code == 3
    assert result.stdout == ""
    for kind in kinds:
        assert re.search(rf"错误：\S*{broken[kind].name}", result.stderr)
        assert (tmp_path / "成果" / "未做成" / broken[kind].stem / "error.html").exists()
    assert "5 份报告，5 份没有做成" in result.stderr


def test_run_refuses_a_folder_without_files(broken):
    result = juesuan("run", broken["folder"])
    assert result.exit_code == 2
    assert "没有可读的文件" in result.stderr


def test_run_lists_the_parameters_when_one_is_unknown(tmp_path):
    result = juesuan("run", SAMPLE, "-o", tmp_path / "成果", "-p", "no_such", "5")
    assert result.exit_code == 2
    assert "没有参数 no_such" in result.stderr
    assert "可用的参数" in result.stderr
    assert not (tmp_path / "成果").exists()


def test_read_prints_the_cells_with_a_header(sample):
    result = juesuan("read", SAMPLE)
    rows = list(csv.DictReader(io.StringIO(result.stdout)))
    assert result.exit_code == 0
    assert result.stderr == ""
    assert list(rows[0]) == list(sample.cells.columns)
    assert [row["value"] for row in rows] == list(sample.cells["value"])
    assert {"208", "2080505"} <= {row["code"] for row in rows}


@pytest.mark.parametrize("part", ["cells", "claims", "evaluation", "document"])
def test_every_part_comes_as_json_too(part, sample):
    rows = json.loads(juesuan("read", SAMPLE, "--part", part, "--format", "json").stdout)
    assert rows
    if part != "document":
        assert len(rows) == len(getattr(sample, part))


def test_read_writes_files_for_excel(tmp_path):
    out = juesuan("read", SAMPLE, "-o", tmp_path / "cells.csv")
    assert (out.exit_code, out.stdout) == (0, "")
    assert (tmp_path / "cells.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    assert juesuan("read", SAMPLE, "--format", "xlsx", "-o", tmp_path / "表.xlsx").exit_code == 0
    assert "02 收入决算表" in openpyxl.load_workbook(tmp_path / "表.xlsx").sheetnames
    claims = juesuan("read", SAMPLE, "--part", "claims", "--format", "xlsx", "-o", tmp_path / "claims.xlsx")
    assert claims.exit_code == 0
    assert openpyxl.load_workbook(tmp_path / "claims.xlsx").sheetnames == ["claims"]


def test_xlsx_needs_a_file():
    result = juesuan("read", SAMPLE, "--format", "xlsx")
    assert result.exit_code == 2
    assert "-o" in result.stderr


def test_check_prints_one_json_object(sample):
    result = juesuan("check", SAMPLE, "--format", "json", "--fail-on", "never")
    assert result.exit_code == 0
    report = json.loads(result.stdout)["reports"][0]
    assert set(report) == {"file", "department", "year", "findings", "verdicts"}
    assert (report["file"], report["department"], report["year"]) == (str(SAMPLE), sample.department, sample.year)
    assert {"rule", "severity", "message", "places"} <= set(report["findings"][0])
    assert report["verdicts"] == checks.check(sample).verdicts()


def test_the_exit_code_follows_fail_on(sample):
    worst = checks.check(sample).findings["severity"].iloc[0]
    assert worst == "error", "the sample has breaks that the department printed"
    assert juesuan("check", SAMPLE).exit_code == 1
    assert juesuan("check", SAMPLE, "--fail-on", "never").exit_code == 0
    only_tails = juesuan("check", SAMPLE, "--select", "FT01", "--format", "csv")
    assert {row["severity"] for row in csv.DictReader(io.StringIO(only_tails.stdout))} == {"info"}
    assert only_tails.exit_code == 0
    assert juesuan("check", SAMPLE, "--select", "FT01", "--fail-on", "info").exit_code == 1


def test_rules_can_be_selected_and_ignored():
    result = juesuan("check", SAMPLE, "--select", "FT，AR", "--ignore", "FT03", "--format", "csv")
    rules = {row["rule"] for row in csv.DictReader(io.StringIO(result.stdout))}
    assert rules
    assert {rule[:2] for rule in rules} <= {"FT", "AR"}
    assert "FT03" not in rules
    assert juesuan("check", SAMPLE, "--select", "XX").exit_code == 2


def test_own_rules_are_found_given_and_refused(tmp_path, monkeypatch):
    shutil.copy(SAMPLE, tmp_path / "报告.txt")
    own = 'select = ["FT90"]\n[[identity]]\ncode = "FT90"\ntitle = "自定"\nleft = ["T3[合计].基本支出"]\nright = ["T3[合计].项目支出"]\n'
    (tmp_path / "juesuan.toml").write_text(own, encoding="utf-8")
    found = juesuan("check", tmp_path / "报告.txt")
    assert found.exit_code == 1
    assert "错误  FT90  自定：" in found.stdout
    assert "FT03" not in found.stdout
    extra = tmp_path / "extra.toml"
    extra.write_text('select = ["FT03"]\n', encoding="utf-8")
    assert "FT90" not in juesuan("check", tmp_path / "报告.txt", "--rules", extra).stdout
    assert "FT90  错误  自定" in juesuan("rules", "--rules", tmp_path / "juesuan.toml").stdout
    assert juesuan("rules", "ft90", "--rules", tmp_path / "juesuan.toml").stdout.startswith("FT90 自定")
    extra.write_text("[thresholds]\nyoy_jump = 三\n", encoding="utf-8")
    for command in (
        ["check", SAMPLE, "--rules", extra],
        ["rules", "--rules", extra],
        ["check", SAMPLE, "--rules", tmp_path / "x"],
    ):
        refused = juesuan(*command)
        assert (refused.exit_code, refused.stdout) == (2, "")
        assert refused.stderr.startswith(f"错误：{command[-1]}")


def test_notes_are_carried_over_and_false_alarms_do_not_fail(tmp_path):
    listed = list(csv.DictReader(io.StringIO(juesuan("check", SAMPLE, "--format", "csv").stdout)))
    for row in listed:
        row["disposition"] = "误报" if row["severity"] == "error" else ""
    gone = dict.fromkeys(listed[0], "") | {"key": "FT99-1", "disposition": "已整改", "note": "旧的"}
    path = tmp_path / "处置.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, list(listed[0]))
        writer.writeheader()
        writer.writerows([*listed, gone])
    result = juesuan("check", SAMPLE, "--dispositions", path)
    assert result.exit_code == 0
    assert "FT99-1（已整改　旧的）" in result.stderr
    false_alarms = sum(row["severity"] == "error" for row in listed)
    assert f"合计：错误 0，疑点 {sum(row['severity'] == 'warning' for row in listed)}，" in result.stdout
    assert f"误报 {false_alarms}" in result.stdout
    assert "处置：误报" in result.stdout
    again = list(
        csv.DictReader(io.StringIO(juesuan("check", SAMPLE, "--format", "csv", "--dispositions", path).stdout))
    )
    assert [row["disposition"] for row in again[-false_alarms:]] == ["误报"] * false_alarms
    assert juesuan("check", SAMPLE, "--dispositions", path, "--fail-on", "warning").exit_code == 1


def test_a_list_without_files_is_refused_for_several_reports(tmp_path):
    path = tmp_path / "findings.csv"
    path.write_text("key,disposition,note\nFT03-1,误报,\n", encoding="utf-8")
    result = juesuan("check", SAMPLE, SAMPLE, "--dispositions", path)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "file 列" in result.stderr


def test_one_unreadable_file_does_not_stop_the_others(broken):
    result = juesuan("check", broken["empty"], SAMPLE, "--format", "json")
    assert result.exit_code == 3
    assert [report["file"] for report in json.loads(result.stdout)["reports"]] == [str(SAMPLE)]
    assert broken["empty"].name in result.stderr


def test_the_catalogue_and_a_page_of_it():
    listed = juesuan("rules")
    assert listed.exit_code == 0
    assert all(rule.code in listed.stdout and rule.title in listed.stdout for rule in checks.rules())
    rule = checks.rules()[0]
    page = juesuan("rules", rule.code)
    assert page.exit_code == 0
    assert rule.title in page.stdout
    unknown = juesuan("rules", "ZZ99")
    assert unknown.exit_code == 2
    assert "ZZ99" in unknown.stderr


def test_run_hands_over_what_was_asked_and_reports_what_failed(tmp_path, monkeypatch):
    folder, seen = tmp_path / "报告", []
    folder.mkdir()
    for name in ("丙.txt", "乙.txt", "甲.txt"):
        shutil.copy(SAMPLE, folder / name)

    def work_up(tasks, out, options, say):
        seen.append((out, options))
        rows = [Row(task.id, 1, "failed" if task.name == "乙.txt" else "done", "", folder=task.name) for task in tasks]
        rows[[task.name for task in tasks].index("乙.txt")].outcome["message"] = "乙.txt：单元格出错。"
        return batch.Summary(rows, 0)

    monkeypatch.setattr(batch, "run", work_up)
    out = tmp_path / "成果"
    result = juesuan("run", folder, "-o", out, "-p", "top", "5", "--jobs", "3", "--force", "--timeout", "9")
    assert seen == [(out, batch.Options(jobs=3, parameters={"top": "5"}, force=True, timeout=9))]
    assert result.exit_code == 3
    assert sorted(result.stdout.split()) == sorted(str(out / name) for name in ("丙.txt", "甲.txt"))
    assert "单元格出错" in result.stderr
    assert "3 份报告，1 份没有做成" in result.stderr


def test_run_takes_reports_or_a_list_of_them(tmp_path):
    assert "二者其一" in juesuan("run").stderr
    assert "二者其一" in juesuan("run", SAMPLE, "--manifest", tmp_path / "a.csv").stderr
    assert "不能同时用" in juesuan("run", SAMPLE, "--as-one", "--by-folder").stderr


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (["read"], "缺少参数"),
        (["read", "a", "b"], "多出"),
        (["read", "a", "--formt", "csv"], "没有选项 --formt"),
        (["read", "a", "--format", "pdf"], "可用：csv、json、xlsx"),
        (["read", "a", "-o"], "缺少值"),
        (["chek", "a"], "没有命令“chek”"),
        (["run", "a", "-p", "top"], "错误："),
    ],
)
def test_wrong_usage_is_told_in_chinese(args, says):
    result = juesuan(*args)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert says in result.stderr


@pytest.mark.parametrize("command", [main, *main.commands.values()], ids=lambda command: command.name)
def test_every_command_explains_itself_with_an_example(command):
    name = [] if command is main else [command.name]
    result = juesuan(*name, "--help")
    assert result.exit_code == 0
    assert result.stdout.startswith("用法：")
    assert "示例" in result.stdout
    assert f"juesuan {' '.join(name)}".strip() in result.stdout.partition("示例")[2]
    options = [param for param in command.params if isinstance(param, click.Option)]
    assert all(option.help and not option.help.isascii() for option in options)
    assert not {"Usage", "Options", "Show this"} & set(result.stdout.split(":"))


def test_severities_are_those_of_the_checks():
    assert tuple(checks.model.SEVERITIES) == SEVERITIES


def test_the_bare_command_shows_help_and_the_version_is_the_package_s():
    assert juesuan().stdout == juesuan("--help").stdout
    assert juesuan("--version").stdout.strip() == f"juesuan {__version__}"


def run_process(*args, **options):
    environment = os.environ | {"PYTHONPATH": str(Path(workbook.__file__).parent.parent)}
    command = [sys.executable, "-m", "juesuan_nb", *map(str, args)]
    return subprocess.run(command, capture_output=True, env=environment, timeout=120, check=False, **options)


def test_as_a_process_of_its_own(tmp_path):
    result = run_process("check", tmp_path / "没有.txt")
    assert result.returncode == 3
    assert result.stdout == b""
    assert "错误：" in result.stderr.decode()


def test_help_loads_none_of_the_heavy_libraries():
    code = "import sys, juesuan_nb.cli; print([name for name in ('pandas', 'matplotlib', 'nbconvert') if name in sys.modules])"
    environment = os.environ | {"PYTHONPATH": str(Path(workbook.__file__).parent.parent)}
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, env=environment, text=True, check=True)
    assert result.stdout.strip() == "[]"
