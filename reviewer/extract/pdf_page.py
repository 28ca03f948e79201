"""One page of a PDF: its grids, its loose lines, its hidden text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium

from reviewer.errors import LimitError
from reviewer.extract.grid import build
from reviewer.extract.pdf_columns import split_columns
from reviewer.extract.pdf_extras import Extras, extras_of
from reviewer.extract.pdf_furniture import without_number
from reviewer.extract.pdf_hidden import hidden_chars
from reviewer.extract.pdf_ink import Char, frame_of, read_chars
from reviewer.extract.pdf_lines import Line, line_of, rows_of
from reviewer.extract.pdf_paths import read_shapes
from reviewer.extract.pdf_split import take_apart
from reviewer.extract.pdf_tables import RuledTable, find_tables
from reviewer.limits import Limits
from reviewer.model import Box, Grid

FEW = 40
"""Characters (a page number, the mark of a scanning app) that a page which is a picture may have as text."""


class Used(NamedTuple):
    """What the pages before hold, counted against the limits."""

    characters: int = 0
    cells: int = 0


class PageContent(NamedTuple):
    """What one page holds. Lines and grids from the top down."""

    number: int
    width: float
    height: float
    grids: list[Grid]
    lines: list[Line]
    hidden: list[Line]
    characters: int
    visible: int
    pictures: int
    is_picture: bool
    """A picture over most of the page and next to no text."""
    extras: Extras
    drawn: bool
    """Whether anything but text is on the page."""


def read_page(page: Any, number: int, limits: Limits, used: Used) -> PageContent:
    """Read a loaded page. Raises LimitError (L-CHARACTERS, L-CELLS) when the limits are passed."""
    frame = frame_of(page)
    textpage = page.get_textpage()
    try:
        count = max(0, pdfium.FPDFText_CountChars(textpage))
        if count > limits.characters - used.characters:
            raise LimitError("L-CHARACTERS", limit=limits.characters)
        chars = read_chars(textpage, frame)
        shapes = read_shapes(page, frame)
        unseen = hidden_chars(page, textpage, frame, chars, shapes)
    finally:
        textpage.close()
    shown = [char for char in chars if char.order not in unseen] if unseen else chars
    tables = find_tables(shapes.edges)
    if sum(len(table.cells) for table in tables) > limits.cells - used.cells:
        raise LimitError("L-CELLS", limit=limits.cells)
    grids, loose = _grids(tables, shown, number)
    loose = without_number(loose, number, frame.height)
    unruled, lines = split_columns([line_of(row, "\t") for row in rows_of(loose)], number)
    return PageContent(
        number=number,
        width=round(frame.width, 2),
        height=round(frame.height, 2),
        grids=sorted([*grids, *unruled], key=_top) if unruled else grids,
        lines=lines,
        hidden=[line_of(row) for row in rows_of([char for char in chars if char.order in unseen])] if unseen else [],
        characters=count,
        visible=len(shown),
        pictures=len(shapes.pictures),
        is_picture=len(shown) < FEW and _share(shapes.pictures, frame.width * frame.height) > 0.4,
        extras=extras_of(page),
        drawn=bool(shapes.pictures or shapes.edges),
    )


def _share(boxes: Sequence[Box], area: float) -> float:
    return sum((box[2] - box[0]) * (box[3] - box[1]) for box in boxes) / max(area, 1.0)


def _grids(tables: Sequence[RuledTable], chars: Sequence[Char], number: int) -> tuple[list[Grid], list[Char]]:
    """Grids from the top down, and the characters outside them. A table with tables in its cells is only layout."""
    inner = [table for table in tables if not any(_encloses(table, other) for other in tables if other is not table)]
    loose = list(chars)
    grids = []
    for table in inner:
        left, top, right, bottom = table.bbox
        near: list[Char] = []
        rest: list[Char] = []
        for char in loose:
            x, y = (char[1] + char[3]) / 2, (char[2] + char[4]) / 2
            (near if left <= x <= right and top <= y <= bottom else rest).append(char)
        pieces, outside = take_apart(table.cells, near)
        loose = rest + outside
        grids += [build(piece.lattice, piece.inside, number) for piece in pieces]
    return sorted(grids, key=_top), loose


def _top(grid: Grid) -> float:
    return grid.bbox[1] if grid.bbox else 0.0


def _encloses(outer: RuledTable, inner: RuledTable) -> bool:
    x0, top, x1, bottom = inner.bbox
    return any(
        cell[0] <= x0 + 1 and cell[1] <= top + 1 and cell[2] >= x1 - 1 and cell[3] >= bottom - 1 for cell in outer.cells
    )
