"""A sentence about another year whose numbers are this year's: every application number in it stands in table 3.

One number may be the same in two years; two, or one of three figures, are not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from reviewer.checks import dates, lines
from reviewer.checks.context import Context
from reviewer.checks.lines import Line
from reviewer.checks.quantities import read
from reviewer.checks.regex import Pattern
from reviewer.checks.result import UnknownValueError
from reviewer.model import Frozen

_LARGE = 100
_SEVERAL = 2
_CUTS = "，；、（"


class Row(Frozen):
    """Words directly before a number, and the cells any of whose sums it then is."""

    pattern: Pattern
    facts: tuple[tuple[str, ...], ...]


class Copied(Frozen):
    opens: str
    """Pattern of what the sentence begins with; group `year`, with {YEAR} for a year."""
    about: Pattern
    """The sentence is about applications."""
    unless: Pattern
    """The sentence compares, or may rightly speak of that year."""
    rows: tuple[Row, ...]
    variant: str


class Stale(NamedTuple):
    line: Line
    start: int
    end: int
    year: int


def copied(parameters: Copied, context: Context, year: int) -> Iterator[Stale]:
    """Sentences that open with last year or the next and hold this year's numbers."""
    for line in lines.lines(context):
        for match in re.finditer(r"[^。！？]+", line.text):
            opening = re.match(dates.filled(parameters.opens), match[0])
            if opening is None or not re.search(parameters.about, match[0]):
                continue
            said = dates.year_of(opening["year"])
            if abs(said - year) != 1 or re.search(parameters.unless, match[0][opening.end() :]):
                continue
            numbers = _numbers(parameters, context, match[0])
            if numbers and _certain(numbers):
                end = match.start() + max(end for _, end, _ in numbers)
                yield Stale(line, match.start() + opening.start("year"), end, said)


def _numbers(parameters: Copied, context: Context, text: str) -> list[tuple[Decimal, int, bool]]:
    """Every number of 件 with a word for a row: its value, its end, and whether it is this year's."""
    found = []
    for one in read(text):
        label = text[max(text.rfind(char, 0, one.start) for char in _CUTS) + 1 : one.start]
        row = next((each for each in parameters.rows if re.search(each.pattern, label)), None)
        if row is not None:
            sums = [_sum(facts, context) for facts in row.facts]
            found.append((one.value, one.end, one.exact and one.value in sums))
    return found


def _sum(facts: tuple[str, ...], context: Context) -> Decimal | None:
    try:
        return sum((context.value(key) for key in facts), Decimal(0))
    except UnknownValueError:
        return None


def _certain(numbers: list[tuple[Decimal, int, bool]]) -> bool:
    values = {value for value, _, _ in numbers if value}
    return all(same for _, _, same in numbers) and (len(values) >= _SEVERAL or any(one >= _LARGE for one in values))
