"""A result that follows its controls: a widget where a kernel runs, an ordinary output everywhere else."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape

import ipywidgets as widgets

VIEW = "application/vnd.jupyter.widget-view+json"


@dataclass(frozen=True)
class View:
    """What is shown: HTML with the same as text, or a picture with its words."""

    text: str
    html: str = ""
    png: bytes = b""

    @classmethod
    def of(cls, shown: object, head: str = "") -> View:
        """Of anything that shows itself in a notebook, below a heading line."""
        text = "\n".join(filter(None, (head, repr(shown))))
        return cls(text, (f"<p>{escape(head)}</p>" if head else "") + shown._repr_html_())

    @classmethod
    def said(cls, text: str) -> View:
        """A sentence."""
        return cls(text, f"<p>{escape(text)}</p>")

    def live(self) -> str:
        """For an HTML widget."""
        if not self.png:
            return self.html
        data = b64encode(self.png).decode("ascii")
        return f'<img style="max-width:100%" alt="{escape(self.text)}" src="data:image/png;base64,{data}">'

    def data(self) -> dict[str, str]:
        """As the data of an output."""
        shown = {"image/png": b64encode(self.png).decode("ascii")} if self.png else {"text/html": self.html}
        return shown | {"text/plain": self.text}


class Live:
    """Controls and what `make` shows for their present values; made anew when one of `watched` changes."""

    def __init__(
        self, make: Callable[[], View], watched: Sequence[widgets.Widget], controls: Sequence[widgets.Widget] = ()
    ) -> None:
        self._make, self._watched, self._controls = make, watched, controls
        self._shown = widgets.HTML()

    def refresh(self, _change: object = None) -> None:
        """Show what follows from the controls now."""
        self._shown.value = self._make().live()

    def _repr_mimebundle_(self, **_: object) -> tuple[dict, dict]:
        view = self._make()
        self._shown.value = view.live()
        for control in self._watched:  # observing twice counts once
            control.observe(self.refresh, "value")
        row = widgets.HBox(self._controls, layout=widgets.Layout(flex_flow="row wrap"))
        box = widgets.VBox([row, self._shown] if self._controls else [self._shown])
        metadata = {"image/png": {"alt": view.text}} if view.png else {}
        return {VIEW: box._repr_mimebundle_()[VIEW]} | view.data(), metadata
