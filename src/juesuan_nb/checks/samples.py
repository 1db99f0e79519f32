"""Building blocks of the examples: an item of the text, a line and an indicator of a self-evaluation form."""

from __future__ import annotations

from juesuan_nb.checks.literal import Sample, claims, facts, sample

_NAME = "2080702 职业培训补贴"


def item(budget: str, outturn: str, rate: str = "", revised: str = "", name: str = _NAME, no: int = 1) -> tuple:
    """One item of 五(三): budget, outturn and the stated rate of 年初预算, in 万元 and %."""
    figures = {"original_budget": budget, "revised_budget": revised, "outturn": outturn}
    listed = [f"{name} | {measure} | {value} 万元" for measure, value in figures.items() if value]
    told = claims("general_public_expenditure", *listed, item_no=no, section="五(三)")
    stated = claims("general_public_expenditure", f"{name} | execution_rate | {rate} %", item_no=no, section="五(三)")
    return told + tuple(claim | {"base": "年初预算"} for claim in stated if rate)


def budget_line(original: str = "90.00", revised: str = "100.00", executed: str = "80.00", **fields: str) -> tuple:
    """The line of the whole budget in a self-evaluation form; by default 80% executed and scored 8 of 10."""
    rows = {"年初预算数": f"{original} 万元", "全年预算数": f"{revised} 万元", "全年执行数": f"{executed} 万元"}
    rows |= {"执行率": "80.00 %", "分值": "10 分", "得分": "8 分"} | fields
    return facts("附件1", "budget_line", *(f"部门预算总额 | {name} | {value}" for name, value in rows.items()))


def indicator(name: str, **fields: str) -> tuple:
    """One indicator of a self-evaluation form."""
    return facts("附件1", "indicator", *(f"{name} | {field} | {value}" for field, value in fields.items()))


def self_evaluation(*parts: tuple, text: str = "", told: tuple = ()) -> Sample:
    """A report with one self-evaluation form."""
    return Sample(text, told, tuple(row for part in parts for row in part))


def evaluated_projects(own: str, total: str, *more: str) -> Sample:
    """A text that finds 27.04 of 47.04 in the three budgets; the department has `own` revenue and `total` in all."""
    parts = {"自评": "47.04", "一般公共预算": "24.82", "政府性基金预算": "0", "国有资本经营预算": "2.22"}
    rows = [f"{name}项目 | amount | {amount} 万元" for name, amount in parts.items()]
    summaries = f"T1 | 收入/金额 | 支出/金额\n六、经营收入 | {own} |\n总计 | | {total}\nT4 | 支出/合计\n总计 | 90.00"
    return sample(f"T3 | 项目支出\n合计 | 27.04\n{summaries}", claims("performance", *rows, *more, base="项目支出总额"))
