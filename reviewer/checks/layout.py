"""The kind `layout`: the sections of the report, and what its preface says of them, against those of the form."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from reviewer import resources
from reviewer.checks import report, text
from reviewer.checks.context import Context
from reviewer.checks.regex import Pattern
from reviewer.checks.result import Result
from reviewer.checks.rule import Rule
from reviewer.model import Finding, Frozen, bare, folded

_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九十")} | {"两": 2, "〇": 0}

_ORDINAL = re.compile(r"^第?[（(]?[一二三四五六七八九十\d]{1,3}(?:部分|[）)、.．：])*")


class Parameters(Frozen):
    """`check` names what is compared; the patterns serve the checks that read text."""

    check: str
    restart: Pattern = ""
    """A paragraph that opens like a statutory heading."""
    count: Pattern = ""
    """Where the preface says of how many parts the report is; group `count`."""
    listing: Pattern = ""
    """Where it lists them; group `names`."""
    subjects: dict[str, Pattern] = {}
    """Section key: pattern by which the preface may name it."""


def faults(parameters: Parameters) -> Iterator[tuple[tuple[int | str, ...], str]]:
    if parameters.check not in CHECKS:
        yield ("check",), f"no check {parameters.check}; there are {', '.join(sorted(CHECKS))}"


def run(rule: Rule, parameters: Parameters, context: Context) -> Result:
    return CHECKS[parameters.check](rule, parameters, context)


def _present(context: Context) -> list[str]:
    """Keys of the six sections that the report has, in document order."""
    six = {one.key for one in context.form.sections}
    return list(dict.fromkeys(one.key for one in context.report.sections if one.key in six))


def _six(rule: Rule, parameters: Parameters, context: Context) -> Result:
    result = Result(checked=1)
    present = set(_present(context))
    if not present:  # a fragment, or headings that were not recognised: a person must look
        result.findings.append(report.finding(rule, "none", variant="none"))
        return result
    missing = [one for one in context.form.sections if one.key not in present]
    unsure = [one for one in missing if _stands_as_line(context, (one.heading, *one.aliases))]
    if unsure:  # a line reads like the heading: whether the section is missing cannot be told
        names = report.joined([one.heading for one in unsure], 6)
        result.unknown.append(resources.sentence("K-HEADING-UNSURE", names=names))
    elif missing:
        names = report.joined([f"{one.ordinal}、{one.heading}" for one in missing], 6)
        result.findings.append(
            report.finding(
                rule,
                *(one.key for one in missing),
                evidence=context.report.headings[:6],
                names=names,
                count=str(len(missing)),
            )
        )
    return result


def _stands_as_line(context: Context, names: tuple[str, ...]) -> bool:
    wanted = {_bare_heading(name) for name in names}
    return any(
        _bare_heading(line) in wanted for section in context.report.sections for line in section.text.split("\n")
    )


def _bare_heading(line: str) -> str:
    """A line as a heading is compared: folded, without its ordinal and punctuation."""
    return bare(_ORDINAL.sub("", folded(line)))


def _order(rule: Rule, parameters: Parameters, context: Context) -> Result:
    result = Result()
    form = context.form
    expected = [one.key for one in form.sections]
    headings = [one for one in context.report.sections if one.key in expected]
    if not headings:
        result.unknown.append(resources.sentence("K-TEXT-ABSENT"))
        return result
    result.checked = 1
    keys = [one.key for one in headings]
    if keys != sorted(set(keys), key=expected.index):
        wrong = [form.section(key).heading for key in keys]
        result.findings.append(
            report.finding(
                rule, "order", variant="order", evidence=context.report.headings, names=report.joined(wrong, 6)
            )
        )
    elif not _renumbered([one.ordinal for one in headings], len(expected)):
        for one in headings:
            right = form.section(one.key)
            if one.ordinal and one.ordinal != right.ordinal:
                result.findings.append(
                    report.finding(
                        rule,
                        one.key,
                        expected=right.ordinal,
                        actual=one.ordinal,
                        evidence=report.opening(context, one.key),
                        heading=right.heading,
                        right=right.ordinal,
                        wrong=one.ordinal,
                    )
                )
    if not result.findings:
        result.findings += _restarted(rule, parameters, context)
    return result


def _renumbered(ordinals: list[str], six: int) -> bool:
    """Fewer than six headings, numbered through: the missing section is the fault, not the numbers."""
    return len(ordinals) < six and [_DIGITS.get(one) for one in ordinals] == list(range(1, len(ordinals) + 1))


def _restarted(rule: Rule, parameters: Parameters, context: Context) -> list[Finding]:
    """Paragraphs inside a section that count 一、二、 once more."""
    for section in context.report.sections:
        if section.key == "preface":
            continue
        found = list(re.finditer(parameters.restart, section.text))
        if len(found) >= 2:
            spans = tuple(section.span(*match.span()) for match in found[:4])
            name = context.form.section(section.key).name
            return [report.finding(rule, "restart", section.key, variant="restart", evidence=spans, section=name)]
    return []


def _intro(rule: Rule, parameters: Parameters, context: Context) -> Result:
    """What the preface announces against the headings that follow."""
    result = Result()
    place = text.place(context, "preface")
    if place is None and context.report.images:
        result.unknown.append(resources.sentence("K-TEXT-ABSENT"))
        return result
    match = re.search(parameters.count, place.folded.text) if place else None
    if place is None or match is None:
        result.skipped = resources.sentence("K-NO-ANNOUNCEMENT")
        return result
    result.checked = 1
    said = match.group("count")
    count = int(said) if said.isdigit() else _DIGITS.get(said, 0)
    span = place.span(context, *match.span())
    evidence = (span,) if span else ()
    present = _present(context)
    if count != len(present):
        values = {"said": said, "count": str(len(present))}
        result.findings.append(
            report.finding(
                rule,
                "count",
                expected=str(len(present)),
                actual=str(count),
                evidence=(*evidence, *context.report.headings),
                values=values,
            )
        )
        return result
    named = _listed(parameters, place.folded.text)
    left_out = [key for key in present if key in parameters.subjects and key not in named]
    if len(named) >= 3 and left_out:
        missing = report.joined([context.form.section(key).heading for key in left_out], 6)
        result.findings.append(
            report.finding(
                rule,
                *left_out,
                variant="names",
                expected=str(count),
                actual=str(count - len(left_out)),
                evidence=evidence,
                said=said,
                names=missing,
            )
        )
    return result


def _listed(parameters: Parameters, text: str) -> list[str]:
    """Keys of the sections that the fullest list names; a date or source line above it must not use it up."""
    best: list[str] = []
    at = 0
    while listing := re.compile(parameters.listing).search(text, at):
        names = listing.group("names")
        best = max(best, [key for key, one in parameters.subjects.items() if re.search(one, names)], key=len)
        at = listing.start() + 1
    return best


CHECKS: dict[str, Callable[[Rule, Parameters, Context], Result]] = {
    "six": _six,
    "order": _order,
    "intro": _intro,
}
