"""A quote is a span of the report, or it is refused. Nothing is aligned by likeness: one digit is the finding.

A quote is compared after a fixed folding (`model.text.fold`): line ends and blanks, full-width and half-width letters,
digits and punctuation, characters without width. It is not NFKC: 10² is not 102. What is shown afterwards are the
report's own characters between the offsets found, never those of the model.
"""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from reviewer.llm.segments import Segment
from reviewer.model import Fact, Folded, bare, fold, folded
from reviewer.model.numerals import HAN

SHORTEST = 6
"""Characters of a quote, punctuation counted; a whole cell, or a whole segment, may be shorter."""
LONGEST = 600
_LETTERS = 4
_NEGATED = re.compile(
    r"(?:未|不(?![断同少仅但])|没|无(?!论)|非(?!常)|勿|拒绝|禁止|避免|杜绝)[有予能得曾被再需法应可经]?$"
    r"|(?:未(?!来)|没有|不予|不能|无法|拒绝)[^，。；：、！？\s\d]{0,4}$"
)
_CUT_RIGHT = re.compile(r"[.,]?[0-9]|[十百千万亿%‰余多几]")


class Refusal(StrEnum):
    """Why a quote is refused; sentences J-… in rules/messages.yaml."""

    EMPTY = "J-QUOTE-EMPTY"
    SHORT = "J-QUOTE-SHORT"
    LONG = "J-QUOTE-LONG"
    ABSENT = "J-QUOTE-ABSENT"
    CUT = "J-QUOTE-CUT"
    SEGMENT = "J-SEGMENT"
    CELL = "J-CELL"


class Span(NamedTuple):
    """Characters [start, end) of a section's text."""

    section: str
    start: int
    end: int


@lru_cache(maxsize=4096)
def _folded(source: str) -> Folded:
    return fold(source)


def ground(quote: str, segment: Segment | None) -> Span | Refusal:
    """Where a quote stands in the segment it was said to stand in.

    A quote must not begin or end inside a number, nor leave out the negation before its first word: 3件 of 13件 and
    办结 of 未办结 stand in the text, and say something else.
    """
    if segment is None:
        return Refusal.SEGMENT
    if len(quote) > 2 * LONGEST:
        return Refusal.LONG
    wanted = folded(quote)
    if not bare(quote):
        return Refusal.EMPTY
    source = _folded(segment.source)
    if len(wanted) > LONGEST:
        return Refusal.LONG
    if wanted.strip("。！？；") != source.text.strip("。！？；") and _short(wanted):
        return Refusal.SHORT
    refusal, at = Refusal.ABSENT, source.text.find(wanted)
    while at >= 0:
        if not _cut(source.text, at, at + len(wanted)):
            low, high = source.source(at, at + len(wanted))
            return Span(segment.section, segment.start + low, segment.start + high)
        refusal, at = Refusal.CUT, source.text.find(wanted, at + 1)
    return refusal


def _short(wanted: str) -> bool:
    return len(wanted) < SHORTEST or len(bare(wanted)) < _LETTERS


def _cut(text: str, start: int, end: int) -> bool:
    first, last, before = text[start], text[end - 1], text[:start]
    if first.isdigit() and re.search(r"[0-9][.,]?$", before):
        return True
    if first in HAN and before[-1:] and before[-1] in HAN:
        return True
    if _NEGATED.search(before[-7:]):
        return True
    after = text[end : end + 2]
    if last.isdigit() and _CUT_RIGHT.match(after):
        return True
    return last in HAN and bool(after) and after[0] in HAN


def cell(key: str, value: str, facts: dict[str, Fact], allowed: frozenset[str]) -> Fact | Refusal:
    """The cell that a model cites, when it was shown to it and holds that value as printed."""
    fact = facts.get(key)
    if fact is None or key not in allowed or fact.value is None:
        return Refusal.CELL
    return fact if folded(value) == folded(shown(fact)) else Refusal.CELL


def shown(fact: Fact) -> str:
    """A cell's value as a prompt shows it."""
    return fact.raw.strip() or f"{fact.value:f}"
