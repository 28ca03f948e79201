"""Shares of one part and one whole: rates, shares without a number of their own, and what is said of a wrong one."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from decimal import Decimal

from reviewer.checks import rates, report
from reviewer.checks.context import Context, plain
from reviewer.checks.listwords import compiled
from reviewer.checks.ordered import ordered
from reviewer.checks.percent import HUNDRED, Said, said_by, shown
from reviewer.checks.quantities import Quantity, Sentence, place_name
from reviewer.checks.rates import Few, Rates
from reviewer.checks.result import Result
from reviewer.checks.rule import Rule
from reviewer.model import Finding


def rated(
    rule: Rule,
    words: Rates,
    about: str,
    context: Context,
    result: Result,
    sentence: Sentence,
    cells: Callable[[], Sequence[Decimal]],
) -> None:
    """Every rate of a sentence against its part and whole. `cells`: what its whole may be besides."""
    for match in compiled(words.rate).finditer(sentence.text):
        if not compiled(about).match(sentence.text, match.end()):
            said = said_by(match)
            found = rates.rated(words, sentence, match, said)
            if found is not None:
                others = [*cells(), *found[1]]
                pair(rule, context, result, sentence, said, found[0], others)


def few(rule: Rule, words: Few, context: Context, result: Result, sentence: Sentence, match: re.Match[str]) -> None:
    """A share of a small whole that no number of its units makes: of 8 there is no 35.7 %."""
    said, whole = said_by(match), rates.few(words, sentence, match)
    if whole is None:
        return
    result.checked += 1
    best = rates.nearest(whole, said)
    if best is not None:
        part = Quantity(best, whole.unit, match.start(), match.end(), exact=True)
        variant = words.variant
        result.findings.append(
            finding(rule, variant, context, sentence, said, part, whole.value, whole.value, whole.start)
        )


def pair(
    rule: Rule,
    context: Context,
    result: Result,
    sentence: Sentence,
    said: Said,
    found: rates.Pair | None,
    others: Sequence[Decimal],
) -> None:
    """A share of two numbers that stand alone in their sentence. `others`: what its whole may be besides."""
    if found is None:
        return
    result.checked += 1
    part, whole = found
    if not any(said.fits(part.value, one) for one in (whole.value, *others)):
        result.findings.append(finding(rule, "", context, sentence, said, part, whole.value, whole.value, whole.start))


def in_order(
    rule: Rule,
    context: Context,
    result: Result,
    sentence: Sentence,
    before: Sentence | None,
    cells: Sequence[Decimal],
) -> None:
    """Rows of shares behind the numbers that they are shares of. `cells`: what their whole may be besides."""
    near = [one.value for one in (*(before.quantities if before else ()), *sentence.quantities) if one.exact]
    for wrong in ordered(sentence, [*near, *cells]):
        result.checked += 1
        for part, said, whole in wrong:
            result.findings.append(finding(rule, "", context, sentence, said, part, whole, whole, part.start))


def finding(
    rule: Rule,
    variant: str,
    context: Context,
    sentence: Sentence,
    said: Said,
    part: Quantity,
    whole: Decimal,
    total: Decimal,
    start: int,
) -> Finding:
    """What is said of a share. `start`: where the quote begins; `total`: the sum of the parts beside it."""
    true = shown(part.value * HUNDRED / whole, said)
    cut = max((sentence.text.rfind(char, 0, start) for char in "，；（"), default=-1) + 1
    span = sentence.span(context, cut, said.end)
    return report.finding(
        rule,
        sentence.text[part.start : said.end],
        variant=variant,
        expected=true,
        actual=plain(said.value),
        arithmetic=f"{plain(part.value)} ÷ {plain(whole)} = {true}% ≠ {plain(said.value)}%",
        evidence=(span,),
        section=place_name(context, sentence.section),
        quote=report.quoted(span.quote, 60),
        part=plain(part.value),
        whole=plain(whole),
        total=plain(total),
        true=true,
        said=plain(said.value),
    )
