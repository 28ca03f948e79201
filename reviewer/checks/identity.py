"""Identities of the tables as integer equations, and the exact search for the cells that explain broken ones."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

Values = Mapping[str, Decimal]


class Identity(NamedTuple):
    """sum(factors[key] * value of key) == 0. `finding` is the fingerprint of the finding that says it is broken."""

    rule: str
    subject: str
    factors: dict[str, int]
    finding: str


class Change(NamedTuple):
    """A cell and the value that it would have to hold."""

    key: str
    value: Decimal


Repair = tuple[Change, ...]


class System:
    """Identities over known values. An identity with an unknown cell constrains nothing."""

    def __init__(self, identities: Iterable[Identity], values: Values) -> None:
        self.values = dict(values)
        self.identities = [one for one in identities if all(key in self.values for key in one.factors)]
        self.over: dict[str, list[int]] = defaultdict(list)
        self.residuals: list[Decimal] = []
        for number, one in enumerate(self.identities):
            self.residuals.append(self._sum(one, self.values))
            for key in one.factors:
                self.over[key].append(number)

    def broken(self) -> list[int]:
        return [number for number, rest in enumerate(self.residuals) if rest]

    def holds_with(self, changed: Values, only: Sequence[int] | None = None) -> bool:
        """Whether every identity (of `only`) holds when the cells of `changed` hold these values."""
        if only is None and not self._mended(changed):
            return False
        numbers = range(len(self.identities)) if only is None else only
        return all(self._rest(number, changed) == 0 for number in numbers)

    def _rest(self, number: int, changed: Values) -> Decimal:
        """What an identity would be off by: its residual, moved by the changes of its cells."""
        factors = self.identities[number].factors
        if len(factors) < len(changed):
            moved = (factors[key] * (changed[key] - self.values[key]) for key in factors if key in changed)
        else:
            moved = (factors[key] * (value - self.values[key]) for key, value in changed.items() if key in factors)
        return sum(moved, self.residuals[number])

    def _mended(self, changed: Values) -> bool:
        """Whether every broken identity has a changed cell: without one it stays broken."""
        return all(not changed.keys().isdisjoint(self.identities[n].factors) for n in self.broken())

    def single(self, rests: Mapping[int, Decimal] | None = None, without: str = "") -> list[Change]:
        """Every change of one cell, to a whole number >= 0, after which all identities hold."""
        rest = {n: self.residuals[n] for n in self.broken()} if rests is None else rests
        if not rest:
            return []
        numbers = list(rest)
        shared = set(self.identities[numbers[0]].factors)
        for number in numbers[1:]:
            shared &= self.identities[number].factors.keys()
        found = []
        for key in sorted(shared - {without}):
            if len(self.over[key]) != len(numbers):  # it would break an identity that holds
                continue
            delta = -rest[numbers[0]] / self.identities[numbers[0]].factors[key]
            fits = all(rest[n] + self.identities[n].factors[key] * delta == 0 for n in numbers)
            value = self.values[key] + delta
            if fits and value >= 0 and value == value.to_integral_value():
                found.append(Change(key, value))
        return found

    def pairs(self, most: int = 12) -> list[Repair]:
        """Every change of two cells that repairs all, when no change of one cell does; [] when too much is broken."""
        broken = self.broken()
        if len(broken) > most:
            return []
        found: set[Repair] = set()
        for pivot in broken:
            for key, factor in self.identities[pivot].factors.items():
                delta = -self.residuals[pivot] / factor
                value = self.values[key] + delta
                if value < 0 or value != value.to_integral_value():
                    continue
                for second in self.single(self._after(key, delta), without=key):
                    found.add(tuple(sorted((Change(key, value), second))))
        return sorted(found)

    def _after(self, key: str, delta: Decimal) -> dict[int, Decimal]:
        rest = {n: self.residuals[n] for n in self.broken()}
        for number in self.over[key]:
            left = self.residuals[number] + self.identities[number].factors[key] * delta
            if left:
                rest[number] = left
            else:
                rest.pop(number, None)
        return rest

    @staticmethod
    def _sum(identity: Identity, values: Values) -> Decimal:
        return sum((values[key] * factor for key, factor in identity.factors.items()), Decimal(0))
