"""A row of shares behind the row of numbers that they are shares of: A 60件、B 30件、C 10件，占比依次为60%、30%、10%.

The whole is certain where two of the shares, printed with decimals, fit it: the sum of the numbers, or a total in reach.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise
from typing import NamedTuple

from reviewer.checks.percent import HUNDRED, Said
from reviewer.checks.percentwords import percent_words
from reviewer.checks.quantities import Quantity, Sentence

_NUMBER = re.compile(r"(?P<number>\d{1,3}(?:\.\d+)?)%")
_FEWEST = 3
_SURE = 2
"""Shares that fit a whole make it certain."""
_GAP = 16
"""Most characters between two of the numbers, and between the last and the words that open the shares."""


class Wrong(NamedTuple):
    part: Quantity
    said: Said
    whole: Decimal


def ordered(sentence: Sentence, totals: Sequence[Decimal]) -> list[list[Wrong]]:
    """For every row whose whole is certain its wrong shares. `totals`: what the whole may be besides."""
    found = []
    for match in re.finditer(rf"(?:{percent_words().row})(?P<row>[\d.]+%(?:[、，和及与][\d.]+%)+)", sentence.text):
        shares = [_said(one, match.start("row")) for one in _NUMBER.finditer(match["row"])]
        parts = _parts(sentence, match.start(), len(shares))
        whole = _whole(parts, shares, totals) if parts else None
        if whole is not None:
            pairs = zip(parts, shares, strict=True)
            found.append([Wrong(part, said, whole) for part, said in pairs if _off(part.value, whole, said)])
    return found


def _said(match: re.Match[str], shift: int) -> Said:
    value = Decimal(match["number"])
    unit = Decimal(1).scaleb(int(value.as_tuple().exponent))
    return Said(value, unit, shift + match.start("number"), shift + match.end())


def _parts(sentence: Sentence, stop: int, count: int) -> list[Quantity]:
    """The `count` numbers right before `stop`; empty where they are no row, or the row has more of them."""
    text = sentence.text
    row = [one for one in sentence.quantities if text.rfind("；", 0, stop) < one.start and one.end <= stop]
    parts = row[-count:]
    if count < _FEWEST or len(parts) < count or len({one.unit for one in parts}) > 1:
        return []
    gaps = [text[one.end : two.start] for one, two in pairwise(parts)] + [text[parts[-1].end : stop]]
    plain = all(len(gap) <= _GAP and not any(char in gap for char in "（）%：") for gap in gaps)
    more = row[: len(row) - count]
    level = more and more[-1].unit == parts[0].unit and text[more[-1].end : parts[0].start].startswith("、")
    return parts if plain and not level and all(one.exact for one in parts) else []


def _whole(parts: Sequence[Quantity], shares: Sequence[Said], totals: Sequence[Decimal]) -> Decimal | None:
    """The whole that most of the shares fit, the sum of the parts before others; None where it is not certain."""
    total, most = sum((one.value for one in parts), Decimal(0)), max(one.value for one in parts)
    found, best = None, _SURE - 1
    for whole in (total, *totals):
        fits = [said for one, said in zip(parts, shares, strict=True) if said.fits(one.value, whole)]
        count = len([said for said in fits if said.unit < 1])
        if whole >= most and count > best:
            found, best = whole, count
    return found


def _off(part: Decimal, whole: Decimal, said: Said) -> bool:
    """Not even within one last digit, as one that was rounded so that all make 100 %."""
    return abs(part * HUNDRED / whole - said.value) >= said.unit
