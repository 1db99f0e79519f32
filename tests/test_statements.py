"""Literal small tables, each a hazard met in real reports."""

import pytest

from juesuan_nb import statements
from juesuan_nb.document import Cell, Grid, Paragraph, Place, RawDocument
from juesuan_nb.readers import text
from juesuan_nb.statements.locate import title_of

HEAD_03 = "科目代码\t科目名称\t本年支出合计\t基本支出\t项目支出\t上缴上级支出\t经营支出\t对附属单位补助支出\n\t栏次\t1\t2\t3\t4\t5\t6\n"


def read(source: str) -> statements.Tables:
    return statements.extract(text.read(source.encode(), "report.txt", ""))


def values(tables: statements.Tables, *columns: str) -> list[tuple]:
    return list(tables.cells[list(columns or ("code", "item", "column", "value"))].itertuples(index=False, name=None))


def kinds(tables: statements.Tables) -> set[str]:
    return set(tables.notes["kind"])


@pytest.mark.parametrize(
    ("printed", "statement"),
    [
        ("收入支出决算总表", "revenue_expenditure_summary"),
        ("表1 收入支出决算总表", "revenue_expenditure_summary"),
        ("一、2023年度收入支出决算总表（公开01表）", "revenue_expenditure_summary"),
        ("某某市水利局2022年度部门收支决算总表", "revenue_expenditure_summary"),
        ("2024年度某某县人民政府办公室收入支出决算总表", "revenue_expenditure_summary"),
        ("2024年度某某区少年宫支出决算表", "expenditure"),
        ("收入支出决算表", "revenue_expenditure_summary"),
        ("财政拨款收入支出决算总表", "appropriation_summary"),
        ("收入决算表", "revenue"),
        ("支出决算总表", "expenditure"),
        ("支出决算表（续表）", "expenditure"),
        ("一般公共预算财政拨款支出决算表", "general_public_expenditure"),
        ("一般公共预算财政拨款基本支出决算表", "basic_expenditure"),
        ("政府性基金预算财政拨款支出决算表", "government_funds"),
        ("国有资本经营预算财政拨款收入支出决算表", "state_capital"),
        ("财政拨款“三公”经费支出决算表", "three_public"),
        ("一般公共预算财政拨款三公经费支出决算表", "three_public"),
        ("一般公共预算财政拨款“三公”经费及会议费、培训费支出决算表", "three_public"),
        ("一般公共预算财政拨款项目支出决算表", ""),
        ("非财政拨款收入支出决算总表", ""),
        ("支出决算表（分单位）", ""),
        ("国有资产占用情况表", ""),
    ],
)
def test_titles_are_told_from_each_other(printed, statement):
    assert title_of(printed)[0] == statement


@pytest.mark.parametrize(
    "text",
    [
        "三、支出决算情况说明",
        "部门整体支出绩效自评表",
        "九、“三公”经费支出决算情况说明",
        "本表反映部门本年度支出决算表。",
        "项目绩效目标表",
    ],
)
def test_what_is_no_title(text):
    assert title_of(text) is None


def test_the_contents_list_is_no_table():
    tables = read("目录\n一、收入支出决算总表\n二、收入决算表\n三、支出决算表\n第三部分 情况说明\n")
    assert tables.found.empty
    assert tables.cells.empty


def test_codes_split_into_three_columns():
    tables = read(
        "支出决算表\n单位：万元\n类\t款\t项\t科目名称\t本年支出合计\t基本支出\t项目支出\n"
        "\t\t\t合计\t30.00\t10.00\t20.00\n208\t\t\t社会保障和就业支出\t30.00\t10.00\t20.00\n"
        "208\t05\t\t行政事业单位养老支出\t30.00\t10.00\t20.00\n208\t05\t05\t机关事业单位基本养老保险缴费支出\t30.00\t10.00\t20.00\n"
        "\t\t06\t机关事业单位职业年金缴费支出\t0.00\t0.00\t0.00\n"
    )
    assert list(dict.fromkeys(tables.cells["code"])) == ["", "208", "20805", "2080505", "2080506"]
    assert list(dict.fromkeys(tables.cells["column"])) == ["本年支出合计", "基本支出", "项目支出"]


