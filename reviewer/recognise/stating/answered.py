"""收到申请2件。经审查，两件均作出予以公开的答复: every application that came was answered in one way."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from reviewer.recognise.stating.context import Context
from reviewer.recognise.stating.draft import Cells, Draft
from reviewer.recognise.stating.names import family
from reviewer.recognise.stating.tokens import Token

_RULE = "TX-OUTCOME"
_NEW = ("t3.new_received.total",)
_ELSEWHERE = ("t3.carried_in.total", "t3.carried_out.total")
_LED = ("filler", "cut", "total", "self", "time_ok")
_MADE = ("decide", "done", "handle")


def answered(sentence: Sequence[Token], said: Sequence[Draft], context: Context, cells: Cells) -> list[Draft]:
    """Claims of one sentence behind those `said` in its paragraph: 两件均……, where two came and none was moved to or fro."""
    if not context.open or context.topic != ("application",) or context.doubtful or context.month:
        return []
    if any(one.facts[:1] != _NEW and one.facts[0] in _ELSEWHERE and one.value for one in said):
        return []
    if not all(cells.fits((key,), Decimal(0)) for key in _ELSEWHERE):
        return []
    for place, token in enumerate(sentence):
        if token.kind == "count" and (outcome := _outcome(sentence[place + 1 :])) is not None:
            return _claim(sentence[:place], token, outcome, said, cells)
    return []


def _claim(before: Sequence[Token], number: Token, outcome: Token, said: Sequence[Draft], cells: Cells) -> list[Draft]:
    """The claim of the number, when it repeats how many came, which is what was told last but for who applied."""
    meaning = cells.meaning("application", outcome.name)
    whole = next((one for one in reversed(said) if one.facts == _NEW), None)
    if meaning is None or whole is None or number.number is None or not number.number.exact:
        return []
    if whole.value != number.number.value or whole.end > number.start:
        return []
    if any(one.start > whole.start and not one.facts[0].startswith("t3.new_received.") for one in said):
        return []
    between = [token for token in before if token.start >= whole.end]
    if not all(token.kind in _LED or token.name in ("application", *_MADE) for token in between):
        return []
    return [Draft(_RULE, meaning.readings[0], whole.value, number.start, outcome.end, unit=number.number.unit)]


def _outcome(after: Sequence[Token]) -> Token | None:
    """The one outcome that 均 gives, with nothing else to the end of the clause: 均作出不予公开决定."""
    named: Token | None = None
    each = False
    for token in after:
        if token.kind == "cut":
            break
        if token.kind == "each" and named is None:
            each = True
        elif token.kind == "action" and family(token.name) == "outcome" and each and named is None:
            named = token
        elif token.kind != "filler" and token.name not in ("application", *_MADE):
            return None
    return named
