"""Statements without a number that cells can deny: 均已办结 says that nothing is carried out."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from reviewer.model.phrases import load_phrases
from reviewer.recognise.stating.context import Context
from reviewer.recognise.stating.draft import Cells, Draft
from reviewer.recognise.stating.tokens import Token

RULE = "TX-ALL-DONE"


def assertions(sentence: Sequence[Token], text: str, before: Context, after: Context, cells: Cells) -> list[Draft]:
    """All that one sentence of the folded `text` asserts; the context as it was before it and as it is after it."""
    carried = cells.meaning("application", "carried_out")
    if carried is None or not after.open or after.whose_part:
        return []
    if any(token.kind == "remaining" or token.name in ("carried_out", "carried") for token in sentence):
        return []
    timely = load_phrases().timely
    return [
        Draft(RULE, carried.readings[0], Decimal(0), token.start, token.end, "all_done")
        for token in sentence
        if token.kind == "all_done"
        and not text.endswith(timely, 0, token.start)
        and _spoken_of(sentence, token, before) == "application"
    ]


def _spoken_of(sentence: Sequence[Token], token: Token, before: Context) -> str:
    """What the sentence last named before `token`, else the one topic of the sentence before."""
    named = [one.name for one in sentence if one.kind == "object" and one.start < token.start]
    return named[-1] if named else before.topic[0] if len(before.topic) == 1 else ""