def test_code_and_name_in_one_cell_and_echoed_code():
    tables = read(
        "收入决算表\n项目\t本年收入合计\t财政拨款收入\n208社会保障和就业支出\t5.00\t5.00\n20805 行政事业单位养老支出\t5.00\t5.00\n"
    )
    assert values(tables, "code", "item")[::2] == [("208", "社会保障和就业支出"), ("20805", "行政事业单位养老支出")]
    echoed = read(f"支出决算表\n{HEAD_03}2080702\t02 职业培训补贴\t1.00\t0.00\t1.00\t0.00\t0.00\t0.00\n")
    assert set(echoed.cells["item"]) == {"职业培训补贴"}


def test_a_name_wrapped_over_two_rows():
    tables = read(
        f"支出决算表\n{HEAD_03}2080505\t机关事业单位基本养老\t1.00\t1.00\t0.00\t0.00\t0.00\t0.00\n\t保险缴费支出\t\t\t\t\t\t\n"
    )
    assert set(tables.cells["item"]) == {"机关事业单位基本养老保险缴费支出"}


def test_a_garbled_and_shifted_head_is_read_by_its_numbers():
    tables = read(
        "收入决算表\n\t项目\t\t\t\t\t\t\t74 民立27 L AL\n科目编码\t科目名称\t本年收人合什\t财政拨款收入\t\t上级补助收\t经营收入\t附属部门上缴 收入\t其他收入\n"
        "\t栏次\t1\t2\t3\t4\t5\t6\t7\n208\t社会保障和就业支出\t7.00\t1.00\t2.00\t0.00\t3.00\t0.00\t1.00\n"
    )
    assert [(column, value) for _, _, column, value in values(tables)] == [
        ("本年收入合计", "7.00"), ("财政拨款收入", "1.00"), ("上级补助收入", "2.00"), ("事业收入", "0.00"),
        ("经营收入", "3.00"), ("附属单位上缴收入", "0.00"), ("其他收入", "1.00"),
    ]  # fmt: skip
    assert "head_recovered" in kinds(tables)


def test_fewer_columns_than_the_form_are_read_by_their_heads():
    tables = read(
        "收入决算表\n科目编码\t科目名称\t本年收入合计\t财政拨款收入\t其他收入\n208\t社会保障和就业支出\t3.00\t1.00\t2.00\n"
    )
    assert [column for _, _, column, _ in values(tables)] == ["本年收入合计", "财政拨款收入", "其他收入"]


def test_a_two_storey_head_beyond_the_form_keeps_its_path():
    tables = read(
        "收入决算表\n科目编码\t科目名称\t本年收入合计\t财政拨款收入\t事业收入\t\t其他收入\n\t\t\t\t小计\t其中：教育收费\t\n"
        "205\t教育支出\t6.00\t1.00\t3.00\t2.00\t2.00\n"
    )
    assert [column for _, _, column, _ in values(tables)] == [
        "本年收入合计",
        "财政拨款收入",
        "事业收入/小计",
        "事业收入/其中:教育收费",
        "其他收入",
    ]


def test_a_lost_cell_is_told_and_inferred_but_never_published():
    rows = "".join(f"20801{n:02}\t科目{n}\t{n}.00\t0.00\t{n}.00\t0.00\t0.00\t0.00\n" for n in range(1, 9))
    tables = read(f"支出决算表\n{HEAD_03}{rows}2080109\t社会保险经办机构\t\t0.50\t8.00\t0.00\t0.00\t0.00\n")
    lost = tables.cells[tables.cells["quality"] == "inferred"]
    assert values(statements.Tables(tables.found, lost, tables.notes, tables.unit), "code", "column", "value") == [
        ("2080109", "本年支出合计", "8.50")
    ]
    assert tables.notes.loc[tables.notes["kind"] == "cell_lost", "line"].tolist() == [12]


def test_two_figures_in_one_cell_go_back_to_their_columns():
    tables = read(f"支出决算表\n{HEAD_03}210\t卫生健康支出\t27.35 27.35\t\t0.00\t0.00\t0.00\t0.00\n")
    assert [value for *_, value in values(tables)][:3] == ["27.35", "27.35", "0.00"]


def test_damaged_numbers_are_repaired_and_told():
    tables = read(f"支出决算表\n{HEAD_03}210\t卫生健康支出\t1,030. 48\t30, 48\t1,000.00\t0.00\tO.00\t-\n")
    assert values(tables, "value", "amount", "quality") == [
        ("1030.48", 1030_480_000, "repaired"), ("30.48", 30_480_000, "repaired"), ("1000.00", 1000_000_000, "printed"),
        ("0.00", 0, "printed"), ("0.00", 0, "repaired"),
    ]  # fmt: skip
    assert tables.notes["kind"].tolist().count("number_repaired") == 3


