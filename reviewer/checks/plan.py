"""The kind `plan`: the year that a plan is for is the year after the report's."""

from __future__ import annotations

from collections.abc import Iterator

from reviewer import resources
from reviewer.checks import report
from reviewer.checks.breakdown import pattern_faults
from reviewer.checks.context import Context
from reviewer.checks.listwords import compiled
from reviewer.checks.quantities import every, place_name
from reviewer.checks.result import Result
from reviewer.checks.rule import Rule
from reviewer.model import Frozen


class Parameters(Frozen):
    plan: str
    """A plan; group `year`, and `since` where it is from then on."""
    past: str
    """In the words before the plan in its sentence: it is told of, not made."""
    done: str
    """In the clause of the plan: 将 is 把 here."""
    longer: str
    """In the words before the plan: it is for more than a year."""
    far: str
    """Variant: a later year than the next."""
    sections: tuple[str, ...]


def faults(parameters: Parameters) -> Iterator[tuple[tuple[int | str, ...], str]]:
    yield from pattern_faults({name: getattr(parameters, name) for name in ("plan", "past", "done", "longer")})


def run(rule: Rule, parameters: Parameters, context: Context) -> Result:
    result = Result()
    year = context.report.identity.year
    if year is None:
        result.unknown.append(resources.sentence("K-NO-YEAR"))
        return result
    for sentence in every(context, parameters.sections):
        text = sentence.text
        for match in compiled(parameters.plan).finditer(text):
            stops = [at for at in (text.find(char, match.end()) for char in "，；") if at >= 0]
            end = min(stops, default=len(text))
            before = text[text.rfind("；", 0, match.start()) + 1 : match.start()]
            if compiled(parameters.past).search(before) or compiled(parameters.done).search(text, match.end(), end):
                continue
            result.checked += 1
            stated = int(match["year"])
            if match["since"] and stated >= year:
                continue
            if stated == year + 1 or (stated > year and compiled(parameters.longer).search(before + match[0])):
                continue
            span = sentence.span(context, match.start(), end)
            result.findings.append(
                report.finding(
                    rule,
                    text[match.start() : end],
                    variant=parameters.far if stated > year else "",
                    expected=str(year + 1),
                    actual=str(stated),
                    evidence=(span,),
                    section=place_name(context, sentence.section),
                    quote=report.quoted(span.quote),
                    year=str(year),
                    stated=str(stated),
                    next=str(year + 1),
                )
            )
    if not result.checked:
        result.skipped = resources.sentence("K-NO-PLAN")
    return result
