"""The kind `due`: published in time.

Two dates are certain: the day that the report itself says it was published on, and the signature's, before which no
report is published. A date above the text may be that of a page set up anew.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from functools import lru_cache

from reviewer import resources
from reviewer.checks import bodies, dates, lines, report
from reviewer.checks.context import Context
from reviewer.checks.lines import Line
from reviewer.checks.result import Result
from reviewer.checks.rule import Rule
from reviewer.checks.signature import signatures
from reviewer.model import Frozen


@lru_cache(maxsize=16)
def _compile(pattern: str) -> re.Pattern[str]:
    return re.compile(dates.filled(pattern))


class Parameters(Frozen):
    """`by`: the last day (month-day) of the following year, by the kind of body (rules/words/bodies.yaml); "" = none."""

    by: dict[str, str]
    published: str
    """A sentence that says when the report was published; groups `year`, `month`, `day`."""
    unless: str
    """In such a sentence: it was published before, or something else was."""
    said: str
    """Variant where the report says so."""


def faults(parameters: Parameters) -> Iterator[tuple[tuple[int | str, ...], str]]:
    for kind, text in parameters.by.items():
        if kind not in bodies.words().all_kinds:
            yield ("by", kind), f"no kind of body {kind}; there are {', '.join(bodies.words().all_kinds)}"
        if text and _day(text, 2001) is None:
            yield ("by", kind), f"not a day: {text}"
    for name in ("published", "unless"):
        try:
            groups = _compile(getattr(parameters, name)).groupindex
        except re.error as error:
            yield (name,), str(error)
            continue
        if name == "published" and not {"year", "month", "day"} <= groups.keys():
            yield (name,), "groups `year`, `month` and `day` are needed"


def run(rule: Rule, parameters: Parameters, context: Context) -> Result:
    """Late for certain when it is signed, or says its day, and every date, also one under its title, is after the last day."""
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
    signed = list(_days(signatures(context)))
    told = [one for one in _days(_published(parameters, context)) if one[0].year == last.year]
    sections = context.report.sections
    if not told and not any(line.section == sections[-1].key for _, line, _ in signed):
        result.skipped = resources.sentence("K-DUE-UNSIGNED")
        return result
    first, line, match = min(signed + told, key=lambda one: one[0])
    result.checked = 1 if told else 0
    if first <= last or first.year != last.year:
        result.skipped = "" if told else resources.sentence("K-NOT-DUE")
        return result
    result.checked = 1
    own = (first, line, match) in told
    span = line.span(context, *(match.span() if own else (0, len(line.text))))
    result.findings.append(
        report.finding(
            rule,
            variant=parameters.said if own else "",
            actual=f"{first:%Y-%m-%d}",
            expected=f"{last:%Y-%m-%d}",
            evidence=(span,),
            quote=report.quoted(span.quote),
            due=resources.sentence("K-DAY", year=last.year, month=last.month, day=last.day),
        )
    )
    return result


def _published(parameters: Parameters, context: Context) -> Iterator[tuple[Line, re.Match[str]]]:
    for line in lines.sentences(context):
        match = _compile(parameters.published).search(line.text)
        if match and not _compile(parameters.unless).search(line.text):
            yield line, match


def _days(found: Iterable[tuple[Line, re.Match[str]]]) -> Iterator[tuple[date, Line, re.Match[str]]]:
    """Those that the calendar has."""
    for line, match in found:
        day = dates.day_of(match["year"], match["month"], match["day"])
        if day is not None:
            yield day, line, match


def _day(text: str, year: int) -> date | None:
    """The day `month-day` of a year; None when it is none."""
    try:
        return date.fromisoformat(f"{year}-{text}") if len(text) == 5 else None
    except ValueError:
        return None
