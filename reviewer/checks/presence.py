"""The kind `presence`: the first pattern found in its text decides whether the rule is kept."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from reviewer import resources
from reviewer.checks import formula, report, text
from reviewer.checks.context import Context
from reviewer.checks.regex import Pattern
from reviewer.checks.result import Result, UnknownValueError
from reviewer.checks.rule import Rule
from reviewer.model import Evidence, Frozen, TextSpan, folded

_compile = lru_cache(maxsize=512)(re.compile)


class Case(Frozen):
    """`pattern` (over folded text) found in `where` (section key, title, * = all sections)."""

    where: str
    pattern: Pattern
    keeps: bool = True
    variant: str = ""
    when: str = ""
    """Condition over cells under which this case counts."""


class Scope(Frozen):
    """Words by which a sentence speaks of other cases than the report's table counts: it is passed over.

    A government's table covers its area, a department's only itself; what a government's office means is open.
    """

    government: Pattern
    """Names of bodies whose table covers an area."""
    office: Pattern
    """Less than the area: the office alone, one department."""
    area: Pattern
    """More than one body."""
    other: Pattern
    """Other years, and other work with the same words."""
    about: Pattern
    """What the sentence must name unless it stands in the section `home`."""
    home: str


class Parameters(Frozen):
    cases: tuple[Case, ...]
    keeps_otherwise: bool = False
    needs: str = ""
    """A section (or `title`) without which nothing can be said."""
    remove: Pattern = ""
    """Pattern of look-alikes that are taken out first."""
    when: str = ""
    """Condition over cells under which the rule applies at all."""
    scope: Scope | None = None
    silent: bool = False
    """Whether a text in which no pattern is found is none that the rule speaks of."""


def faults(parameters: Parameters) -> Iterator[tuple[tuple[int | str, ...], str]]:
    """Cells that do not exist."""
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
            for match in _compile(case.pattern).finditer(source):
                if parameters.scope is not None and _elsewhere(
                    parameters.scope, place.section, _around(match), context
                ):
                    continue
                if not case.when or formula.condition(case.when, context)[0]:
                    return case, place.span(context, *match.span())
    return Case(where="", pattern="", keeps=parameters.keeps_otherwise), None


def _around(match: re.Match[str]) -> str:
    """The sentence in which a match begins, up to the end of the match."""
    start = max(match.string.rfind(stop, 0, match.start()) for stop in "。；！\n") + 1
    return match.string[start : match.end()]


def _elsewhere(scope: Scope, section: str, sentence: str, context: Context) -> bool:
    name = folded(context.report.identity.agency or context.report.identity.title)
    government = _compile(scope.government).search(name)
    if _compile(scope.other).search(sentence) or (section != scope.home and not _compile(scope.about).search(sentence)):
        return True
    if government and _compile(scope.office).search(sentence):
        return True
    alone = government is None or name.endswith(("办公室", "办公厅"))
    return alone and _compile(scope.area).search(sentence) is not None


def _whole(needs: str, context: Context) -> tuple[Evidence, ...]:
    return report.title(context) if needs == text.TITLE else report.opening(context, needs) if needs else ()
