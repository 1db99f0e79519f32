"""Bytes of text in one of the encodings that Chinese documents come in."""

import codecs
from collections.abc import Iterator

CHINESE = ("utf-8-sig", "gb18030")


def decodings(data: bytes, *declared: str) -> Iterator[str]:
    """The text in every encoding that fits all of the bytes: by its mark, as declared, then as Chinese texts come."""
    marked = ("utf-16",) if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else ()
    for encoding in dict.fromkeys((*marked, *filter(None, declared), *CHINESE)):
        if (text := _decoded(data, encoding)) is not None:
            yield text


def _decoded(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except (LookupError, UnicodeError):
        return None
