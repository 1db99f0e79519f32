"""What a figure is about: the subject its own words name, or the one that the text goes on with."""

import re
from collections.abc import Sequence

from juesuan_nb.narrative import labels
from juesuan_nb.narrative.figures import Figure
from juesuan_nb.narrative.labels import Label
from juesuan_nb.narrative.names import path_end
from juesuan_nb.narrative.state import State

_HEAD_END = re.compile(r"(?:(?<=费)支出)?(?:决算)?(?:总体|具体|基本)?(?:情况)?的?(?:说明)?$")
_HEAD_NOUN = re.compile(r"[^,;:。]{2,30}(?:费|支出|收入)")
_ITEM_NOUN = re.compile(r"[^,;。]{2,40}")
_NOUN_FOLLOWS = re.compile(r"[\"\u4e00-\u9fff](?<![和及与])")
_TAIL = re.compile(r"[^,;、。:()\d]{1,25}(?=[,;、。:()]|$)")
_ACTED_ON = re.compile(r"项目(?:(?:开展|进行|实施)了?|(?=编))(?P<verb>(?:编制|编报)?了?)(?P<act>.{2,})")
_CUMULATED = re.compile(r"、?(?:共计|共)?累计|(?:共计|共)?(?=人次)")
_GROUPS = re.compile(r"(?:团组|批次|次数|批)$")
_AFTER_COUNT = re.compile(r"(?:等|共有|选取|选择|对|将)$")
_TAKES_PART = re.compile(r"项目(?=参与|参加|纳入|实现|完成|达到)")
_EVALUATED = re.compile(r"(.{2,40}项目)(?:支出)?(?:绩效)?(?:自评|评价)(?:综述|情况|结果)?")
_BARE_AMOUNT = re.compile(r"(?:采购|合同|成交|中标)?金额")
_BUDGET_PART = re.compile(r"(?:支出|资金|收入)$")
_FOR_ALL = re.compile(r"[,;]?(?:共|合)计?涉及")
_OUTSIDE_LIST = re.compile(r"\([^()]*\)|\"[^\"]*\"")
_BRACKETED_BASES = ("procurement", "performance")


def choose(label: Label, figure: Figure, parts: Sequence[str], sentence: str, state: State, topic: str) -> str:
    """The subject of a figure; empty where the words name none, or more than one."""
    if figure.kind == "count":
        return _counted(label, figure, parts[-1], sentence, state, topic)
    if label.measure == "spent" and state.counted_here:
        return state.subject if state.subject.startswith(state.counted_here) else state.counted_here
    subject = label.subject
    if topic == "procurement" and _BARE_AMOUNT.fullmatch(subject) and len(parts) > 1:
        subject = _contract(subject, parts[-2], state)
    if not subject:
        return _continued(label, parts, state)
    if figure.kind == "money" and "、" in _OUTSIDE_LIST.sub("", subject) and not path_end(subject):
        return ""
    if topic == "performance" and figure.kind == "money" and state.act and _BUDGET_PART.search(subject):
        return f"{state.act.prefix}:{subject}" if state.listing else subject
    return subject


def _continued(label: Label, parts: Sequence[str], state: State) -> str:
    """The noun of the clause before, or what is spoken about; a sum for all (共涉及资金) is the whole evaluation's."""
    for_all = state.act and (not state.listing or _FOR_ALL.match(parts[-1]) or _FOR_ALL.match(parts[0]))
    if for_all and (label.measure == "involved" or (label.measure == "share" and label.base)):
        return state.act.subject
    if label.measure == "score" and (state.act or state.listing):
        return state.act.subject if state.act else state.owner or state.subject
    if other := _other_side(parts[-1], state.subject):
        return other
    before = parts[-2] if len(parts) > 1 else ""
    evaluated = _EVALUATED.fullmatch(before)
    return (labels.subject_of(evaluated[1]) if evaluated else heading_noun(before)) or state.subject


