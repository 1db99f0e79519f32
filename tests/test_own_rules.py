"""Analysts' own rules: the same verdicts as built-in ones, and every mistake told with line, field and reason."""

import re
from pathlib import Path

import pytest

from juesuan_nb.checks import check, custom, explain, notation, rules, rules_files
from juesuan_nb.checks.identities import entries
from juesuan_nb.checks.literal import sample
from juesuan_nb.errors import UsageError

FINE = '''\
# 说明
[thresholds]
variance_materiality = 5
yoy_jump = 30.5

[[identity]]
code = "FT90"
title = "基本支出不超过本年支出"
relation = "<="
each = "T3 all"
left = ["T3[@].基本支出"]
right = ["支出决算表[@].本年支出合计"]
example = """
T3 | 本年支出合计 | 基本支出
合计 | 32.42 | 32.42
"""
broken = ["32.42 |", "32.41 |"]

[[identity]]
code = "AR90"
title = "总表与支出表一致"
left = ["T1[本年支出合计].支出/金额"]
right = [
  "T3[支出合计].基本支出|项目支出",
]
severity = "疑点"
'''
TEXT = """
T1 | 支出/金额
本年支出合计 | 9.00
T3 | 本年支出合计 | 基本支出 | 项目支出
合计 | 8.00 | 5.00 | 3.00
2080101 甲 | 4.00 | 5.00 | 0.00
"""