def test_equal_names_take_their_code_from_the_branch_they_stand_in():
    full = f"支出决算表\n{HEAD_03}" + "".join(
        f"{code}\t{name}\t1.00\t1.00\t0.00\t0.00\t0.00\t0.00\n"
        for code, name in (
            ("201", "一般公共服务支出"),
            ("20103", "政府办公厅（室）及相关机构事务"),
            ("2010301", "行政运行"),
            ("20106", "财政事务"),
            ("2010601", "行政运行"),
        )
    )
    part = (
        "一般公共预算财政拨款支出决算表\n科目编码\t科目名称\t合计\t基本支出\t项目支出\n201\t一般公共服务支出\t1.00\t1.00\t0.00\n\n"
        "财政事务\t1.00\t1.00\t0.00\n行政运行\t1.00\t1.00\t0.00\n"
    )
    tables = read(f"{full}\n{part}")
    own = tables.cells[tables.cells["statement"] == "general_public_expenditure"]
    assert list(dict.fromkeys(own["code"])) == ["201", "20106", "2010601"]
    assert set(own.loc[own["code"] != "201", "quality"]) == {"recovered"}


def test_basic_expenditure_in_three_triples_with_lost_codes_and_totals():
    tables = read(
        "一般公共预算财政拨款基本支出决算明细表\n" + "科目编码\t科目名称\t决算数\t" * 3 + "\n"
        "301\t工资福利支出\t5.00\t\t商品和服务支出\t3.00\t\t\t2.00\n30101\t基本工资\t5.00\t30201\t办公费\t3.00\t31001\t房屋建筑物购建\t0.00\n"
        "30102\t津贴补贴\t0.00\t30202\t印刷费\t0.00\t31002\t办公设备购置\t2.00\n"
        "\t人员经费合计 4\t\t\t05 公用经费合计\t\t\t\t\n"
    )
    got = dict(zip(tables.cells["code"], tables.cells["item"] + "=" + tables.cells["value"], strict=True))
    assert got["302"] == "商品和服务支出=3.00"
    assert got["310"] == "资本性支出=2.00"
    inferred = tables.cells[tables.cells["quality"] == "inferred"]
    assert inferred[["item", "value"]].values.tolist() == [["人员经费合计", "5.00"], ["公用经费合计", "5.00"]]


def test_basic_expenditure_in_two_triples_with_printed_totals():
    tables = read(
        "六、一般公共预算财政拨款基本支出决算表\n| 经济分类科目编码 | 科目名称 | 决算数 | 经济分类科目编码 | 科目名称 | 决算数 |\n|---|---|---|---|---|---|\n"
        "| 301 | 工资福利支出 | 1,005.00 | 302 | 商品和服务支出 | 3.00 |\n| 30101 | 基本工资 | 1,005.00 | 30201 | 办公费 | 3.00 |\n"
        "| | 人员经费合计 | 1,005.00 | | 公用经费合计 | 3.00 |\n"
    )
    assert values(tables, "code", "item", "value")[-1] == ("", "公用经费合计", "3.00")
    assert len(tables.cells) == 6


def test_the_appropriation_summary_with_repeated_labels():
    tables = read(
        "财政拨款收入支出决算总表\n项目\t行次\t金额\t项目\t行次\t合计\t一般公共 预算财政 拨款\t政府性基金预 算财政拨款\t国有资本经营 预算财政拨款\n栏次\t\t1\t栏次\t\t2\t3\t4\t5\n"
        "一、一般公共预算财政拨款\t1\t8.00\t一、一般公共服务支出\t33\t8.00\t8.00\t0.00\t0.00\n"
        "二、政府性基金预算财政拨款\t2\t0.00\t二、外交支出\t34\t0.00\t0.00\t0.00\t0.00\n"
        "本年收入合计\t27\t8.00\t本年支出合计\t59\t8.00\t8.00\t0.00\t0.00\n年初财政拨款结转和结余\t28\t1.00\t年末财政拨款结转和结余\t60\t1.00\t1.00\t0.00\t0.00\n"
        "一般公共预算财政拨款\t29\t1.00\t\t61\t\t\t\t\n政府性基金预算财政拨款\t30\t\t\t62\t\t\t\t\n总计\t32\t9.00\t总计\t64\t9.00\t9.00\t0.00\t0.00\n"
    )
    assert ("一般公共预算财政拨款", "收入/金额", 29, "1.00") in values(tables, "item", "column", "line_no", "value")
    assert "cell_lost" not in kinds(tables)
    assert set(tables.cells["column"]) == {
        "收入/金额", "支出/合计", "支出/一般公共预算财政拨款", "支出/政府性基金预算财政拨款", "支出/国有资本经营预算财政拨款",
    }  # fmt: skip


