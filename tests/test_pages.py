"""The documentation is followed: every command and every block of code in it is run, and every link leads somewhere."""

import re
import shutil
from pathlib import Path
from urllib.parse import unquote

import docx
import pytest

from juesuan_nb import synth
from juesuan_nb.batch import local
from juesuan_nb.cli import main
from juesuan_nb.document import Paragraph
from juesuan_nb.engine.host import close_parents
from juesuan_nb.readers import read
from pages import RUN, SHOWN, blocks, follow

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
PAGES = sorted(path for path in DOCS.glob("*.md") if path.name != "rules.md")
READMES = [ROOT / "README.md", ROOT / "README.zh-CN.md"]
FIRST = "start.md"

LEFT_OUT = {
    "make ": "builds the environment or runs for long; CI runs setup, run, test and docs",
    "source ": "changes the reader's shell, not the project",
    "conda ": "needs the network and conda; tests/test_environment.py holds environment.yml",
    "python -m venv": "makes an environment that nothing would use",
    "pip install": "needs the network; CI installs the package",
    "juesuan lab": "starts a server that does not end; tests/test_lab.py and make test-lab run it",
}
"""Commands that are not run, by how they begin, and why."""
CLUSTER = "needs a running Dask scheduler, SLURM, Kubernetes or an object store; tests/test_cluster_runs.py has its own"
PAGES_LEFT_OUT = {"cluster.md": CLUSTER}


@pytest.fixture(scope="module", autouse=True)
def _one_warm_parent():
    """Every `juesuan run` of the pages shares a warm parent, which a command on its own would end."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(local, "close_parents", lambda: None)
        patch.setenv("MPLBACKEND", "agg")
        yield
    close_parents()


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    """The folder of a reader who has followed the first page, and goes on in it from page to page.

    data/ is the checkout's; two files that a page speaks of as the reader's own are there too.
    """
    folder = tmp_path_factory.mktemp("reader")
    shutil.copytree(ROOT / "data", folder / "data")
    in_two_files(folder, "表.xlsx", "说明.docx")
    follow(text(DOCS / FIRST), folder, tuple(LEFT_OUT))
    return folder


def in_two_files(folder, tables, narrative):
    """An invented report, its tables in one file and its words in another."""
    report = synth.department(3, size="small")
    (folder / tables).write_bytes(synth.render(report, "xlsx"))
    (folder / "all.txt").write_bytes(synth.render(report, "text"))
    words_only(folder / "all.txt", folder / narrative)
    (folder / "all.txt").unlink()


def words_only(path, out):
    """The paragraphs of a report as a Word file."""
    words = docx.Document()
    for block in read(path).blocks:
        if isinstance(block, Paragraph):
            words.add_paragraph(block.text)
    words.save(out)


def text(path):
    return path.read_text(encoding="utf-8")


def test_the_first_page_is_followed(desk):
    for left in ("reports/index.html", "reports/findings.csv", "成果/index.html", "练习/errors.csv"):
        assert (desk / left).is_file(), left
    assert len(list((desk / "成果").glob("20*/*/workbook.html"))) == 2


@pytest.mark.parametrize(
    "page",
    [path for path in PAGES if path.name != FIRST and path.name not in PAGES_LEFT_OUT and blocks(text(path))],
    ids=lambda path: path.name,
)
def test_a_page_is_followed(page, desk):
    done = follow(text(page), desk, tuple(LEFT_OUT))
    assert done or not any(block.kind in RUN for block in blocks(text(page)))


def test_the_readme_is_followed(desk):
    """In the folder of the first page; the files that it speaks of as the reader's own are put there."""
    (desk / "my-rules.toml").write_text(re.search(r"```toml\n(.*?)```", text(DOCS / "own-rules.md"), re.DOTALL)[1])
    shutil.copy(desk / "我的报告" / "shanghai-2023-0000.pdf", desk / "my-report.pdf")
    (desk / "folder-of-reports").mkdir()
    for seed in range(2):
        data = synth.render(synth.department(seed, size="small"), "text")
        (desk / "folder-of-reports" / f"{seed}.txt").write_bytes(data)
    words_only(desk / "data" / "jiaozuo-hr-2024.txt", desk / "narrative.docx")
    done = follow(text(READMES[0]), desk, tuple(LEFT_OUT))
    assert len([command for command in done if command.startswith("juesuan")]) >= 18
    for left in ("out/index.html", "out/compare/compare.html", "cells.csv", "findings.csv", "tables.xlsx", "invented"):
        assert (desk / left).exists(), left


@pytest.mark.parametrize("page", [*PAGES, *READMES], ids=lambda path: path.name)
def test_every_block_is_run_or_says_that_it_is_only_shown(page):
    for block in blocks(text(page)):
        assert block.kind in (*RUN, *SHOWN), f"{page.name}:{block.line}: ```{block.kind}"


def test_what_is_left_out_is_there():
    given = [command for page in [*PAGES, *READMES] for block in blocks(text(page)) for command in block.commands]
    for begin in LEFT_OUT:
        assert any(command.startswith(begin) for command in given), begin
    assert set(PAGES_LEFT_OUT) <= {page.name for page in PAGES}


@pytest.mark.parametrize("page", [*sorted(DOCS.glob("*.md")), *READMES], ids=lambda path: path.name)
def test_every_link_leads_somewhere(page):
    for target in re.findall(r"\]\(([^)\s]+)\)", text(page)):
        path, _, mark = unquote(target).partition("#")
        if path.startswith(("http://", "https://")):
            continue
        there = page.parent / path if path else page
        assert there.exists(), target
        if mark:
            assert mark in marks(text(there)), target


def marks(page):
    """The anchors of a page: those it sets itself, and GitHub's of its headings."""
    heads = re.findall(r"^#+ (.+)$", page, re.MULTILINE)
    own = re.findall(r'<a id="([^"]+)">', page)
    return {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads} | set(own)


def test_the_first_page_leads_to_all_others():
    linked = set(re.findall(r"\]\(([\w-]+\.md)", text(DOCS / "README.md")))
    assert linked == {path.name for path in DOCS.glob("*.md")} - {"README.md"}


@pytest.mark.parametrize("page", [*PAGES, *READMES], ids=lambda path: path.name)
def test_commands_within_sentences_are_those_of_the_tool(page):
    makefile = text(ROOT / "Makefile")
    for tool, name, rest in re.findall(r"`(juesuan|make) ([a-z-]+)([^`]*)`", text(page)):
        if tool == "make":
            assert re.search(rf"^{name}:", makefile, re.MULTILINE), name
            continue
        options = {option for param in main.commands[name].params for option in param.opts} | {"--help"}
        assert set(re.findall(r"(?<=\s)--?[a-z][a-z-]*", rest)) <= options, f"{name}{rest}"
