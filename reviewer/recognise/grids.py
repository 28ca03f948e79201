"""Grids to rows of pieces, each row known to belong to one of the statutory tables.

A grid may be one table, part of one, several at once, or no table at all but a frame around text (then its rows become
paragraphs). Which table a row belongs to is told by its labels; rows without any follow their neighbours.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from reviewer.model import Cell, Grid, Paragraph, Place, load_forms
from reviewer.recognise.cells import looks_like_value
from reviewer.recognise.labels import plain, roles
from reviewer.recognise.shapes import DOUBTFUL, Slot

_PROSE = 22
"""Characters from which a full-width cell that is no label is read as text."""

_LONG = 40
"""Characters from which on a cell's text may hold a heading and what stands under it."""


class Piece(NamedTuple):
    """A cell as one row sees it; `own` when the cell begins in this row."""

    start: int
    end: int
    cell: Cell
    own: bool

    @property
    def text(self) -> str:
        return self.cell.text

    def slot(self, fault: str = "") -> Slot:
        cell = self.cell
        return Slot(cell.text, cell.page, cell.bbox, fault or (DOUBTFUL if cell.doubtful else ""))


_SPANNING = 4
"""Texts from above that make such a row: more than the labels that rows of the form share."""


class Row(NamedTuple):
    """One row of a grid; `block` is the grid's index in the document."""

    block: int
    number: int
    width: int
    pieces: tuple[Piece, ...]

    @property
    def own(self) -> tuple[Piece, ...]:
        return tuple(piece for piece in self.pieces if piece.own)


def rows_of(grid: Grid, block: int = 0) -> tuple[Row, ...]:
    """Rows from top to bottom; a cell spanning rows is seen by each of them."""
    seen: list[list[Piece]] = [[] for _ in range(grid.rows)]
    for cell in grid.cells:
        end = cell.column + max(1, cell.column_span)
        for index in range(cell.row, min(grid.rows, cell.row + max(1, cell.row_span))):
            seen[index].append(Piece(cell.column, end, cell, own=index == cell.row))
    return tuple(
        Row(block, index, grid.columns, tuple(sorted(pieces, key=lambda one: one.start)))
        for index, pieces in enumerate(seen)
        if not _is_sliver(pieces)
    )


def _is_sliver(pieces: Sequence[Piece]) -> bool:
    """True for a row that a browser's page break made: one empty cell of its own, beside texts of the rows above."""
    own = [piece for piece in pieces if piece.own]
    others = sum(1 for piece in pieces if not piece.own and piece.text.strip())
    return len(own) == 1 and not own[0].text.strip() and others >= _SPANNING


def _votes(row: Row) -> Counter[str]:
    """How many of a row's own texts belong to one table alone."""
    votes: Counter[str] = Counter()
    for piece in row.own:
        if piece.text and not looks_like_value(piece.text):
            tables = {role.table for role in roles(piece.text)}
            if len(tables) == 1:
                votes[tables.pop()] += 1
    return votes


def is_text(row: Row) -> bool:
    """True when the row is one full-width cell of text: a frame drawn around words, or a note."""
    own = [piece for piece in row.pieces if piece.text.strip()]
    if len(own) != 1 or not own[0].own:
        return False
    text = own[0].text
    wide = own[0].end - own[0].start == row.width or len(plain(text)) >= _PROSE
    return wide and len(plain(text)) >= 2 and not looks_like_value(text) and not roles(text)


class Part(NamedTuple):
    """Rows of one grid that belong to one table."""

    table: str
    rows: tuple[Row, ...]
    votes: int


def parts_of(rows: Sequence[Row], before: str | None = None) -> tuple[Part | Row, ...]:
    """The rows of a grid grouped by table, text rows between them as they are.

    `before`: the table that the grid above ended in; rows without any label of the form then go on with it.
    """
    votes = [Counter[str]() if is_text(row) else _votes(row) for row in rows]
    tables: list[str | None] = [count.most_common(1)[0][0] if count else None for count in votes]
    known = [table for table in tables if table]
    if not known and before is None:
        return tuple(row for row in rows if is_text(row))
    last: str | None = None
    for index, table in enumerate(tables):
        last = table or last
        tables[index] = last
    first = (
        before if before is not None and tables[0] is None and _carries_on(rows) else (known[0] if known else before)
    )
    tables = [table or first for table in tables]
    found: list[Part | Row] = []
    run: list[int] = []

    def close() -> None:
        if run and (table := tables[run[0]]):
            found.append(Part(table, tuple(rows[i] for i in run), sum(votes[i][table] for i in run)))
        run.clear()

    for index, row in enumerate(rows):
        if is_text(row):
            close()
            found.append(row)
            continue
        if run and tables[run[-1]] != tables[index]:
            close()
        run.append(index)
    close()
    return tuple(found)


def _carries_on(rows: Sequence[Row]) -> bool:
    """True when the first row holds values: the rest of a table that began on the page before."""
    return bool(rows) and any(looks_like_value(piece.text) for piece in rows[0].own if piece.text)


def paragraphs_of(row: Row) -> Iterator[Paragraph]:
    """The text of a text row, a paragraph a line break; headings of sections that ran into the text stand alone."""
    for piece in row.own:
        cell = piece.cell
        for line in (part for whole in cell.text.split("\n") for part in _apart(whole)):
            if line.strip():
                where = (
                    (Place(start=0, end=len(line), page=cell.page, bbox=cell.bbox),)
                    if cell.page is not None and cell.bbox is not None
                    else ()
                )
                yield Paragraph(text=line, places=where)


def _apart(text: str) -> list[str]:
    """A cell's text cut before and behind each numbered heading of the form that opens it or follows a sentence."""
    if len(text) < _LONG:
        return [text]
    cuts = {at for match in _heading().finditer(text) for at in match.span(1)}
    edges = [0, *sorted(cuts), len(text)]
    return [text[low:high] for low, high in itertools.pairwise(edges)]


@cache
def _heading() -> re.Pattern[str]:
    names = {
        section.ordinal + "、" + one
        for form in load_forms().values()
        for section in form.sections
        for one in (section.heading, *section.aliases)
    }
    return re.compile(
        rf"(?:^|(?<=[。！]))\s*({'|'.join(re.escape(one) for one in sorted(names, key=len, reverse=True))})"
    )
