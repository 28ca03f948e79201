"""The kind `unseen`: text that a person looking at the document does not see, told by the reader or by its characters."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reviewer import resources
from reviewer.checks import report
from reviewer.checks.context import Context
from reviewer.checks.result import Result
from reviewer.checks.rule import Rule
from reviewer.model import Finding, Frozen

_SHOWN = 5


class Parameters(Frozen):
    notices: tuple[str, ...]
    """Codes of notices by which a reader tells of hidden text."""
    pages: tuple[str, ...] = ()
    """Formats in which hidden text is common and mostly harmless (menus of web pages) …"""
    harmless: str = ""
    """… and the variant for them."""
    characters: str
    """Pattern of characters that turn or carry text unseen."""
    carried: str
    """Variant for such characters."""


def faults(parameters: Parameters) -> Iterator[tuple[tuple[int | str, ...], str]]:
    for number, code in enumerate(parameters.notices):
        if code not in resources.messages():
            yield ("notices", number), f"no notice {code}"
    try:
        re.compile(parameters.characters)
    except re.error as error:
        yield ("characters",), str(error)


def run(rule: Rule, parameters: Parameters, context: Context) -> Result:
    result = Result(checked=1)
    variant = parameters.harmless if context.report.format in parameters.pages else ""
    subject = parameters.notices[0]  # what a page hides is the same in a Word file and in its PDF
    for notice in context.report.notices:
        if notice.code in parameters.notices:
            result.findings.append(report.finding(rule, subject, variant=variant, notice=notice.sentence))
    carried = _carried(rule, parameters, context)
    if carried is not None:
        result.findings.append(carried)
    return result


def _carried(rule: Rule, parameters: Parameters, context: Context) -> Finding | None:
    found = [
        section.span(*match.span())
        for section in context.report.sections
        for match in re.finditer(parameters.characters, section.text)
    ]
    if not found:
        return None
    return report.finding(
        rule, "characters", variant=parameters.carried, evidence=found[:_SHOWN], count=str(len(found))
    )
