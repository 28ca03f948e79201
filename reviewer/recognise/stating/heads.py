"""结转2024年的4件，自然人和企业各2件: who applied for what was carried over, granted or refused, not for all that came."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from reviewer.recognise.stating.draft import Cells, Draft
from reviewer.recognise.stating.tokens import Token

_TABLE, _TOTAL = "t3.", ".total"
_WHOLES = ("t3.new_received", "t3.done.total")
_CARRIED = ("t3.carried_in", "t3.carried_out")


class Head(NamedTuple):
    """The number said last of whole rows of table three, other than all that came or was answered."""

    rows: tuple[str, ...]
    value: Decimal
    end: int


def head(found: Sequence[Draft], before: Head | None) -> Head | None:
    """The head after the claims `found` of one number; claims of single columns leave it as it was."""
    if not found or _columns(found[-1]):
        return before
    last = found[-1]
    rows = tuple(key.removesuffix(_TOTAL) for key in last.facts)
    if not all(key.startswith(_TABLE) and key.endswith(_TOTAL) for key in last.facts) or set(rows) & set(_WHOLES):
        return None
    return Head(rows, last.value, last.end)


def of_row(
    found: Sequence[Draft], sentence: Sequence[Token], number: Token, last: Head | None, cells: Cells
) -> list[Draft]:
    """Claims of one number about applicants, told of the row of the head where they break that down.

    Where they may break down either (结转4件，自然人2件) what fits is meant; where neither does nothing is stated, but of a
    bracket or list right behind what was carried over.
    """
    kept: list[Draft] = []
    for one in found:
        columns = _columns(one)
        if last is None or not columns or one.value > last.value:
            kept.append(one)
            continue
        direct = _opened(sentence, last.end, number.start)
        own = one._replace(facts=tuple(f"{row}.{column}" for row in last.rows for column in columns))
        options = (own, one) if direct else (one, own)
        fitting = next((each for each in options if cells.fits(each.facts, each.value)), None)
        if fitting is not None:
            kept.append(fitting)
        elif direct and last.rows[0] in _CARRIED:
            kept.append(own)
    return kept


def _columns(found: Draft) -> tuple[str, ...]:
    """The columns of a claim about applicants; () for other claims."""
    keys = [key.rpartition(".") for key in found.facts]
    if not all(row.startswith(_TABLE) and column != "total" for row, _, column in keys):
        return ()
    return tuple(dict.fromkeys(column for _, _, column in keys))


def _opened(sentence: Sequence[Token], start: int, end: int) -> bool:
    """Does a bracket that is still open, 其中 or a colon stand between?"""
    depth, marked = 0, False
    for token in sentence:
        if start <= token.start < end:
            marked = marked or token.kind == "among" or (token.kind == "cut" and token.name == "：")
            depth += {"（": 1, "）": -1}.get(token.name, 0) if token.kind == "cut" else 0
            if depth < 0:
                return False
    return marked or depth > 0
