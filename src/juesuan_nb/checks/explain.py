"""The page of a rule for analysts, in Chinese, from the data that runs and tests it: as text, Markdown and HTML."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from html import escape
from importlib.resources import files
from itertools import groupby

from juesuan_nb import vocabulary
from juesuan_nb.checks.facts import Facts
from juesuan_nb.checks.literal import Sample
from juesuan_nb.checks.model import BASES, FAMILIES, SEVERITIES, VERDICTS, Example, Rule
from juesuan_nb.checks.registry import rule
from juesuan_nb.checks.runner import run
from juesuan_nb.checks.terms import tables
from juesuan_nb.checks.thresholds import settings, thresholds
from juesuan_nb.checks.told import MEASURES

WORKED = "examples.json"
"""In this folder; by `make docs`. tests/test_docs.py holds it to the rules."""
Examples = tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...]
_PARTS = {"topic": "情况说明中的有关数字", "evaluation": "绩效自评附件", "notes": "读取记录"}


@dataclass(frozen=True)
class RulePage:
    """What there is to say of a rule. `examples`: heading, the literal report, and what the rule says of it."""

    rule: Rule
    facts: tuple[tuple[str, str], ...]
    relation: tuple[str, ...]
    thresholds: tuple[str, ...]
    examples: Examples

    @property
    def title(self) -> str:
        """Code and title."""
        return f"{self.rule.code} {self.rule.title}"

    def text(self) -> str:
        """For the screen."""
        lines = [self.title, "", *(f"{name}　{value}" for name, value in self.facts)]
        lines += ["", "关系", *(f"  {line}" for line in self.relation)]
        if self.thresholds:
            lines += ["", "阈值", *(f"  {line}" for line in self.thresholds)]
        for head, shown, said in self.examples:
            lines += ["", f"示例{head}", *(f"  {line}" for line in shown), *(f"  → {line}" for line in said)]
        return "\n".join(lines)

    def markdown(self) -> str:
        """A section of docs/rules.md."""
        lines = [f'<a id="{anchor(self.rule.code)}"></a>', f"### {self.title}", ""]
        lines += ["　".join(f"**{name}** {value}" for name, value in self.facts), ""]
        lines += [f"> {line}  " for line in self.relation]
        if self.thresholds:
            lines += ["", *(f"- {line}" for line in self.thresholds)]
        for head, shown, said in self.examples:
            lines += ["", f"示例{head}", "", "```text", *shown, *(f"→ {line}" for line in said), "```"]
        return "\n".join(lines) + "\n"

    def html(self) -> str:
        """The same for a notebook or a page, without the title."""
        facts = "　".join(f"<b>{escape(name)}</b> {escape(value)}" for name, value in self.facts)
        relation = "<br>".join(map(escape, self.relation))
        limits = "".join(f"<li>{escape(line)}</li>" for line in self.thresholds)
        examples = "".join(
            f"<p>示例{escape(head)}</p><pre>{escape(chr(10).join([*shown, *(f'→ {line}' for line in said)]))}</pre>"
            for head, shown, said in self.examples
        )
        return f"<p>{facts}</p><blockquote>{relation}</blockquote>{f'<ul>{limits}</ul>' if limits else ''}{examples}"


def anchor(code: str) -> str:
    """The name under which a rule's page is linked to, in docs/rules.md, in the notebook and on the page."""
    return f"rule-{code}"


@lru_cache(maxsize=512)
def page(entry: Rule) -> RulePage:
    """Severity, basis, needs, relation, thresholds, and examples with what the rule really says of them."""
    facts = {
        "规则族": f"{entry.family} {FAMILIES[entry.family]}",
        "严重程度": SEVERITIES[entry.severity],
        "依据": BASES[entry.basis],
        "需要": "、".join(dict.fromkeys(map(_need, entry.needs))) or "报告本身",
    }
    return RulePage(
        entry,
        tuple(facts.items()),
        tuple(line for line in entry.relation.splitlines() if line),
        tuple(map(_threshold, entry.thresholds)),
        _stored(entry) or _examples(entry),
    )


