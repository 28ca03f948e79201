"""A ruled table taken apart: what is really a table, and what is prose that someone set in ruled lines.

Some agencies draw a box round every line of a page, so that a page of paragraphs is a table of one column, and a heading
stands in the same box as the table below it. Such rows are released: their characters become ordinary lines again.
What stays: a short line over the full width inside a table, as table two labels its blocks (it is a row of the grid).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from reviewer.extract.grid import Lattice, fill, text_of
from reviewer.extract.pdf_ink import Char
from reviewer.model import Box, bare

LABEL = 30
"""Characters that the label of a block has at the most."""
HEADING = re.compile(r"^[一二三四五六七八九十]{1,3}[、．.]|^（[一二三四五六七八九十]{1,3}）")
SEVERAL = 5
"""Lines between columns that two rows have at the least, to tell that they are rows of different tables."""
HEAD = 4
"""Rows of a head, and the first row below it."""
_END = "。；！？;!?"


class Piece(NamedTuple):
    """A true table: its lattice and the characters of each slot."""

    lattice: Lattice
    inside: list[list[Char]]


def take_apart(boxes: Sequence[Box], chars: Sequence[Char]) -> tuple[list[Piece], list[Char]]:
    """The true tables among these boxes, and the characters that belong to none of them."""
    lattice = Lattice(boxes)
    if (cut := _seam(lattice)) is not None:
        upper, middle = take_apart([slot.box for slot in lattice.slots if slot.row < cut], chars)
        lower, outside = take_apart([slot.box for slot in lattice.slots if slot.row >= cut], middle)
        return upper + lower, outside
    inside, outside = fill(lattice, chars)
    if lattice.columns < 2:
        return [], [*outside, *(char for slot in inside for char in slot)]
    released = _prose_rows(lattice, inside)
    if not released:
        return [Piece(lattice, inside)], outside
    pieces: list[Piece] = []
    group: list[int] = []
    for row in range(lattice.rows + 1):
        members = [index for index, slot in enumerate(lattice.slots) if slot.row == row]
        if row < lattice.rows and row not in released:
            group += members
            continue
        outside += [char for index in members for char in inside[index]]
        if group:
            part = Lattice(lattice.slots[index].box for index in group)
            held, rest = fill(part, [char for index in group for char in inside[index]])
            outside += rest
            if part.columns > 1:
                pieces.append(Piece(part, held))
            else:
                outside += [char for slot in held for char in slot]
            group = []
    return pieces, outside


def _seam(lattice: Lattice) -> int | None:
    """The row at which a second table begins that was drawn right below the first: nothing reaches over the line between
    them, and the columns of the rows on either side of it differ.
    """
    starts: dict[int, list[int]] = {}
    crossed: set[int] = set()
    for slot in lattice.slots:
        crossed.update(range(slot.row + 1, slot.row + slot.row_span))
        for row in range(slot.row, slot.row + slot.row_span):
            starts.setdefault(row, []).append(slot.column)
    inner = {row: set(columns) - {0} for row, columns in starts.items()}
    for row in range(1, lattice.rows):
        above = inner.get(row - 1, set())
        if row in crossed or len(above) < SEVERAL:
            continue
        below = next((found for at in range(row, row + HEAD) if len(found := inner.get(at, set())) >= SEVERAL), None)
        if below is not None and 2 * len(above & below) <= len(above):
            return row
    return None


def _prose_rows(lattice: Lattice, inside: Sequence[Sequence[Char]]) -> set[int]:
    """Rows that are one cell over the full width and hold prose or a heading."""
    full: dict[int, str] = {}
    for slot, chars in zip(lattice.slots, inside, strict=True):
        if slot.column_span == lattice.columns and slot.row_span == 1:
            full[slot.row] = text_of(chars)[0]
    released: set[int] = set()
    run: list[int] = []
    for row in range(lattice.rows + 1):
        if row in full:
            run.append(row)
            continue
        prose = [at for at in run if _is_prose(full[at])]
        if prose:  # everything from the first prose row to the last, and the whole start of a run at the very top
            first = run[0] if run[0] == 0 else prose[0]
            last = prose[-1] if row < lattice.rows else run[-1]
            released |= {at for at in run if first <= at <= last}
        elif run and (len(run) == lattice.rows):
            released |= set(run)
        run = []
    return released


def _is_prose(text: str) -> bool:
    if not text:
        return False
    return text[-1] in _END or len(bare(text)) > LABEL or HEADING.match(text) is not None
