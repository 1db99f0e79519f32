"""How wide a text stands where a 汉字 takes two columns: for aligned text and for labels."""

import unicodedata
from functools import lru_cache


@lru_cache(maxsize=1 << 13)
def columns_of(text: str) -> int:
    """How many columns a text takes: two for a 汉字 or a full-width sign, one for the rest.

    Remembered: the same names stand in one statement, chart and sheet after the other.
    """
    if text.isascii():
        return len(text)
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)
