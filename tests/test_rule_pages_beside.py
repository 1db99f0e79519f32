"""The examples of rules, worked by another process."""

import multiprocessing
import os

from juesuan_nb.checks import rules
from juesuan_nb.checks.explain import page, worked_beside


def test_pages_worked_beside_are_the_same():
    entries = list(rules())[:12]
    expected = [page(entry) for entry in entries]
    page.cache_clear()
    with worked_beside(entries):
        assert page.cache_info().currsize == 0
    assert page.cache_info().currsize == len(entries)
    assert [page(entry) for entry in entries] == expected
    assert not multiprocessing.active_children()


def test_pages_are_made_where_the_other_process_dies():
    entries = list(rules())[:3]
    expected = [page(entry) for entry in entries]
    page.cache_clear()
    with worked_beside(entries):
        (helper,) = multiprocessing.active_children()
        os.kill(helper.pid, 9)
    assert [page(entry) for entry in entries] == expected
