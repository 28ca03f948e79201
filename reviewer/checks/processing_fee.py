"""The kind `processing_fee`: what the text says of the fee for processing information, held against itself and its ladder.

The ladder is that of 国办函〔2020〕109号. By item (same applicant, one month): 10 free, 11-30 at 100 yuan, from 31 on
each ten items 100 yuan dearer. By volume (one application): 30 pages free, 31-100 at 10 yuan, 101-200 at 20, then 40.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import lru_cache

from reviewer import resources
from reviewer.checks import lines, report
from reviewer.checks.context import Context, plain
from reviewer.checks.lines import Line
from reviewer.checks.result import Result
from reviewer.checks.rule import Rule
from reviewer.model import Frozen, TextSpan

_compile = lru_cache(maxsize=32)(re.compile)
_WAN = Decimal(10000)


class Parameters(Frozen):
    """Patterns run over sentences. Sums of money: groups `sum` and `unit`; counts: group `count`."""

    check: str
    subject: str
    """A sentence about this fee."""
    aside: str = ""
    """Taken out first: other charges."""
    unsure: str = ""
    """Sentences of which nothing is recomputed: refunds, reductions, parts of a sum."""
    none: str = ""
    """Nothing was charged."""
    notices: str = ""
    """How many notices were issued."""
    noticed: str = ""
    """The sum of the notices."""
    received: str = ""
    """The sum received."""
    amounts: str = ""
    """Any sum charged."""
    earlier: str = ""
    """The sum may hold what was outstanding from earlier years."""
    by_item: str = ""
    """Items of one applicant in one month, and their charge."""
    by_page: str = ""
    """Pages of one application, and their charge."""
    items_only: str = ""
    """Charged by item alone."""
    names: dict[str, str] = {}
    """What `notices`, `noticed` and `received` are called."""
    variants: dict[str, str] = {}


def faults(parameters: Parameters) -> Iterator[tuple[tuple[int | str, ...], str]]:
    if parameters.check not in CHECKS:
        yield ("check",), f"no check {parameters.check}; there are {', '.join(sorted(CHECKS))}"
    for name, value in parameters:
        if isinstance(value, str) and name != "check":
            try:
                _compile(value)
            except re.error as error:
                yield (name,), str(error)


def run(rule: Rule, parameters: Parameters, context: Context) -> Result:
    result = Result()
    said = list(_sentences(parameters, context))
    if context.section("other") is None and not said:
        result.unknown.append(resources.sentence("K-TEXT-ABSENT"))
    elif not said:
        result.skipped = resources.sentence("K-NO-FEE")
    else:
        CHECKS[parameters.check](rule, parameters, context, said, result)
    return result


def by_items(items: int) -> int:
    """Yuan for items of one applicant in one calendar month."""
    total = 100 * max(0, min(items, 30) - 10)
    price = 200
    for first in range(30, items, 10):
        total += price * min(10, items - first)
        price += 100
    return total


def by_pages(pages: int) -> int:
    """Yuan for the pages of one application."""
    steps = ((30, 100, 10), (100, 200, 20))
    return sum(price * max(0, min(pages, high) - low) for low, high, price in steps) + 40 * max(0, pages - 200)


def _sentences(parameters: Parameters, context: Context) -> Iterator[Line]:
    for line in lines.lines(context):
        about = _compile(parameters.subject).search(line.text) is not None
        for sentence in line.sentences() if about else ():
            text = sentence.text
            if parameters.aside:
                text = _compile(parameters.aside).sub(lambda match: "\x00" * len(match.group()), text)
            if _compile(parameters.subject).search(text) or line.section == "other":
                yield sentence._replace(text=text)


def _sum(match: re.Match[str]) -> Decimal:
    value = Decimal(match["sum"].replace(",", ""))
    return value * _WAN if match["unit"].startswith("万") else value


def _detail(rule: Rule, parameters: Parameters, context: Context, said: list[Line], result: Result) -> None:
    """Where something was charged: how many notices, their sum, what was received."""
    sums = [one for line in said for one in _compile(parameters.amounts).finditer(line.text)]
    none = any(_compile(parameters.none).search(line.text) for line in said)
    if none or not any(_sum(one) > 0 for one in sums):
        result.checked = 1 if none or sums else 0
        result.skipped = resources.sentence("K-NO-FEE")
        return
    result.checked = 1
    wanted = (("notices", parameters.notices), ("noticed", parameters.noticed), ("received", parameters.received))
    missing = [name for name, pattern in wanted if not any(_compile(pattern).search(line.text) for line in said)]
    if missing:
        names = report.joined([parameters.names[name] for name in missing])
        spans = [
            line.span(context, 0, len(line.text)) for line in said if _compile(parameters.amounts).search(line.text)
        ]
        result.findings.append(report.finding(rule, *missing, evidence=spans[:3], missing=names))


def _ladder(rule: Rule, parameters: Parameters, context: Context, said: list[Line], result: Result) -> None:
    for line in said:
        if _compile(parameters.unsure).search(line.text):
            continue
        recomputed = False
        for pattern, compute, step in (
            (parameters.by_item, by_items, "items"),
            (parameters.by_page, by_pages, "pages"),
        ):
            for match in _compile(pattern).finditer(line.text):
                recomputed, result.checked = True, result.checked + 1
                right, now, count = compute(int(match["count"])), _sum(match), match["count"]
                if now != right:
                    _told(rule, parameters, context, result, line, match, step, str(right), now, count)
        if recomputed:
            continue
        unit = 100 if _compile(parameters.items_only).search(line.text) else 10
        for match in _compile(parameters.amounts).finditer(line.text):
            result.checked += 1
            if _sum(match) % unit:
                _told(
                    rule,
                    parameters,
                    context,
                    result,
                    line,
                    match,
                    "items_unit" if unit == 100 else "",
                    "",
                    _sum(match),
                    "",
                )
    if not result.checked:
        result.skipped = resources.sentence("K-NO-FEE")


def _told(
    rule: Rule, parameters: Parameters, context: Context, result: Result, line: Line, match: re.Match[str],
    step: str, right: str, now: Decimal, count: str,
) -> None:  # fmt: skip
    variant = parameters.variants[step] if step else ""
    span = line.span(context, *match.span())
    found = report.finding(
        rule,
        *([variant] if variant else []),
        line.text[slice(*match.span())],
        variant=variant,
        expected=right or None,
        actual=plain(now),
        evidence=(span,),
        quote=report.quoted(span.quote, 60),
        count=count,
    )
    if found.fingerprint not in [one.fingerprint for one in result.findings]:
        result.findings.append(found)


def _consistent(rule: Rule, parameters: Parameters, context: Context, said: list[Line], result: Result) -> None:
    """Received no more than asked for; nothing charged and a sum charged do not go together."""
    result.checked = 1
    none = _first(parameters.none, said, context)
    charged = [
        (line, match)
        for line in said
        for match in _compile(parameters.received).finditer(line.text)
        if _sum(match) > 0 and not _compile(parameters.earlier).search(line.text)
    ]
    if none and charged:
        line, match = charged[0]
        span = line.span(context, *match.span())
        words = {"none": report.quoted(none.quote), "quote": report.quoted(span.quote), "sum": plain(_sum(match))}
        result.findings.append(
            report.finding(rule, "none", variant=parameters.variants["none"], evidence=(none, span), values=words)
        )
        return
    asked = [(line, one) for line in said for one in _compile(parameters.noticed).finditer(line.text)]
    if len(asked) != 1 or len(charged) != 1:
        return
    (notice, first), (line, second) = asked[0], charged[0]
    if _sum(second) > _sum(first):
        spans = (notice.span(context, *first.span()), line.span(context, *second.span()))
        result.findings.append(
            report.finding(
                rule,
                "more",
                expected=f"<={plain(_sum(first))}",
                actual=plain(_sum(second)),
                evidence=spans,
                noticed=plain(_sum(first)),
                received=plain(_sum(second)),
            )
        )


def _first(pattern: str, said: list[Line], context: Context) -> TextSpan | None:
    for line in said:
        if match := _compile(pattern).search(line.text):
            return line.span(context, *match.span())
    return None


Check = Callable[[Rule, Parameters, Context, list[Line], Result], None]
CHECKS: dict[str, Check] = {"detail": _detail, "ladder": _ladder, "consistent": _consistent}
