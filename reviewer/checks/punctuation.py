"""The kind `punctuation`: marks of the wrong width, doubled marks, brackets that do not close."""

from __future__ import annotations

from collections.abc import Iterator

from reviewer import resources
from reviewer.checks import patterns
from reviewer.checks.context import Context
from reviewer.checks.patterns import Entry, Hit
from reviewer.checks.result import Result
from reviewer.checks.rule import Rule
from reviewer.model import Frozen, Section

_FULL = 20
"""Fewest characters of a line that a page broke: a heading is shorter."""
_STOPS = tuple("。！？；：…")


class Parameters(Frozen):
    """`entries` as of the kind `patterns`; `pairs`: opening and closing mark in one string each."""

    entries: tuple[Entry, ...]
    pairs: tuple[str, ...]
    same: tuple[str, str] = ("（）", "()")
    """Marks of two widths that may stand for each other."""
    unpaired: str
    """Variant for a mark without its other half."""


def faults(parameters: Parameters) -> Iterator[patterns.Fault]:
    yield from patterns.faults(patterns.Parameters(entries=parameters.entries))
    for number, pair in enumerate(parameters.pairs):
        if len(pair) != 2:
            yield ("pairs", number), "two characters are needed"


def run(rule: Rule, parameters: Parameters, context: Context) -> Result:
    result = Result()
    if not any(section.text for section in context.report.sections):
        result.unknown.append(resources.sentence("K-TEXT-ABSENT"))
        return result
    result.checked = 1
    found = patterns.hits(parameters.entries, context)
    for section in context.report.sections:
        found += _unpaired(section, parameters)
    result.findings = patterns.told(rule, found, context, together=True)
    return result


def _unpaired(section: Section, parameters: Parameters) -> Iterator[Hit]:
    """The first mark of each paragraph that has no other half; lines that a page broke are one paragraph."""
    entry = Entry(pattern="-", variant=parameters.unpaired)
    wide, narrow = parameters.same
    widths = str.maketrans(narrow, wide)
    at = 0
    for text in _paragraphs(section.text.translate(widths)):
        for pair in parameters.pairs:
            place = _alone(text, pair)
            if place is not None:
                span = section.span(at + max(place - 8, 0), at + min(place + 9, len(text)))
                yield Hit(entry, span.quote, "", span)
        at += len(text) + 1


def _paragraphs(text: str) -> list[str]:
    """The lines of a text, with those that go on in the next (no stop at their end) and are long enough to be broken."""
    found: list[str] = []
    broken = False
    for line in text.split("\n"):
        if broken:
            found[-1] += f"\n{line}"
        else:
            found.append(line)
        broken = len(line) >= _FULL and not line.rstrip().endswith(_STOPS)
    return found


def _alone(text: str, pair: str) -> int | None:
    """Where a mark stands without its other half. `1）` and `(1)` at the head of an item are not looked at."""
    opening, closing = pair[0], pair[1]
    if opening not in text and closing not in text:
        return None
    open_at: list[int] = []
    for place, char in enumerate(text):
        if char == opening:
            open_at.append(place)
        elif char == closing:
            if open_at:
                open_at.pop()
            elif not (place and text[place - 1].isalnum() and text[place - 1].isascii()):
                return place
    return open_at[0] if open_at else None
