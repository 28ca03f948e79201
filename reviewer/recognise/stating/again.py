"""A number said a second time in its section, where the first fits the table.

县区数据方面，某区新收申请198件 after 全年新收申请1342件: a smaller number without 全年, 共 or 我局 in its sentence is one of the
parts, whoever's it is. Without this, every way of naming a part would have to be known.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from functools import cache

from reviewer.model import Claim, folded
from reviewer.model.phrases import Mark, load_phrases
from reviewer.recognise.stating.draft import Cells

_SENTENCE = re.compile(r"[。；;！？\n]")
_WHOLE: tuple[Mark, ...] = ("time_ok", "total", "self", "area")


def without_parts(claims: Sequence[Claim], text: str, cells: Cells) -> list[Claim]:
    """The claims of one section, those of a part left out; `text`: the section's."""
    fitting: set[tuple[str, ...]] = set()
    kept = []
    for one in claims:
        total = cells.sum(one.facts)
        if total is not None and one.relation == "eq" and one.value == total:
            fitting.add(one.facts)
        elif total is not None and one.facts in fitting and _less(one, total) and not _whole(_sentence(text, one)):
            continue
        kept.append(one)
    return kept


def _less(one: Claim, total: Decimal) -> bool:
    return one.relation in ("eq", "none") and one.value < total


def _sentence(text: str, one: Claim) -> str:
    """From the beginning of the claim's sentence to its end."""
    before = [match.end() for match in _SENTENCE.finditer(text, 0, one.start)]
    return folded(text[before[-1] if before else 0 : one.end])


def _whole(said: str) -> bool:
    return _words().search(said) is not None


@cache
def _words() -> re.Pattern[str]:
    marks = load_phrases().marks
    words = [re.escape(word) for mark in _WHOLE for word in marks.get(mark, ())]
    return re.compile("|".join(sorted(words, key=len, reverse=True)))
