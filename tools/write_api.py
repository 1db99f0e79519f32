"""Write docs/api.md from the public names: `python tools/write_api.py`. tests/test_docs.py holds the two together.

Signatures and docstrings are those of the code. Functions that make a frame are called, on the sample or on invented
departments, and the frame's columns, types, units and number of rows are listed.
"""

from __future__ import annotations

import inspect
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path
from types import ModuleType

import pandas as pd

import juesuan_nb
from juesuan_nb import (
    batch,
    budget,
    charts,
    checks,
    compare,
    comparison,
    corpus,
    desk,
    digest,
    errors,
    evidence,
    export,
    frames,
    measures,
    report,
    synth,
    tables,
    workbook,
)  # fmt: skip
from juesuan_nb.export import brief
from juesuan_nb.files import write_text
from juesuan_nb.measures.words import HEADS
from juesuan_nb.synth.outputs import example

API = Path(__file__).parent.parent / "docs" / "api.md"
SAMPLE = Path(__file__).parent.parent / "data" / "jiaozuo-hr-2024.txt"
HEAD = """# 函数和数据表

<!-- 由 make docs 从代码生成，请改代码里的说明而不要改这里 -->

给写 Python 的分析人员。说明取自代码，是英文；栏目名称是中文。各栏的类型、单位和行数，拿样例报告（比较用的拿 12 个虚构
部门三个年度）实际运行得到。用法的例子见[看原文](evidence.md)、[把数字弄进 Excel](excel.md)、[再跑一遍](repeat.md)。

- **金额**都是以分为单位的整数（`Int64`），没有印出的是缺失（`<NA>`），不是零；除以 1000000 得万元。
- **比率**都是百分数（`Decimal`，四舍五入到两位），没有意义时（如预算为零）是 `None`。
- **编码**是文本。数据表请只读：要改先 `.copy()`。
- 出错：文件读不了是 `ReadError`，用法不对是 `UsageError`，都是 `JuesuanError`，文字是中文，见[出错](#出错)。

```python
from juesuan_nb import charts, check, load_report, measures, table

report = load_report("data/jiaozuo-hr-2024.txt")
variance = measures.variance(report)
table(variance.head(), "预决算差异")
check(report).findings
```
"""
SECTIONS: dict[str, tuple[ModuleType, list[str]]] = {
    "读报告": (report, ["load_report", "Report"]),
    "读部门预算": (budget, ["load_budget", "Budget"]),
    "核对": (checks, ["check", "CheckResult", "rules", "rule", "explain", "thresholds", "rules_files"]),
    "测算": (measures, measures.__all__),
    "图": (charts, charts.__all__),
    "给人看的表": (tables, ["table", "Table"]),
    "看原文": (evidence, ["show", "Finder", "annotate", "folded"]),
    "导出": (export, [*export.__all__]),
    "导出：简报": (brief, ["write_brief"]),
    "做一份工作簿": (workbook, ["run"]),
    "做一批工作簿": (batch, ["run", "tasks_of", "tasks_listed", "Options", "Summary"]),
    "一批成果": (corpus, ["load", "Corpus"]),
    "比较": (compare, [name for name in compare.__all__ if name != "LABELS"]),
    "比较的工作簿": (comparison, ["run", "Made"]),
    "工作簿里的话": (digest, digest.__all__),
    "分析台": (desk, ["Desk"]),
    "虚构的报告": (synth, ["department", "render", "plant", "damage", "layouts"]),
    "出错": (errors, ["JuesuanError", "ReadError", "UsageError"]),
}
FRAMES = {
    "report.cells": "CELLS", "report.tables": "TABLES", "report.claims": "CLAIMS", "report.evaluation": "EVALUATION",
    "report.quality": "NOTES",
}  # fmt: skip
NAMES = {
    "number": "印出的表号", "rows": "有金额的行数", "place": "核对的地方", "step": "公布数代表的区间宽度",
    "z": "稳健z值", "block": "第几块", "row": "块内第几行", "sheet": "工作表", "cell": "格",
} | dict(compare.LABELS)  # fmt: skip
"""Columns that have no head among the measures, or a narrower one."""
UNITS = {"money": "分", "rate": "%"}
ROWS = "行"


@cache
def _sample() -> report.Report:
    return report.load_report(SAMPLE)


@cache
def _result() -> checks.CheckResult:
    return checks.check(_sample())


@cache
def _corpus() -> corpus.Corpus:
    return example()


def _given(parameter: inspect.Parameter) -> object:
    """What a parameter of a function that makes a frame is given here. Raises KeyError where nothing is known."""
    known: dict[str, Callable[[], object]] = {
        "report": _sample, "corpus": _corpus, "result": _result, "results": lambda: _result().results,
        "document": lambda: _sample().document, "year": lambda: 2024, "name": lambda: "cells",
    }  # fmt: skip
    return known[parameter.name]()


def _made(function: Callable) -> pd.DataFrame | None:
    """The frame that a function makes of the sample or of invented departments; None where it makes none."""
    signature = inspect.signature(function)
    if "DataFrame" not in str(signature.return_annotation) or "None" in str(signature.return_annotation):
        return None
    wanted = [one for one in signature.parameters.values() if one.default is one.empty]
    return function(*map(_given, wanted))


@cache
def _titles() -> dict[str, dict[str, list[str]]]:
    """Chinese titles of the columns of cells and findings, as the data package has them."""
    return tomllib.loads((files("juesuan_nb.export") / "package.toml").read_text(encoding="utf-8"))


