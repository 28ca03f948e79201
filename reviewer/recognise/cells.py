"""The text of one table cell to its state and value. A digit is never guessed.

`20 0` is two cells glued or one wrapped: unreadable. `O`, `③`, `约80` and `251000元` in a 万元 cell are text. `-2` and
`1.5` are numbers, even where the form wants a whole one: whether a number is allowed is for rules to say.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache, lru_cache
from typing import NamedTuple

from reviewer.model import State, folded
from reviewer.recognise.words import words

_LONGEST = 15
"""More digits than any count or sum of money has: cells glued together."""


class Value(NamedTuple):
    state: State
    value: Decimal | None = None


BLANK = Value(State.BLANK)
TEXT = Value(State.TEXT)
PLACEHOLDER = Value(State.PLACEHOLDER)
UNREADABLE = Value(State.UNREADABLE)
_ZERO = Value(State.ZERO, Decimal(0))
_GAP = re.compile(r"[0-9] [0-9]|[0-9],\s*$")
_NOTE = r"(?:（[^（）0-9]*[\u4e00-\u9fff][^（）]*）)?"


@cache
def _number(money: bool) -> re.Pattern[str]:
    units = (words().money_unit,) if money else words().units
    unit = "(?:" + "|".join(map(re.escape, units)) + ")?"
    return re.compile(rf"([+-]?)([0-9]+|[0-9]{{1,3}}(?:,[0-9]{{3}})+)(?:\.([0-9]+))?{unit}{_NOTE}{unit}")


@lru_cache(maxsize=4096)
def read_cell(text: str, *, money: bool = False, signed: bool = False) -> Value:
    """State and value of a cell's text.

    `money`: the cell holds a sum in 万元, no count. `signed`: a leading `+` belongs to the number (2019, 本年增/减).
    """
    plain = folded(text)
    if not plain:
        return BLANK
    if plain in words().placeholders or not plain.strip("-—"):
        return PLACEHOLDER
    match = _number(money).fullmatch(plain)
    if match is None:
        return UNREADABLE if _GAP.search(plain) else TEXT
    sign, whole, fraction = match[1], match[2].replace(",", ""), (match[3] or "").rstrip("0")
    if sign == "+" and not signed:
        return TEXT
    if len(whole) > _LONGEST or (len(whole) > 1 and whole[0] == "0"):
        return UNREADABLE
    value = Decimal(f"{'-' if sign == '-' else ''}{whole}{'.' + fraction if fraction else ''}")
    return _ZERO if value == 0 else Value(State.NUMBER, value)


_VALUE_LIKE = re.compile(r"[+\-]?[0-9０-９][0-9０-９,，.．\s]*")


def looks_like_value(text: str) -> bool:
    """True for a number, a placeholder or a number with its unit or note: not for a label."""
    if _VALUE_LIKE.fullmatch(text):
        return True
    state = read_cell(text).state
    return state in (State.NUMBER, State.ZERO, State.PLACEHOLDER)
