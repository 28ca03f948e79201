"""A percentage as printed, and what it may be a percentage of."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple

from reviewer.checks.context import plain

HUNDRED = Decimal(100)


class Said(NamedTuple):
    """A percentage in a sentence: its value, the worth of its last digit, where the number begins and all of it ends."""

    value: Decimal
    unit: Decimal
    start: int
    end: int

    def fits(self, part: Decimal, whole: Decimal) -> bool:
        """Whether it is `part` of `whole`, rounded or cut off at its last digit."""
        if whole <= 0:
            return False
        exact = part * HUNDRED / whole
        return abs(exact - self.value) <= self.unit / 2 or 0 <= exact - self.value < self.unit


def said_by(match: re.Match[str]) -> Said:
    """The percentage in the group `number` of a match that ends with its sign."""
    value = Decimal(match["number"])
    return Said(value, Decimal(1).scaleb(int(value.as_tuple().exponent)), match.start("number"), match.end())


def shown(value: Decimal, said: Said) -> str:
    """A percentage to as many digits as the one that it is held against, but at least one."""
    return plain(value.quantize(min(said.unit, Decimal("0.1"))))
