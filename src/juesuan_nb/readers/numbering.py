"""Automatic numbers of Word paragraphs (一、 （二） 3.): printed, but not in the text of the file."""

from dataclasses import dataclass, field

from lxml import etree

Element = etree._Element

_DIGITS = "〇一二三四五六七八九"
_CHINESE = ("chinese", "japanese", "taiwanese", "ideograph", "korean")
_MAX_LEVEL = 8


def local(element: Element) -> str:
    """The tag without its namespace: transitional and strict files name the same things in two namespaces."""
    return str(element.tag).rpartition("}")[2]


def value(element: Element | None, name: str = "val") -> str:
    """An attribute by its local name; empty where the element or the attribute is not there."""
    if element is None:
        return ""
    return next((str(text) for key, text in element.attrib.items() if str(key).rpartition("}")[2] == name), "")


def child(element: Element | None, *path: str) -> Element | None:
    """The first descendant along a path of local names."""
    for name in path:
        element = next((found for found in element if local(found) == name), None) if element is not None else None
    return element


@dataclass
class _Level:
    form: str = "decimal"
    text: str = ""
    start: int = 1


@dataclass
class Numbering:
    """The lists of a document, counting while its paragraphs go by."""

    lists: dict[str, tuple[str, dict[int, _Level]]] = field(default_factory=dict)
    styles: dict[str, tuple[str, int]] = field(default_factory=dict)
    counters: dict[str, dict[int, int]] = field(default_factory=dict)

    def label(self, properties: Element | None) -> str:
        """The number that stands before the paragraph with these properties (pPr); empty where none does."""
        number, depth = self._listed(properties)
        kind, levels = self.lists.get(number, ("", {}))
        level = levels.get(depth)
        if level is None:
            return ""
        counts = self.counters.setdefault(kind, {})
        counts[depth] = counts.get(depth, level.start - 1) + 1
        for deeper in [other for other in counts if other > depth]:
            del counts[deeper]
        if level.form in ("bullet", "none"):
            return ""
        label = level.text
        for other in range(depth + 1):
            own = levels.get(other, _Level())
            label = label.replace(f"%{other + 1}", _count(counts.get(other, own.start), own.form))
        return label

    def _listed(self, properties: Element | None) -> tuple[str, int]:
        own = child(properties, "numPr")
        style = value(child(properties, "pStyle"))
        number, depth = self.styles.get(style, ("", 0))
        if own is not None:
            number = value(child(own, "numId")) or number
            depth = _integer(value(child(own, "ilvl")), depth)
        return number, min(depth, _MAX_LEVEL)


def read(numbering: Element | None, styles: Element | None) -> Numbering:
    """The lists that numbering.xml defines, and those that styles bring with them."""
    found = Numbering()
    kinds: dict[str, dict[int, _Level]] = {}
    for element in numbering if numbering is not None else ():
        if local(element) == "abstractNum":
            kinds[value(element, "abstractNumId")] = dict(_level(one) for one in element if local(one) == "lvl")
        elif local(element) == "num":
            kind = value(child(element, "abstractNumId"))
            found.lists[value(element, "numId")] = (kind, kinds.get(kind, {}))
    for style in styles if styles is not None else ():
        if (own := child(style, "pPr", "numPr")) is not None and value(style, "type") == "paragraph":
            depth = _integer(value(child(own, "ilvl")), 0)
            found.styles[value(style, "styleId")] = (value(child(own, "numId")), depth)
    return found


def _level(element: Element) -> tuple[int, _Level]:
    form = value(child(element, "numFmt")) or "decimal"
    start = _integer(value(child(element, "start")), 1)
    return _integer(value(element, "ilvl"), 0), _Level(form, value(child(element, "lvlText")), start)


def _integer(text: str, default: int) -> int:
    return int(text) if text.isdigit() and len(text) < 6 else default


def _count(number: int, form: str) -> str:
    if form.startswith(_CHINESE):
        return _chinese(number)
    if form == "decimalEnclosedCircle" and 1 <= number <= 20:
        return chr(0x245F + number)
    if form in ("lowerLetter", "upperLetter") and 1 <= number <= 26:
        return chr((0x60 if form == "lowerLetter" else 0x40) + number)
    return f"{number:02d}" if form == "decimalZero" else str(number)


def _chinese(number: int) -> str:
    """1 to 99 as a heading writes them: 十二, 二十."""
    tens, ones = divmod(number, 10)
    if not 0 < number < 100:
        return str(number)
    return (_DIGITS[tens] if tens > 1 else "") + ("十" if tens else "") + (_DIGITS[ones] if ones else "")
