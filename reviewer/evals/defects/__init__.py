"""Planted faults: one known fault in an otherwise clean report. `plant(family, seed)` is the door."""

from __future__ import annotations

from functools import cache
from random import Random

from reviewer.evals.defects import structure, tables, texts
from reviewer.evals.defects.plant import Planted, Planter

__all__ = ["FAMILIES", "plant", "planters"]

FAMILIES = ("table", "text", "structure", "later")


@cache
def planters(family: str) -> dict[str, Planter]:
    """The planters of a family by name."""
    return {
        "table": tables.PLANTERS,
        "text": texts.PLANTERS,
        "structure": structure.PLANTERS,
        "later": structure.later() if family == "later" else {},
    }[family]


def plant(family: str, seed: int, number: int) -> Planted:
    """The `number`-th fault of the family (round and round) in a report from `seed`."""
    known = list(planters(family).values())
    for step in range(50):
        planted = known[number % len(known)](seed + step * 7919, Random(seed + step))  # noqa: S311 - reproducible
        if planted is not None:
            return planted
    raise RuntimeError(f"no report can carry fault {number} of {family} from seed {seed}")
