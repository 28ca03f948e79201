"""Tables printed as text with their columns side by side (`pdftotext -layout`): labels wrap around the rows they name.

There the label next to some numbers may be another row's. A row is a line that ends with exactly as many values as the
form has columns; whole labels on such lines are fixed points, and what lies between two of them is read only where the
lines are as many as the form's rows and nothing printed on them denies it. Everything else is unreadable.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Container, Iterator, Sequence
from typing import NamedTuple

from reviewer.model import FormTable, Paragraph
from reviewer.recognise.cells import looks_like_value
from reviewer.recognise.labels import Target, likeness, plain, targets_of
from reviewer.recognise.shapes import COLUMNS, GLUED, Slot
from reviewer.recognise.words import words

_SEVEN = 7
_ROWS = 5
"""Lines that end with seven values from which on a text is taken for such a print."""
_FEWEST = 3
_LONGEST = 160
_SEPARATED = re.compile(r"[\t|｜│┃]")
_GAPS = re.compile(r" +")
_WORDS = 4
_SHORT = 6
"""Words that such a line has at the least, and their characters at the most."""
_WIDE = re.compile(r"\S {3,}\S")
_MARK = re.compile(r"[。；;！!？?，,、：:《》“”]")
_SENTENCE = re.compile(r"[。；;！!？?]")
_DATED = re.compile(r"^\s*20[0-9]{2}\s*$|[0-9０-９](?:\s*年|/[0-9]{1,2}/[0-9]|:[0-9]{2})")
"""A running head or a printer's stamp: its year is no value."""
_LONE = re.compile(r"[-—–\s]*[0-9]{1,3}[-—–\s]*")


class Printed(NamedTuple):
    """One line: the words before its values, and its values; `whole` unless words stand among or behind them."""

    at: int
    names: tuple[str, ...]
    values: tuple[Slot, ...]
    whole: bool


def printed(at: int, paragraph: Paragraph) -> Printed:
    """A paragraph of one line, `at` its index, taken apart at its gaps."""
    place = paragraph.places[0] if paragraph.places else None
    names: list[str] = []
    values: list[Slot] = []
    whole = True
    for word in paragraph.text.split():
        if looks_like_value(word):
            values.append(Slot(word, place.page if place else None, place.bbox if place else None))
        elif values and values[-1].text[-1:].isdigit() and word in words().units:
            values[-1] = values[-1]._replace(text=values[-1].text + word)
        elif values:
            whole = False
        else:
            names.append(word)
    return Printed(at, tuple(names), tuple(values), whole)


def is_side_by_side(paragraphs: Sequence[Paragraph]) -> bool:
    """True for a text in which rows of seven values stand on lines of their own, apart by blanks alone."""
    found = 0
    for one in paragraphs:
        if _is_line(one) and len(one.text.split()) >= _SEVEN:
            line = printed(0, one)
            found += line.whole and len(line.values) == _SEVEN
            if found == _ROWS:
                return True
    return False


def is_debris(text: str) -> bool:
    """True for a line of a table that is no text: short words set apart (持 正 果 结 计, the heads of narrow columns printed
    line by line), or words and numbers with a wide gap between.
    """
    words_ = text.split()
    short = len(words_) >= _WORDS and max(map(len, words_)) <= _SHORT and not _MARK.search(text)
    return short or (_WIDE.search(text) is not None and not _SENTENCE.search(text))


def _is_line(paragraph: Paragraph) -> bool:
    text = _GAPS.sub(" ", paragraph.text)
    return not (paragraph.hidden or len(text) > _LONGEST or _SEPARATED.search(text) or _SENTENCE.search(text))


def stretches(paragraphs: Sequence[tuple[int, Paragraph]], walls: Container[int]) -> list[list[Printed]]:
    """Lines in a row that are no sentence; a heading parts them, page numbers are left out."""
    pages = _page_numbers(paragraphs)
    found: list[list[Printed]] = [[]]
    before = -1
    for at, paragraph in paragraphs:
        if at in walls or not _is_line(paragraph) or at != before + 1:
            found.append([])
        if _is_line(paragraph) and at not in walls and at not in pages and not _DATED.search(paragraph.text):
            found[-1].append(printed(at, paragraph))
        before = at
    return [one for one in found if any(line.values for line in one)]


def _page_numbers(paragraphs: Sequence[tuple[int, Paragraph]]) -> set[int]:
    """Lines of one number alone that count up by one through the document."""
    lone = [(at, int(re.sub(r"\D", "", one.text))) for at, one in paragraphs if _LONE.fullmatch(one.text)]
    counted = [at for number, (at, value) in enumerate(lone) if value == lone[0][1] + number]
    return set(counted) if lone and len(counted) == len(lone) and lone[0][1] <= 2 else set()


