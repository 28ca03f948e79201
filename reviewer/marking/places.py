"""From a finding's evidence to what the recogniser built it from: pieces of paragraphs, cells."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from reviewer.model import AnnualReport, CellRef, Fact, Place, Section, TextSpan


class Piece(NamedTuple):
    """Characters [start, end) of `text`, the part of one paragraph (or printed line) that stands in a section.

    `place` is where that part comes from. `before`: visible characters from the same place that stand before it in the
    section; None where it is the only part from there.
    """

    text: str
    start: int
    end: int
    place: Place
    before: int | None = None


def cell(report: AnnualReport, ref: CellRef) -> Fact | None:
    """The cell as it was read, when it says what the evidence says."""
    fact = report.facts.get(ref.fact)
    return fact if fact is not None and fact.raw == ref.raw and fact.page is not None else None


def pieces(report: AnnualReport, span: TextSpan) -> list[Piece]:
    """The pieces that hold a quote, in order; [] unless the quote stands exactly where the evidence says."""
    section = report.section("preface" if span.section == "title" else span.section)
    if section is None or not span.quote or section.text[span.start : span.end] != span.quote:
        return []
    return [one for one in _all(section, span.start, span.end) if one.text[one.start : one.end].strip()]


def _all(section: Section, start: int, end: int) -> Iterator[Piece]:
    shared = _shared(section)
    for at, place in enumerate(section.places):
        low, high = max(place.start, start), min(place.end, end)
        if low < high:
            text = section.text[place.start : place.end]
            yield Piece(text, low - place.start, high - place.start, place, shared.get(at))


def _shared(section: Section) -> dict[int, int]:
    """For parts that come from one place together: visible characters from it before each of them."""
    groups: dict[tuple[int, object], list[int]] = {}
    for at, place in enumerate(section.places):
        groups.setdefault((place.page, place.bbox), []).append(at)
    found = {}
    for numbers in groups.values():
        count = 0
        for at in numbers if len(numbers) > 1 else ():
            found[at] = count
            count += len("".join(section.text[section.places[at].start : section.places[at].end].split()))
    return found


def headings(report: AnnualReport, span: TextSpan) -> list[TextSpan]:
    """The printed headings that the evidence means: it has no offsets, for a heading is no part of its section's text.

    More than one where the same heading is printed again and the format has no pages to tell them apart.
    """
    if span.start or span.end or not span.quote:
        return []
    same = [one for one in report.headings if one.section == span.section and one.quote == span.quote]
    exact = [one for one in same if (one.page, one.bbox) == (span.page, span.bbox)]
    return exact or same
