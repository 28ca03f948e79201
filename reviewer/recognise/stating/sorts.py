"""三份由居民提出，两份由物业公司提出: who applied, told by what they are, where the numbers are those of all that came.

A list is read when each of its numbers has one label and together they make a number of applications said before, or that
of the table. A label ends in the noun that gives its column; one whose column is not certain (合作社) counts for the sum alone.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from reviewer.model.phrases import load_phrases
from reviewer.recognise.stating.context import Context
from reviewer.recognise.stating.draft import Cells, Draft
from reviewer.recognise.stating.tokens import Token

_RULE = "TX-OUTCOME"
_NEW = ("t3.new_received.total",)
_ROW = "t3.new_received."
_LONGEST = 16
"""Most characters of a label."""


class Item(NamedTuple):
    column: str
    """"" when it is not certain."""
    value: Decimal
    start: int
    end: int
    linked: bool
    """Words say that these applied (由…提出)."""


def by_sort(
    sentence: Sequence[Token], text: str, stated: Sequence[Draft], context: Context, cells: Cells
) -> list[Draft]:
    """The claims `stated` of one sentence of the folded `text`, those about applicants replaced by what a list of them says."""
    items = _listed(sentence, text)
    total = sum((one.value for one in items), Decimal(0))
    columns = {one.column for one in items} - {""}
    wholes = {one.value for one in stated if one.facts == _NEW} | context.wholes
    own = [one for one in stated if one.facts[0].startswith(_ROW) and one.facts != _NEW]
    if len(items) < 2 or not columns:
        return list(stated)
    if not any(one.linked for one in items) and not any(one.facts == _NEW and one.value == total for one in stated):
        return list(stated)
    if total not in wholes or not (cells.fits(_NEW, total) or any(one.facts == _NEW for one in stated)):
        twice = {one.column for one in items if sum(each.column == one.column for each in items) > 1}
        return [one for one in stated if one not in own or not twice or cells.fits(one.facts, one.value)]
    told = [one for one in own if {key.removeprefix(_ROW) for key in one.facts} & columns]
    found = [one for one in stated if one not in told or one.end <= items[0].start]
    for column in sorted(columns):
        row = [one for one in items if one.column == column]
        value = sum((one.value for one in row), Decimal(0))
        found.append(Draft(_RULE, (_ROW + column,), value, row[0].start, row[-1].end, unit=""))
    return found


def _listed(sentence: Sequence[Token], text: str) -> list[Item]:
    """The longest row of numbers with a label each, the label behind all of them or before all of them."""
    rows = (_row(sentence, text, behind=True), _row(sentence, text, behind=False))
    return max(rows, key=len)


def _row(sentence: Sequence[Token], text: str, *, behind: bool) -> list[Item]:
    best: list[Item] = []
    row: list[Item] = []
    for place, token in enumerate(sentence):
        if token.kind != "count" or token.number is None:
            continue
        item = _item(sentence, place, text, behind, bool(row)) if token.number.exact else None
        row = [*row, item] if item is not None else []
        best = max(best, row, key=len)
    return best


def _item(sentence: Sequence[Token], place: int, text: str, behind: bool, going: bool) -> Item | None:
    """The number at `place` with its label. `going`: in a list, whose later labels need no word before them."""
    number, count = sentence[place], sentence[place].number
    assert count is not None
    if count.kind != "count":
        return None
    words = load_phrases().applicants
    near = sentence[place + 1 :] if behind else tuple(reversed(sentence[:place]))
    edge = next((one for one in near if one.kind in ("cut", "stop", "count")), None)
    if behind:
        start, end = number.end, edge.start if edge is not None else len(text[: sentence[-1].end])
    else:
        start, end = edge.end if edge is not None else sentence[0].start, number.start
    match = re.compile(words.behind if behind else words.before).fullmatch(text, start, end)
    if match is None or not match["label"] or len(match["label"]) > _LONGEST:
        return None
    linked = bool(match["link"] or match["verb"] or (not behind and re.search(words.lead, text[:start])))
    if behind and not linked and not going:
        return None
    column = _column(match["label"])
    if column is None:
        return None
    return Item(
        column, count.value, min(number.start, match.start("label")), max(number.end, match.end()), linked=linked
    )


def _column(label: str) -> str | None:
    """The column of a label; "" when it is some applicant's but not certain whose, None when it is none."""
    words = load_phrases().applicants
    kinds = [_kind(part) for part in re.split(words.joined, label)]
    if kinds[-1] is None:
        return None
    others = {kind for kind in kinds[:-1] if kind is not None}
    unknown = any(kind is None for kind in kinds[:-1]) and kinds[-1] == "natural"
    return "" if others - {kinds[-1]} or unknown else kinds[-1]


def _kind(part: str) -> str | None:
    """The column whose noun a label ends in, by the longest noun (科研机构 is more than 机构)."""
    ends = [(match.start(), column) for column, pattern in _patterns() if (match := pattern.search(part))]
    return min(ends)[1] if ends else None


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    words = load_phrases().applicants
    known = [(column, re.compile(f"(?:{pattern})$")) for column, pattern in words.columns.items()]
    return (("", re.compile(f"(?:{words.uncertain})$")), *known)
