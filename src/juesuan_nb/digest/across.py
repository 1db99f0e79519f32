"""What a comparison of departments and years says in its own words."""

from collections.abc import Iterable, Sequence

import pandas as pd
from matplotlib.axes import Axes

from juesuan_nb.charts import alt_text
from juesuan_nb.corpus import Corpus
from juesuan_nb.digest.words import LISTED, Conclusion


def comparison(corpus: Corpus, found: pd.DataFrame, charts: Iterable[Axes] = ()) -> Conclusion:
    """What comparing shows: the finding of each chart, what `compare.across` found, the errors in the reports, and
    how much was compared."""
    parts = [
        ("比较所见", [alt_text(ax).partition("。")[0] + "。" for ax in charts]),
        ("跨年度的疑点", _across(found[found["severity"] == "warning"])),
        ("各报告自身的错误", _own_errors(corpus)),
        ("比较范围", _compared(corpus)),
    ]
    return Conclusion(tuple((head, tuple(lines)) for head, lines in parts if lines))


def _across(found: pd.DataFrame) -> Sequence[str]:
    if found.empty:
        return ["年初结转与上年年末结转、推算的上年数与上年决算都一致。"]
    rest = [f"另有 {len(found) - LISTED} 条，见 across.csv。"] if len(found) > LISTED else []
    return [*(f"{row.department}：{row.message}" for row in found.head(LISTED).itertuples()), *rest]


def _own_errors(corpus: Corpus) -> Sequence[str]:
    errors = corpus.findings[corpus.findings["severity"] == "error"]
    if errors.empty:
        return ["没有发现错误。"]
    listed = [f"{row.year}年{row.department}：{row.rule} {row.message}" for row in errors.head(LISTED).itertuples()]
    return [*listed, *([f"另有 {len(errors) - LISTED} 条，见各报告的工作簿。"] if len(errors) > LISTED else [])]


def _compared(corpus: Corpus) -> Sequence[str]:
    years = "、".join(map(str, corpus.years))
    told = f"{len(corpus.runs)} 份报告，{corpus.runs['department'].nunique()} 个部门，年度 {years}。"
    left_out = len(corpus.left_out)
    return [told, f"未计入的文件夹 {left_out} 个，原因见上。" if left_out else "没有未计入的文件夹。"]
