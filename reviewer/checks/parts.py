"""What a share is a share of, where that is more than one number: the sum of what was just named (两项合计占…), or of a row.

A row of shares (个人40件，占80%；单位10件，占20%) tells its whole itself when its shares come to about 100 and one of them
fits that whole.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from reviewer.checks.listwords import compiled
from reviewer.checks.percent import Said
from reviewer.checks.quantities import Quantity, Sentence

_GAP = 10
"""Most characters between the part and its percentage."""
_APART = 24
"""Most characters between two numbers that are named in one breath."""
_COUNTS = "两三四五六"
_ALL = (Decimal(95), Decimal(105))
"""Between these the shares of a row are all of it, even when one of them is misprinted."""


def named(sentence: Sentence, match: re.Match[str], together: str, about: str) -> Quantity | None:
    """What a share is of (其中40件 in 其中40件，占80%); None when that is not certain.

    The number right before it, with at most a word and a comma between; or, where `together` stands between, the sum of
    as many numbers as it says (group `count`), or else of all that stand in one row.
    """
    earlier = [one for one in sentence.quantities if one.end <= match.start()]
    if not earlier or not earlier[-1].exact:
        return None
    gap = sentence.text[earlier[-1].end : match.start()]
    summed = compiled(together).search(gap)
    if summed is None:
        short = len(gap) <= _GAP and not any(char in "；、。%" for char in gap) and gap.count("，") <= 1
        return earlier[-1] if short and not compiled(f"(?:{about})$").search(gap) else None
    row, begin = _row(sentence, earlier), sentence.text.rfind("；", 0, match.start()) + 1
    if any(char in gap for char in "；。%"):
        return None
    if summed["count"]:
        size = _COUNTS.index(summed["count"]) + 2
        return _sum(row[-size:]) if len(row) >= size else None
    alone = len([one for one in earlier if one.start >= begin and one.unit == row[-1].unit]) == 2
    return _sum(row) if len(row) == 2 and alone else None


def _row(sentence: Sentence, earlier: Sequence[Quantity]) -> list[Quantity]:
    """The last numbers that are exact, of one unit and named in one breath."""
    row = [earlier[-1]]
    for one in reversed(earlier[:-1]):
        gap = sentence.text[one.end : row[0].start]
        if one.unit != row[0].unit or not one.exact or len(gap) > _APART or any(char in gap for char in "；。"):
            break
        row.insert(0, one)
    return row


def _sum(row: Sequence[Quantity]) -> Quantity:
    total = sum((one.value for one in row), Decimal(0))
    return Quantity(total, row[0].unit, row[0].start, row[-1].end, exact=True)


class Share(NamedTuple):
    """A share without a named whole, and the number that it is of."""

    part: Quantity
    said: Said
    judged: bool
    """Against the whole of its list; a row may need it all the same."""


def row_whole(shares: Sequence[Share], cells: Sequence[Decimal]) -> Decimal | None:
    """The whole of a row of shares: the sum of its parts, or a cell, that one of them fits; None when it is not certain."""
    if len(shares) < 2 or len({one.part.unit for one in shares}) > 1:
        return None
    if not _ALL[0] <= sum((one.said.value for one in shares), Decimal(0)) <= _ALL[1]:
        return None
    total = sum((one.part.value for one in shares), Decimal(0))
    for whole in (total, *cells):
        fitting = [one for one in shares if one.said.fits(one.part.value, whole)]
        if any(one.said.unit < 1 for one in fitting) and all(one.part.value <= whole for one in shares):
            return whole
    return None
