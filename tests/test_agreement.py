"""Which part of a report agrees with which: every place counted for its pairs, and a chart that needs no colour."""

import pytest

from juesuan_nb import charts, measures
from juesuan_nb.checks import RESULTS, check
from juesuan_nb.frames import frame
from juesuan_nb.measures.agreement import EVALUATION, TEXT, parts

ONE, THREE, FIVE = "收入支出决算总表", "支出决算表", "一般公共预算财政拨款支出决算表"


def agreement(*rows):
    made = (dict(zip(("family", "verdict", "tables", "severity"), row, strict=False)) for row in rows)
    found = measures.agreement(frame(made, RESULTS))
    return {(row.one, row.other): (row.passed, row.failed, row.not_checked) for row in found.itertuples()}


def test_places_are_counted_for_the_pairs_of_parts_that_they_compare():
    found = agreement(
        ("AR", "passed", f"{THREE}；{ONE}"), ("AR", "failed", f"{ONE}；{THREE}", "error"), ("FT", "passed", THREE),
        ("AR", "not_checked", f"{ONE}；{THREE}；{FIVE}"), ("NV", "passed", FIVE), ("NV", "passed", ""), ("PF", "failed", "", "warning"),
    )  # fmt: skip
    assert found == {
        (ONE, THREE): (1, 1, 1), (ONE, FIVE): (0, 0, 1), (THREE, THREE): (1, 0, 0), (THREE, FIVE): (0, 0, 1),
        (FIVE, TEXT): (1, 0, 0), (TEXT, TEXT): (1, 0, 0), (EVALUATION, EVALUATION): (0, 1, 0),
    }  # fmt: skip


@pytest.mark.parametrize(
    "row",
    [
        ("AR", "not_applicable", ONE),
        ("FT", "failed", ONE, "info"),
        ("AN", "failed", ONE, "warning"),
        ("FT", "passed", "学校的表"),
    ],
)
def test_what_is_no_comparison_is_not_counted(row):
    assert agreement(row) == {}


def test_the_sample_counts_its_failures(sample):
    found = measures.agreement(check(sample).results)
    assert set(found["one"]) | set(found["other"]) <= set(parts())
    broken = found[found["failed"] > 0]
    assert (ONE, THREE) in set(zip(broken["one"], broken["other"], strict=True))


def pair(one, other, passed=0, failed=0, not_checked=0):
    return {"one": one, "other": other, "passed": passed, "failed": failed, "not_checked": not_checked}


def drawn(*pairs):
    return charts.agreement(frame(pairs, measures.agreement(frame((), RESULTS)).dtypes.astype(str).to_dict()))


def words(ax):
    return next(artist for artist in ax.artists if artist.get_transform() == ax.transData)


def cells(ax):
    """Every cell: its collection, which has the look, and its box in columns and rows."""
    return [(alike, path.get_extents()) for alike in ax.collections for path in alike.get_paths()]


def test_the_chart_says_in_words_what_each_pair_is():
    ax = drawn(pair(ONE, ONE, passed=3), pair(ONE, THREE, passed=7, failed=2), pair(THREE, FIVE, not_checked=1))
    assert words(ax).strings == ["通过 3", "不符 2\n通过 7", "未核 1"]
    looks = [look for word in words(ax).words for look, extent in cells(ax) if extent.contains(word.x, word.y)]
    assert len(looks) == 3, "each word in a cell of its own"
    passed, failed, not_checked = looks
    assert len({sum(look.get_facecolor()[0][:3]) for look in looks}) == 3, "told apart in grey"
    assert failed.get_linewidth() > passed.get_linewidth()
    assert len({tuple(look.get_edgecolor()[0]) for look in looks}) == 3
    assert not_checked.get_linestyle() != passed.get_linestyle()
    assert [word.bold for word in words(ax).words] == [False, True, False]
    assert "3 组关系中 1 组有不符" in charts.alt_text(ax)
    assert f"{ONE}与{THREE} 通过7、不符2" in charts.alt_text(ax)


def test_no_word_leaves_its_cell():
    ax = drawn(
        *(
            pair(one, other, passed=1234, failed=567)
            for one in parts()
            for other in parts()
            if parts().index(one) <= parts().index(other)
        )
    )
    figure = ax.get_figure()
    figure.canvas.draw()
    boxes = words(ax).boxes()
    assert len(boxes) == len(cells(ax)) == 66
    for word, (_, box) in zip(words(ax).words, boxes, strict=True):
        (cell,) = [extent for _, extent in cells(ax) if extent.contains(word.x, word.y)]
        extent = cell.transformed(ax.transData).padded(1)
        assert extent.contains(*box.p0)
        assert extent.contains(*box.p1)


@pytest.mark.parametrize(
    ("pairs", "says"),
    [
        ([pair(ONE, THREE, passed=1)], "核对过的 1 组关系没有不符"),
        ([pair(ONE, THREE, passed=1), pair(ONE, ONE, not_checked=1)], "没有不符，其中 1 组有未能核对的"),
        ([pair(ONE, THREE, failed=2), pair(ONE, ONE, failed=1)], f"2 组关系中 2 组有不符，{ONE}最多（3 处）"),
        ([pair(ONE, THREE, failed=2)], "最多（各 2 处）"),
        ([], "没有可以互相核对的数字"),
    ],
)
def test_the_title_is_the_finding(pairs, says):
    assert says in charts.alt_text(drawn(*pairs))
