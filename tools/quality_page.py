"""docs/quality.md from the results of tools/bench_rules.py. Every figure is counted from them."""

from __future__ import annotations

import argparse
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from juesuan_nb.checks import rules
from juesuan_nb.checks.model import FAMILIES, SEVERITIES
from juesuan_nb.files import write_text
from juesuan_nb.synth.planting import kinds

if TYPE_CHECKING:
    from bench_rules import Clean, Hit

_PROVING = ("RD", "CP", "FT", "AR", "NV", "PF")
_LEADS = ("EX", "AN")
Rows = Iterable[Sequence[object]]


def write_page(
    asked: argparse.Namespace, clean: list[Clean], hits: list[Hit], real: list[tuple[str, Clean | str]], seconds: float
) -> str:
    """Write the page and give its text back."""
    page = "\n\n".join(
        [
            "# 规则有多可靠",
            f"本页由 `make bench-rules` 写出（{time.strftime('%Y-%m-%d')}，用时{seconds / 60:.1f}分钟，"
            f"共{len(rules())}条规则），请勿手改。虚构报告由种子决定，同样的命令给出同样的数（用时除外）。",
            _summary(clean, hits, real),
            _clean(clean),
            _planted(hits),
            _located(hits),
            _by_rule(hits),
            _damaged(clean),
            _real(real),
            _LIMITS,
        ]
    )
    write_text(asked.out, page + "\n")
    return page


def _summary(clean: list[Clean], hits: list[Hit], real: list[tuple[str, Clean | str]]) -> str:
    sound = [one for one in clean if not one.damage]
    open_hits = [hit for hit in hits if not hit.planted.hidden]
    cells = [hit for hit in open_hits if hit.located]
    alarms = sum(_loud(one, _PROVING) for one in sound)
    checked = [one for _, one in real if not isinstance(one, str)]
    times = [one.seconds for one in (*sound, *checked)]
    return "## 总的结果\n\n" + _table(
        ("指标", "结果", "含义"),
        [
            (
                "误报",
                f"{alarms}条／{len(sound)}份",
                "没有错误的虚构报告中，RD CP FT AR NV PF 各族报出的错误和疑点",
            ),
            (
                "查出",
                _part(sum(hit.found for hit in open_hits), len(open_hits)),
                "每份只放一个错误，由管这种错误的规则报出",
            ),
            (
                "定位",
                _part(sum(hit.located == "first" for hit in cells), len(cells)),
                "只有一格错时，排在最前的线索正是那一格",
            ),
            ("核对用时", f"平均{sum(times) / len(times):.2f}秒，最长{max(times):.2f}秒", "读取之后 check 的CPU时间"),
            (
                "规则出错",
                f"{sum(one.crashed for one in (*clean, *checked))}次",
                "规则自己运行失败，记为未核对",
            ),
        ],
    )


def _clean(clean: list[Clean]) -> str:
    sound = [one for one in clean if not one.damage]
    forms = Counter(one.form for one in sound)
    layouts = len({one.layout for one in sound})
    counted = Counter((rule[:2], severity) for one in sound for rule, severity, _ in one.findings)
    said = "，".join(f"{form} {count}份" for form, count in forms.items())
    rows = [
        (f"{family} {FAMILIES[family]}", *(counted[family, severity] for severity in SEVERITIES))
        for family in (*_PROVING, *_LEADS)
    ]
    head = ("族", *SEVERITIES.values())
    text = (
        f"## 没有错误的报告\n\n{len(sound)}份，{layouts}种版式（{said}）。EX、AN 是线索，不是错误，列在下面供参考。\n\n"
    )
    return text + _table(head, rows)


def _planted(hits: list[Hit]) -> str:
    rows, hidden = [], Counter()
    for name, kind in kinds().items():
        own = [hit for hit in hits if hit.planted.kind == name]
        open_hits = [hit for hit in own if not hit.planted.hidden]
        hidden.update(f"{kind.title}：{hit.planted.hidden}" for hit in own if hit.planted.hidden)
        if own:
            fired = Counter(rule for hit in open_hits for rule in hit.fired)
            said = "、".join(f"{rule} {count}" for rule, count in fired.most_common(6))
            expected = "、".join(kind.rules)
            found = sum(hit.found for hit in open_hits)
            rows.append((kind.group, kind.title, len(open_hits), found, _rate(found, len(open_hits)), expected, said))
    text = "## 放入的错误\n\n“应由”是管这种错误的规则或族，报出其中之一才算查出；干净时已有的发现不算。\n\n"
    text += _table(("类", "错误", "放入", "查出", "查出率", "应由", "报出的规则和次数（前六）"), rows)
    listed = "\n".join(f"- {why}（{count}处）" for why, count in sorted(hidden.items()))
    return f"{text}\n\n原则上查不出、不计入上表的：\n\n{listed or '- 无'}"


