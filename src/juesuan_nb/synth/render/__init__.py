"""Logical pages → files. One module per form; each prints the same tables and lays nothing out on its own."""

from collections.abc import Callable
from importlib import import_module

from juesuan_nb.errors import UsageError
from juesuan_nb.synth.report import SyntheticReport

FORMS = {
    "text": ("text", ".txt"),
    "markdown": ("markdown", ".md"),
    "html": ("html", ".html"),
    "xlsx": ("xlsx", ".xlsx"),
    "docx": ("docx", ".docx"),
    "pdf": ("pdf", ".pdf"),
}
"""Form → its module here and the ending of its files."""
LIBRARIES = {"docx": "python-docx"}
"""Modules whose package has another name."""


def render(report: SyntheticReport, form: str = "text") -> bytes:
    """The report in one of FORMS. Raises UsageError where the form is unknown or needs an extra that is missing."""
    if form not in FORMS:
        raise UsageError(f"没有格式“{form}”，可用：{'、'.join(FORMS)}。")
    try:
        printer: Callable[[SyntheticReport], bytes] = import_module(f"{__name__}.{FORMS[form][0]}").render
        return printer(report)
    except ModuleNotFoundError as missing:
        package = str(missing.name).partition(".")[0]
        library = LIBRARIES.get(package, package)
        raise UsageError(f"生成 {form} 需要 {library}。请安装：pip install 'juesuan-nb[synth]'。") from missing
