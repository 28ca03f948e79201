"""Heads of tables that a page break cut in two: half a label at the foot of a page, the other half on the next.

Only the grid before and the grid after are looked at, and only labels that are exactly the form's when put together.
"""

from __future__ import annotations

from collections.abc import Sequence

from reviewer.model import Block, Cell, Grid
from reviewer.recognise.cells import looks_like_value
from reviewer.recognise.labels import is_known

_NEAR = 3.0
"""Points by which the borders of one column differ on two pages."""


def mended(blocks: Sequence[Block]) -> list[Block]:
    """The blocks with such labels whole again; a row that held nothing but second halves is left out."""
    out = list(blocks)
    for at in range(1, len(out)):
        above, below = out[at - 1], out[at]
        if isinstance(above, Grid) and isinstance(below, Grid) and _broken(above, below):
            out[at - 1], out[at] = _joined(above, below)
    return out


def _broken(above: Grid, below: Grid) -> bool:
    return above.page is not None and below.page is not None and below.page == above.page + 1


def _joined(above: Grid, below: Grid) -> tuple[Grid, Grid]:
    last = [cell for cell in above.cells if cell.row + cell.row_span == above.rows and cell.text.strip()]
    first = [cell for cell in below.cells if cell.row == 0 and cell.text.strip()]
    if any(looks_like_value(cell.text) for cell in (*last, *first)):
        return above, below
    pairs = [(one, two) for one in last for two in first if _whole(one, two)]
    if not pairs:
        return above, below
    if len(pairs) == len(first):  # nothing but second halves: the row belongs to the page before
        whole = {id(one): one.text + two.text for one, two in pairs}
        cells = tuple(cell for cell in below.cells if cell.row > 0 or cell.row_span > 1)
        return _told(above, whole), _without_first(below, cells)
    gone = {id(one): "" for one, _ in pairs}
    return _told(above, gone), _told(below, {id(two): one.text + two.text for one, two in pairs})


def _whole(one: Cell, two: Cell) -> bool:
    """Two halves of one label: in one column, and a label of the form only together."""
    if one.bbox is None or two.bbox is None or not is_known(one.text + two.text):
        return False
    if is_known(one.text) and is_known(two.text):
        return False
    return abs(one.bbox[0] - two.bbox[0]) <= _NEAR and abs(one.bbox[2] - two.bbox[2]) <= _NEAR


def _told(grid: Grid, texts: dict[int, str]) -> Grid:
    cells = tuple(
        cell.model_copy(update={"text": texts[id(cell)]}) if id(cell) in texts else cell for cell in grid.cells
    )
    return grid.model_copy(update={"cells": cells})


def _without_first(grid: Grid, cells: Sequence[Cell]) -> Grid:
    moved = tuple(
        cell.model_copy(update={"row": cell.row - 1})
        if cell.row > 0
        else cell.model_copy(update={"row_span": cell.row_span - 1})
        for cell in cells
    )
    return grid.model_copy(update={"cells": moved, "rows": grid.rows - 1})
