"""A number with the tokens around it in its clause, and what they allow."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from reviewer.recognise.stating.context import FOREIGN, Context
from reviewer.recognise.stating.names import NOTHING, Group, family
from reviewer.recognise.stating.tokens import Token

_SPECIAL = ("carry", "outcome", "reason", "applicant")
_SHORT_TEXT = 4
DESCRIBED = "described"


class Window(NamedTuple):
    """A number with what stands before it (since the last number) and after it (until the next) in its clause."""

    before: tuple[Token, ...]
    number: Token
    after: tuple[Token, ...]
    rest: tuple[Token, ...]
    """All that follows in the sentence."""


def may_inherit(before: Sequence[Token], context: Context) -> bool:
    """May the number count the topic of an earlier clause? In a later sentence only when nothing else is spoken of."""
    if not context.topic or context.topic == FOREIGN:
        return False
    unknown = [token for token in before if token.kind in ("text", "publish", "revise")]
    special = any(token.kind == "action" and family(token.name) in _SPECIAL for token in before)
    return not unknown or context.fresh or (special and sum(one.end - one.start for one in unknown) <= _SHORT_TEXT)


def object_behind(window: Window) -> Group | None:
    """The object right behind the number (3件政府信息公开申请); None when another thing stands there."""
    for token in window.after:
        if token.kind == "object":
            return None if token.name == "foreign" else Group((token.name,), (token,))
        if token.kind in ("text", "number_of_document"):
            return None if token is window.after[0] else NOTHING
        if token.kind == "action" and (family(token.name) == "applicant" or token.name == "happen"):
            continue  # 1起因信息公开引起的行政复议
        if token.kind not in ("filler", "context"):
            return NOTHING
    return NOTHING


def a_sort_of_several(after: Sequence[Token], sentence: Sequence[Token], verbs: Sequence[str]) -> bool:
    """收到2件涉及征地的申请、3件涉及财政的申请, 办结2件涉及征地的申请: what is described may be but a part."""
    if not any(token.name == DESCRIBED for token in after):
        return False
    return sum(token.name == DESCRIBED for token in sentence) > 1 or not set(verbs) <= {"receive", "accept"}


def foreign_ahead(after: Sequence[Token]) -> bool:
    return bool(after) and after[0].kind == "object" and after[0].name == "foreign"


def still_outcomes(actions: Group, context: Context) -> bool:
    """部分公开2件，……信息1件，无法提供2件: another thing counted between outcomes does not end their list."""
    listing = ("outcome", "reason")
    told = bool(actions.names) and all(family(name) in listing for name in actions.names)
    return told and context.topic == FOREIGN and context.last in listing
