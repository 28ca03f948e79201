"""Numbers of a sentence to the names they count.

A number belongs to the names before it in its clause (不予公开20件), else to those after it (17件结转下年办理); an object
that the clause leaves out is that of the clause before (收到申请5件，办结4件). Where a word stands between name and number
that the vocabulary does not know, or the object is another body's, another year's, a part or a comparison, nothing is
stated: a missed number costs less than a false alarm.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from decimal import Decimal
from operator import attrgetter

from reviewer.recognise.stating.context import FOREIGN, Context
from reviewer.recognise.stating.draft import Cells, Draft
from reviewer.recognise.stating.following import following, in_order, respectively
from reviewer.recognise.stating.heads import head, of_row
from reviewer.recognise.stating.leads import led, summed
from reviewer.recognise.stating.names import (
    Group,
    actions_of,
    after_last,
    blocked,
    closed,
    family,
    objects_of,
    parted,
)
from reviewer.recognise.stating.nests import of_nest
from reviewer.recognise.stating.partial import of_one_kind, of_one_sort, sorted_documents
from reviewer.recognise.stating.reasons import reasoned
from reviewer.recognise.stating.resolve import Reading, resolve
from reviewer.recognise.stating.sentences import Clause, clauses, has_action
from reviewer.recognise.stating.stages import moved_on
from reviewer.recognise.stating.suits import SORTS, both_sorts
from reviewer.recognise.stating.tokens import DISPUTES, DOCUMENTS, NEUTRAL, Token, counts
from reviewer.recognise.stating.wholes import of_all
from reviewer.recognise.stating.window import (
    Window,
    a_sort_of_several,
    foreign_ahead,
    may_inherit,
    object_behind,
    still_outcomes,
)

_NEW = ("t3.new_received.total",)
_SUITS = ("litigation",)
_start = attrgetter("start")
_TELLING = ("outcome", "reason", "applicant", "result", "document")
"""Families by which a bracket says more closely what is counted (不予公开（属于过程性信息）1件)."""
_WHOLE = {*_NEW, "t3.carried_in.total", "t3.done.total.total"}


def bind(sentence: Sequence[Token], context: Context, cells: Cells) -> list[Draft]:
    """Claims of the numbers of one sentence, in order; `context` moves on."""
    found: list[Draft] = []
    taken: set[int] = set()
    outside: tuple[bool, bool] | None = None
    topic: tuple[str, ...] = ()
    parts = False
    for clause in clauses(sentence):
        if clause.inside and outside is None:
            outside, topic, parts = (context.own, context.doubtful), context.topic, False
        elif not clause.inside and outside is not None:
            context.own, context.doubtful = outside  # （其中乡镇48件）: whose figures they are ends with the bracket
            if parts and topic == _SUITS and set(context.topic) <= set(SORTS):
                context.topic = topic  # 行政诉讼5件（直接起诉3件），维持4件: of all
            outside = None
        parts = parts or (clause.inside and any(token.kind == "count" for token in clause.tokens))
        found += _clause(clause, sentence, context, cells, taken)
    if outside is not None:
        context.own, context.doubtful = outside
    both_sorts(sentence, found, context)
    return found


def _clause(clause: Clause, sentence: Sequence[Token], context: Context, cells: Cells, taken: set[int]) -> list[Draft]:
    found: list[Draft] = []
    row = clause.tokens
    outside = context.this_year
    places = [index for index, token in enumerate(row) if token.kind == "count"]
    begin = 0
    for order, place in enumerate(places):
        stop = places[order + 1] if order + 1 < len(places) else len(row)
        rest = tuple(sentence[bisect_right(sentence, row[place].start, key=_start) :])
        window = Window(row[begin:place], row[place], row[place + 1 : stop], rest)
        _hear(window.before, context)
        used = place
        if row[place].start not in taken:
            drafts, last = _number(window, sentence, context, cells, taken)
            drafts = of_row(drafts, sentence, window.number, context.head, cells)
            drafts = of_nest(drafts, sentence, window.number, cells)
            context.head = head(drafts, context.head)
            found += drafts
            used = max([place, *(index for index, token in enumerate(row) if last is not None and token.end <= last)])
        context.counting = True
        context.aside_counted = context.aside_counted or (context.aside and not context.this_year)
        context.told = context.told or any(one.facts[:1] == _NEW for one in found)
        context.wholes.update(one.value for one in found if set(one.facts) <= _WHOLE)
        end = min(max(used, place + _closing(row[place + 1 : stop])) + 1, stop)
        _hear(row[used + 1 : end], context)
        begin = end
    _hear(row[begin:], context)
    if clause.inside:  # （含2022年度转办3件） says nothing of what follows the bracket
        context.this_year = outside
    numbered = any(counts(row[place]) for place in places)
    context.whose_part = context.whose_part or of_one_sort(row)
    _leave(clause, numbered, context)
    if numbered and not clause.inside:
        context.pending = _unfinished(row[places[-1] + 1 :], sentence)
    return found


def _closing(after: Sequence[Token]) -> int:
    """20件纠正、行政诉讼3件: an outcome or result right behind a number, before a join, never counts with the next.

    Nor does anything before a join that the next number follows: 12件公开、5件部分公开.
    """
    if len(after) > 1 and after[-1].kind == "join" and after[0].kind != "join":
        return len(after)
    if len(after) < 2 or after[0].kind != "action" or after[1].kind != "join":
        return 0
    return 1 if family(after[0].name) in ("outcome", "result") else 0


def _unfinished(tail: Sequence[Token], sentence: Sequence[Token]) -> list[Token]:
    """予以公开2件、不予公开（属于行政查询事项）1件: an outcome behind the last number waits for its own after the bracket."""
    if len(tail) < 2 or tail[0].kind != "join" or family(tail[-1].name) != "outcome":
        return []
    if any(token.kind != "filler" for token in tail[1:-1]):
        return []
    after = bisect_right(sentence, tail[-1].start, key=_start)
    return [tail[-1]] if after < len(sentence) and sentence[after].name == "（" else []


def _hear(row: Sequence[Token], context: Context) -> None:
    for token in row:
        context.hear(token)
    objects = objects_of(row)
    if objects.names:
        context.topic = FOREIGN if "foreign" in objects.names else objects.names
        context.fresh = True
        context.disclosure = context.disclosure or any(token.name == "application" for token in row)
    elif any(token.kind == "published" for token in row):
        context.topic = FOREIGN
    made = any(token.kind == "action" and family(token.name) == "document" for token in row)
    for token in row:
        if token.kind in ("publish", "published"):
            context.publishing = True
        elif token.kind == "time_ok" and made:
            context.publishing = False  # 清理规范性文件，本年度制发2件
        elif token.kind == "action" and family(token.name) == "generic":
            context.generic = token.name
            context.publishing = False


def _leave(clause: Clause, numbered: bool, context: Context) -> None:
    """What the next clause may lean on: names without a number."""
    if clause.inside:
        if not numbered and any(token.kind in ("object", "action") for token in clause.tokens) and context.pending:
            special = any(one.kind == "action" and family(one.name) in _TELLING for one in clause.tokens)
            included = clause.tokens[0].kind == "filler" and not special
            context.pending = context.pending if included else [*context.pending, *clause.tokens]
        return
    if numbered:
        context.pending = []
    elif any(token.kind in ("object", "action") for token in clause.tokens):
        context.pending = (
            []
            if blocked(clause.tokens)
            or any(token.name == "last_year" for token in clause.tokens)  # 上年无结转，收到3件
            or parted(clause.tokens)
            or clause.tokens[-1].name == "partitive"
            else [one for one in clause.tokens if one.kind != "count"]
        )
    elif not closed(clause.tokens):
        context.pending = []


def _number(
    window: Window, sentence: Sequence[Token], context: Context, cells: Cells, taken: set[int]
) -> tuple[list[Draft], int | None]:
    """Claims of one number and, when it took names after it, where they end."""
    before, count = window.before, window.number.number
    if count is None or count.kind == "other" or not count.exact or blocked(before):
        context.whose_part = context.whose_part or of_one_kind(before)
        return [], None
    if not context.open and not (context.standing and actions_of(before).names == ("valid",)):
        return [], None
    if window.after and window.after[0].name == "partitive" and not before and not context.pending:
        return [], None  # 9件中准予公开的5件
    if any(token.name == "taken" for token in before) and not has_action(window.after, (*_TELLING, "carry")):
        context.whose_part = context.whose_part or not of_all(count.value, context, cells)
    if (moved := moved_on(window, before, context)) is not None:
        return resolve(Reading(before, *moved, window.number, window.rest, sentence), context, cells), None
    if parted(before):
        return _part(window, sentence, context, cells, taken), None
    objects, actions = objects_of(before), actions_of(before)
    if not objects.names and not actions.names and _leans(context.pending, before, window.after):
        before = (*context.pending, *before)
        objects, actions = objects_of(before), actions_of(before)
    if (told := reasoned(actions, context.pending, count.value, cells)) is None:
        return [], None
    actions = told
    if not actions.names and not objects.names and (opened := _opened(before, sentence, context)):
        actions = opened
        before = tuple(opened.tokens[0] if token.start == opened.tokens[0].start else token for token in before)
    reading = led(window, before, objects, sentence, context)
    if reading is not None:
        return (resolve(reading, context, cells), None) if reading.actions.names else ([], None)
    apart = next((place for place, token in enumerate(before) if token.kind == "respectively"), len(before))
    if apart < len(before) and not has_action(before[apart:], _TELLING):  # not 分别作出予以公开3件、部分公开2件
        return respectively(before, window, context, cells, taken), None
    if in_order(before, window):
        return respectively(before, window, context, cells, taken), None
    if not objects.names and not actions.names and not any(token.kind == "disclosure_part" for token in before):
        return summed(window, sentence, context, cells) or following(window, sentence, context, cells)
    tail = after_last(before, ("object", "action", "disclosure_part"))
    if not closed(tail):
        return [], None
    taken_to: int | None = None
    if not objects.names and still_outcomes(actions, context):
        objects = Group(("application",), ())
    elif not objects.names:
        behind = object_behind(window)
        if behind is None or (not behind.names and not may_inherit(before, context)):
            return [], None
        objects = behind
        taken_to = max((one.end for one in behind.tokens if one.name in DISPUTES), default=None)
    elif foreign_ahead(window.after):
        return [], None
    if count.kind == "bare" and window.after and window.after[0].kind in ("text", "filler", "publish", "action"):
        return [], None
    documents = bool(objects.names) and objects.names[0] in DOCUMENTS
    plain = all(token.kind in (*NEUTRAL, "object") for token in before)
    if documents and plain and not actions.names and before[0].kind in ("join", "object"):
        actions = Group(context.listed, ())
    reading = Reading(before, objects, actions, window.number, window.rest, sentence)
    ended = _ended(reading, cells, count.value)
    drafts = resolve(reading._replace(actions=ended) if ended is not None else reading, context, cells)
    if a_sort_of_several(window.after, sentence, actions.names):
        drafts = [one for one in drafts if cells.fits(one.facts, one.value)]
    context.listed = actions.names if documents and drafts else ()
    if documents and not any(family(name) == "document" for name in actions.names) and sorted_documents(before):
        context.whose_part = True
    if taken_to and drafts:
        context.topic, context.fresh = objects.names, True
    return drafts, taken_to if drafts else None


def _ended(reading: Reading, cells: Cells, value: Decimal) -> Group | None:
    """复议1件待审: one word right behind the number tells what became of those, unless they are all that there were."""
    if len(reading.objects.names) != 1 or reading.objects.names[0] not in DISPUTES or reading.actions.names:
        return None
    behind, meaning = reading.rest[:2], cells.meaning(reading.objects.names[0], "")
    if not behind or behind[0].kind != "action" or family(behind[0].name) != "result":
        return None
    if any(token.kind not in ("cut", "stop") for token in behind[1:]):
        return None
    whole = meaning is not None and any(cells.fits(keys, value) for keys in meaning.readings)
    return None if whole else Group((behind[0].name,), (behind[0],))


def _part(window: Window, sentence: Sequence[Token], context: Context, cells: Cells, taken: set[int]) -> list[Draft]:
    """网上收到申请5件 may be all there were: a claim when the number fits, else a part that states nothing."""
    if "among" in {token.kind for token in window.before} or not window.number.number:
        return []
    alone = not context.parts and not context.counted
    context.parts = True
    plain = tuple(token for token in window.before if token.kind != "channel")
    heard, counted = context.last, set(context.counted)
    drafts, _ = _number(window._replace(before=plain), sentence, context, cells, taken)
    kept = [one for one in drafts if one.facts == _NEW and one.value and cells.fits(one.facts, one.value)]
    if not kept:
        context.last, context.counted = heard, counted
    context.one_channel = alone and not kept  # 信箱受理诉求12件，办结9件: what was done is of those too
    return kept


def _leans(pending: Sequence[Token], before: Sequence[Token], after: Sequence[Token]) -> bool:
    """收到政府信息公开申请，共计15件: the clause before names what the number counts, and nothing after it does."""
    named = bool(after) and after[0].kind in ("object", "action")
    if any(token.kind == "among" for token in before) and any(token.kind == "each" for token in pending):
        return False  # 均为自然人提出，其中3件……: some of those
    return bool(pending) and closed(before) and closed(after_last(pending)) and not named


def _opened(before: Sequence[Token], sentence: Sequence[Token], context: Context) -> Group | None:
    """公开2件 beside other outcomes of applications is 予以公开."""
    verbs = [token for token in before if token.kind == "publish"]
    rest = [token for token in before if token.kind != "publish"]
    if len(verbs) != 1 or not closed(rest) or context.topic != ("application",):
        return None
    granted = verbs[0]._replace(kind="action", name="granted")
    return Group(("granted",), (granted,)) if has_action(sentence, ("outcome", "reason")) else None
