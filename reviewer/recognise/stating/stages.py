"""12月29日收到的1件申请结转下年: of a part of what came the last stage tells, and of nothing else."""

from __future__ import annotations

from collections.abc import Sequence

from reviewer.recognise.stating.context import Context
from reviewer.recognise.stating.names import Group, objects_of
from reviewer.recognise.stating.tokens import Token
from reviewer.recognise.stating.window import Window

_APPLICATION = ("application",)
_COMING = ("receive", "accept")
_CARRIED = ("carried_out", "carried")
_ENDS = ("count", "among", "each", "none", "all_done", "stop")


def moved_on(window: Window, before: Sequence[Token], context: Context) -> tuple[Group, Group] | None:
    """The object and the action of a number that counts what came and was carried over; None for others."""
    acts = [token for token in before if token.kind == "action"]
    if not acts or acts[-1].name not in _COMING or not _a_part(before):
        return None
    named = [group for group in (objects_of(before), objects_of(window.after)) if group.names]
    if any(group.names != _APPLICATION for group in named) or (not named and context.topic != _APPLICATION):
        return None
    carry = _carried(window.rest)
    if carry is None:
        return None
    return (named[-1] if named else Group(_APPLICATION, ())), Group(("carried_out",), (carry,))


def _a_part(before: Sequence[Token]) -> bool:
    """收到的3件, or a day on which it came."""
    last = before[-1]
    described = last.kind == "filler" and last.end - last.start == 1 and before[-2].kind == "action"
    return described or any(token.name == "dated" for token in before)


def _carried(rest: Sequence[Token]) -> Token | None:
    """What is said to be carried over, before another number and with none of its own."""
    for place, token in enumerate(rest):
        if token.kind in _ENDS or token.name == "partitive":
            return None
        if token.kind == "action" and token.name in _CARRIED:
            after = next((one for one in rest[place + 1 :] if one.kind != "filler"), None)
            return token if after is None or after.kind != "count" else None
    return None
