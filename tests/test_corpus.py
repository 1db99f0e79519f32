"""The outputs of many reports as one data set: what counts, what is left out and why."""

import sqlite3
from decimal import Decimal

import pytest

from juesuan_nb.corpus import load
from juesuan_nb.errors import JuesuanError, UsageError
from left import figure, finding, leave


@pytest.fixture
def two(tmp_path):
    """甲局 in two years, 乙局 in one."""
    leave(tmp_path, "甲局", 2023, [figure("grand_total", "10.00")])
    rows = [figure("grand_total", "12.34", rate=Decimal("23.40"), base="previous_year"), figure("total_revenue")]
    leave(tmp_path, "甲局", 2024, rows, [finding("AR01", "error"), finding("AN01", "info"), finding("AN02", "info")])
    leave(tmp_path, "乙局", 2024, [figure("item", "1.00", code="2080101", budget="2.00")])
    return tmp_path


def folders(corpus) -> dict[str, str]:
    return dict(corpus.left_out.itertuples(index=False))


def test_reports_figures_and_findings_come_back_as_they_were_written(two):
    corpus = load(two)
    runs = corpus.runs[["department", "year", "folder", "error", "warning", "info"]]
    assert list(runs.itertuples(index=False, name=None)) == [
        ("乙局", 2024, "2024/乙局", 0, 0, 0),
        ("甲局", 2023, "2023/甲局", 0, 0, 0),
        ("甲局", 2024, "2024/甲局", 1, 0, 2),
    ]
    assert corpus.years == [2023, 2024]
    row = corpus.figures.iloc[2]
    assert (row["department"], row["year"], row["amount"], row["rate"]) == ("甲局", 2024, 12_340_000, Decimal("23.40"))
    assert corpus.figures["amount"].dtype == "Int64"
    assert corpus.figures["amount"].isna().tolist() == [False, False, False, True]
    assert corpus.figures.iloc[0]["code"] == "2080101"
    assert corpus.findings["rule"].tolist() == ["AR01", "AN01", "AN02"]
    assert corpus.left_out.empty


def test_folders_of_failed_and_damaged_reports_are_left_out_and_told(two):
    (leave(two, "丙局", 2024) / "error.html").write_text("读不了", encoding="utf-8")
    (leave(two, "丁局", 2024) / "figures.csv").unlink()
    (leave(two, "戊局", 2024) / "run.json").write_text('{"department": "戊', encoding="utf-8")
    (leave(two, "己局", 2024) / "figures.csv").write_text("figure,amount\nitem,many\n", encoding="utf-8")
    (leave(two, "庚局", 2024) / "figures.csv").write_text("", encoding="utf-8")
    leave(two, "", 2024, folder="不知名")
    (two / "未做成" / "坏文件").mkdir(parents=True)
    (two / "未做成" / "坏文件" / "error.html").write_text("读不了", encoding="utf-8")
    (two / ".juesuan" / "work").mkdir(parents=True)
    corpus = load(two)
    assert len(corpus.runs) == 3
    told = folders(corpus)
    assert sorted(told) == [
        "2024/丁局",
        "2024/不知名",
        "2024/丙局",
        "2024/己局",
        "2024/庚局",
        "2024/戊局",
        "未做成/坏文件",
    ]
    assert "没有做成" in told["2024/丙局"]
    assert "没有 figures.csv" in told["2024/丁局"]
    assert all("损坏" in told[f"2024/{name}"] for name in ("戊局", "己局", "庚局"))
    assert "--manifest" in told["2024/不知名"]


def test_of_several_reports_of_a_department_and_year_the_newest_counts(tmp_path):
    leave(tmp_path, "甲局", 2024, [figure("grand_total", "1.00")], made=1_000)
    leave(tmp_path, "甲局", 2024, [figure("grand_total", "2.00")], folder="甲局（修订）", made=3_000)
    leave(tmp_path, "甲局", 2024, [figure("grand_total", "3.00")], folder="甲局（旧）", made=2_000)
    corpus = load(tmp_path)
    assert corpus.figures["amount"].tolist() == [2_000_000]
    assert set(folders(corpus)) == {"2024/甲局", "2024/甲局（旧）"}
    assert "甲局（修订）" in folders(corpus)["2024/甲局（旧）"]


def test_dismissed_findings_and_those_below_a_lead_do_not_count(tmp_path):
    listed = [
        finding("FT01", "error", key="a"),
        finding("AR01", "error", key="b", lead="a"),
        finding("AN01", "warning", key="c", lead="a"),
        finding("NV01", "error", key="d", disposition="误报"),
        finding("NV02", "error", key="e", lead="d"),
        finding("NV03", "error", key="f", disposition="误报", note="（数字已变，请复核）"),
        finding("PF01", "warning", key="g", disposition="已核实"),
    ]
    leave(tmp_path, "甲局", 2024, findings=listed)
    assert load(tmp_path).findings["rule"].tolist() == ["FT01", "NV02", "NV03", "PF01"]


def test_a_list_of_findings_that_went_through_excel_is_read(tmp_path):
    place = leave(tmp_path, "甲局", 2024, findings=[finding("FT01", "error", key="a")])
    text = (place / "findings.csv").read_text(encoding="utf-8-sig")
    (place / "findings.csv").write_text(text.replace(",", ";"), encoding="gb18030")
    corpus = load(tmp_path)
    assert corpus.findings[["rule", "message"]].to_numpy().tolist() == [["FT01", "FT01 不符。"]]


def test_a_list_of_findings_that_is_broken_is_told(tmp_path):
    leave(tmp_path, "乙局", 2024)
    place = leave(tmp_path, "甲局", 2024)
    (place / "findings.csv").write_text("甲,乙\n1,2\n", encoding="utf-8")
    assert "findings.csv" in folders(load(tmp_path))["2024/甲局"]


def test_groups_come_from_a_list_or_from_the_ledger(two, tmp_path):
    groups = tmp_path / "groups.csv"
    groups.write_text("department,year,group\n甲局,,机关\n甲局,2023,旧\n", encoding="utf-8-sig")
    assert load(two, groups).runs["peer_group"].tolist() == ["", "旧", "机关"]
    assert load(two).runs["peer_group"].tolist() == ["", "", ""]
    with sqlite3.connect(two / "ledger.sqlite") as ledger:
        ledger.execute("CREATE TABLE report (folder TEXT, grp TEXT)")
        ledger.execute("INSERT INTO report VALUES ('2024/乙局', '学校')")
    assert load(two).runs["peer_group"].tolist() == ["学校", "", ""]
    (two / "ledger.sqlite").write_bytes(b"no database")
    assert len(load(two).runs) == 3


@pytest.mark.parametrize("text", ["", "department,kind\n甲局,机关\n"])
def test_a_list_of_groups_without_its_columns_is_refused(two, text):
    (two / "groups.csv").write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match="department 和 group"):
        load(two, two / "groups.csv")
    with pytest.raises(UsageError, match="读不了"):
        load(two, two / "absent.csv")


def test_a_folder_without_results_is_wrong_usage_and_one_without_usable_results_an_error(tmp_path):
    with pytest.raises(UsageError, match="没有这个文件夹"):
        load(tmp_path / "absent")
    (tmp_path / "2024" / "笔记").mkdir(parents=True)
    with pytest.raises(UsageError, match="没有 juesuan run 的成果"):
        load(tmp_path)
    (leave(tmp_path, "甲局", 2024) / "error.html").write_text("读不了", encoding="utf-8")
    with pytest.raises(JuesuanError, match="都不能比较") as error:
        load(tmp_path)
    assert error.value.exit_code == 3
