"""From cells as a format draws them to a Grid, or to the blocks inside when the table only lays out the page."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from reviewer.extract.notes import Tally
from reviewer.model import Block, Cell, Grid, Paragraph

_NUMBER = re.compile(r"[+\-−－]?[\d０-９][\d０-９,，.．]*(?:万|亿)?[件条份项宗个次元%％]*|[-—－–/／]+|无")
_WORD = re.compile(r"[A-Za-z0-9]")
_SENTENCE_END = "。！？；"
_LONG = 60
NOWHERE = (0.0, 0.0, 0.0, 0.0)
"""The box of what has a number in a trace instead of a place on a page."""


@dataclass(slots=True)
class RawCell:
    """A cell before its content is judged: top left position, spans, and the blocks inside it."""

    row: int
    column: int
    row_span: int = 1
    column_span: int = 1
    blocks: list[Block] = field(default_factory=list)
    doubtful: bool = False
    origin: int | None = None
    """Its number among the entries of a trace, where one is kept."""

    def lines(self) -> list[str]:
        """The visible lines of the cell's paragraphs, without empty ones."""
        out: list[str] = []
        for block in self.blocks:
            if isinstance(block, Grid) or block.hidden:
                continue
            if "\n" not in block.text:
                if line := block.text.strip():
                    out.append(line)
            else:
                out += [line for line in (part.strip() for part in block.text.split("\n")) if line]
        return out

    def grids(self) -> list[Grid]:
        return [block for block in self.blocks if isinstance(block, Grid)]


def cell_text(lines: list[str]) -> tuple[str, bool]:
    """Join the lines of one cell as a person reads them; True when two numbers stand above one another.

    Two stacked numbers are kept apart by a newline: they are two values, or one value cut in two, and which of them
    nobody can tell.
    """
    if len(lines) < 2:
        return (lines[0] if lines else ""), False
    stacked = sum(1 for line in lines if _NUMBER.fullmatch(line)) > 1
    out = lines[0]
    for line in lines[1:]:
        if stacked or out[-1] in _SENTENCE_END or (out[-1].isdigit() and line[0].isdigit()):
            out = f"{out}\n{line}"
        elif out[-1].isascii() and line[0].isascii() and _WORD.match(out[-1]) and _WORD.match(line[0]):
            out = f"{out} {line}"
        else:
            out += line
    return out, stacked


def finish(cells: list[RawCell], tally: Tally) -> list[Block]:
    """A Grid (with hidden paragraphs after it), or the content of a table that only lays out the page.

    Rows and columns at which no cell begins are squeezed out: nothing separates them.
    """
    if not cells:
        return []
    if _layout(cells):
        return [block for cell in sorted(cells, key=lambda one: (one.row, one.column)) for block in cell.blocks]
    row_at = {row: index for index, row in enumerate(sorted({cell.row for cell in cells}))}
    column_at = {column: index for index, column in enumerate(sorted({cell.column for cell in cells}))}
    rows, columns = len(row_at), len(column_at)
    tally.cells(rows * columns)
    row_ends, column_ends = sorted(row_at), sorted(column_at)
    out: list[Cell] = []
    aside: list[Block] = []
    for cell in sorted(cells, key=lambda one: (one.row, one.column)):
        text, stacked = cell_text(_all_lines(cell))
        tally.block(len(text))
        row, column = row_at[cell.row], column_at[cell.column]
        out.append(
            Cell(
                row=row,
                column=column,
                row_span=_span(row_ends, row, cell.row + cell.row_span),
                column_span=_span(column_ends, column, cell.column + cell.column_span),
                text=text,
                page=cell.origin,
                bbox=None if cell.origin is None else NOWHERE,
                doubtful=cell.doubtful or stacked or bool(cell.grids()),
            )
        )
        aside += [block for block in cell.blocks if isinstance(block, Paragraph) and block.hidden]
    return [Grid(rows=rows, columns=columns, cells=tuple(out)), *aside]


def _span(starts: list[int], first: int, end: int) -> int:
    """How many of the kept rows (columns), from the `first` on, begin before the old position `end`."""
    count = 1
    while first + count < len(starts) and starts[first + count] < end:
        count += 1
    return count


def _all_lines(cell: RawCell) -> list[str]:
    lines = cell.lines()
    for grid in cell.grids():
        lines += [line for inner in grid.cells for line in inner.text.split("\n") if line]
    return lines


def _layout(cells: list[RawCell]) -> bool:
    """Whether the table only lays out the page: it frames other tables, or running text of several paragraphs."""
    columns = len({cell.column for cell in cells})
    if columns > 2 and not any(cell.grids() for cell in cells):
        return False
    filled = [cell for cell in cells if cell.blocks and (cell.grids() or cell.lines())]
    framing = [cell for cell in filled if any(grid.rows * grid.columns > 1 for grid in cell.grids())]
    if framing and (columns <= 2 or 2 * len(framing) >= len(filled)):
        return True
    if columns > 2 or not filled:
        return False
    prose = [cell for cell in filled if _prose(cell)]
    return bool(prose) and (columns == 1 or 2 * len(prose) >= len(filled))


def _prose(cell: RawCell) -> bool:
    lines = cell.lines()
    return len(lines) > 1 and max(map(len, lines)) > _LONG
