"""Whole-region figures: the sums of the reports that go into them, exact, or with one planted slip."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from random import Random

from reviewer.model import load_forms

Values = Mapping[str, Decimal]
_KEYS = tuple(load_forms()["2021"].cells)
REGULATIONS = "t2.art20_1.regulations."


def added(parts: Iterable[Values]) -> dict[str, Decimal]:
    """Cell by cell."""
    total = dict.fromkeys(_KEYS, Decimal(0))
    for one in parts:
        for key in _KEYS:
            total[key] += one[key]
    return total


def minus(total: Values, part: Values) -> dict[str, Decimal]:
    return {key: total[key] - part[key] for key in _KEYS}


def one_cell_off(rng: Random, total: Values) -> tuple[dict[str, Decimal], frozenset[str]]:
    """The totals with one number written wrong, and what hangs on it so that the tables still add up."""
    step = Decimal(rng.choice((1, 2, 3, 10, 30)))
    if rng.random() < 0.5:
        key = rng.choice(("t2.art20_5.licensing.decisions", "t2.art20_6.punishment.decisions", "t2.art20_6.coercion.decisions"))  # fmt: skip
        keys = [key]
    else:
        column = rng.choice(("natural", "org_business"))
        row = rng.choice(("granted", "partial", "unavailable.not_held"))
        keys = [f"t3.{one}.{to}" for one in ("new_received", f"done.{row}", "done.total") for to in (column, "total")]
    sign = -1 if rng.random() < 0.5 and all(total[key] >= step for key in keys) else 1
    return {**total, **{key: total[key] + sign * step for key in keys}}, frozenset(keys)


def below_a_part(rng: Random, total: Values, parts: list[Values]) -> tuple[dict[str, Decimal], frozenset[str]] | None:
    """The totals with a cell of table 2 that is less than one part has; None where no part has enough."""
    keys = [key for key in _KEYS if key.startswith("t2.") and key.endswith(".decisions")]
    fitting = [key for key in keys if max(one[key] for one in parts) >= 3]
    if not fitting:
        return None
    key = rng.choice(fitting)
    return {**total, key: max(one[key] for one in parts) - rng.randint(1, 2)}, frozenset({key})
