"""A report's paragraphs and sentences as folded text, each with its way back to the source."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from reviewer.checks.context import Context
from reviewer.checks.text import Place
from reviewer.model import TextSpan, fold

_SENTENCE = re.compile(r"[^。；！？]+[。；！？]?")


class Line(NamedTuple):
    """A stretch of one paragraph: `text` is folded and begins at character `start` of its place."""

    place: Place
    start: int
    text: str

    @property
    def section(self) -> str:
        return self.place.section

    def span(self, context: Context, start: int, end: int) -> TextSpan:
        """Evidence for characters [start, end) of this stretch."""
        section = context.section(self.place.section)
        assert section is not None
        return section.span(*self.place.folded.source(self.start + start, self.start + end))

    def sentences(self) -> Iterator[Line]:
        """Its sentences; a semicolon ends one."""
        for match in _SENTENCE.finditer(self.text):
            yield Line(self.place, self.start + match.start(), match.group())


@lru_cache(maxsize=64)
def _cut(section: str, source: str) -> tuple[Line, ...]:
    """The paragraphs of a section's text."""
    place = Place(section, fold(source))
    found, low, at = [], 0, 0
    for part in source.split("\n"):
        at += len(part) + 1
        high = place.folded.folded(0, min(at, len(source)))[1]
        line = place.folded.text[low:high]
        if line.strip():
            found.append(Line(place, low, line))
        low = high
    return tuple(found)


def lines(context: Context, sections: Sequence[str] = ()) -> Iterator[Line]:
    """The paragraphs of these sections (all of them when none is named), in the order of the document."""
    for section in context.report.sections:
        if sections and section.key not in sections:
            continue
        yield from _cut(section.key, section.text)


def sentences(context: Context, sections: Sequence[str] = ()) -> Iterator[Line]:
    """Every sentence of these sections."""
    for line in lines(context, sections):
        yield from line.sentences()
