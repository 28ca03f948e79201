"""The kind `diagnosis`: what single fault explains several broken identities of table 3.

Exact search in this order, the first that repairs everything wins: two glued or split neighbours (a reading fault),
one cell, a row moved sideways, two cells or two columns exchanged, rows moved up or down, two cells. Nothing is
chosen where several repairs of the same sort fit, or where two cells explain no more than two broken identities.
The three rules of this kind share one search, kept on the context.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

from reviewer import resources
from reviewer.checks import moves, told
from reviewer.checks.context import Context
from reviewer.checks.identity import Repair, System
from reviewer.checks.result import Result
from reviewer.checks.rule import Rule
from reviewer.model import Finding, Frozen

_CHANCE = 3
"""Where the identities are off by less, exchanging two cells proves nothing."""


class Parameters(Frozen):
    explains: Literal["cell", "shift", "split"]
    table: Literal["t3"] = "t3"
    most: int = 3
    """Repairs listed when several fit."""


class Diagnosis(NamedTuple):
    """How all broken identities are explained: `kind`, the repairs that fit, the fingerprints of what they explain."""

    kind: Literal["none", "sound", "split", "cell", "exchange", "columns", "row", "rows", "pair"]
    repairs: tuple[Repair, ...] = ()
    explained: tuple[tuple[str, ...], ...] = ()
    """A tuple a root: for `cell`, `row` … one; for an unambiguous `pair` one each."""
    note: str = ""


def diagnose(context: Context, table: str) -> Diagnosis:
    """Search once a report; the result is kept."""
    if table not in context.diagnoses:
        context.diagnoses[table] = _search(context, table)
    found = context.diagnoses[table]
    assert isinstance(found, Diagnosis)
    return found


def _search(context: Context, table: str) -> Diagnosis:
    identities = context.identities(table)
    reading = context.reading(table)
    if reading is None or not reading.certain:
        return Diagnosis("none")
    sure = System(identities, context.known(identities, blanks=context.blanks_are_zero(table)))
    broken = sure.broken()
    if not sure.identities:
        return Diagnosis("none")
    if not broken:
        return Diagnosis("sound")
    marks = (tuple(sure.identities[number].finding for number in broken),)
    rows, columns = context.axes(table)
    full = System(identities, context.known(identities, blanks=True))
    if len(broken) < 2:
        moved = moves.sideways(full, table, rows, columns) if len(full.broken()) > 1 else []
        return Diagnosis("row", (moved[0],), marks) if len(moved) == 1 else Diagnosis("none")
    for repair in moves.joins(full, table, rows, columns):
        return Diagnosis("split", (repair,), marks)
    single = sure.single()
    if single:
        return Diagnosis("cell", tuple((one,) for one in single), marks)
    sideways = moves.sideways(full, table, rows, columns)
    if len(sideways) == 1:
        return Diagnosis("row", (sideways[0],), marks)
    exchanges = moves.exchanges(sure, table, rows, columns)
    swapped = moves.columns_exchanged(full, table, _groups(context, table), columns)
    if len(exchanges) + len(swapped) == 1 and _telling(sure):
        return Diagnosis("columns" if swapped else "exchange", (*exchanges, *swapped), marks)
    upright = [] if sideways or exchanges or swapped else moves.upright(full, table, rows, columns)
    if len(upright) == 1:
        return Diagnosis("rows", (upright[0],), marks)
    found = sideways or upright or [*swapped, *exchanges, *(one for one in sure.pairs() if one not in exchanges)]
    if len(found) == 1 and len(found[0]) == 2 and len(broken) > 2:
        return Diagnosis("pair", tuple(found), _shares(sure, broken, found[0]))
    return Diagnosis("pair", tuple(found)) if found else Diagnosis("none")


def _telling(system: System) -> bool:
    """Whether the identities are off by so much that exchanged numbers which repair them are hardly chance."""
    return max(abs(system.residuals[number]) for number in system.broken()) >= _CHANCE


def _groups(context: Context, table: str) -> tuple[tuple[str, ...], ...]:
    """Rows that are filled in at one go: those of receipts, those of results."""
    rows, _ = context.axes(table)
    leaves = context.form_of(table).table(table).leaves()
    return tuple(row for row in rows if not row.startswith("done.") and row != "carried_out"), leaves


def _shares(system: System, broken: list[int], repair: Repair) -> tuple[tuple[str, ...], ...]:
    """For each cell of a pair, the broken identities that it explains; a shared one goes to the first."""
    left = list(broken)
    shares = []
    for change in repair:
        mine = [number for number in left if change.key in system.identities[number].factors]
        left = [number for number in left if number not in mine]
        shares.append(tuple(system.identities[number].finding for number in mine))
    return tuple(shares)


def run(rule: Rule, parameters: Parameters, context: Context) -> Result:
    result = Result()
    found = diagnose(context, parameters.table)
    if context.reading(parameters.table) is None:
        name = context.form.table(parameters.table).name
        result.unknown.append(resources.sentence("K-TABLE-ABSENT", table=name))
    elif not context.certain(parameters.table):
        name = context.form.table(parameters.table).name
        result.unknown.append(resources.sentence("K-TABLE-DOUBTFUL", table=name))
    elif found.kind == "none":
        result.unknown.append(resources.sentence("K-NO-REPAIR"))
    else:
        result.checked = 1
    mine = {"cell": ("cell", "exchange", "columns", "pair"), "shift": ("row", "rows"), "split": ("split",)}
    if found.kind not in mine[parameters.explains]:
        return result
    if found.kind == "cell" and len(found.repairs) == 1:
        _root(result, told.cell(rule, context, found.repairs[0][0], found.explained[0]), found.explained[0])
    elif found.kind == "pair" and found.explained:
        for change, explained in zip(found.repairs[0], found.explained, strict=True):
            _root(result, told.cell(rule, context, change, explained), explained)
    elif found.kind in ("cell", "pair"):
        result.findings.append(told.several(rule, context, found.repairs[: parameters.most]))
    else:
        made = told.moved(rule, context, found.kind, found.repairs[0], len(found.explained[0]))
        _root(result, made, found.explained[0])
        if found.kind == "split":
            result.withdrawn.update(found.explained[0])
    return result


def _root(result: Result, made: Finding, explained: tuple[str, ...]) -> None:
    result.findings.append(made)
    result.folds.update(dict.fromkeys(explained, made.fingerprint))
