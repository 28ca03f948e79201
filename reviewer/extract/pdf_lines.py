"""Printed lines from loose characters: who stands beside whom, and the text they make."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from operator import attrgetter, itemgetter
from statistics import median
from typing import NamedTuple

from reviewer.extract.pdf_ink import Char
from reviewer.model import Box

WORD_GAP = 0.22
"""Gap, in heights of the line, from which two digits or two Latin letters are two words."""
COLUMN_GAP = 1.6
"""Gap, in heights of the line, from which what follows stands in a column of its own."""

SPACED = 5
"""Characters a blank that a line has at the least, unless it is set with blanks throughout (关 于 公 开)."""
ASIDE = 0.8
"""Distance of middles, in heights of the typical character, up to which a small mark belongs to a line."""
WOVEN = 0.8
"""Distance of middles, in heights, below which two rows cannot be two printed lines over one another."""


class Line(NamedTuple):
    """Characters on one base line from left to right, all of one page."""

    chars: tuple[Char, ...]
    text: str
    bbox: Box
    size: float
    """Typical height of its Chinese characters (of all, where it has none) in points."""
    middle: float
    """Typical height on the page of their middles: steadier than the box, which changes with the fonts of a line."""
    row: bool = False
    """A row of a table, or a piece of its labels, that stands alone."""


def rows_of(chars: Sequence[Char]) -> list[list[Char]]:
    """Characters grouped by base line, top down, each from left to right. Small marks join the nearest line.

    What is small and stands on no line (a browser's head over a large title) makes lines of its own.
    """
    if not chars:
        return []
    size = median(char.bottom - char.top for char in chars)
    tall = [char for char in chars if char.bottom - char.top >= 0.6 * size]
    small = [char for char in chars if char.bottom - char.top < 0.6 * size]
    rows: list[list[Char]] = []
    centres: list[float] = []
    for middle, char in sorted(((char.top + char.bottom) / 2, char) for char in tall or small):
        if rows and middle - centres[-1] <= 0.4 * min(size, char.bottom - char.top):
            rows[-1].append(char)
            centres[-1] += (middle - centres[-1]) / len(rows[-1])
        else:
            rows.append([char])
            centres.append(middle)
    apart: list[Char] = []
    for char in small if tall else ():
        middle = (char.top + char.bottom) / 2
        nearest = min(range(len(rows)), key=lambda at: abs(centres[at] - middle))
        (rows[nearest] if abs(centres[nearest] - middle) <= ASIDE * size else apart).append(char)
    out = []
    for row in _unwoven(rows, centres):
        row.sort(key=itemgetter(1))
        out += _parted(row)
    return sorted([*out, *rows_of(apart)], key=_middle) if apart else out


def _middle(row: Sequence[Char]) -> float:
    return median((char.top + char.bottom) / 2 for char in row)


def _unwoven(rows: list[list[Char]], centres: Sequence[float]) -> list[list[Char]]:
    """Rows nearer than any two printed lines that were written as one text from left to right are one: raised words."""
    out = rows[:1]
    for row, middle, above in zip(rows[1:], centres[1:], centres, strict=False):
        height = min(max(char.bottom - char.top for char in part) for part in (out[-1], row))
        if middle - above < WOVEN * height and _one_text(out[-1], row, 0.3 * height):
            out[-1] = [*out[-1], *row]
        else:
            out.append(row)
    return out


def _one_text(one: Sequence[Char], two: Sequence[Char], overlap: float) -> bool:
    """Whether the characters of two rows change places more than once and stand in the order they were written in."""
    first = {char.order for char in one}
    both = sorted((*one, *two), key=attrgetter("x0"))
    changes = sum((left.order in first) != (right.order in first) for left, right in pairwise(both))
    return changes > 1 and all(
        left.order < right.order and left.x1 - right.x0 < overlap for left, right in pairwise(both)
    )


def _parted(row: list[Char]) -> list[list[Char]]:
    """A row whose characters lie over one another is several texts: each goes by itself, as it was written."""
    if not any(one.x1 - two.x0 > 0.5 * min(one.x1 - one.x0, two.x1 - two.x0) for one, two in pairwise(row)):
        return [row]
    written = sorted(row, key=attrgetter("order"))
    texts = [[written[0]]]
    for one, two in pairwise(written):
        if two.order - one.order > 4 or two.x0 < one.x0:
            texts.append([])
        texts[-1].append(two)
    return texts


def is_vertical(chars: Sequence[Char]) -> bool:
    """Whether a text runs from top to bottom (or up): in content order, most steps go along the page's height."""
    if len(chars) < 3:
        return False
    steps = 0
    ordered = sorted(chars, key=attrgetter("order"))
    for one, two in pairwise(ordered):
        dx = abs((two.x0 + two.x1) - (one.x0 + one.x1)) / 2
        dy = abs((two.top + two.bottom) - (one.top + one.bottom)) / 2
        steps += 1 if dy > dx and dx < 0.6 * (one.x1 - one.x0) else -1
    return steps > 0


def join(row: Sequence[Char], size: float, gap: str = "") -> str:
    """The text of one line: one blank between digits or Latin words that stand apart, none inside Chinese.

    `gap`: what a gap as wide as a column's becomes (a tab, or nothing: in a cell). Outside of cells a blank that the file
    prints between Chinese characters is kept where it is a single one: a number may be missing there.
    """
    kept = _blanks(row, size) if gap else frozenset()
    out: list[str] = []
    last: Char | None = None
    for char in row:
        if last is not None:
            space = char.x0 - last.x1
            if space > COLUMN_GAP * size and gap:
                out.append(gap)
            elif char.order in kept or (
                _same_script(last.text, char.text)
                and (space > WORD_GAP * size or (space > 0.05 * size and _blank_printed(last, char)))
            ):
                out.append(" ")
        out.append(char.text)
        last = char
    return "".join(out)


def _blanks(row: Sequence[Char], size: float) -> frozenset[int]:
    """Content order of the Chinese characters before which a blank is printed; none of a line that is set spaced out."""
    found = [
        two.order
        for one, two in pairwise(row)
        if two.order == one.order + 2 and two.x0 - one.x1 > 0.12 * size and _is_han(one.text) and _is_han(two.text)
    ]
    return frozenset(found) if SPACED * len(found) <= len(row) else frozenset()


def _is_han(text: str) -> bool:
    return "\u4e00" <= text <= "\u9fff"


def _blank_printed(before: Char, after: Char) -> bool:
    """Two Latin letters between which the file has a blank, though a narrow one (0.2 em in some fonts)."""
    return before.text.isalpha() and after.text.isalpha() and after.order > before.order + 1


def _same_script(before: str, after: str) -> bool:
    return before.isascii() and after.isascii() and before.isalnum() and after.isalnum()


def line_of(row: Sequence[Char], gap: str = "") -> Line:
    wide = [char.bottom - char.top for char in row if char.text > "\u2e7f"]
    size = median(wide or [char.bottom - char.top for char in row])
    box = (
        min(char.x0 for char in row),
        min(char.top for char in row),
        max(char.x1 for char in row),
        max(char.bottom for char in row),
    )
    return Line(tuple(row), join(row, size, gap), box, size, median((char.top + char.bottom) / 2 for char in row))
