"""Numbers of table two that a sentence tells the other way round: 对8起…案件作出行政处罚决定; the items of the form of 2019.

Decisions told of some cases are at least so many: only a number that the cell does not exceed is a claim.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from reviewer.model.phrases import load_phrases
from reviewer.recognise.stating.context import Context
from reviewer.recognise.stating.draft import Cells, Draft
from reviewer.recognise.stating.tokens import Token

_RULE = "TX-DECISIONS"
_BARS = frozenset(
    {"none", "publish", "published", "narrow", "growth", "average", "channel", "among", "other_body", "text"}
)
_DECIDED, _LAST_YEAR, _CHANGE = "decisions", "items_last_year", "change"


class _Words(NamedTuple):
    first: tuple[re.Pattern[str], ...]
    items: re.Pattern[str]
    then: re.Pattern[str]


def decided(
    sentence: Sequence[Token], text: str, stated: Sequence[Draft], before: Context, cells: Cells
) -> list[Draft]:
    """Further claims of one sentence of the folded `text`; `before` is the context as it was before it."""
    if not sentence:
        return []
    known = {one.facts for one in stated}
    found = [*_first(sentence, text, before, cells), *_items(sentence, text, before, cells)]
    return [one for one in found if one.facts not in known]


def _first(sentence: Sequence[Token], text: str, before: Context, cells: Cells) -> Iterator[Draft]:
    """The number first: 对8起违法占地案件作出行政处罚决定."""
    for place, token in enumerate(sentence):
        count = token.number
        if count is None or count.kind != "count" or not count.exact or not count.value:
            continue
        match = next((one for each in _words().first if (one := each.match(text, token.end))), None)
        key = _key(cells, match["item"], _DECIDED) if match is not None else None
        if match is None or key is None or not _heard(sentence[:place], before):
            continue
        if cells.reaches((key,), count.value):
            yield Draft(_RULE, (key,), count.value, token.start, match.end(), unit=count.unit)


def _items(sentence: Sequence[Token], text: str, before: Context, cells: Cells) -> Iterator[Draft]:
    """行政许可事项由上年50项减为47项，处理决定962件: last year's items, their change and this year's decisions."""
    for match in _words().items.finditer(text, sentence[0].start, sentence[-1].end):
        name = match["item"] or next(reversed(_names(text, sentence[0].start, match.start())), "")
        last, change = _key(cells, name, _LAST_YEAR), _key(cells, name, _CHANGE)
        ahead = [token for token in sentence if token.end <= match.start()]
        year = before.identity.year
        if last is None or change is None or not _heard(ahead, before, ()):
            continue
        if match["year"] and (year is None or int(match["year"]) != year - 1):
            continue
        was = Decimal(match["was"])
        moved = Decimal(match["now"]) - was if match["now"] else Decimal(match["by"]) * (1 if match["up"] else -1)
        yield Draft(_RULE, (last,), was, match.start(), match.end(), unit="项")
        yield Draft(_RULE, (change,), moved, match.start(), match.end(), unit="项")
        after = _words().then.match(text, match.end())
        if after is not None and (key := _key(cells, name, _DECIDED)) is not None:
            yield Draft(_RULE, (key,), Decimal(after["number"]), after.start("said"), after.end(), unit="件")


def _heard(ahead: Sequence[Token], before: Context, bars: Sequence[str] = tuple(_BARS)) -> bool:
    """Are numbers behind these tokens this body's, of this year and facts?"""
    cut = max((place + 1 for place, token in enumerate(ahead) if token.kind in ("cut", "stop")), default=0)
    if any(token.kind in bars for token in ahead[cut:]):
        return False
    context = before.copy()
    for token in ahead:
        context.hear(token)
    return context.open and not context.doubtful


def _names(text: str, start: int, end: int) -> list[str]:
    return re.findall("|".join(load_phrases().decisions.rows), text[start:end])


def _key(cells: Cells, name: str, column: str) -> str | None:
    """The cell of a name of the row and a column; None when the edition has none."""
    row = load_phrases().decisions.rows.get(name)
    key = f"{row}.{column}" if row is not None else ""
    return key if key in cells.form.cells else None


@cache
def _words() -> _Words:
    given = load_phrases().decisions
    return _Words(tuple(map(re.compile, given.first)), re.compile(given.items), re.compile(given.then))
