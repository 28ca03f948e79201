"""A table of another year printed beside this year's, told by the year on the line above it: it is left out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from reviewer.model import Paragraph, folded
from reviewer.recognise.cells import looks_like_value
from reviewer.recognise.grids import Part
from reviewer.recognise.labels import Role, roles
from reviewer.recognise.words import words

_YEAR = re.compile(r"(?<![0-9])(20[0-9]{2})(?:年|/|$)")
_SENTENCE = re.compile(r"[。；！？，]")
_LONGEST = 30
"""Characters of a line above a table at the most."""


class _Group(NamedTuple):
    """Parts of one table with nothing printed between them, by index, and the year above them."""

    table: str
    at: tuple[int, ...]
    year: int | None


def of_this_year(items: Sequence[Paragraph | Part], year: int | None) -> list[Paragraph | Part]:
    """The items, with an empty paragraph in the place of each part that is of another year than `year`."""
    out = list(items)
    groups = list(_groups(items)) if year is not None else []
    for group in groups:
        if group.year in (None, year):
            continue
        own = [one for one in groups if one.table == group.table and one.year in (None, year)]
        names = _names(items, group.at)
        if names and names <= _names(
            items, [at for one in own for at in one.at]
        ):  # else it may be the rest of this year's
            for at in group.at:
                out[at] = Paragraph(text="")
    return out


def _groups(items: Sequence[Paragraph | Part]) -> Iterator[_Group]:
    above = ""
    run: list[int] = []
    for index, item in enumerate(items):
        if isinstance(item, Part):
            if run and (before := items[run[0]]) and isinstance(before, Part) and before.table != item.table:
                yield _group(items, run, above)
                run, above = [], ""
            run.append(index)
        elif item.text.strip() and not item.hidden:
            if run:
                yield _group(items, run, above)
            run, above = [], item.text
    if run:
        yield _group(items, run, above)


def _group(items: Sequence[Paragraph | Part], run: Sequence[int], above: str) -> _Group:
    first = items[run[0]]
    assert isinstance(first, Part)
    return _Group(first.table, tuple(run), _year(above))


def _year(line: str) -> int | None:
    """The one year that a line above a table names; None for a sentence or a comparison."""
    flat = folded(line)
    years = {int(match[1]) for match in _YEAR.finditer(flat)}
    told = len(flat) <= _LONGEST and not _SENTENCE.search(flat) and not any(one in flat for one in words().compared)
    return years.pop() if told and len(years) == 1 else None


def _names(items: Sequence[Paragraph | Part], at: Sequence[int]) -> set[Role]:
    """The rows and columns of the form that the parts hold."""
    return {
        role
        for index in at
        if isinstance(part := items[index], Part)
        for row in part.rows
        for piece in row.own
        if piece.text.strip() and not looks_like_value(piece.text)
        for role in roles(piece.text)
        if role.table == part.table and role.kind in ("row", "column")
    }
