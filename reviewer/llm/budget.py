"""What the calls of a process may cost together: calls, tokens, money. Room is kept for each call before it is made.

A call reserves its estimated input and the longest answer it may get, so that a budget is never passed by much more
than an estimate is wrong. Not thread-safe: guard.py holds the lock.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

from reviewer.llm.faults import Spent
from reviewer.settings import Settings


class Bill(NamedTuple):
    """What was spent so far. `cost` is None where no price is known."""

    calls: int
    tokens_in: int
    tokens_out: int
    estimated: bool
    """Some of the tokens are our estimate."""
    cost: float | None


class Budget:
    """Without settings there is no limit and no price."""

    def __init__(self, settings: Settings | None = None) -> None:
        self._calls = settings.llm_max_calls if settings else None
        self._tokens = settings.llm_max_tokens if settings else None
        self._cost = settings.llm_max_cost if settings else None
        self._prices = (settings.llm_price_in, settings.llm_price_out) if settings else (0.0, 0.0)
        self._spent = [0, 0, 0]
        self._held = [0, 0, 0]
        self._estimated = False

    def room(self, need: Spent) -> Literal["yes", "later", "no"]:
        """Whether one more call fits; `later`: it may, when those under way cost less than they could."""
        new = (1, need.tokens_in, need.tokens_out)
        if not self._fits([spent + one for spent, one in zip(self._spent, new, strict=True)]):
            return "no"
        held = zip(self._spent, self._held, new, strict=True)
        return "yes" if self._fits([sum(parts) for parts in held]) else "later"

    def hold(self, need: Spent) -> None:
        self._add(self._held, need, 1)

    def settle(self, need: Spent, spent: Spent) -> None:
        self._add(self._held, need, -1)
        self._add(self._spent, spent, 1)
        self._estimated = self._estimated or spent.estimated

    @property
    def bill(self) -> Bill:
        calls, tokens_in, tokens_out = self._spent
        return Bill(calls, tokens_in, tokens_out, self._estimated, self.price(tokens_in, tokens_out))

    def price(self, tokens_in: int, tokens_out: int) -> float | None:
        """Money for some tokens; None where no price is known."""
        if not any(self._prices):
            return None
        return (tokens_in * self._prices[0] + tokens_out * self._prices[1]) / 1_000_000

    def _fits(self, total: list[int]) -> bool:
        calls, tokens_in, tokens_out = total
        return (
            (self._calls is None or calls <= self._calls)
            and (self._tokens is None or tokens_in + tokens_out <= self._tokens)
            and (self._cost is None or (self.price(tokens_in, tokens_out) or 0) <= self._cost)
        )

    @staticmethod
    def _add(account: list[int], what: Spent, sign: int) -> None:
        for place, one in enumerate((1, what.tokens_in, what.tokens_out)):
            account[place] += sign * one
