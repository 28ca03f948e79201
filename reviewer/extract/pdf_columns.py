"""Tables without rulings: neighbouring lines whose pieces stand in the same columns, figures below figures.

Only what is certain becomes a Grid: every piece stands over exactly the columns that the fullest line defines. Anything
else stays lines, with a tab for every wide gap, for who reads streams of cells.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from reviewer.extract.grid import rounded
from reviewer.extract.pdf_ink import Char
from reviewer.extract.pdf_lines import COLUMN_GAP, Line, line_of
from reviewer.model import Cell, Grid

FIGURE = re.compile(r"^[-+]?\d[\d.,，]*%?$|^[/\-—–]$")
FEWEST = 3
"""Lines that a table without rulings has at the least."""
AROUND = 4
"""Lines above and below in which further columns mean that the table is more than the lines that fit."""
_APART = re.compile(r"\d \d")


def split_columns(lines: Sequence[Line], page: int) -> tuple[list[Grid], list[Line]]:
    """The tables among lines (from the top down) that have no rulings, and the lines that belong to none."""
    grids: list[Grid] = []
    rest: list[Line] = []
    at = 0
    while at < len(lines):
        end = at
        while end < len(lines) and "\t" in lines[end].text and (end == at or _near(lines[end - 1], lines[end])):
            end += 1
        grid = None
        if end - at >= FEWEST and not any(
            "\t" in one.text for one in (*lines[max(0, at - AROUND) : at], *lines[end : end + AROUND])
        ):
            grid = _grid([_pieces(line) for line in lines[at:end]], page)
        if grid is not None:
            grids.append(grid)
        else:
            end = max(end, at + 1)
            rest += lines[at:end]
        at = end
    return grids, rest


def _near(upper: Line, lower: Line) -> bool:
    return lower.bbox[1] - upper.bbox[3] < 2.5 * lower.size


def _pieces(line: Line) -> list[Line]:
    """A line cut at its wide gaps."""
    parts: list[list[Char]] = [[line.chars[0]]]
    for one, two in pairwise(line.chars):
        if two.x0 - one.x1 > COLUMN_GAP * line.size:
            parts.append([])
        parts[-1].append(two)
    return [line_of(part) for part in parts]


def _cut(row: list[Line], columns: list[tuple[float, float]]) -> list[Line]:
    """Pieces that reach over several columns (head words close together), cut where they have gaps."""
    out = []
    for piece in row:
        if sum(1 for x0, x1 in columns if piece.bbox[0] < x1 and piece.bbox[2] > x0) < 2:
            out.append(piece)
            continue
        parts: list[list[Char]] = [[piece.chars[0]]]
        for one, two in pairwise(piece.chars):
            if two.x0 - one.x1 > 0.4 * piece.size:
                parts.append([])
            parts[-1].append(two)
        out += [line_of(part) for part in parts]
    return out


def _grid(rows: list[list[Line]], page: int) -> Grid | None:
    figures = [row for row in rows if len(row) > 1 and all(FIGURE.match(piece.text) for piece in row[1:])]
    if len(rows) < FEWEST or len(figures) < FEWEST - 1:
        return None
    count = max(len(row) for row in rows)
    full = [row for row in rows if len(row) == count]
    if len(full) < FEWEST - 1:
        return None
    columns = [(min(row[at].bbox[0] for row in full), max(row[at].bbox[2] for row in full)) for at in range(count)]
    if any(two[0] < one[1] for one, two in pairwise(columns)):
        return None
    cells = []
    for number, row in enumerate(rows):
        taken = -1
        for piece in _cut(row, columns):
            over = [at for at, (x0, x1) in enumerate(columns) if piece.bbox[0] < x1 and piece.bbox[2] > x0]
            if not over or over[0] <= taken or (len(over) > 1 and FIGURE.match(piece.text)):
                return None
            taken = over[-1]
            cells.append(
                Cell(
                    row=number,
                    column=over[0],
                    column_span=len(over),
                    text=piece.text,
                    page=page,
                    bbox=rounded(piece.bbox),
                    doubtful=_APART.search(piece.text) is not None,
                )
            )
    boxes = [piece.bbox for row in rows for piece in row]
    bbox = (
        min(box[0] for box in boxes),
        min(box[1] for box in boxes),
        max(box[2] for box in boxes),
        max(box[3] for box in boxes),
    )
    return Grid(rows=len(rows), columns=count, cells=tuple(cells), page=page, bbox=rounded(bbox))
