"""What nobody can see from a report: a planted error against which nothing else that is printed speaks."""

from collections import Counter

from juesuan_nb import codebook
from juesuan_nb.synth.page import Figure, Told
from juesuan_nb.synth.planting import Spot, figure_at, prose, tables
from juesuan_nb.synth.report import SyntheticReport

_SINCE = 2021
"""Before that year CP09 does not ask the codebook, which is of 2024."""
_ONLY_SUMMED = "互换的两数同在一个合计里，和不变，别处没有印出其中任何一个"


def only_summed(report: SyntheticReport, one: Spot, other: Spot) -> str:
    """Why nobody can see that two addends changed places: neither stands anywhere but in their sum."""
    table, figures = report.blocks[one[0]], [figure_at(report, spot) for spot in (one, other)]
    if len({_sum_of(table.statement, figure) for figure in figures}) > 1 or not _sum_of(table.statement, figures[0]):
        return ""
    told = [word.value for _, block in prose(report) for word in block.words if isinstance(word, Told)]
    printed = Counter([figure.value for _, each in tables(report) for figure in each.figures] + told)
    return "" if any(printed[figure.value] > 1 for figure in figures) else _ONLY_SUMMED


def _sum_of(statement: str, figure: Figure) -> str:
    """The sum that a figure stands in, where it stands in no other; empty where it may stand in several."""
    side, _, leaf = figure.column.rpartition("/")
    if statement == "three_public" and leaf in ("公务用车购置费", "公务用车运行维护费"):
        return f"{side}/小计"
    return figure.code[:3] if statement == "basic_expenditure" and len(figure.code) == 5 else ""


def unknown_name(report: SyntheticReport, code: str) -> str:
    """Why nobody can see that a row has another name: no other table prints its code, the codebook knows it not."""
    known = codebook.functions().get(code)
    printed = sum(any(figure.code == code for figure in table.figures) for _, table in tables(report))
    sure = known is not None and known.grade == "A" and report.year >= _SINCE
    return "" if sure or printed > 1 else "只有这张表印出这个编码，科目库对它没有依据"
