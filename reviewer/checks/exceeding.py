"""Parts that are more than what they are parts of: 发现问题13个，其中完成整改15个; 收到9件，其中3月、6月分别收到4件、6件.

Such a list need not be all of its whole, so that only more than the whole is wrong.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from reviewer.checks.addends import elsewhere, listing
from reviewer.checks.listing import SEPARATORS, Listing, Part
from reviewer.checks.listwords import compiled
from reviewer.checks.partitions import acts, words
from reviewer.checks.quantities import Quantity, Sentence, unread

_SLIP = Decimal("1.02")
"""Channels that come to more than this part of their whole tell the same things twice."""


def exceeding(sentence: Sentence, before: Sentence | None) -> Iterator[Listing]:
    """Every such list of a sentence with its whole; one that is not too much is given as its whole alone."""
    yield from _followed(sentence)
    if before is not None and before.paragraph != sentence.paragraph:
        before = None
    yield from _months(sentence, before)
    yield from _channels(sentence, before)


def _followed(sentence: Sentence) -> Iterator[Listing]:
    """What was done about some of the things found (其中完成整改15个)."""
    text = sentence.text
    for index, (whole, part) in enumerate(pairwise(sentence.quantities)):
        if whole.unit != part.unit or not (whole.exact and part.exact):
            continue
        if compiled(words().followed).fullmatch(text, whole.end, part.start):
            rivals = [one for one in sentence.quantities[:index] if one.unit == whole.unit]
            most = whole.value + sum((one.value for one in rivals), Decimal(0))
            vague = compiled(words().aside).search(text[part.end : part.end + 8])
            if not vague and (part.value > most or part.value <= whole.value):
                yield _judged(sentence, whole, [part])


def _months(sentence: Sentence, before: Sentence | None) -> Iterator[Listing]:
    """Some months, each with its number, of what was told right before."""
    for match in compiled(words().some_months).finditer(sentence.text):
        count = len(re.findall(r"\d+月", match["months"]))
        row = _row(sentence, match.end(), count)
        begin = sentence.text.rfind("；", 0, match.start()) + 1
        told = [one for one in sentence.quantities if begin <= one.start and one.end <= match.start()]
        place = sentence
        if not told and before is not None and not sentence.text[: match.start()]:
            told, place = list(before.quantities), before
        told = [one for one in told if row and one.unit == row[0].unit]
        if not told or not all(one.exact for one in told):
            continue
        whole = max(told, key=lambda one: one.value)
        clause = place.text[max(place.text.rfind(char, 0, whole.start) for char in SEPARATORS) + 1 : whole.start]
        if acts(match[0]) & acts(clause):
            yield _judged(sentence, whole if place is sentence else elsewhere(whole), row)


def _row(sentence: Sentence, start: int, count: int) -> list[Quantity]:
    """The exact numbers of one unit that begin at `start`; empty unless there are `count` of them and no more."""
    row = list[Quantity]()
    for one in sentence.quantities:
        if one.start == start or (row and sentence.text[row[-1].end : one.start] in ("、", "，", "和")):
            row.append(one)
    plain = len({one.unit for one in row}) == 1 and all(one.exact for one in row)
    return row if plain and len(row) == count and not unread(sentence, start, row[-1].end) else []


def _channels(sentence: Sentence, before: Sentence | None) -> Iterator[Listing]:
    """A sentence that begins with three channels or more, after one that tells the only number which they divide."""
    found = compiled(words().channels).match(sentence.text)
    if found is None or before is None:
        return
    row = [one for one in sentence.quantities if one.end <= found.end()]
    told = [one for one in before.quantities if one.unit == row[0].unit] if row else []
    plain = len({one.unit for one in row}) == 1 and all(one.exact for one in (*row, *told))
    if len(told) != 1 or not plain or compiled(words().aside).search(before.text):
        return
    if sum((one.value for one in row), Decimal(0)) <= told[0].value * _SLIP:
        yield _judged(sentence, elsewhere(told[0]), row)


def _judged(sentence: Sentence, whole: Quantity, parts: Sequence[Quantity]) -> Listing:
    total = sum((one.value for one in parts), Decimal(0))
    shown = parts if total > whole.value else [whole]
    return listing(sentence, whole, [Part("", one) for one in shown])
