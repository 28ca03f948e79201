"""The kind `naming`: the title names the body in full, with its place, and the body that signs is the same."""

from __future__ import annotations

import re

from reviewer import resources
from reviewer.checks import bodies, report
from reviewer.checks.context import Context
from reviewer.checks.result import Result
from reviewer.checks.rule import Rule
from reviewer.checks.signer import differs, signer
from reviewer.model import Frozen, folded


class Parameters(Frozen):
    unnamed: str
    """Variant for a title that names no body at all."""
    signed: str
    """Variant for a report that another body signs."""


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


def _spelled_out(name: str, agency: str, context: Context) -> bool:
    """Whether the same name stands in full somewhere else in the report."""
    if agency.endswith(name) and agency != name and not bodies.lacks_place(agency):
        return True
    pattern = re.compile(bodies.words().full_name.replace("{name}", re.escape(name)))
    lines = (line for section in context.report.sections for line in section.text.split("\n"))
    return any(pattern.search(folded(line)) for line in lines)  # 政府信息公开 in the line above is no place
