"""The kind `same_table`: a table that holds, cell by cell, what it held last year."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from reviewer import resources
from reviewer.checks import last, report
from reviewer.checks.context import Context, plain
from reviewer.checks.result import Result, UnknownValueError
from reviewer.checks.rule import Rule
from reviewer.model import Frozen, load_forms


class Counted(Frozen):
    """A table and the cells whose sum says how much it holds; below `few` equal tables are likely."""

    table: str
    size: tuple[str, ...]
    few: int


class Parameters(Frozen):
    tables: tuple[Counted, ...]
    variant: str
    """For tables with few cases."""


def faults(parameters: Parameters) -> Iterator[tuple[tuple[int | str, ...], str]]:
    cells = {key for form in load_forms().values() for key in form.cells}
    for number, one in enumerate(parameters.tables):
        for key in one.size:
            if key not in cells or not key.startswith(one.table + "."):
                yield ("tables", number, "size"), f"{key} is no cell of {one.table}"


def run(rule: Rule, parameters: Parameters, context: Context) -> Result:
    if context.previous is None:
        return last.absent()
    result = Result()
    for one in parameters.tables:
        if context.reading(one.table) is None:
            continue
        table = context.form_of(one.table).table(one.table)
        if context.previous.form_of(one.table).edition != context.form_of(one.table).edition:
            result.skipped = resources.sentence("K-OTHER-EDITION")
            continue
        try:
            same = all(context.value(key) == last.value(context, key) for key in table.cells)
            size = sum(map(context.value, one.size), Decimal(0))
        except UnknownValueError as unknown:
            result.unknown.append(unknown.reason)
            continue
        result.checked += 1
        filled = [key for key in table.cells if same and context.value(key)]
        if not filled:
            continue
        result.findings.append(
            report.finding(
                rule,
                one.table,
                variant=parameters.variant if size < one.few else "",
                evidence=report.cells(context, filled, 6),
                table=table.name,
                cells=str(len(table.cells)),
                filled=str(len(filled)),
                size=plain(size),
            )
        )
    if not result.checked and not result.unknown and not result.skipped:
        result.unknown.append(resources.sentence("K-NO-TABLES"))
    return result
