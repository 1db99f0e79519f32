"""Notebooks as functions: their annotated parameters, and their execution by papermill in this interpreter."""

import tomllib
from collections.abc import Mapping, Sequence
from copy import deepcopy
from functools import lru_cache
from pathlib import Path

from juesuan_nb import sooner  # noqa: F401  # before nbformat

# isort: split

import nbformat
import papermill
import zmq
from ipykernel.kernelspec import get_kernel_dict
from jupyter_client import AsyncKernelManager
from jupyter_client.kernelspec import KernelSpec
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from nbformat import NotebookNode
from papermill.exceptions import PapermillExecutionError
from traitlets import default

from juesuan_nb.engine import HERE, NAME, register
from juesuan_nb.errors import JuesuanError, UsageError
from juesuan_nb.places import look
from juesuan_nb.preload import NOTEBOOK

REPORT, RULES, DISPOSITIONS, BUDGET = "report", "rules_file", "dispositions", "budget"
"""Parameters that hold paths, filled by `run`: the report, which every template takes; files of own rules, the list of
findings that analysts noted on, and the 部门预算, which a template may take."""

TYPES = {"int": (int, "整数"), "float": (int | float, "数字"), "bool": (bool, "true 或 false"), "list": (list, "列表")}
INJECTED = "injected-parameters"
WIDGET = "application/vnd.jupyter.widget-view+json"
"""What shows a widget of a running kernel, under a random name; what is stored is the ordinary output beside it."""
ENGINES = {"warm": NAME, "here": HERE, "standard": None}
"""How a notebook may be executed → papermill's name of the engine."""


class OwnKernel(AsyncKernelManager):
    """A kernel of the running interpreter. An installed kernelspec named python3 may belong to another one.

    What passes between it and us is encrypted where both sides can: other users of the machine could listen.
    """

    @default("transport_encryption")
    def _encrypted(self) -> str:
        return "auto" if zmq.has("curve") else "disabled"

    @property
    def kernel_spec(self) -> KernelSpec:
        spec = get_kernel_dict()
        # It tells of its own shutting down as an error, now and then; what cells say on stderr does not go this way.
        return KernelSpec(**spec | {"argv": [*spec["argv"], "--log-level=50"]})


def known_parameters(notebook: Path, filled: Sequence[str] = (REPORT,)) -> dict[str, dict[str, str]]:
    """Name → {name, inferred_type_name, default, help} of the cell tagged `parameters`, without those that are `filled`
    by whoever runs it.

    Raises UsageError where the file is no notebook, or does not take what is filled.
    """
    known = _parameters(notebook, look(notebook))
    if missing := [name for name in filled if name not in known]:
        problem = f"{notebook.name}：没有标签为 parameters、含有参数 {'、'.join(missing)} 的代码单元"
        raise UsageError(f"{problem}，不能用作这里的模板。请参照随软件提供的笔记本添加。")
    return {name: dict(entry) for name, entry in known.items() if name not in filled}


@lru_cache(maxsize=8)
def _parameters(notebook: Path, state: str) -> dict[str, dict[str, str]]:
    """What papermill finds in a file that is as `state` says."""
    return dict(papermill.inspect_notebook(_read(notebook)))


def read_parameters(notebook: Path, given: Mapping[str, str], filled: Sequence[str] = (REPORT,)) -> dict[str, object]:
    """The values of `given` in the types of the notebook's parameters: text as it is, the rest written as in TOML.

    Raises UsageError on a name that the notebook does not have (listing those it has) or a value of another type.
    """
    known = known_parameters(notebook, filled)
    if unknown := [name for name in given if name not in known]:
        listing = "\n".join(f"  {name}{_default(entry)}{entry['help']}" for name, entry in known.items())
        raise UsageError(f"{notebook.name} 没有参数 {'、'.join(unknown)}。可用的参数：\n{listing}")
    return {name: _value(known[name], text) for name, text in given.items()}


