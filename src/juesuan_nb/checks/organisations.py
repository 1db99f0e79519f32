"""Whether two names are of two organisations: short names, 本级, 汇总 and sub-units of one are not."""

import re

from juesuan_nb.document import fold

_ADDED = re.compile(r"\(.*?\)|本级|汇总|机关$|部门$|单位$")
_PLACE = re.compile(r"^.*(?:[省市区县旗州盟镇乡]|自治区|街道)(?=.{3,})")
_ORGANISATION = re.compile(r"[局委会办厅院校学所处队站馆部府社团园室宫场台库]$|中心$|公司$")
_KINDS = re.compile(r"高新技术(?:产业)?|经济技术|开发|联合")
_GOVERNS = re.compile(r"(?:人民政府|办事处|管理委员会|管委会)$")
_PLACES = re.compile(r"[^省市区县旗州盟镇乡]+(?:自治区|街道|[省市区县旗州盟镇乡])")
_PRONOUN = re.compile(r"^[我本全该各]")
_SHORTEST = 4
_COMMON = frozenset("局委员会办公室厅部中心院处所队站馆校和与及的人民政府机关区县市省中共")


def is_another(one: str, other: str) -> bool:
    """Whether both are names of organisations that share no word beyond place and kind, as 水利局 and 教育局, or no
    word of their places; or one governs a place (城关镇人民政府) that the other does not name.

    A short name (人社局), a former name with a word in common, and 某局(本级) are the same department.
    """
    one, other = (_ADDED.sub("", fold(name)) for name in (one, other))
    if not (_names(one) and _names(other)):
        return False
    if _within(one, other) or _within(other, one):
        return False
    if any(_apart(part(one), part(other)) for part in (_core, _place)):
        return True
    return _apart(_seat(one), set(other)) or _apart(_seat(other), set(one))


def _names(text: str) -> bool:
    return len(text) >= _SHORTEST and bool(_ORGANISATION.search(text)) and not _PRONOUN.match(text)


def _within(short: str, long: str) -> bool:
    """Whether the characters of one name come in the other, in order: 人社局 in 人力资源和社会保障局."""
    rest = iter(long)
    return all(char in rest for char in short)


def _apart(one: set[str], other: set[str]) -> bool:
    return bool(one and other) and one.isdisjoint(other)


def _place(name: str) -> set[str]:
    found = _PLACE.match(name)
    return set(_KINDS.sub("", found[0])) - _COMMON if found else set()


def _seat(name: str) -> set[str]:
    """The characters of the place that an organisation governs."""
    places = _PLACES.findall(_KINDS.sub("", name)) if _GOVERNS.search(name) else []
    return set(places[-1]) - _COMMON - set("镇乡街道") if places else set()


def _core(name: str) -> set[str]:
    return set(_KINDS.sub("", _PLACE.sub("", name))) - _COMMON
