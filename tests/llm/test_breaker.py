"""When a server fails for all: calls that are spared, probes, storms. All with a clock that takes no time."""

from __future__ import annotations

import random
import threading
from concurrent.futures import ThreadPoolExecutor

from reviewer.llm.base import Reply
from reviewer.llm.breaker import FAILURES, OPEN
from reviewer.llm.faults import CallError
from reviewer.llm.guard import Guard
from tests.llm.build import WELL, Clock, code_of, failing


def test_an_outage_costs_few_calls_and_little_time() -> None:
    """3,000 requests from 16 threads against a server that is gone; then it comes back and is found again."""
    clock, calls = Clock(), []

    def attempt(_: int) -> Reply:
        calls.append(1)
        raise CallError("M-CONNECT", again=True)

    guard = clock.guard()
    with ThreadPoolExecutor(16) as pool:
        ends = list(pool.map(lambda _: code_of(guard, attempt), range(3000)))
    assert set(ends) == {"M-CONNECT", "M-BREAKER"}
    assert FAILURES <= len(calls) <= 50
    assert code_of(guard, lambda _: WELL) in ("M-BREAKER", "ok")
    clock.sleep(OPEN)
    assert code_of(guard, lambda _: WELL) == "ok"
    assert [code_of(guard, lambda _: WELL) for _ in range(100)] == ["ok"] * 100


def test_while_it_is_open_there_is_one_probe_a_minute() -> None:
    clock, calls = Clock(), []

    def attempt(_: int) -> Reply:
        calls.append(clock.time)
        raise CallError("M-KEY")

    guard = clock.guard()
    for _ in range(FAILURES):
        code_of(guard, attempt)
    assert code_of(guard, attempt) == "M-BREAKER"
    for _ in range(5):
        clock.sleep(OPEN)
        assert [code_of(guard, attempt) for _ in range(10)] == ["M-KEY"] + ["M-BREAKER"] * 9
    assert len(calls) == FAILURES + 5


def test_a_probe_is_alone() -> None:
    clock = Clock()
    guard = clock.guard()
    for _ in range(FAILURES):
        code_of(guard, failing("M-KEY"))
    clock.sleep(OPEN)
    inside: list[str] = []

    def probe(_: int) -> Reply:
        inside.append(code_of(guard, lambda _: WELL))
        return WELL

    assert code_of(guard, probe) == "ok"
    assert inside == ["M-BREAKER"]


def together(barrier: threading.Barrier) -> None:
    barrier.wait(30)


def test_hanging_calls_open_it_within_a_minute() -> None:
    """Six jobs of a report at once against a server that never answers: nobody waits a second minute."""
    clock = Clock()
    recorded = threading.Barrier(6)
    guard = Guard(now=clock.now, sleep=lambda _: together(recorded))
    gate = threading.Barrier(6, action=lambda: clock.sleep(60))
    calls: list[float] = []

    def attempt(_: int) -> Reply:
        calls.append(clock.time)
        gate.wait(30)
        raise CallError("M-TIMEOUT", again=True)

    with ThreadPoolExecutor(6) as pool:
        ends = list(pool.map(lambda _: code_of(guard, attempt), range(6)))
    assert ends == ["M-TIMEOUT"] * 6
    assert len(calls) == 6
    assert code_of(guard, lambda _: WELL) == "M-BREAKER"


def test_requests_that_are_themselves_at_fault_do_not_open_it() -> None:
    guard = Clock().guard()
    assert {code_of(guard, failing("M-LARGE", counts=False)) for _ in range(100)} == {"M-LARGE"}


def test_a_storm_is_weathered() -> None:
    """30 % limits, 20 % errors, 5 % hangs, 5 % cuts: every request ends, in at most three calls each."""
    dice, clock, calls = random.Random(7), Clock(), []

    def attempt(_: int) -> Reply:
        calls.append(1)
        throw = dice.random()
        if throw < 0.3:
            raise CallError("M-RATE", again=True, wait=dice.choice((None, 1, 20)))
        if throw < 0.5:
            raise CallError("M-SERVER", again=True)
        if throw < 0.55:
            clock.sleep(60)
            raise CallError("M-TIMEOUT", again=True)
        if throw < 0.6:
            raise CallError("M-RESET", again=True)
        return WELL

    guard, ends = clock.guard(), []
    for _ in range(3000):
        clock.sleep(0.5)
        ends.append(code_of(guard, attempt))
    assert len(calls) <= 3 * 3000
    assert ends.count("ok") > 3000 * (1 - 0.6**3) * 0.95
    assert set(ends) <= {"ok", "M-RATE", "M-SERVER", "M-TIMEOUT", "M-RESET", "M-BREAKER"}
    assert ends.count("M-BREAKER") < 150
