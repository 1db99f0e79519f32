"""The real report beside the checkout: what `juesuan read` prints, scored as the customer scores it."""

import subprocess
import sys

ENTRY = [sys.executable, "-m", "juesuan_nb"]


def test_every_cell_of_the_real_report(shared, tmp_path):
    report = shared / "reports" / "jiaozuo-hr-2024.txt"
    cells = tmp_path / "cells.csv"
    read = subprocess.run([*ENTRY, "read", report, "--format", "csv"], capture_output=True, check=True)
    cells.write_bytes(read.stdout)
    golden = shared / "golden" / "jiaozuo-hr-2024" / "cells.csv"
    score = subprocess.run(
        [sys.executable, shared / "score" / "score_cells.py", golden, cells],
        capture_output=True,
        text=True,
        check=False,
    )
    print(score.stdout)
    assert score.returncode == 0, score.stdout
    assert score.stdout.endswith("matched 794, F1 1.0000\n")


def test_the_damage_of_the_real_report_is_told(jiaozuo):
    """Every kind of damage that the conversion shows is noted, and nothing inferred is given as published."""
    kinds = set(jiaozuo.quality["kind"])
    assert {"number_repaired", "code_recovered", "name_recovered", "cell_lost", "row_junk", "order_restored"} <= kinds
    inferred = jiaozuo.cells[jiaozuo.cells["quality"] == "inferred"]
    assert sorted(zip(inferred["item"], inferred["value"], strict=True)) == [
        ("人员经费合计", "463.57"), ("公用经费合计", "58.75"), ("国外债务发行费用", "0.00"), ("职业培训补贴", "179.95"),
    ]  # fmt: skip
    lost = jiaozuo.quality[jiaozuo.quality["kind"] == "cell_lost"]
    assert set(lost["line"]) == {178, 329, 330}


def test_every_cell_of_the_real_report_has_its_line(jiaozuo):
    """The figure stands in the line that the cell names."""
    lines = jiaozuo.document.blocks
    text = {}
    for block in lines:
        for row in getattr(block, "rows", ()):
            for cell in row:
                text.setdefault(cell.place.line, []).append(cell.text)
    published = jiaozuo.cells[jiaozuo.cells["quality"] != "inferred"]
    assert all(cell.raw in text[cell.line] for cell in published.itertuples())
