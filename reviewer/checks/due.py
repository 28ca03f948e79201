"""The kind `due`: the last day on which a report may be published, held against the date that it bears.

A report cannot have been published before the day under it, so a date behind the last day proves that it was late; a date
before it proves nothing (DT-DUE is then passed as far as the report can tell).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from reviewer import resources
from reviewer.checks import bodies, dates, report
from reviewer.checks.breakdown import pattern_faults
from reviewer.checks.context import Context
from reviewer.checks.listwords import compiled
from reviewer.checks.result import Result
from reviewer.checks.rule import Rule
from reviewer.checks.signature import signatures
from reviewer.model import Frozen, folded


class Deadline(Frozen):
    """For bodies whose name matches `names`: the last day, in the year after the report's."""

    names: str
    month: int
    day: int


class Parameters(Frozen):
    deadlines: tuple[Deadline, ...]
    """The first that fits counts; a body that fits none has no day set by statute."""
    none: str
    """Why nothing was checked: no such body, or no date."""


def faults(parameters: Parameters) -> Iterator[tuple[tuple[int | str, ...], str]]:
    for number, one in enumerate(parameters.deadlines):
        yield from pattern_faults({"names": one.names}, "deadlines", str(number))
        try:
            date(2001, one.month, one.day)
        except ValueError as error:
            yield ("deadlines", number, "day"), str(error)


def run(rule: Rule, parameters: Parameters, context: Context) -> Result:
    result = Result()
    year = context.report.identity.year
    if year is None:
        result.unknown.append(resources.sentence("K-NO-YEAR"))
        return result
    name = bodies.of_title(folded(context.report.identity.title)) or folded(context.report.identity.agency)
    deadline = next((one for one in parameters.deadlines if compiled(one.names).search(name)), None)
    if deadline is None:
        result.skipped = parameters.none
        return result
    last = date(year + 1, deadline.month, deadline.day)
    for line, match in signatures(context):
        said = dates.day_of(match["year"], match["month"], match["day"])
        if said is None or said.year != year + 1:
            continue  # DT-SIGN has something to say of such a date
        result.checked += 1
        if said <= last:
            continue
        span = line.span(context, 0, len(line.text))
        result.findings.append(
            report.finding(
                rule, line.section, actual=f"{said:%Y-%m-%d}", expected=f"{last:%Y-%m-%d}", evidence=(span,),
                quote=report.quoted(span.quote), year=str(year), month=str(last.month), day=str(last.day),
                next=str(year + 1),
            )
        )  # fmt: skip
    if not result.checked:
        result.skipped = parameters.none
    return result
