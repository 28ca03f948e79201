"""From closed boxes and characters to a Grid: positions, spans, the text of each cell, and doubt where there is any.

Shared by everything that knows boxes on a page (ruled tables now, lines found in a scan later).
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from reviewer.extract.pdf_ink import REPLACEMENT, Char
from reviewer.extract.pdf_lines import is_vertical, join, rows_of
from reviewer.model import Box, Cell, Grid

SLIVER = 4.5
"""Points: lines of a table this near are one border drawn double."""
HANGING = frozenset("，。、；：！？）》」』】〉〕”’,.;:!?)]}")
"""Marks that never open a text: at the end of a full line they may be printed over the cell's border (标点溢出边界)."""


class Slot(NamedTuple):
    """One cell's place in the lattice."""

    row: int
    column: int
    row_span: int
    column_span: int
    box: Box


class Lattice:
    """The rows and columns that a table's boxes define."""

    def __init__(self, boxes: Iterable[Box]) -> None:
        boxes = list(boxes)
        self.xs = _stops(x for box in boxes for x in (box[0], box[2]))
        self.ys = _stops(y for box in boxes for y in (box[1], box[3]))
        self.slots: list[Slot] = []
        self._covers: dict[tuple[int, int], int] = {}
        for box in sorted(boxes, key=lambda one: (one[1], one[0])):
            left, right = _nearest(self.xs, box[0]), _nearest(self.xs, box[2])
            top, bottom = _nearest(self.ys, box[1]), _nearest(self.ys, box[3])
            places = [(row, column) for row in range(top, bottom) for column in range(left, right)]
            if not places or any(place in self._covers for place in places):
                continue
            for place in places:
                self._covers[place] = len(self.slots)
            self.slots.append(Slot(top, left, bottom - top, right - left, box))

    @property
    def rows(self) -> int:
        return len(self.ys) - 1

    @property
    def columns(self) -> int:
        return len(self.xs) - 1

    @property
    def bbox(self) -> Box:
        return self.xs[0], self.ys[0], self.xs[-1], self.ys[-1]

    def at(self, x: float, y: float) -> int | None:
        """Number of the slot that holds the point, or None."""
        return self._covers.get((bisect_right(self.ys, y) - 1, bisect_right(self.xs, x) - 1))


def _stops(values: Iterable[float]) -> list[float]:
    """Positions of lines; those of one double border are one."""
    stops: list[float] = []
    for value in sorted(set(values)):
        if not stops or value - stops[-1] > SLIVER:
            stops.append(value)
    return stops


def _nearest(stops: list[float], value: float) -> int:
    return max(0, bisect_right(stops, value + 0.01) - 1)


def fill(lattice: Lattice, chars: Iterable[Char]) -> tuple[list[list[Char]], list[Char]]:
    """Characters by slot (a character belongs to the slot its middle is in), and those in no slot.

    A mark that hangs over the right border of a cell belongs to the character it was written after.
    """
    inside: list[list[Char]] = [[] for _ in lattice.slots]
    outside: list[Char] = []
    marks: list[tuple[Char, int]] = []
    for char in chars:
        slot = lattice.at((char[1] + char[3]) / 2, (char[2] + char[4]) / 2)
        if slot is None:
            outside.append(char)
            continue
        inside[slot].append(char)
        if char[0] in HANGING and char[1] < lattice.slots[slot].box[0] + 0.2 * (char[4] - char[2]):
            marks.append((char, slot))
    for mark, slot in marks:
        x, y = lattice.slots[slot].box[0] - 0.1, (mark.top + mark.bottom) / 2
        left = lattice.at(x, y)
        if left is not None and left != slot and any(_precedes(char, mark) for char in inside[left]):
            inside[slot].remove(mark)
            inside[left].append(mark)
    return inside, outside


def _precedes(char: Char, mark: Char) -> bool:
    """Whether a mark was written right behind this character and stands right behind it on its line."""
    size = max(char.size, mark.size)
    level = min(char.bottom, mark.bottom) - max(char.top, mark.top) > 0
    return level and 0 < mark.order - char.order <= 2 and -0.6 * size < mark.x0 - char.x1 < 0.35 * size


def build(lattice: Lattice, inside: Sequence[Sequence[Char]], page: int) -> Grid:
    """The Grid of a lattice whose slots hold these characters."""
    texts = [text_of(chars) for chars in inside]
    doubtful = _doubtful(lattice, inside, texts)
    cells = tuple(
        Cell.model_construct(
            row=slot.row,
            column=slot.column,
            row_span=slot.row_span,
            column_span=slot.column_span,
            text=texts[index][0],
            page=page,
            bbox=rounded(slot.box),
            doubtful=index in doubtful,
        )
        for index, slot in enumerate(lattice.slots)
    )
    return Grid(rows=lattice.rows, columns=lattice.columns, cells=cells, page=page, bbox=rounded(lattice.bbox))


def rounded(box: Box) -> Box:
    x0, top, x1, bottom = box
    return round(x0, 1), round(top, 1), round(x1, 1), round(bottom, 1)


