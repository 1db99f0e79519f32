"""The parts of the narrative's grammar, and what must hold for any figures."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from juesuan_nb import narrative
from juesuan_nb.amounts import rate
from juesuan_nb.frames import CELLS, frame
from juesuan_nb.narrative import acts, labels, lists, reasons
from juesuan_nb.narrative.figures import chinese_number, figures, plain
from juesuan_nb.narrative.names import names_of, read_path
from test_narrative import NO_CELLS, claims, document

AMOUNTS = st.integers(0, 99_999_999).map(lambda fen: Decimal(fen) / 100)
HUNDREDTHS = AMOUNTS.map(lambda amount: f"{amount:.2f}")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("支出1,234.50万元，占８．５％", [("1234.50", "万元", "money"), ("8.5", "%", "percent")]),
        ("0台（套）、3辆", [("0", "台(套)", "count"), ("3", "辆", "count")]),
        ("得分96.5分，提高2个百分点", [("96.5", "分", "score"), ("2", "个百分点", "points")]),
        ("一百余次", [("100", "次(余)", "count")]),
        ("20余人", [("20", "人(余)", "count")]),
        ("2023年1月1日，第2批次，3个月，（02项），A4纸，〔2021〕6号", []),
        ("100万元（含）以上，90%以上，不低于80%，近50人次，5分钟，3分别", []),
        ("收入2 5万元", [("5", "万元", "damaged")]),
    ],
)
def test_figures(text, expected):
    assert [(figure.value, figure.unit, figure.kind) for figure in figures(plain(text))] == expected


@given(st.text())
def test_plain_keeps_every_offset(text):
    assert len(plain(text)) == len(text)


@pytest.mark.parametrize(
    ("text", "value"), [("一百二十", 120), ("十五", 15), ("两千三百", 2300), ("三万五千", 35_000), ("二十", 20)]
)
def test_chinese_number(text, value):
    assert chinese_number(text) == value


def test_paths_with_brackets_in_names_and_codes():
    assert read_path("农林水支出（213类）农业农村（款）对村级公益事业（一事一议）的补助（项）支出") == {
        "类": ("农林水支出", "213"),
        "款": ("农业农村", ""),
        "项": ("对村级公益事业(一事一议)的补助", ""),
    }
    assert read_path("因公出国（境）费") == {}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("社会保障和就业（类）行政事业单位养老支出（款）机关事业单位职业年金缴费支出（项）", "2080506"),
        ("教育支出（205类）普通教育（02款）小学教育（02项）", "2050202"),
        ("教育支出（类）", "205"),
        ("教育支出（类）普通教育（款）", "20502"),
        ("行政运行（项）", ""),
        ("某支出（类）某事务（款）某项目（项）", ""),
    ],
)
def test_codes_from_the_codebook(text, code):
    assert names_of(frame([], CELLS)).code(read_path(text)) == code


def test_enumerations_need_as_many_names_as_figures():
    def read(sentence: str) -> list[str] | None:
        found = figures(sentence)
        return lists.read_list(sentence, sentence[: found[0].start], found)

    assert read("货物、工程和服务支出分别为1万元、2万元和3万元") == ["货物支出为", "工程支出为", "服务支出为"]
    assert read("甲费、乙费分别占10%、20%") == ["甲费占", "乙费占"]
    assert read("甲费、乙费分别为1万元、2万元、3万元") == []
    assert read("甲费为1万元") is None


@pytest.mark.parametrize(
    ("sentence", "subject", "prefix"),
    [
        (
            "我部门组织对2023年度县级预算项目支出进行全面自评,涵盖项目3个",
            "县级预算项目支出自评项目",
            "县级预算项目支出自评",
        ),
        ('我单位组织对"甲"等2个项目开展了部门评价', "部门评价项目", "部门评价"),
        ("组织开展部门整体支出绩效自评,涉及资金5万元", "部门整体支出绩效自评", "部门整体支出绩效自评"),
        ("财政局选取我部门2023年度道路养护项目开展重点绩效评价。", "道路养护项目财政重点绩效评价", "财政重点绩效评价"),
        ("我部门选取了道路养护项目开展部门评价,结果良好", "道路养护项目部门评价", "部门评价"),
    ],
)
def test_acts(sentence, subject, prefix):
    assert acts.find_act(sentence) == acts.Act(subject, prefix)


def test_reason_ends_where_figures_go_on():
    sentence = "甲增加5万元,主要原因是调资;乙减少3万元,原因:压减;补贴停发。"
    found = reasons.find_reasons(sentence, [figure.start for figure in figures(sentence)])
    assert [sentence[reason.start : reason.end] for reason in found] == ["调资", "压减;补贴停发"]
    assert reasons.find_reasons("发现的主要问题及原因:进度慢。") == []
    assert reasons.find_reasons("主要是用于接待。") == []


@pytest.mark.parametrize(
    ("words", "subject"),
    [
        ("某县财政局2023年度收入总计", "收入总计"),
        ("我部门一般公共预算财政拨款支出决算数", "一般公共预算财政拨款支出"),
        ("该项目", ""),
        ("其中:年末结转和结余", "年末结转和结余"),
        ("2023年度财政拨款收、支总计", "财政拨款收入支出总计"),
        ('实现绩效自评"', "实现绩效自评"),
    ],
)
def test_subject_of(words, subject):
    assert labels.subject_of(words) == subject


@given(AMOUNTS, AMOUNTS)
def test_a_rendered_item_gives_its_figures_back(budget, outturn):
    share = rate(outturn, budget)
    completed = "" if share is None else f"，完成年初预算的{share}%"
    found = claims(
        "五、一般公共预算财政拨款支出决算情况说明",
        f"1.教育支出（类）普通教育（款）小学教育（项）。年初预算为{budget:,.2f}万元，支出决算为{outturn:.2f}万元{completed}。主要原因是调资。",
    )
    expected = [("original_budget", budget), ("outturn", outturn)] + (
        [("execution_rate", share)] if share is not None else []
    )
    assert [(row.measure, Decimal(row.value)) for row in found.itertuples()] == expected
    assert list(found["amount"])[:2] == [int(budget * 1_000_000), int(outturn * 1_000_000)]
    assert set(found["code"]) == {"2050202"}
    assert set(found["reason"]) == {"调资"}


@given(st.lists(AMOUNTS, min_size=1, max_size=9), st.sampled_from(["；", "、", "，"]))
def test_a_rendered_list_gives_its_parts_back(amounts, stop):
    names = [
        "财政拨款收入",
        "上级补助收入",
        "事业收入",
        "经营收入",
        "附属单位上缴收入",
        "其他收入",
        "甲收入",
        "乙收入",
        "丙收入",
    ]
    parts = stop.join(f"{name}{amount}万元" for name, amount in zip(names, amounts, strict=False))
    found = claims("二、收入决算情况说明", f"本年收入合计{sum(amounts)}万元，其中：{parts}。")
    assert list(found["subject"]) == ["本年收入合计", *names[: len(amounts)]]
    assert [Decimal(value) for value in found["value"]] == [sum(amounts), *amounts]


FRAGMENTS = [
    "收入合计{}万元，",
    "其中：事业收入{}万元，占{}%；",
    "比上年增加{}万元，增长{}%。",
    "主要原因是调资。",
    "主要原因是补发{}万元。",
    "与预算持平。",
    "购置车辆{}辆、",
    "{}个项目等级为优，",
    "年初预算为{}万元，",
    "支出决算为{}万元，",
    "完成年初预算的{}%。",
    "分别为{}万元和{}万元。",
    "{}万元",
    "占{}%，",
    "得分{}分；",
    "涉及资金{}万元，",
    "组织对{}个项目开展了部门评价，",
    "国内公务接待{}批次、{}人次，",
    "2023年度",
    "3个月内，",
    "100万元以上",
]


@given(
    st.sampled_from(["二、收入决算", "九、三公经费", "十、政府采购", "十一、绩效"]),
    st.lists(st.sampled_from(FRAGMENTS), max_size=9),
    st.data(),
)
def test_every_figure_is_claimed_once_or_returned(heading, fragments, data):
    text = "".join(fragment.format(*data.draw(st.lists(HUNDREDTHS, min_size=2, max_size=2))) for fragment in fragments)
    source = document(heading, f"本单位{text}")
    found, left = narrative.extract(source, NO_CELLS), narrative.unplaced(source)
    claimed = [row.value + row.unit for row in found.itertuples() if row.measure != "direction"]
    assert sorted(claimed + list(left["value"])) == sorted(f.value + f.unit for f in figures(plain(text)))
    assert all(row.value in row.text.replace(",", "") for row in found.itertuples())
    assert all(found["subject"])


@given(st.integers(25, 95))
def test_a_line_break_anywhere_changes_nothing(cut):
    text = "2023年度一般公共预算财政拨款支出6519.14万元，占支出合计的99.97%。与上年度相比，一般公共预算财政拨款支出增加1292.68万元，增长24.73%，主要原因是补贴增加。"
    heading = "五、一般公共预算财政拨款支出决算情况说明"
    columns = ["subject", "measure", "value", "base"]
    whole, broken = claims(heading, text), claims(heading, text[:cut], text[cut:])
    assert whole[columns].equals(broken[columns])
    assert [line for line in broken["line"] if line not in (3, 4)] == []


WORDS = st.sampled_from(
    [
        *'（）()“”"，。；：、%0123456789.年月第一二百余次个',
        "万元",
        "类",
        "款",
        "项",
        "决算",
        "预算",
        "占",
        "其中",
        "分别为",
        "原因是",
        "项目",
        "对",
        "开展评价",
    ]
)


@given(st.sampled_from(["三、支出决算", "九、三公", "十、绩效", ""]), st.lists(WORDS, max_size=40).map("".join))
def test_no_text_is_too_strange(heading, text):
    source = document(heading, text)
    assert set(narrative.extract(source, NO_CELLS)["line"].dropna()) <= {1, 2, 3}
    assert narrative.unplaced(source)["value"].ne("").all()
