"""Write docs/rules.md from the catalogue: `python tools/write_rules.py`. tests/test_docs.py holds the two together."""

from pathlib import Path

from juesuan_nb import checks
from juesuan_nb.checks.explain import handbook
from juesuan_nb.files import write_text

RULES = Path(__file__).parent.parent / "docs" / "rules.md"

if __name__ == "__main__":
    write_text(RULES, handbook(checks.rules()))
    print(RULES.name)