def test_the_state_capital_table_of_six_columns():
    tables = read(
        "国有资本经营预算财政拨款收入支出决算表\n科目编码\t科目名称\t年初结转和结余\t本年收入\t本年支出\t\t\t年末结转和结余\n\t\t\t\t小计\t基本支出\t项目支出\t\n"
        "\t合计\t1.00\t4.00\t3.00\t0.00\t3.00\t2.00\n223\t国有资本经营预算支出\t1.00\t4.00\t3.00\t0.00\t3.00\t2.00\n"
    )
    assert list(dict.fromkeys(tables.cells["column"])) == [
        "年初结转和结余", "本年收入", "本年支出/小计", "本年支出/基本支出", "本年支出/项目支出", "年末结转和结余",
    ]  # fmt: skip


def test_three_public_interleaved_with_spans():
    tables = read(
        "财政拨款“三公”经费支出决算表\n<table><tr><td colspan=2>合计</td><td colspan=2>因公出国（境）费</td><td colspan=6>公务用车购置及运行费</td>"
        "<td colspan=2>公务接待费</td></tr>\n<tr><td></td><td></td><td></td><td></td><td colspan=2>小计</td><td colspan=2>购置费</td><td colspan=2>运行费</td><td></td><td></td></tr>\n"
        + "<tr>" + "<td>预算数</td><td>决算数</td>" * 6 + "</tr>\n"
        + "<tr>" + "".join(f"<td>{v}</td>" for v in ("9.00", "4.00", "0.00", "0.00", "7.00", "3.00", "2.00", "0.00", "5.00", "3.00", "2.00", "1.00")) + "</tr></table>"
    )  # fmt: skip
    got = dict(values(tables, "column", "value"))
    assert (got["预算数/合计"], got["决算数/小计"], got["决算数/公务用车运行维护费"], got["预算数/公务接待费"]) == (
        "9.00",
        "3.00",
        "3.00",
        "2.00",
    )


def test_three_public_with_one_item_a_row():
    tables = read(
        "财政拨款“三公”经费支出决算表\n项目\t预算数\t决算数\n“三公”经费合计\t9.00\t4.00\n1.因公出国（境）费\t0.00\t0.00\n2.公务用车购置及运行维护费\t7.00\t3.00\n"
        "其中：（1）公务用车购置费\t2.00\t0.00\n（2）公务用车运行维护费\t5.00\t3.00\n3.公务接待费\t2.00\t1.00\n公务用车保有量（辆）\t\t3\n"
    )
    got = dict(values(tables, "column", "value"))
    assert len(got) == 12
    assert (got["预算数/小计"], got["预算数/公务用车购置费"], got["决算数/公务接待费"]) == ("7.00", "2.00", "1.00")


def test_empty_tables_are_found_with_their_remark():
    tables = read(
        "政府性基金预算财政拨款收入支出决算表\n科目编码\t科目名称\t年初结转和结余\t本年收入\t小计\t基本支出\t项目支出\t年末结转和结余\n栏次\t\t1\t2\t3\t4\t5\t6\n合计\t\t\t\t\t\t\t\n\n"
        "说明：本部门没有政府性基金收入，也没有使用政府性基金安排的支出，故本表无数据。\n国有资本经营预算财政拨款支出决算表\n本部门无国有资本经营预算财政拨款支出，故本表为空。\n"
    )
    assert tables.found[["statement", "rows"]].values.tolist() == [["government_funds", 0], ["state_capital", 0]]
    assert tables.found["remark"].str.contains("无数据|为空").all()
    assert tables.cells.empty


