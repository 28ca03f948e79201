"""What is left of a whole: 办结30件，其余5件…. The whole is found first; where more than one number may be it, nothing is said."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations, pairwise

from reviewer.checks.addends import elsewhere, listing
from reviewer.checks.listing import SEPARATORS, Listing, Part
from reviewer.checks.listwords import ListWords, compiled
from reviewer.checks.quantities import Quantity, Sentence, unread

_LONGEST = 6
"""Most numbers that are tried in every combination."""


def left(sentence: Sentence, earlier: Sequence[Sentence], words: ListWords) -> Iterator[Listing]:
    """A whole, what was dealt with of it, and what is left: 抽查60份，合格51份，其余9份…."""
    text = sentence.text
    for number, last in enumerate(sentence.quantities):
        begin = text.rfind("；", 0, last.start) + 1
        before = [one for one in sentence.quantities[:number] if one.start >= begin and _outside(text, one.start)]
        if not before or not compiled(words.rest).search(text[before[-1].end : last.start]) or not last.exact:
            continue
        if any(one.unit != last.unit or not one.exact for one in before) or unread(sentence, begin, last.end):
            continue
        outer = _outer(sentence, begin, before, last, words)
        whole = _whole(sentence, begin, before, words)
        parts = before[before.index(whole) + 1 :] if whole else before
        fits = any(_makes(one, before[index + 1 :], last) for index, one in enumerate(before))
        if outer is not None and not fits:
            whole, parts = outer[0], outer[1:]
            if not _makes(whole, parts, last) and not _row_of_parts(sentence, outer, last, words):
                continue
        elif whole is None and compiled(words.done).search(text[begin : before[0].start]):
            named = {one.value: one for each in earlier[-2:] for one in each.quantities if one.unit == last.unit}
            whole = elsewhere(next(iter(named.values()))) if len(named) == 1 else None
        elif whole is not None and not fits and _part_itself(sentence, begin, before, last, earlier, words):
            continue
        if whole is None or not parts or not whole.exact:
            continue
        if compiled(words.overlap).search(text, whole.start if whole.end else begin, last.end):
            continue
        cut = max((text.rfind(char, 0, whole.start) for char in SEPARATORS), default=-1) + 1
        carried = compiled(words.carried).search(text[last.end :])
        if carried and not compiled(words.carrying).search(text[cut : whole.start]):
            continue
        row = [Part("", one) for one in (*parts, last)]
        yield listing(sentence, whole, row if not fits and not _makes(whole, parts, last) else [Part("", whole)])


def _outer(
    sentence: Sentence, begin: int, before: Sequence[Quantity], last: Quantity, words: ListWords
) -> list[Quantity] | None:
    """A whole before 其中 and its parts, where the list runs on over a semicolon to what is left.

    共60件，其中甲30件，占50%；乙12件，丙8件，其余10件…: 乙 is no whole of its own.
    """
    text = sentence.text
    if not begin or compiled(words.opens).search(text, begin, before[-1].start) or _taken(text, before, words):
        return None
    marks = list(compiled(words.opens_anywhere).finditer(text, 0, begin))
    heads = [one for one in sentence.quantities if marks and one.end <= marks[-1].start()]
    if not heads or heads[-1].unit != last.unit or not heads[-1].exact:
        return None
    start = marks[-1].end()
    return [heads[-1], *(one for one in sentence.quantities if start <= one.start < last.start)]


def _row_of_parts(sentence: Sentence, outer: Sequence[Quantity], last: Quantity, words: ListWords) -> bool:
    """Whether all of them are parts beyond doubt: of one unit, exact, none opened by a verb, none above the whole."""
    text = sentence.text
    for one, two in pairwise(outer):
        if two.unit != last.unit or not two.exact or two.value > outer[0].value or not _outside(text, two.start):
            return False
        label = text[max(one.end, *(text.rfind(char, 0, two.start) + 1 for char in SEPARATORS)) : two.start]
        if compiled(words.taken).search(label) or compiled(words.ends).search(label):
            return False
    return not unread(sentence, outer[0].start, last.end)


def _taken(text: str, before: Sequence[Quantity], words: ListWords) -> bool:
    """Whether the clause of the largest number says that something was taken in: it is a whole."""
    top = max(before, key=lambda one: one.value)
    cut = max(text.rfind(char, 0, top.start) for char in SEPARATORS) + 1
    return bool(compiled(words.taken).search(text[cut : top.start]))


def _part_itself(
    sentence: Sentence,
    begin: int,
    before: Sequence[Quantity],
    last: Quantity,
    earlier: Sequence[Sentence],
    words: ListWords,
) -> bool:
    """Whether the largest of the numbers may be a part itself, of a whole that was named further up.

    It opens with no word of taking in, and a number above the sum of the others stands before it.
    """
    text, top = sentence.text, max(before, key=lambda one: one.value)
    if _taken(text, before, words) or compiled(words.opens).search(text, begin, last.start):
        return False
    above = [one for one in sentence.quantities if one.end <= begin]
    above += [one for each in earlier[-2:] for one in each.quantities]
    return any(one.unit == last.unit and one.value > top.value for one in above)


def _whole(sentence: Sentence, begin: int, before: Sequence[Quantity], words: ListWords) -> Quantity | None:
    """Of the numbers of a sentence the one that the others are parts of: before 其中, or else the largest."""
    marks = [one.start() for one in compiled(words.opens).finditer(sentence.text, begin, before[-1].start)]
    if marks:
        return next((one for one in reversed(before) if one.end <= marks[-1]), None)
    return max(before[:-1], key=lambda one: one.value) if len(before) > 1 else None


def _makes(whole: Quantity, parts: Sequence[Quantity], last: Quantity) -> bool:
    """Whether some of the parts, with what is left, are the whole."""
    rest, values = whole.value - last.value, [one.value for one in parts]
    if len(values) > _LONGEST:
        return True
    return any(sum(some) == rest for size in range(1, len(values) + 1) for some in combinations(values, size))


def _outside(text: str, at: int) -> bool:
    """Whether a place is in no bracket."""
    return text.count("（", 0, at) <= text.count("）", 0, at)
