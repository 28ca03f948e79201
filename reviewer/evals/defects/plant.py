"""Tools for planting: building a report that can carry the fault, changing cells, saying where it must be found."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from decimal import Decimal
from random import Random

from reviewer.evals.cases import Wish, build
from reviewer.evals.cells import truth
from reviewer.evals.numbers import plain
from reviewer.evals.spec import CellTruth, Fault, Para, Part, Piece, Spec
from reviewer.model import load_forms

Planted = tuple[Spec, Fault]
Planter = Callable[[int, Random], Planted | None]

COLUMNS = ("natural", "org_business", "org_research", "org_public_interest", "org_legal_service", "org_other", "total")
IDENTITIES = ("T3-ROW-SUM", "T3-COL-DONE-SUM", "T3-COL-BALANCE", "T3-SHIFT", "T3-REPAIR")
FILLED = Wish(sizes=("tiny", "small", "small", "middle"), style="digits")


def leaves(spec: Spec) -> tuple[str, ...]:
    return load_forms()[spec.table3_edition].table("t3").leaves()


def changed(spec: Spec, cells: dict[str, Decimal], name: str, rules: Iterable[str]) -> Planted:
    """The report with these cells altered; the finding must show one of them."""
    told = "; ".join(f"{key}: {plain(spec.values[key])} -> {plain(value)}" for key, value in cells.items())
    new = spec.with_cells({key: truth(value) for key, value in cells.items()})
    return new, Fault(name, "table", tuple(rules), frozenset(cells), told=told)


def other_value(rng: Random, value: Decimal) -> Decimal:
    """A near but different count: off by a little, digits swapped, or a digit more."""
    options = [value + 1, value + rng.randint(2, 9)]
    if value >= 1:
        options += [value - 1, value * 10]
    digits = plain(value)
    if len(digits) > 1 and digits[0] != digits[1] and digits[1] != "0":
        options += [Decimal(digits[1] + digits[0] + digits[2:])] * 2
    return rng.choice(options)


def rebuilt(seed: int, wish: Wish, fits: Callable[[Spec], bool], tries: int = 40) -> Spec | None:
    """The first report from `seed` on that can carry the fault."""
    for step in range(tries):
        spec = build(seed + step * 1_000_003, wish)
        if fits(spec):
            return spec
    return None


def with_text(spec: Spec, key: str, texts: Iterable[str]) -> Spec:
    """The report with the prose of one section replaced."""
    part = spec.part(key)
    return spec.with_part(replace(part, before=tuple(Para((Piece(text),)) for text in texts), after=()))


def without_part(spec: Spec, key: str) -> Spec:
    return replace(spec, parts=tuple(part for part in spec.parts if part.key != key))


def appended(spec: Spec, key: str, *sentence: Piece) -> Spec:
    """A sentence, in pieces, put behind the last paragraph before the table of a section."""
    part: Part = spec.part(key)
    last = part.before[-1] if part.before else Para(())
    before = (*part.before[:-1], Para((*last.pieces, *sentence)))
    return spec.with_part(replace(part, before=before))


def as_text(raw: str) -> CellTruth:
    return CellTruth(raw, "text", None)
