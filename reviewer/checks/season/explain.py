"""What single slip of whoever added up explains all differences: reports left out, counted twice, or taken before they
were corrected. Exact search over one report, then two; nothing is said where more than one slip fits.

A slip must explain every compared cell, those that agree included. Where none does, each table that differs is explained
by one report of its own: tables are often added up apart. Two reports are looked for over all tables alone, and where the
differences are many-valued: among the small numbers of small bodies some two fit by chance.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Literal, NamedTuple

from reviewer.checks.season.handed import Handed

_MANY = 3
"""Different sizes of differences below which two reports prove nothing."""
Vector = tuple[Decimal, ...]
Kind = Literal["left_out", "twice", "both", "corrected"]


class Explanation(NamedTuple):
    """Reports by agency: those left out, those counted twice, those taken over before they were corrected."""

    left: tuple[str, ...] = ()
    twice: tuple[str, ...] = ()
    corrected: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys((*self.left, *self.twice, *self.corrected)))

    @property
    def kind(self) -> Kind | None:
        """None where slips of several sorts come together and no single word fits."""
        if self.corrected:
            return None if self.left or self.twice else "corrected"
        return "both" if self.left and self.twice else "left_out" if self.left else "twice"


class Gaps(NamedTuple):
    """What must be explained: sums minus the report's values (`whole`: keys where all are whole numbers), and the parts.

    `alone`: beginnings of keys to which only `offices` contribute.
    """

    report: Handed
    parts: Sequence[Handed]
    totals: Mapping[str, Decimal]
    alone: tuple[str, ...]
    offices: frozenset[str]

    def of(self, key: str) -> Decimal:
        return self.totals[key] - self.report.values[key]

    def share(self, part: Handed, key: str) -> Decimal:
        """What a part contributes to a sum."""
        if key.startswith(self.alone) and part.agency not in self.offices:
            return Decimal(0)
        return part.values.get(key, Decimal(0))

    def whole(self, key: str) -> bool:
        return all(one.values.get(key, Decimal(0)) % 1 == 0 for one in (self.report, *self.parts))


def explanation(gaps: Gaps, differing: Sequence[str], slack: Mapping[str, Decimal]) -> Explanation | None:
    """The one slip that explains the differences. `slack`: how far cells with decimals may be off by rounding."""
    keys = list(gaps.totals)
    found = _slips(gaps, keys, slack, pairs=True)
    if found:
        return found[0] if len(found) == 1 else None
    several = []
    for table in dict.fromkeys(key.split(".", 1)[0] for key in differing):
        slips = _slips(gaps, [key for key in keys if key.startswith(f"{table}.")], slack, pairs=False)
        if len(slips) != 1:
            return None
        several.append(slips[0])
    return Explanation(*(tuple(dict.fromkeys(name for one in several for name in one[at])) for at in range(3)))


def _slips(gaps: Gaps, keys: Sequence[str], slack: Mapping[str, Decimal], *, pairs: bool) -> list[Explanation]:
    """Slips of one report that fit; with `pairs`, of two where there are none."""
    exact = [key for key in keys if gaps.whole(key)]
    gap = tuple(map(gaps.of, exact))
    if not any(gap):
        return []
    vectors = [tuple(gaps.share(one, key) for key in exact) for one in gaps.parts]
    loose = [key for key in keys if key not in set(exact)]
    found = [one for one in _of_one(gaps, exact, gap, vectors) if _near(gaps, one, loose, slack)]
    if found or not pairs or len({abs(value) for value in gap if value}) < _MANY:
        return found
    return [one for one in _of_two(gap, gaps.parts, vectors) if _near(gaps, one, loose, slack)]


def _near(gaps: Gaps, slip: Explanation, loose: Sequence[str], slack: Mapping[str, Decimal]) -> bool:
    """Whether cells with decimals, too, are off by what the slip makes of them."""
    named = {one.agency: one for one in gaps.parts}
    for key in loose:
        effect = sum((gaps.share(named[name], key) for name in slip.left), Decimal(0))
        effect -= sum((gaps.share(named[name], key) for name in slip.twice), Decimal(0))
        if not slip.corrected and abs(gaps.of(key) - effect) > slack.get(key, Decimal(0)):
            return False
    return True


def _of_one(gaps: Gaps, keys: Sequence[str], gap: Vector, vectors: Sequence[Vector]) -> Iterator[Explanation]:
    minus = tuple(-value for value in gap)
    for part, vector in zip(gaps.parts, vectors, strict=True):
        name = (part.agency,)
        if vector == gap:
            yield Explanation(left=name)
        if vector == minus:
            yield Explanation(twice=name)
        for version in part.older:
            if any(key not in version.values for key in keys):
                continue
            before = tuple(gaps.share(version, key) for key in keys)
            if tuple(now - old for now, old in zip(vector, before, strict=True)) == gap:
                yield Explanation(corrected=name)
            elif before == minus and before != vector:
                yield Explanation(twice=name)  # the old version and the new one


def _of_two(gap: Vector, parts: Sequence[Handed], vectors: Sequence[Vector]) -> Iterator[Explanation]:
    places: dict[Vector, list[int]] = {}
    for number, vector in enumerate(vectors):
        if any(vector):
            places.setdefault(vector, []).append(number)
    for first, vector in enumerate(vectors):
        if not any(vector):
            continue
        name = parts[first].agency
        for second in places.get(tuple(all_ - own for all_, own in zip(gap, vector, strict=True)), ()):
            if second > first:
                yield Explanation(left=(name, parts[second].agency))
        for second in places.get(tuple(-all_ - own for all_, own in zip(gap, vector, strict=True)), ()):
            if second > first:
                yield Explanation(twice=(name, parts[second].agency))
        for second in places.get(tuple(own - all_ for all_, own in zip(gap, vector, strict=True)), ()):
            if second != first:
                yield Explanation(left=(name,), twice=(parts[second].agency,))
