"""The kind `presence`: the first pattern found in its text decides whether the rule is kept."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from reviewer import resources
from reviewer.checks import formula, report, text
from reviewer.checks.context import Context
from reviewer.checks.result import Result, UnknownValueError
from reviewer.checks.rule import Rule
from reviewer.model import Evidence, Frozen, TextSpan

_compile = lru_cache(maxsize=512)(re.compile)


class Case(Frozen):
    """`pattern` (over folded text) found in `where` (section key, title, * = all sections)."""

    where: str
    pattern: str
    keeps: bool = True
    variant: str = ""
    when: str = ""
    """Condition over cells under which this case counts."""


class Parameters(Frozen):
    cases: tuple[Case, ...]
    keeps_otherwise: bool = False
    needs: str = ""
    """A section (or `title`) without which nothing can be said."""
    remove: str = ""
    """Pattern of look-alikes that are taken out first."""
    when: str = ""
    """Condition over cells under which the rule applies at all."""
    silent: bool = False
    """Whether a text in which no pattern is found is none that the rule speaks of."""


def faults(parameters: Parameters) -> Iterator[tuple[tuple[int | str, ...], str]]:
    """Patterns that do not compile, cells that do not exist."""
    for number, case in enumerate(parameters.cases):
        try:
            _compile(case.pattern)
        except re.error as error:
            yield ("cases", number, "pattern"), str(error)
    for number, case in enumerate(parameters.cases):
        if case.when:
            check = formula.Parameters(checks=(formula.Check(require=case.when),))
            yield from ((("cases", number, "when"), problem) for _, problem in formula.faults(check))
    if parameters.when:
        check = formula.Parameters(checks=(formula.Check(require=parameters.when),))
        yield from ((("when",), problem) for _, problem in formula.faults(check))


def run(rule: Rule, parameters: Parameters, context: Context) -> Result:
    result = Result()
    cells: tuple[Evidence, ...] = ()
    if parameters.when:
        if not formula.exists(parameters.when, context):
            result.skipped = resources.sentence("K-OTHER-EDITION")
            return result
        try:
            applies, keys = formula.condition(parameters.when, context)
        except UnknownValueError as unknown:
            result.unknown.append(unknown.reason)
            return result
        if not applies:
            result.skipped = resources.sentence("K-NOT-MET")
            return result
        cells = report.cells(context, keys)
    if parameters.needs and not _there(parameters.needs, context):
        result.unknown.append(resources.sentence("K-TEXT-ABSENT"))
        return result
    try:
        case, span = _decide(parameters, context)
    except UnknownValueError as unknown:
        result.unknown.append(unknown.reason)
        return result
    if not case.where and parameters.silent:
        result.skipped = resources.sentence("K-NO-CLAIM")
        return result
    result.checked = 1
    if case.keeps:
        return result
    if case.when:
        cells = report.cells(context, formula.condition(case.when, context)[1])
    here: tuple[Evidence, ...] = (span,) if span is not None else _whole(parameters.needs, context)
    found = report.finding(
        rule,
        *([case.variant] if case.variant else []),
        variant=case.variant,
        evidence=(*cells, *here),
        quote=report.quoted(span.quote) if span is not None else "",
        title=report.quoted(context.report.identity.title, 60),
    )
    result.findings.append(found)
    return result


def _there(needs: str, context: Context) -> bool:
    if needs == text.TITLE:
        return bool(context.report.identity.title)
    return context.section(needs) is not None


def _decide(parameters: Parameters, context: Context) -> tuple[Case, TextSpan | None]:
    for case in parameters.cases:
        for place in text.places(context, case.where):
            source = place.folded.text
            if parameters.remove:
                source = _compile(parameters.remove).sub(lambda match: "\x00" * len(match.group()), source)
            match = _compile(case.pattern).search(source)
            if match and (not case.when or formula.condition(case.when, context)[0]):
                return case, place.span(context, *match.span())
    return Case(where="", pattern="", keeps=parameters.keeps_otherwise), None


def _whole(needs: str, context: Context) -> tuple[Evidence, ...]:
    return report.title(context) if needs == text.TITLE else report.opening(context, needs) if needs else ()
