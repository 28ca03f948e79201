"""Results of reviews and suits that have no number of their own: 行政复议1件，予以维持; 已结的7起法院全部支持我局.

The only one, or all, ended so; all that this body won leaves nothing corrected. After 含直接起诉4起、复议后起诉6起 a bare
result is that of all ten.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from reviewer.model.phrases import load_phrases
from reviewer.recognise.stating.draft import ZERO_RULE, Cells, Draft
from reviewer.recognise.stating.tokens import Token

_RULE = "TX-DISPUTE"
_SUITS = "litigation"
_KINDS = ("litigation_direct", "litigation_after_review")
_CORRECTED = "corrected"
_ZERO = Decimal(0)


class _Words(NamedTuple):
    ended: re.Pattern[str]
    results: dict[str, re.Pattern[str]]
    won: re.Pattern[str]
    unsure: re.Pattern[str]
    courts: re.Pattern[str]
    review_bodies: re.Pattern[str]


def of_all_suits(found: Sequence[Draft], sentence: Sequence[Token], cells: Cells) -> list[Draft]:
    """The claims of one sentence in order; results behind both kinds of suits, which make up all, are of all suits."""
    kept: list[Draft] = []
    for one in found:
        kind = _kind(one)
        both = cells.meaning(_SUITS, one.facts[0].rpartition(".")[2].replace("other", "result_other"))
        alone = kind is not None and not _names(sentence, one) and not _bracketed(sentence, one)
        if alone and both is not None and _complete(kept, cells):
            keys = both.readings[0]
            if cells.fits(keys, one.value) or not cells.fits(one.facts, one.value):
                one = one._replace(facts=keys)
        kept.append(one)
    return kept


def verdicts(sentence: Sequence[Token], text: str, found: Sequence[Draft], cells: Cells) -> list[Draft]:
    """Further claims of one sentence of the folded `text` that follow from the claims `found` in it."""
    told: list[Draft] = []
    end = sentence[-1].end if sentence else 0
    if not sentence or _words().unsure.search(text, sentence[0].start, end):
        return []
    totals = [(item, one) for one in found if one.value and (item := _item(one, cells)) is not None]
    for place, (item, one) in enumerate(totals):
        until = totals[place + 1][1].start if place + 1 < len(totals) else end
        counts = [token.start for token in sentence if token.kind == "count" and one.end <= token.start < until]
        told += _ended(item, one, text, min([until, *counts]), cells)
        if item in _KINDS and _complete(found, cells):
            item = _SUITS
        told += _won(item, one, text, until, cells)
    known = {one.facts for one in found}
    return [one for one in told if one.facts not in known]


def _ended(item: str, one: Draft, text: str, until: int, cells: Cells) -> list[Draft]:
    """行政复议1件，复议机关审理后予以维持."""
    match = _words().ended.match(text, one.end, until)
    if match is None or (one.value > 1 and not match["all"]):
        return []
    elsewhere = _words().courts if item == "review" else _words().review_bodies
    if elsewhere.search(match[0]):
        return []  # 行政复议2起、行政诉讼1起，复议机关均予以维持
    name = next((name for name, pattern in _words().results.items() if pattern.fullmatch(match["result"])), "")
    meaning = cells.meaning(item, name)
    return [Draft(_RULE, meaning.readings[0], one.value, one.start, match.end(), unit=one.unit)] if meaning else []


def _won(item: str, one: Draft, text: str, until: int, cells: Cells) -> list[Draft]:
    """已结的7起法院全部支持我局: none of them was corrected."""
    match = _words().won.search(text, one.end, until)
    meaning = cells.meaning(item, _CORRECTED)
    if match is None or meaning is None:
        return []
    return [Draft(ZERO_RULE, meaning.readings[0], _ZERO, match.start(), match.end(), "none")]


def _item(one: Draft, cells: Cells) -> str | None:
    """What a claim counts all of."""
    for item in ("review", _SUITS, *_KINDS):
        meaning = cells.meaning(item, "")
        if meaning is not None and one.facts == meaning.readings[0]:
            return item
    return None


def _kind(one: Draft) -> str | None:
    """The kind of suits of a claim about one of their results."""
    row, _, column = one.facts[0].removeprefix("t4.").rpartition(".")
    return row if len(one.facts) == 1 and row in _KINDS and column != "total" else None


def _complete(found: Sequence[Draft], cells: Cells) -> bool:
    """Were all suits counted, then both kinds of them, with no result of one kind between?"""
    items = [(_item(one, cells), one) for one in found]
    values = {item: one.value for item, one in items if item is not None}
    if not {_SUITS, *_KINDS} <= set(values) or values[_KINDS[0]] + values[_KINDS[1]] != values[_SUITS]:
        return False
    kinds = [place for place, (item, _) in enumerate(items) if item in _KINDS]
    return not any(_kind(one) is not None for _, one in items[kinds[0] : kinds[-1]])


def _names(sentence: Sequence[Token], one: Draft) -> bool:
    return any(token.name in _KINDS and one.start <= token.start < one.end for token in sentence)


def _bracketed(sentence: Sequence[Token], one: Draft) -> bool:
    """复议后起诉2件（尚未审结2件）: what a bracket says is of the number before it."""
    marks = [token.name for token in sentence if token.kind == "cut" and token.end <= one.start]
    return marks.count("（") > marks.count("）")


@cache
def _words() -> _Words:
    given = load_phrases().verdicts
    return _Words(
        re.compile(given.ended),
        {name: re.compile(pattern) for name, pattern in given.results.items()},
        *map(re.compile, (given.won, given.unsure, given.courts, given.review_bodies)),
    )
