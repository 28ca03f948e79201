"""The only retry layer, and what all calls of a process share: places, rate, pauses, breaker, budget.

At most three tries for an answer, a repair among them; full jitter between them (a random part of a doubling time), or
what the server asks for by Retry-After, up to a minute. Clock, sleep and chance can be replaced: tests take no time.
"""

from __future__ import annotations

import contextlib
import random
import threading
import time
from collections.abc import Callable, Generator, Iterator
from typing import TypeVar

from reviewer.llm import tokens
from reviewer.llm.base import Reply
from reviewer.llm.breaker import Breaker
from reviewer.llm.budget import Bill, Budget
from reviewer.llm.faults import CallError, Spent
from reviewer.settings import Settings

PATIENCE = 60.0
"""Longest pause that a server may ask for; one that wants more is not asked again."""
_FIRST, _LONGEST = 1.0, 16.0
"""Bounds of the jitter, in seconds."""
_SENT = frozenset({"M-TIMEOUT", "M-RESET", "M-PROTOCOL", "M-LONG"})
"""Failures before which the server may have worked: their input counts."""
_shared: dict[tuple[object, ...], Guard] = {}
_sharing = threading.Lock()
_Item = TypeVar("_Item")


class Guard:
    """Safe to use from several threads; one for an endpoint and its limits in a process (see `of`)."""

    def __init__(
        self,
        settings: Settings | None = None,
        *,
        now: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
        chance: Callable[[], float] = random.random,
    ) -> None:
        self._tries = settings.llm_tries if settings else 3
        self._places = settings.llm_concurrency if settings else 16
        self._gap = 60 / settings.llm_rate if settings and settings.llm_rate else 0.0
        self._now, self._sleep, self._chance = now, sleep, chance
        self._budget, self._breaker = Budget(settings), Breaker()
        self._changed = threading.Condition()
        self._running = 0
        self._next = self._quiet = float("-inf")

    @classmethod
    def of(cls, settings: Settings) -> Guard:
        """The guard that all models of this process with the same endpoint and limits share."""
        names = [name for name in type(settings).model_fields if name.startswith("llm_")]
        key = (settings.base_url, *(repr(getattr(settings, name)) for name in names))
        with _sharing:
            return _shared.setdefault(key, cls(settings))

    @property
    def bill(self) -> Bill:
        with self._changed:
            return self._budget.bill

    def price(self, tokens_in: int, tokens_out: int) -> float | None:
        """Money for some tokens by the prices of the settings; None where there are none."""
        return self._budget.price(tokens_in, tokens_out)

    def run(self, need: Spent, attempt: Callable[[int], Reply]) -> Reply:
        """One answer. `need`: the most it may cost; `attempt` is told how many answers were of no use. Raises CallError."""
        trial = _Trial(self)
        while True:
            try:
                with self._turn(need, trial) as turn:
                    reply = attempt(trial.repairs)
                    turn.spent = Spent(reply.tokens_in, reply.tokens_out, reply.estimated)
            except CallError as fault:
                trial.after(fault)
            else:
                return trial.whole(reply)

    def flow(self, need: Spent, attempt: Callable[[Callable[[Spent], None]], Iterator[str]]) -> Iterator[str]:
        """One answer in pieces; tried again only while none has been given. Raises CallError."""
        trial = _Trial(self)
        said: list[str] = []
        while True:
            try:
                with self._turn(need, trial) as turn:
                    for piece in attempt(turn.settle):
                        said.append(piece)
                        yield piece
                    if turn.spent is None:
                        turn.spent = Spent(need.tokens_in, tokens.estimate(["".join(said)]), estimated=True)
                return
            except CallError as fault:
                if said:
                    raise trial.told(fault) from None
                trial.after(fault)

    @contextlib.contextmanager
    def _turn(self, need: Spent, trial: _Trial) -> Generator[_Turn]:
        """One call: enters when there is room for it, and leaves the bill and the verdict on the server behind."""
        self._enter(need)
        turn = _Turn()
        try:
            yield turn
        except CallError as fault:
            spent = fault.spent or (Spent(need.tokens_in, 0, estimated=True) if fault.code in _SENT else Spent())
            trial.add(spent)
            self._leave(need, spent, fault)
            raise
        except BaseException:
            self._leave(need, turn.spent or Spent(need.tokens_in, 0, estimated=True), None, left=True)
            raise
        trial.add(turn.spent or Spent())
        self._leave(need, turn.spent or Spent(), None)

    def _enter(self, need: Spent) -> None:
        with self._changed:
            while True:
                room = self._budget.room(need)
                if room == "no":
                    raise CallError("M-BUDGET", counts=False)
                if room == "yes" and self._running < self._places:
                    break
                self._changed.wait()
            self._breaker.admit(self._now())
            self._running += 1
            self._budget.hold(need)
            start = max(self._now(), self._next)
            self._next = start + self._gap
            wait = max(start, self._quiet) - self._now()
        if wait > 0:
            self._sleep(wait)

    def _leave(self, need: Spent, spent: Spent, fault: CallError | None, *, left: bool = False) -> None:
        with self._changed:
            now = self._now()
            if left:
                self._breaker.left()
            elif fault is not None and fault.counts:
                self._breaker.failed(now, hang=fault.code == "M-TIMEOUT")
            else:
                self._breaker.well(now)
            if fault is not None and fault.wait is not None and fault.wait <= PATIENCE:
                self._quiet = max(self._quiet, now + fault.wait)
            self._running -= 1
            self._budget.settle(need, spent)
            self._changed.notify_all()


class _Turn:
    """What one call turned out to cost; None until it is known."""

    def __init__(self) -> None:
        self.spent: Spent | None = None

    def settle(self, spent: Spent) -> None:
        self.spent = spent


class _Trial:
    """The tries for one answer."""

    def __init__(self, guard: Guard) -> None:
        self._guard = guard
        self._calls = self._in = self._out = 0
        self._estimated = False
        self._last: CallError | None = None
        self.repairs = 0

    def add(self, spent: Spent) -> None:
        self._calls += 1
        self._in += spent.tokens_in
        self._out += spent.tokens_out
        self._estimated = self._estimated or spent.estimated

    def after(self, fault: CallError) -> None:
        """Returns when the next try may begin. Raises the fault when there is none."""
        if fault.code == "M-BREAKER" and self._last is not None:
            raise self.told(self._last)
        self._last = fault
        if self._calls >= self._guard._tries:
            raise self.told(fault)
        if fault.repair and not self.repairs:
            self.repairs += 1
        elif fault.again and (fault.wait or 0) <= PATIENCE:
            jitter = self._guard._chance() * min(_LONGEST, _FIRST * 2 ** (self._calls - 1))
            self._guard._sleep(jitter + (fault.wait or 0))
        else:
            raise self.told(fault)

    def told(self, fault: CallError) -> CallError:
        fault.calls, fault.tokens_in, fault.tokens_out = self._calls, self._in, self._out
        return fault

    def whole(self, reply: Reply) -> Reply:
        return reply._replace(calls=self._calls, tokens_in=self._in, tokens_out=self._out, estimated=self._estimated)
