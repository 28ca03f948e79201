"""Shares whose whole is certain without a list: 在250条信息中，原创95条，占38%; 发放200份，收回182份，回收率91%.

Where the sentence has exactly two exact numbers of one unit before the percentage: the whole, then the part. A rate may
have more before them, and a share none (8件中，自然人占35.7%) where no number of the whole's units makes it.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple

from reviewer.checks.listwords import compiled
from reviewer.checks.percent import HUNDRED, Said
from reviewer.checks.quantities import Quantity, Sentence
from reviewer.model import Frozen

_NEAR = 6
"""Most characters between the part and its percentage."""

_NOT = ("不", "未")
_MOST = 2000
"""Largest whole that is tried number by number."""


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


class Rates(Frozen):
    """Patterns over folded text."""

    rate: str
    """A rate: groups `stem` (what was done with the part) and `number`."""
    due: str
    """A stem whose whole may be less than what is named: what is not yet due is not in it."""
    graded: str
    """A stem that has grades (基本满意), of which the rate may hold more than the highest; 100 % then says no complaint."""
    grades: str
    """Those grades: which of them the rate holds is not known."""


def rated(rates: Rates, sentence: Sentence, match: re.Match[str], said: Said) -> tuple[Pair, list[Decimal]] | None:
    """A rate called by what was done with the part (收回…，回收率), its whole, and what else its whole may be.

    Only one number of the sentence may be called so, and it stands right before the rate.
    """
    text, stem = sentence.text, match["stem"]
    found, others = pair(sentence, match), list[Decimal]()
    before = [one for one in sentence.quantities if one.end <= match.start()]
    called = [index for index in range(len(before)) if _called(sentence, before, index, stem)]
    if found is None and called == [len(before) - 1] and called != [0] and "%" not in text[: match.start()]:
        found, others = _last(before, text, match), [one.value for one in before[:-2] if one.unit == before[-1].unit]
    label = text[found.whole.end : match.start()] if found else ""
    if found is None or not _names(stem, label):
        return None
    if compiled(rates.graded).search(stem) and (said.value == HUNDRED or compiled(rates.grades).search(text)):
        return None
    top = int(max([found.whole.value, *others]))
    if stem.startswith(_NOT):  # 合格95份、不合格5份，不合格率5%: the other part may stand there for the whole
        others.append(found.whole.value + found.part.value)
    if compiled(rates.due).search(stem) and (
        top > _MOST or any(said.fits(found.part.value, Decimal(one)) for one in range(int(found.part.value), top + 1))
    ):
        return None
    return found, others


def _called(sentence: Sentence, before: list[Quantity], index: int, stem: str) -> bool:
    """Whether a number's own words name what was done: 满意的181份, but not 满意度调查回收188份."""
    start = before[index - 1].end if index else 0
    label = re.split(r"[，；、（）]", sentence.text[start : before[index].start])[-1]
    return _names(stem, label)


def _names(stem: str, label: str) -> bool:
    """Whether words name what was done, in either order, and not that it was not done (不予发布)."""
    return bool(re.search(rf"(?<![不未没无非])(?<!不予)(?<!没有)(?:{stem}|{stem[::-1]})(?!度)", label))


def _last(before: list[Quantity], text: str, match: re.Match[str]) -> Pair | None:
    """The last two numbers before a rate, of one unit, exact and in one part of the sentence."""
    whole, part = before[-2:]
    gap = text[part.end : match.start()]
    near = len(gap) <= _NEAR and gap.count("，") <= 1 and not any(char in gap for char in "；、。%")
    apart = any(char in text[whole.end : part.start] for char in "；%")
    fits = whole.unit == part.unit and whole.value >= part.value > 0 and whole.exact and part.exact
    return Pair(part, whole) if fits and near and not apart else None


class Few(Frozen):
    """Patterns over folded text."""

    between: str
    """All between a whole and a share of it without a number of its own: 新收的8件中，自然人申请占."""
    units: str
    """Units that a share counts; a share of five 栏目 is one of what stands in them."""
    variant: str


def few(words: Few, sentence: Sentence, match: re.Match[str]) -> Quantity | None:
    """The whole of a share that no number of its units makes, not even one rounded to come out even with others."""
    before = [one for one in sentence.quantities if one.end <= match.start()]
    if not before or not before[-1].exact or not compiled(words.units).fullmatch(before[-1].unit):
        return None
    whole = before[-1].value
    gap = sentence.text[before[-1].end : match.start()]
    if not compiled(words.between).fullmatch(gap) or whole > _MOST or any(char in gap for char in "（）"):
        return None
    return before[-1]


def nearest(whole: Quantity, said: Said) -> Decimal | None:
    """The number of units whose share comes next to the one that is said; None when it is that share."""
    numbers = [Decimal(one) for one in range(int(whole.value) + 1)]
    best = min(numbers, key=lambda one: abs(one * HUNDRED / whole.value - said.value))
    return None if abs(best * HUNDRED / whole.value - said.value) < said.unit else best
