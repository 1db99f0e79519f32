"""The pages of the rules that found something, folded: what the links in the lists of findings lead to."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

from juesuan_nb.checks import CheckResult
from juesuan_nb.checks.explain import RulePage, anchor, page

HEAD = "规则说明"


@dataclass(frozen=True)
class RulePages:
    """Folded pages of rules; shows itself in a notebook. A link to "#rule-FT03" leads to that of FT03."""

    pages: tuple[RulePage, ...]

    def _repr_html_(self) -> str:
        folded = "".join(map(_folded, self.pages)) or "<p>没有规则发现问题。</p>"
        return f'<div class="juesuan-rules"><h3>{HEAD}</h3>{folded}</div>'

    def __repr__(self) -> str:
        return "\n".join([HEAD, *(f"- {made.title}" for made in self.pages)])


def rule_pages(result: CheckResult) -> RulePages:
    """The pages of the rules with findings, in the order of the catalogue."""
    found = set(result.findings["rule"])
    return RulePages(tuple(page(rule) for rule in result.rules if rule.code in found))


def _folded(made: RulePage) -> str:
    # JupyterLab scrolls to the target and cannot scroll into what is folded; the page opens it (page.js).
    place = anchor(made.rule.code)
    return f'<details id="{place}"><summary>{escape(made.title)}</summary><div>{made.html()}</div></details>'
