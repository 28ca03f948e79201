"""The applications of one body among several, told in one section and come back to in another: 县级局40件 … 县级局46件申请中.

Held against each other only where the body has one number everywhere before, of the same year and without a period of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from reviewer import resources
from reviewer.checks.again import Told
from reviewer.checks.quantities import Quantity, Sentence
from reviewer.model import Frozen

_CUTS = "，；：、（）"


class BodyShareWords(Frozen):
    """The data file rules/words/shares_of_bodies.yaml."""

    later: str
    """Directly before the number that is come back to; group `who`."""
    behind: str
    """Directly behind it."""
    first: str
    """The clause of a mention before its number; {who} is the body."""
    vague: str
    """A name that means nobody in particular."""
    aside: str
    """In a sentence before a number: it is of a period or a step of its own."""
    about: str
    """In the sentence or the one before it: applications are counted."""


@cache
def _words() -> BodyShareWords:
    return resources.read_model(resources.rules_dir() / "words" / "shares_of_bodies.yaml", BodyShareWords)


def of_bodies(sentences: Sequence[Sentence], year: int | None) -> Iterator[tuple[Told, Told | None]]:
    """Every number come back to, with the mention that it does not agree with (None: it agrees)."""
    known = _words()
    for number, sentence in enumerate(sentences):
        for one in sentence.quantities:
            before = sentence.text[: one.start]
            match = re.search(known.later, before)
            if match is None or not re.match(known.behind, sentence.text[one.end :]) or not one.exact:
                continue
            if re.search(known.vague, match["who"]) or re.search(known.aside, before) or not _own(before, year):
                continue
            later = Told("body", match["who"], one.value, one.unit, sentence, match.start("who"), one.end)
            first = list(_first(sentences[:number], later, year))
            if len({each.value for each in first}) == 1 and not _explained(sentences[:number], later, first[0]):
                yield later, None if first[0].value == later.value else first[0]


def _first(sentences: Sequence[Sentence], later: Told, year: int | None) -> Iterator[Told]:
    pattern = _words().first.replace("{who}", re.escape(later.noun))
    for place, sentence in enumerate(sentences):
        near = [each for each in sentences[max(0, place - 1) : place + 1] if each.paragraph == sentence.paragraph]
        about = "".join(each.text for each in near)
        if sentence.section == later.sentence.section or not re.search(_words().about, about):
            continue
        for one in sentence.quantities:
            clause = _clause(sentence, one)
            plain = one.unit == later.unit and one.exact and _own(sentence.text[: one.start], year)
            if plain and re.search(pattern, clause):
                start = one.start - len(clause)
                yield Told("body", later.noun, one.value, one.unit, sentence, start, one.end)


def _explained(sentences: Sequence[Sentence], later: Told, first: Told) -> bool:
    """Whether the number is another one told of the body, or one more or less than that (县级局40件，上年转来县级局6件)."""
    told = {
        one.value
        for sentence in sentences
        for one in sentence.quantities
        if one.unit == later.unit and later.noun in _clause(sentence, one) and one.value != first.value
    }
    return any(later.value in (one, first.value + one, first.value - one) for one in told)


def _clause(sentence: Sentence, one: Quantity) -> str:
    return sentence.text[max(sentence.text.rfind(char, 0, one.start) for char in _CUTS) + 1 : one.start]


def _own(text: str, year: int | None) -> bool:
    return all(one == str(year) for one in re.findall(r"\d{4}(?=年)", text))
