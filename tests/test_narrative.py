"""Sentences of many provinces and years → claims; nothing is claimed that they do not say."""

import tomllib
from pathlib import Path

import pandas as pd
import pytest

from juesuan_nb import narrative
from juesuan_nb.document import Paragraph, Place, RawDocument
from juesuan_nb.frames import CELLS, CLAIMS, NOTES, frame

NO_CELLS = frame([], CELLS)


def document(*lines: str, part: str = "第三部分 2023年度部门决算情况说明") -> RawDocument:
    numbered = [Paragraph(text, Place(line=number)) for number, text in enumerate((part, *lines), 1) if text]
    return RawDocument("literal.txt", "text", "", tuple(numbered))


def claims(*lines: str, cells: pd.DataFrame = NO_CELLS) -> pd.DataFrame:
    return narrative.extract(document(*lines), cells)


def told(frame_: pd.DataFrame) -> list[str]:
    """One line per claim: subject, measure, value with unit, and the base after a slash."""
    return [
        f"{row.subject} {row.measure} {row.value}{row.unit}" + (f" /{row.base}" if row.base else "")
        for row in frame_.itertuples()
    ]


SENTENCES = tomllib.loads((Path(__file__).parent / "data" / "narrative.toml").read_text(encoding="utf-8"))["sentence"]


@pytest.mark.parametrize("sentence", SENTENCES, ids=[sentence["name"] for sentence in SENTENCES])
def test_sentence(sentence):
    source = document(sentence["heading"], sentence["text"])
    assert told(narrative.extract(source, NO_CELLS)) == sentence["claims"]
    assert narrative.unplaced(source).empty


@pytest.mark.parametrize(
    "text",
    [
        "依据财办〔2021〕36号文件，第3批次项目于2023年12月31日前10个工作日内完成。",
        "我单位没有使用国有资本经营预算安排的支出。",
        "满意度达到95%以上，单价超过100万元，覆盖近30个乡镇。",
        "落实“两个责任”，推进十四五规划第三项任务，一次性发放三支一扶补助。",
        "决算数大于（小于）预算数的，请说明原因。",
    ],
)
def test_nothing_is_claimed_that_the_text_does_not_say(text):
    assert told(claims("十三、预算绩效情况说明", text)) == []


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("5万元。", ["5万元"]),
        ("比预定方案增长5%。", ["5%"]),
        ("办公费、印刷费5万元。", ["5万元"]),
        ("货物、工程、服务采购分别为1万元、2万元。", ["1万元", "2万元"]),
        ("支出合计2 5万元。", ["5万元"]),
        ("本年支出合计9万元，主要原因是发放补助3万元。", ["3万元"]),
    ],
)
def test_what_cannot_be_bound_is_returned_not_guessed(text, values):
    source = document("十四、政府采购其他说明", text)
    left = narrative.unplaced(source)
    assert list(left.columns) == list(NOTES)
    assert list(left["value"]) == values
    assert set(left["kind"]) == {"unplaced"}
    assert not set(values) & {row.value + row.unit for row in narrative.extract(source, NO_CELLS).itertuples()}


def test_free_text_is_read_with_care():
    """Numbers before a noun that is no project, and lists of names, stay unbound; what names its noun is claimed."""
    text = "为200人次提供服务，覆盖30个乡镇，保障30个村用水，争取资金300万元，新增就业3610人，帮扶甲户、乙户5户。"
    assert told(claims("十三、预算绩效情况说明", text)) == ["争取资金 amount 300万元", "新增就业 count 3610人"]
    left = narrative.unplaced(document("十三、预算绩效情况说明", text))
    assert list(left["value"]) == ["200人次", "30个", "30个", "5户"]
    assert list(left["line"]) == [3, 3, 3, 3]


