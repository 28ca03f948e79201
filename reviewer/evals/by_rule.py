"""What became of every rule: faults planted for it and found, and what it said of clean reports."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from reviewer.evals.scorers import Score
from reviewer.evals.spec import Case


@dataclass(frozen=True)
class Row:
    """`planted`: faults whose first rule this is; `found`: those that any of their rules found at the right place;
    `itself`: those that this rule found; `errors`, `warnings`, `hints`: its findings on clean reports."""

    planted: int
    found: int
    itself: int
    errors: int
    warnings: int
    hints: int


def by_rule(cases: dict[int, Case], scores: Iterable[Score], known: Iterable[str]) -> dict[str, Row]:
    """A row for every rule that gave an outcome or for which a fault was planted, by id."""
    planted, found, itself = Counter[str](), Counter[str](), Counter[str]()
    said = {name: Counter[str]() for name in ("errors", "warnings", "hints")}
    for one in scores:
        fault = cases[one.number].fault
        if fault is not None:
            planted[fault.rules[0]] += 1
            found[fault.rules[0]] += bool(one.found)
            itself[fault.rules[0]] += fault.rules[0] in one.spoke
        for name, counter in said.items():
            counter.update(text.split(":")[0] for text in getattr(one, name))
    names = sorted({*known, *planted})
    return {
        name: Row(
            planted[name], found[name], itself[name], *(said[kind][name] for kind in ("errors", "warnings", "hints"))
        )
        for name in names
    }
