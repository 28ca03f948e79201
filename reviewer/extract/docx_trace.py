"""Which element of a Word document every character of its blocks came from.

Paragraphs and cells of a traced document carry the number of their entry here where a PDF's carry a page: what is built
from them (sections, facts) takes that number along, and so leads back to the element without any search.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import NamedTuple

from lxml import etree

from reviewer.extract.lines import clean
from reviewer.extract.tables import NOWHERE
from reviewer.model import Block, Paragraph, Place


class Spot(NamedTuple):
    """One character: `offset` in the text of a w:t, 0 in any other element (a tab, a line break, a formula)."""

    element: etree._Element
    offset: int


class Entry(NamedTuple):
    """A paragraph of the Document, or a cell: `spots[i]` is where `text[i]` came from, None for what Word adds itself.

    A cell's text is that of its paragraphs without anything between them.
    """

    text: str
    spots: tuple[Spot | None, ...]
    home: etree._Element
    """The w:p or w:tc."""
    cell: bool = False


class Trace:
    """Filled by `read_docx`; entries are numbered in reading order."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []
        self.root: etree._Element | None = None
        self.main = ""
        self._pending: list[tuple[str, Spot | None]] = []
        self._home: etree._Element | None = None
        self._at = 0

    @contextmanager
    def story(self) -> Iterator[None]:
        """A story inside another: what the outer one has begun waits."""
        kept = self._pending, self._home, self._at
        self._pending, self._home, self._at = [], None, 0
        try:
            yield
        finally:
            self._pending, self._home, self._at = kept

    def paragraph(self, element: etree._Element, seen: Sequence[str], sources: Sequence[etree._Element]) -> None:
        """The characters of one w:p, behind those carried over from the one before."""
        self._home = element if self._home is None else self._home
        for text, source in zip(seen, sources, strict=True):
            atomic = not source.tag.endswith("}t")
            self._pending += [(char, Spot(source, 0 if atomic else at)) for at, char in enumerate(text)]

    def prefix(self, mark: str) -> None:
        """The automatic number that stands before them."""
        self._pending[:0] = [(char, None) for char in mark]

    def drop(self) -> None:
        self._pending, self._home, self._at = [], None, 0

    def line(self, text: str) -> tuple[Place, ...]:
        """Enter the next paragraph that was cut from these characters."""
        found, self._at = aligned(text, self._pending, self._at)
        assert self._home is not None
        self.entries.append(Entry(text, found, self._home))
        return (Place(start=0, end=len(text), page=len(self.entries) - 1, bbox=NOWHERE),)

    def cell(self, element: etree._Element, blocks: Sequence[Block]) -> int:
        """Enter a w:tc with these blocks; its number."""
        numbers = [one.places[0].page for one in blocks if isinstance(one, Paragraph) and one.places]
        numbers += [
            inner.page
            for one in blocks
            if not isinstance(one, Paragraph)
            for inner in one.cells
            if inner.page is not None
        ]
        inside = [self.entries[number] for number in numbers]
        text = "".join(one.text for one in inside)
        spots = tuple(spot for one in inside for spot in one.spots)
        self.entries.append(Entry(text, spots, element, cell=True))
        return len(self.entries) - 1


def aligned(
    text: str, source: Sequence[tuple[str, Spot | None]], start: int = 0
) -> tuple[tuple[Spot | None, ...], int]:
    """The spot of every character of `text` in `source` from `start` on, and where it ends there.

    White space and control characters may be left out of `text`, and white space put in; anything else that differs
    leaves all of it without a place.
    """
    found: list[Spot | None] = []
    at = start
    for char in text:
        here = at
        while here < len(source) and source[here][0] != char and _slips(source[here][0]):
            here += 1
        if here < len(source) and source[here][0] == char:
            found.append(source[here][1])
            at = here + 1
        elif char.isspace():
            found.append(None)
        else:
            return (None,) * len(text), start
    return tuple(found), at


def _slips(char: str) -> bool:
    return char.isspace() or not clean(char)
