"""Whole reports, damaged as conversions damage them, still give every cell and no other."""

import random
from collections import Counter
from pathlib import Path

import pytest

import damage
from juesuan_nb import statements
from juesuan_nb.readers import text

ROOT = Path(__file__).parent.parent
REPORTS = {
    path.stem: path for path in (ROOT / "data" / "jiaozuo-hr-2024.txt", *sorted((ROOT / "tests/data").glob("f*.txt")))
}
COMBINATIONS = 12


def cells(source: str) -> Counter[tuple[str, ...]]:
    frame = statements.extract(text.read(source.encode(), "report.txt", "")).cells
    published = frame[frame["quality"] != "inferred"]
    return Counter(zip(*(published[name] for name in ("table", "code", "item", "column", "value")), strict=True))


@pytest.mark.parametrize("kind", damage.KINDS, ids=lambda kind: kind.__name__)
@pytest.mark.parametrize("name", REPORTS)
def test_one_kind_of_damage(name, kind):
    source = REPORTS[name].read_text(encoding="utf-8")
    for seed in range(2):
        assert cells(damage.damaged(source, [kind], random.Random(seed))) == cells(source)


@pytest.mark.parametrize("seed", range(COMBINATIONS))
@pytest.mark.parametrize("name", REPORTS)
def test_three_kinds_at_once_never_give_a_wrong_figure(name, seed):
    """What three kinds together destroy may stay without its code; nothing is invented, and nearly all comes back."""
    dice = random.Random(seed)
    source = REPORTS[name].read_text(encoding="utf-8")
    kinds = dice.sample(damage.KINDS, 3)
    true, read = cells(source), cells(damage.damaged(source, kinds, dice))
    wrong = {(table, code, column, value) for table, code, _, column, value in read - true if code}
    assert not wrong, [kind.__name__ for kind in kinds]
    assert sum((true & read).values()) >= 0.9 * sum(true.values()), [kind.__name__ for kind in kinds]
