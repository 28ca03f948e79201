"""Streams of cells (text dumps) to the rows, records and readings that grids yield too.

A row is its labels and the tokens up to the next label. The values of a row are read only when their number is exactly
the form's; fewer, more or glued ones are unreadable.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import NamedTuple

from reviewer.model import load_forms
from reviewer.recognise.labels import plain, roles, unnumbered
from reviewer.recognise.shapes import GLUED, Line, Slot, glued, window, windows
from reviewer.recognise.table2 import Record
from reviewer.recognise.table4 import Reading, kinds
from reviewer.recognise.tokens import Token
from reviewer.recognise.words import is_continued

_SEVEN = 7
_NUMBER = re.compile(
    r"(?P<top>[一二三四五六七八九十]+、)|(?P<middle>[（(][一二三四五六七八九十]+[）)])|(?P<low>[0-9０-９])"
)
_HEADS = 3
"""Labels of columns behind one another that make a head."""
_COVERED = 4
"""Empty cells before or behind the values of a row of table 4 at the most: those that its labels cover."""
_NOTE = re.compile(r"[^0-9０-９]{3,}")
"""A remark between the head and the first value, such as （单位：件）."""

_TITLE = re.compile(r"[^0-9０-９]{10,}")
"""A line between rows that is no cell: the name of the table, printed above its next piece."""


class Run(NamedTuple):
    """The tokens of one table in one stretch of paragraphs."""

    table: str
    tokens: tuple[Token, ...]

    @property
    def blocks(self) -> range:
        """The paragraphs it stands in: of the document, by index."""
        return range(self.tokens[0].block, self.tokens[-1].last + 1)


def _table(token: Token) -> str | None:
    if token.kind != "label":
        return None
    tables = {role.table for role in roles(token.text)}
    return tables.pop() if len(tables) == 1 else None


def runs_of(tokens: Sequence[Token]) -> Iterator[Run]:
    """Cut the tokens of a stretch into tables; each ends with its last value (or label), blanks included."""
    tables = [_table(token) for token in tokens]
    start: int | None = None
    now: str | None = None
    for index in range(len(tokens) + 1):
        table = tables[index] if index < len(tokens) else "end"
        if table is None or table == now:
            continue
        if now is not None and start is not None:
            run = tokens[start:index]
            counts = Counter(token.kind for token in run)
            if counts["value"] or counts["blank"] > 4 or counts["label"] > 4:
                yield Run(now, _trimmed(run))
        now, start = table, index


def _trimmed(run: Sequence[Token]) -> tuple[Token, ...]:
    end = len(run)
    while end and run[end - 1].kind == "other" and not run[end - 1].wide:
        end -= 1
    return tuple(run[:end])


def _kinds(token: Token, table: str) -> set[str]:
    return {role.kind for role in roles(token.text) if role.table == table} if token.kind == "label" else set()


class _Row(NamedTuple):
    labels: list[Token]
    values: list[Token]


def _rows(tokens: Iterable[Token]) -> Iterator[_Row]:
    """Labels, then the tokens up to the next label (or to the next line that holds a row of its own)."""
    labels: list[Token] = []
    values: list[Token] = []
    line = -1
    fresh = False
    for token in tokens:
        if token.line != line:
            line, fresh = token.line, token.wide
            if token.wide and values:
                yield _Row(labels, values)
                labels, values = [], []
        if token.kind == "label":
            if values:
                yield _Row(labels, values)
                labels, values = [], []
            labels.append(token)
            fresh = False
        elif _is_aside(token, bool(values)) or (token.kind == "blank" and fresh and not labels):
            continue
        else:
            fresh = False if token.kind == "value" else fresh
            values.append(token)
    if labels or values:
        yield _Row(labels, values)


def _is_aside(token: Token, begun: bool) -> bool:
    """True for words that are no cell: a note above the values, the name of the table or a mark that it goes on."""
    if token.kind != "other":
        return False
    titled = not token.wide and bool(_TITLE.fullmatch(token.text))
    return titled or is_continued(token.text) or (not begun and bool(_NOTE.fullmatch(token.text)))


def _read(token: Token, row: Sequence[Token]) -> Slot:
    """The token's slot; words among values are one cell's odd text, or, if several, a label that was torn apart."""
    torn = sum(one.kind == "other" for one in row) > 1
    return token.slot()._replace(fault=GLUED) if torn else token.slot()


def loose(run: Run) -> bool:
    """True when words stand in the run that are no label of the form: more may belong to the table than was read."""
    return any(token.kind == "other" and plain(token.text) for token in run.tokens)


def shifted(run: Run) -> bool:
    """True when values stand right below the head of a table of rows: each row is printed above its own label.

    A line that numbers the columns is none.
    """
    for row in _rows(_once(run.tokens)):
        values = [token.text for token in row.values if token.kind == "value"]
        named = [_kinds(token, run.table) for token in row.labels]
        if not values or not named or values == [str(number + 1) for number in range(len(values))]:
            continue
        if named[-1] == {"column"} or ("column" in named[-1] and sum("column" in one for one in named) >= _HEADS):
            return True
    return False


def _once(tokens: Sequence[Token]) -> Iterator[Token]:
    """The tokens without a label that stands right behind itself: a merged cell printed in each place that it covers."""
    before: Token | None = None
    for token in tokens:
        if before is None or token.kind != "label" or before.kind != "label" or plain(token.text) != plain(before.text):
            yield token
        before = token


@cache
def _corners() -> frozenset[str]:
    """The words that stand in the corner of table 3, once a printed piece of it."""
    return frozenset(plain(table.corner) for form in load_forms().values() for table in form.tables if table.corner)


def lines_of(runs: Sequence[Run]) -> list[Line]:
    """Rows of table 3."""
    found: list[tuple[tuple[str, ...], list[Slot], int]] = []
    piece = -1
    for run in runs:
        piece, begun = piece + 1, False
        for row in _rows(_once(run.tokens)):
            if begun and any("head" in _kinds(token, "t3") for token in row.labels):
                piece, begun = piece + 1, False  # the head printed again: another table goes on here
            for labels, values in _bare_rows(row):
                slots = [_read(token, values) for token in values]
                known = len(labels) == 1 and _kinds(labels[0], "t3") == {"row"}
                if not values or known or len(slots) >= _SEVEN or any(not slot.empty for slot in slots):
                    found.append((tuple(token.text for token in labels), slots, piece))
                    begun = True
    values_ = windows([slots for _, slots, _ in found], _SEVEN, [_depth(labels) for labels, _, _ in found])
    return [
        Line(labels, values, number, order)
        for order, ((labels, _, number), values) in enumerate(zip(found, values_, strict=True))
    ]


def _depth(labels: tuple[str, ...]) -> str:
    """一、 （一） 1. as the sort of number that a label begins with."""
    begins = _NUMBER.match(labels[-1].strip()) if labels else None
    return begins.lastgroup or "" if begins else ""


def _bare_rows(row: _Row) -> Iterator[tuple[list[Token], list[Token]]]:
    """The row itself, after the rows whose label stands right before it and whose values were lost."""
    names = [token for token in row.labels if _kinds(token, "t3") & {"row", "group"}]
    if not row.labels or not names:
        if row.values and not row.labels:
            yield [], row.values
        return
    for index, token in enumerate(names[:-1]):
        kind = _kinds(token, "t3")
        numbered = plain(token.text) != unnumbered(token.text)
        nested = "group" in kind and index + 1 < len(names)
        if "row" in kind and not nested and (numbered or "column" not in kind):
            yield [token], []
    if row.values and names[-1] is row.labels[-1]:
        yield names[-1:], row.values
    elif not row.values and "row" in _kinds(names[-1], "t3") and "column" not in _kinds(names[-1], "t3"):
        yield names[-1:], []


def records_of(runs: Sequence[Run]) -> Iterator[Record]:
    """Records of table 2."""
    heads: list[str] = []
    for number, run in enumerate(runs):
        used = True
        named = [_kinds(token, "t2") for token in run.tokens if token.kind == "label"]
        if not any(one & {"column", "block"} for one in named) and sum("row" in one for one in named) < 4:
            continue
        for count, row in enumerate(_rows(run.tokens)):
            for token in row.labels[:-1] if row.values else row.labels:
                kind = _kinds(token, "t2")
                if "block" in kind or "head" in kind:
                    heads, used = [], False
                elif "column" in kind:
                    heads, used = ([] if used else heads), False
                    heads.append(token.text)
            if not row.labels or not row.values or "row" not in _kinds(row.labels[-1], "t2"):
                if row.labels and row.labels[-1:] and "column" in _kinds(row.labels[-1], "t2") and row.values:
                    heads = [*([] if used else heads), row.labels[-1].text]
                    used = False
                continue
            used = True
            slots = tuple(token.slot() for token in row.values)
            if heads:
                filled = tuple(slot for slot in slots if not slot.empty)
                slots = window(slots, len(heads)) or (filled if len(filled) == len(heads) else glued(slots, len(heads)))
            yield Record(row.labels[-1].text, slots, tuple(heads), number, row.labels[-1].block, (number, count))


def readings_of(runs: Sequence[Run], captions: Sequence[str] = ()) -> list[Reading]:
    """Values of table 4: the last labels before a run of values name its columns, the last block label its block."""
    found: list[Reading] = []
    columns: list[tuple[str, str]] = []
    block = next((key for key in (kinds(one)[0] for one in captions) if key), "")
    blocks: list[str] = [block] if block else []
    line = 0
    old = 0
    for number, run in enumerate(runs):
        for row in _rows(run.tokens):
            for token in row.labels:
                here, column = kinds(token.text)
                if here:
                    blocks += [here] if blocks[-1:] != [here] else []
                if column:
                    columns.append((blocks[-1] if blocks else "", column))
            if not row.values or not columns:
                continue
            line += 1
            head = columns[old:] or columns[-5:]
            if any(token.kind != "blank" for token in row.values) or not row.labels or kinds(row.labels[-1].text)[1]:
                old = len(columns)  # else blank cells inside the head, which goes on
            found.extend(_values([token.slot() for token in row.values], head, blocks, number, line))
    if not found and len(columns) >= 5:  # the head stands there, its values were lost
        found.extend(_values([Slot("", fault=GLUED)], columns, blocks, 0, 0))
    return found


def _values(
    slots: list[Slot], head: Sequence[tuple[str, str]], blocks: Sequence[str], number: int, line: int
) -> Iterator[Reading]:
    """The values under one head: fifteen columns, ten of the last two blocks, five or one of the last."""
    names = [column for _, column in head]
    five = names[-5:]
    size = next((many for many in (15, 10) if len(names) >= many and names[-many:] == five * (many // 5)), 0)
    here = tuple(blocks[-1:])
    pair = tuple(blocks[-2:])
    for many in (size,) if size else (5, 1):
        if not many <= len(slots) <= many + _COVERED or len(names) < many or (many == 5 and len(set(five)) < 5):
            continue
        values = window(slots, many)
        if values is None or (many == 10 and len(set(pair)) < 2):
            continue
        for at, (slot, name) in enumerate(zip(values, names[-many:], strict=True)):
            told = () if many == 15 else pair[at // 5 :][:1] if many == 10 else here
            yield Reading(slot, told, (name,), number, line)
        return
    if not any(not slot.empty for slot in slots):
        return
    lost = size or min(5, len(set(five)))
    for at, (slot, name) in enumerate(zip(glued(slots, lost), names[-lost:], strict=True)):
        told = () if lost == 15 else pair[at // 5 :][:1] if lost == 10 else here
        yield Reading(slot._replace(fault=GLUED), told, (name,), number, line)
