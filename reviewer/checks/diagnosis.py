"""The kind `diagnosis`: what single fault explains several broken identities of table 3.

Exact search in this order, the first that repairs everything wins: two glued or split neighbours (a reading fault),
one cell, two cells exchanged, a row moved sideways, rows moved up or down, two cells. Nothing is chosen where
several repairs of the same sort fit. The three rules of this kind share one search, kept on the context.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

from reviewer import resources
from reviewer.checks import moves, report
from reviewer.checks.context import Context, plain
from reviewer.checks.identity import Change, Repair, System
from reviewer.checks.result import Result
from reviewer.checks.rule import Rule
from reviewer.model import CellRef, Finding, Frozen, State

_CHANCE = 3
"""Smaller differences between two cells are common: exchanging them proves nothing."""


class Parameters(Frozen):
    explains: Literal["cell", "shift", "split"]
    table: Literal["t3"] = "t3"
    most: int = 3
    """Repairs listed when several fit."""


class Diagnosis(NamedTuple):
    """How all broken identities are explained: `kind`, the repairs that fit, the fingerprints of what they explain."""

    kind: Literal["none", "sound", "split", "cell", "exchange", "row", "rows", "pair"]
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
    if len(exchanges) == 1 and _telling(sure, exchanges[0]):
        return Diagnosis("exchange", (exchanges[0],), marks)
    upright = [] if sideways or exchanges else moves.upright(full, table, rows, columns)
    if len(upright) == 1:
        return Diagnosis("rows", (upright[0],), marks)
    found = sideways or upright or [*exchanges, *(one for one in sure.pairs() if one not in exchanges)]
    if len(found) == 1 and len(found[0]) == 2:
        return Diagnosis("pair", tuple(found), _shares(sure, broken, found[0]))
    return Diagnosis("pair", tuple(found)) if found else Diagnosis("none")


def _telling(system: System, repair: Repair) -> bool:
    """Whether two exchanged numbers differ by so much that it is hardly chance."""
    return abs(system.values[repair[0].key] - repair[0].value) >= _CHANCE


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
    mine = {"cell": ("cell", "exchange", "pair"), "shift": ("row", "rows"), "split": ("split",)}
    if found.kind not in mine[parameters.explains]:
        return result
    if found.kind == "cell" and len(found.repairs) == 1:
        _root(result, _cell(rule, context, found.repairs[0][0], found.explained[0]), found.explained[0])
    elif found.kind == "pair" and found.explained:
        for change, explained in zip(found.repairs[0], found.explained, strict=True):
            _root(result, _cell(rule, context, change, explained), explained)
    elif found.kind in ("cell", "pair"):
        result.findings.append(_several(rule, parameters, context, found))
    else:
        made = _moved(rule, context, found)
        _root(result, made, found.explained[0])
        if found.kind == "split":
            result.withdrawn.update(found.explained[0])
    return result


def _root(result: Result, made: Finding, explained: tuple[str, ...]) -> None:
    result.findings.append(made)
    result.folds.update(dict.fromkeys(explained, made.fingerprint))


def _refs(context: Context, repair: Repair) -> tuple[CellRef, ...]:
    return report.cells(context, [change.key for change in repair], 8)


def _now(context: Context, key: str) -> str:
    fact = context.report.facts[key]
    return plain(fact.value) if fact.value is not None else resources.sentence("K-EMPTY")


def _cell(rule: Rule, context: Context, change: Change, explained: tuple[str, ...]) -> Finding:
    fact = context.report.facts[change.key]
    empty = fact.state in (State.BLANK, State.PLACEHOLDER)
    return report.finding(
        rule,
        change.key,
        variant="empty" if empty else "",
        expected=plain(change.value),
        actual=None if empty else _now(context, change.key),
        arithmetic=resources.sentence("K-DEDUCED", then=plain(change.value)),
        evidence=(fact.ref(),),
        cell=context.name(change.key),
        now=_now(context, change.key),
        then=plain(change.value),
        count=str(len(explained)),
        hint=_hint(context, change),
    )


def _hint(context: Context, change: Change) -> str:
    """How such a slip happens: digits exchanged, or the number of a neighbouring cell."""
    fact = context.report.facts[change.key]
    if fact.value is None:
        return ""
    now, then = plain(fact.value), plain(change.value)
    if len(now) > 1 and len(now) == len(then) and sorted(now) == sorted(then):
        return resources.sentence("K-HINT-DIGITS")
    copied = moves.neighbour_with(context.report.facts, change.key, fact.value, *context.axes("t3"))
    return resources.sentence("K-HINT-COPIED", cell=context.name(copied)) if copied else ""


def _several(rule: Rule, parameters: Parameters, context: Context, found: Diagnosis) -> Finding:
    """Repairs that fit equally well, none chosen, nothing folded."""
    shown = found.repairs[: parameters.most]
    ways = [
        resources.sentence("K-AND").join(
            resources.sentence("K-CHANGE", cell=context.name(c.key), now=_now(context, c.key), then=plain(c.value))
            for c in repair
        )
        for repair in shown
    ]
    keys = [change.key for repair in shown for change in repair]
    return report.finding(
        rule,
        *sorted(set(keys)),
        variant="several",
        evidence=report.cells(context, keys, 6),
        ways=resources.sentence("K-OR").join(ways),
    )


def _moved(rule: Rule, context: Context, found: Diagnosis) -> Finding:
    repair = found.repairs[0]
    variant = {"split": "", "exchange": "exchange", "row": "", "rows": "rows"}[found.kind]
    form = context.form_of("t3")
    rows = list(dict.fromkeys(form.cells[change.key].row.name for change in repair))
    numbers = [(form.cells[c.key].column.name, _now(context, c.key), plain(c.value)) for c in repair[:7]]
    comma = resources.sentence("K-AND")
    return report.finding(
        rule,
        *sorted(change.key for change in repair),
        variant=variant,
        evidence=_refs(context, repair),
        first=context.name(repair[0].key),
        second=context.name(repair[-1].key),
        row=rows[0],
        last=rows[-1],
        now=comma.join(name + now for name, now, _ in numbers),
        then=comma.join(name + then for name, _, then in numbers),
        count=str(len(found.explained[0])),
    )
