"""Numbers of a sentence to the names they count.

A number belongs to the names before it in its clause (不予公开20件), else to those after it (17件结转下年办理); an object
that the clause leaves out is that of the clause before (收到申请5件，办结4件). Where a word stands between name and number
that the vocabulary does not know, or the object is another body's, another year's, a part or a comparison, nothing is
stated: a missed number costs less than a false alarm.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from reviewer.recognise.stating.context import FOREIGN, Context
from reviewer.recognise.stating.draft import Cells, Draft, draft, span
from reviewer.recognise.stating.names import NOTHING, Group, actions_of, after_last, blocked, closed, family, grouped, objects_of
from reviewer.recognise.stating.resolve import Reading, resolve
from reviewer.recognise.stating.sentences import Clause, clauses, has_action
from reviewer.recognise.stating.tokens import Token


class Window(NamedTuple):
    """A number with what stands before it (since the last number) and after it (until the next) in its clause."""

    before: tuple[Token, ...]
    number: Token
    after: tuple[Token, ...]
    rest: tuple[Token, ...]
    """All that follows in the sentence."""


def bind(sentence: Sequence[Token], context: Context, cells: Cells) -> list[Draft]:
    """Claims of the numbers of one sentence, in order; `context` moves on."""
    found: list[Draft] = []
    taken: set[int] = set()
    for clause in clauses(sentence):
        found += _clause(clause, sentence, context, cells, taken)
    return found


def _clause(clause: Clause, sentence: Sequence[Token], context: Context, cells: Cells, taken: set[int]) -> list[Draft]:
    found: list[Draft] = []
    row = clause.tokens
    places = [index for index, token in enumerate(row) if token.kind == "count"]
    begin = 0
    for order, place in enumerate(places):
        stop = places[order + 1] if order + 1 < len(places) else len(row)
        rest = tuple(token for token in sentence if token.start > row[place].start)
        window = Window(row[begin:place], row[place], row[place + 1 : stop], rest)
        _hear(window.before, context)
        used = place
        if row[place].start not in taken:
            drafts, last = _number(window, sentence, context, cells, taken)
            found += drafts
            used = max([place, *(index for index, token in enumerate(row) if last is not None and token.end <= last)])
        begin = min(max(used, place) + 1, stop)
    _hear(row[begin:], context)
    _leave(clause, bool(places), context)
    return found


def _hear(row: Sequence[Token], context: Context) -> None:
    for token in row:
        context.hear(token)
    objects = objects_of(row)
    if objects.names:
        context.topic = FOREIGN if "foreign" in objects.names else objects.names
        context.fresh = True
    for token in row:
        if token.kind == "action" and family(token.name) == "generic":
            context.generic = token.name


def _leave(clause: Clause, numbered: bool, context: Context) -> None:
    """What the next clause may lean on: names without a number."""
    if clause.inside:
        if not numbered and any(token.kind in ("object", "action") for token in clause.tokens) and context.pending:
            included = clause.tokens[0].kind == "filler" and any(one.name == "carried_in" for one in clause.tokens)
            context.pending = context.pending if included else [*context.pending, *clause.tokens]
        return
    if numbered:
        context.pending = []
    elif any(token.kind in ("object", "action") for token in clause.tokens):
        context.pending = [] if blocked(clause.tokens) else list(clause.tokens)
    elif not closed(clause.tokens):
        context.pending = []


def _number(
    window: Window, sentence: Sequence[Token], context: Context, cells: Cells, taken: set[int]
) -> tuple[list[Draft], int | None]:
    """Claims of one number and, when it took names after it, where they end."""
    before, count = window.before, window.number.count
    if count is None or count.kind == "other" or not count.exact or blocked(before) or not context.open:
        return [], None
    objects, actions = objects_of(before), actions_of(before)
    if not objects.names and not actions.names and context.pending and closed(before):
        before = (*context.pending, *before)
        objects, actions = objects_of(before), actions_of(before)
    if not actions.names and not objects.names and (opened := _opened(before, sentence, context)):
        actions = opened
    if any(token.kind == "respectively" for token in before):
        return _respectively(before, window, context, cells, taken), None
    if not objects.names and not actions.names and not any(token.kind == "disclosure_part" for token in before):
        return _after(window, sentence, context, cells)
    tail = after_last(before, ("object", "action", "disclosure_part"))
    if not closed(tail) and not any(token in actions.tokens and token.kind == "publish" for token in before):
        return [], None
    if not objects.names:
        objects = _object_after(window, actions)
        if objects is None or (not objects.names and not _may_inherit(before, context)):
            return [], None
    elif _foreign_ahead(window.after):
        return [], None
    reading = Reading(before, objects, actions, window.number, window.rest, sentence)
    return resolve(reading, context, cells), None


def _opened(before: Sequence[Token], sentence: Sequence[Token], context: Context) -> Group | None:
    """公开2件 beside other outcomes of applications is 予以公开."""
    verbs = [token for token in before if token.kind == "publish"]
    rest = [token for token in before if token.kind != "publish"]
    if len(verbs) != 1 or not closed(rest) or context.topic != ("application",):
        return None
    return Group(("granted",), (verbs[0],)) if has_action(sentence, ("outcome",)) else None


def _may_inherit(before: Sequence[Token], context: Context) -> bool:
    """May the number count the topic of an earlier clause? In a later sentence only when nothing else is spoken of."""
    if not context.topic or context.topic == FOREIGN:
        return False
    unknown = any(token.kind in ("text", "publish") for token in before[:-1])
    return not unknown or context.fresh


def _object_after(window: Window, actions: Group) -> Group | None:
    """The object right behind the number (3件政府信息公开申请); None when another thing stands there."""
    for token in window.after:
        if token.kind == "object":
            return None if token.name == "foreign" else Group((token.name,), (token,))
        if token.kind in ("text", "number_of_document"):
            return None if token is window.after[0] else NOTHING
        if token.kind == "action" and family(token.name) == "applicant":
            continue
        if token.kind not in ("filler", "context"):
            return NOTHING
    return NOTHING


def _foreign_ahead(after: Sequence[Token]) -> bool:
    return bool(after) and after[0].kind == "object" and after[0].name == "foreign"


def _after(window: Window, sentence: Sequence[Token], context: Context, cells: Cells) -> tuple[list[Draft], int | None]:
    """The number comes first: 3件申请, 17件结转下年办理, 1件因涉及商业秘密不予公开."""
    if not closed(window.before):
        return [], None
    reach: list[Token] = []
    for token in window.after:
        if token.kind in ("each", "publish", "narrow", "growth", "channel"):
            break
        reach.append(token)
    first = next((index for index, token in enumerate(reach) if token.kind in ("object", "text")), None)
    objects = NOTHING
    if first is not None and reach[first].kind == "object":
        if reach[first].name == "foreign":
            return [], None
        objects = Group((reach[first].name,), (reach[first],))
    actions = actions_of(reach)
    if first is not None and reach[first].kind == "text":
        known = [token for token in reach[:first] if token.kind == "action"]
        late = has_action(reach[first:], ("outcome", "reason"))
        if not known and not (late and first > 0 and reach[first].end - reach[first].start <= 12):
            return [], None
    among = any(token.kind == "among" for token in window.before)
    if not objects.names and (not actions.names or not _may_inherit(window.before, context)):
        return [], None
    if objects.names and among and not actions.names:
        return [], None
    reading = Reading(tuple(reach), objects, actions, window.number, window.rest, sentence)
    drafts = resolve(reading, context, cells)
    if objects.names:
        context.topic, context.fresh = objects.names, True
    return drafts, max((one.end for one in drafts), default=None)


def _respectively(before: Sequence[Token], window: Window, context: Context, cells: Cells, taken: set[int]) -> list[Draft]:
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
