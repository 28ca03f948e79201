"""Numbers that point to another without its words: …不够快，15条中…, after 抢修停水13条; 审批单425张，与官网条数一致."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reviewer.checks.again import CUTS, Again, Told, clause_of, own_year, stated
from reviewer.checks.context import Context
from reviewer.checks.listwords import compiled
from reviewer.checks.quantities import Quantity, Sentence

_SHORTEST = 2
"""Characters of a name that is too short to be known again."""


def echoes(
    again: Again, other: str, sentences: Sequence[Sentence], context: Context
) -> Iterator[tuple[Told, Told | None]]:
    """Every number that points to another, with the mention that it does not agree with (None: it agrees)."""
    yield from _led(again, f"{other}|{again.sampled}", sentences, context)
    yield from _said_same(again, sentences, context)


def _led(
    again: Again, other: str, sentences: Sequence[Sentence], context: Context
) -> Iterator[tuple[Told, Told | None]]:
    """抢修停水通知不够快，15条中…: the clause before names what another sentence counts (抢修停水13条)."""
    for sentence in sentences:
        for quantity in sentence.quantities:
            text = sentence.text
            clause = clause_of(sentence, quantity)
            before = text[: quantity.start - len(clause)].rstrip("，")
            lead = before[max((before.rfind(char) for char in CUTS), default=-1) + 1 :]
            named = compiled(again.bare).fullmatch(clause) and compiled(again.named).match(text, quantity.end)
            if not named or not compiled(again.led).search(lead) or not stated(other, sentence, quantity, context):
                continue
            first = [
                one
                for each in sentences
                if each is not sentence
                for one in _leading(again, other, each, quantity, lead, context)
            ]
            if len({one.value for one in first}) == 1:
                later = Told(
                    "led", first[0].noun, quantity.value, quantity.unit, sentence, quantity.start, quantity.end
                )
                yield later, first[0] if first[0].value != later.value else None


def _leading(
    again: Again, other: str, sentence: Sentence, later: Quantity, lead: str, context: Context
) -> Iterator[Told]:
    """Numbers of the same unit whose name the clause begins with."""
    for quantity in sentence.quantities:
        clause = clause_of(sentence, quantity)
        noun = compiled(again.verbs).sub("", clause, count=1)
        begins = len(noun) > _SHORTEST and compiled(again.opens).sub("", lead, count=1).startswith(noun)
        if not begins or compiled(again.loose).search(noun) or compiled(other).search(clause):
            continue
        if quantity.unit == later.unit and quantity.exact and own_year(sentence.text[: quantity.start], context):
            start = quantity.start - len(clause)
            yield Told("led", noun, quantity.value, quantity.unit, sentence, start, quantity.end)


def _said_same(again: Again, sentences: Sequence[Sentence], context: Context) -> Iterator[tuple[Told, Told | None]]:
    """A number that is said to be another's: 审批单425张，与官网条数一致, where 官网 has one number of that unit."""
    for sentence in sentences:
        for quantity in sentence.quantities:
            match = compiled(again.same_as).match(sentence.text, quantity.end)
            if match is None or not quantity.exact or not own_year(sentence.text[: quantity.start], context):
                continue
            noun, unit = match["noun"], match["unit"] or quantity.unit
            held = [
                Told("same", noun, one.value, unit, each, one.start - len(clause_of(each, one)), one.end)
                for each in sentences
                for one in each.quantities
                if one is not quantity and one.unit == unit and noun in _label(each, one)
            ]
            if len({one.value for one in held}) == 1 and _allstated(held, context):
                clause = clause_of(sentence, quantity)
                start = quantity.start - len(clause)
                later = Told("same", noun, quantity.value, unit, sentence, start, quantity.end)
                yield later, held[0] if held[0].value != later.value else None


def _label(sentence: Sentence, quantity: Quantity) -> str:
    """The clause of a number behind the number before it."""
    clause = clause_of(sentence, quantity)
    before = [one.end for one in sentence.quantities if one.end <= quantity.start]
    return clause[max(0, len(clause) - (quantity.start - before[-1])) :] if before else clause


def _allstated(held: Sequence[Told], context: Context) -> bool:
    """Whether none of these numbers is of another year, or inexact."""
    for one in held:
        quantity = next(each for each in one.sentence.quantities if each.end == one.end)
        if not quantity.exact or not own_year(one.sentence.text[: quantity.start], context):
            return False
    return True
