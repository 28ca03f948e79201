"""The kind `carry`: what last year's report carried out is what this year's report carried in, column by column."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Literal

from reviewer import resources
from reviewer.checks import last, report
from reviewer.checks.context import Context, plain
from reviewer.checks.result import Result, UnknownValueError
from reviewer.checks.rule import Rule
from reviewer.model import Frozen, load_forms


class Parameters(Frozen):
    table: Literal["t3"] = "t3"
    row: str
    """Row of this year's table."""
    last_row: str
    """Row of last year's table."""
    total: str = "total"
    variants: dict[Literal["columns", "total"], str]
    """`columns`: the total agrees and others do not, or it is not known; `total`: the total alone does not."""


def faults(parameters: Parameters) -> Iterator[tuple[tuple[int | str, ...], str]]:
    cells = {key for form in load_forms().values() for key in form.cells}
    for name, row in (("row", parameters.row), ("last_row", parameters.last_row)):
        if f"{parameters.table}.{row}.{parameters.total}" not in cells:
            yield (name,), f"{row} is no row of the form"


def run(rule: Rule, parameters: Parameters, context: Context) -> Result:
    """One finding: a different total is wrong, different columns under equal totals may be a re-classification."""
    if context.previous is None:
        return last.absent()
    result = Result()
    differing: dict[str, tuple[Decimal, Decimal]] = {}
    known: set[str] = set()
    for column in context.axes(parameters.table)[1]:
        try:
            now = context.value(_key(parameters, parameters.row, column))
            before = last.value(context, _key(parameters, parameters.last_row, column))
        except UnknownValueError as unknown:
            result.unknown.append(unknown.reason)
            continue
        result.checked += 1
        known.add(column)
        if now != before:
            differing[column] = now, before
    if differing:
        _tell(rule, parameters, context, differing, known, result)
    return result


def _key(parameters: Parameters, row: str, column: str) -> str:
    return f"{parameters.table}.{row}.{column}"


def _tell(
    rule: Rule,
    parameters: Parameters,
    context: Context,
    differing: dict[str, tuple[Decimal, Decimal]],
    known: set[str],
    result: Result,
) -> None:
    total = parameters.total
    variant = "" if total in differing else parameters.variants["columns"]
    if set(differing) == {total} and len(known) == len(context.axes(parameters.table)[1]):
        variant = parameters.variants["total"]
    shown = total if total in differing else next(iter(differing))
    now, before = differing[shown]
    names = {one.key: one.name for one in context.form_of(parameters.table).table(parameters.table).blocks[0].columns}
    lines = [
        resources.sentence("K-CARRIED", column=names[column], last=plain(pair[1]), now=plain(pair[0]))
        for column, pair in differing.items()
    ]
    result.findings.append(
        report.finding(
            rule,
            _key(parameters, parameters.row, total),
            *([variant] if variant == parameters.variants["columns"] else []),
            variant=variant,
            expected=plain(before),
            actual=plain(now),
            arithmetic=resources.sentence("K-LIST").join(lines),
            evidence=report.cells(context, [_key(parameters, parameters.row, column) for column in differing]),
            columns=report.joined([names[column] for column in differing]),
            now=plain(now),
            last=plain(before),
        )
    )
