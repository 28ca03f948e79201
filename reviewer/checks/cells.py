"""The kind `cells`: how the cells of the tables were filled in, and how surely they were read."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from reviewer import resources
from reviewer.checks import report
from reviewer.checks.context import Context
from reviewer.checks.regex import Pattern
from reviewer.checks.result import Result
from reviewer.checks.rule import Rule
from reviewer.model import Fact, FormTable, Frozen, State, Status, load_forms

_EMPTY = (State.BLANK, State.PLACEHOLDER)


class Parameters(Frozen):
    check: str
    number_with_note: Pattern = ""
    """Pattern of a raw cell whose number is clear and only its form is wrong: 22（其中修订16件）, 3件."""
    allowed_empty: tuple[str, ...] = ()
    """Prefixes of cells where a stroke is accepted in places."""
    few: int = 5
    """So many cells are shown."""


def faults(parameters: Parameters) -> Iterator[tuple[tuple[int | str, ...], str]]:
    if parameters.check not in CHECKS:
        yield ("check",), f"no check {parameters.check}; there are {', '.join(sorted(CHECKS))}"
    for key in parameters.allowed_empty:
        if not any(cell.startswith(key) for form in load_forms().values() for cell in form.cells):
            yield ("allowed_empty",), f"{key} is no cell of the form"


def run(rule: Rule, parameters: Parameters, context: Context) -> Result:
    return CHECKS[parameters.check](rule, parameters, context)


def _tables(context: Context) -> Iterator[tuple[FormTable, dict[str, Fact]]]:
    """The tables that were found, with those of their cells that were, in the form's order."""
    for one in context.form.tables:
        if context.reading(one.key) is None:
            continue
        table = context.form_of(one.key).table(one.key)
        facts = {key: context.report.facts[key] for key in table.cells if key in context.report.facts}
        yield table, facts


def _numeric(rule: Rule, parameters: Parameters, context: Context) -> Result:
    """Whole numbers >= 0; a decimal only where the form has an amount, a sign only where it has a change."""
    result = Result()
    for table, facts in _tables(context):
        for key, fact in facts.items():
            if fact.state is State.UNREADABLE:
                result.unknown.append(resources.sentence("K-CELL-UNREAD", cell=context.name(key)))
                continue
            result.checked += 1
            variant = _form_fault(parameters, table, key, fact)
            if variant is None:
                continue
            raw = report.quoted(fact.raw, 20)
            values = {"cell": context.name(key), "raw": raw}
            result.findings.append(
                report.finding(rule, key, variant=variant, actual=raw, evidence=(fact.ref(),), values=values)
            )
    return result


def _form_fault(parameters: Parameters, table: FormTable, key: str, fact: Fact) -> str | None:
    if fact.state is State.TEXT:
        return "noted" if re.fullmatch(parameters.number_with_note, fact.raw.strip()) else ""
    if fact.value is None:
        return None
    if fact.value < 0 and key not in table.signed:
        return "negative"
    if fact.value != fact.value.to_integral_value() and key not in table.decimals:
        return "fraction"
    return None


def _blank(rule: Rule, parameters: Parameters, context: Context) -> Result:
    """Zeros are written 0. One finding a table; a uniform style is only mentioned."""
    result = Result()
    for table, facts in _tables(context):
        result.checked += 1
        empty = [key for key, fact in facts.items() if fact.state in _EMPTY]
        if not empty:
            continue
        variant, told = _style(parameters, context, table, facts, empty)
        shown = report.joined([context.name(key).removeprefix(table.name) for key in told], 3)
        result.findings.append(
            report.finding(
                rule,
                table.key,
                variant=variant,
                evidence=report.cells(context, told, parameters.few),
                table=table.name,
                count=str(len(told)),
                cells=shown,
            )
        )
    if not result.checked:
        names = report.joined([one.name for one in context.form.tables])
        result.unknown.append(resources.sentence("K-TABLE-ABSENT", table=names))
    return result


def _style(
    parameters: Parameters, context: Context, table: FormTable, facts: dict[str, Fact], empty: list[str]
) -> tuple[str, list[str]]:
    """How a table leaves cells empty, and the cells to name."""
    others = [key for key in empty if not key.startswith(parameters.allowed_empty)]
    if not others:
        return "accepted", empty
    if all(fact.value is None for fact in facts.values()) and _spoken_of(context, facts):
        return "nothing", empty
    lost = [key for key in others if _has_parts(key, table, facts)]
    if lost:
        return "total", lost
    if len({(facts[key].state, facts[key].raw.strip()) for key in others}) > 1:
        return "mixed", others
    zeros = [key for key, fact in facts.items() if fact.state is State.ZERO and not _sums(key)]
    if not [key for key in zeros if not key.startswith(parameters.allowed_empty)]:
        return "uniform", others
    if _by_line(others, facts, table):
        return "lines", others
    return "", others