def written(folder: Path, text: str, name: str = "rules.toml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_own_rules_give_findings_like_any_other(tmp_path):
    result = check(sample(TEXT), rules=[written(tmp_path, FINE)])
    own = result.findings[result.findings["rule"].isin(["FT90", "AR90"])].set_index("rule")
    assert dict(own["severity"]) == {"FT90": "error", "AR90": "warning"}
    assert own.loc["FT90", "message"].startswith(
        "基本支出不超过本年支出：《支出决算表》·2080101 甲 基本支出5.00，应不大于"
    )
    assert (own.loc["AR90", "expected"], own.loc["AR90", "found"]) == ("8.00", "9.00")
    assert own.loc["AR90", "tables"] == "收入支出决算总表；支出决算表"
    assert own["key"].str.startswith(("FT90-", "AR90-")).all()
    passed = result.results[(result.results["rule"] == "FT90") & (result.results["verdict"] == "passed")]
    assert list(passed["place"]) == ["《支出决算表》·合计·基本支出"]


def test_an_own_rule_says_the_same_as_the_built_in_one_it_repeats(tmp_path):
    """FT09 written by an analyst: same verdicts, places and words; a table that is not there is not_checked."""
    entry = next(entry for entry in entries("footing.toml") if entry["code"] == "FT09")
    said = "\n".join(f'{name} = "{entry[name]}"' for name in ("title", "each"))
    text = f'[[identity]]\ncode = "FT99"\n{said}\nleft = {entry["left"]}\nright = {entry["right"]}\n'
    path = written(tmp_path, text)
    for literal in (TEXT, "T2 | 本年收入合计\n合计 | 1.00"):
        results = check(sample(literal), rules=[path], select=["FT09", "FT99"]).results
        mine, built_in = (
            results[results["rule"] == code].drop(columns="rule").to_dict("records") for code in ("FT99", "FT09")
        )
        assert mine == built_in != []


def test_the_argument_beats_the_file_and_a_later_file_an_earlier_one(tmp_path):
    first = written(
        tmp_path,
        FINE
        + '\n[[identity]]\ncode = "FT91"\ntitle = "甲"\nleft = ["T3[合计].基本支出"]\nright = ["T3[合计].项目支出"]\n',
    )
    second = written(
        tmp_path,
        'select = ["FT90"]\n[thresholds]\nyoy_jump = 1\n'
        + FINE.split("[[identity]]")[0].replace("[thresholds]\nvariance_materiality = 5\nyoy_jump = 30.5\n", "")
        + '[[identity]]\ncode = "FT90"\ntitle = "乙"\nleft = ["T3[合计].基本支出"]\nright = ["T3[合计].项目支出"]\n',
        "second.toml",
    )
    own = custom.load([first, second])
    assert set(own.rules) == {"FT90", "AR90", "FT91"}
    assert own.rules["FT90"].title == "乙"
    assert own.thresholds["yoy_jump"] == 1
    assert own.thresholds["variance_materiality"] == 5
    assert set(check(sample(TEXT), rules=[first, second]).results["rule"]) == {"FT90"}
    assert set(check(sample(TEXT), rules=[first, second], select=["AR90"]).results["rule"]) == {"AR90"}
    assert set(check(sample(TEXT), rules=[second], ignore=["FT90"]).results["rule"]) == set()
    with pytest.raises(UsageError, match="yoy"):
        check(sample(TEXT), rules=[second], thresholds={"yoy": 3})


def test_thresholds_of_the_file_are_in_force(tmp_path, sample):
    before = check(sample, select=["AN05"]).findings
    high = written(tmp_path, "[thresholds]\nyoy_jump = 24.74\n")
    after = check(sample, select=["AN05"], rules=[high]).findings
    assert 0 < len(after) < len(before)
    assert len(check(sample, select=["AN05"], rules=[high], thresholds={"yoy_jump": 20}).findings) == len(before)
    assert len(check(sample, select=["AN05"], rules=[high], thresholds={"yoy_jump": None}).findings) == len(after)


def test_select_and_ignore_of_the_file(tmp_path):
    path = written(tmp_path, 'select = ["ft", "AR90"]\nignore = ["FT90"]\n' + FINE)
    found = set(check(sample(TEXT), rules=[path]).results["rule"])
    assert "AR90" in found
    assert {code[:2] for code in found} == {"FT", "AR"}
    assert not {"FT90", "AR05"} & found


def test_the_nearest_juesuan_toml_is_found_beside_the_report_then_in_the_working_directory(tmp_path, monkeypatch):
    beside, here, extra = tmp_path / "甲", tmp_path / "此处", tmp_path / "extra.toml"
    for folder in (beside, here):
        folder.mkdir()
    monkeypatch.chdir(here)
    assert rules_files([beside / "报告.txt"], [extra]) == [extra]
    (here / "juesuan.toml").touch()
    assert rules_files([beside / "报告.txt"], [extra]) == [Path("juesuan.toml"), extra]
    (beside / "juesuan.toml").touch()
    assert rules_files([beside / "报告.txt"], [extra]) == [beside / "juesuan.toml", extra]
    assert rules_files([beside]) == [beside / "juesuan.toml"]
    assert rules_files() == [Path("juesuan.toml")]


MISTAKES = [
    ("T3[@].基本支出", "T12[@].基本支出", 11, "没有表“T12”", "T9 财政拨款“三公”经费支出决算表"),
    ("T3[@].基本支出", "T3[甲].基本支出", 11, "没有行“甲”", "科目编码"),
    ("本年支出合计].支出", "本年收入合计].支出", 22, "支出一侧没有行“本年收入合计”", "本年支出合计（total_expenditure）"),
    ("基本支出|项目支出", "基本支出|项目", 24, "没有栏目“项目”", "对附属单位补助支出"),
    ('"T3[@].基本支出"', '"T3 基本支出"', 11, "不是“表[行].栏”的形式", "T3[合计].基本支出"),
    ('"T3[@].基本支出"', '"T3[@].*"', 11, "by_column", ""),
    ('each = "T3 all"', "", 11, "each", ""),
    ('"T3 all"', '"T3 alles"', 10, "没有行“alles”", ""),
    ('"T3 all"', '"T3"', 10, "缺少行的范围", "level3（每个类）"),
    ("yoy_jump", "yoy_jumps", 4, "没有名为“yoy_jumps”的阈值", "yoy_jump（"),
    ("30.5", '"三成"', 4, "应是一个数", "三成"),
    ("30.5", "true", 4, "应是一个数", ""),
    ("30.5", "nan", 4, "应是一个数", ""),
    ("30.5", "-1", 4, "不能是负数", ""),
    ('"<="', '"=<"', 9, "relation 不能是“=<”", "<=（不大于）"),
    ('"疑点"', '"严重"', 26, "severity 不能是“严重”", "warning（疑点）"),
    ("severity", "sevrity", 26, "没有“sevrity”这一项", "severity"),
    ('title = "总表与支出表一致"', "", 19, "缺少 title", ""),
    ('title = "总表与支出表一致"', "title = 3", 21, "title 应是文字", ""),
    ('["T1[本年支出合计].支出/金额"]', '"T1[本年支出合计].支出/金额"', 22, "left 应是列表", ""),
    ('"FT90"', '"FT03"', 7, "编号“FT03”不能用", "FT90"),
    ('"FT90"', '"AR91"', 7, "只涉及一张表", "FT9"),
    ('"AR90"', '"FT91"', 20, "涉及几张表", "AR9"),
    ('"32.41 |"]', '"32.43 |"]', 17, "换字后的示例的核对结果应是不符，实际是通过", ""),
    ("合计 | 32.42 | 32.42", "合计 | 32.00 | 32.42", 17, "示例里没有“32.42 |”", ""),
    ('["32.42 |", "32.41 |"]', '["32.42"]', 17, "broken 是两段文字", ""),
    ("T3 | 本年支出合计 | 基本支出\n", "T12 | 本年支出合计\n", 13, "示例读不懂", ""),
    ("合计 | 32.42 | 32.42", "合计 | 32.42 | 多", 13, "示例读不懂", ""),
    ("[thresholds]", "[threshold]", 2, "不认识“threshold”", "thresholds（阈值）"),
    ("[[identity]]\ncode = \"AR90\"", "[identity]\ncode = \"AR90\"", 19, "TOML", "同一个"),
    ('"FT90"', '“FT90”', 7, "TOML", "半角"),
    ('"FT90"', '"FT90', 7, "引号没有", "半角"),
    ("  \"T3[支出合计].基本支出|项目支出\",\n]", "  \"T3[合计].基本支出\",", 25, "TOML", ""),
    ("# 说明\n", 'select = "FT"\n', 1, "select 应是规则编号", ""),
    ("# 说明\n", 'ignore = ["AN5"]\n', 1, "没有编号为“AN5”的规则", "AN（异常）"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "line", "says", "offers"), MISTAKES, ids=[f"{new.strip()}-{says}" for _, new, _, says, _ in MISTAKES]
)
def test_a_mistake_is_told_with_line_and_reason(tmp_path, old, new, line, says, offers):
    assert old in FINE
    path = written(tmp_path, FINE.replace(old, new, 1))
    with pytest.raises(UsageError) as caught:
        check(sample(TEXT), rules=[path])
    told = str(caught.value)
    assert told.startswith(f"{path} 第{line}行：")
    assert says in told
    assert offers in told
    assert not re.search(r"Error|Traceback|KeyError", told)


@pytest.mark.parametrize(
    ("data", "says"),
    [(None, "没有这个文件"), (b"\xff\xff\xfe", "不是文本"), ("title = “甲”".encode("gb18030"), "第1行")],
    ids=["missing", "bytes", "gbk"],
)
def test_a_file_that_is_no_toml_is_refused(tmp_path, data, says):
    path = tmp_path / "r.toml"
    if data is not None:
        path.write_bytes(data)
    with pytest.raises(UsageError, match=says):
        custom.load([path])


def test_a_code_twice_in_one_file_is_a_mistake(tmp_path):
    again = FINE.partition("[[identity]]")[2].partition("[[identity]]")[0]
    with pytest.raises(UsageError, match="第30行：编号 FT90 用了两次"):
        custom.load([written(tmp_path, FINE + "\n\n[[identity]]" + again)])


def test_a_file_in_the_encoding_of_a_chinese_windows_is_read(tmp_path):
    path = tmp_path / "r.toml"
    path.write_bytes(FINE.replace("\n", "\r\n").encode("gb18030"))
    assert set(custom.load([path]).rules) == {"FT90", "AR90"}


@pytest.mark.parametrize("name", ["footing.toml", "articulation.toml"])
def test_the_catalogue_itself_is_written_as_analysts_write(name):
    """What notation accepts is what the built-in identities use, and it changes nothing in them."""
    for entry in entries(name):
        each, by_column = entry.get("each", ""), entry.get("by_column", "")
        for text in [
            text for pair in (entry, *entry.get("pairs", ())) for side in ("left", "right") for text in pair[side]
        ]:
            assert notation.term(text, each=each, by_column=by_column) == text, entry["code"]
        assert not each or notation.each_row(each) == each
        assert not by_column or notation.every_column(by_column) == by_column


def test_the_catalogue_keeps_below_90():
    assert all(int(rule.code[2:]) < 90 for rule in rules())


def test_an_own_rule_has_its_page(tmp_path):
    own = custom.load([written(tmp_path, FINE)]).rules.values()
    page = explain("ft90", own)
    assert page.startswith("FT90 基本支出不超过本年支出\n")
    assert "依据　自定规则" in page
    assert "≤" in page
    assert page.count("示例（") == 2
