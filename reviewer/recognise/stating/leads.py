"""Numbers that a word before them marks: the rest (尚有2件…), or the sum of what was said before (合计44件)."""

from __future__ import annotations

from collections.abc import Sequence

from reviewer.recognise.stating.context import Context
from reviewer.recognise.stating.draft import Cells, Draft, draft, span
from reviewer.recognise.stating.names import NOTHING, Group, closed, family
from reviewer.recognise.stating.resolve import Reading
from reviewer.recognise.stating.suits import SORTS, all_disputes
from reviewer.recognise.stating.tokens import Token
from reviewer.recognise.stating.window import Window, object_behind

_APPLICATION = ("application",)
_TAKEN_ON = ("", "receive", "accept")


def led(
    window: Window, before: Sequence[Token], objects: Group, sentence: Sequence[Token], context: Context
) -> Reading | None:
    """What is left of the applications counts as carried out when a later word says so, else it states nothing.

    None when the number is no such rest; a reading without actions when it states nothing.
    """
    if not before and objects.names in ((), _APPLICATION):
        return _postponed(window, sentence, context)
    if not any(token.kind in ("rest", "remaining", "among") for token in before):
        return None
    if any(token.kind == "action" for token in before):
        return None
    if (objects.names or _behind(window) or context.topic) != _APPLICATION:
        left = any(token.kind == "rest" for token in before) and not objects.names
        return Reading(tuple(before), NOTHING, NOTHING, window.number, window.rest, sentence) if left else None
    spoken = _until(window.after, ("count",))
    acts = [token for token in spoken if token.kind == "action"]
    if any(family(token.name) not in ("generic", "carry") for token in acts):
        return None
    if not any(token.kind in ("rest", "remaining") for token in before):
        late = acts and all(token.name in ("receive", "accept") for token in acts)
        if not late:
            return None
    carry = next((token for token in _until(window.rest, ("count",)) if token.name in ("carried_out", "carried")), None)
    actions = Group(("carried_out",), (carry,)) if carry is not None else NOTHING
    if carry is None and window.after and window.after[-1].name == "carried_in":  # 另有2件是上年留下来的
        actions = Group(("carried_in",), window.after[-1:])
    item = objects if objects.names else Group(_APPLICATION, ())
    return Reading(tuple(before), item, actions, window.number, window.rest, sentence)


def _behind(window: Window) -> tuple[str, ...]:
    """What stands right behind the number, which tells of what it is the rest whatever was spoken of before."""
    behind = object_behind(window)
    return behind.names if behind is not None else ()


def _postponed(window: Window, sentence: Sequence[Token], context: Context) -> Reading | None:
    """1件因征求第三方意见，结转下年: a number that opens its clause, carried over in a later one."""
    spoken = _until(window.rest, ("count",))
    carry = next((token for token in spoken if token.name in ("carried_out", "carried")), None)
    behind = _behind(window)
    if carry is None or carry in window.after or (behind or context.topic) != _APPLICATION:
        return None
    between = [token for token in spoken if token.start < carry.start]
    if behind:  # 4件申请，已结转下年度
        between.remove(next(token for token in between if token.kind == "object"))
    if any(token.kind in ("each", "all_done", "object") or token.name in ("done", "handle") for token in between):
        return None
    if any(token.kind == "action" and family(token.name) != "generic" for token in between):
        return None
    return Reading((), Group(_APPLICATION, ()), Group(("carried_out",), (carry,)), window.number, window.rest, sentence)


def summed(
    window: Window, sentence: Sequence[Token], context: Context, cells: Cells
) -> tuple[list[Draft], int | None] | None:
    """新收36件，上年结转8件，合计44件: both together."""
    count = window.number.number
    heads = [token for token in window.before if token.kind in ("total", "needed")]
    if count is None or count.kind == "money" or not heads:
        return None
    if len(context.topic) == 1 and context.topic[0] in (*SORTS, "review") and closed(window.before):
        return all_disputes(window, sentence, context, cells)
    if context.topic != _APPLICATION:
        return None
    if not closed(window.before):
        return None
    if any(token.kind in ("object", "action", "text") for token in window.after):
        return None
    new, old = cells.meaning("application", "receive"), cells.meaning("application", "carried_in")
    if new is None or old is None:
        return None
    said = context.counted.intersection(_TAKEN_ON)
    before = context.told and any(token.kind == "needed" for token in heads)  # 连同上年结转3件，应办33件
    if (said or before) and "carried_in" in context.counted:
        keys: tuple[str, ...] = (*new.readings[0], *old.readings[0])
    elif not context.counted and context.parts and context.generic in _TAKEN_ON:
        keys = new.readings[0]  # 收到网上申请6件、信函申请3件，共9件
    else:
        return None
    return [draft(new, keys, count, span(heads, window.number))], None


def _until(found: Sequence[Token], kinds: Sequence[str]) -> list[Token]:
    kept: list[Token] = []
    for token in found:
        if token.kind in kinds and (token.number is None or token.number.kind != "other"):
            break  # a date is no number of applications
        kept.append(token)
    return kept
