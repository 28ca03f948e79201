"""Two numbers of which one became the other: a row of years (2022年3件，2023年6件，2024年5件), and 由62项增至71项，新增9项."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from reviewer.checks.listwords import compiled
from reviewer.checks.quantities import Quantity, Sentence
from reviewer.model import Frozen

_FEWEST = 3
"""Years of a row; two are read with their words."""
_YEAR = re.compile(r"(20\d\d)年")


class Steps(Frozen):
    """Patterns over folded text."""

    against: str
    """All that may stand between a row of years and its change; group `year` where it names what it is held against."""
    opens: str
    """Before the first of two numbers: it is what there was (由上年的). Ends directly before it."""
    turns: str
    """All that may stand between the two: 增至."""
    more: str
    less: str
    """All that may stand between the second and by how much it differs."""
    taken: str
    """Elsewhere in the sentence: some went, so that what was added is not the difference."""
    added: str
    """Elsewhere in the sentence: some were added, so that what went is not the difference."""
    variant: str


class Step(NamedTuple):
    """What became what; `by` is how much it is said to differ, `sign` which way."""

    last: Quantity
    now: Quantity
    by: Quantity | None = None
    sign: int = 0


def row(steps: Steps, sentence: Sentence, here: Sequence[Quantity], stop: int, year: int) -> Step | None:
    """Last year's and this year's of a row in which each number has its own year; the change stands at `stop`."""
    if len(here) < _FEWEST or len({one.unit for one in here}) > 1 or not all(one.exact for one in here):
        return None
    text, at, found = sentence.text, text_begin(sentence, here[0]), dict[int, Quantity]()
    for one in here:
        named = _YEAR.findall(text[at : one.start])
        if len(named) != 1 or int(named[0]) in found:
            return None
        found[int(named[0])] = one
        at = one.end
    match = compiled(steps.against).fullmatch(text, here[-1].end, stop)
    if match is None or found.get(year) is not here[-1]:
        return None
    base = found.get(int(match["year"]) if match["year"] else year - 1)
    return Step(base, here[-1]) if base is not None and base is not here[-1] else None


def text_begin(sentence: Sentence, first: Quantity) -> int:
    """Where the part of the sentence begins in which a number stands."""
    return sentence.text.rfind("；", 0, first.start) + 1


def step(steps: Steps, sentence: Sentence, first: int) -> Step | None:
    """由A增至B at the number `first` of a sentence, with what is said behind it to be the difference."""
    numbers, text = sentence.quantities, sentence.text
    if first + 1 >= len(numbers):
        return None
    last, now = numbers[first], numbers[first + 1]
    opened = compiled(rf"(?:{steps.opens})$").search(text[: last.start])
    turned = compiled(steps.turns).fullmatch(text, last.end, now.start)
    if opened is None or turned is None or last.unit != now.unit or not (last.exact and now.exact):
        return None
    if first + 2 < len(numbers) and numbers[first + 2].unit == now.unit and _plain(text, numbers[first + 2]):
        by = numbers[first + 2]
        for pattern, sign, against in ((steps.more, 1, steps.taken), (steps.less, -1, steps.added)):
            if compiled(pattern).fullmatch(text, now.end, by.start):
                rest = text[: opened.start()] + text[by.end :]
                return None if compiled(against).search(rest) else Step(last, now, by, sign)
    return Step(last, now)


def _plain(text: str, one: Quantity) -> bool:
    """Figures and a unit alone; behind 减少 a number is not read as a count, and here it is none."""
    return bool(re.fullmatch(r"[\d,]+" + re.escape(one.unit), text[one.start : one.end]))