def _sums(key: str) -> bool:
    """Whether a cell is a sum of others."""
    return key.endswith(".total") or ".total." in key


def _by_line(empty: list[str], facts: dict[str, Fact], table: FormTable) -> bool:
    """Whether blank for 0 goes by whole columns (table 3) or blocks (table 4), or by rows that have no number at all."""
    empty = [key for key in empty if not _sums(key)]
    zeros = [key for key, fact in facts.items() if fact.state is State.ZERO and not _sums(key)]
    if table.key == "t2" or not empty:
        return False
    if table.key == "t3" and {_column(key) for key in empty}.isdisjoint(map(_column, zeros)):
        return True
    blank, written = {_row(key) for key in empty}, {_row(key) for key in zeros}
    filled = {_row(key) for key, fact in facts.items() if fact.value}
    return blank.isdisjoint(written) and (table.key == "t4" or written <= filled)


def _row(key: str) -> str:
    return key.rpartition(".")[0]


def _column(key: str) -> str:
    return key.rpartition(".")[2]


def _has_parts(key: str, table: FormTable, facts: dict[str, Fact]) -> bool:
    """Whether an empty sum stands for parts that are not 0: left out, not a way to write 0."""
    head, _, tail = key.rpartition(".")
    if tail == "total":
        parts = [f"{head}.{column.key}" for column in table.cells[key].block.columns if column.key != "total"]
    elif head == "t3.done.total":
        parts = [f"t3.{row}.{tail}" for row in table.leaves()]
    else:
        return False
    return any((fact := facts.get(part)) is not None and bool(fact.value) for part in parts)


def _spoken_of(context: Context, facts: dict[str, Fact]) -> bool:
    """Whether the text states a number above 0 for cells of this table."""
    return any(one.value > 0 and any(key in facts for key in one.facts) for one in context.report.claims)


def _total_only(rule: Rule, parameters: Parameters, context: Context) -> Result:
    """Rows of table 3 with a total and no applicant column."""
    result = Result()
    for table, facts in _tables(context):
        if table.key != "t3":
            continue
        block = table.blocks[0]
        rows = [
            row
            for row in block.rows
            if (total := facts.get(f"t3.{row.key}.total")) is not None
            and total.value is not None
            and all(
                (cell := facts.get(f"t3.{row.key}.{column.key}")) is not None and cell.state in _EMPTY
                for column in block.columns
                if column.key != "total"
            )
        ]
        result.checked += 1
        if rows:
            filled = [row for row in rows if facts[f"t3.{row.key}.total"].value]
            shown = filled or rows
            result.findings.append(
                report.finding(
                    rule,
                    "t3",
                    variant="" if filled else "zeros",
                    evidence=report.cells(context, [f"t3.{row.key}.total" for row in shown], parameters.few),
                    rows=report.joined([row.name for row in shown], 3),
                    count=str(len(shown)),
                )
            )
    if not result.checked:
        result.unknown.append(resources.sentence("K-TABLE-ABSENT", table=context.form.table("t3").name))
    return result


def _confidence(rule: Rule, parameters: Parameters, context: Context) -> Result:
    """Cells that were not read for certain: told, and never a reason for an error."""
    result = Result()
    for table, facts in _tables(context):
        result.checked += 1
        reading = context.reading(table.key)
        unsure = [key for key, fact in facts.items() if fact.state is State.UNREADABLE]
        doubtful = reading is not None and not reading.certain
        if not unsure and not doubtful:
            continue
        result.findings.append(
            report.finding(
                rule,
                table.key,
                variant="" if unsure else "table",
                evidence=report.cells(context, unsure, parameters.few),
                table=table.name,
                count=str(len(unsure)),
                cells=report.joined([context.name(key) for key in unsure], 3),
            )
        )
    if result.findings:
        result.status = Status.UNKNOWN
        result.note = result.findings[0].message
    elif not result.checked:
        result.skipped = resources.sentence("K-NO-TABLES")
    return result


CHECKS: dict[str, Callable[[Rule, Parameters, Context], Result]] = {
    "numeric": _numeric,
    "blank": _blank,
    "total_only": _total_only,
    "confidence": _confidence,
}
