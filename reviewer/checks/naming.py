"""The kind `naming`: the title names the body in full, with its place, and the body that signs is the same."""

from __future__ import annotations

import re

from reviewer import resources
from reviewer.checks import bodies, report
from reviewer.checks.author import another, authors
from reviewer.checks.context import Context
from reviewer.checks.quantities import place_name
from reviewer.checks.result import Result
from reviewer.checks.rule import Rule
from reviewer.checks.signer import differs, signer
from reviewer.model import Finding, Frozen, folded


class Parameters(Frozen):
    unnamed: str
    """Variant for a title that names no body at all."""
    signed: str
    """Variant for a report that another body signs."""
    author: str
    """Variant for a report that says in its text that another body made it."""


def run(rule: Rule, parameters: Parameters, context: Context) -> Result:
    result = Result()
    title = folded(context.report.identity.title)
    if not title:
        result.unknown.append(resources.sentence("K-TEXT-ABSENT"))
        return result
    result.checked = 1
    name = bodies.of_title(title)
    line = signer(context)
    if line is not None and differs(name, line.text.strip()):
        span = line.span(context, 0, len(line.text))
        words = {"signed": report.quoted(span.quote), "name": name}
        evidence = (*report.title(context), span)
        result.findings.append(
            report.finding(
                rule,
                parameters.signed,
                variant=parameters.signed,
                expected=name,
                actual=line.text.strip(),
                evidence=evidence,
                values=words,
            )
        )
        return result
    agency = folded(context.report.identity.agency)
    if strange := _strange(rule, parameters, context, name or agency):
        result.findings.append(strange)
        return result
    variant = ""
    if not name:
        if agency and not bodies.lacks_place(agency):
            return result
        variant = parameters.unnamed
    elif not bodies.lacks_place(name) or _spelled_out(name, agency, context):
        return result
    result.findings.append(
        report.finding(
            rule,
            *([variant] if variant else []),
            variant=variant,
            evidence=report.title(context),
            name=name or agency,
            title=report.quoted(context.report.identity.title, 60),
        )
    )
    return result


def _strange(rule: Rule, parameters: Parameters, context: Context, name: str) -> Finding | None:
    """A body of another place that the text names as its author."""
    agency = folded(context.report.identity.agency) or name
    one = next((each for each in authors(context) if another(name, each.name) and another(agency, each.name)), None)
    if one is None:
        return None
    span = one.line.span(context, one.start, one.end)
    return report.finding(
        rule,
        parameters.author,
        one.name,
        variant=parameters.author,
        expected=name,
        actual=one.name,
        evidence=(*report.title(context), span),
        section=place_name(context, one.line.section),
        quote=report.quoted(span.quote),
        name=name,
    )


def _spelled_out(name: str, agency: str, context: Context) -> bool:
    """Whether the same name stands in full somewhere else in the report."""
    if agency.endswith(name) and agency != name and not bodies.lacks_place(agency):
        return True
    pattern = re.compile(bodies.words().full_name.replace("{name}", re.escape(name)))
    lines = (line for section in context.report.sections for line in section.text.split("\n"))
    return any(pattern.search(folded(line)) for line in lines)  # 政府信息公开 in the line above is no place
