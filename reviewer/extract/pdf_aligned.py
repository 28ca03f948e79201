"""Rows of a table without rulings whose labels are wrapped around them: told by their figures alone, which stand in columns.

Such a table makes no grid (`pdf_columns`): which lines belong to one label cannot be seen. Its rows are printed as a
text print of the page has them, label and figures three blanks apart, for who knows the labels. A row counts only where
every figure stands in the one column that all other rows have there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from reviewer.extract.pdf_columns import FIGURE
from reviewer.extract.pdf_ink import Char
from reviewer.extract.pdf_lines import Line, line_of

COLUMNS = 5
"""Figures that a row has at the least."""
ROWS = 8
"""Rows of as many figures, in the same columns, that make a table."""
WIDE = 10
"""Figures of a line that is a row by itself: nothing else stands on it."""
CELL_GAP = 0.35
"""Gap, in heights of the line, from which figures are two: wider than a blank in a number, narrower than a cell's padding."""
_BETWEEN = "   "


class _Row(NamedTuple):
    page: int
    at: int
    label: tuple[Char, ...]
    figures: tuple[Line, ...]


def set_apart(pages: Mapping[int, Sequence[Line]]) -> dict[tuple[int, int], Line]:
    """The lines of such tables as rows, by (page, place in its lines); {} when the document has none."""
    rows = [
        row
        for page, lines in pages.items()
        for at, line in enumerate(lines)
        if "\t" in line.text and line.text[-1:].isdigit() and (row := _row(page, at, line)) is not None
    ]
    counts = Counter(len(row.figures) for row in rows)
    if not counts or counts.most_common(1)[0][1] < ROWS:
        return {}
    size = counts.most_common(1)[0][0]
    same = [row for row in rows if len(row.figures) == size]
    hulls = [
        (min(row.figures[at].bbox[0] for row in same), max(row.figures[at].bbox[2] for row in same))
        for at in range(size)
    ]
    left = hulls[0][0]
    if any(two[0] <= one[1] for one, two in pairwise(hulls)) or any(
        row.label and row.label[-1].x1 >= left for row in same
    ):
        return {}
    found = {(row.page, row.at): _printed(pages[row.page][row.at], row) for row in same}
    for page in {row.page for row in same}:  # the pieces of labels between rows stand alone
        places = [row.at for row in same if row.page == page]
        for at in range(min(places), max(places)):
            line = pages[page][at]
            if (page, at) not in found and line.bbox[2] < left:
                found[page, at] = line._replace(text=line.text.replace("\t", _BETWEEN), row=True)
    alone = [row for row in rows if len(row.figures) >= WIDE and not row.label]
    return found | {(row.page, row.at): _printed(pages[row.page][row.at], row) for row in alone}


def _row(page: int, at: int, line: Line) -> _Row | None:
    """A line that ends with figures, cut at its gaps."""
    parts: list[list[Char]] = [[line.chars[0]]]
    for one, two in pairwise(line.chars):
        if two.x0 - one.x1 > CELL_GAP * min(line.size, one.size, two.size):
            parts.append([])
        parts[-1].append(two)
    pieces = [line_of(part) for part in parts]
    start = len(pieces)
    while start and FIGURE.match(pieces[start - 1].text):
        start -= 1
    if len(pieces) - start < COLUMNS:
        return None
    return _Row(page, at, tuple(char for part in parts[:start] for char in part), tuple(pieces[start:]))


def _printed(line: Line, row: _Row) -> Line:
    label = (line_of(row.label).text,) if row.label else ()
    return line._replace(text=_BETWEEN.join((*label, *(one.text for one in row.figures))), row=True)
