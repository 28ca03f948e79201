"""Shares whose whole is certain without a list: 在250条信息中，原创95条，占38%; 发放200份，收回182份，回收率91%.

Only where the sentence has exactly two exact numbers of one unit before the percentage: the whole, then the part.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from reviewer.checks.listwords import compiled
from reviewer.checks.quantities import Quantity, Sentence

_NEAR = 6
"""Most characters between the part and its percentage."""


class Pair(NamedTuple):
    part: Quantity
    whole: Quantity


def pair(sentence: Sentence, match: re.Match[str]) -> Pair | None:
    """The two numbers before a percentage, when there are no others in its sentence, and no other percentage."""
    before = [one for one in sentence.quantities if one.end <= match.start()]
    if len(before) == 2 and any(char in "；%" for char in sentence.text[before[0].end : before[1].start]):
        return None
    if len(before) != 2 or not all(one.exact for one in before):
        return None
    whole, part = before
    if "%" in sentence.text[whole.end : part.start]:
        return None  # 建议答复公开19件，公开率11%；提案答复公开19件，公开率13%: a part with a share of its own
    gap = sentence.text[part.end : match.start()]
    fits = whole.unit == part.unit and whole.value >= part.value > 0 and len(gap) <= _NEAR and gap.count("，") <= 1
    return Pair(part, whole) if fits and not any(char in gap for char in "；、。%") else None


def among(sentence: Sentence, match: re.Match[str], inside: str) -> Pair | None:
    """A part of what was named before it (…条信息中，…): `inside` is the pattern of what may stand between."""
    found = pair(sentence, match)
    if found is None:
        return None
    return found if compiled(inside).match(sentence.text, found.whole.end, found.part.start) else None


def rated(sentence: Sentence, match: re.Match[str]) -> Pair | None:
    """A rate called by what was done with the part: 收回…，回收率; group `stem` of the match in either order."""
    found = pair(sentence, match)
    if found is None:
        return None
    stem, label = match["stem"], sentence.text[found.whole.end : match.start()]
    return found if stem in label or stem[::-1] in label else None
