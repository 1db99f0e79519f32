"""Reports in a bucket, on a cluster that loses a worker: moto's server stands for S3 (`make test-bucket`)."""

import os
import shutil
import socket
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest

sys.path.insert(0, str(Path(__file__).parent.parent / "tools"))
from clusters import ENVIRONMENT, cluster
from kill_batch import inputs, small_template, tree

MOTO = os.environ.get("JUESUAN_MOTO", "")
pytestmark = pytest.mark.skipif(not shutil.which(MOTO or "-"), reason="no S3 to ask: make test-bucket brings one")

ACCESS = {"AWS_DEFAULT_REGION": "us-east-1", "AWS_ACCESS_KEY_ID": "nobody", "AWS_SECRET_ACCESS_KEY": "nothing"}
OF_ADDRESSES = {"index.html", "error.html", "workbook.ipynb", "run.json", "cluster"}
"""Files that may differ from those of a run over the same reports on disk: they say, or are digests of what says, where
the reports lie; `cluster` is where the workers handed over."""


@pytest.fixture
def bucket(tmp_path, monkeypatch):
    """s3fs, with the reports of `inputs` in accounts/决算."""
    import s3fs

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    address = f"http://127.0.0.1:{port}"
    for name, value in {**ACCESS, "AWS_ENDPOINT_URL": address}.items():
        monkeypatch.setenv(name, value)
        monkeypatch.setitem(ENVIRONMENT, name, value)
    with (tmp_path / "moto.log").open("w") as log:
        server = subprocess.Popen([MOTO, "-H", "127.0.0.1", "-p", port], stdout=log, stderr=log)
    try:
        _await(address)
        inputs(tmp_path / "in", 5)
        there = s3fs.S3FileSystem(use_listings_cache=False, skip_instance_cache=True)
        there.mkdir("accounts")
        there.put(str(tmp_path / "in"), "accounts/决算", recursive=True)
        yield there
    finally:
        server.kill()
        server.wait()


def _await(address):
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        with suppress(URLError), urlopen(address):
            return
        time.sleep(0.2)
    raise TimeoutError(address)


def juesuan(*arguments):
    """The command, with what it says; how it ended is for the test to ask."""
    command = [sys.executable, "-m", "juesuan_nb", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False, env=ENVIRONMENT)


def test_a_cluster_takes_reports_from_a_bucket_and_hands_them_over_by_one(tmp_path, bucket):
    template = small_template(tmp_path / "small.ipynb")
    alone = juesuan("run", tmp_path / "in", "-o", tmp_path / "alone", "--notebook", template)
    with cluster(tmp_path / "cluster") as there:
        command = ["run", "s3://accounts/决算", "-o", tmp_path / "out", "--notebook", template]
        run = subprocess.Popen(
            [sys.executable, "-m", "juesuan_nb", *map(str, command), "--scheduler", there.scheduler,
             "--storage", "s3://accounts/spool"], stderr=subprocess.PIPE, text=True, env=ENVIRONMENT,
        )  # fmt: skip
        for line in run.stderr:
            if "one" in there.processes and line.startswith("[1/"):
                there.kill("one")
        run.wait()
    assert "one" not in there.processes
    assert (run.returncode, alone.returncode) == (3, 3)
    made, wanted = tree(tmp_path / "out"), tree(tmp_path / "alone")
    assert made.keys() - wanted.keys() == {".juesuan/cluster"}
    assert {Path(name).name for name in made | wanted if made.get(name) != wanted.get(name)} <= OF_ADDRESSES
    assert bucket.find("accounts/spool") == []


def test_one_report_in_a_bucket_is_read_and_checked_as_on_disk(tmp_path, bucket):
    for command in (["read"], ["check", "--fail-on", "never"]):
        near, far = (juesuan(*command, f"{place}/report-0.txt") for place in (tmp_path / "in", "s3://accounts/决算"))
        assert (far.returncode, far.stdout.replace("s3://accounts/决算", str(tmp_path / "in"))) == (0, near.stdout)
        assert len(near.stdout) > 1000
    missing = juesuan("read", "s3://accounts/决算/none.txt")
    assert missing.returncode == 3
    assert "s3://accounts/决算/none.txt：找不到" in missing.stderr
