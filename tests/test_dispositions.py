"""What analysts noted of findings: found again after a new run, however Excel left the file; never lost, never guessed."""

import csv
import io

import pytest

from juesuan_nb import export
from juesuan_nb.checks import check
from juesuan_nb.checks.dispositions import CHANGED, VANISHED, dismissed, read_dispositions
from juesuan_nb.checks.literal import sample
from juesuan_nb.errors import UsageError

TEXT = "T3 | 本年支出合计 | 基本支出\n2080101 甲 | 5.00 | 4.00\n2080102 乙 | 50.00 | 40.00\n2080103 丙 | 7.00 | 5.00"
NOTE = '与单位核对过，"甲"为笔误，\n第二行；下年改正'


def result(text=TEXT, **options):
    return check(sample(text), select=["FT09"], **options)


def noted(path, notes, encoding="utf-8-sig", delimiter=",", change=lambda rows: rows):
    """findings.csv with notes by code, as a spreadsheet writes it back."""
    rows = list(csv.DictReader(io.StringIO(export.csv_text(result().findings))))
    for row in rows:
        row["disposition"], row["note"] = notes.get(row["codes"], ("", ""))
    rows = change(rows)
    heads = list(dict.fromkeys(name for row in rows for name in row))
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.DictWriter(file, heads, delimiter=delimiter, lineterminator="\r\n")
        writer.writeheader()
        writer.writerows(rows)
    return path


def carried(path, text=TEXT):
    found = result(text, dispositions=path)
    by_code = {row["codes"]: (row["disposition"], row["note"]) for row in found.findings.to_dict("records")}
    return found, by_code


NOTES = {"2080101": ("已核实", NOTE), "2080102": ("误报", ""), "2080103": ("", "待查")}


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-8", "gbk", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_notes_come_back_from_what_a_spreadsheet_writes(tmp_path, encoding, delimiter):
    found, by_code = carried(noted(tmp_path / "f.csv", NOTES, encoding, delimiter))
    assert {code: (word, note.replace("\r\n", "\n")) for code, (word, note) in by_code.items()} == NOTES
    assert found.vanished.empty


CHANGES = {
    "reversed columns": lambda rows: [dict(reversed(row.items())) for row in rows],
    "own column first": lambda rows: [{"经办人": "张", **row, "": ""} for row in rows],
    "other order": lambda rows: rows[::-1],
    "only what counts": lambda rows: [{name: row[name] for name in ("note", "key", "disposition")} for row in rows],
    "Chinese heads": lambda rows: [{"键": r["key"], "处置": r["disposition"], "备注": r["note"]} for r in rows],
    "a row twice": lambda rows: [*rows, rows[0]],
    "spaces and an empty line": lambda rows: [*({**r, "disposition": f" {r['disposition']} "} for r in rows), dict.fromkeys(rows[0], "")],
    "figures as Excel writes them": lambda rows: [r | {"expected": r["expected"].removesuffix(".00"), "found": f"{r['found']}0"} for r in rows],
}  # fmt: skip


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_other_columns_and_rows_do_no_harm(tmp_path, change):
    assert carried(noted(tmp_path / "f.csv", NOTES, change=change))[1] == NOTES


def test_a_deleted_row_is_a_finding_without_a_note(tmp_path):
    path = noted(tmp_path / "f.csv", NOTES, change=lambda rows: [row for row in rows if row["codes"] != "2080102"])
    assert carried(path)[1] == NOTES | {"2080102": ("", "")}


def test_unrelated_changes_keep_the_notes(tmp_path):
    path = noted(tmp_path / "f.csv", NOTES)
    more = TEXT.replace("2080101 甲", "2080199 丁 | 9.00 | 8.00\n2080101 甲")
    assert carried(path, more)[1] == NOTES | {"2080199": ("", "")}


