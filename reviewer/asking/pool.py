"""What tools have told a model, under ids it must name: the only things its answer may stand on."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import NamedTuple

from reviewer.asking.numerals import numbers
from reviewer.model import CellRef, Citation, Figure


class Entry(NamedTuple):
    """One id: a citation, or a figure that code computed with the citations it was computed from."""

    id: str
    text: str
    citations: tuple[Citation, ...]
    figure: Figure | None
    numbers: frozenset[Decimal]

    @property
    def facts(self) -> frozenset[str]:
        """The cells it is about; none for words of the report."""
        if self.figure is not None:
            return frozenset(self.figure.facts)
        return frozenset(one.source.fact for one in self.citations if isinstance(one.source, CellRef))


class Pool:
    """Ids c1, c2 … for things cited and f1, f2 … for figures; the same thing keeps its id."""

    def __init__(self) -> None:
        self._entries: dict[str, Entry] = {}
        self._ids: dict[Citation | tuple[Figure, tuple[Citation, ...]], str] = {}

    def cite(self, citation: Citation) -> Entry:
        known = self._ids.get(citation)
        if known is not None:
            return self._entries[known]
        text = _told(citation)
        found = set(numbers(text)) | ({citation.source.value} if isinstance(citation.source, CellRef) else set())
        values = frozenset(one for one in found if one is not None)
        return self._enter(citation, Entry(self._next("c"), text, (citation,), None, values))

    def compute(self, figure: Figure, citations: Iterable[Citation]) -> Entry:
        stands_on = tuple(citations)
        key = (figure, stands_on)
        if key in self._ids:
            return self._entries[self._ids[key]]
        text = f"{figure.label} {figure.value} {figure.unit} {figure.arithmetic}"
        values = frozenset((figure.value, abs(figure.value), *numbers(figure.arithmetic)))
        return self._enter(key, Entry(self._next("f"), text, stands_on, figure, values))

    def get(self, id: str) -> Entry | None:
        return self._entries.get(id)

    def _next(self, letter: str) -> str:
        return f"{letter}{1 + sum(one.startswith(letter) for one in self._entries)}"

    def _enter(self, key: Citation | tuple[Figure, tuple[Citation, ...]], entry: Entry) -> Entry:
        self._ids[key] = entry.id
        self._entries[entry.id] = entry
        return entry


def _told(citation: Citation) -> str:
    source = citation.source
    if isinstance(source, CellRef):
        return f"{citation.place} {source.raw if source.value is None else source.value}"
    return f"{citation.place} {source.quote}"