def test_a_set_printed_twice_is_kept_apart():
    table = f"{HEAD_03}201\t一般公共服务支出\t{{0}}\t{{0}}\t0.00\t0.00\t0.00\t0.00\n\n"
    tables = read(
        "某局2024年度部门决算（汇总）\n支出决算表\n"
        + table.format("5.00")
        + "某局本级2024年度决算\n支出决算表\n"
        + table.format("2.00")
    )
    assert values(tables, "scope", "value")[::6] == [("汇总", "5.00"), ("本级", "2.00")]


def test_title_and_unit_inside_the_grid():
    tables = read("| 收入支出决算总表 | | | |\n|---|---|---|---|\n| 部门：某局 | | | 单位：元 |\n| 项目 | 决算数 | 项目 | 决算数 |\n"
                  "| 一、一般公共预算财政拨款收入 | 12,345.67 | 一、一般公共服务支出 | 12,345.67 |\n| 总计 | 12,345.67 | 总计 | 12,345.67 |\n")  # fmt: skip
    assert values(tables, "item", "column", "amount", "unit")[0] == (
        "一、一般公共预算财政拨款收入",
        "收入/金额",
        1234567,
        "元",
    )
    assert set(tables.cells["column"]) == {"收入/金额", "支出/金额"}


def test_a_table_beyond_the_nine_keeps_its_title_and_heads():
    tables = read("支出决算表（分单位）\n单位名称\t科目编码\t本年支出合计\t基本支出\n某局本级\t201\t5.00\t5.00\n")
    assert set(tables.cells["statement"]) <= {""}
    assert not (tables.cells["table"] == "支出决算表").any()


def test_prose_after_the_tables_ends_them():
    tables = read(
        f"支出决算表\n{HEAD_03}201\t一般公共服务支出\t5.00\t5.00\t0.00\t0.00\t0.00\t0.00\n\n第五部分 附件\n201\t别的表\t9.00\n"
    )
    assert set(tables.cells["value"]) == {"5.00", "0.00"}


def test_a_lost_total_of_a_summary_is_inferred_from_its_lines():
    tables = read(
        "收入支出决算总表\n项目\t行次\t金额\t项目\t行次\t金额\n一、一般公共预算财政拨款收入\t1\t8.00\t一、一般公共服务支出\t31\t5.00\n"
        "二、政府性基金预算财政拨款收入\t2\t0.00\t二、外交支出\t32\t0.00\n三、国有资本经营预算财政拨款收入\t3\t0.00\t三、国防支出\t33\t3.00\n"
        + "".join(f"\t{n}\t\t{n}、某类支出\t{n}\t0.00\n" for n in range(34, 42))
        + "本年收入合计\t27\t8.00\t本年支出合计\t57\t\n"
    )
    inferred = tables.cells[tables.cells["quality"] == "inferred"]
    assert inferred[["item", "column", "value"]].values.tolist() == [["本年支出合计", "支出/金额", "8.00"]]


def test_a_table_aligned_by_spaces_is_told_not_taken_for_empty():
    rows = "\n".join(f"208{n:02}   科目{n}     {n}.00    0.00   {n}.00" for n in range(1, 9))
    tables = read(
        f"支出决算表\n单位：万元\n科目编码  科目名称  本年支出合计  基本支出  项目支出\n{rows}\n注：本表反映部门本年度各项支出情况。\n"
    )
    assert tables.found.empty
    assert tables.notes["kind"].tolist() == ["table_partial"]
    assert "支出决算表" in tables.notes["message"][0]


def test_a_blank_template_gives_empty_tables_and_no_number():
    tables = read(
        "收入决算表\n单位：万元\n项目\t\t本年收入合计\t财政拨款收入\t其他收入\n功能分类科目编码\t科目名称\t\t\t\n合计\t\t\t\t\n205\t教育支出\t\t\t\n…\t…\t\t\t\n20502\t普通教育\t\t\t\n"
    )
    assert tables.found["rows"].tolist() == [0]
    assert tables.cells.empty
    assert tables.notes.empty


def test_budget_tables_are_no_accounts_even_where_their_heads_look_alike():
    tables = read(
        "2025年部门收入预算总表\n单位：元\n科目编码\t科目名称\t合计\t财政拨款收入\t其他收入\n201\t一般公共服务支出\t1.00\t1.00\t0.00\n"
        "2025年部门支出预算总表\n科目编码\t科目名称\t合计\t基本支出\t项目支出\n201\t一般公共服务支出\t1.00\t1.00\t0.00\n"
        "部门“三公”经费和机关运行经费预算表\n合计\t公务接待费\n1.00\t1.00\n"
    )
    assert tables.found.empty


