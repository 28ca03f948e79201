"""The retry layer: how often, how long, when not at all; what a process shares. All with a clock that takes no time."""

from __future__ import annotations

import itertools
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from reviewer.llm.base import ModelError, Reply
from reviewer.llm.faults import CallError, Spent, of_status, retry_after
from reviewer.llm.guard import Guard
from tests.llm.build import NEED, WELL, Clock, code_of, failing, settings


@pytest.mark.parametrize("status", [408, 409, 429, 500, 502, 503, 504])
def test_what_passes_is_tried_three_times(status: int) -> None:
    clock = Clock()
    with pytest.raises(ModelError) as caught:
        clock.guard().run(NEED, _raises(of_status(status, {}, "")))
    assert caught.value.calls == 3
    assert clock.slept == 1 + 2


@pytest.mark.parametrize("status", [400, 401, 403, 404, 413, 422, 501])
def test_what_stays_is_tried_once(status: int) -> None:
    clock = Clock()
    with pytest.raises(ModelError) as caught:
        clock.guard().run(NEED, _raises(of_status(status, {}, "")))
    assert caught.value.calls == 1
    assert clock.slept == 0


def _raises(error: CallError) -> Callable[[int], Reply]:
    def attempt(_: int) -> Reply:
        raise error

    return attempt


def test_the_jitter_is_a_random_part_of_a_doubling_time() -> None:
    slept = []
    for chance in (0.0, 0.25, 1.0):
        clock = Clock()
        code_of(clock.guard(chance=chance), failing("M-SERVER", again=True))
        slept.append(clock.slept)
    assert slept == [0, 0.75, 3]


@pytest.mark.parametrize(
    ("value", "seconds"),
    [("0", 0), ("2.5", 2.5), ("60", 60), ("Thu, 01 Jan 1970 00:02:00 GMT", 20), ("Thu, 01 Jan 1970 00:00:01 GMT", 0),
     ("", None), ("soon", None), ("-3", None), ("Thu, 99 Foo", None), ("1e9", None)],
)  # fmt: skip
def test_retry_after_is_read_as_seconds_or_as_a_date(value: str, seconds: float | None) -> None:
    assert retry_after({"retry-after": value}, now=100) == seconds


def test_a_pause_that_one_call_is_told_holds_for_all() -> None:
    clock = Clock()
    guard = clock.guard(chance=0.0)
    waits = iter([CallError("M-RATE", again=True, wait=40), CallError("M-KEY")])
    assert code_of(guard, lambda _: _raises(next(waits))(0)) == "M-KEY"
    assert clock.slept == 40
    told = iter([CallError("M-RATE", wait=30)])
    assert code_of(guard, lambda _: _raises(next(told))(0)) == "M-RATE"
    before = clock.time
    assert code_of(guard, lambda _: WELL) == "ok"
    assert clock.time - before == 30


def test_longer_than_a_minute_is_not_waited_for() -> None:
    clock = Clock()
    assert code_of(clock.guard(), failing("M-RATE", again=True, wait=61)) == "M-RATE"
    assert clock.slept == 0


def test_a_repair_is_one_of_the_tries_and_comes_once() -> None:
    seen: list[int] = []

    def attempt(repairs: int) -> Reply:
        seen.append(repairs)
        raise CallError("M-SHAPE", repair=True, spent=Spent(100, 20))

    with pytest.raises(ModelError) as caught:
        Clock().guard().run(NEED, attempt)
    assert seen == [0, 1]
    assert (caught.value.calls, caught.value.tokens_in, caught.value.tokens_out) == (2, 200, 40)


def test_a_reply_tells_what_all_its_tries_cost() -> None:
    turns = iter([CallError("M-SHAPE", repair=True, spent=Spent(90, 30)), None])

    def attempt(_: int) -> Reply:
        error = next(turns)
        if error is not None:
            raise error
        return WELL

    reply = Clock().guard().run(NEED, attempt)
    assert (reply.calls, reply.tokens_in, reply.tokens_out, reply.estimated) == (2, 190, 50, False)


