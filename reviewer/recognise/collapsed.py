"""Rows of table 3 in a flat grid whose covered cells were left out, so that values slide out of their columns.

A Markdown table has no spans. A converter that drops the cells which a merged label covers writes rows whose values
begin right behind the labels, wherever that is; then only each row itself tells where its values stand.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reviewer.recognise.cells import looks_like_value
from reviewer.recognise.grids import Row
from reviewer.recognise.labels import roles
from reviewer.recognise.shapes import Line, Slot, windows


def is_collapsed(rows: Sequence[Row], head: Sequence[Row], first: int) -> bool:
    """True for a grid without any span in which a value stands among the labels, or a label among the values.

    `first`: the column at which the values would begin by the printed head.
    """
    body = [row for row in rows if row not in head and not _is_wide(row)]
    if any(piece.end - piece.start > 1 or piece.cell.row_span > 1 for row in body for piece in row.pieces):
        return False
    return any(
        looks_like_value(piece.text) if piece.start < first else _is_label(piece.text)
        for row in body
        for piece in row.own
        if piece.text.strip() and _has_values(row)
    )


def _is_label(text: str) -> bool:
    return any(role.table == "t3" and role.kind in ("row", "group") for role in roles(text))


def _is_wide(row: Row) -> bool:
    return len(row.pieces) == 1


def _has_values(row: Row) -> bool:
    return any(looks_like_value(piece.text) for piece in row.own)


def collapsed(rows: Sequence[Row], head: Sequence[Row], size: int, fragment: int, order: int) -> Iterator[Line]:
    """A line a row: the labels it begins with, and its `size` values if only one reading is possible."""
    found: list[tuple[tuple[str, ...], list[Slot]]] = []
    for row in rows:
        if row in head or _is_wide(row):
            continue
        filled = [index for index, piece in enumerate(row.own) if piece.text.strip()]
        names = [index for index in filled if _is_label(row.own[index].text)]
        begin = names[-1] + 1 if names else 0
        labels = tuple(row.own[index].text for index in names)
        if labels or filled:
            found.append((labels, [piece.slot() for piece in row.own[begin:]]))
    for count, (values, (labels, _)) in enumerate(
        zip(windows([slots for _, slots in found], size), found, strict=True)
    ):
        yield Line(labels, values, fragment, order + count)
