"""Numbers in a sentence that a model wrote, and whether code can find them in what it quoted."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from itertools import combinations
from typing import NamedTuple

from reviewer.model import folded
from reviewer.model.numerals import ARABIC, HAN, arabic, chinese

_ARABIC = re.compile(rf"(?:{ARABIC.pattern})(?:[万亿](?!分))?")
_UNITS = "件条篇份次个名人元万亿项期场起部家处例宗户号年月日天周%％倍成类种批届号页字句段张套本台组队"
_CHINESE = re.compile(f"(?<!第)[{HAN}]+(?=[{_UNITS}]|分之|余|多)")
_ORDINAL = re.compile(f"第[{HAN}\\d]+(?:部分|方面|个?问题|段|句|项|点|类)")
_IDIOM = re.compile(
    r"一(?:个|字|项|种|句|处|些|类|段|方面|起|次性|部分|定|般|样|直|律|致|体|条龙)|万(?:一|分)|十分(?!之)|千方百计|百分之(?=百)"
)
_FEW = 6
"""Of more numbers than these a sum of two proves nothing."""


class Stated(NamedTuple):
    """A number and the characters [start, end) of the folded text that say it."""

    value: Decimal
    start: int
    end: int


def numbers(text: str) -> tuple[Stated, ...]:
    """The numbers of a folded text, in both scripts; words that merely hold a numeral (进一步, 十分) say none."""
    taken = [match.span() for pattern in (_ORDINAL, _IDIOM) for match in pattern.finditer(text)]
    found = []
    for pattern, read in ((_ARABIC, arabic), (_CHINESE, chinese)):
        for match in pattern.finditer(text):
            if any(low < match.end() and match.start() < high for low, high in taken):
                continue
            value = read(match[0])
            if value is not None:
                found.append(Stated(value, *match.span()))
    return tuple(sorted(found, key=lambda one: one.start))


def supported(sentence: str, quotes: Iterable[str], values: Sequence[Decimal] = ()) -> bool:
    """Whether every number of a sentence stands in the quotes or cells it rests on, or follows from them.

    `values`: those of the cells. What follows: a sum of all, a sum or difference of two.
    """
    known = {one.value for quote in quotes for one in numbers(folded(quote))} | set(values)
    stated = {one.value for one in numbers(folded(sentence))}
    return all(one in known or _follows(one, values) for one in stated)


def _follows(value: Decimal, parts: Sequence[Decimal]) -> bool:
    if not 1 < len(parts) <= _FEW:
        return False
    pairs = combinations(parts, 2)
    return value == sum(parts, Decimal(0)) or any(value in (one + two, abs(one - two)) for one, two in pairs)
