"""A whole and the parts a sentence lists of it: 共61份，其中手册5份、折页1份; or parts and their total: …，合计61份.

What is read is only what a person would read without doubt: parts of one unit, in one row of separators, each with one
number. Everything else (another verb, another unit, a clause without a number) ends the list, and a list that ended
early is not taken for complete.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise
from typing import NamedTuple

from reviewer.checks.listwords import ListWords, compiled
from reviewer.checks.quantities import Quantity, Sentence, unread

SEPARATORS = "、，；"
_SEMICOLON = SEPARATORS.index("；")
_FEW = 2
"""A list ends at a semicolon (其中网上8件；自然人5件，企业3件) unless it is one of more than so many parts, all told apart by it."""
_BRACKET = re.compile(r"（[^（）]*）")
JOIN = re.compile(r"^(?:以及|和|及|与)")
_BETWEEN = 24
"""Most characters between a whole and the word that opens its parts."""
_NAMED = re.compile(r"[^，；：、（）]{0,10}")
_BRACKETED = 16
"""Most characters between a whole and the bracket with its parts (15件来自企业和其他组织（…）)."""
_LONG_TAIL = 40
"""The same where each part says what it is (3起是没有说明理由的)."""
_TAIL = 10
"""Most characters of what is named after the last number (5件为自然人申请)."""


class Part(NamedTuple):
    label: str
    quantity: Quantity


class Listing(NamedTuple):
    """`complete`: said to be exhaustive; `closed`: nothing after the last part could be another."""

    sentence: Sentence
    whole: Quantity
    parts: tuple[Part, ...]
    closed: bool
    complete: bool
    open_end: bool
    rivals: tuple[Decimal, ...]
    """Other numbers of the same unit before the list, any of which it may be a list of."""
    backward: bool = False
    level: bool = False
    """All parts stand in one row of 、 alone."""
    copular: bool = False
    """Each part says behind its number what it is (3起是…)."""

    @property
    def total(self) -> Decimal:
        return sum((one.quantity.value for one in self.parts), Decimal(0))

    @property
    def span(self) -> tuple[int, int]:
        """Where it stands in its sentence."""
        places = [self.whole, *(one.quantity for one in self.parts)]
        return max(0, min(one.start for one in places)), max(one.end for one in places)


def listings(sentence: Sentence, before: Sentence | None, words: ListWords) -> list[Listing]:
    """Wholes that are followed by their parts; a sentence that begins with 其中 may list the only number before it."""
    if not sentence.quantities:
        return []
    return _forward(sentence, before, words) + _brackets(sentence, words)


def _forward(sentence: Sentence, before: Sentence | None, words: ListWords) -> list[Listing]:
    text, found, last = sentence.text, [], 0
    marks = list(compiled(words.opens).finditer(text))
    for number, mark in enumerate(marks):
        closing = _closing(text, mark.end())
        stop = min(closing, marks[number + 1].start() if number + 1 < len(marks) else len(text))
        between = [one for one in sentence.quantities if last <= one.start < mark.start()]
        nested = number > 0 and between and "；" not in text[last : mark.start()] and _closing(text, last) == closing
        last = mark.end()
        earlier = [one for one in sentence.quantities if one.end <= mark.start()]
        whole = _whole(sentence, before, mark, earlier, words)
        if whole is None:
            continue
        listing = _listing(sentence, whole, mark.end(), stop, words, earlier[:-1])
        if listing is None:
            continue
        if not earlier or compiled(words.colon).fullmatch(mark[0]):
            listing = listing._replace(closed=False)
        if nested:
            listing = listing._replace(parts=listing.parts[:1], closed=False)
        found.append(listing)
    return found


def _whole(
    sentence: Sentence, before: Sentence | None, mark: re.Match[str], earlier: Sequence[Quantity], words: ListWords
) -> Quantity | None:
    """The number right before the opening word; for a sentence that begins with it, the only one of the sentence before."""
    if earlier:
        gap = sentence.text[earlier[-1].end : mark.start()]
        near = len(gap) <= _BETWEEN and "；" not in gap
        if compiled(words.colon).fullmatch(mark[0]):
            return earlier[-1] if not gap else None
        if compiled(words.amid).fullmatch(mark[0]):
            return earlier[-1] if _NAMED.fullmatch(gap) else None
        loose = compiled(words.opens_anywhere).match(mark[0])
        return earlier[-1] if near and (loose or compiled(words.at_once).fullmatch(gap)) else None
    same = before is not None and before.paragraph == sentence.paragraph and mark.start() == 0
    if before is None or not same or len(before.quantities) != 1:
        return None
    return before.quantities[0]._replace(start=0, end=0)


def _brackets(sentence: Sentence, words: ListWords) -> list[Listing]:
    """信息116条（网站21条、微信27条）: parts in brackets right after their whole."""
    text, found = sentence.text, []
    for whole in sentence.quantities:
        opening = text.find("（", whole.end, whole.end + _BRACKETED)
        if opening < 0 or any(char in SEPARATORS for char in text[whole.end : opening]):
            continue
        stop = _closing(text, opening + 1)
        if compiled(words.opens).search(text, opening, stop) or stop == len(text):
            continue
        listing = _listing(sentence, whole, opening + 1, stop, words, (), bracket=True)
        if listing is not None and len(listing.parts) > 1:
            found.append(listing)
    return found


def _listing(
    sentence: Sentence,
    whole: Quantity,
    start: int,
    stop: int,
    words: ListWords,
    earlier: Sequence[Quantity],
    *,
    bracket: bool = False,
) -> Listing | None:
    """`bracket`: the list stands in brackets of its own, so that a verb at a label's end is a noun (文字解读98件)."""
    text = sentence.text
    if not whole.exact or whole.value == 0:
        return None
    flat = _BRACKET.sub(lambda match: "\x01" * len(match.group()), text[start:stop])
    flat = compiled(words.share).sub(lambda match: "\x01" * len(match.group()), flat)
    inside = [one for one in sentence.quantities if start <= one.start and one.end <= stop]
    inside = [one for one in inside if flat[one.start - start] != "\x01"]
    parts, rank, at, ended = list[Part](), -1, 0, False
    for quantity in inside:
        gap = flat[at : quantity.start - start].replace("\x01", "")
        label = _label(gap, first=not parts)
        new = _rank(gap)
        if label is None or quantity.unit != whole.unit or gone_on(Part(label, quantity), parts, words):
            ended = True
            break
        if not quantity.exact:
            return None
        if parts and ((rank >= 0 and new > rank) or (new and not _same_act(label, parts[0].label, words, bracket))):
            ended = True
            break
        if rank == _SEMICOLON > new:
            parts, ended, at = parts[:1], True, parts[0].quantity.end - start
            break
        rank = new if parts and rank < 0 else rank
        parts.append(Part(label, quantity))
        at = quantity.end - start
    if rank == _SEMICOLON and len(parts) == _FEW:
        parts, ended, at = parts[:1], True, parts[0].quantity.end - start
    if not parts:
        return None
    parts = _named_after(flat, start, parts)
    tail = flat[at:].replace("\x01", "")
    listed = flat[:at]
    open_end = bool(compiled(words.open_end).match(tail)) or bool(
        compiled(words.partial).search(text[whole.end : stop])
    )
    finished = stop < len(text) or sentence.ended
    copular = all(compiled(words.copula).match(text, one.quantity.end) for one in parts)
    longest = _LONG_TAIL if copular else _TAIL
    closed = finished and not ended and len(tail) <= longest and not any(char in SEPARATORS for char in tail)
    if unread(sentence, start, start + at) or compiled(words.overlap).search(text[max(0, whole.start - 30) : stop]):
        return None
    complete = bool(compiled(words.lead).search(text[whole.end : start] + listed[:12])) or exhaustive(parts, words)
    rivals = tuple(one.value for one in earlier if one.unit == whole.unit)
    spaces = (text[one.quantity.end : two.quantity.start] for one, two in pairwise(parts))
    level = all([char for char in gap if char in SEPARATORS] == [SEPARATORS[0]] for gap in spaces)
    return Listing(
        sentence,
        whole,
        tuple(parts),
        closed,
        complete,
        open_end,
        rivals,
        level=level,
        copular=copular and len(parts) > 1,
    )


