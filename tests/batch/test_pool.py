"""Workers on this machine: order, neighbours of a poisoned call, time limits, nothing left behind."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from reviewer import Settings
from reviewer.batch import tasks
from reviewer.batch.engines import Ended, Engine
from reviewer.batch.pool import Pool, cores
from reviewer.errors import FailedError
from tests.batch.doubles import double


@pytest.fixture(scope="module")
def setup() -> tasks.Setup:
    return tasks.Setup.of(Settings(llm="off"))


@pytest.fixture
def pool(setup: tasks.Setup) -> Iterator[Engine]:
    with Pool(setup, 2, 60.0) as one:
        yield one


def run(engine: Engine, orders: list[str], call: Any = double) -> dict[str, Ended]:
    """Everything through the engine, as the runner does it."""
    waiting, found = list(orders), {}
    until = time.monotonic() + 120
    while (waiting or engine.busy()) and time.monotonic() < until:
        while waiting and engine.room():
            order = waiting.pop(0)
            engine.submit(order, call, order)
        for one in engine.ended(5.0):
            assert one.key not in found, "told twice"
            found[one.key] = one
    assert set(found) == set(orders)
    return found


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_every_call_is_told_once(pool: Engine) -> None:
    orders = [f"a{number}" for number in range(50)]
    found = run(pool, orders)
    assert all(found[one].made == one * 2 and found[one].lost is None for one in orders)
    assert (pool.busy(), pool.room()) == (0, 10)


def test_what_is_raised_is_told(pool: Engine) -> None:
    found = run(pool, ["raise", "memory", "good"])
    assert isinstance(found["raise"].error, ValueError)
    assert isinstance(found["memory"].error, MemoryError)
    assert found["good"].made == "goodgood"


@pytest.mark.parametrize("poison", ["vanish", "segfault", "abort", "child", "thread"])
def test_a_dead_worker_names_its_culprit_alone(pool: Engine, poison: str) -> None:
    orders = [*(f"a{number}" for number in range(4)), poison, *(f"b{number}" for number in range(6))]
    found = run(pool, orders)
    assert [key for key, one in found.items() if one.lost] == [poison]
    assert found[poison].lost == "crash"
    assert all(one.made == key * 2 for key, one in found.items() if key != poison)


def test_many_poisoned_calls_in_a_row(pool: Engine) -> None:
    orders = [f"vanish:{number}" for number in range(6)] + [f"a{number}" for number in range(6)]
    found = run(pool, orders)
    assert sorted(key for key, one in found.items() if one.lost == "crash") == sorted(orders[:6])


@pytest.mark.parametrize("poison", ["sleep", "busy", "stubborn"])
def test_a_call_that_does_not_end_is_ended(setup: tasks.Setup, poison: str) -> None:
    with Pool(setup, 2, 1.5) as pool:
        found = run(pool, [poison, *(f"a{number}" for number in range(8))])
    assert [key for key, one in found.items() if one.lost] == [poison]
    assert found[poison].lost == "time"


def test_a_killed_worker_is_replaced(pool: Engine, tmp_path: Path) -> None:
    order = f"once:{tmp_path / 'mark'}"
    found = run(pool, [order, "a", "b", "c"])
    assert found[order].lost == "crash"
    assert run(pool, [order])[order].made == order * 2


def test_a_worker_killed_while_idle_costs_nothing(pool: Engine) -> None:
    pids = {int(run(pool, [f"pid:{number}"])[f"pid:{number}"].made) for number in range(4)}
    for pid in pids:
        os.kill(pid, signal.SIGKILL)
    time.sleep(0.3)
    found = run(pool, [f"a{number}" for number in range(8)])
    assert sum(one.lost is not None for one in found.values()) <= len(pids)


def test_closing_in_mid_call_leaves_no_process(setup: tasks.Setup) -> None:
    pool = Pool(setup, 2, 60.0)
    pids = {int(run(pool, [f"pid:{number}"])[f"pid:{number}"].made) for number in range(4)}
    for number in range(4):
        pool.submit(f"sleep:{number}", double, "sleep")
    start = time.monotonic()
    pool.close()
    assert time.monotonic() - start < 20
    assert not any(alive(pid) for pid in pids)


def test_workers_that_cannot_start_are_told(setup: tasks.Setup) -> None:
    with Pool(setup._replace(rules="other"), 1, 60.0) as pool:
        pool.submit("a", double, "a")
        with pytest.raises(FailedError, match="B-WORKERS"):
            pool.ended(60.0)


@pytest.mark.skipif(not hasattr(os, "sched_getaffinity"), reason="only Linux tells and takes cores")
def test_as_many_workers_as_cores_keep_to_one_each_and_so_does_what_they_start(setup: tasks.Setup) -> None:
    mine = sorted(os.sched_getaffinity(0))
    assert cores(len(mine)) == (list(mine) if len(mine) > 1 else [None])
    assert cores(len(mine) + 1) == [None] * (len(mine) + 1)
    with Pool(setup, len(mine), 60.0) as pool:
        orders = [f"cores:{number}" for number in range(6 * len(mine))]
        found = {one.made for one in run(pool, orders).values()}
    assert found == {str([core]) for core in mine}
