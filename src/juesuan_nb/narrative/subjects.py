"""What a figure is about: the subject its own words name, or the one that the text goes on with."""

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from juesuan_nb.narrative import labels
from juesuan_nb.narrative.figures import Figure
from juesuan_nb.narrative.labels import Label
from juesuan_nb.narrative.names import path_end

if TYPE_CHECKING:
    from juesuan_nb.narrative.reader import State

_HEAD_END = re.compile(r"(?:支出)?(?:决算)?(?:总体|具体)?(?:情况)?的?(?:说明)?$")
_HEAD_NOUN = re.compile(r"[^,;:。]{2,30}(?:费|经费|支出|收入|采购|车辆|资产)")
_TAIL = re.compile(r"[^,;、。:()]{1,25}")
_ACTED_ON = re.compile(r"项目(?:开展|进行|实施|组织)")
_CUMULATED = re.compile(r"(?:共计|共)?累计|(?:共计|共)?(?=人次)")
_GROUPS = re.compile(r"(?:团组|批次|次数|批)$")
_AFTER_COUNT = re.compile(r"等$|^(?:.*[对将])?[\",、]*$")
_BARE_AMOUNT = re.compile(r"(?:采购|合同|成交|中标)?金额")
_BUDGET_PART = re.compile(r"(?:支出|资金|收入)$")
_OUTSIDE_LIST = re.compile(r"\([^()]*\)|\"[^\"]*\"")
_BRACKETED_BASES = ("procurement", "performance")


def choose(label: Label, figure: Figure, parts: Sequence[str], sentence: str, state: "State", topic: str) -> str:
    """The subject of a figure; empty where the words name none, or more than one."""
    if figure.kind == "count":
        return _counted(label, figure, parts[-1], sentence, state, topic)
    subject = label.subject
    if topic == "procurement" and _BARE_AMOUNT.fullmatch(subject) and len(parts) > 1:
        subject = _contract(subject, parts[-2], state)
    if not subject:
        return _continued(label, state)
    if figure.kind == "money" and "、" in _OUTSIDE_LIST.sub("", subject) and not path_end(subject):
        return ""
    if topic == "performance" and figure.kind == "money" and state.act:
        return _under(state.act.prefix, subject, state)
    return subject


def _continued(label: Label, state: "State") -> str:
    """Money named before any “其中” belongs to the whole evaluation, not to the last kind of project counted."""
    if label.measure == "involved" and state.act and not state.listing:
        return state.act.subject
    if label.measure == "share" and label.base and state.act and not state.listing:
        return state.act.subject
    return state.subject


def _under(prefix: str, subject: str, state: "State") -> str:
    return f"{prefix}:{subject}" if state.listing and _BUDGET_PART.search(subject) else subject


def _contract(amount: str, clause: str, state: "State") -> str:
    """“…由中小企业供应商中标或成交的,采购金额”: the clause before says which."""
    which = labels.subject_of(clause) if clause.endswith("的") else ""
    name = which and f"{which}的{amount}"
    return f"{state.within}:{name}" if name and state.within else name or amount


def _counted(label: Label, figure: Figure, clause: str, sentence: str, state: "State", topic: str) -> str:
    subject = "" if _AFTER_COUNT.search(clause) else label.subject
    if _CUMULATED.fullmatch(clause) and state.counted:
        return f"{_GROUPS.sub('', state.counted)}累计{figure.unit}"
    if subject == "来宾" and state.counted.startswith("国内"):
        return "国内来宾"
    if topic == "state_assets" and subject in ("车辆", "公务用车") and re.search(r"共有|共计|合计|总数", clause):
        return f"{subject}合计"
    if figure.printed and subject:
        return f"{subject}({figure.printed})"
    if subject:
        return "" if "、" in _OUTSIDE_LIST.sub("", subject) else subject
    return _counted_after(figure, clause, sentence, state, topic)


def _counted_after(figure: Figure, clause: str, sentence: str, state: "State", topic: str) -> str:
    """The noun behind the number (2个项目开展了…, 19个项目自评等级为优), else what is being counted or evaluated."""
    tail = _TAIL.match(sentence, figure.end)
    noun = tail[0] if tail else ""
    if state.act and (_ACTED_ON.match(noun) or noun in ("", "项目")):
        return state.act.subject
    noun = re.sub(r"^项目(?=..)", "", noun).rstrip("的")
    if tail and noun:
        state.read_to = tail.end()
        return labels.subject_of(noun, "count")
    return state.counted or (state.subject if topic == "performance" else "")


def printed(subject: str, base: str, figure: Figure, measure: str, topic: str) -> str:
    """The subject as claimed: where shares have several bases, with the base of this one."""
    bracketed = measure == "share" and base and topic in _BRACKETED_BASES
    return f"{subject}(占{base})" if bracketed else subject


def item_name(text: str) -> str:
    """The name of an item at the start of a paragraph, levels as printed."""
    return labels.subject_of(text.rpartition("。")[2])


def heading_noun(sentence: str) -> str:
    """The noun of a short numbered heading, “1.公务接待费支出情况说明。” → 公务接待费."""
    bare = _HEAD_END.sub("", sentence.rstrip("。:"))
    return labels.subject_of(bare) if _HEAD_NOUN.fullmatch(bare) else ""
