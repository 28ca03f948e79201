"""A dask cluster of two workers on this machine: the same bytes, also when one is killed in the middle."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from reviewer import Settings
from reviewer.batch import Office, Progress, tasks
from reviewer.batch.cluster import Cluster
from reviewer.errors import FailedError, InputError
from reviewer.model import SubmissionState
from tests.batch import made
from tests.batch.test_pool import run as through
from tests.batch.test_run import documents

distributed = pytest.importorskip("distributed")


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, silence_logs=50
    ) as one:
        yield one


@pytest.fixture
def setup() -> tasks.Setup:
    return tasks.Setup.of(Settings(llm="off"))


@pytest.mark.slow
def test_the_same_bytes_with_a_worker_killed(cluster: Any, tmp_path: Path) -> None:
    source = tmp_path / "in"
    made.reports(source, 60)
    with Office(Settings(llm="off", home=tmp_path / "a")) as office:
        office.run([source], tmp_path / "local", workers=2)
    killed: list[int] = []

    def kill(progress: Progress) -> None:
        if progress.stage == "review" and progress.done >= 5 and not killed:
            killed.append(next(iter(cluster.workers.values())).pid)
            os.kill(killed[0], signal.SIGKILL)

    with Office(Settings(llm="off", home=tmp_path / "b")) as office:
        address = cluster.scheduler_address
        totals = office.run([source], tmp_path / "dask", engine="dask", scheduler=address, workers=1, told=kill)
    assert killed
    assert {one.state for one in totals.submissions} == {SubmissionState.DONE}
    assert documents(tmp_path / "dask") == documents(tmp_path / "local")
    assert not (
        tmp_path / "b" / "at-work"
    ).exists()  # workers elsewhere tell no marks: every lost lease counts as a try


@pytest.mark.slow
def test_a_call_that_is_too_long_is_ended(cluster: Any, setup: tasks.Setup) -> None:
    with Cluster(setup, cluster.scheduler_address, 2.0) as engine:
        found = through(engine, ["sleep", "a", "b", "raise"])
    assert found["sleep"].lost == "time"
    assert found["a"].made == "aa"
    assert isinstance(found["raise"].error, ValueError)


def test_no_scheduler_is_told(setup: tasks.Setup, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reviewer.batch.cluster._PATIENCE", 1)
    with pytest.raises(FailedError, match="B-SCHEDULER"):
        Cluster(setup, "tcp://127.0.0.1:9", 5.0)


@pytest.mark.slow
def test_workers_with_other_rules_are_refused(cluster: Any, setup: tasks.Setup) -> None:
    with pytest.raises(FailedError, match="B-RULES"):
        Cluster(setup._replace(rules="other"), cluster.scheduler_address, 5.0)


def test_an_address_is_needed(tmp_path: Path) -> None:
    from reviewer.cli.batch import Call, run_batch

    with pytest.raises(InputError, match="B-NO-SCHEDULER"):
        run_batch(Call((str(tmp_path),), str(tmp_path / "out"), engine="dask"))
