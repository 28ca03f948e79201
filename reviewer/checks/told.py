"""Findings of the diagnosis: the cell, the exchange or the shift that explains broken identities, in words."""

from __future__ import annotations

from collections.abc import Sequence

from reviewer import resources
from reviewer.checks import moves, report
from reviewer.checks.context import Context, plain
from reviewer.checks.identity import Change, Repair
from reviewer.checks.rule import Rule
from reviewer.model import CellRef, Finding, State


def _refs(context: Context, repair: Repair) -> tuple[CellRef, ...]:
    return report.cells(context, [change.key for change in repair], 8)


def _now(context: Context, key: str) -> str:
    fact = context.report.facts[key]
    return plain(fact.value) if fact.value is not None else resources.sentence("K-EMPTY")


def cell(rule: Rule, context: Context, change: Change, explained: tuple[str, ...]) -> Finding:
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


def several(rule: Rule, context: Context, shown: Sequence[Repair]) -> Finding:
    """Repairs that fit equally well, none chosen, nothing folded; a single one is possible, no more."""
    ways = [way(context, repair) for repair in shown]
    keys = [change.key for repair in shown for change in repair]
    return report.finding(
        rule,
        *sorted(set(keys)),
        variant="several" if len(shown) > 1 else "possible",
        evidence=report.cells(context, keys, 6),
        ways=resources.sentence("K-OR").join(ways),
    )


def way(context: Context, repair: Repair) -> str:
    """One repair as a phrase; more than two cells are two columns, a row or rows."""
    comma = resources.sentence("K-AND")
    if len(repair) <= 2:
        return comma.join(
            resources.sentence("K-CHANGE", cell=context.name(c.key), now=_now(context, c.key), then=plain(c.value))
            for c in repair
        )
    specs = [context.form_of("t3").cells[change.key] for change in repair]
    rows = list(dict.fromkeys(spec.row.name for spec in specs))
    columns = list(dict.fromkeys(spec.column.name for spec in specs))
    if len(columns) == 2 and len(rows) > 1:
        return resources.sentence(
            "K-EXCHANGE-COLUMNS", first=columns[0], second=columns[1], rows=report.joined(rows, 3)
        )
    return resources.sentence("K-MOVE", row=rows[0], last=rows[-1])


def moved(rule: Rule, context: Context, kind: str, repair: Repair, count: int) -> Finding:
    variant = {"split": "", "exchange": "exchange", "columns": "columns", "row": "", "rows": "rows"}[kind]
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
        rows=report.joined(rows, 3),
        columns=comma.join(dict.fromkeys(form.cells[change.key].column.name for change in repair)),
        now=comma.join(name + now for name, now, _ in numbers),
        then=comma.join(name + then for name, _, then in numbers),
        count=str(count),
    )