def _located(hits: list[Hit]) -> str:
    words = {"first": "正是那一格", "unsure": "在线索中但不在最前", "other": "指到别处", "none": "没有线索"}
    rows = []
    for name, kind in kinds().items():
        own = [hit.located for hit in hits if hit.planted.kind == name and not hit.planted.hidden]
        if kind.one_cell and own:
            rows.append(
                (kind.title, len(own), *(own.count(word) for word in words), _rate(own.count("first"), len(own)))
            )
    text = "## 定位\n\n一格写错时，FT、AR 全部等式合起来指出的那一格。\n\n"
    return text + _table(("错误", "处", *words.values(), "定位率"), rows)


def _by_rule(hits: list[Hit]) -> str:
    open_hits = [hit for hit in hits if not hit.planted.hidden]
    rows = []
    for rule in rules():
        meant = [hit for hit in open_hits if rule.code in hit.planted.rules or rule.family in hit.planted.rules]
        fired = [hit for hit in open_hits if rule.code in hit.fired]
        own = [hit for hit in meant if rule.code in hit.fired]
        if rule.family in (*_PROVING, "EX") and (meant or fired):
            mixed = Counter(kinds()[hit.planted.kind].title for hit in own).most_common(3)
            rows.append((rule.code, len(own), len(fired) - len(own), "；".join(f"{title} {n}" for title, n in mixed)))
    text = "## 各条规则\n\n“查出”是它管的错误，“连带”是别的错误使它也报出（如改了一格，引用它的占比也不对）。\n\n"
    return text + _table(("规则", "查出", "连带", "主要查出的错误"), rows)


def _damaged(clean: list[Clean]) -> str:
    rows = []
    for kind in dict.fromkeys(one.damage for one in clean if one.damage):
        own = [one for one in clean if one.damage == kind]
        quiet = sum(not _loud(one, _PROVING) for one in own)
        severities = Counter(s for one in own for rule, s, _ in one.findings if rule[:2] in _PROVING)
        rows.append((kind, len(own), quiet, severities["error"], severities["warning"]))
    text = "## 转换造成的损伤\n\n不是部门的错误：应当修复，最多作提示。丢失的格（lost）无法修复，可以是疑点。\n\n"
    return text + _table(("损伤", "份", "没有错误和疑点的", "错误", "疑点"), rows)


def _real(real: list[tuple[str, Clean | str]]) -> str:
    if not real:
        return "## 真实报告\n\n这次运行时没有真实报告。"
    rows = []
    for name, one in real:
        if isinstance(one, str):
            rows.append((name, f"没有核对：{one}", *[""] * len(FAMILIES)))
            continue
        counted = Counter((rule[:2], severity) for rule, severity, _ in one.findings)
        cells = ["/".join(str(counted[family, severity]) for severity in SEVERITIES) for family in FAMILIES]
        rows.append((name, *cells, f"{one.seconds:.2f}"))
    text = "## 真实报告\n\n每族的错误/疑点/提示条数。逐条是否属实由人核对，不在这里判断。\n\n"
    return text + _table(("报告", *FAMILIES, "核对秒"), rows)


_LIMITS = """## 局限

- 虚构报告的措辞、版式是我们写的，真实报告更杂；误报为零只说明这些版式和措辞下没有误报。
- 一份报告只放一个错误；几个错误挤在一处时，定位会难一些。
- 改动小于四舍五入可以解释的范围（万元两位小数、几十个加数时约0.2万元）的，任何核对都查不出，不计入。
- 查出率按放入的错误计算，每种错误在各版式中的份数相同，不是真实报告中各种错误的多少。"""


def _loud(one: Clean, families: Sequence[str]) -> int:
    return sum(rule[:2] in families and severity != "info" for rule, severity, _ in one.findings)


def _part(part: int, whole: int) -> str:
    return f"{part}／{whole}（{_rate(part, whole)}）"


def _rate(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f}%" if whole else "—"


def _table(head: Sequence[str], rows: Rows) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(map(str, line))} |" for line in lines)