def _value(parameter: Mapping[str, str], text: str) -> object:
    if parameter["inferred_type_name"] not in TYPES:
        return text
    kind, wanted = TYPES[parameter["inferred_type_name"]]
    try:
        value = tomllib.loads(f"value = {text}")["value"]
    except tomllib.TOMLDecodeError:
        value = None
    if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
        raise UsageError(f"参数 {parameter['name']} 的值“{text}”无效：应为{wanted}，例如 {_example(parameter)}。")
    return value


def _default(parameter: Mapping[str, str]) -> str:
    return " " if parameter["default"] == "None" else f"（默认 {parameter['default']}）"


def _example(parameter: Mapping[str, str]) -> str:
    """A value that may be given: the default, or what is like it where there is none."""
    return "1" if parameter["default"] == "None" else parameter["default"]


def execute(
    notebook: Path, parameters: Mapping[str, object], output: Path, *, engine: str = "standard"
) -> NotebookNode:
    """Run `notebook` from a clean kernel, write it to `output`, and return it, without traces of time and place.

    `engine` is a name of ENGINES: "warm" forks the kernel (see `juesuan_nb.engine`), with the same outputs; "here" is
    for a process that ends after it (see `juesuan_nb.engine.here`).
    Raises JuesuanError where a cell fails (`output` then holds the notebook up to there) or the kernel dies; "here"
    raises Apart instead.
    """
    register()
    try:
        executed = papermill.execute_notebook(
            _read(notebook),
            _verbatim(output),
            dict(parameters),
            engine_name=ENGINES[engine],
            **({"preload": NOTEBOOK} if engine == "warm" else {}),
            kernel_name="python3",
            language="python",
            request_save_on_cell_execute=False,
            autosave_cell_every=0,
            progress_bar=False,
            kernel_manager_class=OwnKernel,
        )
    except PapermillExecutionError as error:
        first = error.source.strip().partition("\n")[0]
        problem = f"{notebook.name} 的代码单元 [{error.exec_count}]（{first}）出错：{error.ename}: {error.evalue}"
        raise JuesuanError(problem) from error
    except (DeadKernelError, CellTimeoutError) as error:
        raise JuesuanError(f"{notebook.name}：计算内核中途退出，可能是内存不足。请关闭其他程序后重试。") from error
    nbformat.write(tidy(executed), output)
    return executed


def tidy(notebook: NotebookNode) -> NotebookNode:
    """`notebook` itself, without what differs from run to run: times, paths, versions, random ids, widgets."""
    kept = {name: notebook.metadata.get(name) for name in ("title", "authors") if name in notebook.metadata}
    notebook.metadata = nbformat.from_dict(
        kept
        | {
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {
                "name": "python",
                "file_extension": ".py",
                "mimetype": "text/x-python",
                "pygments_lexer": "ipython3",
            },
        }
    )
    for cell in notebook.cells:
        cell.metadata = nbformat.from_dict(
            {name: value for name, value in cell.metadata.items() if name in ("tags", "jupyter") and value}
        )
        for output in cell.get("outputs", []):
            output.get("data", {}).pop(WIDGET, None)
        if INJECTED in cell.metadata.get("tags", []):
            cell.id = INJECTED
    return notebook


def _read(notebook: Path) -> NotebookNode:
    """The notebook without its outputs; a batch asks for the same one time and again."""
    return deepcopy(_without_outputs(notebook, look(notebook)))


@lru_cache(maxsize=8)
def _without_outputs(notebook: Path, state: str) -> NotebookNode:
    try:
        read = tidy(nbformat.read(notebook, as_version=4))
        for cell in read.cells:
            if cell.cell_type == "code":
                cell.outputs, cell.execution_count = [], None
        return read
    except FileNotFoundError:
        raise UsageError(f"{notebook}：没有这个笔记本文件。请检查路径。") from None
    except (OSError, ValueError, TypeError, LookupError, AttributeError, nbformat.ValidationError) as error:
        raise UsageError(
            f"{notebook}：不是可用的 Jupyter 笔记本（{type(error).__name__}）。请用 JupyterLab 打开检查。"
        ) from error


def _verbatim(path: Path) -> str:
    """papermill fills braces in a path with parameters; ours are meant as they are."""
    return str(path).replace("{", "{{").replace("}", "}}")
