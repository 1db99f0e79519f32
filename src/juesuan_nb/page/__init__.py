"""An executed notebook as one web page: self-contained, in Chinese, with contents list, folded code and a print style.

Two steps: nbconvert turns the cells into an article (`article/`), `shell.html.j2` puts head, contents and style around
it. The page forbids itself every outside request and every script but its own (Content-Security-Policy), so that a
hostile report cannot do anything even if one of its texts went through unescaped.
"""

from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path
from types import MappingProxyType

from jinja2 import pass_context
from jinja2.runtime import Context
from nbconvert.exporters import HTMLExporter, TemplateExporter
from nbconvert.filters import Highlight2HTML
from nbconvert.filters.widgetsdatatypefilter import WidgetsDataTypeFilter
from nbformat import NotebookNode
from traitlets.config import Config

from juesuan_nb.page.arrange import arrange
from juesuan_nb.templates import csp_hash, template

HERE = Path(__file__).parent
SHOWN_TYPES = ["text/html", "text/markdown", "image/svg+xml", "image/png", "image/jpeg", "text/plain"]


def export(
    notebook: NotebookNode,
    *,
    title: str,
    facts: Mapping[str, str] = MappingProxyType({}),
    evidence: Mapping[str, str] = MappingProxyType({}),
) -> str:
    """The page of an executed notebook.

    `title` is the page's heading and takes the place of the notebook's own; `facts` (name → value, e.g. 来源文件)
    stand below it; `evidence` (key of a finding → HTML, see `evidence.folded`) opens below the finding's row.
    The cell that papermill injects is left out: it holds paths of the machine that made the page.
    """
    article, outline = arrange(_article(notebook), evidence)
    script = (HERE / "page.js").read_text(encoding="utf-8")
    return template(HERE / "shell.html.j2").render(
        title=title,
        facts=facts,
        outline=outline,
        article=article,
        script=script,
        script_hash=csp_hash(script),
        style=(HERE / "page.css").read_text(encoding="utf-8"),
    )


def _article(notebook: NotebookNode) -> str:
    return _exporter().from_notebook_node(notebook)[0]


class _Exporter(HTMLExporter):
    """nbconvert's exporter without its own parse of the whole page: `arrange` parses it anyway."""

    def from_notebook_node(self, nb: NotebookNode, resources: dict | None = None, **kw: object) -> tuple[str, dict]:
        resources = self._init_resources(resources)
        widgets = WidgetsDataTypeFilter(notebook_metadata=self._nb_metadata, parent=self, resources=resources)
        self.register_filter("highlight_code", _highlighted)
        self.register_filter("filter_data_type", widgets)
        return TemplateExporter.from_notebook_node(self, nb, resources, **kw)

    @pass_context
    def markdown2html(self, context: Context, source: str) -> str:
        """As nbconvert has it, which sets up its parser anew for each text."""
        attached = context.get("cell", {}).get("attachments")
        return super().markdown2html(context, source) if attached else _set(source)


@lru_cache(maxsize=256)
def _set(source: str) -> str:
    """The text of a cell, set; every workbook has the same cells."""
    return HTMLExporter.markdown2html(_exporter(), {}, source)


@lru_cache(maxsize=256)
def _coloured(source: str) -> str:
    return Highlight2HTML(pygments_lexer="ipython3")(source)


def _highlighted(source: str, **_: object) -> str:
    """The code of a cell; every workbook has the same cells."""
    return _coloured(source)


@cache
def _exporter() -> HTMLExporter:
    return _Exporter(
        template_name="article",
        extra_template_basedirs=[str(HERE)],
        optimistic_validation=True,  # once at the end, not after each of eleven steps
        exclude_anchor_links=True,
        language_code="zh",
        mathjax_url="",
        require_js_url="",
        config=Config(
            {
                "NbConvertBase": {"display_data_priority": SHOWN_TYPES},
                "TagRemovePreprocessor": {"enabled": True, "remove_cell_tags": ["injected-parameters", "remove-cell"]},
            }
        ),
    )
