"""Write what the catalogue of rules says of itself: `python tools/write_rules.py`; tests/test_docs.py holds both to it.

docs/rules.md for readers; the worked examples beside the rules, for the pages that show them.
"""

from pathlib import Path

from juesuan_nb import checks
from juesuan_nb.checks.explain import WORKED, handbook, worked
from juesuan_nb.files import write_text

ROOT = Path(__file__).parent.parent

if __name__ == "__main__":
    write_text(ROOT / "src/juesuan_nb/checks" / WORKED, worked(checks.rules()))
    write_text(ROOT / "docs/rules.md", handbook(checks.rules()))
    print(WORKED, "rules.md")