ITEMS = (
    "五、一般公共预算财政拨款支出决算情况说明",
    "（三）具体情况。",
    "2023年度一般公共预算财政拨款支出年初预算为700万元，支出决算为650万元，完成年初预算的92.86%。其中：",
    "1.教育支出（205类）普通教育（02款）小学教育（02项）年初预算为300万元，支出决算为280万元，完成年初预算的93.33%，决算数小于年初预算数的主要原因是人员退休。",
    "2.社会保障和就业（类）行政事业单位养老（款）机关事业单位基本养老保险缴费支出（项）：支出决算为50万元，完成预算100%，决算数等于预算数。",
    "（3）卫生健康支出（类）行政事业单位医疗（款）行政单位医疗（项）。年初预算为0万元，支出决算为12.5万元，决算数大于预算数的主要原因：年中追加；新增人员。",
    "4.住房公积金（项）。年初预算30万元，支出决算30万元，完成年初预算的100%。决算数与年初预算数持平。",
    "5.教育支出（类）普通教育（款）高中教育（项）。年初预算为100万元，支出决算为115万元，决算数较年初预算数增加15万元，增长15%，主要是追加资金。",
    "6.农林水支出（类）农业农村（款）行政运行（项）",
    "年初预算为10万元，支出决算为10万元，与年初预算持平。",
    "7.校舍维修。主要用于加固。年初预算为6万元，支出决算为5万元。",
)


def test_items_with_codes_and_directions():
    found = claims(*ITEMS)
    rows = found[found["item_no"].notna()]
    by_item = dict(list(rows.groupby("item_no")))
    assert {number: set(group["code"]) for number, group in by_item.items()} == {
        1: {"2050202"},
        2: {"2080505"},
        3: {"2101101"},
        4: {"2210201"},
        5: {"2050204"},
        6: {"2130101"},
        7: {""},
    }
    assert [list(group["measure"]) for group in by_item.values()] == [
        ["original_budget", "outturn", "execution_rate", "direction"],
        ["outturn", "execution_rate", "direction"],
        ["original_budget", "outturn", "direction"],
        ["original_budget", "outturn", "execution_rate", "direction"],
        ["original_budget", "outturn", "variance", "variance_rate"],
        ["original_budget", "outturn", "direction"],
        ["original_budget", "outturn"],
    ]
    assert set(by_item[1]["reason"]) == {"人员退休"}
    assert set(by_item[3]["reason"]) == {"年中追加；新增人员"}
    assert set(by_item[5]["reason"]) == {"追加资金"}
    assert set(by_item[4]["reason"]) == {""}
    assert set(by_item[7]["subject"]) == {"校舍维修"}
    assert set(rows["section"]) == {"五(三)"}


def test_codes_come_from_the_report_first():
    """Two items of one name are told apart by the names above them; a report may use numbers the codebook has not."""
    printed = [
        ("20801", "人力资源和社会保障管理事务"),
        ("2080101", "行政运行"),
        ("20199", "其他一般公共服务支出"),
        ("2019977", "行政运行"),
        ("208", "社会保障和就业支出"),
        ("201", "一般公共服务支出"),
    ]
    cells = frame(
        ({"statement": "general_public_expenditure", "code": code, "item": item} for code, item in printed), CELLS
    )
    lines = [
        "五、一般公共预算财政拨款支出决算情况说明",
        "1.一般公共服务支出（类）其他一般公共服务支出（款）行政运行（项）。支出决算为5万元。",
        "2.社会保障和就业支出（类）人力资源和社会保障管理事务（款）行政运行（项）。支出决算为6万元。",
        "3.社会保障和就业支出（类）没有这个款（款）没有这个项（项）。支出决算为7万元。",
    ]
    assert list(claims(*lines, cells=cells)["code"]) == ["2019977", "2080101", ""]


def test_codes_of_categories_economic_items_and_state_capital():
    cells = frame([{"statement": "basic_expenditure", "code": "30101", "item": "基本工资"}], CELLS)
    found = claims(
        "五、一般公共预算财政拨款支出决算情况说明",
        "支出650万元，主要用于以下方面：教育支出400万元，占61.54%；卫生健康（类）支出250万元。",
        "六、基本支出决算情况",
        "人员经费300万元，其中：基本工资200万元。",
        "九、国有资本经营预算财政拨款支出决算情况",
        "国有资本经营预算财政拨款支出2万元。",
        cells=cells,
    )
    assert dict(zip(found["subject"], found["code"], strict=True)) == {
        "一般公共预算财政拨款支出": "",
        "教育支出": "205",
        "卫生健康(类)支出": "210",
        "人员经费": "",
        "基本工资": "30101",
        "国有资本经营预算财政拨款支出": "223",
    }


