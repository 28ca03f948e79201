"""Planted faults: one known fault in an otherwise clean report. `plant(family, seed)` is the door."""

from __future__ import annotations

from functools import cache
from random import Random

from reviewer.evals.defects import asked, sentences, structure, tables, texts, years
from reviewer.evals.defects.plant import Planted, Planter

__all__ = ["FAMILIES", "plant", "plant_pair", "planters"]

FAMILIES = ("table", "text", "structure", "content", "years")


@cache
def planters(family: str) -> dict[str, Planter]:
    """The planters of a family by name."""
    return {
        "table": {**tables.PLANTERS, **_of("table")},
        "text": texts.PLANTERS,
        "structure": {**structure.PLANTERS, **_of("structure")},
        "content": {**structure.later(), **_of("content"), **sentences.planters()} if family == "content" else {},
    }[family]


def _of(family: str) -> dict[str, Planter]:
    own = {"pu-image": "structure", "na-length": "content"}
    return {name: planter for name, planter in asked.PLANTERS.items() if own.get(name, "table") == family}


def plant(family: str, seed: int, number: int) -> Planted:
    """The `number`-th fault of the family (round and round) in a report from `seed`."""
    known = list(planters(family).values())
    for step in range(50):
        planted = known[number % len(known)](seed + step * 7919, Random(seed + step))  # noqa: S311 - reproducible
        if planted is not None:
            return planted
    raise RuntimeError(f"no report can carry fault {number} of {family} from seed {seed}")


def plant_pair(seed: int, number: int) -> years.PlantedPair:
    """The `number`-th fault that needs last year's report, with that report."""
    known = list(years.planters().values())
    for step in range(80):
        planted = known[number % len(known)](seed + step * 7919, Random(seed + step))  # noqa: S311 - reproducible
        if planted is not None:
            return planted
    raise RuntimeError(f"no pair can carry fault {number} from seed {seed}")
