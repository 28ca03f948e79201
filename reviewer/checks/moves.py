"""Slips that move numbers about in table 3: cells joined, exchanged, rows shifted. Each is tried, none is guessed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import combinations, pairwise

from reviewer.checks.identity import Change, Repair, System
from reviewer.model import Fact

_ZERO = Decimal(0)


def _key(table: str, row: str, column: str) -> str:
    return f"{table}.{row}.{column}"


def _rows_of(system: System, table: str, rows: Sequence[str]) -> list[str]:
    """Rows with a cell in some broken identity: where a slip can lie."""
    touched = {key.rpartition(".")[0] for number in system.broken() for key in system.identities[number].factors}
    return [row for row in rows if f"{table}.{row}" in touched]


def _repair(system: System, changed: Mapping[str, Decimal]) -> Repair:
    return tuple(Change(key, value) for key, value in changed.items() if system.values.get(key) != value)


def joins(system: System, table: str, rows: Sequence[str], columns: Sequence[str]) -> Iterator[Repair]:
    """Two neighbouring one-digit cells of a row that were one number: 1 | 2 with a total of 12."""
    parts = columns[:-1]
    for row in _rows_of(system, table, rows):
        for left, right in pairwise(parts):
            first, second = _key(table, row, left), _key(table, row, right)
            one, two = system.values.get(first), system.values.get(second)
            if one is None or two is None or not 0 < one < 10 or not 0 <= two < 10:
                continue
            for changed in ({first: one * 10 + two, second: _ZERO}, {first: _ZERO, second: one * 10 + two}):
                if _explains_both(system, changed):
                    yield _repair(system, changed)


def _explains_both(system: System, changed: Mapping[str, Decimal]) -> bool:
    """All identities hold afterwards, and at least two cells had to change."""
    return len(_repair(system, changed)) > 1 and system.holds_with(changed)


def exchanges(system: System, table: str, rows: Sequence[str], columns: Sequence[str]) -> list[Repair]:
    """Two cells of one row, or of one column, that hold each other's numbers."""
    broken = [system.identities[number].factors.keys() for number in system.broken()]
    found: dict[Repair, None] = {}
    for first in broken[0]:
        row, _, column = first.partition(".")[2].rpartition(".")
        left = [factors for factors in broken if first not in factors]
        partners = [_key(table, row, one) for one in columns] + [_key(table, one, column) for one in rows]
        for second in partners:
            one, two = system.values.get(first), system.values.get(second)
            if one is None or two is None or one == two or not all(second in factors for factors in left):
                continue
            changed = dict(sorted({first: two, second: one}.items()))
            if system.holds_with(changed):
                found[_repair(system, changed)] = None
    return list(found)


def columns_exchanged(
    system: System, table: str, groups: Sequence[Sequence[str]], columns: Sequence[str]
) -> list[Repair]:
    """Two columns that hold each other's numbers in a whole group of rows, at least two of which differ."""
    found: dict[Repair, None] = {}
    for rows in groups:
        for one, two in combinations(columns[:-1], 2):
            keys = [(_key(table, row, one), _key(table, row, two)) for row in rows]
            if not all(first in system.values and second in system.values for first, second in keys):
                continue
            changed = {first: system.values[second] for first, second in keys}
            changed |= {second: system.values[first] for first, second in keys}
            repair = _repair(system, changed)
            if len(repair) > 2 and system.holds_with(changed):
                found[repair] = None
    return list(found)


def sideways(system: System, table: str, rows: Sequence[str], columns: Sequence[str]) -> list[Repair]:
    """A row in which an empty cell was left out or put in, so that all behind it stands one column off.

    Moving right, the last cell must have been empty; moving left, the total that fell out is the sum of the parts.
    """
    found: dict[Repair, None] = {}
    for row in _rows_of(system, table, rows):
        keys = [_key(table, row, column) for column in columns]
        if not all(key in system.values for key in keys):
            continue
        known = [system.values[key] for key in keys]
        moves = [[*known[:at], _ZERO, *known[at:-1]] for at in range(len(known)) if not known[-1]]
        moves += [
            [*parts, sum(parts, _ZERO)]
            for at in range(len(known))
            if not known[at] and (parts := [*known[:at], *known[at + 1 :]])
        ]
        for moved in moves:
            changed = dict(zip(keys, moved, strict=True))
            if len(_repair(system, changed)) > 1 and system.holds_with(changed):
                found[_repair(system, changed)] = None
    return list(found)


def upright(system: System, table: str, rows: Sequence[str], columns: Sequence[str]) -> list[Repair]:
    """A run of rows one line too low or too high, to the foot or from the head of the table."""
    found: dict[Repair, None] = {}
    column, inside = _one_column(system)
    for number in range(len(rows)):
        for run in (rows[number:], rows[: number + 1]):
            if len(run) < 2:
                continue
            for down in (False, True):
                probe = _lifted(system, table, run, [column], down) if column else None
                if column and (probe is None or not system.holds_with(probe, inside)):
                    continue
                changed = _lifted(system, table, run, columns, down)
                if changed and system.holds_with(changed):
                    found[_repair(system, changed)] = None
    shortest = min(map(len, found), default=0)
    return [repair for repair in found if len(repair) == shortest]


def _one_column(system: System) -> tuple[str, list[int]]:
    """A column with a broken identity of its own, and the numbers of its identities: a cheap first test."""
    for number in system.broken():
        tails = {key.rpartition(".")[2] for key in system.identities[number].factors}
        if len(tails) == 1:
            column = tails.pop()
            own = [n for n, one in enumerate(system.identities) if all(k.endswith(f".{column}") for k in one.factors)]
            return column, own
    return "", []


def _lifted(
    system: System, table: str, run: Sequence[str], columns: Sequence[str], down: bool
) -> dict[str, Decimal] | None:
    """The numbers of `run` one line higher (lower when `down`); the line that falls out must be all 0."""
    sources = [None, *run[:-1]] if down else [*run[1:], None]
    lost = run[-1] if down else run[0]
    changed = {}
    for column in columns:
        if system.values.get(_key(table, lost, column)) != 0:
            return None
        for row, source in zip(run, sources, strict=True):
            value = system.values.get(_key(table, source, column)) if source else _ZERO
            if value is None:
                return None
            changed[_key(table, row, column)] = value
    return changed


def neighbour_with(
    facts: Mapping[str, Fact], key: str, value: Decimal, rows: Sequence[str], columns: Sequence[str]
) -> str | None:
    """A cell of the same row, or just above or below, with this very number (two digits or more: hardly chance)."""
    if value < 10:
        return None
    table, _, rest = key.partition(".")
    row, _, column = rest.rpartition(".")
    at = rows.index(row)
    near = [_key(table, row, one) for one in columns if one != column]
    near += [_key(table, rows[n], column) for n in (at - 1, at + 1) if 0 <= n < len(rows)]
    return next((one for one in near if one in facts and facts[one].value == value), None)