def test_no_more_run_at_a_time_than_there_are_places() -> None:
    guard = Guard(settings(llm_concurrency=4))
    lock, running, most = threading.Lock(), 0, 0
    gate = threading.Barrier(4)

    def attempt(_: int) -> Reply:
        nonlocal running, most
        with lock:
            running += 1
            most = max(most, running)
        gate.wait(30)
        with lock:
            running -= 1
        return WELL

    with ThreadPoolExecutor(16) as pool:
        assert list(pool.map(lambda _: code_of(guard, attempt), range(40))) == ["ok"] * 40
    assert most == 4


def test_starts_keep_the_rate() -> None:
    clock, starts = Clock(), []
    guard = clock.guard(settings(llm_rate=120))

    def attempt(_: int) -> Reply:
        starts.append(clock.time)
        return WELL

    for _ in range(20):
        guard.run(NEED, attempt)
    assert [b - a for a, b in itertools.pairwise(starts)] == [0.5] * 19


@pytest.mark.parametrize(
    ("over", "answers"),
    [
        ({"llm_max_calls": 7}, 7),
        ({"llm_max_tokens": 1000}, 8),
        ({"llm_max_cost": 0.001, "llm_price_in": 2, "llm_price_out": 8}, 2),
    ],
)
def test_a_budget_is_never_passed(over: dict[str, Any], answers: int) -> None:
    """A call costs 100 + 20 tokens and may cost 100 + 50: room is kept for the most."""
    guard = Clock().guard(settings(**over))
    ends = [code_of(guard, lambda _: WELL) for _ in range(20)]
    assert ends == ["ok"] * answers + ["M-BUDGET"] * (20 - answers)
    bill = guard.bill
    assert (bill.calls, bill.tokens_in, bill.tokens_out) == (answers, answers * 100, answers * 20)
    assert bill.cost == (pytest.approx(answers * 0.00036) if "llm_price_in" in over else None)


def test_a_budget_holds_over_threads() -> None:
    guard = Guard(settings(llm_max_tokens=1500, llm_concurrency=16))
    with ThreadPoolExecutor(16) as pool:
        ends = list(pool.map(lambda _: code_of(guard, lambda _: WELL), range(64)))
    assert ends.count("ok") == 12
    assert guard.bill.tokens_in + guard.bill.tokens_out == 12 * 120


def test_failed_calls_are_on_the_bill_too() -> None:
    guard = Clock().guard()
    code_of(guard, failing("M-TIMEOUT", again=True))
    code_of(guard, failing("M-KEY"))
    assert guard.bill[:4] == (4, 300, 0, True)


def test_a_stream_is_tried_again_only_while_nothing_was_given() -> None:
    guard, turns = Clock().guard(), iter([CallError("M-RESET", again=True), None])

    def flow(_: Callable[[Spent], None]) -> Iterator[str]:
        error = next(turns)
        if error is not None:
            raise error
        yield "收到"
        yield "3条"

    assert "".join(guard.flow(NEED, flow)) == "收到3条"
    assert guard.bill.calls == 2

    def cut(_: Callable[[Spent], None]) -> Iterator[str]:
        yield "收到"
        raise CallError("M-RESET", again=True)

    pieces = guard.flow(NEED, cut)
    assert next(pieces) == "收到"
    with pytest.raises(ModelError, match="M-RESET"):
        next(pieces)
    assert guard.bill.calls == 3


def test_a_stream_left_halfway_gives_its_place_back() -> None:
    guard = Guard(settings(llm_concurrency=1))
    pieces = guard.flow(NEED, lambda _: iter(["一", "二"]))
    assert next(pieces) == "一"
    pieces.close()  # type: ignore[attr-defined]
    assert guard.run(NEED, lambda _: WELL).text == "{}"


def test_one_guard_serves_all_models_of_a_process_with_the_same_settings() -> None:
    first = settings(base_url="http://127.0.0.1:1/v1")
    assert Guard.of(first) is Guard.of(settings(base_url="http://127.0.0.1:1/v1"))
    assert Guard.of(first) is not Guard.of(settings(base_url="http://127.0.0.1:2/v1"))
