"""What a run on a cluster does beside killed workers: chunks, the store, what a killed run left, refusals.

Scheduler and worker are Dask's own, in this process; the reports are made without processes.
"""

import dataclasses

import pytest

pytest.importorskip("distributed", reason="Dask (extra cluster) is not installed")

import fsspec
from distributed import LocalCluster

from batches import report, template
from juesuan_nb import batch, cluster
from juesuan_nb.batch import Options, Task, work
from juesuan_nb.cluster import Cluster, worker
from juesuan_nb.cluster.store import Store
from juesuan_nb.engine.child import End
from juesuan_nb.errors import JuesuanError, UsageError

pytestmark = pytest.mark.usefixtures("unexecuted")


@pytest.fixture(scope="module")
def address():
    with LocalCluster(n_workers=1, threads_per_worker=1, processes=False, dashboard_address=None) as there:
        yield there.scheduler_address


@pytest.fixture
def made(monkeypatch):
    """The names of reports in the order in which workers made them, each in the worker's own thread."""
    names = []

    class Here:
        def __init__(self, jobs, timeout):
            assert jobs == 1

        def one(self, order):
            names.append(order.name)
            work.do(order)
            return End(0, 1.5, 1 << 20)

    monkeypatch.setattr(worker, "Local", Here)
    return names


@pytest.fixture
def run(tmp_path, address, made):
    """Run reports of these seeds on the cluster into `out`."""
    quick = template(tmp_path / "quick.ipynb")

    def run(*seeds, storage="", **options):
        tasks = [Task((report(tmp_path / "in" / f"{seed}.txt", seed),)) for seed in seeds]
        runner = Cluster(address, storage=storage)
        return batch.run(tasks, tmp_path / "out", Options(notebook=quick, runner=runner, **options))

    return run


def test_reports_travel_in_chunks_and_nothing_stays_in_the_store(tmp_path, run, made, monkeypatch):
    sizes, chunks = [], cluster._chunks

    def counted(orders, size):
        sizes.append(size)
        return chunks(orders, size)

    monkeypatch.setattr(cluster, "_chunks", counted)
    summary = run(*range(8))
    assert (summary.failed, sizes, sorted(made)) == ([], [2], [f"{seed}.txt" for seed in range(8)])
    assert not (tmp_path / "out" / ".juesuan" / "inbox").exists()
    assert all((tmp_path / "out" / row.folder / "run.json").exists() for row in summary.rows)
    assert run(*range(8)).unchanged == 8


def test_reports_go_by_a_bucket(tmp_path, run):
    """fsspec's memory stands for it."""
    assert not run(0, 1, storage="memory://bucket/spool/").failed
    assert (tmp_path / "out" / ".juesuan" / "cluster").exists()
    assert not fsspec.filesystem("memory").find("bucket")


def test_what_a_killed_run_delivered_is_not_made_again(run, made, monkeypatch):
    class Killed(BaseException):
        pass

    def killed(store, order):
        raise Killed

    with monkeypatch.context() as first:
        first.setattr(Store, "take", killed)
        first.setattr(Store, "end", lambda store: None)
        with pytest.raises(Killed):
            run(0)
    assert made == ["0.txt"]
    assert not run(0).failed
    assert made == ["0.txt"]


def test_a_chunk_that_fails_is_tried_one_by_one_and_the_others_are_there(run, monkeypatch):
    deliver = Store.deliver

    def broken(store, order, end):
        if order.name == "1.txt":
            raise OSError(28, "No space left on device")
        deliver(store, order, end)

    monkeypatch.setattr(Store, "deliver", broken)
    summary = run(*range(8))
    (failed,) = summary.failed
    assert failed.name == "1.txt"
    assert "No space left on device" in failed.outcome["message"]
    assert failed.outcome["transient"]


def test_a_worker_with_another_version_is_refused(run, monkeypatch):
    asked = worker.Terms
    monkeypatch.setattr(worker, "Terms", lambda *given: dataclasses.replace(asked(*given), code="other"))
    with pytest.raises(JuesuanError, match=r"工作机 .* 上的 juesuan_nb.*不一样"):
        run(0)


def test_a_worker_that_does_not_see_the_store_is_told(run, monkeypatch):
    monkeypatch.setattr(Store, "token", lambda store: "")
    with pytest.raises(JuesuanError, match=r"看不到 .*inbox.*--storage"):
        run(0)


def test_an_input_that_only_this_machine_sees_is_told(tmp_path, run, monkeypatch):
    make = worker._make

    def elsewhere(order, *more):
        return make(dataclasses.replace(order, id="/nowhere/0.txt"), *more)

    monkeypatch.setattr(worker, "_make", elsewhere)
    (failed,) = run(0).failed
    assert "看不到 /nowhere/0.txt" in failed.outcome["message"]
    assert failed.outcome["transient"]


def test_no_scheduler_is_wrong_usage(tmp_path, monkeypatch):
    monkeypatch.setattr(cluster, "CONNECT", 1)
    with pytest.raises(UsageError, match=r"连不上 Dask 调度器"):
        next(Cluster("tcp://127.0.0.1:9")([order(tmp_path)]))


def order(tmp_path):
    (tmp_path / ".juesuan").mkdir()
    return batch.Order.of(
        Task((report(tmp_path / "a.txt"),)), key="k", out=str(tmp_path), staging=str(tmp_path / "s"), folder="",
        template=str(template(tmp_path / "t.ipynb")), parameters={}, engine="warm", token="",
    )  # fmt: skip
