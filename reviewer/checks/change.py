"""A change against the two years that stand beside it: 2023年859件，2022年900件，同比下降4.6%.

Up to three numbers of one unit may stand in a row: this year's, last year's, and by how much they differ
(收到60件，较上年的48件多12件，增幅25%). A percentage is right when any two of them give it; a difference that the other
two do not give is told once, and then the percentage beside it is held against it too.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple

from reviewer import resources
from reviewer.checks import report
from reviewer.checks.context import Context, plain
from reviewer.checks.listwords import compiled
from reviewer.checks.percent import HUNDRED, said_by, shown
from reviewer.checks.quantities import Quantity, Sentence, place_name
from reviewer.checks.result import Result
from reviewer.checks.rule import Rule
from reviewer.checks.steps import Steps, row, step
from reviewer.model import Frozen


class Change(Frozen):
    growth: str
    """A change against last year: groups `up` or `down`, and `number`."""
    previous: str
    """In the words before a number: it is last year's. `{last}` stands for that year."""
    difference: str
    """Words that end directly before a number: it is by how much, no year's count (比上年多165条).

    Groups `more` and `less`; neither where the direction is not said (相差).
    """
    beside: str
    """What may stand between such a number and the percentage, which then is the same change (增加165条，同比增长16.1%)."""
    base: str
    """All that may stand in a row of three before last year's number, and before the words of the difference."""
    current: str
    """All that may stand before this year's number where last year's comes first."""
    present: str
    """In the words between them, where only the change follows: the second number is this year's. `{year}` is the year."""
    acts: str
    """What is done with things that are counted: two numbers of different acts are no two years of one."""
    steps: Steps
    variant: str
    gap: str
    """Variant: by how much they differ is wrong."""


class _Years(NamedTuple):
    """What the numbers of one part of a sentence are; `moved` is signed, None where no difference is stated."""

    now: Decimal | None
    last: Decimal | None
    moved: Decimal | None
    start: int
    end: int

    def steps(self) -> list[tuple[Decimal, Decimal]]:
        """By how much it changed and from what: every way in which two of the three give it."""
        found = []
        if self.now is not None and self.last is not None:
            found.append((self.now - self.last, self.last))
        if self.moved is not None and self.last is not None:
            found.append((self.moved, self.last))
        if self.moved is not None and self.now is not None:
            found.append((self.moved, self.now - self.moved))
        return found


def changes(rule: Rule, change: Change, about: str, context: Context, result: Result, sentence: Sentence) -> None:
    """Judge every change of a sentence whose numbers, and nothing else of their unit, stand before it in its part."""
    if context.report.identity.year is None:
        return
    told = _differences(rule, change, about, context, result, sentence)
    _steps(rule, change, about, context, result, sentence)
    for match in compiled(change.growth).finditer(sentence.text):
        if not compiled(about).match(sentence.text, match.end()):
            _judge(rule, change, context, result, sentence, match, told)


def _judge(
    rule: Rule,
    change: Change,
    context: Context,
    result: Result,
    sentence: Sentence,
    match: re.Match[str],
    told: set[tuple[int, int]],
) -> None:
    text, said = sentence.text, said_by(match)
    start = text.rfind("；", 0, match.start()) + 1
    if "%" in text[start : match.start()]:
        return
    here = [one for one in sentence.quantities if start <= one.start and one.end <= match.start()]
    years = (
        _three(change, context, sentence, here)
        or _two(change, context, sentence, start, match.start(), here)
        or _row(change, context, sentence, match.start(), here)
    )
    if years is None:
        return
    steps = [(moved, last) for moved, last in years.steps() if last > 0]
    down = bool(match["down"])
    if not steps or ((years.now is None or years.last is None) and down == (steps[0][0] > 0)):
        return
    result.checked += 1
    if any(said.fits(-moved if down else moved, last) for moved, last in steps):
        return
    if (years.start, years.end) in told:  # the same slip; its finding names all three numbers
        return
    moved, last = steps[0]
    exact = moved * HUNDRED / last
    span = sentence.span(context, start, said.end)
    result.findings.append(
        report.finding(
            rule,
            text[start : said.end],
            variant=change.variant,
            actual=plain(said.value),
            arithmetic=f"({plain(last + moved)} - {plain(last)}) ÷ {plain(last)} = {shown(exact, said)}%",
            evidence=(span,),
            section=place_name(context, sentence.section),
            quote=report.quoted(span.quote, 60),
            now=plain(last + moved),
            last=plain(last),
            true=shown(abs(exact), said),
            change=resources.sentence("K-WENT-UP" if moved >= 0 else "K-WENT-DOWN"),
            wrote=match[0],
        )
    )


