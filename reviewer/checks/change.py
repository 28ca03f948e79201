"""A change in percent against the two years that stand beside it: 2023年859件，2022年900件，同比下降4.6%."""

from __future__ import annotations

import re

from reviewer import resources
from reviewer.checks import report
from reviewer.checks.context import Context, plain
from reviewer.checks.listwords import compiled
from reviewer.checks.percent import HUNDRED, said_by, shown
from reviewer.checks.quantities import Sentence, place_name
from reviewer.checks.result import Result
from reviewer.checks.rule import Rule
from reviewer.model import Frozen


class Change(Frozen):
    growth: str
    """A change against last year: groups `up` or `down`, and `number`."""
    previous: str
    """In the words before a number: it is last year's. `{last}` stands for that year."""
    difference: str
    """Words that end directly before a number: it is by how much, no year's count (比上年多165条); a group `more`."""
    beside: str
    """What may stand between such a number and the percentage, which then is the same change (增加165条，同比增长16.1%)."""
    variant: str


def changes(rule: Rule, change: Change, about: str, context: Context, result: Result, sentence: Sentence) -> None:
    """Judge every change of a sentence whose two numbers, and nothing else, stand before it in its part."""
    for match in compiled(change.growth).finditer(sentence.text):
        if not compiled(about).match(sentence.text, match.end()):
            _judge(rule, change, context, result, sentence, match)


def _judge(
    rule: Rule, change: Change, context: Context, result: Result, sentence: Sentence, match: re.Match[str]
) -> None:
    year, text, said = context.report.identity.year, sentence.text, said_by(match)
    start = text.rfind("；", 0, match.start()) + 1
    here = [one for one in sentence.quantities if start <= one.start and one.end <= match.start()]
    if year is None or len(here) != 2 or here[0].unit != here[1].unit or not here[0].exact:
        return
    if "%" in text[start : match.start()]:
        return
    pattern = compiled(change.previous.replace("{last}", str(year - 1)))
    labels = (text[start : here[0].start], text[here[0].end : here[1].start])
    marked = [bool(pattern.search(label)) for label in labels]
    by = compiled(change.difference).search(labels[1])
    same = compiled(change.beside).fullmatch(text, here[1].end, match.start())
    plainly = same and re.fullmatch(r"[\d,]+" + re.escape(here[1].unit), text[here[1].start : here[1].end])
    if by is not None and plainly and not marked[0] and marked[1] and not compiled(change.difference).search(labels[0]):
        now, moved = here[0].value, here[1].value if by["more"] else -here[1].value
        last = now - moved
    elif (
        here[1].exact
        and marked[0] != marked[1]
        and not any(compiled(change.difference).search(label) for label in labels)
    ):
        last, now = (here[0].value, here[1].value) if marked[0] else (here[1].value, here[0].value)
        moved = now - last
    else:
        return
    down = bool(match["down"])
    if last <= 0 or (by is not None and down == (moved > 0)):
        return
    result.checked += 1
    if said.fits(-moved if down else moved, last):
        return
    exact = moved * HUNDRED / last
    span = sentence.span(context, start, said.end)
    result.findings.append(
        report.finding(
            rule,
            text[start : said.end],
            variant=change.variant,
            actual=plain(said.value),
            arithmetic=f"({plain(now)} - {plain(last)}) ÷ {plain(last)} = {shown(exact, said)}%",
            evidence=(span,),
            section=place_name(context, sentence.section),
            quote=report.quoted(span.quote, 60),
            now=plain(now),
            last=plain(last),
            true=shown(abs(exact), said),
            change=resources.sentence("K-WENT-UP" if moved >= 0 else "K-WENT-DOWN"),
            wrote=match[0],
        )
    )
