"""Rows of tables that a page break cut in two: half a label at the foot of a page, the other half on the next.

Only the last row before and the first row after the break are looked at, cell by cell in the same column, and only
labels that are exactly the form's when put together count. A value is moved as it is; one that was cut is doubtful.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from reviewer.model import Block, Cell, Grid, Paragraph
from reviewer.recognise.cells import looks_like_value
from reviewer.recognise.labels import is_known

_NEAR = 3.0
"""Points by which the borders of one column differ on two pages."""
_FURNITURE = 12
"""Characters of a page number or the like between the two halves."""

_SCRAP = re.compile(r"[\u4e00-\u9fff]{1,3}\s*[0-9０-９/—-]+")
_RESTS = 2
"""Rows at the head of a page into which the lines of a cell that began on the page before may run."""
_POINTS = (".", "．", "、")


def mended(blocks: Sequence[Block]) -> list[Block]:
    """The blocks with such rows whole again, on the page where they begin."""
    out = list(blocks)
    before: int | None = None
    for at, block in enumerate(out):
        if isinstance(block, Paragraph):
            before = before if len(block.text) <= _FURNITURE else None
            continue
        above = out[before] if before is not None else None
        if before is not None and isinstance(above, Grid) and _broken(above, block):
            out[before], out[at] = _joined(above, _scrapped(block))
        before = at
    return [block for block in out if not isinstance(block, Grid) or block.rows]


def _broken(above: Grid, below: Grid) -> bool:
    return above.page is not None and below.page is not None and below.page == above.page + 1


def _scrapped(below: Grid) -> Grid:
    """The piece below with numbers in doubt that the rest of a label from the page before has run into: 持0."""
    texts = {id(cell): cell.text for cell in below.cells if cell.row < _RESTS and _SCRAP.fullmatch(cell.text.strip())}
    return _told(below, texts, texts) if texts else below


def _joined(above: Grid, below: Grid) -> tuple[Grid, Grid]:
    last = [cell for cell in above.cells if cell.row + cell.row_span == above.rows]
    first = [cell for cell in below.cells if cell.row == 0]
    shift = (above.bbox[0] - below.bbox[0]) if above.bbox and below.bbox else 0.0
    pairs = [(one, two) for one in last for two in first if _same(one, two, shift)]
    both = [(one, two) for one, two in pairs if one.text.strip() and two.text.strip()]
    whole = [(one, two) for one, two in both if _whole(one.text, two.text)]
    if not whole:
        return above, below
    texts = {id(cell): one.text + two.text for one, two in whole for cell in (one, two)}
    split = [(one, two) for one, two in both if looks_like_value(one.text) and looks_like_value(two.text)]
    rows = any(one.row_span == two.row_span == 1 for one, two in whole)
    if len(whole) + len(split) < len(both) or (split and not rows):  # a label over rows alone: the rows are whole
        return _told(above, texts), _told(below, {id(two): "" for _, two in whole})
    paired = {id(two) for _, two in pairs}
    if any(cell.text.strip() and id(cell) not in paired for cell in first):  # only heads of the row below stand above
        texts = {id(two): one.text + two.text for one, two in pairs}
        return _told(above, {id(one): "" for one, _ in pairs}), _told(below, texts)
    moved = {id(one): one.text or two.text for one, two in pairs if one.row_span == 1 or one.text.strip()}
    moved |= {id(one): f"{one.text} {two.text}" for one, two in split}
    return _told(above, moved | texts, {id(one) for one, _ in split}), _without_first(below)


def _same(one: Cell, two: Cell, shift: float) -> bool:
    if one.bbox is None or two.bbox is None:
        return False
    left, right = two.bbox[0] + shift, two.bbox[2] + shift
    return abs(one.bbox[0] - left) <= _NEAR and abs(one.bbox[2] - right) <= _NEAR


def _whole(one: str, two: str) -> bool:
    """Two halves of one label: a label of the form together, and not both of them alone."""
    ordinal = one.strip()[-1:] in _POINTS  # 4. of 4.无正当理由… is no number; a 3 above 其他 is
    if looks_like_value(two) or (looks_like_value(one) and not ordinal):
        return False
    return is_known(one + two) and not (is_known(one) and is_known(two))


def _told(grid: Grid, texts: dict[int, str], doubtful: Collection[int] = ()) -> Grid:
    cells = tuple(
        cell.model_copy(update={"text": texts[id(cell)], "doubtful": cell.doubtful or id(cell) in doubtful})
        if id(cell) in texts
        else cell
        for cell in grid.cells
    )
    return grid.model_copy(update={"cells": cells})


def _without_first(grid: Grid) -> Grid:
    moved = tuple(
        cell.model_copy(update={"row": cell.row - 1})
        if cell.row > 0
        else cell.model_copy(update={"row_span": cell.row_span - 1})
        for cell in grid.cells
        if cell.row > 0 or cell.row_span > 1
    )
    return grid.model_copy(update={"cells": moved, "rows": grid.rows - 1})
