"""Documents that say what the code does: generated ones are up to date, and what analysts may copy from one works."""

import re
import sys
from pathlib import Path

import pytest

import juesuan_nb
from juesuan_nb import checks
from juesuan_nb.checks import custom, own_identity
from juesuan_nb.checks.dispositions import CHANGED, VANISHED, WORDS
from juesuan_nb.checks.explain import WORKED, anchor, handbook, page, worked

sys.path.insert(0, str(Path(__file__).parent.parent / "tools"))
import write_api

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
OWN = (DOCS / "own-rules.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```toml\n(.*?)^```", OWN, re.MULTILINE | re.DOTALL)
MADE = handbook(checks.rules())


def test_the_list_of_rules_is_what_the_code_says_now():
    assert (DOCS / "rules.md").read_bytes() == MADE.encode(), "run `make docs`"


def test_the_worked_examples_are_what_the_rules_say_now():
    assert Path(checks.__file__).with_name(WORKED).read_bytes() == worked(checks.rules()).encode(), "run `make docs`"


def test_every_rule_is_in_the_index_and_has_its_section():
    targets = re.findall(r'<a id="([^"]+)">', MADE)
    links = re.findall(r"\]\(#([^)]+)\)", MADE)
    assert sorted(links) == sorted(targets)
    assert {anchor(rule.code) for rule in checks.rules()} < set(targets)
    for rule in checks.rules():
        assert f"### {rule.code} {rule.title}\n" in MADE


def test_the_three_forms_of_a_page_say_the_same():
    for code in ("FT03", "AN01", "NV05"):
        made = page(checks.rule(code))
        lines = [
            *made.relation,
            *made.thresholds,
            *(line for _, shown, said in made.examples for line in (*shown, *said)),
        ]
        assert lines
        for line in lines:
            assert line in made.text()
            assert line in made.markdown()
            assert (
                line.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
                in made.html()
            )


def test_the_page_of_own_rules_has_examples():
    assert len(BLOCKS) >= 4


@pytest.mark.parametrize("block", BLOCKS, ids=[f"block{number}" for number in range(1, len(BLOCKS) + 1)])
def test_every_example_for_analysts_is_a_file_that_works(tmp_path, block, sample):
    path = tmp_path / "juesuan.toml"
    path.write_text(block, encoding="utf-8")
    own = custom.load([path])
    assert own.rules or own.thresholds or own.ignore
    result = checks.check(sample, rules=[path])
    judged = result.results[result.results["rule"].isin(own.rules)]
    assert set(judged["rule"]) == set(own.rules) - set(own.ignore)
    assert not judged["reason"].str.contains("规则运行出错").any()


def test_what_the_page_lists_is_all_there_is():
    fields = set(re.findall(r"^\| `(\w+)`", OWN, re.MULTILINE)) | {"right", "broken"}
    assert fields == set(own_identity._FIELDS) - {"groups", "pairs", "split", "if_absent", "basis"}
    assert all(word in OWN for word in (*WORDS, VANISHED, CHANGED.strip("（）"), *checks.conditions.CONDITIONS))


def test_the_list_of_functions_is_what_the_code_says_now():
    assert (DOCS / "api.md").read_text(encoding="utf-8") == write_api.handbook(), "run `make docs`"


def test_every_public_name_is_in_the_list_and_says_what_it_is():
    listed = {name for _, names in write_api.SECTIONS.values() for name in names}
    modules = {"measures", "charts", "compare"}
    assert set(juesuan_nb.__all__) - modules - {"__version__"} <= listed
    for module, names in write_api.SECTIONS.values():
        for name in names:
            item = getattr(module, name)
            assert not callable(item) or len(item.__doc__.strip()) > 10, name


def test_every_frame_names_its_columns_and_the_units_of_its_amounts():
    page = (DOCS / "api.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `(\w+)` \| (.*?) \| (\w+) \| (.*?) \|$", page, re.MULTILINE)
    assert len(rows) > 200
    assert not [name for name, title, _, _ in rows if not title]
    assert {unit for name, _, _, unit in rows if name in ("amount", "outturn", "original_budget")} == {"分"}
    assert {unit for name, _, _, unit in rows if name.endswith("_rate")} == {"%"}
    for section in page.split("\n#### ")[1:]:
        assert ("-> DataFrame\n```" in section) <= ("| 栏 |" in section), section.partition("\n")[0]


def test_every_message_that_is_explained_is_one_of_the_software():
    source = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "src").rglob("*.py"))
    told = re.findall(r"^\| (\S.*?) \| .*$", (DOCS / "errors.md").read_text(encoding="utf-8"), re.MULTILINE)
    phrases = [phrase for first in told[: told.index("情况")] if first != "说的是" for phrase in first.split("；")]
    assert len(phrases) > 15
    assert not [phrase for phrase in phrases if phrase not in source]
