"""The kind `pictures`: a table of the form, or a page, that is there as a picture only."""

from __future__ import annotations

from collections.abc import Iterator

from reviewer import resources
from reviewer.checks import report
from reviewer.checks.context import Context
from reviewer.checks.result import Result
from reviewer.checks.rule import Rule
from reviewer.model import Frozen, Notice


class Parameters(Frozen):
    notices: tuple[str, ...]
    """Codes of notices by which a reader tells of pages that are pictures."""
    pages: str
    """Variant for such pages beside tables that were all read."""


def faults(parameters: Parameters) -> Iterator[tuple[tuple[int | str, ...], str]]:
    for number, code in enumerate(parameters.notices):
        if code not in resources.messages():
            yield ("notices", number), f"no notice {code}"


def run(rule: Rule, parameters: Parameters, context: Context) -> Result:
    """Failed when a table was not found and there are pictures; unknown when it was not found and there are none."""
    result = Result()
    told = [one for one in context.report.notices if one.code in parameters.notices]
    absent = [one for one in context.form.tables if context.reading(one.key) is None]
    if not absent:
        result.checked = 1
        result.findings = [
            report.finding(rule, "pages", one.code, variant=parameters.pages, notice=one.sentence) for one in told
        ]
        return result
    if not told and not context.report.images:
        result.unknown += [resources.sentence("K-TABLE-ABSENT", table=one.name) for one in absent]
        return result
    result.checked = 1
    for table in absent:
        result.findings.append(
            report.finding(
                rule,
                table.key,
                evidence=report.opening(context, table.section),
                table=table.name,
                count=str(context.report.images),
                section=context.form.section(table.section).name,
                notice=_joined(told),
            )
        )
    return result


def _joined(notices: list[Notice]) -> str:
    return "".join(one.sentence for one in notices)
