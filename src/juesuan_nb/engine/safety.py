"""When a warm child may stand for a kernel, and when not."""

import re
import sys
from pathlib import Path
from typing import Any

from jupyter_client.kernelspec import NoSuchKernel
from jupyter_client.manager import AsyncKernelManager

from juesuan_nb.engine import FORKS

PYTHON = re.compile(r"python(\d+(\.\d+)?)?$")
"""Program names that jupyter_client takes for the running interpreter."""
HARMLESS = ("-Xfrozen_modules=off", "--log-level=50")
PLAIN = ["-m", "ipykernel_launcher", "-f", "{connection_file}"]


class Apart(Exception):
    """A notebook cannot be run within the process that asks for it: it needs a kernel of its own."""


def obstacle(kernel_name: str, options: dict[str, Any]) -> str:
    """Why the notebook needs a kernel of its own, in Chinese; empty where a warm child does the same."""
    if not FORKS:
        return f"这个系统（{sys.platform}）上不能安全地复制进程"
    if own := [name for name in ("km", "extra_arguments") if options.get(name)]:
        return f"给出了选项 {'、'.join(own)}"
    manager_class = options.get("kernel_manager_class", AsyncKernelManager)
    try:
        spec = manager_class(kernel_name=kernel_name).kernel_spec
    except NoSuchKernel:
        spec = None
    if spec is None or spec.language != "python":
        return f"内核 {kernel_name} 不是 Python"
    program, *arguments = spec.argv
    if not _this_interpreter(program):
        return f"内核 {kernel_name} 属于另一个 Python（{Path(program).name}）"
    if [argument for argument in arguments if argument not in HARMLESS] != PLAIN:
        return f"内核 {kernel_name} 有自己的启动参数"
    return f"内核 {kernel_name} 有自己的环境变量" if spec.env else ""


def _this_interpreter(program: str) -> bool:
    # Not resolved: a virtual environment's python is a link to the one it was made from.
    return bool(PYTHON.match(program)) or Path(program).absolute() == Path(sys.executable).absolute()
