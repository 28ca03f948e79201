"""A number, its objects and its actions to the cells it states; the last doubts are settled, or nothing is stated."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from reviewer.recognise.stating.context import FOREIGN, Context
from reviewer.recognise.stating.disputes import about_disclosure, vouched
from reviewer.recognise.stating.draft import Cells, Draft, draft, span
from reviewer.recognise.stating.lexicon import Meaning, lexicon
from reviewer.recognise.stating.names import NOTHING, Group, family
from reviewer.recognise.stating.partial import (
    of_a_sort,
    of_persons,
    of_some,
    organisations,
    rest_of_a_group,
    rest_of_a_part,
    unlike,
)
from reviewer.recognise.stating.sentences import DECISIONS
from reviewer.recognise.stating.suits import SORTS, among_results, result_of_bracket
from reviewer.recognise.stating.tokens import DISPUTES, DOCUMENTS, Token
from reviewer.recognise.stating.wholes import all_answered, among_outcomes, includes_carried, splits_off_partial

_DISCLOSED = frozenset({"newly_disclosed", "total_disclosed"})
_CARRIED = ("carried_out", "carried_in")
_FINISHED = ("done", "handle")
EVERYONE = ({"citizen", "organisation"}, {"natural", "organisation"})
"""Applicants that together are all there can be."""
APPLICANTS = ("natural", "organisation", "org_business", "org_research", "org_public_interest", "org_legal_service")
_DONE = "TX-DONE"
_APPLICATION = ("application",)
_SORTED = ("applicant", "outcome", "reason")
_SUMMED = ("receive", "accept", "handle")


class Reading(NamedTuple):
    around: tuple[Token, ...]
    """The tokens that name what is counted."""
    objects: Group
    actions: Group
    number: Token
    rest: tuple[Token, ...]
    sentence: Sequence[Token]


def resolve(reading: Reading, context: Context, cells: Cells) -> list[Draft]:
    """Claims of one number: one, or one each for 各 and 均 and a shared zero."""
    count = reading.number.number
    objects = reading.objects.names or context.topic
    if count is None or not objects or objects == FOREIGN or "foreign" in objects:
        return []
    if (count.kind == "money") != (objects == ("admin_fees",)) and not (count.value == 0 and count.kind == "bare"):
        return []
    if objects[0] in DISPUTES:
        reading = _without_reply(reading)
    if not _plausible(reading, objects, context):
        return []
    actions = tuple(_settled(name, objects, context, count.value, cells) for name in _applicants(reading, context)) or (
        "",
    )
    if actions == ("",) and objects[0] in SORTS:
        actions = (result_of_bracket(reading.sentence, reading.number),)
    if "other" in reading.actions.names and rest_of_a_part(reading.sentence, reading.number, objects[0]):
        return []
    pairs = [(item, action) for item in objects for action in actions]
    verb = _same_breath(reading) if not count.value and actions == ("done",) else ""
    if verb:
        pairs = [(item, action) for item in objects for action in (verb, "done")]
    meant = [(pair, cells.meaning(*pair)) for pair in pairs]
    if any(meaning is None for _, meaning in meant):
        if objects[0] in DISPUTES and any(family(name) == "carry" for name in actions):
            context.this_year = False  # 上年结转的行政复议2件、行政诉讼3件
        return []
    if actions == ("accept",) and not reading.objects.names and context.counted.intersection(_SUMMED):
        return []  # 收到6件，实际受理5件: a part of those received
    context.counted.update(actions)
    context.last = family(actions[-1]) or context.last
    if actions == ("",) and objects == _APPLICATION and context.last in _SORTED and _listed(reading):
        return []  # 个人申请5件、某类申请2件: an unknown sort among known ones
    where = span((*reading.objects.tokens, *reading.actions.tokens), reading.number)
    known = [(pair, meaning) for pair, meaning in meant if meaning is not None]
    split = (
        bool(verb)
        or any(token.kind == "each" for token in reading.around)
        or (count.value == 0 and not any(token.kind == "total" for token in reading.around))
    )
    if actions == ("absent",) and not _fits_or_unread(cells, known[0][1], count.value):
        return []
    if len(known) > 1 and not split and unlike(actions):
        return []  # 因企业不同意且涉及商业秘密: no sum of an applicant and a ground
    if len(known) > 1 and not split:
        keys = tuple(dict.fromkeys(key for _, meaning in known for key in meaning.readings[0]))
        keys = _whole_group(actions, keys, count.value, cells)
        return _stated([draft(known[0][1], keys, count, where)], context, cells)
    found = [
        draft(
            meaning,
            cells.choose(_readings(pair[1], meaning, reading, context, cells), count.value, count.half),
            count,
            where,
        )
        for pair, meaning in known
    ]
    if objects[0] in DISPUTES and reading.rest and reading.rest[0].kind == "text":
        found = [one for one in found if cells.fits(one.facts, one.value)]  # 复议1件等候开庭: perhaps those alone
    if objects[0] in DISPUTES:
        found = vouched(found, reading.sentence, context, cells)
    if count.least or any(token.name == "withdrawn" for token in reading.around):
        found = [one for one in found if cells.reaches(one.facts, one.value)]  # 撤回作其他处理1件: perhaps not all
    if count.value and (
        of_a_sort(reading.around, reading.objects, reading.sentence) or of_persons(reading.sentence, reading.number)
    ):
        found = [one for one in found if cells.fits(one.facts, one.value)]
        context.whose_part = context.whose_part or not found  # what follows tells of that sort
    if actions == ("",) and objects[0] in SORTS:
        found = among_results(found, reading.sentence, reading.number, objects[0], context, cells)
    if _perhaps_some(reading, actions, context):
        found = [one for one in found if cells.fits(one.facts, one.value)]
    return _stated(found, context, cells)


def _perhaps_some(reading: Reading, actions: tuple[str, ...], context: Context) -> bool:
    """May the number count some of what its names say, or something else that is called so?"""
    inherits, kind = not reading.objects.names, family(actions[0])
    if "other" in reading.actions.names:
        if rest_of_a_group(reading.sentence, reading.number):
            return True
        if actions == ("org_other",) and not organisations(reading.sentence):
            return True  # 自然人60件、其他4件: all that are none
    if kind == "applicant" and of_some(reading.around, reading.actions.tokens, reading.rest, reading.sentence):
        return True
    return inherits and (context.one_channel or (context.either_suits and kind == "result"))


def _listed(reading: Reading) -> bool:
    """Does it stand behind a join?"""
    return bool(reading.around) and reading.around[0].kind == "join"


def _whole_group(actions: tuple[str, ...], keys: tuple[str, ...], value: Decimal, cells: Cells) -> tuple[str, ...]:
    """因国家秘密、内部事务信息不予公开5件: both grounds together, or all that was refused when that is what fits."""
    parents = {lexicon().parent.get(action) for action in actions}
    whole = cells.meaning("application", parents.pop() or "") if len(parents) == 1 else None
    if whole is None or family(actions[0]) != "reason" or cells.fits(keys, value):
        return keys
    return next((one for one in whole.readings if cells.fits(one, value)), keys)


def _fits_or_unread(cells: Cells, meaning: Meaning, value: Decimal) -> bool:
    """信息不存在 may be a part of 不掌握: with another number in the cell it states nothing."""
    return cells.sum(meaning.readings[0]) in (None, value)


def _stated(found: list[Draft], context: Context, cells: Cells) -> list[Draft]:
    """With a doubtful scope, or among parts or attributes of documents, only what fits is taken for a claim."""
    kept = []
    for one in found:
        unsure = (
            context.doubtful
            or context.whose_part
            or context.after_part
            or context.month
            or (context.split and one.rule == _DONE)
            or (context.attributes and _of_table3(one))
        )
        if not unsure or cells.fits(one.facts, one.value):
            kept.append(one)
    return kept


def _of_table3(found: Draft) -> bool:
    return all(key.startswith("t3.") for key in found.facts)


def _readings(
    action: str, meaning: Meaning, reading: Reading, context: Context, cells: Cells
) -> Sequence[tuple[str, ...]]:
    """收到12件（含上年结转2件） counts both: the sum comes first when the sentence goes on to say so."""
    if action == "other_handling" and among_outcomes(reading.sentence):
        return meaning.readings[:1]
    if (
        action == "granted"
        and (partial := cells.meaning("application", "partial"))
        and splits_off_partial(reading.rest)
    ):
        return ((*meaning.readings[0], *partial.readings[0]), *meaning.readings)
    if action in APPLICANTS and context.counted and context.counted <= {"receive", *APPLICANTS}:
        return meaning.readings[:1]  # nothing but what came was counted: not what was done
    if action not in ("", *_SUMMED):
        return meaning.readings
    if action == "handle" and "done" not in context.counted and all_answered(reading.rest):
        taken = cells.meaning("application", "accept")
        if taken is not None and taken.readings[0] in meaning.readings:
            meaning = Meaning(meaning.rule, tuple(dict.fromkeys((*taken.readings, *meaning.readings))))
    if not includes_carried(reading.rest) and not _adds_up(reading, context):
        return meaning.readings
    new, carried = cells.meaning("application", "receive"), cells.meaning("application", "carried_in")
    if new is None or carried is None or new.readings[0][0] not in {key for one in meaning.readings for key in one}:
        return meaning.readings
    both = (*new.readings[0], *carried.readings[0])
    return (both, *(one for one in meaning.readings if one != both))


def _adds_up(reading: Reading, context: Context) -> bool:
    """加上上年结转5件，共需办理133件."""
    needed = any(token.kind == "needed" for token in reading.around)
    return needed and "carried_in" in context.counted and bool(context.counted.intersection(("", "receive", "accept")))


def _applicants(reading: Reading, context: Context) -> tuple[str, ...]:
    """受理公民依申请公开事项7件, with no other applicants beside them, are all that came; so are 公民、法人 together."""
    if set(reading.actions.names) in EVERYONE and not any(token.kind == "each" for token in reading.around):
        return ("receive",)
    part = context.applicants or any(token.kind == "among" for token in reading.around)
    return reading.actions.names if part or reading.actions.names != ("citizen",) else ("receive",)


def _settled(name: str, objects: tuple[str, ...], context: Context, value: Decimal, cells: Cells) -> str:
    """其他 and a bare 结转 mean what their company means."""
    if name == "other":
        if objects[0] in DISPUTES:
            return "result_other"
        return {"applicant": "org_other", "outcome": "other_handling", "reason": "other_handling"}.get(
            context.last or _going_on(context), name
        )
    if name != "carried":
        return name
    fitting = [
        one for one in _CARRIED if (cell := cells.meaning("application", one)) and cells.fits(cell.readings[0], value)
    ]
    if len(fitting) == 1:
        return fitting[0]
    return "carried_out" if context.last or context.generic in _FINISHED else name


def _going_on(context: Context) -> str:
    """不予处理9件；其他2件: the last of a list of outcomes behind a semicolon."""
    return "outcome" if context.after_outcome and not context.counting else ""


def _same_breath(reading: Reading) -> str:
    """受理并答复0件: neither came nor was answered."""
    end = min((token.start for token in reading.actions.tokens), default=0)
    for token in reversed([one for one in reading.around if one.start < end]):
        if token.kind == "action" and token.name in ("receive", "accept"):
            return token.name
        if token.kind not in ("filler", "join"):
            break
    return ""


def _without_reply(reading: Reading) -> Reading:
    """答复后被行政复议9件: the reply is what the review is about, not what was done with it."""
    if reading.actions.names != ("done",) or not reading.objects.tokens:
        return reading
    gap = reading.objects.tokens[0].start - reading.actions.tokens[0].end
    if gap <= 0:
        return reading
    around = tuple(token for token in reading.around if token not in reading.actions.tokens)
    return reading._replace(actions=NOTHING, around=around)


def _plausible(reading: Reading, objects: tuple[str, ...], context: Context) -> bool:
    count = reading.number.number
    assert count is not None
    kinds = {token.kind for token in reading.around}
    if objects[0] in DISPUTES:
        return not context.publishing and about_disclosure(reading.sentence, reading.around, reading.number, context)
    if objects[0] in DOCUMENTS:
        named = any(family(name) == "document" for name in reading.actions.names)
        listed = context.publishing and not _DISCLOSED.intersection(reading.actions.names)
        listed = listed and (not reading.objects.names or _behind(reading))  # 公开规章13件（含废止4件）
        return named and not listed and not _foreign_text(reading)
    if objects[0] in DECISIONS:
        return not kinds.intersection(("publish", "among")) and not context.publishing and not _foreign_text(reading)
    if "among" in kinds and "text" in kinds:
        return False
    return "publish" not in kinds or reading.actions.names == ("granted",) or bool(reading.objects.names)


def _behind(reading: Reading) -> bool:
    """公开2件规章和3件以政府名义印发的规范性文件: what follows the number only describes the documents."""
    acts = reading.actions.tokens
    return bool(acts) and acts[0].start > reading.number.start


def _foreign_text(reading: Reading) -> bool:
    """Something unknown between the first name and the last: 制定乡镇规范性文件."""
    used = (*reading.objects.tokens, *reading.actions.tokens)
    if not used:
        return False
    low, high = min(one.start for one in used), max(one.end for one in used)
    return any(
        token.kind in ("text", "publish", "revise", "among") and low < token.start < high for token in reading.around
    )
