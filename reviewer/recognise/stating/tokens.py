"""Tokens of a folded paragraph: what each stretch of text means for the reading of numbers."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple


class Count(NamedTuple):
    """A printed number with its unit. `kind`: count, money, bare (no unit) or other (years, percent, phones …)."""

    value: Decimal
    kind: str
    unit: str
    exact: bool
    half: Decimal
    """Half a unit of the last printed digit, in 万元: what a rounded sum of money may be off by."""
    spelled: bool = False
    """Written as the word for zero (为零)."""
    least: bool = False
    """Counts persons, who may each have applied more than once."""


class Token(NamedTuple):
    """`kind` is object, action, short, count, cut, stop, text (unknown words) or a mark of the vocabulary."""

    kind: str
    name: str
    start: int
    end: int
    number: Count | None = None


DISPUTES = ("review", "litigation", "litigation_direct", "litigation_after_review")
DOCUMENTS = ("normative_documents", "regulations")
ANCHORS = ("object", "action")
"""Tokens that name a cell, or part of it."""
NEUTRAL = frozenset(
    {
        "filler",
        "join",
        "each",
        "respectively",
        "total",
        "context",
        "self",
        "area",
        "time_ok",
        "rest",
        "needed",
        "respondent",
    }
)
"""Tokens that may stand between a name and its number, or between 无 and what there is none of."""


def counts(token: Token) -> bool:
    """Is it a number of things, or of money, not a date or a share?"""
    return token.number is not None and token.number.kind != "other"
