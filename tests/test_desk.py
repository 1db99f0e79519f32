"""The desk: what follows from each control, at once as a widget and as an ordinary output; bad files are told."""

import pytest

from juesuan_nb import check, load_report, measures, synth
from juesuan_nb.amounts import FEN_PER_UNIT
from juesuan_nb.desk import Desk
from juesuan_nb.desk.live import VIEW
from juesuan_nb.errors import UsageError

PARTS = ["report", "table", "structure", "structure_chart", "variance", "variance_chart", "findings", "evidence"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Two reports, one with a planted error as PDF, and a file that is none."""
    folder = tmp_path_factory.mktemp("desk")
    (folder / "甲.txt").write_bytes(synth.render(synth.department(9, layout="national", size="medium")))
    planted, _ = synth.plant(synth.department(10, layout="shanghai", size="small"), "cell", 5)
    (folder / "乙.pdf").write_bytes(synth.render(planted, "pdf"))
    (folder / "坏.txt").write_text("这不是决算。", encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def one(folder):
    """Reports are read once for all tests."""
    return Desk(folder)


@pytest.fixture
def desk(one, folder):
    """The desk as it is when it is opened."""
    one.set_threshold.value = 1.0
    one.choose_level.value = "item"
    one.choose_report.value = str(folder / "甲.txt")
    one.choose_table.index = one.choose_family.index = one.choose_finding.index = 0
    return one


def html(live):
    """What the widget shows now."""
    return live._shown.value


@pytest.mark.parametrize("part", PARTS)
def test_everything_is_a_widget_and_an_ordinary_output(desk, part):
    live = getattr(desk, part)
    data, metadata = live._repr_mimebundle_()
    assert set(data[VIEW]) >= {"model_id"}
    assert data["text/plain"]
    assert ("image/png" in data) == part.endswith("_chart")
    if part.endswith("_chart"):
        assert metadata["image/png"]["alt"] == data["text/plain"]
        assert data["image/png"] in html(live)
    else:
        assert data["text/html"] == html(live)


def test_the_same_choice_gives_the_same_output(desk, folder):
    """What nbval compares, and what a refresh of the notebook stores."""
    other = Desk(folder / "甲.txt")
    for part in PARTS:
        twice = [getattr(one, part)._repr_mimebundle_()[0] for one in (desk, other)]
        assert all(twice[0][kind] == twice[1][kind] for kind in twice[0] if kind != VIEW)


def test_another_report_changes_everything(desk, folder):
    lives = [getattr(desk, part) for part in PARTS]
    before = [live._repr_mimebundle_()[0] and html(live) for live in lives]
    desk.choose_report.value = str(folder / "乙.pdf")
    assert all(html(live) != old for live, old in zip(lives, before, strict=True))
    report = load_report(folder / "乙.pdf")
    assert report.department in html(lives[0])
    assert [key for _, key in desk.choose_finding.options] == check(
        report, thresholds={"variance_materiality": 1.0}
    ).findings["key"].tolist()


def test_levels_and_tables(desk):
    structure, table = desk.structure, desk.table
    for live in (structure, table):
        live._repr_mimebundle_()
    desk.choose_level.value = "category"
    wanted = measures.expenditure_structure(desk.chosen, "category")
    assert html(structure).count("<tr") == len(wanted) + 1
    title, number = desk.choose_table.options[2]
    desk.choose_table.value = number
    assert title in html(table)
    assert "<details open>" in html(table)


def test_the_threshold_leaves_small_differences_out(desk):
    live = desk.variance
    live._repr_mimebundle_()
    desk.set_threshold.value = 100
    frame = measures.variance(desk.chosen)
    large = frame[frame["variance"].abs() >= 100 * FEN_PER_UNIT["万元"]]
    assert 0 < len(large) < len(frame)
    assert html(live).count("<tr") - 1 == len(large)
    known = check(desk.chosen, thresholds={"variance_materiality": 100}).findings["key"].tolist()
    assert desk.result.findings["key"].tolist() == known


def test_a_family_narrows_the_findings(desk, folder):
    desk.choose_report.value = str(folder / "乙.pdf")
    live = desk.findings
    live._repr_mimebundle_()
    desk.choose_family.value = "FT"
    rules = {key[:2] for _, key in desk.choose_finding.options}
    assert rules == {"FT"}
    assert "#rule-FT" in html(live)
    assert "#rule-NV" not in html(live)


def test_a_finding_of_a_pdf_shows_a_picture_of_its_page(desk, folder):
    desk.choose_report.value = str(folder / "乙.pdf")
    live = desk.evidence
    live._repr_mimebundle_()
    for _, key in desk.choose_finding.options[:3]:
        desk.choose_finding.value = key
        assert desk.finding["rule"] in html(live)
        assert "data:image/png;base64," in html(live)


def test_a_file_that_is_no_report_is_told_and_the_others_go_on(desk, folder):
    lives = [getattr(desk, part) for part in PARTS]
    for live in lives:
        live._repr_mimebundle_()
    desk.choose_report.value = str(folder / "坏.txt")
    assert all("错误：坏.txt" in html(live) for live in lives)
    assert desk.choose_finding.options == ()
    assert desk.finding is None
    desk.choose_report.value = str(folder / "甲.txt")
    assert not [live for live in lives if "错误：坏.txt" in html(live)]


def test_files_of_one_report_and_of_one_name(folder, tmp_path):
    together = Desk(f"{folder / '甲.txt'}|{folder / '甲.txt'}")
    assert list(together.choose_report.options) == ["甲.txt、甲.txt"]
    for name in ("一", "二"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "决算.txt").write_bytes((folder / "甲.txt").read_bytes())
    assert list(Desk(tmp_path).choose_report.options) == ["一/决算.txt", "二/决算.txt"]


def test_an_empty_folder_is_refused(tmp_path):
    with pytest.raises(UsageError, match="没有可读的文件"):
        Desk(tmp_path)


def test_hostile_text_does_not_act(folder, tmp_path):
    text = (folder / "甲.txt").read_text(encoding="utf-8")
    department = load_report(folder / "甲.txt").department
    (tmp_path / "甲.txt").write_text(text.replace(department, "<img src=x onerror=alert(1)>局"), encoding="utf-8")
    desk = Desk(tmp_path)
    for part in PARTS:
        live = getattr(desk, part)
        live._repr_mimebundle_()
        assert "<img src=x" not in html(live)
