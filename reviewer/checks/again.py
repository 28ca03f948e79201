"""Numbers that a text comes back to: 宣传折页37份 … 73份宣传折页中; 全县18个乡镇 … 19个乡镇平均…; the same words in two sections.

A mention names what it counts with a noun and a unit. Only mentions that say they are all of it are held against each
other, and only where the noun has one number everywhere else: with two there is a difference in scope we do not see.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from reviewer.checks.context import Context
from reviewer.checks.listwords import compiled
from reviewer.checks.quantities import Quantity, Sentence
from reviewer.model import Frozen

CUTS = "，；：、（）"


class Again(Frozen):
    """Patterns over folded text."""

    opens: str
    """All that may stand in a clause before a number that the text comes back to."""
    counted: str
    """What follows such a number when its noun follows too: 73份宣传折页中; group `noun`."""
    named: str
    """What follows it when its noun stands before: 宣传折页73份中."""
    told: str
    """The clause of the first mention up to its number, around its noun `{noun}`: 制作宣传折页."""
    nouns: tuple[tuple[str, str], ...]
    """A noun, and the pattern of the words that a first mention may have for it (来电: 接听电话)."""
    short: str
    """A noun that may be the short form of a longer name which has its characters in order (土地公示)."""
    loose: str
    """A noun that says too little, or whose number may be a sum (申请)."""
    whole: str
    """Before a number: it is of all there are (全县); or `all_of` follows."""
    all_of: str
    """What follows such a number; group `noun`: 18个乡镇平均."""
    standing: str
    """What follows a number after `whole`; group `noun`."""
    sampled: str
    """In the sentence before a number: it is of some of them."""
    same_as: str
    """Behind a number: it is said to be the same as another (，与官网条数一致); groups `noun`, and `unit` of the other."""
    led: str
    """The clause before a number with no noun that is come back to: what it begins with is what is counted (…不够快，15条中)."""
    bare: str
    """All of such a clause before the number."""
    verbs: str
    """Before what is counted in the first mention."""
    words: str
    """A clause up to its number that means the same wherever it stands, when both are the first number of their sentence."""
    variant: str


class Told(NamedTuple):
    """A number with what it counts; `kind` keeps the ways apart in which mentions are held against each other."""

    kind: str
    noun: str
    value: Decimal
    unit: str
    sentence: Sentence
    start: int
    end: int


def pairs(
    again: Again, other: str, sentences: Sequence[Sentence], free: Sequence[Sentence], context: Context
) -> Iterator[tuple[Told, Told | None]]:
    """Every number that is come back to, with the mention that it does not agree with (None: it agrees).

    `other`: pattern of what tells of another period or scope; `free`: the sentences under no heading with such words.
    """
    other = f"{other}|{again.sampled}"
    yield from _back(again, other, sentences, context)
    for found in (_wholes(again, sentences, context), _same_words(again, other, free, context)):
        groups: dict[tuple[str, str], list[Told]] = {}
        for one in found:
            groups.setdefault((one.noun, one.unit), []).append(one)
        for same in groups.values():
            values = Counter(one.value for one in same)
            usual = max(same, key=lambda one: values[one.value])  # the first of those that most agree with
            for one in same:
                if one is not usual:
                    yield one, usual if one.value != usual.value else None


def _back(
    again: Again, other: str, sentences: Sequence[Sentence], context: Context
) -> Iterator[tuple[Told, Told | None]]:
    for number, sentence in enumerate(sentences):
        for quantity in sentence.quantities:
            later = _later(again, other, sentence, quantity, context)
            if later is None:
                continue
            first = [
                one
                for place, each in enumerate(sentences)
                if place != number
                for one in _first(again, other, each, later, context)
            ]
            values = {one.value for one in first}
            if len(values) == 1:
                yield later, first[0] if first[0].value != later.value else None


def _later(again: Again, other: str, sentence: Sentence, quantity: Quantity, context: Context) -> Told | None:
    """A number that the text comes back to: all of what was counted before."""
    text, clause = sentence.text, clause_of(sentence, quantity)
    behind = compiled(again.counted).match(text, quantity.end)
    opened = compiled(again.opens).match(clause)
    assert opened is not None
    noun = clause[opened.end() :]
    start = quantity.start - len(noun)
    if behind is not None and not noun:
        noun = behind["noun"]
    elif not noun or not compiled(again.named).match(text, quantity.end):
        return None
    if len(noun) < 2 or compiled(again.loose).search(noun) or not stated(other, sentence, quantity, context):
        return None
    return Told("back", noun, quantity.value, quantity.unit, sentence, start, quantity.end)


def _first(again: Again, other: str, sentence: Sentence, later: Told, context: Context) -> Iterator[Told]:
    """Where the same noun is counted without a scope of its own."""
    for quantity in sentence.quantities:
        clause = clause_of(sentence, quantity)
        if quantity.unit != later.unit or not quantity.exact or compiled(other).search(clause):
            continue
        if _is(again, clause, later.noun) and own_year(sentence.text[: quantity.start], context):
            start = quantity.start - len(clause)
            yield Told("back", later.noun, quantity.value, quantity.unit, sentence, start, quantity.end)


def _is(again: Again, clause: str, noun: str) -> bool:
    head, tail = again.told.split("{noun}")
    said = next((pattern for name, pattern in again.nouns if name == noun), None)
    for one in (said, re.escape(noun)):
        if one is not None and compiled(f"{head}(?:{one}){tail}").fullmatch(clause):
            return True
    return bool(compiled(again.short).fullmatch(noun)) and len(clause) > len(noun) and _shortened(noun, clause)


def _shortened(noun: str, name: str) -> bool:
    """Whether a name has the characters of its short form in order, from its first on, and ends with the same word."""
    places = iter(name)
    return noun[0] == name[0] and name.endswith(noun[-2:]) and all(char in places for char in noun)


def _wholes(again: Again, sentences: Sequence[Sentence], context: Context) -> Iterator[Told]:
    """Numbers of standing bodies that are all there are: 全县18个乡镇, 18个乡镇平均."""
    for sentence in sentences:
        for quantity in sentence.quantities:
            before = sentence.text[: quantity.start]
            opened = compiled(again.opens).fullmatch(clause_of(sentence, quantity))
            behind = compiled(again.all_of).match(sentence.text, quantity.end) if opened else None
            if behind is None and compiled(again.whole).search(before):
                behind = compiled(again.standing).match(sentence.text, quantity.end)
            if behind is not None and stated(again.sampled, sentence, quantity, context):
                yield Told(
                    "whole", behind["noun"], quantity.value, quantity.unit, sentence, quantity.start, quantity.end
                )


def _same_words(again: Again, other: str, sentences: Sequence[Sentence], context: Context) -> Iterator[Told]:
    """The first numbers of sentences in different sections, behind the very same words."""
    seen = set[tuple[str, str, str]]()
    for sentence in sentences:
        for quantity in sentence.quantities[:1]:
            clause = clause_of(sentence, quantity)
            start = quantity.start - len(clause)
            key = (clause, quantity.unit, sentence.section)
            if not compiled(again.words).fullmatch(clause) or not stated(other, sentence, quantity, context):
                continue
            if key in seen or _claimed(context, sentence, quantity):
                continue
            seen.add(key)
            yield Told("words", clause, quantity.value, quantity.unit, sentence, start, quantity.end)


def _claimed(context: Context, sentence: Sentence, quantity: Quantity) -> bool:
    """Whether the number is held against a cell, which says more."""
    span = sentence.span(context, quantity.start, quantity.end)
    return any(
        claim.section == sentence.section and claim.start <= span.start and span.end <= claim.end
        for claim in context.report.claims
    )


def stated(other: str, sentence: Sentence, quantity: Quantity, context: Context) -> bool:
    """Whether a number is exact, of the report\'s year, and no word of another scope (`other`) stands before it."""
    before = sentence.text[: quantity.start]
    return quantity.exact and not compiled(other).search(before) and own_year(before, context)


def own_year(text: str, context: Context) -> bool:
    """Whether words name no year but the report's."""
    year = context.report.identity.year
    return all(match[0] == str(year) for match in compiled(r"\d{4}(?=年)").finditer(text))


def clause_of(sentence: Sentence, quantity: Quantity) -> str:
    """The words of a number's clause before it."""
    before = sentence.text[: quantity.start]
    return before[max((before.rfind(char) for char in CUTS), default=-1) + 1 :]