def test_the_notes_of_vanished_findings_are_kept_apart_and_come_back(tmp_path):
    path = noted(tmp_path / "findings.csv", NOTES)
    sound = TEXT.replace("| 4.00", "| 5.00").replace("| 5.00\n2080102", "| 5.00\n2080102")
    found, by_code = carried(path, sound)
    assert set(by_code) == {"2080102", "2080103"}
    assert list(found.vanished["codes"]) == ["2080101"]
    assert list(found.vanished["note"].str.replace("\r\n", "\n")) == [NOTE]
    export.write_findings(found, path)
    assert (tmp_path / VANISHED).exists()
    again, by_code = carried(path, TEXT)
    assert {code: (word, note.replace("\r\n", "\n")) for code, (word, note) in by_code.items()} == NOTES
    assert again.vanished.empty
    assert list(carried(path, sound)[0].vanished["codes"]) == ["2080101"]


def test_false_alarms_are_last_and_do_not_count(tmp_path):
    found, _ = carried(noted(tmp_path / "f.csv", NOTES))
    assert list(found.findings["codes"]) == ["2080103", "2080101", "2080102"]
    assert list(dismissed(found.findings)) == [False, False, True]
    assert list(found.findings.index) == [0, 1, 2]


def test_a_judgement_of_other_figures_is_not_trusted_until_it_is_looked_at_again(tmp_path):
    path = noted(tmp_path / "findings.csv", NOTES)
    found, by_code = carried(path, TEXT.replace("40.00", "30.00"))
    assert by_code["2080102"] == ("误报", CHANGED)
    assert not dismissed(found.findings).any()
    export.write_findings(found, path)
    found, by_code = carried(path, TEXT.replace("40.00", "30.00"))
    assert by_code["2080102"] == ("误报", CHANGED), "it stays until an analyst deletes it, and is not repeated"
    path.write_text(path.read_text(encoding="utf-8-sig").replace(CHANGED, ""), encoding="utf-8-sig")
    assert dismissed(carried(path, TEXT.replace("40.00", "30.00"))[0].findings).any()


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("key,disposition,note\nFT09-1,不是错,x\n", "第2行：处置“不是错”不认识，只能是已核实、误报、已整改"),
        ('key,disposition,note\nFT09-1,误报,"一\n二"\nFT09-2,？,\n', "第4行：处置“？”"),
        ("key,disposition\nFT09-1,误报\nFT09-1,已核实\n", "第3行：与第2行是同一条问题（FT09-1），处置却不同"),
        ("rule,disposition\nFT09,误报\n", "缺少 key 这一列"),
        ("key,disposition\n,误报\n", "第2行：有处置而没有 key"),
        ("a,b\n1,2\n", "不是问题清单"),
        ("", "空文件"),
        ('key,disposition\nFT09-1,"误报\n', "不是完整的 CSV"),
    ],
)
def test_a_mistake_is_told_with_its_line(tmp_path, content, says):
    path = tmp_path / "f.csv"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(UsageError, match=r"f\.csv") as caught:
        result(dispositions=path)
    assert says in str(caught.value)


@pytest.mark.parametrize("data", [b"PK\x03\x04\x00\x00", b"\xff\xff\xff\xfe"], ids=["xlsx", "bytes"])
def test_a_file_that_is_no_csv_is_refused(tmp_path, data):
    path = tmp_path / "f.csv"
    path.write_bytes(data)
    with pytest.raises(UsageError, match="CSV"):
        read_dispositions(path)
    with pytest.raises(UsageError, match="没有这个文件"):
        read_dispositions(tmp_path / "g.csv")


def test_a_list_of_an_older_version_without_keys_has_no_notes(tmp_path):
    path = tmp_path / "f.csv"
    path.write_text("rule,message\nFT09,不符\n", encoding="utf-8")
    assert read_dispositions(path).empty


def test_a_list_over_several_reports_gives_each_its_own(tmp_path):
    path = tmp_path / "all.csv"
    path.write_text(
        "file,key,disposition,note\n甲/a.txt,FT09-1,误报,\nb.xlsx、c.docx,FT09-1,已核实,\n,FT09-2,已整改,\n",
        encoding="utf-8",
    )
    words = {
        name: list(read_dispositions(path, name)["disposition"]) for name in ("乙/a.txt", "x/b.xlsx、y/c.docx", "d.txt")
    }
    assert words == {"乙/a.txt": ["误报", "已整改"], "x/b.xlsx、y/c.docx": ["已核实", "已整改"], "d.txt": ["已整改"]}
