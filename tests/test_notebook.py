"""Parameters are refused before anything runs; notebooks run in this interpreter and look the same each time."""

import json
import sys

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from juesuan_nb import notebook
from juesuan_nb.errors import JuesuanError, UsageError

PARAMETERS = """report: str = ""  # 报告文件
unit: str = "万元"  # 显示单位
high: int = 120  # 执行率上限（%）
floor: float = 1.0  # 重要性（万元）
details: bool = False  # 是否列出明细
"""


@pytest.fixture
def write(tmp_path):
    def write(*cells, name="template.ipynb"):
        path = tmp_path / name
        tagged = new_code_cell(PARAMETERS, metadata={"tags": ["parameters"]})
        nbformat.write(new_notebook(cells=[tagged, *map(new_code_cell, cells)]), path)
        return path

    return write


def printed(cell) -> str:
    return "".join(output.get("text", "") for output in cell.outputs)


def test_values_are_read_in_the_types_of_the_notebook(write):
    given = {"unit": "元", "high": "150", "floor": "2", "details": "true"}
    assert notebook.read_parameters(write(), given) == {"unit": "元", "high": 150, "floor": 2, "details": True}


def test_an_unknown_parameter_is_refused_with_the_known_ones_and_their_help(write):
    with pytest.raises(UsageError) as caught:
        notebook.read_parameters(write(), {"hihg": "1"})
    message = str(caught.value)
    assert "没有参数 hihg" in message
    assert "  high（默认 120）执行率上限（%）" in message
    assert "report" not in message


@pytest.mark.parametrize(
    ("name", "text", "wanted"),
    [
        ("high", "很多", "整数"),
        ("high", "1.5", "整数"),
        ("high", "true", "整数"),
        ("floor", '"1"', "数字"),
        ("details", "1", "true 或 false"),
    ],
)
def test_a_value_of_another_type_is_refused(write, name, text, wanted):
    with pytest.raises(UsageError, match=f"参数 {name} 的值“{text}”无效：应为{wanted}"):
        notebook.read_parameters(write(), {name: text})


def test_the_report_is_no_parameter_to_give(write):
    with pytest.raises(UsageError, match="没有参数 report"):
        notebook.read_parameters(write(), {"report": "other.txt"})


def test_a_template_must_take_a_report(tmp_path):
    path = tmp_path / "plain.ipynb"
    nbformat.write(new_notebook(cells=[new_code_cell("1")]), path)
    with pytest.raises(UsageError, match=r"plain\.ipynb：没有标签为 parameters"):
        notebook.known_parameters(path)


@pytest.mark.parametrize("content", [None, "not json", '{"cells": 1}'])
def test_what_is_no_notebook_is_refused(tmp_path, content):
    path = tmp_path / "broken.ipynb"
    if content is not None:
        path.write_text(content)
    with pytest.raises(UsageError, match=r"broken\.ipynb："):
        notebook.known_parameters(path)


def test_cells_run_in_this_interpreter_whatever_kernel_is_installed(write, tmp_path, monkeypatch):
    foreign = tmp_path / "jupyter" / "kernels" / "python3"
    foreign.mkdir(parents=True)
    spec = {"argv": ["/nonexistent/python", "-f", "{connection_file}"], "display_name": "x", "language": "python"}
    (foreign / "kernel.json").write_text(json.dumps(spec))
    monkeypatch.setenv("JUPYTER_PATH", str(foreign.parent.parent))
    executed = notebook.execute(write("import sys; print(sys.executable, high)"), {"high": 7}, tmp_path / "out.ipynb")
    assert printed(executed.cells[-1]) == f"{sys.executable} 7\n"


def test_an_executed_notebook_is_the_same_each_time(write, tmp_path):
    template, outputs = write("print(report)"), [tmp_path / "{a}.ipynb", tmp_path / "b.ipynb"]
    for output in outputs:
        notebook.execute(template, {"report": "甲.txt"}, output)
    first, second = (output.read_bytes() for output in outputs)
    assert first == second
    assert str(tmp_path).encode() not in first
    assert "甲.txt" in printed(nbformat.reads(first, as_version=4).cells[-1])


def test_a_failing_cell_is_named_and_the_notebook_kept(write, tmp_path):
    output = tmp_path / "out.ipynb"
    with pytest.raises(JuesuanError, match=r"代码单元 \[3\]（total = 1 / 0）出错：ZeroDivisionError: division by zero"):
        notebook.execute(write("total = 1 / 0\nprint()"), {"report": "a"}, output)
    kept = nbformat.read(output, as_version=4)
    assert any(o.output_type == "error" for cell in kept.cells for o in cell.get("outputs", []))


def test_a_kernel_that_dies_is_told(write, tmp_path):
    with pytest.raises(JuesuanError, match="计算内核中途退出"):
        notebook.execute(write("import os; os._exit(1)"), {"report": "a"}, tmp_path / "out.ipynb")


def test_tidy_keeps_the_content_and_the_tags():
    cell = new_code_cell("1", metadata={"tags": ["x"], "papermill": {"duration": 1}, "execution": {}})
    tidied = notebook.tidy(
        new_notebook(cells=[cell, new_markdown_cell("字")], metadata={"papermill": {}, "title": "题"})
    )
    assert tidied.cells[0].metadata == {"tags": ["x"]}
    assert tidied.cells[1].source == "字"
    assert sorted(tidied.metadata) == ["kernelspec", "language_info", "title"]
