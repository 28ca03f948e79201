"""Where a condition applies: once a row, column, block or group of a table, with its names resolved to cell keys."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, NamedTuple

from reviewer.model import Form, FormTable, Frozen

LEAVES = "leaves"
SUBTOTAL = "subtotal"


class Over(Frozen):
    """The axis a condition runs along. `block` narrows rows and columns to one block of table 2."""

    table: Literal["t2", "t3", "t4"]
    axis: Literal["rows", "columns", "blocks", "groups"]
    block: str = ""


class Instance(NamedTuple):
    """One application: `subject` names it in fingerprints, `cells` resolves names, `words` fill messages."""

    subject: str
    cells: dict[str, tuple[str, ...]]
    words: dict[str, str]


def expand(over: Over | None, names: tuple[str, ...], form: Form) -> tuple[Instance, ...]:
    """Every application of a condition that uses `names` on this edition; those without all their cells are left out."""
    every = _candidates(over, names, form)
    return tuple(one for one in every if all(one.cells.get(name) for name in names))


def _candidates(over: Over | None, names: tuple[str, ...], form: Form) -> Iterator[Instance]:
    if over is None:
        yield Instance("", {name: (name,) if name in form.cells else () for name in names}, {})
        return
    table = form.table(over.table)
    if over.axis == "groups":
        yield from _groups(table)
        return
    for block in table.blocks:
        if over.block and block.key != over.block:
            continue
        base = ".".join(part for part in (table.key, block.key) if part)
        words = {"table": table.name, "block": "·".join((*block.under, block.label))}
        if over.axis == "blocks":
            yield _instance(base, {c.key: f"{base}.{c.key}" for c in block.columns}, words, names, form)
        elif over.axis == "rows":
            for row in block.rows:
                cells = {c.key: f"{base}.{row.key}.{c.key}" for c in block.columns}
                yield _instance(f"{base}.{row.key}", cells, {**words, "row": row.name}, names, form)
        else:
            for column in block.columns:
                cells = {row.key: f"{base}.{row.key}.{column.key}" for row in block.rows}
                yield _column(base, column.key, cells, {**words, "column": column.name}, names, table, form)


def _instance(
    subject: str, cells: dict[str, str], words: dict[str, str], names: tuple[str, ...], form: Form
) -> Instance:
    known: dict[str, tuple[str, ...]] = {name: (cells[name],) for name in names if cells.get(name) in form.cells}
    return Instance(subject, known, words)


def _column(
    base: str,
    column: str,
    cells: dict[str, str],
    words: dict[str, str],
    names: tuple[str, ...],
    table: FormTable,
    form: Form,
) -> Instance:
    instance = _instance(f"{base}.{column}", cells, words, names, form)
    if LEAVES in names:
        instance.cells[LEAVES] = tuple(f"{base}.{row}.{column}" for row in table.leaves())
    return instance


def _groups(table: FormTable) -> Iterator[Instance]:
    """A group line and a column: `subtotal` is what the author wrote there (key with a leading ~), `leaves` its rows."""
    for group in table.groups:
        rows = [row.key for block in table.blocks for row in block.rows if row.key.startswith(group.key + ".")]
        for column in table.blocks[0].columns:
            cells = {
                SUBTOTAL: (f"~{group.key}.{column.key}",),
                LEAVES: tuple(f"{table.key}.{row}.{column.key}" for row in rows),
            }
            words = {"table": table.name, "row": group.short, "column": column.name}
            yield Instance(f"{table.key}.{group.key}.{column.key}", cells, words)
