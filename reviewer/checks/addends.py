"""Sums that run on over clauses: 加上上年结转5件，共25件; 从渠道看…；从内容看….

Each gives a list with its whole and what is wrong with it. Where any reading makes the sum right it fits, and where it
is not certain what the whole is, nothing is said.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from reviewer.checks.context import Context
from reviewer.checks.listing import SEPARATORS, Listing, Part
from reviewer.checks.listwords import ListWords, compiled
from reviewer.checks.quantities import Quantity, Sentence, unread

_NEW = ("t3.new_received.total",)
_SEPARATE = 24
"""Most characters between two parts of one way to divide a whole."""


def added(sentence: Sentence, earlier: Sequence[Sentence], context: Context, words: ListWords) -> Iterator[Listing]:
    """What was said before and what is added to it: 加上…5件，共25件. `earlier`: the sentences before, in its paragraph."""
    for number, extra in enumerate(sentence.quantities[:-1]):
        total, start = sentence.quantities[number + 1], _opened(sentence, extra, words.plus)
        if start is None or extra.unit != total.unit or not (extra.exact and total.exact) or extra.value >= total.value:
            continue
        if not compiled(words.plus_total).fullmatch(sentence.text, extra.end, total.start):
            continue
        own = [one for one in sentence.quantities[:number] if one.unit == extra.unit and one.end <= start]
        before = [one for each in earlier[-2:] for one in each.quantities if one.unit == extra.unit]
        sums = [sum((one.value for one in own[-size:]), Decimal(0)) for size in range(1, len(own) + 1)]
        sums += [one.value for one in before]
        inside = compiled(words.included).match(sentence.text, start)
        if any(one + extra.value == total.value or (inside and one == total.value) for one in sums):
            yield listing(sentence, total, [Part("", total)])
        elif first := _first(sentence, own, before, earlier, context):
            yield listing(sentence, total, [Part("", first), Part("", extra)])


def shared(sentence: Sentence, words: ListWords) -> Iterator[Listing]:
    """A whole, in brackets what came from last year, and what is new: 共办理36件（含上年结转3件），新收33件."""
    text = sentence.text
    for whole, old, new in zip(sentence.quantities, sentence.quantities[1:], sentence.quantities[2:], strict=False):
        if len({one.unit for one in (whole, old, new)}) > 1 or not (whole.exact and old.exact and new.exact):
            continue
        if compiled(words.within).fullmatch(text, whole.end, old.start) and compiled(words.fresh).fullmatch(
            text, old.end, new.start
        ):
            yield listing(sentence, whole, [Part("", old), Part("", new)])


def _opened(sentence: Sentence, extra: Quantity, plus: str) -> int | None:
    """Where the words begin that add this number to what was said before."""
    for match in compiled(plus).finditer(sentence.text[: extra.start]):
        if match.end() == extra.start:
            return match.start()
    return None


def _first(
    sentence: Sentence,
    own: Sequence[Quantity],
    before: Sequence[Quantity],
    earlier: Sequence[Sentence],
    context: Context,
) -> Quantity | None:
    """What something is added to: the only number of the sentence so far, or the year's applications told before it."""
    if own or len(before) == 1:
        found = own[0] if own else before[0]
        return elsewhere(found) if len(own or before) == 1 and found.exact else None
    for each in reversed(earlier[-2:]):
        for one in each.quantities:
            claimed = each.span(context, one.start, one.end)
            for claim in context.report.claims:
                inside = claim.section == each.section and claim.start <= claimed.start and claimed.end <= claim.end
                if inside and tuple(claim.facts) == _NEW and claim.value == one.value and one.exact:
                    return elsewhere(one)
    return None


def elsewhere(one: Quantity) -> Quantity:
    """A number whose place does not count: what is quoted is the sum itself."""
    return one._replace(start=10**6, end=0)


def views(sentence: Sentence, earlier: Sequence[Sentence], words: ListWords) -> Iterator[Listing]:
    """Two or more ways to divide one whole in a sentence, of which one comes to a number said before and another does not."""
    marks = list(compiled(words.view).finditer(sentence.text))
    stops = [*(one.start() for one in marks[1:]), len(sentence.text)]
    rows = [_row(sentence, one.end(), stop, words) for one, stop in zip(marks, stops, strict=False)]
    if len(rows) < 2 or not all(rows) or len({one.unit for row in rows for one in row}) > 1:
        return
    said = [*(one for each in earlier[-2:] for one in each.quantities), *sentence.quantities]
    said = [one for one in said if one.unit == rows[0][0].unit and one.exact and one not in [*rows[0], *rows[1]]]
    totals = [sum((one.value for one in row), Decimal(0)) for row in rows]
    wholes = {one.value: one for one in said if one.value in totals}
    if len(wholes) != 1:
        return
    whole = elsewhere(next(iter(wholes.values())))
    for row, total in zip(rows, totals, strict=True):
        yield listing(sentence, whole, [Part("", one) for one in row] if total != whole.value else [Part("", whole)])


def _row(sentence: Sentence, start: int, stop: int, words: ListWords) -> list[Quantity]:
    """The parts of one way; empty where it is not plainly a row of parts, or is not all of them."""
    text = sentence.text[start:stop]
    row = [one for one in sentence.quantities if start <= one.start and one.end <= stop]
    gaps = [sentence.text[one.end : two.start] for one, two in pairwise(row)]
    plain = all(len(gap) <= _SEPARATE and sum(char in SEPARATORS for char in gap) == 1 for gap in gaps)
    if len(row) < 2 or not plain or not all(one.exact for one in row) or unread(sentence, start, stop):
        return []
    tail = sentence.text[row[-1].end : stop].rstrip("；")
    vague = compiled(words.open_end).match(tail) or compiled(words.partial).search(text)
    doubled = compiled(words.overlap).search(text) or compiled(words.opens).search(text)
    return [] if vague or doubled or tail or "%" in text else row


def listing(sentence: Sentence, whole: Quantity, parts: Sequence[Part]) -> Listing:
    return Listing(sentence, whole, tuple(parts), True, True, False, ())
