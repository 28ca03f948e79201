"""The kind `length`: a section that is empty, too short or too long."""

from __future__ import annotations

from collections.abc import Iterator

from reviewer import resources
from reviewer.checks import report, text
from reviewer.checks.breakdown import pattern_faults
from reviewer.checks.context import Context
from reviewer.checks.listwords import compiled
from reviewer.checks.result import Result
from reviewer.checks.rule import Rule
from reviewer.model import Frozen


class Parameters(Frozen):
    """Lengths in characters without blanks; 0 = no limit."""

    section: str
    least: int = 0
    bare: int = 0
    """From so many characters on, a text below `least` is only brief."""
    most: int = 0
    nothing: str = ""
    """Pattern of a whole text that says that there is nothing."""
    variants: dict[str, str] = {}
    """Variant by what is wrong: nothing, short, brief, long."""


def faults(parameters: Parameters) -> Iterator[tuple[tuple[int | str, ...], str]]:
    yield from pattern_faults({"nothing": parameters.nothing})
    for name in sorted(set(parameters.variants) - {"nothing", "short", "brief", "long"}):
        yield ("variants", name), "there are nothing, short, brief, long"


def run(rule: Rule, parameters: Parameters, context: Context) -> Result:
    """An empty section beside pictures may hold its text as a picture: nothing is said then."""
    result = Result()
    section = context.section(parameters.section)
    if section is None or (not section.text.strip() and context.report.images):
        result.unknown.append(resources.sentence("K-TEXT-ABSENT"))
        return result
    result.checked = 1
    place = text.place(context, parameters.section)
    words = place.folded.text if place else ""
    count = len(words)
    if parameters.nothing and (not words or compiled(parameters.nothing).fullmatch(words)):
        wrong = "nothing"
    elif count < parameters.least:
        wrong = "brief" if 0 < parameters.bare <= count else "short"
    elif parameters.most and count > parameters.most:
        wrong = "long"
    else:
        return result
    result.findings.append(
        report.finding(
            rule,
            wrong,
            variant=parameters.variants.get(wrong, ""),
            actual=str(count),
            evidence=report.opening(context, parameters.section),
            count=str(count),
            quote=report.quoted(section.text),
            least=str(parameters.least),
            most=str(parameters.most),
        )
    )
    return result
