"""The kind `due`: published in time. A report does not say when it was published, but no report is published before it is signed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from reviewer import resources
from reviewer.checks import bodies, dates, report
from reviewer.checks.context import Context
from reviewer.checks.result import Result
from reviewer.checks.rule import Rule
from reviewer.checks.signature import signatures
from reviewer.model import Frozen


class Parameters(Frozen):
    """`by`: the last day (month-day) of the following year, by the kind of body (rules/words/bodies.yaml); "" = none."""

    by: dict[str, str]


def faults(parameters: Parameters) -> Iterator[tuple[tuple[int | str, ...], str]]:
    for kind, text in parameters.by.items():
        if kind not in bodies.words().all_kinds:
            yield ("by", kind), f"no kind of body {kind}; there are {', '.join(bodies.words().all_kinds)}"
        if text and _day(text, 2001) is None:
            yield ("by", kind), f"not a day: {text}"


def run(rule: Rule, parameters: Parameters, context: Context) -> Result:
    """Late for certain when it is signed and every date, also one under its title, is after the last day.

    Otherwise nothing can be said.
    """
    result = Result()
    year = context.report.identity.year
    if year is None:
        result.unknown.append(resources.sentence("K-NO-YEAR"))
        return result
    days = [day for kind in context.body if (day := _day(parameters.by.get(kind, ""), year + 1)) is not None]
    if not days:
        result.skipped = resources.sentence("K-NO-DEADLINE")
        return result
    last = max(days)
    signed = [
        (day, line)
        for line, match in signatures(context)
        if (day := dates.day_of(match["year"], match["month"], match["day"])) is not None
    ]
    sections = context.report.sections
    if not any(line.section == sections[-1].key for _, line in signed):  # a date above the text may be a web page's
        result.skipped = resources.sentence("K-DUE-UNSIGNED")
        return result
    first, line = min(signed, key=lambda one: one[0])
    if first <= last or first.year != last.year:
        result.skipped = resources.sentence("K-NOT-DUE")
        return result
    result.checked = 1
    span = line.span(context, 0, len(line.text))
    result.findings.append(
        report.finding(
            rule,
            actual=f"{first:%Y-%m-%d}",
            expected=f"{last:%Y-%m-%d}",
            evidence=(span,),
            quote=report.quoted(span.quote),
            due=resources.sentence("K-DAY", year=last.year, month=last.month, day=last.day),
        )
    )
    return result


def _day(text: str, year: int) -> date | None:
    """The day `month-day` of a year; None when it is none."""
    try:
        return date.fromisoformat(f"{year}-{text}") if len(text) == 5 else None
    except ValueError:
        return None
