"""Numbers whose names come after them, and lists of names with as many numbers (分别为)."""

from __future__ import annotations

from collections.abc import Sequence

from reviewer.recognise.stating.context import Context
from reviewer.recognise.stating.draft import Cells, Draft
from reviewer.recognise.stating.names import NOTHING, Group, actions_of, after_last, closed, grouped, objects_of
from reviewer.recognise.stating.resolve import Reading, resolve
from reviewer.recognise.stating.sentences import has_action
from reviewer.recognise.stating.tokens import ANCHORS, Token
from reviewer.recognise.stating.window import Window, a_sort_of_several, may_inherit

_LONGEST_REASON = 12
_APPLICATION = ("application",)


def following(
    window: Window, sentence: Sequence[Token], context: Context, cells: Cells
) -> tuple[list[Draft], int | None]:
    """The number comes first: 3件申请, 17件结转下年办理, 1件因涉及商业秘密不予公开."""
    if not closed(window.before):
        return [], None
    if _beyond(window):
        return [], None
    reach: list[Token] = []
    some = False
    for token in window.after:
        if token.kind in ("each", "publish", "narrow", "fate", "growth", "channel", "month"):
            some = token.kind in ("narrow", "fate", "channel", "month")  # 12件申请通过邮箱提交: those, perhaps not all
            break
        reach.append(token)
    reach = _own_part(_before_next(reach, window), window)
    first = next((index for index, token in enumerate(reach) if token.kind in ("object", "text")), None)
    objects = NOTHING
    if first is not None and reach[first].kind == "object":
        if reach[first].name == "foreign":
            return [], None
        objects = grouped(reach, "object")[0]
    actions = actions_of(reach)
    if first is not None and reach[first].kind == "text":
        known = [token for token in reach[:first] if token.kind == "action"]
        late = has_action(reach[first:], ("outcome", "reason", "carry"))
        if not known and not (late and first > 0 and reach[first].end - reach[first].start <= _LONGEST_REASON):
            return [], None
    among = any(token.kind == "among" for token in window.before)
    if not objects.names and (not actions.names or not may_inherit(window.before, context)):
        return [], None
    if objects.names and among and not actions.names:
        return [], None
    reading = Reading(tuple(reach), objects, actions, window.number, window.rest, sentence)
    drafts = resolve(reading, context, cells)
    loose = not actions.names and (some or _taken(window.before))
    loose = loose or a_sort_of_several(window.after, sentence, actions.names)
    some_of_them = objects.names == _APPLICATION and context.told and not _of_all(window)
    loose = loose or (not actions.names and (_among_outcomes(window) or some_of_them))
    if loose or (actions.names in ((), ("done",)) and _described(reach)):
        drafts = [one for one in drafts if cells.fits(one.facts, one.value)]
    if objects.names:
        context.topic, context.fresh = objects.names, True
    bare = objects.names == _APPLICATION and not any(cells.meaning("application", name) for name in actions.names)
    stated = window.number.number is not None and window.number.number.value in context.wholes
    if bare and not drafts and not stated and not _among_outcomes(window):
        context.whose_part = True  # 有21件申请涉及同一项目，予以公开9件
    return drafts, max((one.end for one in drafts), default=None)


def _beyond(window: Window) -> bool:
    """告知不属于政府信息3件、无法提供61件: what stands behind the join has a number of its own."""
    after, rest = window.after, window.rest
    numbered = len(after) > 1 and len(rest) > len(after) and rest[len(after)].kind == "count"
    return numbered and after[0].kind == "join" and any(token.kind in ANCHORS for token in after)


def _of_all(window: Window) -> bool:
    """5件申请全部办结: nothing before the number, and 全部 or 均 right behind what it counts."""
    if any(token.kind not in ("time_ok", "total", "self") and token.name != "enumerator" for token in window.before):
        return False
    place = next((index for index, token in enumerate(window.after) if token.kind == "object"), len(window.after))
    return any(token.kind in ("each", "all_done") for token in window.after[place + 1 : place + 2])


def _taken(before: Sequence[Token]) -> bool:
    """对3件申请……: some that something was done with."""
    return any(token.name == "taken" for token in before)


def _before_next(reach: list[Token], window: Window) -> list[Token]:
    """对12件申请作出予以公开9件、部分公开3件的答复: an outcome right before the next number counts with that."""
    whole = len(reach) == len(window.after) and len(window.rest) > len(reach) > 1
    if not whole or window.rest[len(reach)].kind != "count" or not has_action(reach[-1:], ("outcome", "reason")):
        return reach
    return reach[:-1] if any(token.kind == "object" for token in reach) else reach


def _own_part(reach: list[Token], window: Window) -> list[Token]:
    """8件被申请行政复议、行政诉讼27件, 21件纠正、行政诉讼20件: what stands behind the join counts with the next number."""
    if len(reach) != len(window.after) or len(window.rest) <= len(reach) or window.rest[len(reach)].kind != "count":
        return reach
    place = max((index for index, token in enumerate(reach) if token.kind == "join"), default=0)
    names = [any(token.kind in ANCHORS for token in part) for part in (reach[:place], reach[place:])]
    return reach[:place] if all(names) and closed(after_last(reach[place:])) else reach


def _among_outcomes(window: Window) -> bool:
    """2件依申请公开，1件部分公开: without a verb, before an outcome that follows its number too, it is itself an outcome."""
    if any(token.kind == "action" for token in window.before):
        return False
    place = next((index for index, token in enumerate(window.rest) if token.kind == "count"), 0)
    if not place or place + 1 >= len(window.rest) or window.rest[place - 1].kind not in ("cut", "join"):
        return False
    return has_action(window.rest[place + 1 : place + 2], ("outcome", "reason"))


def _described(reach: Sequence[Token]) -> bool:
    """3件申请内容不明确, 2件答复被评为优秀: what is said of the applications may be said of these alone."""
    last = max((index for index, token in enumerate(reach) if token.kind in ("object", "action")), default=len(reach))
    return any(token.kind == "text" for token in reach[last + 1 : last + 3])


def in_order(before: Sequence[Token], window: Window) -> bool:
    """维持、纠正为11件、2件: as many numbers as names, though no word says so?"""
    names = max((len(group.names) for kind in ANCHORS for group in grouped(before, kind)[-1:]), default=0)
    numbers, listed = 1, False
    for token in window.rest:
        if token.kind == "count" and listed:
            numbers, listed = numbers + 1, False
        elif token.kind == "join" and not listed:
            listed = True
        else:
            break
    return 1 < numbers <= names and (names > numbers or not listed)


def respectively(
    before: Sequence[Token], window: Window, context: Context, cells: Cells, taken: set[int]
) -> list[Draft]:
    """行政许可、处罚、强制分别为2764宗、3124宗和188宗: as many names as numbers, or nothing."""
    objects = objects_of(before)
    acts = max(grouped(before, "action"), key=lambda one: len(one.names), default=NOTHING)
    numbers = [window.number]
    for token in window.rest:
        if token.kind == "count":
            numbers.append(token)
        elif token.kind not in ("join", "cut", "filler"):
            break
    taken.update(token.start for token in numbers)
    if len(objects.names) > 1:
        action = actions_of(before)
        pairs = [(Group((name,), (token,)), action) for name, token in zip(*objects, strict=True)]
    else:
        pairs = [(objects, Group((name,), (token,))) for name, token in zip(*acts, strict=True)]
    if len(pairs) != len(numbers):
        return []
    found: list[Draft] = []
    for (item, action), number in zip(pairs, numbers, strict=True):
        found += resolve(Reading(tuple(before), item, action, number, (), tuple(before)), context, cells)
    return found