def _two(
    change: Change, context: Context, sentence: Sentence, start: int, stop: int, here: list[Quantity]
) -> _Years | None:
    """Two numbers alone in [start, stop): both years, or one and by how much it differs."""
    text = sentence.text
    if len(here) != 2 or here[0].unit != here[1].unit or not here[0].exact:
        return None
    labels = (text[start : here[0].start], text[here[0].end : here[1].start])
    marked = [bool(_previous(change, context).search(label)) for label in labels]
    by = [_by(change, label) for label in labels]
    same = compiled(change.beside).fullmatch(text, here[1].end, stop)
    if by[1] is not None and same and _plain(sentence, here[1]) and not marked[0] and marked[1] and by[0] is None:
        if not (by[1]["more"] or by[1]["less"]):
            return None
        moved = here[1].value if by[1]["more"] else -here[1].value
        return _Years(here[0].value, None, moved, here[0].start, here[1].end)
    if here[1].exact and marked[0] != marked[1] and by == [None, None]:
        if _apart(change, context, (*labels, text[here[1].end : stop]), last_first=marked[0]):
            return None
        last, now = (here[0].value, here[1].value) if marked[0] else (here[1].value, here[0].value)
        return _Years(now, last, None, here[0].start, here[1].end)
    return None


def _apart(change: Change, context: Context, words: tuple[str, str, str], *, last_first: bool) -> bool:
    """Whether the two numbers, or the change, are of different things: 去年收到50件、办结48件，今年收件增长20%.

    `words`: before the first number, between them, and up to the change.
    """
    present = compiled(change.present.replace("{year}", str(context.report.identity.year)))
    if last_first and not present.search(words[1]):
        return True
    acts = [{one[0] for one in compiled(change.acts).finditer(each)} for each in words]
    first, second, changed = acts
    return bool((first and second and not first & second) or (changed and (first | second) and not changed & second))


def _differences(
    rule: Rule, change: Change, about: str, context: Context, result: Result, sentence: Sentence
) -> set[tuple[int, int]]:
    """Judge every difference that both years stand beside; gives the places of those that are wrong."""
    told = set[tuple[int, int]]()
    for number in range(2, len(sentence.quantities)):
        start = sentence.text.rfind("；", 0, sentence.quantities[number].start) + 1
        here = [one for one in sentence.quantities[: number + 1] if one.start >= start]
        years = _three(change, context, sentence, here)
        if years is None or compiled(about).match(sentence.text, years.end):
            continue
        assert years.now is not None
        assert years.last is not None
        assert years.moved is not None
        result.checked += 1
        if years.now - years.last == years.moved:
            continue
        told.add((years.start, years.end))
        span = sentence.span(context, years.start, years.end)
        exact = years.now - years.last
        result.findings.append(
            report.finding(
                rule,
                sentence.text[years.start : years.end],
                variant=change.gap,
                actual=plain(abs(years.moved)),
                arithmetic=f"{plain(years.now)} - {plain(years.last)} = {plain(exact)}",
                evidence=(span,),
                section=place_name(context, sentence.section),
                quote=report.quoted(span.quote, 60),
                now=plain(years.now),
                last=plain(years.last),
                change=resources.sentence("K-MORE-BY" if exact >= 0 else "K-LESS-BY", number=plain(abs(exact))),
            )
        )
    return told


