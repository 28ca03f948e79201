"""Statements without a number that cells can deny: 均已办结 (nothing is carried out), 发生过行政复议 (there was one)."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from reviewer.recognise.stating.context import Context
from reviewer.recognise.stating.draft import Cells, Draft
from reviewer.recognise.stating.tokens import Token

RULE = "TX-ALL-DONE"


def assertions(sentence: Sequence[Token], text: str, context: Context, cells: Cells, timely: Sequence[str]) -> list[Draft]:
    """Call it with the context as it is after the sentence."""
    carried = cells.meaning("application", "carried_out")
    if carried is None or not context.open or context.topic != ("application",):
        return []
    if any(token.kind == "remaining" or token.name in ("carried_out", "carried") for token in sentence):
        return []
    found = []
    for token in sentence:
        if token.kind == "all_done" and not text.endswith(tuple(timely), 0, token.start):
            found.append(Draft(RULE, carried.readings[0], Decimal(0), token.start, token.end, "all_done"))
    return found
