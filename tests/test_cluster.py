"""The batch on a real Dask cluster: scheduler and workers are processes of this machine, some are killed."""

import random
import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("distributed", reason="Dask (extra cluster) is not installed")

sys.path.insert(0, str(Path(__file__).parent.parent / "tools"))
from clusters import ENVIRONMENT, cluster
from kill_batch import Campaign, inputs, ledger, small_template, tree


def command(manifest, out, template, *more):
    return [sys.executable, "-m", "juesuan_nb", "run", "--manifest", str(manifest), "-o", str(out),
            "--notebook", str(template), *more]  # fmt: skip


def test_a_worker_is_killed_midway_and_the_output_is_that_of_one_machine(tmp_path):
    manifest, template = inputs(tmp_path / "in", 5), small_template(tmp_path / "small.ipynb")
    alone = subprocess.run(command(manifest, tmp_path / "alone", template), capture_output=True, check=False)
    with cluster(tmp_path / "cluster") as there:
        run = subprocess.Popen(
            command(manifest, tmp_path / "out", template, "--scheduler", there.scheduler),
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=ENVIRONMENT,
        )  # fmt: skip
        told = []
        for line in run.stderr:
            told.append(line)
            if "one" in there.processes and line.startswith("[1/"):
                there.kill("one")
        run.wait()
    assert "one" not in there.processes
    assert (run.returncode, alone.returncode) == (3, 3)
    assert tree(tmp_path / "out") == tree(tmp_path / "alone")
    assert ledger(tmp_path / "out") == ledger(tmp_path / "alone")


def test_kills_at_random_moments_on_a_cluster_change_nothing(tmp_path):
    with cluster(tmp_path / "cluster", workers=()) as there:
        campaign = Campaign(tmp_path / "over", reports=4, chance=random.Random(3), there=there)
        assert len(list(campaign.kills(2))) == 2
    assert campaign.compared >= 1
