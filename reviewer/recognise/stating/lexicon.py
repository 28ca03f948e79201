"""The vocabulary laid out for reading: words by their first character, patterns compiled, slots by pair."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple, TypeVar

from reviewer.model import Form
from reviewer.model.numerals import HAN
from reviewer.model.phrases import Pattern, Phrases, load_phrases

STOPS = "。；！？"
CUTS = "，：（）"
Word = tuple[str, str, str]
"""The word, its kind and its name."""


class Meaning(NamedTuple):
    """What a pair of object and action states: the comparing rule and its readings, each a sum of cells."""

    rule: str
    readings: tuple[tuple[str, ...], ...]


class Lexicon(NamedTuple):
    phrases: Phrases
    words: dict[str, tuple[Word, ...]]
    """By first character, longest first."""
    patterns: tuple[tuple[re.Pattern[str], Pattern], ...]
    units: dict[str, tuple[tuple[str, str], ...]]
    """(unit, kind) by first character, longest first."""
    family: dict[str, str]
    parent: dict[str, str]
    known: frozenset[str]
    """Characters that can begin a token."""


@cache
def lexicon() -> Lexicon:
    phrases = load_phrases()
    words: list[Word] = []
    for name, listed in phrases.objects.items():
        words += [(word, "object", name) for word in listed]
    for name, listed in phrases.actions.items():
        words += [(word, "action", name) for word in listed]
    for name, listed in phrases.short.items():
        words += [(word, "short", name) for word in listed]
    for mark, listed in phrases.marks.items():
        words += [(word, mark, "") for word in listed]
    units = [(unit, "count") for unit in phrases.units.count] + [(unit, "other") for unit in phrases.units.other]
    units += [(unit, "money") for unit in phrases.units.money]
    by_first = _by_first(words)
    return Lexicon(
        phrases=phrases,
        words={key: tuple(group) for key, group in by_first.items()},
        patterns=tuple((re.compile(one.pattern), one) for one in phrases.patterns),
        units={key: tuple(group) for key, group in _by_first(units).items()},
        family={action: family for family, actions in phrases.families.items() for action in actions},
        known=frozenset((*by_first, *"0123456789", *HAN, *STOPS, *CUTS)),
        parent={action: group for group, actions in phrases.parents.items() for action in actions},
    )


Entry = TypeVar("Entry", bound="tuple[str, ...]")


def _by_first(entries: list[Entry]) -> dict[str, list[Entry]]:
    found: dict[str, list[Entry]] = {}
    for entry in sorted(entries, key=lambda one: (-len(one[0]), one)):
        found.setdefault(entry[0][0], []).append(entry)
    return found


_MEANINGS: dict[str, dict[tuple[str, str], Meaning]] = {}


def meanings(form: Form) -> dict[tuple[str, str], Meaning]:
    """(object, action) -> the cells it states in this edition; pairs without a cell there are left out."""
    if form.edition in _MEANINGS:
        return _MEANINGS[form.edition]
    found = {}
    for slot in load_phrases().slots:
        readings = tuple(cells for one in slot.readings if (cells := _cells(one, form)))
        for action in (slot.action, *slot.also):
            if readings:
                found[slot.object, action] = Meaning(slot.rule, readings)
    _MEANINGS[form.edition] = found
    return found


def _cells(patterns: tuple[str, ...], form: Form) -> tuple[str, ...]:
    """The cells of one reading, or () when the edition lacks one of them."""
    found: list[str] = []
    for pattern in patterns:
        rule = re.compile(re.escape(pattern).replace(r"\*", r".*"))
        hits = [
            key for key in form.cells if rule.fullmatch(key) and (not pattern.endswith("*") or _total(pattern, key))
        ]
        if not hits:
            return ()
        found += hits
    return tuple(found)


def _total(pattern: str, key: str) -> bool:
    """A trailing `*` after a row group stands for its rows' totals, after a column prefix for its columns."""
    return key.endswith(".total") or not pattern.endswith(".*")
