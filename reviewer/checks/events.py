"""The kind `events`: things named before they happened, or as going on after they ended."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import cache, lru_cache

from reviewer import resources
from reviewer.checks import dates, lines, report, signature
from reviewer.checks.context import Context
from reviewer.checks.result import Result
from reviewer.checks.rule import Rule
from reviewer.model import Finding, Frozen, TextSpan

_compile = lru_cache(maxsize=64)(re.compile)
_WRITTEN = (3, 31)
"""Month and day of the year after the report's by which a report is taken to be written: the later statutory term."""


class Event(Frozen):
    """`happened`: the last day on which it can have begun; `ended`: the day after which it is no longer current."""

    name: str
    pattern: str
    happened: date | None = None
    ended: date | None = None
    unless: str = ""
    """Pattern over the sentence: the event is spoken of as over, or as only one of several."""


class Words(Frozen):
    """rules/words/events.yaml."""

    expected: str
    """Pattern that ends directly before an event which is only looked forward to."""
    events: tuple[Event, ...]


class Parameters(Frozen):
    stale: str
    """Variant for what had ended before the report's year began to be worked on."""


@cache
def words() -> Words:
    return resources.read_model(resources.rules_dir() / "words" / "events.yaml", Words)


def faults(parameters: Parameters) -> Iterator[tuple[tuple[int | str, ...], str]]:
    for event in words().events:
        for pattern in (event.pattern, event.unless, words().expected):
            try:
                _compile(pattern)
            except re.error as error:
                yield ("words", event.name), str(error)
        if (event.happened is None) == (event.ended is None):
            yield ("words", event.name), "either `happened` or `ended` is needed"


def run(rule: Rule, parameters: Parameters, context: Context) -> Result:
    result = Result()
    year = context.report.identity.year
    if year is None:
        result.unknown.append(resources.sentence("K-NO-YEAR"))
        return result
    result.checked = 1
    written = max([date(year + 1, *_WRITTEN), *_signed(context)])
    for event in words().events:
        early = event.happened is not None and event.happened > written
        stale = event.ended is not None and event.ended < date(year, 12, 31)
        if early or stale:
            result.findings += _found(rule, parameters.stale if stale else "", event, context, year)
    return result


def _signed(context: Context) -> Iterator[date]:
    """Days named as the report's date; a late report may speak of later things."""
    for _, match in signature.signatures(context):
        day = dates.day_of(match["year"], match["month"], match["day"])
        if day is not None:
            yield day


def _found(rule: Rule, variant: str, event: Event, context: Context, year: int) -> Iterator[Finding]:
    pattern, expected = _compile(event.pattern), _compile(f"(?:{words().expected})$")
    spans: list[TextSpan] = []
    for line in lines.lines(context):
        if not pattern.search(line.text):
            continue
        for sentence in line.sentences():
            if event.unless and _compile(event.unless).search(sentence.text):
                continue
            spans += [
                sentence.span(context, *match.span())
                for match in pattern.finditer(sentence.text)
                if event.ended is not None or not expected.search(sentence.text[: match.start()])
            ]
    if spans:
        day = event.happened or event.ended
        assert day is not None
        yield report.finding(
            rule,
            event.name,
            variant=variant,
            evidence=spans[:5],
            quote=report.quoted(spans[0].quote),
            event=event.name,
            when=resources.sentence("K-MONTH", year=day.year, month=day.month),
            year=str(year),
        )
