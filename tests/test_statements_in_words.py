"""Statements in words: every pattern with its own examples, then sentences that must not be taken for one."""

from dataclasses import replace

import pytest

from juesuan_nb.checks import rule, statements
from juesuan_nb.checks.facts import Facts
from juesuan_nb.checks.literal import Sample
from juesuan_nb.checks.reasons import plain
from juesuan_nb.checks.runner import run
from juesuan_nb.checks.statements import says_empty
from juesuan_nb.checks.statements import statements as known
from juesuan_nb.checks.terms import Term
from juesuan_nb.checks.thresholds import settings

YES = [(entry, text) for entry in known() for text in entry.yes]
NO = [(entry, text) for entry in known() for text in entry.no]


@pytest.mark.parametrize(("entry", "text"), YES, ids=[f"{entry.name}-{text}" for entry, text in YES])
def test_a_statement_is_found_in_its_examples(entry, text):
    assert entry.find(plain(text))


@pytest.mark.parametrize(("entry", "text"), NO, ids=[f"{entry.name}-{text}" for entry, text in NO])
def test_a_statement_is_not_found_in_its_counter_examples(entry, text):
    assert not entry.find(plain(text))


@pytest.mark.parametrize("entry", known(), ids=lambda entry: entry.name)
def test_a_statement_speaks_of_cells_that_there_are(entry):
    for terms in (*entry.deny.values(), *entry.affirm.values()):
        assert all(Term.parse(term) for term in terms)
    assert entry.severity in ("error", "warning")


THREE = "T9 | 决算数/合计 | 决算数/因公出国(境)费 | 决算数/公务接待费\n- | 3.00 | 1.80 | 1.20"
REVENUE = "T2 | 本年收入合计 | 财政拨款收入 | 事业收入\n合计 | 10.00 | 8.00 | 2.00"
EXPENDITURE = "T3 | 本年支出合计 | 基本支出 | 项目支出\n合计 | 10.00 | 8.00 | 2.00"
HEADS = {
    "三公": "九、财政拨款“三公”经费支出决算情况说明",
    "收入": "二、收入决算情况说明",
    "支出": "三、支出决算情况说明",
}
SENTENCES = """
三公 | 2024年度我局未发生公务接待费支出。 | error
三公 | 本单位全年无因公出国（境）费用，与预算持平。 | error
三公 | 某部门2024年度无“三公”经费财政拨款支出。 | error
三公 | 决算数小于预算数的主要原因是：本年未安排因公出国（境）团组。 | error
三公 | 上年未发生公务接待费，本年接待上级检查一批。 |
三公 | 与2023年相比增加的主要原因是2023年未发生公务接待。 |
三公 | 与上年相比增加，主要原因是受疫情影响，未发生公务接待。 |
三公 | 下属图书馆未发生公务接待。 |
三公 | 机关服务中心未发生公务接待费。 |
三公 | 除必要的公务活动外，未发生公务接待。 |
三公 | 严格审批，未发生超标准公务接待。 |
三公 | 未发生公务用车购置费。 |
三公 | 其中：一季度未发生公务接待。 |
三公 | 如未发生公务接待，应填0。 |
三公 | 区属某某学校未发生公务接待。 | warning
收入 | 本年收入全部来自财政拨款。 | error
收入 | 无上级补助收入、事业收入和其他收入。 | error
收入 | 无上级补助收入和经营收入。 |
收入 | 收入主要为财政拨款收入。 |
支出 | 本年支出均为基本支出。 | error
支出 | 没有项目支出。 | error
支出 | 无上缴上级支出、经营支出。 |
支出 | 上年没有项目支出。 |
"""
ROWS = [tuple(part.strip() for part in line.split("|")) for line in SENTENCES.strip().splitlines()]


@pytest.mark.parametrize(("topic", "sentence", "severity"), ROWS, ids=[row[1] for row in ROWS])
def test_sentences_against_filled_tables(topic, sentence, severity):
    text = replace(Sample("\n".join((THREE, REVENUE, EXPENDITURE))), lines=f"{HEADS[topic]}\n{sentence}")
    found = [one for one in run(rule("NV14"), Facts(text, settings(None))) if one.verdict == "failed"]
    assert [one.severity or "error" for one in found] == [severity] * bool(severity)


REMARKS = """
说明：我单位没有政府性基金收入，也没有使用政府性基金安排的支出，故本表无数据。 | 1
本部门无国有资本经营预算，本表为空表。 | 1
如本表为空，请注明原因。 |
注：本表反映部门本年度政府性基金收支情况。 |
"""
REMARK_ROWS = [tuple(part.strip() for part in line.split("|")) for line in REMARKS.strip().splitlines()]


@pytest.mark.parametrize(("remark", "empty"), REMARK_ROWS, ids=[row[0] for row in REMARK_ROWS])
def test_a_remark_says_that_the_table_is_empty(remark, empty):
    assert bool(says_empty(remark)) == bool(empty)


def test_a_remark_of_another_fund_is_not_held_against_the_table():
    text = Sample("T7 | 本年收入\n合计 | 5.00\n# 本单位没有国有资本经营预算支出，故本表无数据。")
    verdicts = {one.verdict for one in run(rule("NV14"), Facts(text, settings(None)))}
    assert "failed" not in verdicts


def test_every_keyword_is_a_statement_with_terms():
    assert set(statements.keywords()) <= {topic for entry in known() for topic in entry.deny}
