"""Inputs at addresses: fsspec's memory stands for a bucket."""

import pytest

pytest.importorskip("upath", reason="universal-pathlib (extra cluster) is not installed")

import fsspec
from click.testing import CliRunner

from batches import here, report, template
from juesuan_nb import batch, load_report, places
from juesuan_nb.batch import Options, fingerprint, tasks_listed, tasks_of
from juesuan_nb.batch.ledger import Ledger
from juesuan_nb.cli import main
from juesuan_nb.errors import ReadError, UsageError

pytestmark = pytest.mark.usefixtures("unexecuted")
AT = "memory://bucket/in"


@pytest.fixture
def bucket(tmp_path):
    """Two reports in a bucket, and the same on disk."""
    memory = fsspec.filesystem("memory")
    memory.store.clear()
    for seed in range(2):
        memory.pipe_file(f"bucket/in/{seed}.txt", report(tmp_path / "in" / f"{seed}.txt", seed).read_bytes())
    yield memory
    memory.store.clear()


def test_a_report_at_an_address_is_read_as_from_disk(tmp_path, bucket):
    near, far = load_report(tmp_path / "in" / "0.txt"), load_report(f"{AT}/0.txt")
    assert far.cells.equals(near.cells)
    assert (far.name, far.document.sha256) == (near.name, near.document.sha256)
    with pytest.raises(ReadError, match=r"memory://bucket/in/none.txt.*找不到"):
        load_report(f"{AT}/none.txt")


def test_the_commands_take_addresses(tmp_path, bucket):
    def juesuan(*arguments):
        return CliRunner().invoke(main, list(map(str, arguments)), prog_name="juesuan")

    near, far = juesuan("read", tmp_path / "in" / "0.txt"), juesuan("read", f"{AT}/0.txt")
    assert (far.exit_code, far.stdout) == (0, near.stdout)
    assert juesuan("check", f"{AT}/0.txt", f"{AT}/1.txt", "--fail-on", "never").stdout.count(AT) == 2
    paper = tmp_path / "paper.xlsx"
    assert juesuan("export", f"{AT}/0.txt", "--form", "workpaper", "-o", paper).exit_code == 0
    assert paper.exists()
    for command in (["read", f"{AT}/none.txt"], ["read", f"{AT}/0.txt", "--budget", f"{AT}/none.txt"]):
        missing = juesuan(*command)
        assert missing.exit_code == 3
        assert f"{AT}/none.txt：找不到" in missing.stderr


def test_a_batch_of_addresses_notices_what_changed(tmp_path, bucket):
    def run():
        tasks = tasks_of([places.given(AT)], out=tmp_path / "out")
        return batch.run(tasks, tmp_path / "out", Options(notebook=quick, runner=here))

    quick = template(tmp_path / "quick.ipynb")
    first = run()
    assert [row.id for row in first.rows] == [f"{AT}/0.txt", f"{AT}/1.txt"]
    assert (first.failed, first.unchanged) == ([], 0)
    assert run().unchanged == 2
    bucket.pipe_file("bucket/in/1.txt", bucket.cat_file("bucket/in/1.txt") + "\n补充说明。\n".encode())
    assert run().unchanged == 1
    ledger = Ledger(tmp_path / "out")
    assert ledger.hashes([places.given(f"{AT}/0.txt")]) == [fingerprint.content(tmp_path / "in" / "0.txt")]
    ledger.close()


def test_the_copy_is_read_where_one_was_brought(tmp_path, bucket):
    address = places.given(f"{AT}/0.txt")
    copies = places.bring([address, places.given(f"{AT}/none.txt"), tmp_path], tmp_path / "copies")
    assert list(copies) == [str(address)]
    bucket.store.clear()
    places.known_copies(copies)
    try:
        assert load_report(str(address)).department
    finally:
        places.known_copies({})
    with pytest.raises(ReadError, match=r"找不到"):
        load_report(str(address))


def test_a_manifest_may_list_addresses(tmp_path, bucket):
    listed = tmp_path / "list.csv"
    listed.write_text(f"files\n{AT}/0.txt|in/1.txt\n", encoding="utf-8")
    (task,) = tasks_listed(listed)
    assert task.id == f"{AT}/0.txt|{(tmp_path / 'in' / '1.txt').resolve()}"


def test_an_address_that_no_package_reads_is_wrong_usage():
    with pytest.raises(UsageError, match=r"nowhere://x/y.txt：读不了这种地址"):
        places.given("nowhere://x/y.txt")
