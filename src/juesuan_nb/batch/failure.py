"""What a report that could not be worked up leaves: a page that says which file, what is wrong and what to do."""

from collections.abc import Mapping
from pathlib import Path

from juesuan_nb import __version__
from juesuan_nb.batch.outcome import Order, tell
from juesuan_nb.files import write_text
from juesuan_nb.publish import ERROR_PAGE, FAILED, WORKBOOK
from juesuan_nb.templates import template

HERE = Path(__file__).parent
DIED = "died"
KINDS = {
    "read": ("读不了", ""),
    "cell": ("笔记本出错", f"请打开同一文件夹里的 {FAILED}，看出错的代码单元。"),
    "time": ("超过时限", "请用 --timeout 放宽时限；扫描件可先转成带文字的 PDF。"),
    "memory": ("超过内存限额", "请用 --memory 放宽限额，或把文件拆小。"),
    DIED: ("进程中途退出", "可能是内存不足，或文件损坏到读取程序崩溃。请减少 --jobs 后重试，再次运行同一命令即可。"),
    "disk": ("写不进去", "请检查磁盘空间和权限，再次运行同一命令。"),
    "usage": ("设置有误", ""),
    "cluster": ("集群没有做成", "请检查工作机是否正常、能否读到输入和写到存放处，再次运行同一命令。"),
    "bug": ("软件出错", "这是软件的问题，不是报告的问题。请把下面的技术细节报告给开发者。"),
}
"""Kind of failure → its name, and what to do where the message itself does not say it."""
TRANSIENT = ("time", "memory", DIED, "disk", "cluster")
"""Kinds that may go well the next time, under the same inputs: the next run tries again."""


def fail(order: Order, kind: str, message: str, facts: Mapping[str, object], detail: str = "") -> None:
    """Leave the error page, and the notebook as far as it came; what else was written so far goes."""
    order.files.mkdir(parents=True, exist_ok=True)
    notebook = order.files / WORKBOOK
    if notebook.exists():
        notebook.replace(order.files / FAILED)
    for file in order.files.iterdir():
        if file.name != FAILED:
            file.unlink()
    title, advice = KINDS[kind]
    kept = (order.files / FAILED).exists()
    page = template(HERE / "error.html.j2").render(
        name=order.name, title=title, message=message, advice=advice, version=__version__, detail=detail,
        notebook=FAILED if kept else "",
    )  # fmt: skip
    write_text(order.files / ERROR_PAGE, page)
    tell(order, {"status": "failed", "kind": kind, "message": message, "transient": kind in TRANSIENT, **facts})
