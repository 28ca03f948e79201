"""Table 4 from grids or a stream: a cell is known by the labels above and left of it, whatever the layout."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from reviewer.model import Fact, FormTable, State, load_forms
from reviewer.recognise.cells import looks_like_value
from reviewer.recognise.grids import Part, Piece, Row
from reviewer.recognise.labels import plain, roles
from reviewer.recognise.shapes import COLUMNS, CONFLICT, MERGED, Found, Slot, doubt, fact

_SENTENCE = re.compile(r"[0-9０-９，,。；;]")


class Reading(NamedTuple):
    """A value and what its labels say: block keys and column keys, one each when they are certain."""

    slot: Slot
    blocks: tuple[str, ...]
    columns: tuple[str, ...]
    fragment: int
    line: int
    """Readings of one printed row share it."""


def kinds(text: str) -> tuple[str | None, str | None]:
    """(block key, column key) that a printed text stands for in table 4."""
    block = column = None
    for role in roles(text):
        if role.table == "t4":
            block = role.key if role.kind == "block" else block
            column = role.key if role.kind == "column" else column
    return block, column


def caption(text: str) -> str | None:
    """The block that a line above a small table names, in whatever words around it."""
    if found := kinds(text)[0]:
        return found
    flat = plain(text)
    if len(flat) > 20 or _SENTENCE.search(text):
        return None
    form = next(iter(load_forms().values())).table("t4")
    named = [block.key for block in form.blocks if plain(block.label) in flat]
    nested = [block.key for block in form.blocks if block.under and block.key in named]
    told = nested or (named if not any(plain(one.under[0]) in flat for one in form.blocks if one.under) else [])
    return told[0] if len(told) == 1 else None


def is_label(text: str) -> bool:
    return any(role.table == "t4" for role in roles(text))


def readings_of(parts: Sequence[Part | str]) -> Iterator[Reading]:
    """Every value cell of the pieces with its labels; a string is a caption printed above the next piece."""
    title = ""
    heads: list[Piece] = []
    closed, width, number, line = False, -1, 0, 0
    for part in parts:
        if isinstance(part, str):
            title = part
            continue
        flat = list(_flat(part, number, line + 1))
        if flat:
            yield from flat
            heads, closed, width, line, number = [], False, -1, line + 1, number + 1
            continue
        if part.rows[0].width != width:
            heads, closed, width = [], False, part.rows[0].width
        for row in part.rows:
            texts = [piece for piece in row.own if piece.text.strip()]
            if _cornered(row):
                heads, closed = _widened(row)[1:], False
                continue
            if texts and all(is_label(piece.text) for piece in texts) and not _blank_values(row, heads):
                heads = [*([] if closed else heads), *_widened(row)]
                closed = False
                continue
            if len(texts) == 1 and row.width > 3 and not looks_like_value(texts[0].text):
                continue
            line += 1
            yield from _values(row, heads, title, number, line)
            closed = True
        number += 1


def _flat(part: Part, number: int, line: int) -> Iterator[Reading]:
    """The fifteen values of a grid without column spans, whose covered cells may have been left out, in the form's order.

    Only when its head names all fifteen columns in that order and one row holds fifteen values; else nothing.
    """
    if any(piece.end - piece.start > 1 for row in part.rows for piece in row.pieces):
        return
    table = next(iter(load_forms().values())).table("t4")
    order = [(block.key, column.key) for block in table.blocks for column in block.columns]
    texts = [[piece for piece in row.own if piece.text.strip()] for row in part.rows]
    named = [column for row in texts for piece in row if (column := kinds(piece.text)[1])]
    rows = [row for row in texts if row and all(looks_like_value(piece.text) for piece in row)]
    if named != [column for _, column in order] or len(rows) != 1 or len(rows[0]) != len(order):
        return
    for piece, (block, column) in zip(rows[0], order, strict=True):
        yield Reading(piece.slot(), (block,), (column,), number, line)


def _cornered(row: Row) -> bool:
    """True for a head that names all results of one case once, behind a corner in words of the agency's (类别)."""
    texts = [piece for piece in row.own if piece.text.strip()]
    if not texts or texts[0].start or is_label(texts[0].text) or looks_like_value(texts[0].text):
        return False
    columns = [column.key for column in next(iter(load_forms().values())).table("t4").blocks[0].columns]
    return sorted(kinds(piece.text)[1] or "" for piece in texts[1:]) == sorted(columns)