def columns(frame: pd.DataFrame, own: Mapping[str, list[str]]) -> Iterator[str]:
    """A Markdown table: column, Chinese head, type, unit."""
    yield "| 栏 | 名称 | 类型 | 单位 |\n|---|---|---|---|"
    for name, dtype in frame.dtypes.items():
        head, kind = HEADS.get(str(name), ("", "text"))
        kind = "rate" if name in compare.LABELS else kind
        unit = UNITS.get(kind, "") if str(dtype) in ("Int64", "object") else ""
        title = NAMES.get(str(name)) or own.get(str(name), [head if unit or kind != "money" else "表"])[0]
        yield f"| `{name}` | {title} | {_type(frame[name])} | {unit} |"


def _type(values: pd.Series) -> str:
    """The type of a column; of one of objects that of what is in it."""
    kinds = {type(value).__name__ for value in values if value is not None} if values.dtype == object else set()
    return "、".join(sorted(kinds)) or str(values.dtype)


def _signature(name: str, item: Callable) -> str:
    """As it is typed: without the paths of modules and quotes."""
    text = f"{name}{inspect.signature(item)}" if not issubclass(_class(item), Exception) else name
    text = re.sub(r"<function .*? at 0x\w+>|mappingproxy\(\{\}\)|<factory>", "…", text)
    text = re.sub(r"(?:Posix|Windows)Path\(('[^']*')\)", r"\1", text)
    text = re.sub(r"(: |-> )'([^']*)'", r"\1\2", text)
    return re.sub(r"\b(?:[a-z_]\w*\.)+(?=[A-Za-z])", "", text).replace(" -> None", "")


def _class(item: object) -> type:
    return item if isinstance(item, type) else object


def _doc(item: object) -> str:
    """The docstring, with what Markdown would take for a tag put in order."""
    parts = re.split(r"(`[^`]*`)", inspect.getdoc(item) or "")
    return "".join(part if part.startswith("`") else part.replace("<", r"\<") for part in parts)


def _members(kind: type) -> Iterator[str]:
    """Public properties and methods of a class that say what they are, one line each."""
    for name, member in vars(kind).items():
        if not name.startswith("_") and (inspect.isfunction(member) or isinstance(member, property)) and _doc(member):
            call = "()" if inspect.isfunction(member) else ""
            yield f"- `.{name}{call}` {_doc(member).partition(chr(10))[0]}"


def entry(name: str, item: object) -> Iterator[str]:
    """The paragraphs of one name."""
    if not callable(item):
        yield f"#### {name}\n\n{type(item).__name__}"
        return
    yield f"#### {name}\n\n```text\n{_signature(name, item)}\n```"
    yield _doc(item)
    if isinstance(item, type):
        listed = list(_members(item))
        yield "\n".join(listed)
        return
    made = _made(item)
    if made is not None:
        yield f"样例：{len(made)} {ROWS} × {len(made.columns)} 栏。"
        yield "\n".join(columns(made, {}))


def frames_of_a_report() -> Iterator[str]:
    """The frames of a Report and of a CheckResult."""
    yield "## 报告和核对结果的数据表\n\n`load_report` 和 `check` 的结果里的各张表。"
    for name, schema in FRAMES.items():
        frame, own = getattr(_sample(), name.partition(".")[2]), _titles()["cells"] if schema == "CELLS" else {}
        yield from _frame(name, frame, own, _said(frames, schema))
    yield from _frame("check(report).findings", _result().findings, _titles()["findings"], "One row per finding.")
    yield from _frame("check(report).results", _result().results, {}, "One row per rule and place.")


def _frame(name: str, frame: pd.DataFrame, own: Mapping[str, list[str]], said: str) -> Iterator[str]:
    yield f"#### {name}\n\n{said}"
    yield f"样例：{len(frame)} {ROWS} × {len(frame.columns)} 栏。"
    yield "\n".join(columns(frame, own))


def _said(module: ModuleType, constant: str) -> str:
    """The text below a constant of a module."""
    found = re.search(rf'^{constant} = .*?^}}\n"""(.*?)"""', inspect.getsource(module), re.MULTILINE | re.DOTALL)
    return found[1] if found else ""


def _imports(module: ModuleType, names: list[str]) -> str:
    """How the names are imported."""
    short = module.__name__.rpartition(".")[2]
    if short in juesuan_nb.__all__ and inspect.ismodule(getattr(juesuan_nb, short)):
        return f"`from juesuan_nb import {short}`，然后 `{short}.{names[-1]}(…)`。"
    above = [name for name in names if getattr(juesuan_nb, name, None) is getattr(module, name)]
    lines = [f"`from juesuan_nb import {', '.join(above)}`"] if above else []
    rest = [name for name in names if name not in above]
    return "；".join([*lines, *([f"`from {module.__name__} import {', '.join(rest)}`"] if rest else [])]) + "。"


def handbook() -> str:
    """The whole page."""
    parts = [HEAD.rstrip()]
    for title, (module, names) in SECTIONS.items():
        said = _doc(module).replace("\n    ", "\n")
        parts += [f"## {title}", _imports(module, names), said]
        for name in names:
            parts += entry(name, getattr(module, name))
        if module is checks:
            parts += frames_of_a_report()
    return "\n\n".join(filter(None, parts)) + "\n"


if __name__ == "__main__":
    write_text(API, handbook())
    print(API.name)
