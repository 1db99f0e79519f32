"""Empty sheets made beforehand are as good as new ones, and nobody sees them before they are used."""

import matplotlib as mpl
import pytest
from matplotlib import pyplot as plt

from engines import only_where_forking, printed, warm
from juesuan_nb import charts, load_report, measures, rehearsal
from juesuan_nb.charts import sheets
from juesuan_nb.resources import shipped


@pytest.fixture(autouse=True)
def nothing_kept(monkeypatch):
    monkeypatch.setattr(sheets, "_kept", [])
    with mpl.rc_context():
        yield
    plt.close("all")


@pytest.fixture(scope="module")
def drawn():
    report = load_report(next(shipped("data").glob("*.txt")))
    return {
        (1,): (charts.revenue, measures.summary(report)),
        (1, 1): (charts.variance, measures.variance(report)),
        (1.5, 1): (charts.three_public, measures.three_public(report)),
    }


def picture(chart, frame):
    ax = chart(frame)
    made = charts.png(ax)
    charts.close(ax)
    return made


@pytest.mark.parametrize("panels", [(1,), (1, 1), (1.5, 1)])
@pytest.mark.parametrize("settings", [{}, {"axes.facecolor": "yellow", "axes.linewidth": 3, "axes.titlepad": 30}])
def test_a_chart_on_a_kept_sheet_is_the_same(panels, settings, drawn):
    mpl.rcParams.update(settings)
    anew = picture(*drawn[panels])
    sheets.keep_sheets([panels])
    kept = sheets._kept[0][-1]
    ax = drawn[panels][0](drawn[panels][1])
    assert ax.get_figure() is kept
    assert plt.gcf() is kept
    assert charts.png(ax) == anew
    assert sheets._kept == []


def test_a_sheet_is_used_once(drawn):
    sheets.keep_sheets([(1,)])
    chart, frame = drawn[1,]
    first, second = chart(frame), chart(frame)
    assert first.get_figure() is not second.get_figure()
    assert charts.png(first) == charts.png(second)


def test_a_kept_sheet_is_not_used_where_the_panels_or_the_settings_differ(drawn):
    sheets.keep_sheets([(1,), (1, 1)])
    mpl.rcParams["axes.linewidth"] = 3
    ax = picture(*drawn[1,]), picture(*drawn[1, 1]), picture(*drawn[1.5, 1])
    assert len(set(ax)) == 3
    assert [panels for panels, *_ in sheets._kept] == [(1,), (1, 1)]


def test_a_kept_sheet_is_used_in_a_kernel_that_draws_at_once(drawn):
    sheets.keep_sheets([(1,)])
    mpl.rcParams["interactive"] = True
    kept = sheets._kept[0][-1]
    assert drawn[1,][0](drawn[1,][1]).get_figure() is kept


@only_where_forking
def test_every_chart_of_a_warm_kernel_takes_its_sheet():
    cells = (
        "from juesuan_nb import charts\nfrom juesuan_nb.charts import draw, sheets\nsheets.keep_sheets([(1,), (1, 1)])",
        "for panels in (1,), (1, 1):\n    charts.close(draw.sheet(3, panels=panels)[0])",
        "print(len(sheets._kept))",
    )
    executed, error = warm(*cells)
    assert error is None
    assert printed(executed.cells[2]) == "0\n"


def test_pyplot_does_not_know_a_kept_sheet():
    sheets.keep_sheets([(1,)])
    assert plt.get_fignums() == []


def test_a_warm_parent_keeps_a_sheet_for_every_chart_of_a_report(drawn):
    before = dict.copy(mpl.rcParams)
    rehearsal.prepare_many()
    assert dict.copy(mpl.rcParams) == before
    for chart, frame in drawn.values():
        kept = [figure for *_, figure in sheets._kept]
        assert chart(frame).get_figure() in kept
