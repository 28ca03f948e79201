"""Page furniture: page numbers, running heads and feet. They are printed on the page and say nothing of the report."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from operator import attrgetter
from typing import NamedTuple

from reviewer.extract.pdf_ink import Char
from reviewer.extract.pdf_lines import Line
from reviewer.model import folded

_DASHED = re.compile(r"^[-—~·.]+\s*(\d{1,4}|[ivxIVX]{1,5})\s*[-—~·.]+$")
_OF = re.compile(
    r"^(?:第?\s*\d{1,4}\s*页?\s*[/，,共]+\s*)\d{1,4}\s*页?$|^第\s*(?:\d{1,4}|[一二三四五六七八九十]{1,4})\s*页(?:[，/]?共\s*\S{1,4}\s*页)?$"
)
_BARE = re.compile(r"^\d{1,4}$")
_ADDRESS = re.compile(r"^(?:https?|file)：?:?//\S+", re.IGNORECASE)
_DIGITS = re.compile(r"\d+")
HEAD, FOOT = 0.10, 0.88
"""Shares of the page's height above and below which furniture stands."""


class PageLines(NamedTuple):
    """The loose lines of one page from the top down, and where its grids begin and end."""

    number: int
    height: float
    lines: list[Line]
    inner_top: float
    """Top of the highest grid (or infinity)."""
    inner_bottom: float
    """Bottom of the lowest grid (or minus infinity)."""


def furniture(pages: Sequence[PageLines]) -> set[tuple[int, int]]:
    """(page number, place in its lines) of every line that is furniture."""
    found: set[tuple[int, int]] = set()
    bare: dict[int, list[tuple[int, int]]] = defaultdict(list)
    repeated: dict[tuple[str, int], list[tuple[int, int]]] = defaultdict(list)
    for page in pages:
        seen: set[tuple[str, bool]] = set()
        for at in _edges(page):
            line = page.lines[at]
            text = folded(line.text)
            side = (text, line.bbox[3] < HEAD * page.height)
            if side in seen:  # the same words once more, further in: a title or a signature below its running head
                continue
            seen.add(side)
            if _DASHED.match(text) or _OF.match(text) or _ADDRESS.match(line.text):
                found.add((page.number, at))
            elif _BARE.match(text):
                bare[int(text) - page.number].append((page.number, at))
            else:
                repeated[_DIGITS.sub("#", text), round(line.bbox[1] / 4)].append((page.number, at))
    for offset, places in bare.items():
        if len(places) > 1 or offset == 0:
            found.update(places)
    for places in repeated.values():
        on = Counter(number for number, _ in places)
        if len(on) > 1 and len(on) >= 0.5 * (len(pages) - 1):
            found.update(places)
    return found


def without_number(chars: Sequence[Char], page: int, height: float) -> list[Char]:
    """Loose characters without the page number, told by its place among the first or last things written.

    Found so, it is not mixed into a line of text that it stands beside or runs into.
    """
    written = sorted(chars, key=attrgetter("order"))
    for run in (_run(written[::-1])[::-1], _run(written)):
        if not run or HEAD * height < run[0].top < FOOT * height:
            continue
        text = folded("".join(char.text for char in run))
        if _DASHED.match(text) or _OF.match(text) or text == str(page):
            drop = {char.order for char in run}
            return [char for char in chars if char.order not in drop]
    return list(chars)


def _run(written: list[Char]) -> list[Char]:
    """The first characters that stand on one line and follow one another."""
    run = written[:1]
    for char in written[1:14]:
        last = run[-1]
        if abs(char.bottom - last.bottom) > 0.35 * last.size or abs(char.order - last.order) > 3:
            break
        run.append(char)
    return run


def _edges(page: PageLines) -> list[int]:
    """Places of the (up to two) lines at the head and at the foot of the page, outside its grids; the outermost first."""
    heads = [
        at
        for at, line in enumerate(page.lines[:2])
        if line.bbox[3] < HEAD * page.height and line.bbox[3] < page.inner_top
    ]
    start = max(0, len(page.lines) - 2)
    feet = [
        at
        for at, line in enumerate(page.lines[start:], start)
        if line.bbox[1] > FOOT * page.height and line.bbox[1] > page.inner_bottom
    ]
    return list(dict.fromkeys((*heads, *reversed(feet))))