def test_a_higher_education_set_keeps_its_own_titles():
    tables = read(
        "表2：高等学校收入决算表\n科目编码\t科目名称\t本年收入合计\t财政拨款收入\n205\t教育支出\t3.00\t3.00\n"
    )
    assert tables.found[["statement", "table"]].values.tolist() == [["", "高等学校收入决算表"]]
    assert len(tables.cells) == 2


def test_a_total_on_the_line_of_the_code_heads():
    tables = read(
        "支出决算表\n科目编码\t\t\t科目名称\t本年支出合计\t基本支出\t项目支出\n类\t款\t项\t合计\t3.00\t1.00\t2.00\n205\t\t\t教育支出\t3.00\t1.00\t2.00\n205\t02\t\t普通教育\t3.00\t1.00\t2.00\n"
    )
    assert list(dict.fromkeys(zip(tables.cells["code"], tables.cells["item"], strict=True))) == [
        ("", "合计"),
        ("205", "教育支出"),
        ("20502", "普通教育"),
    ]
    assert list(dict.fromkeys(tables.cells["column"])) == ["本年支出合计", "基本支出", "项目支出"]


def test_a_total_printed_at_both_ends_of_a_table_is_two_printed_amounts():
    tables = read(
        "支出决算表\n"
        + HEAD_03
        + "\t合计\t3.00\t1.00\t2.00\n205\t教育支出\t3.00\t1.00\t2.00\n\t合计\t3.00\t1.00\t2.00\n"
    )
    assert list(tables.cells["item"]) == ["合计"] * 3 + ["教育支出"] * 3 + ["合计"] * 3


def test_an_amount_that_looks_like_a_code_and_a_name_is_an_amount():
    tables = read(
        "一般公共预算财政拨款基本支出决算表\n经济分类科目编码\t科目名称\t决算数\t经济分类科目编码\t科目名称\t决算数\n"
        "301\t工资福利支出\t301.55\t302\t商品和服务支出\t302.50\n30101\t基本工资\t301.55\t30201\t办公费\t302.50\n"
    )
    assert values(tables, "code", "value") == [
        ("301", "301.55"),
        ("30101", "301.55"),
        ("302", "302.50"),
        ("30201", "302.50"),
    ]


def test_a_balance_column_without_figures_does_not_make_the_wide_form_narrow():
    tables = read(
        "国有资本经营预算财政拨款收入支出决算表\n项目\t\t年初结转和结余\t本年收入\t本年支出\t\t\t年末结转和结余\n"
        "科目编码\t科目名称\t\t\t小计\t基本支出\t项目支出\t\n\t合计\t\t3.00\t3.00\t\t3.00\t\n223\t国有资本经营预算支出\t\t3.00\t3.00\t\t3.00\t\n"
    )
    assert set(tables.cells["column"]) == {"本年收入", "本年支出/小计", "本年支出/项目支出"}


def placed(title: str, amount: str, **place: str) -> tuple[Paragraph, Grid]:
    """A title and a table of one row on a sheet or in a file."""
    where = Place(**place)
    head = ("科目代码", "科目名称", "本年支出合计", "基本支出", "项目支出")
    rows = (head, ("208", "社会保障和就业支出", amount, amount, ""))
    return Paragraph(title, where), Grid(tuple(tuple(Cell(text, where) for text in row) for row in rows))


def test_a_table_ends_with_its_sheet():
    title, table = placed("支出决算表", "1.00", sheet="公开03表")
    _, scratch = placed("", "9.99", sheet="底稿")
    tables = statements.extract(RawDocument("表.xlsx", "xlsx", "", (title, table, Grid(scratch.rows[1:]))))
    assert set(tables.cells["value"]) == {"1.00"}


def test_a_table_that_two_files_of_a_report_print_is_the_first_files():
    one, other = placed("支出决算表", "1.00", file="表.xlsx"), placed("支出决算表", "1.0", file="全文.docx")
    mention = Paragraph("支出决算表", Place(file="目录.txt"))
    tables = statements.extract(RawDocument("三个文件", "xlsx+docx", "", (mention, *one, *other)))
    assert list(tables.cells["value"]) == ["1.00", "1.00"]
    assert list(tables.found["scope"]) == [""]


