"""Percentage points between two percentages that stand beside them: 98.5%，上年为90.2%，提高8.3个百分点.

All three stand next to each other, so that no other percentage can be meant. The points are right when they fit the two
to one last printed digit, for all three may be rounded.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache

from reviewer import resources
from reviewer.checks import report
from reviewer.checks.context import Context, plain
from reviewer.checks.percentwords import percent_words
from reviewer.checks.quantities import Sentence, place_name
from reviewer.checks.result import Result
from reviewer.checks.rule import Rule


def points(rule: Rule, variant: str, context: Context, result: Result, sentence: Sentence) -> None:
    """Judge every such change of a sentence. `variant`: what is said of a wrong one."""
    for match in _matches(sentence.text):
        now, last, by = (Decimal(match[name]) for name in ("now", "last", "by"))
        result.checked += 1
        exact = now - last
        if abs(exact - (by if match["up"] else -by)) <= max(map(_digit, (now, last, by))):
            continue
        span = sentence.span(context, match.start(), match.end())
        result.findings.append(
            report.finding(
                rule,
                match[0],
                variant=variant,
                actual=plain(by),
                arithmetic=f"{plain(now)} - {plain(last)} = {plain(exact)}",
                evidence=(span,),
                section=place_name(context, sentence.section),
                quote=report.quoted(span.quote, 60),
                now=f"{plain(now)}%",
                last=f"{plain(last)}%",
                change=resources.sentence("K-POINTS-UP" if exact >= 0 else "K-POINTS-DOWN", number=plain(abs(exact))),
            )
        )


def _matches(text: str) -> Iterator[re.Match[str]]:
    vague = percent_words().vague
    for shape in _shapes() if "个百分点" in text else ():
        for match in shape.finditer(text):
            before, behind = text[: match.start()], text[match.end() :]
            if not re.search(rf"(?:{vague})$", before) and not re.match(vague, behind):
                yield match


@cache
def _shapes() -> tuple[re.Pattern[str], ...]:
    known, number = percent_words(), r"(?<![\d.])\d+(?:\.\d+)?"
    now, last = rf"(?P<now>{number})%", rf"(?P<last>{number})%"
    change = rf"(?:(?P<up>{known.up})|(?:{known.down}))(?P<by>{number})个百分点"
    return tuple(
        re.compile(one)
        for one in (
            rf"{now}(?:{known.base}){last}(?:{known.beside}){change}",
            rf"{now}(?:{known.against}){change}(?:{known.base}){last}",
            rf"(?:{known.opens}){last}(?:{known.turns}){now}(?:{known.beside}){change}",
        )
    )


def _digit(value: Decimal) -> Decimal:
    """The worth of the last printed digit."""
    return Decimal(1).scaleb(int(value.as_tuple().exponent))
