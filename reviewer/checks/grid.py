"""The kind `grid`: the statutory tables as found, against the form: there, in place, of the right edition, complete."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from reviewer import resources
from reviewer.checks import report
from reviewer.checks.context import Context
from reviewer.checks.regex import Pattern
from reviewer.checks.result import Result
from reviewer.checks.rule import Rule
from reviewer.model import Finding, Form, Frozen, State, TableReading, bare, form_for


class Parameters(Frozen):
    """`check` names what is compared."""

    check: str
    harmless: Pattern = ""
    """Added rows that change nothing."""
    worded: tuple[str, ...] = ()
    """Rows that bodies fill with words (无): in a dump without ruled cells their loss may be the reading's."""


def faults(parameters: Parameters) -> Iterator[tuple[tuple[int | str, ...], str]]:
    if parameters.check not in CHECKS:
        yield ("check",), f"no check {parameters.check}; there are {', '.join(sorted(CHECKS))}"


def run(rule: Rule, parameters: Parameters, context: Context) -> Result:
    return CHECKS[parameters.check](rule, parameters, context)


def _tables(rule: Rule, parameters: Parameters, context: Context) -> Result:
    result = Result()
    for table in context.form.tables:
        reading = context.reading(table.key)
        section = context.form.section(table.section)
        values = {"table": table.name, "section": section.name}
        if reading is None:
            if not context.report.headings:  # a fragment of a report: what is not in it may stand elsewhere
                result.unknown.append(resources.sentence("K-TABLE-ABSENT", table=table.name))
                continue
            if context.report.images:
                result.unknown.append(resources.sentence("K-TABLE-IMAGE", table=table.name))
                continue
            result.checked += 1
            shown = report.opening(context, table.section)
            result.findings.append(report.finding(rule, table.key, evidence=shown, values=values))
            continue
        result.checked += 1
        if reading.section not in (None, table.section, "preface") and context.section(table.section) is not None:
            shown = report.opening(context, reading.section or "")
            result.findings.append(report.finding(rule, table.key, variant="place", evidence=shown, values=values))
    return result


def _version(rule: Rule, parameters: Parameters, context: Context) -> Result:
    """The edition of each table against the report's year."""
    result = Result()
    year = context.report.identity.year
    read = [one for one in context.report.tables if one.found and one.table in ("t2", "t3")]
    if year is None:
        result.unknown.append(resources.sentence("K-NO-YEAR"))
        return result
    if not read:
        result.unknown.append(resources.sentence("K-NO-TABLES"))
        return result
    result.checked = 1
    right = form_for(year)
    other = [one for one in read if one.edition != right.edition]
    wrong = [one for one in other if one.certain]
    if other and not wrong:
        names = report.joined([context.form.table(one.table).name for one in other])
        result.unknown.append(resources.sentence("K-TABLE-DOUBTFUL", table=names))
    if wrong:
        variant = _version_variant(year, right, wrong)
        names = report.joined([context.form.table(one.table).name for one in wrong])
        values = {"year": str(year), "tables": names, "right": right.edition, "wrong": wrong[0].edition}
        shown = report.cells(context, _differing(wrong, right, context), 4)
        result.findings.append(
            report.finding(
                rule, variant, variant=variant, evidence=shown, values=values,
            )
        )  # fmt: skip
    return result


def _version_variant(year: int, right: Form, wrong: list[TableReading]) -> str:
    if year == right.first_year and right.first_year == form_for(None).first_year - 2:
        return "trial"
    if year < form_for(None).first_year:
        return "early"
    return "" if any(one.table == "t2" for one in wrong) or len(wrong) > 1 else "unsplit"


def _differing(wrong: list[TableReading], right: Form, context: Context) -> list[str]:
    """Cells of the tables in question that the right edition does not have."""
    tables = {one.table for one in wrong}
    return [key for key in context.report.facts if key.split(".", 1)[0] in tables and key not in right.cells]


def _grid(rule: Rule, parameters: Parameters, context: Context) -> Result:
    result = Result()
    for table in context.form.tables:
        reading = context.reading(table.key)
        if reading is None:
            continue
        lost = reading.shape == "stream" and any(key.endswith(parameters.worded) for key in reading.missing)
        if not reading.certain or lost or _unread(context, table.key):
            result.unknown.append(resources.sentence("K-TABLE-DOUBTFUL", table=table.name))
            continue
        result.checked += 1
        form = context.form_of(table.key)
        labels = {row.key: row.name for block in form.table(table.key).blocks for row in block.rows if row.key}
        labels |= {block.key: block.label for block in form.table(table.key).blocks if block.key}
        labels |= {f"{block.key}.{row.key}": row.name for block in form.table(table.key).blocks for row in block.rows}
        odd = [one for one in reading.extra if not re.search(parameters.harmless, bare(one))]
        harmless = [one for one in reading.extra if one not in odd]
        for variant, keys in (("missing", reading.missing), ("order", reading.misordered)):
            if keys:
                names = report.joined([labels.get(key, key) for key in keys], 4)
                result.findings.append(_grid_finding(rule, table.key, variant, names, context, keys))
        for variant, extra in (("extra", odd), ("subtotal", harmless)):
            if extra:
                names = report.joined([report.quoted(one, 20) for one in extra], 4)
                result.findings.append(_grid_finding(rule, table.key, variant, names, context, tuple(extra)))
    if not result.checked and not result.unknown:
        result.unknown.append(resources.sentence("K-NO-TABLES"))
    return result


def _unread(context: Context, table: str) -> bool:
    """Whether some cell of a table was not read for certain: its rows and columns may have been lost in reading."""
    facts = context.report.facts
    return any(fact.state is State.UNREADABLE for key, fact in facts.items() if key.startswith(f"{table}."))


def _grid_finding(
    rule: Rule, table: str, variant: str, names: str, context: Context, subjects: tuple[str, ...]
) -> Finding:
    form = context.form_of(table).table(table)
    shown = report.opening(context, form.section)
    values = {"table": form.name, "names": names, "count": str(len(subjects))}
    return report.finding(rule, table, variant, *map(bare, subjects), variant=variant, evidence=shown, values=values)


def _fragments(rule: Rule, parameters: Parameters, context: Context) -> Result:
    """Tables cut by a page break were put together again; what is missing after that cannot be told from a loss."""
    result = Result()
    for table in context.form.tables:
        reading = context.reading(table.key)
        if reading is None or reading.fragments < 2:
            continue
        if reading.missing or not reading.certain:
            result.unknown.append(resources.sentence("K-TABLE-DOUBTFUL", table=table.name))
        else:
            result.checked += 1
            result.note = resources.sentence("K-JOINED", table=table.name, count=reading.fragments)
    if not result.checked:
        result.skipped = resources.sentence("K-NOT-SPLIT")
    return result


CHECKS: dict[str, Callable[[Rule, Parameters, Context], Result]] = {
    "tables": _tables,
    "version": _version,
    "grid": _grid,
    "fragments": _fragments,
}