def test_reasons_reach_what_they_explain():
    found = claims(
        "一、收入支出决算总体情况说明",
        "收入总计100万元，与上年相比增加10万元，主要原因是调资；支出总计100万元，与上年相比减少2万元，主要是由于压减经费。",
        "六、基本支出",
        "基本支出80万元，其中：人员经费70万元，较上年增加2万元，主要原因是补发，人员经费用途包括基本工资、奖金；公用经费10万元。",
        "八、国有资本经营预算财政拨款支出决算情况说明",
        "国有资本经营预算财政拨款支出年初预算为5万元，支出决算为2万元。",
        "结转资金较大，主要原因：工程周期长。",
        "十、机关运行经费支出情况",
        "机关运行经费支出9万元。比2022年度增加1万元，增长12.5%。主要是人员增加。",
    )
    assert list(zip(found["subject"], found["value"], found["reason"], strict=True)) == [
        ("收入总计", "100", "调资"),
        ("收入总计", "10", "调资"),
        ("支出总计", "100", "压减经费"),
        ("支出总计", "2", "压减经费"),
        ("基本支出", "80", ""),
        ("人员经费", "70", "补发"),
        ("人员经费", "2", "补发"),
        ("公用经费", "10", ""),
        ("国有资本经营预算财政拨款支出", "5", "工程周期长"),
        ("国有资本经营预算财政拨款支出", "2", "工程周期长"),
        ("机关运行经费支出", "9", "人员增加"),
        ("机关运行经费支出", "1", "人员增加"),
        ("机关运行经费支出", "12.5", "人员增加"),
    ]


def test_a_discrepancy_with_the_accounts_is_about_the_money_that_is_not_in_them():
    cells = frame([{"amount": 2_000_000}], CELLS)
    found = claims(
        "十三、预算绩效情况说明",
        "我部门组织开展部门整体支出绩效自评，涉及预算资金12万元，其中：涉及一般公共预算支出10万元、国有资本经营预算支出2万元。",
        "自评表中的资金与部门决算资金有出入，主要是因为自评表含专户资金。",
        cells=cells,
    )
    assert list(found["reason"]) == ["自评表含专户资金", "自评表含专户资金", ""]


def test_sections_by_their_words_whatever_the_numbers():
    found = claims(
        "七、财政拨款“三公”经费支出决算情况说明",
        "（一）总体情况",
        "“三公”经费支出决算为1万元。",
        "八、政府性基金预算财政拨款支出决算情况说明",
        "本年支出2万元。",
        "十、其他重要事项的情况说明",
        "（一）机关运行经费支出情况",
        "机关运行经费支出3万元。",
        "（二）政府采购支出情况。政府采购支出总额4万元。",
        "3.国有资产占用情况。共有车辆5辆。",
        "十一、预算绩效的情况说明",
        "对6个项目开展绩效自评。",
    )
    assert list(zip(found["section"], found["topic"], found["value"], strict=True)) == [
        ("七(一)", "three_public", "1"),
        ("八", "government_funds", "2"),
        ("十(一)", "agency_operating_costs", "3"),
        ("十(二)", "procurement", "4"),
        ("十(二)", "state_assets", "5"),
        ("十一", "performance", "6"),
    ]


@pytest.mark.parametrize(
    ("lines", "values"),
    [
        (
            (
                "第二部分 2023年度部门决算表",
                "收入合计1万元。",
                "第三部分 2023年度部门决算情况说明",
                "二、收入决算情况说明",
                "收入合计2万元。",
                "第四部分 名词解释",
                "二、收入决算：收入合计3万元。",
            ),
            ["2"],
        ),
        (
            (
                "第二部分 2023年度部门决算情况说明",
                "三、支出决算情况说明",
                "支出合计2万元。",
                "第五部分 附件",
                "三、支出情况",
                "支出合计4万元。",
            ),
            ["2"],
        ),
        (
            (
                "三、2023年度部门决算情况说明",
                "（一）收入决算情况说明",
                "收入合计2万元。",
                "名词解释",
                "（二）支出决算情况",
                "支出合计5万元。",
            ),
            ["2"],
        ),
        (
            (
                "三、报表说明",
                "四、名词解释",
                "三、报表说明",
                "（一）收入决算表说明",
                "收入合计2万元。",
                "四、名词解释",
                "收入：9万元",
            ),
            ["2"],
        ),
        (
            (
                "第三部分 2023年度部门决算情况说明",
                "一、收入支出决算总体情况说明",
                "二、收入决算情况说明",
                "第四部分 名词解释",
                "第三部分 2023年度部门决算情况说明",
                "二、收入决算情况说明",
                "收入合计2万元。",
            ),
            ["2"],
        ),
    ],
)
def test_only_the_narrative_is_read(lines, values):
    source = document(*lines, part="目录")
    assert list(narrative.extract(source, NO_CELLS)["value"]) == values


