"""The kind `period`: the days that the report says its figures cover."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache

from reviewer import resources
from reviewer.checks import dates, lines, report
from reviewer.checks.context import Context
from reviewer.checks.lines import Line
from reviewer.checks.result import Result
from reviewer.checks.rule import Rule
from reviewer.model import Frozen


@lru_cache(maxsize=16)
def _compile(pattern: str) -> re.Pattern[str]:
    return re.compile(dates.filled(pattern))


class Parameters(Frozen):
    patterns: tuple[str, ...]
    """With groups `year`, `month`, `day` (of the last day), and `from_year`, `from_month`, `from_day` where it states
    the first; a year that is left out is that of the other end. Without groups of days whole months are meant."""
    sections: tuple[str, ...]
    speaks: str
    """Pattern: the sentence speaks of the report's figures."""
    perhaps: str
    """Pattern, of what stands before the period in other sentences: it speaks of them when the period …"""
    long: int
    """… has so many days: 公示期限 is short."""
    unless: str


def faults(parameters: Parameters) -> Iterator[tuple[tuple[int | str, ...], str]]:
    for name in ("speaks", "perhaps", "unless"):
        try:
            _compile(getattr(parameters, name))
        except re.error as error:
            yield (name,), str(error)
    for number, pattern in enumerate(parameters.patterns):
        try:
            groups = _compile(pattern).groupindex
        except re.error as error:
            yield ("patterns", number), str(error)
            continue
        if "month" not in groups or not {"year", "from_year"} & groups.keys():
            yield ("patterns", number), "groups `month` and a year are needed"


def run(rule: Rule, parameters: Parameters, context: Context) -> Result:
    result = Result()
    year = context.report.identity.year
    if year is None:
        result.unknown.append(resources.sentence("K-NO-YEAR"))
        return result
    expected = (date(year, 1, 1), date(year, 12, 31))
    for line, match in _stated(parameters, context):
        result.checked += 1
        said = _days(match)
        if said == expected or (said[0] is None and "from_month" not in match.groupdict() and said[1] == expected[1]):
            continue
        span = line.span(context, *match.span())
        result.findings.append(
            report.finding(
                rule,
                line.text[slice(*match.span())],
                expected=f"{expected[0]:%Y-%m-%d}/{expected[1]:%Y-%m-%d}",
                actual="/".join(f"{one:%Y-%m-%d}" for one in said if one),
                evidence=(span,),
                quote=report.quoted(span.quote, 60),
                year=str(year),
            )
        )
    if not result.checked:
        result.skipped = resources.sentence("K-NO-PERIOD")
    return result


def _stated(parameters: Parameters, context: Context) -> Iterator[tuple[Line, re.Match[str]]]:
    for line in lines.sentences(context, parameters.sections):
        if _compile(parameters.unless).search(line.text):
            continue
        for pattern in parameters.patterns:
            if match := _compile(pattern).search(line.text):
                if _spoken(parameters, line, match):
                    yield line, match
                break


def _spoken(parameters: Parameters, line: Line, match: re.Match[str]) -> bool:
    """Whether the period is that of the report's figures."""
    if _compile(parameters.speaks).search(line.text):
        return True
    if "from_month" not in match.groupdict():  # the pattern itself names the figures
        return True
    first, last = _days(match)
    named = _compile(parameters.perhaps).search(line.text[: match.start("from_year")])
    return bool(named and first and last and (last - first).days >= parameters.long)


def _days(match: re.Match[str]) -> tuple[date | None, date | None]:
    """First and last day as stated; None for one that is not stated, or that no calendar has."""
    said = match.groupdict()
    first = said.get("from_year") or said.get("year") or ""
    last = said.get("year") or said.get("from_year") or ""
    begins = dates.day_of(first, said["from_month"], said.get("from_day", "1")) if said.get("from_month") else None
    if "day" not in said:
        return begins, dates.last_of(last, said["month"])
    return begins, dates.day_of(last, said["month"], said["day"])
