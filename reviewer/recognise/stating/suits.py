"""Suits of two sorts, all of them, and what became of them: which of the three a number tells of."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from reviewer.recognise.stating.context import Context
from reviewer.recognise.stating.draft import Cells, Draft, draft, span
from reviewer.recognise.stating.names import family
from reviewer.recognise.stating.nests import bracketed, nest
from reviewer.recognise.stating.sentences import has_action
from reviewer.recognise.stating.tokens import Token
from reviewer.recognise.stating.window import Window

SORTS = ("litigation_direct", "litigation_after_review")
_ALL = ("litigation",)


def result_of_bracket(sentence: Sequence[Token], number: Token) -> str:
    """What became of the suits that a bracket sorts: 被纠正5宗（直接起诉2宗，复议后起诉3宗); "" when it sorts no such number."""
    found = bracketed(sentence, number)
    return found.names[0] if found is not None and len(found.names) == 1 and family(found.names[0]) == "result" else ""


def among_results(
    found: list[Draft], sentence: Sequence[Token], number: Token, sort: str, context: Context, cells: Cells
) -> list[Draft]:
    """纠正5件，其中直接起诉2件: of those corrected or of all, so that only what fits either is told."""
    inside = nest(sentence, number)
    results = [name for name in inside.names if family(name) in ("result", "")] if inside is not None else []
    if inside is None or not results or any(one.value > inside.value for one in found):
        return found
    kept: list[Draft] = []
    meaning = cells.meaning(sort, results[0])
    for one in found:
        if meaning is not None and cells.fits(meaning.readings[0], one.value):
            kept.append(one._replace(facts=meaning.readings[0]))
            context.topic = _ALL  # 其中直接起诉2件、复议后起诉3件，其他结果6件: of all suits again
        elif cells.fits(one.facts, one.value):
            kept.append(one)
    return kept


def both_sorts(sentence: Sequence[Token], found: Sequence[Draft], context: Context) -> None:
    """直接起诉3件、复议后起诉2件；其中纠正1件: after both sorts were counted, the next sentence may speak of all suits."""
    objects = {token.name for token in sentence if token.kind == "object"}
    if not objects & {"review", *_ALL, *SORTS}:
        return
    counted = {one.facts[0].split(".")[1] for one in found if len(one.facts) == 1 and one.facts[0].endswith(".total")}
    both = counted.issuperset(SORTS) and "review" not in objects and not has_action(sentence, ("result",))
    context.either_suits = both and set(context.topic) <= set(SORTS)
    if context.either_suits:
        context.topic = _ALL


def all_disputes(
    window: Window, sentence: Sequence[Token], context: Context, cells: Cells
) -> tuple[list[Draft], int | None] | None:
    """直接起诉3件、复议后起诉2件，总共5件: all suits (or reviews), when it is what the two add up to or what the table holds."""
    before = [token for token in sentence if token.end <= window.number.start]
    names = [token.name for token in before if token.kind == "object"]
    said = [token.number.value for token in before if token.number is not None and token.number.kind == "count"]
    count, meaning = window.number.number, cells.meaning(_ALL[0], "")
    if context.topic == ("review",):
        return _all_reviews(window, said, context, cells)
    if count is None or meaning is None or "review" in names or not set(SORTS) <= set(names):
        return None
    context.topic = _ALL
    if (len(said) != len(SORTS) or sum(said) != count.value) and not cells.fits(meaning.readings[0], count.value):
        return [], None
    return [draft(meaning, meaning.readings[0], count, span(window.before, window.number))], None


def _all_reviews(
    window: Window, said: Sequence[Decimal], context: Context, cells: Cells
) -> tuple[list[Draft], int | None] | None:
    """复议维持3件、纠正1件、待审1件，共5件: all reviews, when it is what the results add up to or what the table holds."""
    count, meaning = window.number.number, cells.meaning("review", "")
    if count is None or meaning is None or context.last != "result":
        return None
    if sum(said) != count.value and not cells.fits(meaning.readings[0], count.value):
        return [], None
    return [draft(meaning, meaning.readings[0], count, span(window.before, window.number))], None
