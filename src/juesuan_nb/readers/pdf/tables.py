"""The tables of a page."""

from dataclasses import dataclass

from juesuan_nb.readers.pdf.grids import Filled, fill
from juesuan_nb.readers.pdf.page import Char, Page


@dataclass(frozen=True)
class Found:
    """The tables of a page, and the characters outside them."""

    tables: list[Filled]
    outside: list[Char]


def find(page: Page) -> Found:
    """The tables that the rules of a page make."""
    return Found(*fill(page.rules, page.chars))