def test_expenditure_among_balances_and_revenue_of_the_same_labels():
    """The 05 table of Yunnan: 合计, 基本支出 and 项目支出 stand four times; only those of 本年支出 are the form's."""
    tables = read(
        "一般公共预算财政拨款收入支出决算表\n"
        "项目\t\t年初结转和结余\t\t\t本年收入\t\t\t本年支出\t\t\t年末结转和结余\t\t\n"
        "科目编码\t科目名称\t合计\t基本支出结转\t项目支出结转\t合计\t基本支出\t项目支出\t合计\t基本支出\t项目支出\t合计\t基本支出结转\t项目支出结转\n"
        "205\t教育支出\t1.00\t0.00\t1.00\t5.00\t2.00\t3.00\t6.00\t2.00\t4.00\t0.00\t0.00\t0.00\n"
    )
    assert values(tables, "column", "value")[6:9] == [("合计", "6.00"), ("基本支出", "2.00"), ("项目支出", "4.00")]
    assert values(tables, "column", "value")[:3] == [
        ("年初结转和结余/合计", "1.00"),
        ("年初结转和结余/基本支出结转", "0.00"),
        ("年初结转和结余/项目支出结转", "1.00"),
    ]


def test_two_names_wrapped_at_the_same_place_keep_their_own_ends():
    tables = read(
        f"支出决算表\n{HEAD_03}2101201\t财政对职工基本医疗保险基\t1.00\t1.00\t0.00\t0.00\t0.00\t0.00\n\t金的补助\t\t\t\t\t\t\n"
        "2101299\t财政对其他基本医疗保险基\t2.00\t2.00\t0.00\t0.00\t0.00\t0.00\n\t金的补助\t\t\t\t\t\t\n"
    )
    assert list(dict.fromkeys(tables.cells["item"])) == [
        "财政对职工基本医疗保险基金的补助",
        "财政对其他基本医疗保险基金的补助",
    ]


def test_a_column_of_zeros_without_decimals_is_told_by_its_head():
    tables = read(
        "政府性基金预算财政拨款收入支出决算表\n科目编码\t科目名称\t年初结转和结余\t本年收入\t小计\t基本支出\t项目支出\t年末结转和结余\n"
        "\t合计\t0\t8.5\t8.5\t0\t8.5\t0\n212\t城乡社区支出\t0\t8.5\t8.5\t0\t8.5\t0\n"
    )
    assert values(tables, "code", "item", "value")[:3] == [("", "合计", "0"), ("", "合计", "8.5"), ("", "合计", "8.5")]
    assert set(tables.cells["item"]) == {"合计", "城乡社区支出"}
    assert len(tables.cells) == 12


def test_whole_figures_under_a_title_inside_the_grid():
    tables = read(
        "支出决算表\t\t\t\n单位：元\t\t\t\n科目编码\t科目名称\t本年支出合计\t基本支出\n\t合计\t650000\t650000\n208\t社会保障和就业支出\t650000\t650000\n"
    )
    assert values(tables) == [
        ("", "合计", "本年支出合计", "650000"),
        ("", "合计", "基本支出", "650000"),
        ("208", "社会保障和就业支出", "本年支出合计", "650000"),
        ("208", "社会保障和就业支出", "基本支出", "650000"),
    ]


def test_three_public_pairs_whose_first_column_is_blank():
    tables = read(
        "财政拨款“三公”经费支出决算表\n合计\t\t因公出国（境）费\t\t公务用车购置及运行维护费\t\t\t\t\t\t公务接待费\t\n"
        "\t\t\t\t小计\t\t公务用车购置费\t\t公务用车运行维护费\t\t\t\n"
        + "\t".join(["预算数", "决算数"] * 6)
        + "\n\t3.53\t\t\t\t\t\t\t\t\t\t3.53\n"
    )
    assert values(tables, "column", "value") == [("决算数/合计", "3.53"), ("决算数/公务接待费", "3.53")]


def test_a_wrapped_end_that_begins_like_a_head_is_no_head():
    tables = read(
        f"支出决算表\n{HEAD_03}2070904\t地方旅游开发\t1.00\t0.00\t1.00\t0.00\t0.00\t0.00\n\t项目补助\t\t\t\t\t\t\n"
    )
    assert set(tables.cells["item"]) == {"地方旅游开发项目补助"}


