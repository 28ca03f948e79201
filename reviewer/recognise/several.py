"""Two annual reports in one file (two years, or two bodies, one behind the other): where the second begins.

Headings of the six sections that come again, each with something under it, in full once more. A table of contents has
nothing under its headings, and a single heading printed twice is a fault of one report.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from reviewer.model import Paragraph
from reviewer.recognise.grids import Part
from reviewer.recognise.headings import Candidate
from reviewer.recognise.identity import title_of

_SECTIONS = 4
"""Different sections from which on headings are those of a whole report."""
_FILLED = 3
"""Of these, sections with something under their heading."""
_FIRST = "overview"
_BEFORE = 30
"""Paragraphs before the first heading in which a title is looked for: title, number of the document, preface."""


class Another(NamedTuple):
    """The item at which another report begins, and its title as printed ("" when it has none)."""

    at: int
    title: str


def others(items: Sequence[Paragraph | Part], heads: Sequence[Candidate]) -> list[Another]:
    """The reports that follow the first one in a document, in order; [] for a document with one report."""
    sure = [one for one in heads if one.exact and (one.style in ("main", "part") or one.level is not None)]
    filled = [_has_content(items, one, sure[at + 1 :]) for at, one in enumerate(sure)]
    found: list[Another] = []
    begin = 0
    for at, one in enumerate(sure):
        if one.key != _FIRST or not _is_whole(sure[begin:at], filled[begin:at]):
            continue
        end = next((next_ for next_ in range(at + 1, len(sure)) if sure[next_].key == _FIRST), len(sure))
        if _is_whole(sure[at:end], filled[at:end]):
            found.append(_start(items, sure[at - 1].last + 1, one.at))
            begin = at
    return found


def _is_whole(heads: Sequence[Candidate], filled: Sequence[bool]) -> bool:
    keys = {one.key for one in heads}
    return len(keys) >= _SECTIONS and len({one.key for one, full in zip(heads, filled, strict=True) if full}) >= _FILLED


def _has_content(items: Sequence[Paragraph | Part], head: Candidate, later: Sequence[Candidate]) -> bool:
    """Whether a table or a text stands between a heading and the next."""
    end = later[0].at if later else len(items)
    between = items[head.last + 1 : end]
    return not head.alone or any(isinstance(one, Part) or (one.text.strip() and not one.hidden) for one in between)


def _start(items: Sequence[Paragraph | Part], low: int, heading: int) -> Another:
    """The title between the last section of one report and the first heading of the next, else that heading."""
    near = [
        (at, one)
        for at, one in enumerate(items[low:heading], low)
        if isinstance(one, Paragraph) and not one.hidden and one.text.strip()
    ][-_BEFORE:]
    text = "\n".join(one.text.replace("\n", " ") for _, one in near)
    title = title_of(text)
    if title is None:
        return Another(heading, "")
    line = text.count("\n", 0, title.start)
    return Another(near[line][0], "".join(text[title.start : title.end].split()))
