"""Numbers of some things only, though they look like those of all: the last of a sub-list, a named sort, one person's."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from reviewer.recognise.stating.lexicon import lexicon
from reviewer.recognise.stating.names import Group, actions_of, family
from reviewer.recognise.stating.tokens import DISPUTES, DOCUMENTS, Token

_PERSONS = ("人", "名", "位", "户")
_FIRM = "家"
_ABOUT = "happen"
_LONGEST_SHORT = 4
"""申请事项: names that say of nothing but their words before what was applied for."""
_SPLIT = ("outcome", "reason", "result", "applicant")
_WHOLE = ("organisation", "other_handling")
"""Parents whose own rows end in an 其他 of the form."""


class Opened(NamedTuple):
    """The list in which a number stands: the tokens of the number that it splits, () when none, and those of its items."""

    parent: tuple[Token, ...]
    items: tuple[Token, ...]


def rest_of_a_part(sentence: Sequence[Token], number: Token, item: str) -> bool:
    """予以公开88件（征地类61件、其他27件）: 其他 is the rest of the number that the list splits, not a cell of the form."""
    before = [token for token in sentence if token.end <= number.start]
    before = before[: max((place for place, token in enumerate(before) if token.name == "other"), default=0)]
    opened = _opened(before)
    items = opened.items if opened is not None else tuple(before)
    if opened is not None:
        split = [name for name in actions_of(opened.parent).names if family(name) in _SPLIT]
        if split and not set(split).intersection(_WHOLE):
            return True
        grounds = {lexicon().parent.get(token.name) for token in items if token.kind == "action"} - {None}
        others = [token for token in items if token.kind == "action" and family(token.name) not in ("reason", "")]
        if grounds and not others and not grounds.intersection(_WHOLE):
            return True
    last = _last_item(items)
    if item in DISPUTES:
        return not any(token.kind == "action" and family(token.name) == "result" for token in last)
    return bool(last) and not any(token.kind == "action" and family(token.name) in _SPLIT for token in last)


def rest_of_a_group(sentence: Sequence[Token], number: Token) -> bool:
    """不予公开9件，过程性信息2件、执法案卷3件，其他4件: behind grounds of a group that has its number, 其他 may be its rest."""
    before = [token for token in sentence if token.end <= number.start]
    before = before[: max((place for place, token in enumerate(before) if token.name == "other"), default=0)]
    last = {token.name for token in _last_item(before) if token.kind == "action"}
    groups = {lexicon().parent.get(name, "") for name in last} - {"", *_WHOLE}
    return bool(groups) and not groups & last and any(token.name in groups for token in before)


def _opened(before: Sequence[Token]) -> Opened | None:
    """The innermost open list: what follows an open bracket, 其中, or a colon behind a number."""
    depth = 0
    for place in range(len(before) - 1, -1, -1):
        token = before[place]
        if token.name == "）" and token.kind == "cut":
            depth += 1
        elif token.name == "（" and token.kind == "cut" and depth:
            depth -= 1
        elif depth:
            continue
        elif token.kind == "among" or (token.kind == "cut" and token.name in "（："):
            head = _parent(before[:place])
            if head or token.name != "：":
                return Opened(head, tuple(before[place + 1 :]))
    return None


def _parent(before: Sequence[Token]) -> tuple[Token, ...]:
    """The tokens that name the number right before the list, with it."""
    kept: list[Token] = []
    found = False
    for token in reversed(before):
        if token.kind == "count":
            if found:
                break
            found = True
        elif not found and token.kind not in ("cut", "filler"):
            return ()
        elif found and token.kind in ("cut", "join", "among") and any(one.kind == "action" for one in kept):
            break
        kept.append(token)
    return tuple(reversed(kept)) if found else ()


def _last_item(items: Sequence[Token]) -> tuple[Token, ...]:
    """The item before, its number and its name; () when there is none."""
    numbers = [place for place, token in enumerate(items) if token.kind == "count"]
    return tuple(items[numbers[-2] + 1 if len(numbers) > 1 else 0 :]) if numbers else ()


def of_a_sort(around: Sequence[Token], objects: Group, sentence: Sequence[Token]) -> bool:
    """工伤认定类行政复议3件, 收到要求公开党务信息的申请2件: an unknown word before the object may name one sort of them."""
    if not objects.tokens or objects.names[0] not in (*DISPUTES, "application"):
        return False
    before = [token for token in around if token.end <= objects.tokens[0].start]
    if objects.names[0] in DISPUTES:
        begin, end = around[0].start, objects.tokens[0].start
        spoken = [*around, *(token for token in sentence if begin <= token.start < end)]
        here = any(token.kind == "context" or token.name in ("application", "done") for token in spoken)
        return not here and any(token.kind == "text" for token in before)
    acts = [place for place, token in enumerate(before) if token.kind in ("action", "other_body")]
    between = before[acts[-1] + 1 :] if acts else before[-1:]
    first = objects.tokens[0]
    described = bool(between) and between[-1].kind == "filler" and between[-1].end - between[-1].start == 1
    if first.end - first.start > _LONGEST_SHORT and not described:
        return False  # 办理县政府依申请公开答复5件
    return any(token.kind in ("text", "publish") for token in between)


def of_one_sort(clause: Sequence[Token]) -> bool:
    """征收类申请中，予以公开9件: what follows tells of the applications of a sort."""
    place = next((index for index, token in enumerate(clause) if token.name == "partitive"), 0)
    names = {token.name for token in clause[:place] if token.kind == "object"}
    return names <= {"application"} and any(token.kind in ("text", "narrow") for token in clause[:place])


def of_one_kind(before: Sequence[Token]) -> bool:
    """征地类申请50件，办结40件: the number counts applications of a kind, and what follows tells of those."""
    last = before[-1] if before else None
    kinds = [token.kind for token in before]
    named = any(token.name == "application" for token in before) or (last is not None and last.kind == "narrow")
    return named and "narrow" in kinds and "text" in kinds[: kinds.index("narrow")] and "growth" not in kinds


def of_persons(sentence: Sequence[Token], number: Token) -> bool:
    """1名申请人提出9件: what so many persons asked for."""
    before = [token for token in sentence if token.end <= number.start]
    cuts = [place for place, token in enumerate(before) if token.kind == "cut"]
    clause = before[cuts[-1] + 1 :] if cuts else before
    after = [token for token in sentence if token.start >= number.end]
    end = next((place for place, token in enumerate(after) if token.kind in ("cut", "count")), len(after))
    if any(token.name == "one_person" for token in after[:end]):
        return True  # 3件由同一人提出
    for place, token in enumerate(clause):
        unit = token.number.unit if token.number is not None else ""
        applicant = place + 1 < len(clause) and family(clause[place + 1].name) == "applicant"
        if unit in _PERSONS or token.name == "one_person" or (unit == _FIRM and applicant):
            return True
    return False


def of_some(around: Sequence[Token], acts: Sequence[Token], rest: Sequence[Token], sentence: Sequence[Token]) -> bool:
    """物业企业3件, 3件涉及企业, 3件由企业转来: one sort of an applicant, or what the applications are about."""
    if not acts:
        return False
    near = (*around, *rest[:1])
    first = acts[0].start
    begin = max((token.end for token in sentence if token.kind == "cut" and token.end <= first), default=0)
    about = any(token.name == _ABOUT and begin <= token.start < first for token in (*sentence, *near))
    touching = (token for token in near if token.kind == "text")
    return about or any(one.start == token.end or one.end == token.start for token in touching for one in acts)


def sorted_documents(before: Sequence[Token]) -> bool:
    """清理涉及营商环境的规范性文件21件，继续有效17件: those in force are of the sort that was gone through."""
    place = next((index for index, token in enumerate(before) if token.name in DOCUMENTS), 0)
    return any(token.kind == "text" for token in before[:place])


def organisations(sentence: Sequence[Token]) -> bool:
    """Does the sentence name a kind of organisation?"""
    return any(
        token.kind == "action" and token.name.startswith("org") and token.name != "org_other" for token in sentence
    )


def unlike(actions: tuple[str, ...]) -> bool:
    """Are they of several sorts, which nobody adds up?"""
    return len({"outcome" if family(one) == "reason" else family(one) for one in actions}) > 1