def test_a_head_repeated_over_a_column_that_was_blank_before_ends_no_name():
    head = "项目\t\t年初结转和结余\t本年收入\t本年支出\t\t\t年末结转和结余\n科目编码\t科目名称\t\t\t小计\t基本支出\t项目支出\t\n"
    tables = read(
        f"政府性基金预算财政拨款收入支出决算表\n{head}2146401\t铁路建设投资\t\t79.51\t79.51\t\t79.51\t\n\n"
        f"{head}234\t抗疫特别国债安排的支出\t\t4.16\t4.16\t\t4.16\t\n"
    )
    assert set(tables.cells["item"]) == {"铁路建设投资", "抗疫特别国债安排的支出"}


def test_a_first_column_that_is_blank_on_the_first_page_is_a_column_all_the_same():
    tables = read(
        "政府性基金预算财政拨款收入支出决算表\n项目\t\t年初结转和结余\t本年收入\t本年支出\t\t\t年末结转和结余\n科目编码\t科目名称\t\t\t小计\t基本支出\t项目支出\t\n"
        "212\t城乡社区支出\t\t394.52\t394.52\t\t394.52\t\n\n229\t其他支出\t0.07\t960.79\t960.81\t\t960.81\t0.04\n"
    )
    assert [(column, value) for code, _, column, value in values(tables) if code == "229"] == [
        ("年初结转和结余", "0.07"),
        ("本年收入", "960.79"),
        ("本年支出/小计", "960.81"),
        ("本年支出/项目支出", "960.81"),
        ("年末结转和结余", "0.04"),
    ]


def test_three_public_of_shaanxi_with_budget_and_outturn_as_rows():
    tables = read(
        "一般公共预算财政拨款“三公”经费及会议费、培训费支出决算表\n"
        "<table><tr><td rowspan=3>项目</td><td colspan=6>一般公共预算财政拨款安排的“三公”经费</td><td rowspan=3>会议费</td><td rowspan=3>培训费</td></tr>\n"
        "<tr><td rowspan=2>小计</td><td rowspan=2>因公出国（境）费用</td><td rowspan=2>公务接待费</td><td colspan=3>公务用车购置及运行维护费</td></tr>\n"
        "<tr><td>小计</td><td>公务用车购置费</td><td>公务用车运行维护费</td></tr>\n"
        "<tr><td>栏次</td>" + "".join(f"<td>{n}</td>" for n in range(1, 9)) + "</tr>\n"
        "<tr><td>预算数</td>"
        + "".join(f"<td>{v}</td>" for v in ("9.00", "0.00", "2.00", "7.00", "0.00", "7.00", "1.00", "3.00"))
        + "</tr>\n"
        "<tr><td>决算数</td>"
        + "".join(f"<td>{v}</td>" for v in ("4.00", "0.00", "1.00", "3.00", "0.00", "3.00", "0.50", "2.00"))
        + "</tr></table>\n"
    )
    got = dict(values(tables, "column", "value"))
    assert len(got) == 16
    assert (got["预算数/合计"], got["预算数/公务接待费"], got["预算数/小计"], got["决算数/公务用车运行维护费"]) == (
        "9.00",
        "2.00",
        "7.00",
        "3.00",
    )
    assert (got["决算数/合计"], got["决算数/会议费"], got["预算数/培训费"]) == ("4.00", "0.50", "3.00")


def test_three_public_in_halves_with_two_more_items():
    head = [
        ["预算数", *[""] * 7, "决算数", *[""] * 7],
        ["合计", "因公出国（境）费", "公务用车购置及运行费", "", "", "公务接待费", "会议费", "培训费"] * 2,
    ]
    head.append(["", "", "小计", "购置费", "运行费", "", "", ""] * 2)
    figures = [
        "9.00",
        "0.00",
        "7.00",
        "0.00",
        "7.00",
        "2.00",
        "1.00",
        "3.00",
        "4.00",
        "0.00",
        "3.00",
        "0.00",
        "3.00",
        "1.00",
        "0.50",
        "2.00",
    ]
    tables = read(
        "财政拨款“三公”经费及会议费、培训费支出决算表\n" + "\n".join("\t".join(row) for row in [*head, figures]) + "\n"
    )
    got = dict(values(tables, "column", "value"))
    assert list(got.values()) == figures
    assert (got["预算数/公务用车购置费"], got["决算数/公务用车运行维护费"], got["决算数/培训费"]) == (
        "0.00",
        "3.00",
        "2.00",
    )
