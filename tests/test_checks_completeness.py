"""Family CP on whole reports: nothing on clean ones, what is planted is found; the grammars on their own examples."""

from dataclasses import replace

import pytest

from juesuan_nb import synth
from juesuan_nb.checks import check, replaced, residue
from juesuan_nb.checks.organisations import is_another
from juesuan_nb.report import load_report
from juesuan_nb.synth.page import Heading, Prose

SERIOUS = ("error", "warning")


def checked(report, folder, form="text", select=("CP",)):
    path = folder / f"report{synth.FORMS[form][1]}"
    path.write_bytes(synth.render(report, form))
    return check(load_report(path), select=select)


def serious(result, rule=""):
    rows = result.findings[result.findings["severity"].isin(SERIOUS)]
    return rows[rows["rule"] == rule] if rule else rows


def said(report, old, new):
    """The report with one word of its running text replaced, at the first place that has it."""
    blocks = list(report.blocks)
    for number, block in enumerate(blocks):
        for place, word in enumerate(getattr(block, "words", ())):
            if isinstance(word, str) and old in word and "\n" not in word:
                words = (*block.words[:place], word.replace(old, new, 1), *block.words[place + 1 :])
                blocks[number] = Prose(words)
                return replace(report, blocks=tuple(blocks))
    raise AssertionError(f"{old} is not in the report")


@pytest.mark.parametrize("pattern", residue.patterns(), ids=lambda pattern: f"{pattern.name}-{pattern.found[0]}")
def test_a_pattern_of_residue_finds_and_leaves_alone(pattern):
    assert pattern.severity in (*SERIOUS, "info")
    assert [text for text in pattern.found if not pattern.match.search(text)] == []
    assert [text for text in pattern.clean if any(residue.find(text))] == []


@pytest.mark.parametrize("term", [term for term in replaced.terms() if term.found], ids=lambda term: term.right)
def test_a_replaced_term_is_found_and_the_right_one_left_alone(term):
    assert [text for text in term.found if not any(replaced.find(text))] == []
    assert [text for text in term.clean if any(replaced.find(text))] == []


def test_the_names_of_the_codebook_are_found_with_the_other_word():
    assert any(replaced.find("机关事业部门职业年金缴费支出"))
    assert any(replaced.find("2101101 行政部门医疗 2.12"))
    assert not any(replaced.find("卫生行政部门医疗机构管理"))


@pytest.mark.parametrize(
    ("one", "other", "another"),
    [
        ("柏溪市水利局", "柏溪市教育局", True),
        ("云岫县人民检察院", "梧北区人民检察院", True),
        ("柏溪市水利局", "柏溪市水利局（本级）", False),
        ("柏溪市人社局", "柏溪市人力资源和社会保障局", False),
        ("高新技术产业开发区人力资源和社会保障局", "柏溪高新技术产业开发区人力资源和社会保障局", False),
        ("中国共产党柏溪县委员会组织部", "中共柏溪县委组织部", False),
        ("柏溪区城关镇人民政府", "柏溪高新技术产业开发区残疾人联合会", True),
        ("柏溪区城关镇人民政府", "柏溪区城关镇财政所", False),
        ("柏溪区人民政府", "柏溪区人民政府办公室", False),
        ("柏溪区东关街道办事处", "柏溪区机关事务服务中心", True),
        ("我局", "柏溪市水利局", False),
        ("柏溪市卫计委", "柏溪市卫生健康委员会", False),
        ("区级", "柏溪市水利局", False),
    ],
)
def test_another_organisation_is_told_from_another_way_to_write_one(one, other, another):
    assert is_another(one, other) is another
    assert is_another(other, one) is another


@pytest.mark.parametrize("layout", synth.layouts())
@pytest.mark.parametrize("form", ["text", "docx"])
def test_a_clean_report_raises_nothing(layout, form, tmp_path):
    result = checked(synth.department(7, layout=layout), tmp_path, form)
    assert serious(result)["message"].tolist() == []
    assert not result.results["reason"].str.contains("运行出错").any()


@pytest.mark.parametrize("layout", synth.layouts())
def test_a_wrong_year_in_a_heading_is_an_error(layout, tmp_path):
    report, planted = synth.plant(synth.department(4, layout=layout), "year", 2)
    found = serious(checked(report, tmp_path), "CP03")
    assert found["message"].str.contains(planted.found).sum() == 1
    assert found["severity"].tolist() == ["warning" if "自评" in planted.item else "error"]