def rows_of(lines: Sequence[Printed], table: FormTable) -> dict[str, tuple[Slot, ...]] | None:
    """Slots by row of one edition of a table, unreadable ones where a line is in doubt; None when there are hardly rows."""
    sizes = {
        ".".join(part for part in (block.key, row.key) if part): len(block.columns)
        for block in table.blocks
        for row in block.rows
    }
    targets = [one for one in targets_of(table) if not one.group]
    valued = [line for line in lines if line.values]
    if sum(line.whole and len(line.values) in sizes.values() for line in valued) < _FEWEST:
        return None
    place = _placed(valued, targets, [sizes[one.key] for one in targets])
    told = sum(_tells(valued[at], targets[row]) for row, at in place.items())
    if 2 * told < len(place):
        place = {}
    return {
        target.key: valued[place[row]].values
        if row in place
        else tuple(Slot("", fault=GLUED) for _ in range(sizes[target.key]))
        for row, target in enumerate(targets)
    }


def _placed(valued: Sequence[Printed], targets: Sequence[Target], sizes: Sequence[int]) -> dict[int, int]:
    """The line of each row, by index, as far as it is certain."""
    whole = [_named(line, targets) for line in valued]
    begun = [_begun(line, targets) if at is None else at for line, at in zip(valued, whole, strict=True)]
    full = [line.whole and len(line.values) in sizes for line in valued]
    begun = [  # numbers beside the middle of a label are the rest of its row's
        None if at and row is not None and row <= (begun[at - 1] or 0) and not full[at] else row
        for at, row in enumerate(begun)
    ]
    tops = 5 * sum(row is not None for row in begun) >= 4 * len(valued) and _rising(begun)
    named = begun if tops else whole
    if not _rising(named):
        return {}
    place: dict[int, int] = {}
    for low, high in _gaps(named):
        first = -1 if low < 0 else named[low]
        last = len(targets) if high == len(valued) else named[high]
        if first is None or last is None:
            continue
        rows, between = range(first + 1, last), range(low + 1, high)
        if len(between) == len(rows) and all(full[at] for at in between):
            place.update(
                {row: at for at, row in zip(between, rows, strict=True) if _fits(valued[at], targets[row], targets)}
            )
    beside = (1,) if tops else (-1, 1)
    certain = [at for at in range(len(valued)) if full[at] and not _tainted(at, named, full, beside)]
    place.update({row: at for at in certain if (row := named[at]) is not None})
    return {row: at for row, at in place.items() if len(valued[at].values) == sizes[row]}


def _rising(named: Sequence[int | None]) -> bool:
    known = [row for row in named if row is not None]
    return known == sorted(set(known))


def _gaps(named: Sequence[int | None]) -> Iterator[tuple[int, int]]:
    """Neighbouring fixed points, as (index, index) of lines; -1 and the number of lines are the ends."""
    points = [-1, *(at for at, row in enumerate(named) if row is not None), len(named)]
    return itertools.pairwise(points)


def _named(line: Printed, targets: Sequence[Target]) -> int | None:
    """The row whose whole label stands right before the values."""
    for size in range(1, min(3, len(line.names)) + 1):
        text = "".join(line.names[-size:])
        found = [at for at, target in enumerate(targets) if likeness(text, target) == 1.0]
        if len(found) == 1:
            return found[0]
    return None


def _begun(line: Printed, targets: Sequence[Target]) -> int | None:
    """The row whose label, with its ordinal, begins with the word before the values, if it is one row alone."""
    name = plain(line.names[-1]) if line.names else ""
    found = [
        at
        for at, target in enumerate(targets)
        if len(name) >= 2 and any(one.startswith(name) for one in target.spellings)
    ]
    return found[0] if len(found) == 1 else None


def _fits(line: Printed, target: Target, targets: Sequence[Target]) -> bool:
    """False when words on the line are part of another row's label and not of this one's."""
    for name in map(plain, line.names):
        mine = any(name in one for one in target.spellings)
        if len(name) >= 3 and not mine and any(name in one for other in targets for one in other.spellings):
            return False
    return True


def _tells(line: Printed, target: Target) -> bool:
    """True when words on the line are (part of) this row's label."""
    return any(len(name) >= 2 and any(name in one for one in target.spellings) for name in map(plain, line.names))


def _tainted(at: int, named: Sequence[int | None], full: Sequence[bool], beside: Sequence[int]) -> bool:
    """True beside a line of stray values that no label claims: they may be the rest of this row's."""
    return any(0 <= at + step < len(named) and named[at + step] is None and not full[at + step] for step in beside)


_ORDERS = ((15,), (5, 5, 5), (5, 10))


def fifteen(lines: Sequence[Printed], table: FormTable) -> tuple[Slot, ...] | None:
    """The values of table 4 in the form's order, fifteen unreadable ones when lines are torn; None without any value."""
    valued = [line for line in lines if line.values]
    if not valued:
        return None
    sizes = tuple(len(line.values) for line in valued)
    if sizes in _ORDERS and all(line.whole for line in valued) and _in_order(lines, table):
        return tuple(slot for line in valued for slot in line.values)
    return tuple(Slot("", fault=COLUMNS) for _ in table.cells)


def _in_order(lines: Sequence[Printed], table: FormTable) -> bool:
    """The blocks and the columns of the first, as far as they are printed whole, stand in the form's order."""
    text = plain("".join("".join(line.names) for line in lines))
    blocks = [at for block in table.blocks if (at := text.find(plain(block.label))) >= 0]
    columns = [at for column in table.blocks[0].columns if (at := text.find(plain(column.label))) >= 0]
    return blocks == sorted(blocks) and columns == sorted(columns)