def test_items_named_with_their_code_and_reasons_that_name_their_subject():
    found = claims(
        "三、决算报表说明",
        "（一）高等学校支出决算表说明",
        "学校2023年度支出总计500万元，与2022年度相比，增加20万元，增长4.17%。其中：教育支出增加25万元，其他支出减少5万元。"
        "学校教育支出与上年比较发生较大差异的原因，一是扩招，二是设备更新。",
        "1.高等教育（2050205），2023年度决算数为100.5万元，比2022年度决算数减少0.29%。",
    )
    assert list(found["code"]) == ["", "", "", "", "", "2050205", "2050205"]
    assert list(found["subject"])[2:] == ["支出总计", "教育支出", "其他支出", "高等教育(2050205)", "高等教育(2050205)"]
    assert list(found["reason"]) == ["", "", "", "一是扩招，二是设备更新", "", "", ""]


def test_signs_amounts_texts_and_lines():
    found = claims(
        "三、支出决算情况说明", "2023年度支出合计6521.36万元，比上年减少1,294.00万元，占", "12.5%；比2022年下降-1.5%。"
    )
    assert list(found["amount"])[:2] == [652_136 * 10_000, -129_400 * 10_000]
    assert found["amount"].isna().tolist() == [False, False, True, True]
    assert list(found["value"]) == ["6521.36", "1294.00", "12.5", "-1.5"]
    assert list(found["line"]) == [3, 3, 4, 4]
    assert list(found["text"]) == [
        "2023年度支出合计6521.36万元",
        "比上年减少1,294.00万元",
        "占12.5%",
        "比2022年下降-1.5%",
    ]


def test_damaged_numbers_are_mended_where_they_are_certain():
    found = claims("二、收入决算情况说明", "收入合计 6 521. 36 万元，其中：财政拨款收入30，48万元，占 8. 01%。")
    assert list(found["value"]) == ["6521.36", "30.48", "8.01"]


def test_an_empty_document_gives_empty_frames():
    nothing = RawDocument("x", "text", "", ())
    assert list(narrative.extract(nothing, NO_CELLS).columns) == list(CLAIMS)
    assert narrative.extract(nothing, NO_CELLS).empty
    assert narrative.unplaced(nothing).empty


def test_the_other_side_of_the_money_spoken_about_and_counts_that_go_on():
    found = claims(
        "八、政府性基金预算财政拨款收入支出决算情况说明",
        "政府性基金预算财政拨款收入5万元，支出4万元。",
        "七、财政拨款“三公”经费支出决算情况说明",
        "1、因公出国（境）费支出3万元。全年安排因公出国（境）团组2个、累计6人次。",
        "一、收入支出决算总体情况说明",
        "某某县苗圃场2023年度收入支出总计9万元。财政拨款收入支出总计各与上年度持平。",
    )
    assert told(found) == [
        "政府性基金预算财政拨款收入 outturn 5万元",
        "政府性基金预算财政拨款支出 outturn 4万元",
        "因公出国(境)费 outturn 3万元",
        "因公出国(境)团组 count 2个",
        "因公出国(境)累计人次 count 6人次",
        "收入支出总计 outturn 9万元",
        "财政拨款收入支出总计 direction 持平 /上年",
    ]


def test_an_older_name_of_a_category_has_the_code_that_the_tables_print():
    cells = frame([{"statement": "expenditure", "code": "215", "item": "资源勘探信息等支出"}], CELLS)
    found = claims(
        "五、一般公共预算财政拨款支出决算情况说明", "主要用于以下方面：资源勘探信息等支出7万元。", cells=cells
    )
    assert list(found["code"]) == ["215"]
