"""Characters as an author meant them: radicals and compatibility forms that PDF writers put for ordinary characters."""

import unicodedata

_FORMS = ((0x2E80, 0x2FDF), (0xF900, 0xFAFF), (0x2F800, 0x2FA1F))
"""CJK radicals, Kangxi radicals, compatibility ideographs. Full-width punctuation stays as printed."""

# Simplified radicals have no compatibility mapping; Unicode's EquivalentUnifiedIdeograph.txt names their equals.
_SIMPLIFIED = dict(
    zip(
        "⺁⺄⺇⺝⺟⺠⺪⺰⺶⺼⻁⻄⻅⻆⻈⻉⻋⻍⻓⻔⻘⻙⻚⻛⻜⻝⻠⻢⻣⻤⻥⻦⻧⻨⻩⻪⻬⻮⻰⻳",
        "厂乙几月母民疋纟羊肉虎西见角讠贝车辶长门青韦页风飞食饣马骨鬼鱼鸟卤麦黄黾齐齿龙龟",
        strict=True,
    )
)
_INVISIBLE = (0xAD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF)
_LINE_END_HYPHEN = 0x02


def _ordinary() -> dict[int, str]:
    """Code point → what is read for it, where that is another character; pdfium says U+0002 for a last hyphen."""
    found = {_LINE_END_HYPHEN: "-", **dict.fromkeys(_INVISIBLE, "")}
    for first, last in _FORMS:
        for code in range(first, last + 1):
            plain = _SIMPLIFIED.get(chr(code)) or unicodedata.normalize("NFKC", chr(code))
            if plain != chr(code):
                found[code] = plain
    return found


ORDINARY = _ordinary()


def is_unreadable(code: int) -> bool:
    """Whether a code point stands for a glyph whose meaning the font does not tell: private use, control, none."""
    return (
        code < 0x20
        or 0x7F <= code < 0xA0
        or 0xD800 <= code <= 0xF8FF
        or code >= 0xF0000
        or code in (0xFFFD, 0xFFFE, 0xFFFF)
    )
