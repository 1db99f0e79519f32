"""Figures in running text: value, unit, and a readable phrase from the words before the figure in its clause."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from juesuan_nb.amounts import read_number
from juesuan_nb.document import squeeze
from juesuan_nb.evaluation.values import HAN, Value
from juesuan_nb.evaluation.words import COUNTERS

_MONEY = r"(?:亿|万|千|百)?元(?:/(?:[人月年天日次户亩名个平方米]+))*"
_SCORE = r"分(?![别之配析担钟项期类级局公管支析院校布解歧工成离红])"
_FIGURE = re.compile(
    r"(?<![\d.A-Za-z〔(（\[-])(-?\d[\d,]*(?:\.\s?\d+)?)\s*(余|多|几)?\s*"
    rf"({_MONEY}|%|％|个?百分点|{_SCORE}|{'|'.join(COUNTERS)})"
)
_RANK = re.compile(r"(?:排名|排在|位居|位列|名列|居)[^,，。;；]{0,8}?第\s*(\d+)")
_SPAN = re.compile(r"[一二两三四五六七八九十]+(?:个月|个工作日|个半月)")
_SENTENCE = re.compile(r"[^。;；!！]+[。;；!！]?")
_CLAUSE = re.compile(r"[,，。;；:：()（）《》〔〕]")
_LEADING = re.compile(r"^(?:[一二三四五六七八九十]是|的|了|为|余|多|并|其中|和|及|与|以及|至|以上|以下|以来|[、.])+")
_TRAILING = re.compile(
    r"(?:大?约|共计?|达到?|近|超过?|为|是|有|的|按照?|累计|仅|至|增至|降至|不低于|不超过|不少于|合计|总计|第|、)+$"
)
_DATE = re.compile(r"\d{4}\s*年(?:度)?|\d{1,2}\s*月(?:份)?(?:\d{1,2}\s*日)?")
_SHARE = re.compile(r"^(?:占|比|同比|较|完成率)")
_PER = re.compile(r"每(?:人|名|户|个|位|家)[^,，。;；]*?(每(?:年|月|天|日|次))?[^,，。;；]*$")
_LONGEST_PHRASE = 30
_LOOP = 6


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure: `phrase` says what it is of, `at` is its offset in the text, `sentence` what it stands in."""

    value: Value
    phrase: str
    at: int
    sentence: str


def figures(text: str) -> list[Figure]:
    """Every figure with a unit; dates, document numbers and numerals of headings are none."""
    found = []
    for sentence in _SENTENCE.finditer(text):
        found += _in_sentence(sentence[0], sentence.start())
    return found


def without_loops(text: str) -> str:
    """The text with a full stop for what repeats as only a failing recognition does: six characters four times over."""
    plain = squeeze(text)
    times = Counter(plain[at : at + _LOOP] for at in range(len(plain) - _LOOP + 1))
    looped = {at + step for at in range(len(plain)) for step in range(_LOOP) if times[plain[at : at + _LOOP]] >= 4}
    return re.sub("\0+", "。", "".join("\0" if at in looped else letter for at, letter in enumerate(plain)))


def _in_sentence(sentence: str, offset: int) -> Iterator[Figure]:
    before, subject = 0, ""
    for start, end, value in sorted(_values(sentence), key=lambda found: found[0]):
        phrase = _phrase(sentence, before, start, end)
        if _SHARE.match(phrase) and subject:
            phrase = subject + phrase
        elif phrase:
            subject = phrase
        yield Figure(value, phrase, offset + start, squeeze(sentence))
        before = end


def _values(sentence: str) -> Iterator[tuple[int, int, Value]]:
    for match in _FIGURE.finditer(sentence):
        read = read_number(match[1])
        if read and not _is_ordinal(sentence, match.start(1)):
            quality = "repaired" if read.repaired else "printed"
            yield match.start(1), match.end(), Value(read.text, _unit(match[3], sentence[: match.start(1)]), quality)
    for match in _RANK.finditer(sentence):
        yield match.start(1), match.end(1), Value(match[1], "名")
    for match in _SPAN.finditer(sentence):
        yield match.start(), match.end(), Value(match[0])


def _is_ordinal(sentence: str, at: int) -> bool:
    return sentence[:at].rstrip().endswith("第")


def _unit(printed: str, before: str) -> str:
    """The unit as printed; money given per head ("每人每年24000元") carries what it is per: 元/人·年."""
    unit = squeeze(printed).replace("％", "%")
    if not unit.endswith("元"):
        return unit
    per = _PER.search(before)
    if not per:
        return unit
    times = re.search(r"每(年|月|天|日|次)", per[0])
    return f"{unit}/{'户' if per[0][1] == '户' else '人'}" + (f"·{times[1]}" if times else "")


def _phrase(sentence: str, since: int, start: int, end: int) -> str:
    """The words of the clause before the figure; failing those, the words after it, then the clause before."""
    cuts = [match.end() for match in _CLAUSE.finditer(sentence, since, start)]
    for begin in [*reversed(cuts), since]:
        words = _tidy(sentence[begin:start])
        if words:
            return words
        if begin == (cuts[-1] if cuts else since):
            after = _CLAUSE.split(sentence[end:], maxsplit=1)[0]
            if follows := _tidy(re.split(r"\d", after)[0]):
                return follows
        start = begin - 1 if begin else start
    return ""


def _tidy(words: str) -> str:
    """The words without dates, without what only leads to the figure, from the last quotation mark that stays open."""
    plain = _DATE.sub("", squeeze(words))
    if plain.count('"') % 2 or plain.count("“") != plain.count("”"):
        plain = re.split(r"[\"“”]", plain.rstrip('"”'))[-1]
    plain = _TRAILING.sub("", _LEADING.sub("", plain))
    return plain[-_LONGEST_PHRASE:] if len(HAN.findall(plain)) > 1 else ""
