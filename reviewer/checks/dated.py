"""The kind `dated`: years that the text names where the report's own year belongs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from reviewer import resources
from reviewer.checks import dates, lines, report
from reviewer.checks.context import Context
from reviewer.checks.copied import Copied, Stale, copied
from reviewer.checks.lines import Line
from reviewer.checks.result import Result
from reviewer.checks.rule import Rule
from reviewer.model import Evidence, Finding, Frozen, TextSpan, folded


@lru_cache(maxsize=64)
def _compile(pattern: str) -> re.Pattern[str]:
    return re.compile(dates.filled(pattern))


class Place(Frozen):
    """Where a year is stated. `pattern` runs over sentences and has a group `year`."""

    pattern: str
    sections: tuple[str, ...] = ()
    unless: str = ""
    """Sentences with this are left alone."""
    remove: str = ""
    """What is taken out of a sentence first: titles of other papers."""
    opening: bool = False
    """Only the first sentence of the section's text."""
    near: int = 0
    """Only years at most so far from the report's; 0 = any."""
    variant: str = ""
    beside: str = ""
    """Variant where the section names the report's own year too."""


class Parameters(Frozen):
    places: tuple[Place, ...]
    unless: str = ""
    """Sentences with this are left alone in every place."""
    title: str = ""
    """Variant for a title with two years; "" = titles are not looked at."""
    slip: str = ""
    """Variant for a title with another year than the whole text (see `recognise.identity`)."""
    file: str = ""
    """Variant for the file's name …"""
    file_name: str = ""
    """… and the pattern by which it states the report's year."""
    copied: Copied | None = None
    """Sentences of another year with this year's numbers."""


def faults(parameters: Parameters) -> Iterator[tuple[tuple[int | str, ...], str]]:
    try:
        _compile(parameters.unless)
    except re.error as error:
        yield ("unless",), str(error)
    for number, place in enumerate(parameters.places):
        for field in ("pattern", "unless", "remove"):
            try:
                found = _compile(getattr(place, field))
            except re.error as error:
                yield ("places", number, field), str(error)
                continue
            if field == "pattern" and "year" not in found.groupindex:
                yield ("places", number, field), "a group `year` is needed"


def run(rule: Rule, parameters: Parameters, context: Context) -> Result:
    result = Result()
    year = context.report.identity.year
    if year is None:
        result.unknown.append(resources.sentence("K-NO-YEAR"))
        return result
    result.checked = 1
    if parameters.title:
        result.findings += _titled(rule, parameters, context, year)
    if parameters.file_name:
        result.findings += _filed(rule, parameters, context, year)
    for place in parameters.places:
        for line, match in _stated(place, parameters.unless, context):
            said = dates.year_of(match["year"])
            if said == year or (place.near and abs(said - year) > place.near):
                continue
            if str(year) in line.text:  # two years side by side are a comparison
                continue
            if line.section == "preface" and line.text in folded(context.report.identity.title):  # told of the title
                continue
            own = place.beside and f"{year}年" in line.place.folded.text
            found = _finding(rule, place.beside if own else place.variant, context, line, match, year)
            if found.fingerprint not in [one.fingerprint for one in result.findings]:
                result.findings.append(found)
    for stale in copied(parameters.copied, context, year) if parameters.copied else ():
        spans = [one for each in result.findings for one in each.evidence if isinstance(one, TextSpan)]
        span = stale.line.span(context, stale.start, stale.end)
        if not any(one.section == span.section and one.start < span.end and span.start < one.end for one in spans):
            result.findings.append(_copied(rule, parameters, context, stale, year))
    return result


def _copied(rule: Rule, parameters: Parameters, context: Context, stale: Stale, year: int) -> Finding:
    assert parameters.copied is not None
    span = stale.line.span(context, stale.start, stale.end)
    return report.finding(
        rule,
        parameters.copied.variant,
        stale.line.text[stale.start : stale.end],
        variant=parameters.copied.variant,
        expected=str(year),
        actual=str(stale.year),
        evidence=(span,),
        quote=report.quoted(span.quote, 60),
        section=_named(context, stale.line.section),
    )


def _finding(rule: Rule, variant: str, context: Context, line: Line, match: re.Match[str], year: int) -> Finding:
    span = line.span(context, *match.span())
    return report.finding(
        rule,
        *([variant] if variant else []),
        line.text[slice(*match.span())],
        variant=variant,
        expected=str(year),
        actual=str(dates.year_of(match["year"])),
        evidence=(span,),
        quote=report.quoted(span.quote),
        section=_named(context, line.section),
    )


def _named(context: Context, key: str) -> str:
    return resources.sentence("K-PREFACE") if key == "preface" else context.form.section(key).name


def _stated(place: Place, unless: str, context: Context) -> Iterator[tuple[Line, re.Match[str]]]:
    pattern = _compile(place.pattern)
    for section in place.sections or tuple(one.key for one in context.report.sections):
        for line in lines.sentences(context, (section,)):
            text = line.text
            if place.remove:
                text = _compile(place.remove).sub(lambda match: "\x00" * len(match.group()), text)
            if not any(one and _compile(one).search(text) for one in (unless, place.unless)):
                yield from ((line, match) for match in pattern.finditer(text))
            if place.opening:
                break


def _titled(rule: Rule, parameters: Parameters, context: Context, year: int) -> Iterator[Finding]:
    title = folded(context.report.identity.title)
    years = {dates.year_of(one) for one in re.findall(rf"({dates.YEAR})年(?!\d{{1,2}}月)", title)}
    variant = parameters.title if len(years) > 1 else parameters.slip if years and years != {year} else ""
    if variant:
        evidence: tuple[Evidence, ...] = report.title(context)
        yield report.finding(
            rule,
            "title",
            variant=variant,
            expected=str(year),
            actual=str(min(years)),
            evidence=evidence,
            quote=report.quoted(title, 60),
        )


def _filed(rule: Rule, parameters: Parameters, context: Context, year: int) -> Iterator[Finding]:
    name = folded(context.report.name)
    match = _compile(parameters.file_name).search(name)
    if match and dates.year_of(match["year"]) != year:
        yield report.finding(
            rule,
            "file",
            variant=parameters.file,
            expected=str(year),
            actual=match["year"],
            evidence=report.title(context),
            quote=report.quoted(context.report.name, 60),
        )
