"""Small questions about words that code answers before a model is believed."""

from __future__ import annotations

import re

from rapidfuzz import fuzz

from reviewer.model import bare, folded

_TITLE = re.compile(r"《[^》]*》")
_HAN = re.compile(r"[\u3400-\u9fff]+")
_OWN = re.compile(r"^(?:我|本|该)")
COPIED = 80.0
"""Percent of likeness (rapidfuzz partial_ratio) from which on two sentences are one that was copied …"""
RELATED = 60.0
"""… and from which on one may speak of the other."""
_SHORT = 6


def misprinted(word: str, replacement: str, quote: str, agency: str) -> bool:
    """Whether `word` of a quote can be a misprint of `replacement`: no figure, no name, no title of a document.

    A misprint swaps, drops, doubles or transposes a character; another word altogether is a matter of taste.
    """
    wrong, right, text = folded(word), folded(replacement), folded(quote)
    if not wrong or wrong == right or wrong not in text or not _HAN.fullmatch(wrong) or not _HAN.fullmatch(right):
        return False
    if wrong in folded(agency) or any(wrong in title for title in _TITLE.findall(text)):
        return False
    if len(wrong) == len(right):
        same = sum(one == two for one, two in zip(wrong, right, strict=True))
        return 2 * same >= len(wrong) or sorted(wrong) == sorted(right)
    longer, shorter = (wrong, right) if len(wrong) > len(right) else (right, wrong)
    return len(longer) - len(shorter) <= 2 and _within(shorter, longer)


def _within(shorter: str, longer: str) -> bool:
    rest = iter(longer)
    return all(char in rest for char in shorter)


def stranger(name: str, quote: str, agency: str) -> bool:
    """Whether `name` stands in a quote and cannot be the reporting body's own; never without knowing that body."""
    given, own = folded(name), folded(agency)
    if len(bare(given)) < 2 or not own or given not in folded(quote):
        return False
    if match := _OWN.match(given):
        kind = given[match.end() :]
        return bool(kind) and kind not in own
    return given not in own and own not in given


def resembles(one: str, other: str, least: float) -> bool:
    """Whether two sentences are alike by at least `least` percent."""
    left, right = bare(one), bare(other)
    if min(len(left), len(right)) < _SHORT:
        return left == right
    return fuzz.partial_ratio(left, right) >= least
