"""绩效 acts: which projects a passage speaks about (自评, 部门评价, 绩效跟踪…)."""

import re
from dataclasses import dataclass

from juesuan_nb.narrative.labels import subject_of

_COUNTED = re.compile(r"\d+个")
_OWNER = re.compile(r"^(?:我|本)(?:部门|单位|局|委|办|院|校)(?:组织)?")
_DO = r"(?:全面)?(?:进行|开展|实施)了?(?:全面)?"
_SELECTED = re.compile(
    r"(?P<who>[^,]*?财政(?:局|部门)?)?(?:选取|选择|抽取)了?(?:(?:我|本)(?:部门|单位|局)(?:\d{4}年度?)?)?"
    rf"(?P<what>[^,;。]+?){_DO}(?P<act>[^,;。]*?评价)"
)
_WHOLE = re.compile(rf"{_DO}(?P<act>(?:部门|单位)?整体[^,;。\"]{{0,12}}(?:自评|评价))")
_ON = re.compile(rf"对(?P<what>[^,;。]+?){_DO}(?P<act>[^,;。]{{0,12}}?(?:自评价?|自我评价|评价|评估|监控|跟踪))")


@dataclass(frozen=True, slots=True)
class Act:
    """An evaluation: `subject` names what is evaluated, `prefix` its budgets (部门评价:一般公共预算支出)."""

    subject: str
    prefix: str


def find_act(sentence: str) -> Act | None:
    """The evaluation that a plain sentence opens; None where it opens none."""
    if (found := _SELECTED.match(_OWNER.sub("", sentence))) and not _COUNTED.search(found["what"]):
        act = f"财政{found['act']}" if found["who"] else found["act"]
        return Act(found["what"] + act, act)
    if found := _WHOLE.search(sentence):
        return Act(found["act"], found["act"])
    if found := _ON.search(sentence) or _SELECTED.match(_OWNER.sub("", sentence)):
        return _on(found["what"], found["act"])
    return None


def _on(what: str, act: str) -> Act:
    """对…进行…: a number of projects is named by the act, a budget by itself and the act."""
    if _COUNTED.search(what):
        return Act(f"{act}项目", act)
    name = subject_of(what) + act
    return Act(name if name.endswith("项目") else f"{name}项目", name)
