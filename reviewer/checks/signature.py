"""The kind `signature`: the date under the report."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from reviewer import resources
from reviewer.checks import dates, lines, report
from reviewer.checks.context import Context
from reviewer.checks.lines import Line
from reviewer.checks.result import Result
from reviewer.checks.rule import Rule
from reviewer.model import Frozen

_LAST = 6
"""Paragraphs at the end of the report among which the date stands."""


class Parameters(Frozen):
    impossible: str
    """Variant for a day that no calendar has."""
    late: str
    """Variant for a date more than a year after the report's."""


def run(rule: Rule, parameters: Parameters, context: Context) -> Result:
    result = Result()
    year = context.report.identity.year
    if year is None:
        result.unknown.append(resources.sentence("K-NO-YEAR"))
        return result
    for line, match in signatures(context):
        result.checked += 1
        said = dates.day_of(match["year"], match["month"], match["day"])
        if said is None:
            variant = parameters.impossible
        elif said <= date(year, 12, 31):
            variant = ""
        elif said > date(year + 1, 12, 31):
            variant = parameters.late
        else:
            continue
        span = line.span(context, 0, len(line.text))
        result.findings.append(
            report.finding(
                rule,
                variant or "early",
                line.section,
                variant=variant,
                actual=f"{said:%Y-%m-%d}" if said else None,
                evidence=(span,),
                quote=report.quoted(span.quote),
                year=str(year),
            )
        )
    if not result.checked:
        result.skipped = resources.sentence("K-NO-SIGNATURE")
    return result


def signatures(context: Context) -> Iterator[tuple[Line, re.Match[str]]]:
    """Lines that are a date: at the end of the report, and under its title."""
    sections = context.report.sections
    ends = {sections[-1].key} if sections else set()
    for key in sorted(ends | {"preface"}):
        found = list(lines.lines(context, (key,)))
        for line in found[-_LAST:]:
            match = dates.whole_line(line.text)
            if match is not None:
                yield line, match