def test_every_section_that_is_left_out_is_missed_by_the_contents_list(tmp_path):
    report = synth.department(3)
    heads = [n for n, block in enumerate(report.blocks) if isinstance(block, Heading) and block.text[1:2] == "、"]
    for start in heads[::3]:
        stop = start + 1
        while stop < len(report.blocks) and isinstance(report.blocks[stop], Prose):
            stop += 1
        shorter = replace(report, blocks=(*report.blocks[:start], *report.blocks[stop:]))
        assert len(serious(checked(shorter, tmp_path), "CP08")) == 1, report.blocks[start].text


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ("总计各增加", "总计各增加（减少）", "CP06"),
        ("2024年度收、支总计", "2023年度收、支总计", "CP03"),
        ("2024年期末", "2022年期末", "CP03"),
        ("事业单位", "事业部门", "CP10"),
    ],
)
def test_a_word_that_is_wrong_in_the_text_is_found(old, new, rule, tmp_path):
    made = (synth.department(seed, year=2024) for seed in range(9))
    report = next(report for report in made if any(old in getattr(block, "text", "") for block in report.blocks))
    assert len(serious(checked(said(report, old, new), tmp_path), rule)) == 1


def test_a_table_in_another_unit_than_its_figures_is_an_error(tmp_path):
    report = synth.department(5)
    tables = [number for number, block in enumerate(report.blocks) if block in report.tables]
    table = report.blocks[tables[1]]
    lines = tuple(line.replace("单位：万元", "单位：元") for line in table.lines)
    blocks = (*report.blocks[: tables[1]], replace(table, lines=lines), *report.blocks[tables[1] + 1 :])
    found = serious(checked(replace(report, blocks=blocks), tmp_path), "CP04")
    assert found["severity"].tolist() == ["error"]


def test_in_two_sets_of_tables_a_stranger_is_found_in_its_own_set(tmp_path):
    report = synth.department(2, layout="twice")
    broken, planted = synth.plant(report, "owner", 2)
    found = serious(checked(broken, tmp_path), "CP03")
    assert found["message"].str.contains(planted.found).tolist() == [True]
    own = [block for block in report.blocks if block in report.tables and block.scope == "本级"]
    renamed = {
        block: replace(block, lines=tuple(line.replace(report.department, "柏溪市气象台") for line in block.lines))
        for block in own
    }
    other = replace(report, blocks=tuple(renamed.get(block, block) for block in report.blocks))
    assert serious(checked(other, tmp_path), "CP03").empty


@pytest.mark.parametrize(("kind", "rule"), [("remark", "CP02"), ("unit", "CP04")])
@pytest.mark.parametrize("seed", range(4))
def test_what_is_wrong_in_one_of_two_sets_is_found(kind, rule, seed, tmp_path):
    broken, planted = synth.plant(synth.department(seed, layout="twice"), kind, seed)
    if planted.hidden:
        pytest.skip(planted.hidden)
    assert len(serious(checked(broken, tmp_path), rule)) == 1


BUDGET = """柏溪市水利局2025年部门预算

部门收支总表

部门：柏溪市水利局	单位：万元

收入		支出
项目	预算数	项目	预算数
本年收入合计	100.00	本年支出合计	100.00

部门收入总表

部门：柏溪市水利局	单位：万元

科目编码	科目名称	本年收入合计	财政拨款收入	事业收入
	合计	100.00	100.00	0.00
201	一般公共服务支出	100.00	100.00	0.00
"""


def test_a_budget_that_reading_takes_for_accounts_is_told(tmp_path):
    path = tmp_path / "budget.txt"
    path.write_text(BUDGET, encoding="utf-8")
    assert len(serious(check(load_report(path), select=["CP11"]), "CP11")) == 1


def test_the_jiaozuo_report_has_its_three_replaced_words_and_the_item_number_used_twice(jiaozuo):
    found = check(jiaozuo, select=["CP"]).findings
    assert found["rule"].value_counts().to_dict() == {"CP10": 3, "CP07": 1, "CP06": 1}
    assert found.loc[found["rule"] == "CP06", "severity"].tolist() == ["info"]
    listed = "".join(found["places"])
    assert all(term in listed for term in ("机关事业部门", "附属部门", "部门价值"))


def test_the_putuo_report_has_the_two_instructions_left_in_and_nothing_else(shared):
    report = load_report(shared / "reports" / "putuo-social-work-2024.pdf")
    found = check(report, select=["CP"]).findings
    assert found["rule"].tolist() == ["CP06"]
    assert found["places"].str.count("仍保留该表格式").tolist() == [2]


def test_the_blank_template_is_full_of_residue(shared):
    found = check(load_report(shared / "reports" / "shanghai-template-2024.pdf"), select=["CP06"]).findings
    assert (found["severity"] == "warning").sum() == 3
    names = found["message"].str.partition("，")[0]
    assert {"占位符没有替换", "二选一的词没有选定", "填表说明没有删去"} <= set(names)
