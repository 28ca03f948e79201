"""A whole and two parts of which one is what the other is not: 抽查60份，合格51份、不合格9份. Nothing can be left over."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from reviewer.checks.addends import listing
from reviewer.checks.listing import SEPARATORS, Listing, Part
from reviewer.checks.listwords import ListWords, compiled
from reviewer.checks.quantities import Quantity, Sentence, unread


def opposed(sentence: Sentence, words: ListWords) -> Iterator[Listing]:
    """The pairs of `words.opposed` behind a whole of the kind that they divide."""
    text, numbers = sentence.text, sentence.quantities
    for index, (whole, one, two) in enumerate(zip(numbers, numbers[1:], numbers[2:], strict=False)):
        if len({each.unit for each in (whole, one, two)}) > 1 or not all(each.exact for each in (whole, one, two)):
            continue
        first, second = text[whole.end : one.start], text[one.end : two.start]
        if unread(sentence, whole.start, two.end) or not _ends(sentence, index + 2, words):
            continue
        clause = text[max(text.rfind(char, 0, whole.start) for char in SEPARATORS) + 1 : whole.start]
        for kind in words.opposed:
            sides = [compiled(rf"，(?:其中)?(?:{side})的?") for side in (kind.one, kind.other)]
            after = [compiled(rf"[、，；](?:{side})的?") for side in (kind.other, kind.one)]
            fits = any(
                a.fullmatch(first.lstrip("）")) and b.fullmatch(second) for a, b in zip(sides, after, strict=True)
            )
            if fits and compiled(kind.whole).search(clause):
                yield listing(sentence, whole, [Part("", one), Part("", two)])


def _ends(sentence: Sentence, last: int, words: ListWords) -> bool:
    """Whether no third part follows: no number of the unit in this part of the sentence, and no 等."""
    text, two = sentence.text, sentence.quantities[last]
    stop = text.find("；", two.end)
    behind = [one for one in sentence.quantities[last + 1 :] if stop < 0 or one.end <= stop]
    return all(one.unit != two.unit for one in behind) and not compiled(words.open_end).match(text, two.end)


def summed(sentence: Sentence, earlier: tuple[Sentence, ...], words: ListWords) -> Iterator[Listing]:
    """A number said to be the sum of others by their names: 上传199条，恰为许可与处罚之和. `earlier`: in its paragraph."""
    for total in sentence.quantities:
        match = compiled(words.sum_of).match(sentence.text, total.end)
        if match is None or not total.exact:
            continue
        names = [one for one in compiled(words.sum_names).split(match["names"]) if one]
        parts = [_named(name, total, sentence, earlier, words) for name in names]
        found = [one for one in parts if one is not None]
        if len(found) == len(names) > 1 and all(one is not two for one, two in pairwise(found)):
            yield listing(sentence, total, [Part("", one._replace(start=10**6, end=0)) for one in found])


def _named(
    name: str, total: Quantity, sentence: Sentence, earlier: tuple[Sentence, ...], words: ListWords
) -> Quantity | None:
    """The only number before the total whose own words hold a name; None where there are more, or it is not exact."""
    found = list[Quantity]()
    for each in (*earlier, sentence):
        at = 0
        for one in each.quantities:
            label = each.text[max(at, *(each.text.rfind(char, 0, one.start) + 1 for char in SEPARATORS)) : one.start]
            at = one.end
            if (each is not sentence or one.end <= total.start) and name in label:
                found.append(one)
    plain = len(name) > 1 and len(found) == 1 and found[0].exact
    return found[0] if plain and not compiled(words.overlap).search(name) else None
