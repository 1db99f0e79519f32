"""The page of a rule for analysts, in Chinese, from the same data that runs and tests it."""

from collections.abc import Iterable

from juesuan_nb import vocabulary
from juesuan_nb.checks.facts import Facts
from juesuan_nb.checks.literal import Sample
from juesuan_nb.checks.model import BASES, FAMILIES, SEVERITIES, VERDICTS, Example, Rule
from juesuan_nb.checks.registry import rule
from juesuan_nb.checks.runner import run
from juesuan_nb.checks.terms import tables
from juesuan_nb.checks.thresholds import settings, thresholds
from juesuan_nb.checks.told import MEASURES

_PARTS = {"topic": "情况说明中的有关数字", "evaluation": "绩效自评附件", "notes": "读取记录"}


def explain(code: str, own: Iterable[Rule] = ()) -> str:
    """One rule's page: title, severity, basis, needs, relation, thresholds, examples with what the rule says of them.

    `own` are analysts' rules. Raises UsageError on an unknown code.
    """
    entry = rule(code, own)
    lines = [
        f"{entry.code} {entry.title}",
        "",
        f"规则族　{entry.family} {FAMILIES[entry.family]}",
        f"严重程度　{SEVERITIES[entry.severity]}",
        f"依据　{BASES[entry.basis]}",
        f"需要　{'、'.join(dict.fromkeys(map(_need, entry.needs))) or '报告本身'}",
        "",
        "关系",
        *(f"  {line}" for line in entry.relation.splitlines() if line),
    ]
    if entry.thresholds:
        lines += ["", "阈值", *map(_threshold, entry.thresholds)]
    for example in entry.examples:
        lines += ["", *_example(entry, example)]
    return "\n".join(lines)


def _need(need: str) -> str:
    kind, _, name = need.partition(":")
    return f"《{vocabulary.statements()[name].title}》" if kind == "table" else _PARTS[kind]


def _threshold(name: str) -> str:
    entry = thresholds()[name]
    return f"  {name}　{entry.default}{entry.unit}　{entry.help}（{entry.basis}）"


def _example(entry: Rule, example: Example) -> list[str]:
    """The literal example, its verdict, and the sentence that the rule says of it."""
    outcomes = run(entry, Facts(example.sample, settings(example.thresholds)))
    said = [outcome.message or outcome.reason for outcome in outcomes if outcome.verdict == example.verdict]
    head = f"示例（{example.name}）：{VERDICTS[example.verdict]}"
    return [head, *_shown(example.sample), *(f"  → {text}" for text in said if text)]


def _shown(sample: Sample) -> list[str]:
    titles = {name: f"《{vocabulary.statements()[statement].title}》" for name, statement in tables().items()}
    lines = [line.strip() for line in sample.text.splitlines() if line.strip()]
    lines = [f"  {titles.get(line[:2], '')}{line[2:] if line[:2] in titles else line}" for line in lines]
    lines += [f"  {row['subject']}　{MEASURES[row['measure']]} {row['value']}{row['unit']}" for row in sample.told]
    lines += [f"  {row['item']}　{row['field']} {row['value']}{row['unit']}" for row in sample.attached]
    return lines + [f"  {row['message']}" for row in sample.notes]
