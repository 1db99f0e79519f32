"""A page by pdfplumber: slower, for pages that pdfium does not give whole."""

import io

import pdfplumber

from juesuan_nb.readers.pdf.glyphs import ORDINARY, is_unreadable
from juesuan_nb.readers.pdf.page import Char, Page


def load(data: bytes, index: int) -> Page | None:
    """The page at `index`; None where pdfplumber cannot read it either."""
    try:
        with pdfplumber.open(io.BytesIO(data)) as document:
            page = document.pages[index]
            rules = [edge for edge in page.edges if edge["orientation"] in ("h", "v")]
            chars, unreadable = [], 0
            for char in page.chars:
                text = "".join(ORDINARY.get(ord(letter), letter) for letter in char["text"])
                if text.startswith("(cid:") or any(is_unreadable(ord(letter)) for letter in text):
                    unreadable += 1
                elif char["upright"]:
                    box = (char["x0"], char["top"], char["x1"], char["bottom"])
                    chars.append(Char(" " if text.isspace() else text, *map(float, box)))
            return Page(index + 1, float(page.width), float(page.height), chars, rules, unreadable)
    except Exception:  # pdfminer meets damage with every kind of error
        return None
