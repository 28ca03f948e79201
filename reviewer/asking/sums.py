"""A sum of cells in words: its label, its arithmetic, and what must be said where it has no value."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

from reviewer.asking.terms import split
from reviewer.asking.values import Book, Known, plain
from reviewer.asking.words import say
from reviewer.model import Figure


def label(book: Book, keys: Sequence[str]) -> str:
    """What a sum is called: the cell's name, or the group and column that its cells share."""
    if len(keys) == 1:
        return book.name(keys[0])
    table = book.form.table(keys[0].split(".", 1)[0]) if keys else None
    rows, columns = ({split(key)[axis] for key in keys} for axis in (0, 1))
    name = table.name if table else ""
    if len(columns) == 1:
        column = book.column_name(keys[0])
        group = (
            next((g for g in table.groups if all(f"{table.key}.{g.key}." in key for key in keys)), None)
            if table
            else None
        )
        if group is not None:
            return say("group", table=name, group=group.short, column=column)
        if all(key.startswith("t3.done.") for key in keys):
            return say("group", table=name, group=say("results"), column=column)
        if table is not None and table.key == "t4":
            return say(
                "blocks", table=name, column=column, blocks=say("and").join(block_name(book, key) for key in keys)
            )
    if len(rows) == 1 and table is not None and table.key == "t3":
        names = say("and").join(book.column_name(key) for key in keys)
        return say("columns", table=name, row=book.row_name(keys[0]), columns=names)
    if len(rows) == 1:
        return say("row", table=name, row=book.row_name(keys[0]))
    return say("cells", table=name, count=len(keys))


def block_name(book: Book, key: str) -> str:
    return book.spec(key).block.label


def short(book: Book, key: str, others: Sequence[str]) -> str:
    """A part of a sum by what tells it from the others: its row, its column, or its block."""
    rows, columns = ({split(one)[axis] for one in others} for axis in (0, 1))
    if key.startswith("t4"):
        return block_name(book, key) if len(columns) == 1 else book.column_name(key)
    if len(rows) == 1 and len(columns) > 1:
        return book.column_name(key)
    if len(columns) == 1 and len(rows) > 1:
        return book.row_name(key)
    return f"{book.row_name(key)}·{book.column_name(key)}"


def arithmetic(book: Book, known: Known, keys: Sequence[str]) -> str:
    """The parts that are not 0 written out, and how many are 0 or blank."""
    if len(keys) < 2 or known.value is None:
        return ""
    filled = [(key, value) for key, value in known.parts if value]
    zeros = len(known.parts) - len(filled)
    said = " + ".join(f"{short(book, key, keys)}{plain(value)}" for key, value in filled)
    tail = say("zeros", count=zeros) if zeros and filled else ""
    return f"{said}{tail}" if filled else say("all_zero", count=len(known.parts))


def figure(book: Book, known: Known, keys: Sequence[str]) -> Figure:
    assert known.value is not None
    return Figure(
        label=label(book, keys), value=known.value, unit=book.unit(keys[0]), facts=tuple(keys),
        arithmetic=arithmetic(book, known, keys), report=book.which,
    )  # fmt: skip


def unknown(book: Book, known: Known) -> str:
    """Why a figure cannot be given: which cells are blank or were not read, in words."""
    told = [say("unread_cell", cell=book.name(key), state=book.state(key)) for key in known.missing[:4]]
    more = say("more_cells", count=len(known.missing)) if len(known.missing) > 4 else ""
    return say("list_separator").join(told) + more


def percent(part: Decimal, whole: Decimal) -> Decimal:
    """part / whole in percent, to two places, half up."""
    return (part / whole * 100).quantize(Decimal("0.01"), ROUND_HALF_UP)