def _steps(rule: Rule, change: Change, about: str, context: Context, result: Result, sentence: Sentence) -> None:
    """Judge what is said to be the difference where one number became another: 由62项增至71项，新增9项."""
    for first in range(len(sentence.quantities)):
        found = step(change.steps, sentence, first)
        if found is None or found.by is None or compiled(about).match(sentence.text, found.by.end):
            continue
        result.checked += 1
        exact = found.now.value - found.last.value
        if exact == found.sign * found.by.value:
            continue
        span = sentence.span(context, found.last.start, found.by.end)
        result.findings.append(
            report.finding(
                rule,
                sentence.text[found.last.start : found.by.end],
                variant=change.steps.variant,
                actual=plain(found.by.value),
                arithmetic=f"{plain(found.now.value)} - {plain(found.last.value)} = {plain(exact)}",
                evidence=(span,),
                section=place_name(context, sentence.section),
                quote=report.quoted(span.quote, 60),
                now=plain(found.now.value),
                last=plain(found.last.value),
                change=resources.sentence("K-MORE-BY" if exact >= 0 else "K-LESS-BY", number=plain(abs(exact))),
            )
        )


def _row(change: Change, context: Context, sentence: Sentence, stop: int, here: list[Quantity]) -> _Years | None:
    """A row of years, or two numbers of which one became the other directly before the change."""
    year = context.report.identity.year
    assert year is not None
    found = row(change.steps, sentence, here, stop, year)
    if found is None and len(here) > 1:
        found = step(change.steps, sentence, sentence.quantities.index(here[-2]))
        if found is not None and not (
            found.by is None and compiled(change.beside).fullmatch(sentence.text, here[-1].end, stop)
        ):
            found = None
    return found and _Years(found.now.value, found.last.value, None, found.last.start, found.now.end)


def _three(change: Change, context: Context, sentence: Sentence, here: list[Quantity]) -> _Years | None:
    """The last three numbers: this year's, last year's and by how much they differ, in the orders that are in use.

    None where another number of the unit stands before them in the part: it may be the one that is compared.
    """
    if len(here) < 3 or len({one.unit for one in here[-3:]}) > 1 or any(one.unit == here[-1].unit for one in here[:-3]):
        return None
    text, (one, two, three) = sentence.text, here[-3:]
    first, second = text[one.end : two.start], text[two.end : three.start]
    head = text[here[-4].end if len(here) > 3 else text.rfind("；", 0, one.start) + 1 : one.start]
    previous, base = _previous(change, context), compiled(change.base)
    if not one.exact or not all(_plain(sentence, each) for each in (one, two, three)):
        return None
    for order, gap, other in (((one, two, three), second, first), ((one, three, two), first, second)):
        by = _by(change, gap)
        if by is None or not (by["more"] or by["less"]) or not base.fullmatch(gap[: by.start()]) or not order[1].exact:
            continue
        moved = order[2].value if by["more"] else -order[2].value
        if previous.search(other) and base.fullmatch(other) and not previous.search(head):
            return _Years(order[0].value, order[1].value, moved, one.start, three.end)
        if order[1] is two and previous.search(head) and compiled(change.current).fullmatch(other):
            return _Years(two.value, one.value, moved, one.start, three.end)
    return None


def _previous(change: Change, context: Context) -> re.Pattern[str]:
    year = context.report.identity.year
    assert year is not None
    return compiled(change.previous.replace("{last}", str(year - 1)))


def _by(change: Change, label: str) -> re.Match[str] | None:
    return compiled(change.difference).search(label)


def _plain(sentence: Sentence, one: Quantity) -> bool:
    """Nothing but figures before its unit: no 30余, no number in Chinese characters; and nothing vague behind it."""
    return bool(re.fullmatch(r"[\d,.]+" + re.escape(one.unit), sentence.text[one.start : one.end]))
