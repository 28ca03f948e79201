"""Two tables drawn right below one another, numbers wrapped for want of room, lines of several tables near each other."""

from __future__ import annotations

import itertools

from reviewer.extract.grid import _evenly_wrapped
from reviewer.extract.pdf_paths import Edge, horizontal, vertical
from reviewer.extract.pdf_split import take_apart
from reviewer.extract.pdf_tables import find_tables
from reviewer.model import Box


def row(top: float, stops: list[float]) -> list[Box]:
    return [(left, top, right, top + 20) for left, right in itertools.pairwise(stops)]


def test_tables_with_other_columns_are_parted() -> None:
    one = [0.0, 100, 150, 200, 250, 300, 350, 400]
    two = [0.0, 60, 280, 297, 314, 331, 348, 365, 382, 400]
    boxes = [*row(0, one), *row(20, one), *row(40, two), *row(60, two)]
    pieces, outside = take_apart(boxes, [])
    assert [(piece.lattice.rows, piece.lattice.columns) for piece in pieces] == [(2, 7), (2, 9)]
    assert outside == []


def test_one_table_with_a_merged_label_stays_one() -> None:
    stops = [0.0, 60, 100, 150, 200, 250, 300, 350, 400]
    pieces, _ = take_apart([*row(0, [0.0, *stops[2:]]), *row(20, stops), *row(40, stops)], [])
    assert len(pieces) == 1


def test_wrapped_numbers_are_told_from_two_rows() -> None:
    assert _evenly_wrapped([["848", "6"], ["121"], ["190", "1"]])
    assert not _evenly_wrapped([["3", "4"], ["5", "6"]])
    assert not _evenly_wrapped([["31", "4"], ["5", "6"], ["7"]])


def test_narrow_columns_do_not_move_the_lines_of_another_table() -> None:
    def ruled(xs: list[float], ys: list[float]) -> list[Edge]:
        return [*(vertical(x, ys[0], ys[-1]) for x in xs), *(horizontal(xs[0], xs[-1], y) for y in ys)]

    wide, narrow = [0.0, 100, 200, 221], [0.0, 180, 200, 202.5, 205, 207.5, 221]
    tables = find_tables([*ruled(wide, [0, 20, 40]), *ruled(narrow, [100, 120, 140])])
    assert any(abs(cell[0] - 200) < 0.1 for cell in tables[0].cells)