def text_of(chars: Sequence[Char]) -> tuple[str, list[str]]:
    """A cell's text as one string without line breaks, and its printed lines."""
    if not chars:
        return "", []
    if len(chars) == 1:
        return chars[0].text, [chars[0].text]
    if is_vertical(chars):
        ordered = sorted(chars, key=lambda char: char.order)
        text = "".join(char.text for char in ordered)
        return text, [char.text for char in ordered]
    lines = []
    for row in rows_of(chars):
        size = sorted(char.bottom - char.top for char in row)[len(row) // 2]
        lines.append(join(row, size))
    text = lines[0]
    for line in lines[1:]:
        latin = text[-1:].isascii() and line[:1].isascii() and text[-1:].isalpha() and line[:1].isalpha()
        text += (" " if latin else "") + line
    return text, lines


def _doubtful(lattice: Lattice, inside: Sequence[Sequence[Char]], texts: Sequence[tuple[str, list[str]]]) -> set[int]:
    """Numbers of the slots whose text may not be exactly what stands in that one cell."""
    found: set[int] = set()
    stacked: Counter[tuple[int, int]] = Counter()
    figures: list[tuple[Char, int]] = []
    for index, chars in enumerate(inside):
        if not chars:
            continue
        text, lines = texts[index]
        left, top, right, bottom = lattice.slots[index].box
        figure = any(char.isdigit() for char in text)
        if REPLACEMENT in text:
            found.add(index)
        if not figure:
            continue
        for char in chars:
            if not char.text.isdigit():
                continue
            figures.append((char, index))
            width, height = char.x1 - char.x0, char.bottom - char.top
            if char.x0 < left - 0.2 * width or char.x1 > right + 0.2 * width:
                found.add(index)
                for x in (char.x0, char.x1):
                    other = lattice.at(x, (char.top + char.bottom) / 2)
                    if other is not None:
                        found.add(other)
            middle = (char.top + char.bottom) / 2
            if min(middle - top, bottom - middle) < 0.3 * height:
                found.add(index)
        if any(_apart(line) for line in lines) or _overlapping(chars):
            found.add(index)
        if len(lines) > 1 and all(_number(line) for line in lines):
            stacked[lattice.slots[index].row, len(lines)] += 1
            if not _wrapped(chars, right - left):
                found.add(index)
    for index, (_, lines) in enumerate(texts):
        row = lattice.slots[index].row
        if len(lines) > 1 and stacked[row, len(lines)] > 1 and all(_number(one) for one in lines):
            beside = [texts[at][1] for at, slot in enumerate(lattice.slots) if slot.row == row]
            if index in found or not _evenly_wrapped(beside):
                found.add(index)  # two numbers in several cells of a row: two rows with no line between them
    return found | _glued(figures)


def _evenly_wrapped(cells: Sequence[Sequence[str]]) -> bool:
    """Whether the numbers of a row stand in two lines for want of room alone: all are cut after as many digits as fit.

    `cells`: the printed lines of each cell. Two rows with no line between them would be stacked in every cell. Browsers
    break numbers in full-width digits alone, where a column is narrow.
    """
    numbers = [lines for lines in cells if lines and all(_number(line) for line in lines)]
    single = [len(lines[0]) for lines in numbers if len(lines) == 1]
    cut = {len(line) for lines in numbers for line in lines[:-1]}
    wide = all("０" <= char <= "９" for lines in numbers for line in lines for char in line)
    return bool(single) and (wide or (len(cut) == 1 and max(single) <= min(cut)))


def _number(line: str) -> bool:
    return bool(line) and all(char.isdigit() or char in ".,，．" for char in line)


def _apart(line: str) -> bool:
    """Two groups of digits with nothing but a gap between them."""
    return any(
        char == " " and line[at - 1].isdigit() and line[at + 1].isdigit() for at, char in enumerate(line[:-1]) if at
    )


def _overlapping(chars: Sequence[Char]) -> bool:
    """Whether a digit is printed over another character."""
    for row in rows_of(chars):
        for one, two in pairwise(row):
            width = min(one.x1 - one.x0, two.x1 - two.x0)
            if one.x1 - two.x0 > 0.5 * width and (one.text.isdigit() or two.text.isdigit()):
                return True
    return False


def _wrapped(chars: Sequence[Char], width: float) -> bool:
    """Whether a number goes on in the next line for want of room: its first line leaves none for a digit more."""
    first = rows_of(chars)[0]
    digit = first[-1].x1 - first[-1].x0
    return width - (first[-1].x1 - first[0].x0) < digit + 11.5


def _glued(figures: list[tuple[Char, int]]) -> set[int]:
    """Slots between which a run of digits goes on without a gap."""
    found: set[int] = set()
    figures.sort(key=lambda one: one[0].order)
    for (one, left), (two, right) in pairwise(figures):
        if left != right and two.order == one.order + 1:
            size = one.bottom - one.top
            if abs(two.x0 - one.x1) < 0.08 * size and abs(two.top - one.top) < 0.2 * size:
                found |= {left, right}
    return found