def _other_side(clause: str, subject: str) -> str:
    """政府性基金预算财政拨款收入5万元,支出4万元: a bare 支出 after 收入 is the other side of the same money."""
    sides = ("收入", "支出")
    for side, other in (sides, sides[::-1]):
        if re.fullmatch(rf",?{other}(?:为|是|:)?", clause) and subject.endswith(side):
            return subject.removesuffix(side) + other
    return ""


def _contract(amount: str, clause: str, state: State) -> str:
    """“…由中小企业供应商中标或成交的,采购金额”: the clause before says which."""
    which = labels.subject_of(clause) if clause.endswith("的") else ""
    name = which and f"{which}的{amount}"
    return f"{state.within}:{name}" if name and state.within else name or amount


def _counted(label: Label, figure: Figure, clause: str, sentence: str, state: State, topic: str) -> str:
    if _NOUN_FOLLOWS.match(sentence, figure.end) or _AFTER_COUNT.search(clause):
        return _counted_after(figure, sentence, state)
    subject = label.subject
    if _CUMULATED.fullmatch(clause) and state.counted:
        return f"{_GROUPS.sub('', state.counted)}累计{figure.unit}"
    if labels.GRADE.fullmatch(subject) and (graded := labels.GRADED.search(state.counted)):
        return state.counted[: graded.start("grade")] + subject
    if subject.endswith("累计"):
        return subject + figure.unit if figure.unit.startswith("人") else subject.removesuffix("累计")
    if subject == "来宾" and state.counted.startswith("国内"):
        return "国内来宾"
    if topic == "state_assets" and subject in ("车辆", "公务用车") and re.search(r"共有|共计|合计|总数", clause):
        return f"{subject}合计"
    if figure.printed and subject:
        return f"{subject}({figure.printed})"
    if subject:
        return "" if "、" in _OUTSIDE_LIST.sub("", subject) else subject
    return state.counted or (state.subject if topic in ("performance", "three_public") else "")


def _counted_after(figure: Figure, sentence: str, state: State) -> str:
    """The projects behind the number: 2个项目开展了…, 19个项目自评等级为优. Other nouns there are left alone."""
    tail = _TAIL.match(sentence, figure.end)
    noun = tail[0] if tail else ""
    acted = _ACTED_ON.match(noun)
    if not noun.startswith("项目") or (noun in ("项目", "项目中") and not state.act):
        return ""
    if state.act and (noun == "项目" or (acted and acted["act"].startswith(state.act.prefix))):
        return state.act.subject
    state.read_to = tail.end()
    return labels.subject_of(_projects(noun, acted), "count")


def _projects(noun: str, acted: re.Match[str] | None) -> str:
    """项目开展了绩效监控 → 绩效监控项目; 项目等级为优 → 等级为优."""
    if acted:
        return f"{acted['verb'].removesuffix('了')}{acted['act']}项目"
    if _TAKES_PART.match(noun):
        return f"{noun.removeprefix('项目')}项目"
    return re.sub(r"^项目(?=..)", "", noun).rstrip("的")


def printed(subject: str, base: str, measure: str, topic: str) -> str:
    """The subject as claimed: where shares have several bases, with the base of this one."""
    return f"{subject}(占{base})" if measure == "share" and base and topic in _BRACKETED_BASES else subject


def item_name(text: str) -> str:
    """The name of an item at the start of a paragraph, levels as printed."""
    return labels.subject_of(text.rpartition("。")[2])


def heading_noun(heading: str) -> str:
    """The noun of a heading that names money, “公务接待费支出决算情况说明” → 公务接待费; empty where it names none."""
    bare = _HEAD_END.sub("", heading.strip("。:,"))
    return labels.subject_of(bare) if _HEAD_NOUN.fullmatch(bare) else ""


def item_noun(sentence: str) -> str:
    """What a numbered item that begins with a bare noun is about: “2.校舍维修项目。”"""
    bare = _HEAD_END.sub("", sentence.strip("。:"))
    return labels.subject_of(bare) if _ITEM_NOUN.fullmatch(bare) else ""