def _blank_values(row: Row, heads: Sequence[Piece]) -> bool:
    """True for a labelled row of blank cells: 行政复议 | (blank) x 5 under a head, or 结果维持 | (blank) upright."""
    blank = [piece for piece in row.own if not piece.text.strip()]
    named = [kinds(piece.text) for piece in row.own if piece.text.strip()]
    if len(blank) == 1 and sum(column is not None for _, column in named) == 1:
        return blank[0] is row.own[-1]
    under = sum(any(kinds(head.text)[1] for head in _over(piece, heads)) for piece in blank)
    beside = not any(kinds(head.text)[1] for head in _over(row.own[0], heads))
    return any(block is not None for block, _ in named) and beside and under >= 4


def _widened(row: Row) -> list[Piece]:
    """The labels of a head row, each as wide as the blank cells behind it: spans are lost in some formats."""
    found: list[Piece] = []
    for piece in row.own:
        if piece.text.strip():
            found.append(piece)
        elif found and found[-1].end == piece.start:
            found[-1] = found[-1]._replace(end=piece.end)
    return found


def _over(piece: Piece, heads: Sequence[Piece]) -> list[Piece]:
    return [head for head in heads if head.start < piece.end and head.end > piece.start]


def _values(row: Row, heads: Sequence[Piece], title: str, number: int, line: int) -> Iterator[Reading]:
    left: list[str] = []
    short = row.pieces[-1].end < row.width  # a cell is lost: what stands where is not certain
    for piece in row.pieces:
        if piece.text.strip() and is_label(piece.text):
            left.append(piece.text)
            continue
        if not piece.own:
            continue
        found = [kinds(text) for text in (*(head.text for head in _over(piece, heads)), *left)]
        blocks = tuple(block for block, _ in found if block)[-1:]
        columns = tuple(dict.fromkeys(column for _, column in found if column))
        if not columns and not piece.text.strip():
            continue
        if not blocks and title:
            blocks = tuple(block for block in (caption(title),) if block)
        merged = len(columns) > 1 or piece.cell.row_span > 1
        yield Reading(piece.slot(COLUMNS if short else MERGED if merged else ""), blocks, columns, number, line)


def read(readings: Sequence[Reading], shape: str, start: int, preferred: str) -> Found | None:
    """None unless the values of at least one block have a place."""
    table = load_forms()[preferred].table("t4")
    readings = _by_order(readings, table)
    facts: dict[str, Fact] = {}
    extra: list[str] = []
    for reading in readings:
        if not reading.blocks or not reading.columns:
            if reading.slot.text.strip():
                extra.append(reading.slot.text.strip())
            continue
        for block in reading.blocks:
            for column in reading.columns:
                _set(facts, f"t4.{block}.{column}", reading.slot)
    if len(facts) < 3:
        return None
    blocks = [block.key for block in table.blocks]
    present = [block for block in blocks if any(key.startswith(f"t4.{block}.") for key in facts)]
    for key in table.cells:
        if key not in facts and key.split(".")[1] in present:
            facts[key] = fact(key, Slot("", fault=COLUMNS))
    facts = {key: facts[key] for key in table.cells if key in facts}
    missing = tuple(block for block in blocks if block not in present)
    certain, reason = doubt(facts.values(), (reading.slot for reading in readings))
    fragments = len({reading.fragment for reading in readings})
    return Found(preferred, facts, shape, fragments, start, missing, tuple(extra), (), {}, certain, reason)


def _by_order(readings: Sequence[Reading], table: FormTable) -> list[Reading]:
    """Fifteen values in one row whose blocks are not all told: the form's order, if their columns do not deny it."""
    keys = [(block.key, column.key) for block in table.blocks for column in block.columns]
    found = list(readings)
    lines: dict[int, list[int]] = {}
    for index, reading in enumerate(found):
        lines.setdefault(reading.line, []).append(index)
    for members in lines.values():
        told = {(found[i].blocks, found[i].columns) for i in members if len(found[i].blocks) == 1}
        if len(members) != len(keys) or len(told) == len(keys):
            continue
        if all(found[i].columns in ((), (column,)) for i, (_, column) in zip(members, keys, strict=True)):
            for i, (block, column) in zip(members, keys, strict=True):
                fault = "" if found[i].slot.fault == MERGED else found[i].slot.fault
                found[i] = found[i]._replace(
                    blocks=(block,), columns=(column,), slot=found[i].slot._replace(fault=fault)
                )
    return found


def _set(facts: dict[str, Fact], key: str, slot: Slot) -> None:
    now = fact(key, slot)
    before = facts.get(key)
    if before is None or before.state == State.BLANK:
        facts[key] = now
    elif now.state != State.BLANK and (now.state, now.value) != (before.state, before.value):
        facts[key] = fact(key, slot._replace(fault=CONFLICT))
