"""Parts and then their total: 网站118条、公众号294条，合计412条."""

from __future__ import annotations

from reviewer.checks.listing import JOIN, SEPARATORS, Listing, Part, gone_on
from reviewer.checks.listwords import ListWords, compiled
from reviewer.checks.quantities import Sentence, unread

_COUNTS = "两三四五六七八九"


def totals(sentence: Sentence, before: Sentence | None, words: ListWords) -> list[Listing]:
    """Every total of a sentence with the row of numbers that leads up to it."""
    found = []
    for number, total in enumerate(sentence.quantities):
        text = sentence.text[: total.start]
        if number < 2 or not total.exact or not compiled(words.closes).search(text):
            continue
        row, clean = _row(sentence, number)
        if len(row) < 2 or compiled(words.overlap).search(text) or compiled(words.opens).search(text):
            continue
        tally = compiled(words.tally).search(text, row[-1].quantity.end)
        told = tally is not None and _COUNTS.find(tally["count"]) == len(row) - 2
        stop = tally.start() if tally is not None and told else total.start
        if unread(sentence, row[0].quantity.start, stop):
            continue
        bad = any(gone_on(one, row[:index], words) for index, one in enumerate(row) if index)
        found.append(
            Listing(
                sentence,
                total,
                tuple(row),
                clean and not bad and not sentence.goes_on(before),
                True,
                False,
                (),
                backward=True,
            )
        )
    return found


def _row(sentence: Sentence, stop: int) -> tuple[list[Part], bool]:
    """The numbers before the one at `stop` that form one row with it, and whether the row's beginning is plain."""
    unit, row = sentence.quantities[stop].unit, list[Part]()
    for index in range(stop - 1, -1, -1):
        quantity = sentence.quantities[index]
        if quantity.unit != unit or not quantity.exact:
            return row, True
        before = sentence.quantities[index - 1] if index else None
        gap = sentence.text[before.end if before else 0 : quantity.start]
        cut = max((gap.rfind(char) for char in SEPARATORS), default=-1)
        row.insert(0, Part(gap[cut + 1 :], quantity))
        if before is None or "；" in gap:
            return row, True
        if sum(char in SEPARATORS for char in gap) > 1:
            return row, before.unit != unit
        if cut < 0 and not JOIN.match(gap):
            return row, False
    return row, True
