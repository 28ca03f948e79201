"""The seven value columns of table 3 in a grid: from the printed head, else from the piece before, else the last seven."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from reviewer.model import FormTable
from reviewer.recognise.cells import looks_like_value
from reviewer.recognise.grids import Piece, Row
from reviewer.recognise.labels import roles
from reviewer.recognise.shapes import COLUMNS, MERGED, Slot

Extent = tuple[int, int]
_KINDS = ("column", "head")


def is_head(row: Row) -> bool:
    """True for a row of the table's head: one of the head's own texts, or two column labels and no value."""
    kinds: list[str] = []
    for piece in row.own:
        if not piece.text.strip():
            continue
        here = {role.kind for role in roles(piece.text) if role.table == "t3"}
        if looks_like_value(piece.text) or (here and not here & set(_KINDS)):
            return False
        kinds.extend(here & set(_KINDS))
    return "head" in kinds or len(kinds) >= 2


def columns_of(head: Sequence[Row], table: FormTable) -> dict[str, Extent]:
    """Extent (first column, end) of each value column named in the head rows."""
    found: dict[str, Extent] = {}
    doubled = set()
    for row in head:
        for piece in row.own:
            keys = {role.key for role in roles(piece.text) if role.table == "t3" and role.kind == "column"}
            if len(keys) == 1:
                key = keys.pop()
                if key in found:
                    doubled.add(key)
                found[key] = (piece.start, piece.end)
    keys_ = [column.key for column in table.blocks[0].columns]
    extents = sorted((extent, key) for key, extent in found.items() if key in keys_ and key not in doubled)
    apart = all(a[0][1] <= b[0][0] for a, b in itertools.pairwise(extents))
    return {key: extent for extent, key in extents} if apart else {}


def last_seven(width: int, table: FormTable) -> dict[str, Extent]:
    keys = [column.key for column in table.blocks[0].columns]
    first = width - len(keys)
    return {key: (first + i, first + i + 1) for i, key in enumerate(keys)} if first >= 0 else {}


def slots_of(row: Row, below: Sequence[Row], columns: dict[str, Extent], keys: Sequence[str]) -> tuple[Slot, ...]:
    """One slot a value column, in the form's order; a merged, missing or doubled cell is faulty."""
    return tuple(_slot(row, below, columns[key]) for key in keys)


def _slot(row: Row, below: Sequence[Row], extent: Extent) -> Slot:
    start, end = extent
    inside = [piece for piece in row.pieces if piece.start < end and piece.end > start]
    filled = [piece for piece in inside if piece.text.strip()]
    if not inside:
        return Slot("", fault=COLUMNS)
    if len(filled) > 1:
        return Slot(" ".join(piece.text for piece in filled), fault=COLUMNS)
    piece = filled[0] if filled else inside[0]
    if piece.start < start or piece.end > end or not piece.own:
        return piece.slot(MERGED)
    if piece.cell.row_span > 1 and _labelled(row, below, piece, start):
        return piece.slot(MERGED)
    return piece.slot()


def _labelled(row: Row, below: Sequence[Row], piece: Piece, first: int) -> bool:
    """True when a row further down that this cell also covers has a label of its own: the cell is two rows' in one."""
    covered = [one for one in below if row.number < one.number < piece.cell.row + piece.cell.row_span]
    return any(other.text.strip() and other.end <= first for one in covered for other in one.own)