def told_apart(label: str, parts: Sequence[Part]) -> str:
    """The words of a label that may say that it is no part; what all parts share says nothing."""
    for size in range(len(label), 1, -1):
        if parts and all(label[:size] in one.label for one in parts):
            return label[size:]
    return label


def gone_on(part: Part, parts: Sequence[Part], words: ListWords) -> bool:
    """Whether the sentence has gone on; 上年结转 is a part only beside 新收."""
    return bool(compiled(words.ends).search(told_apart(part.label, parts))) and not _paired([*parts, part], words)


def _same_act(label: str, first: str, words: ListWords, bracket: bool) -> bool:
    acts = [
        one
        for one in compiled(words.verbs).finditer(label)
        if not (bracket and one.start() and one.end() == len(label))
    ]
    return all(one[0] in first for one in acts)


def _label(gap: str, *, first: bool) -> str | None:
    """What a part is called; None when the gap before its number is more than one step of a list."""
    if first:
        text = gap.lstrip("：，,:")
        return None if any(char in SEPARATORS for char in text) else text
    places = [index for index, char in enumerate(gap) if char in SEPARATORS]
    if len(places) > 1:
        return None
    if places:
        return JOIN.sub("", gap[places[0] + 1 :])
    match = JOIN.match(gap)
    return gap[match.end() :] if match else None


def _named_after(flat: str, start: int, parts: Sequence[Part]) -> list[Part]:
    """Parts whose names follow their numbers (5件来自企业): none has a word before its number."""
    if len(parts) < 2 or any(one.label for one in parts):
        return list(parts)
    behind = [re.split(r"[、，；（）\x01]", flat[one.quantity.end - start :], maxsplit=1)[0] for one in parts]
    return [Part(label, one.quantity) for label, one in zip(behind, parts, strict=True)]


def _rank(gap: str) -> int:
    return max((SEPARATORS.index(char) for char in gap if char in SEPARATORS), default=0)


def exhaustive(parts: Sequence[Part], words: ListWords) -> bool:
    """Whether parts are said to be all: a last one called 其他, or two that leave nothing between them."""
    if compiled(words.others).match(parts[-1].label) and len(parts) > 1:
        return True
    return _paired(parts, words)


def _paired(parts: Sequence[Part], words: ListWords) -> bool:
    if len(parts) != 2:
        return False
    one, two = (part.label for part in parts)
    return any(
        (compiled(a).search(one) and compiled(b).search(two)) or (compiled(b).search(one) and compiled(a).search(two))
        for a, b in words.pairs
    )


def _closing(text: str, start: int) -> int:
    """Where the bracket that is open at `start` closes; the end of the sentence when none is open."""
    depth = 0
    for index in range(start, len(text)):
        if text[index] == "（":
            depth += 1
        elif text[index] == "）":
            if depth == 0:
                return index
            depth -= 1
    return len(text)