@cache
def _worked() -> dict[str, list]:
    """By code the examples of the shipped rules, as `worked` wrote them: to work all takes as long as a report."""
    return json.loads(files(__package__).joinpath(WORKED).read_text(encoding="utf-8"))


def worked(rules: Iterable[Rule]) -> str:
    """What the file `WORKED` holds: the examples of the rules, and what the rules say of them now."""
    return json.dumps({entry.code: _examples(entry) for entry in rules}, ensure_ascii=False, indent=1) + "\n"


def explain(code: str, own: Iterable[Rule] = ()) -> str:
    """One rule's page as text. `own` are analysts' rules. Raises UsageError on an unknown code."""
    return page(rule(code, own)).text()


def handbook(rules: Iterable[Rule]) -> str:
    """docs/rules.md: an index by family, then the page of every rule."""
    families = [(family, list(listed)) for family, listed in groupby(rules, key=lambda entry: entry.family)]
    lines = ["# 规则目录", "", "<!-- 由 make docs 从代码生成，请改规则而不要改这里 -->", ""]
    lines += [
        "每条规则的示例都是测试：所列的小报告真的这样核对，箭头后面就是规则说的话。自己的规则见 own-rules.md。",
        "",
    ]
    for family, listed in families:
        lines += [f"- [{family} {FAMILIES[family]}](#{family}) {len(listed)} 条"]
    for family, listed in families:
        lines += ["", f'<a id="{family}"></a>', f"## {family} {FAMILIES[family]}", ""]
        lines += ["| 编号 | 规则 | 严重程度 | 依据 |", "|---|---|---|---|"]
        lines += map(_indexed, listed)
        lines += ["", *(page(entry).markdown() for entry in listed)]
    return "\n".join(lines).rstrip() + "\n"


def _indexed(entry: Rule) -> str:
    cells = (f"[{entry.code}](#{anchor(entry.code)})", entry.title, SEVERITIES[entry.severity], BASES[entry.basis])
    return f"| {' | '.join(cells)} |"


def _need(need: str) -> str:
    kind, _, name = need.partition(":")
    return f"《{vocabulary.statements()[name].title}》" if kind == "table" else _PARTS[kind]


def _threshold(name: str) -> str:
    entry = thresholds()[name]
    return f"{name}　{entry.default}{entry.unit}　{entry.help}（{entry.basis}）"


def _stored(entry: Rule) -> Examples:
    return tuple((head, tuple(shown), tuple(said)) for head, shown, said in _worked().get(entry.code, ()))


def _examples(entry: Rule) -> Examples:
    return tuple(_example(entry, example) for example in entry.examples)


def _example(entry: Rule, example: Example) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    outcomes = run(entry, Facts(example.sample, settings(example.thresholds)))
    said = [outcome.message or outcome.reason for outcome in outcomes if outcome.verdict == example.verdict]
    shown = tuple(_shown(example.sample)) or ("（没有有关的内容）",)
    return f"（{example.name}）：{VERDICTS[example.verdict]}", shown, tuple(filter(None, said))


def _shown(sample: Sample) -> list[str]:
    titles = {name: f"《{vocabulary.statements()[statement].title}》" for name, statement in tables().items()}
    lines = [line.strip() for line in sample.text.splitlines() if line.strip()]
    lines = [f"{titles.get(line[:2], '')}{line[2:] if line[:2] in titles else line}" for line in lines]
    lines += [f"{row['subject']}　{MEASURES[row['measure']]} {row['value']}{row['unit']}" for row in sample.told]
    lines += [f"部门预算　{line.strip()}" for line in sample.planned.splitlines() if line.strip()]
    lines += [f"{row['item']}　{row['field']} {row['value']}{row['unit']}" for row in sample.attached]
    lines += [row["message"] for row in sample.notes]
    return lines + [paragraph.text for paragraph in sample.document.paragraphs]
