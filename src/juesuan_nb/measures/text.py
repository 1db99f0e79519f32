"""How wide a text stands where a 汉字 takes two columns: for aligned text and for labels."""

import unicodedata


def columns(text: str) -> int:
    """How many columns a text takes: two for a 汉字 or a full-width sign, one for the rest."""
    if text.isascii():
        return len(text)
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)
