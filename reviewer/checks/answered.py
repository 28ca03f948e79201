"""Problems that are answered one by one (针对第一处，…), and those among them that no answer names."""

from __future__ import annotations

from typing import NamedTuple

from reviewer.checks import text
from reviewer.checks.context import Context
from reviewer.checks.listwords import compiled
from reviewer.model import TextSpan

_ORDINALS = "一二三四五六"


class Answered(NamedTuple):
    """How many problems there are, and those without an answer: their ordinal and where they begin."""

    problems: int
    without: tuple[tuple[str, TextSpan], ...]


def answered(context: Context, key: str, ordinals: tuple[str, ...], answers: str, others: str) -> Answered | None:
    """Problems numbered in one way before the first answer; None when it is not certain what is answered.

    `ordinals` and `answers` have a group `number`; `others` tells that an answer may be for more than it names.
    """
    place = text.place(context, key)
    section = context.section(key)
    if place is None or section is None:
        return None
    whole = place.folded.text
    named = list(compiled(answers).finditer(whole))
    if not named or compiled(others).search(whole):
        return None
    for pattern in ordinals:
        marks = [one for one in compiled(pattern).finditer(whole) if one.end() <= named[0].start()]
        numbers = [_ORDINALS.index(one["number"]) for one in marks]
        if len(marks) < 2 or numbers != list(range(len(marks))):
            continue
        told = {_ORDINALS.index(one["number"]) for one in named}
        if max(told) >= len(marks):
            return None
        lost = []
        for number, one in enumerate(marks):
            if number not in told:
                stops = [at for char in "；。" if (at := whole.find(char, one.end())) >= 0]
                span = section.span(*place.folded.source(one.start(), min([*stops, len(whole)])))
                lost.append((_ORDINALS[number], span))
        return Answered(len(marks), tuple(lost))
    return None
