"""How each table was read, as a TableReading: its edition, its section, and what makes a reading doubtful."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Literal, cast

from reviewer.model import Paragraph, TableReading, form_for
from reviewer.recognise import sections
from reviewer.recognise.cells import looks_like_value
from reviewer.recognise.grids import Part
from reviewer.recognise.headings import Candidate
from reviewer.recognise.labels import traces
from reviewer.recognise.shapes import GLUED, Found

_TRACES = 3
"""Different labels of a table in short lines from which on the table is there, though nobody can read it."""


def edition_of(found: dict[str, Found], year: int | None) -> str:
    """The edition most tables follow; that of the year when none was found. Table 4 is the same in both."""
    votes = Counter(one.edition for key, one in found.items() if key != "t4")
    expected = form_for(year).edition
    if not votes:
        return expected
    return max(votes, key=lambda edition: (votes[edition], edition == expected))


def doubted(found: Found, key: str, rest: Sequence[tuple[int, Paragraph]]) -> Found:
    """A table of which rows are missing while labels of it stand around as text: they may be those rows."""
    if found.missing and found.certain and _met(key, rest):
        return found._replace(certain=False, reason=GLUED)
    return found


def _met(key: str, rest: Sequence[tuple[int, Paragraph]]) -> dict[int, frozenset[str]]:
    """The labels of a table met in short lines of text that are no sentence, by block index."""
    short = [(at, one.text) for at, one in rest if len(one.text) <= 60 and not one.hidden and "。" not in one.text]
    return {at: labels for at, text in short if (labels := traces(text, key))}


def unread(
    key: str,
    rest: Sequence[tuple[int, Paragraph]],
    items: Sequence[Paragraph | Part],
    headings: Sequence[Candidate],
    edition: str,
) -> TableReading:
    """A table of which only labels were met, torn or drawn in a layout nobody knows: found, but not for certain.

    Else a table that is not there.
    """
    drawn = {at: labels for at, one in enumerate(items) if isinstance(one, Part) and (labels := _labelled(one, key))}
    met = drawn if len(set().union(*drawn.values())) >= _TRACES else _met(key, rest)
    if len(set().union(*met.values())) < _TRACES:
        return TableReading(table=key, edition=edition, found=False)
    return TableReading(
        table=key, edition=edition, found=True, shape="grid" if met is drawn else "stream",
        section=_most(met, headings), fragments=1, certain=False, reason=GLUED,
    )  # fmt: skip


def _labelled(part: Part, key: str) -> frozenset[str]:
    """The labels of a table that stand in the cells of a piece which also holds values; none of another table's."""
    cells = [piece.text for row in part.rows for piece in row.own] if part.table == key else []
    if not any(looks_like_value(text) for text in cells):
        return frozenset()
    return frozenset[str]().union(*(traces(text, key) for text in cells))


def _most(met: dict[int, frozenset[str]], headings: Sequence[Candidate]) -> str | None:
    """The section that most of a torn table's labels stand in: single ones slip over a heading."""
    counts: Counter[str | None] = Counter()
    for at, labels in met.items():
        counts[sections.section_at(at, headings)] += len(labels)
    return counts.most_common(1)[0][0]


def reading(
    key: str, found: Found, headings: Sequence[Candidate], edition: str, texts: Sequence[tuple[int, Paragraph]]
) -> TableReading:
    torn = found.shape == "stream" and not found.certain and _met(key, texts)
    return TableReading(
        table=key,
        edition=found.edition,
        found=True,
        shape=cast(Literal["grid", "stream", "none"], found.shape),
        section=_most(torn, headings) if torn else sections.section_at(found.start, headings),
        fragments=found.fragments,
        missing=found.missing,
        extra=found.extra,
        misordered=found.misordered,
        subtotals=found.subtotals,
        certain=found.certain,
        reason=found.reason,
    )
