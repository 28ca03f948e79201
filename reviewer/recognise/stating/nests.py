"""Numbers that split another number: 结转的9件里，自然人7件; 被纠正5宗（直接起诉2宗，复议后起诉3宗).

The form counts applicants and outcomes of all applications. What splits the number of those carried over, of one kind of
applicant or of one outcome by something else is in no cell that prose names, unless it is all the same the whole.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from reviewer.recognise.stating.draft import Cells, Draft
from reviewer.recognise.stating.names import actions_of, family
from reviewer.recognise.stating.tokens import Token, counts

_UNKNOWN = "unknown"
"""Name of what a number counts where the vocabulary does not tell, but for that it is not the whole (撤回5件)."""
_RECEIVED = "received"
"""The same of what came, in 新收的9件办结7件."""
_BEFORE = ("t3.carried_in.total",)
_LIMITS = ("narrow", "fate")
_WITHIN = ("within", "partitive")
_WHOLE = ("t3.new_received", "t3.done.total")
_CARRIED = ("t3.carried_in", "t3.carried_out")
_STRANGE = {
    "carry": ("generic", "applicant", "outcome"),
    _RECEIVED: ("generic",),
    "applicant": ("generic", "outcome"),
    "outcome": ("generic", "applicant"),
    "reason": ("generic", "applicant"),
    _UNKNOWN: ("generic", "applicant", "outcome"),
}
"""By the family of the number that is split: cells of all applications that its parts are not in."""


class Nest(NamedTuple):
    """What the number that is split counts, and whether its words leave no other reading."""

    names: tuple[str, ...]
    value: Decimal
    certain: bool


def nest(sentence: Sequence[Token], number: Token) -> Nest | None:
    """The number that `number` splits: before the bracket it stands in, before 当中, or in its clause (结转的9件已办结7件)."""
    before = [token for token in sentence if token.end <= number.start]
    return _bracket(before) or _within(before) or _in_clause(before) or _among(before)


def of_nest(found: Sequence[Draft], sentence: Sequence[Token], number: Token, cells: Cells) -> list[Draft]:
    """Claims of a number that splits another: what is no part of that in any cell is told only where it fits all the same."""
    inside = nest(sentence, number) if found else None
    if inside is None:
        return list(found)
    if inside.names == (_RECEIVED,) and cells.fits(_BEFORE, Decimal(0)):
        return list(found)  # nothing but what came was there to be answered
    barred = {kind for name in inside.names for kind in _STRANGE.get(family(name) or name, ())}
    kept = []
    for one in found:
        part = inside.certain or one.value <= inside.value  # more than the number before is no part of it
        if not part or _kind(one.facts) not in barred or cells.fits(one.facts, one.value):
            kept.append(one)
    return kept


def bracketed(sentence: Sequence[Token], number: Token) -> Nest | None:
    """The number before the bracket in which `number` stands."""
    return _bracket([token for token in sentence if token.end <= number.start])


def _kind(facts: Sequence[str]) -> str:
    """What cells of table three tell of all applications, as a family of actions; "" for cells of a part of them."""
    row, _, column = facts[0].rpartition(".")
    if not row.startswith("t3."):
        return ""
    if row in _WHOLE:
        return "generic" if column == "total" else "applicant"
    if column != "total":
        return ""
    return "carry" if row in _CARRIED else "outcome"


def _made(tokens: Sequence[Token], certain: bool) -> Nest | None:
    """The nest that a clause opens with its last number."""
    place = max((index for index, token in enumerate(tokens) if counts(token)), default=-1)
    if place < 0:
        return None
    begin = max((index for index, token in enumerate(tokens[:place]) if token.kind in ("count", "cut")), default=-1) + 1
    count = tokens[place].number
    named = actions_of(tokens[begin:place]).names or actions_of(tokens[place:]).names
    if any(token.kind in _LIMITS for token in tokens[begin:]):
        named = (_UNKNOWN,)
    return Nest(named, count.value, certain) if count is not None and named else None


def _bracket(before: Sequence[Token]) -> Nest | None:
    depth = 0
    for place in range(len(before) - 1, -1, -1):
        token = before[place]
        if token.kind != "cut" or token.name not in "（）":
            continue
        if token.name == "）":
            depth += 1
        elif depth:
            depth -= 1
        else:
            return _made(before[:place], True) if place and counts(before[place - 1]) else None
    return None


def _within(before: Sequence[Token]) -> Nest | None:
    place = max((index for index, token in enumerate(before) if token.name in _WITHIN), default=-1)
    return _made(_clause(before[:place]), True) if place > 0 else None


def _clause(before: Sequence[Token]) -> Sequence[Token]:
    cut = max((index for index, token in enumerate(before) if token.kind == "cut"), default=-1)
    return before[cut + 1 :]


def _in_clause(before: Sequence[Token]) -> Nest | None:
    """结转的9件已有7件办结, not 结转的9件、新收的7件."""
    clause = _clause(before)
    if any(token.kind == "join" for token in clause) or not any(map(counts, clause)):
        return None
    if _described(clause):
        return _made(clause, False)
    came = _made(clause, False) if _described(clause, "receive") else None
    return came and came._replace(names=(_RECEIVED,))


def _described(clause: Sequence[Token], verb: str = "carry") -> bool:
    """Does its first number stand behind 结转的 (or 新收的)?"""
    place = next(index for index, token in enumerate(clause) if counts(token))
    acts = [index for index, token in enumerate(clause[:place]) if verb in (family(token.name), token.name)]
    if not acts:
        return False
    between = clause[acts[-1] + 1 : place]
    return bool(between) and all(token.kind == "filler" or token.name == "application" for token in between)


def _among(before: Sequence[Token]) -> Nest | None:
    """结转9件，其中自然人7件; 上年结转的6件，已办结5件: perhaps of those, perhaps of all."""
    place = max((index for index, token in enumerate(before) if token.kind == "among"), default=0)
    if place:
        head = [token for token in before[:place] if token.kind != "among"]
        left = _clause(head[:-1] if head and head[-1].kind == "cut" else head)
        return _made(left, False) if not any(token.kind == "each" for token in left) else None
    cuts = [index for index, token in enumerate(before) if token.kind == "cut" and token.name == "，"]
    left = _clause(before[: cuts[-1]]) if cuts else ()
    if not any(map(counts, left)) or not _described(left):
        return None
    return _made(left, False)
