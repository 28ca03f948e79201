"""Printed lines joined into paragraphs, as a reader of the page would.

A line goes on in the next when it runs to the right margin and the next starts at the left one. Indents, short last
lines, larger gaps, other sizes, centred lines and ordinals (一、（一）) after a full stop begin a new paragraph.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from reviewer.extract.grid import rounded
from reviewer.extract.pdf_lines import Line
from reviewer.model import Block, Grid, Paragraph, Place

_ORDINAL = re.compile(
    r"^[一二三四五六七八九十]{1,3}[、．.]|^（[一二三四五六七八九十]{1,3}）|^第[一二三四五六七八九十]{1,3}(?:[章节]|部分)"
)
_HEADING = re.compile(r"^[一二三四五六七八九十]{1,3}[、．.]|^第[一二三四五六七八九十]{1,3}(?:[章节]|部分)")
_END = "。；！？：;!?:"
_CLOSED = _END + "”’》」』…—"
_WORD = re.compile(r"[0-9A-Za-z][0-9A-Za-z@:/._-]{5,40}|\d{1,3}(?:\.\d+)?%")
"""Opens a line: a percentage, a telephone number or an address of the net, which a layout does not break."""
_ITEM = re.compile(
    rf"{_ORDINAL.pattern}|^[（(]?\d{{1,2}}[)）.．、](?!\d)|^[①-⑳●■◆•·*※—-]|^(?:附件?|注|备注|表)\d{{0,2}}[：:]|^[^，。；：]{{1,8}}[：:]"
)
"""Opens an item of a list, a note, or a line of its own that begins with what it tells (联系电话：…)."""
_CLAUSE = re.compile(r"[，。；、：]")
_FIGURE = re.compile(r"^[-+]?[\d.,，]+%?$|^[/\-—–]+$")
FULL = 2.6
"""Characters that may be missing at the end of a line that was wrapped (no mark may begin a line)."""
SHORTEST = 0.6
"""Share of the type area that a line has at the least which ends early and goes on all the same."""


class PageItem(NamedTuple):
    """A line or a grid with the page it stands on."""

    page: int
    item: Line | Grid


class Measure(NamedTuple):
    """The type area of pages of one width: margins, typical character and distance of lines."""

    left: float
    right: float
    em: float
    gap: float
    indents: bool
    """Whether paragraphs begin with an indent: of the lines after one that ends short of the margin, most do."""
    spaced: bool
    """Whether paragraphs are set apart by a larger gap."""


def measure(lines: Sequence[Line]) -> Measure:
    """The type area that these lines (of pages of one size) were set in; lines of columns have no say."""
    plain = [line for line in lines if "\t" not in line.text] or list(lines)
    widest = max(line.bbox[2] - line.bbox[0] for line in plain)
    long = [line for line in plain if line.bbox[2] - line.bbox[0] > 0.7 * widest]
    em = max(1.0, median(line.size for line in long))
    starts = Counter(round(line.bbox[0] / 3) for line in long)
    leftmost = min(start for start, count in starts.items() if count >= 0.1 * len(long))
    left = min(line.bbox[0] for line in long if round(line.bbox[0] / 3) >= leftmost)
    ends = sorted(line.bbox[2] for line in long)
    right = ends[min(len(ends) - 1, int(0.9 * len(ends)))]
    full = {id(line) for line in long if line.bbox[2] > right - FULL * em}
    gaps = [
        two.middle - one.middle
        for one, two in pairwise(lines)
        if id(one) in full and 0 < two.middle - one.middle < 4 * em and "\t" not in two.text
    ]
    usual = _usual(gaps) if gaps else 1.7 * em
    starts_after = [
        (one, two)
        for one, two in pairwise(plain)
        if one.bbox[2] < right - FULL * em < two.bbox[2] and 0 < two.middle - one.middle < 8 * em
    ]
    indented = sum(1 for _, two in starts_after if two.bbox[0] - left > 1.2 * em)
    spaced = sum(1 for one, two in starts_after if two.middle - one.middle > usual + 0.45 * em)
    return Measure(left, right, em, usual, 2 * indented > len(starts_after), 2 * spaced > len(starts_after))


def _usual(gaps: list[float]) -> float:
    counts = Counter(round(gap) for gap in gaps)
    most = max(counts.values())
    return float(min(gap for gap, count in counts.items() if count >= 0.6 * most))


def goes_on(one: Line, two: Line, area: Measure, *, over_page: bool) -> bool:
    """Whether the paragraph of line `one` goes on in line `two`, which follows it."""
    if _tabular(one) or _tabular(two):
        return False
    em = max(min(one.size, 2 * area.em), 1.0)
    if abs(one.size - two.size) > 0.15 * em:
        return False
    if not over_page and two.middle - one.middle > area.gap * max(one.size / area.em, 1.0) + 0.45 * em:
        return False
    if _centred(one, area):
        return False
    if area.right - one.bbox[2] > (FULL + _unbroken(one, two)) * em:
        return _cut_short(one, two, area)
    ended = one.text[-1] in _END
    if _centred(two, area):  # the rest of a title that is longer than a line
        return not ended and not over_page and one.size > 1.1 * area.em and not _ORDINAL.match(two.text)
    if _HEADING.match(two.text) and (
        abs(one.size - two.size) > 0.05 * em or (not over_page and _wider(one, two, area))
    ):
        return False
    if ended and _ORDINAL.match(two.text):
        return False
    indent = two.bbox[0] - area.left
    if indent > 0.9 * em:
        same_block = abs(two.bbox[0] - one.bbox[0]) < 0.5 * em
        return not ended and same_block and not _ORDINAL.match(two.text)
    if ended and one.text[-1] in "。！？!?" and not area.indents:
        flush = area.right - one.bbox[2] < 1.1 * em
        return (flush or area.spaced) and not over_page and abs(two.bbox[0] - one.bbox[0]) < 0.5 * em
    return True


def _unbroken(one: Line, two: Line) -> float:
    """Characters by which line `one` may end early because the word that opens line `two` did not fit."""
    if one.text[-1] in "。！？!?；;" or _ORDINAL.match(two.text):
        return 0.0
    word = _WORD.match(two.text)
    return 0.6 * len(word.group()) if word else 0.0


def _cut_short(one: Line, two: Line, area: Measure) -> bool:
    """Whether line `one` ends before the margin in the middle of its sentence: a layout ran an unbroken piece down.

    Its sentence has clauses and no end, and the next line has no sign of a beginning: it starts at the very margin
    where paragraphs are indented or set apart, and is no heading, item or line of its own.
    """
    if not (area.indents or area.spaced) or one.text[-1] in _CLOSED or _HEADING.match(one.text):
        return False
    if one.bbox[2] - area.left < SHORTEST * (area.right - area.left) or abs(two.bbox[0] - area.left) > 0.5 * area.em:
        return False
    return one.bbox[0] - area.left < 3 * area.em and not _ITEM.match(two.text) and bool(_CLAUSE.search(one.text))


def _wider(one: Line, two: Line, area: Measure) -> bool:
    return two.middle - one.middle > area.gap + 0.15 * area.em


def _centred(line: Line, area: Measure) -> bool:
    before, after = line.bbox[0] - area.left, area.right - line.bbox[2]
    return before > 2.6 * line.size and abs(before - after) < 1.5 * line.size


def _tabular(line: Line) -> bool:
    """A line of columns: two gaps, or figures after one."""
    if line.row:
        return True
    parts = line.text.split("\t")
    return len(parts) > 2 or (len(parts) == 2 and _FIGURE.match(parts[1]) is not None)


def assemble(items: Sequence[PageItem], areas: dict[int, Measure]) -> list[Block]:
    """Blocks in reading order: grids as they are, lines joined. `areas`: the type area by page."""
    blocks: list[Block] = []
    run: list[tuple[int, Line]] = []
    for page, item in items:
        if isinstance(item, Grid):
            _close(run, blocks)
            blocks.append(item)
            continue
        if run:
            last_page, last = run[-1]
            if not goes_on(last, item, areas[last_page], over_page=page != last_page):
                _close(run, blocks)
        run.append((page, item))
    _close(run, blocks)
    return blocks


def _close(run: list[tuple[int, Line]], blocks: list[Block]) -> None:
    if run:
        blocks.append(paragraph(run))
        run.clear()


def paragraph(run: Sequence[tuple[int, Line]], *, hidden: bool = False) -> Paragraph:
    """One paragraph of printed lines; a blank only between Latin words that the line break kept apart."""
    text = ""
    places = []
    for page, line in run:
        piece = line.text if _tabular(line) else line.text.replace("\t", " ")
        if text and text[-1].isascii() and text[-1].isalpha() and piece[:1].isascii() and piece[:1].isalpha():
            text += " "
        places.append(
            Place.model_construct(start=len(text), end=len(text) + len(piece), page=page, bbox=rounded(line.bbox))
        )
        text += piece
    return Paragraph(text=text, places=tuple(places), hidden=hidden)
