"""Random consistent tables, and the slips that clerks make in them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from random import Random
from typing import NamedTuple

from reviewer.model import load_forms
from tests.checks.reports import balanced

PARTS = ("natural", "org_business", "org_research", "org_public_interest", "org_legal_service", "org_other")
COLUMNS = (*PARTS, "total")
Numbers = dict[str, Decimal]


class Slip(NamedTuple):
    """A table with a slip: what the form's cells hold now, and the cells that differ from the truth."""

    edition: str
    cells: Numbers
    truth: Numbers
    """The right numbers of the cells that were changed."""
    blanks: tuple[str, ...] = ()
    unreadable: tuple[str, ...] = ()


def table(rng: Random, edition: str) -> Numbers:
    """A consistent table: few rows filled, mostly natural persons, small numbers more often than large."""
    form = load_forms()[edition]
    rows = form.table("t3").leaves()
    size = rng.choice((3, 12, 60, 400))
    base: dict[str, int] = {}
    for row in rng.sample(rows, rng.randint(1, 6)):
        for part in rng.sample(PARTS, rng.choice((1, 1, 2, 3))) if rng.random() < 0.6 else ("natural",):
            base[f"t3.{row}.{part}"] = rng.randint(0, size)
    for part in PARTS:
        done = sum(base.get(f"t3.{row}.{part}", 0) for row in rows)
        late = rng.randint(0, max(1, size // 8)) if rng.random() < 0.3 else 0
        carried = rng.randint(0, min(done + late, max(1, size // 8))) if rng.random() < 0.4 else 0
        base |= {
            f"t3.carried_out.{part}": late,
            f"t3.carried_in.{part}": carried,
            f"t3.new_received.{part}": done + late - carried,
        }
    for block in ("review", "litigation_direct", "litigation_after_review"):
        for part in ("upheld", "corrected", "other", "pending"):
            base[f"t4.{block}.{part}"] = rng.choice((0, 0, 1, 2, rng.randint(0, 40)))
    return balanced(base, form)


def _rows(edition: str) -> tuple[str, ...]:
    return tuple(row.key for row in load_forms()[edition].table("t3").blocks[0].rows)


def _other(rng: Random, value: Decimal) -> Decimal:
    return rng.choice(
        [
            one
            for one in (value + 1, value - 1, value + 10, value * 10, value + rng.randint(2, 90), Decimal(0))
            if one >= 0 and one != value
        ]
    )


def one_cell(rng: Random, numbers: Numbers, edition: str) -> Numbers:
    key = rng.choice([f"t3.{row}.{column}" for row in _rows(edition) for column in COLUMNS])
    return {key: _other(rng, numbers[key])}


def digits(rng: Random, numbers: Numbers, edition: str) -> Numbers:
    keys = [key for key, value in numbers.items() if key.startswith("t3.") and str(value)[::-1] != str(value)]
    if not keys:
        return {}
    key = rng.choice(keys)
    text = list(str(numbers[key]))
    at = rng.choice([n for n in range(len(text) - 1) if text[n] != text[n + 1]])
    text[at], text[at + 1] = text[at + 1], text[at]
    return {key: Decimal("".join(text))}


def _busy(rng: Random, numbers: Numbers, edition: str) -> str:
    rows = [row for row in _rows(edition) if numbers[f"t3.{row}.total"]]
    return rng.choice(rows) if rows else ""


def shifted(rng: Random, numbers: Numbers, edition: str) -> Numbers:
    """A zero too many before some column; the total falls off, or the last column was empty."""
    row = _busy(rng, numbers, edition)
    if not row:
        return {}
    values = [numbers[f"t3.{row}.{column}"] for column in COLUMNS]
    at = rng.randrange(len(values))
    moved = [*values[:at], Decimal(0), *values[at:-1]]
    return dict(zip((f"t3.{row}.{column}" for column in COLUMNS), moved, strict=True))


def rows_moved(rng: Random, numbers: Numbers, edition: str) -> Numbers:
    """From some line on all numbers stand one line too low; the last line falls off."""
    rows = _rows(edition)
    at = rng.randrange(2, len(rows) - 2)
    wrong: Numbers = {}
    for column in COLUMNS:
        if numbers[f"t3.{rows[-1]}.{column}"]:
            return {}
        wrong[f"t3.{rows[at]}.{column}"] = Decimal(0)
        for row, below in zip(rows[at:-1], rows[at + 1 :], strict=True):
            wrong[f"t3.{below}.{column}"] = numbers[f"t3.{row}.{column}"]
    return wrong


def swapped_columns(rng: Random, numbers: Numbers, edition: str) -> Numbers:
    row = _busy(rng, numbers, edition)
    if not row:
        return {}
    first, second = (f"t3.{row}.{column}" for column in rng.sample(PARTS, 2))
    return {first: numbers[second], second: numbers[first]}


def swapped_throughout(rng: Random, numbers: Numbers, edition: str) -> Numbers:
    """Two columns exchanged in the rows of results, not in those of receipts."""
    first, second = rng.sample(PARTS, 2)
    wrong: Numbers = {}
    for row in load_forms()[edition].table("t3").leaves():
        wrong |= {
            f"t3.{row}.{first}": numbers[f"t3.{row}.{second}"],
            f"t3.{row}.{second}": numbers[f"t3.{row}.{first}"],
        }
    return wrong


def copied_total(rng: Random, numbers: Numbers, edition: str) -> Numbers:
    """A total that holds the number of another column of its row, or of the row beside it."""
    row = _busy(rng, numbers, edition)
    if not row:
        return {}
    if rng.random() < 0.6:
        return {f"t3.{row}.total": numbers[f"t3.{row}.{rng.choice(PARTS)}"]}
    column, other = rng.sample(COLUMNS, 2)
    return {f"t3.done.total.{column}": numbers[f"t3.done.total.{other}"]}


def two_cells(rng: Random, numbers: Numbers, edition: str) -> Numbers:
    rows, columns = rng.sample(_rows(edition), 2), rng.sample(COLUMNS, 2)
    keys = [f"t3.{row}.{column}" for row, column in zip(rows, columns, strict=True)]
    return {key: _other(rng, numbers[key]) for key in keys}


def two_in_a_row(rng: Random, numbers: Numbers, edition: str) -> Numbers:
    row = rng.choice(_rows(edition))
    keys = [f"t3.{row}.{column}" for column in rng.sample(COLUMNS, 2)]
    return {key: _other(rng, numbers[key]) for key in keys}


def two_in_a_column(rng: Random, numbers: Numbers, edition: str) -> Numbers:
    column = rng.choice(COLUMNS)
    keys = [f"t3.{row}.{column}" for row in rng.sample(_rows(edition), 2)]
    return {key: _other(rng, numbers[key]) for key in keys}


def three_cells(rng: Random, numbers: Numbers, edition: str) -> Numbers:
    keys = [f"t3.{row}.{rng.choice(COLUMNS)}" for row in rng.sample(_rows(edition), 3)]
    return {key: _other(rng, numbers[key]) for key in keys}


def in_block(rng: Random, numbers: Numbers, edition: str) -> Numbers:
    key = rng.choice([key for key in numbers if key.startswith("t4.")])
    return {key: _other(rng, numbers[key])}


SLIPS: dict[str, Callable[[Random, Numbers, str], Numbers]] = {
    "one cell": one_cell, "two digits of a cell exchanged": digits, "a total copied from another column": copied_total,
    "a row one column off": shifted, "rows one line off": rows_moved, "two columns of a row exchanged": swapped_columns,
    "two columns of all results exchanged": swapped_throughout, "two cells in different rows": two_cells,
    "two cells in one row": two_in_a_row, "two cells in one column": two_in_a_column, "three cells": three_cells,
    "one cell, others unreadable": one_cell, "one cell of table 4": in_block, "one cell, blank for zero": one_cell,
    "one cell, some zeros blank": one_cell,
}  # fmt: skip


def slips(kind: str, count: int, seed: int = 0) -> Iterator[Slip]:
    """`count` tables with this slip, both editions in turn."""
    rng = Random(f"{kind}-{seed}")
    made = 0
    while made < count:
        edition = ("2021", "2019")[made % 2]
        numbers = table(rng, edition)
        wrong = {key: value for key, value in SLIPS[kind](rng, numbers, edition).items() if value != numbers[key]}
        if not wrong:
            continue
        cells = numbers | wrong
        zeros = [key for key in cells if key.startswith("t3.") and not cells[key] and key not in wrong]
        unreadable = rng.sample(sorted(key for key in cells if key[:2] == "t3" and key not in wrong), 3)
        blanks = {"one cell, blank for zero": len(zeros), "one cell, some zeros blank": len(zeros) // 3}.get(kind, 0)
        yield Slip(
            edition, cells, {key: numbers[key] for key in wrong}, tuple(rng.sample(zeros, blanks)),
            tuple(unreadable) if kind == "one cell, others unreadable" else (),
        )  # fmt: skip
        made += 1
