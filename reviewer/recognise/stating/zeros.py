"""Zero said in words: 未收到政府信息公开申请, 无行政复议、行政诉讼, 行政强制无."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from reviewer.recognise.stating.context import FOREIGN, Context
from reviewer.recognise.stating.draft import ZERO_RULE, Cells, Draft, span
from reviewer.recognise.stating.names import NOTHING, Group, family, grouped
from reviewer.recognise.stating.resolve import EVERYONE
from reviewer.recognise.stating.sentences import DECISIONS, Clause, clauses
from reviewer.recognise.stating.tokens import DISPUTES, DOCUMENTS, NEUTRAL, Token

_ZERO = Decimal(0)
_LONGEST_VERB = 2
_COMING = ("receive", "accept", "handle", "happen")
_FINISHED = ("done", "handle")
_BEFORE = "last_year"
_CONCRETE = ("carry", "outcome", "reason", "result")


def zeros(sentence: Sequence[Token], context: Context, cells: Cells) -> list[Draft]:
    """Claims of zero in one sentence. Call it with the context as it was before the sentence."""
    found: list[Draft] = []
    rows = clauses(sentence)
    finished = bool(context.counted.intersection(_FINISHED))
    for place, clause in enumerate(rows):
        row = clause.tokens
        if place + 1 < len(rows) and _goes_on(row, rows[place + 1]):
            row = (*row, Token("join", "", row[-1].end, row[-1].end), *rows[place + 1].tokens)
        for index, token in enumerate(row):
            context.hear(token)
            if token.kind == "none" and context.standing and not _of_the_published(row[:index]):
                found += _denied(row, index, context, cells, finished)
            finished = finished or token.name in _FINISHED or token.kind == "all_done"
        names = [group for group in grouped(row, "object") if group.names]
        if names:
            context.topic = FOREIGN if "foreign" in names[-1].names else names[-1].names
    return found


def counted(zero: Draft, stated: Sequence[Draft], cells: Cells) -> bool:
    """收到6件，均为个人，无单位申请: was the number rightly told in the sentence? Then there is none of some sort only."""
    return any(one.facts == zero.facts and one.value and cells.fits(one.facts, one.value) for one in stated)


def _goes_on(row: Sequence[Token], following: Clause) -> bool:
    """未发生行政复议，提起行政诉讼的情况: the list of what did not happen goes on after the comma."""
    if following.inside or not any(token.kind == "none" for token in row):
        return False
    if not any(token.kind == "object" and token.name in DISPUTES for token in row):
        return False
    names = [token.name for token in following.tokens if token.kind in ("object", "action")]
    known = all(token.kind in (*NEUTRAL, "object", "action") for token in following.tokens)
    return known and any(name in DISPUTES for name in names) and all(name in (*DISPUTES, "happen") for name in names)


def _of_the_published(before: Sequence[Token]) -> bool:
    """公布行政许可28件、行政处罚18件、无行政强制: the last of a list of what was published, not of what was done."""
    return len(before) > 1 and before[-1].kind == "join" and any(one.kind in ("publish", "published") for one in before)


def _denied(row: Sequence[Token], index: int, context: Context, cells: Cells, finished: bool) -> list[Draft]:
    """`finished`: what was done was told before, so that a bare 无结转 is of what is left."""
    after = _scope(row[index + 1 :])
    if after is None:
        return []
    objects = _together(after, "object")
    actions = _together(_without_cause(after, objects), "action")
    if not objects.names:
        objects = _before(row[:index])
        if not objects.names and not _concrete(actions) and not _of_documents(actions, after, context):
            return []
        if any(token.kind == "text" for token in _after_names(row[:index])):
            return []
    names = objects.names or context.topic
    if names == FOREIGN and not objects.names and all(family(name) == "carry" for name in actions.names):
        names = context.default  # 无结转下年: nothing but applications is carried over
    if not names or names == FOREIGN or "foreign" in names:
        return []
    if not objects.names and not actions.names:
        return []
    used = (*objects.tokens, *actions.tokens)
    where = span(used, row[index])
    found = []
    for name in names:
        before = "carried_in" if row[index].name == _BEFORE else "" if finished else _carry(name, cells)
        for action in _kept(actions, name, before):
            meaning = cells.meaning(name, action)
            if meaning is None:
                return []
            found.append(Draft(ZERO_RULE, _cells(cells, name, action), _ZERO, *where, "none"))
    doubtful = context.doubtful or context.month or any(token.kind == "channel" for token in row)
    return [one for one in found if not doubtful or cells.fits(one.facts, _ZERO)]


def _without_cause(after: Sequence[Token], objects: Group) -> Sequence[Token]:
    """无因依申请公开答复引起的行政复议: the reply is what the review would be about, not what was done with it."""
    if not objects.tokens or objects.names[0] not in DISPUTES:
        return after
    about = [one.end for one in after if one.kind == "context" or one.name == "application"]
    begin, end = min(about, default=objects.tokens[0].start), objects.tokens[0].start
    return [one for one in after if not (one.name == "done" and begin <= one.start < end)]


def _scope(after: Sequence[Token]) -> list[Token] | None:
    """What is denied: known words to the end of the clause; None when a narrower or another thing is denied."""
    kept: list[Token] = []
    opened = False
    for index, token in enumerate(after):
        if token.kind == "join" and opened:
            opened = False
            continue  # 因申请引起的投诉、行政复议: the list begins behind the application
        if token.kind == "object" and token.name == "foreign":
            listed = _listed(after[index + 1 :])
            joined = bool(kept) and kept[-1].kind == "join" and _names_objects(kept)
            joined = joined or (bool(kept) and kept[-1].name in DISPUTES)  # 未发生行政诉讼举报投诉
            if not listed:
                return kept if joined else None
            opened = not kept or kept[-1].kind != "join"
            continue  # one of several: 无投诉、行政复议
        if token.kind in ("none", "text", "narrow") and kept and kept[-1].kind == "join" and _names_objects(kept):
            return kept  # 无行政复议、无行政诉讼; 未出台规范性文件和……
        if token.kind == "none" and any(family(one.name) == "document" for one in kept):
            return kept  # 没有新增也没有废止
        if token.kind == "revise":
            continue  # 未制发、修改规范性文件
        if _verb_of_cause(token, kept, after[index + 1 :]):
            continue
        if token.kind == "publish" and index + 1 < len(after) and after[index + 1].name in DISPUTES:
            continue  # 未收到公开行政复议
        if token.kind in ("object", "action") or token.kind in NEUTRAL:
            kept.append(token)
        elif token.kind not in ("other_body", "channel"):
            return None
    return kept


def _listed(rest: Sequence[Token]) -> bool:
    """投诉举报、行政复议: other things that happened go on to a list of what is denied."""
    following = next((one for one in rest if one.name != "foreign"), None)
    return following is not None and following.kind == "join"


def _verb_of_cause(token: Token, kept: Sequence[Token], rest: Sequence[Token]) -> bool:
    """因政府信息公开申请…起的行政复议: an unknown verb between disclosure and the dispute that came of it."""
    if token.kind != "text" or token.end - token.start > _LONGEST_VERB:
        return False
    if rest and rest[0].kind == "context" and any(one.name in DISPUTES for one in rest):
        return True  # 关于部门信息公开事务的行政复议
    spoken = any(one.kind == "context" or one.name == "application" for one in kept)
    following = next((one for one in rest if one.kind != "filler"), None)
    return spoken and following is not None and following.name in DISPUTES


def _names_objects(kept: Sequence[Token]) -> bool:
    return any(one.kind == "object" for one in kept)


def _together(found: Sequence[Token], kind: str) -> Group:
    """All names of a kind; plain verbs are one, the first."""
    groups = grouped(found, kind)
    if kind == "object":
        return groups[-1] if groups else NOTHING
    special = [token for group in groups for token in group.tokens if family(token.name) != "generic"]
    plain = [token for group in groups for token in group.tokens if family(token.name) == "generic"][:1]
    tokens = tuple(special or plain)
    return Group(tuple(token.name for token in tokens), (*plain, *special) if special else tuple(plain))


def _before(before: Sequence[Token]) -> Group:
    groups = grouped(before, "object")
    return groups[-1] if groups else NOTHING


def _after_names(before: Sequence[Token]) -> Sequence[Token]:
    for index in range(len(before) - 1, -1, -1):
        if before[index].kind == "object":
            return before[index + 1 :]
    return ()


def _of_documents(actions: Group, after: Sequence[Token], context: Context) -> bool:
    """制发规范性文件2件，没有废止: of the documents just counted, with nothing else named."""
    told = all(token.kind in ("filler", "action", "join", "time_ok") for token in after)
    documents = bool(context.topic) and set(context.topic) <= set(DOCUMENTS)
    return documents and told and bool(actions.names) and all(family(name) == "document" for name in actions.names)


def _concrete(actions: Group) -> bool:
    return bool(actions.names) and all(family(name) in _CONCRETE for name in actions.names)


def _carry(name: str, cells: Cells) -> str:
    """收到76件，无结转: before anything was done it may be said of either year; what fits is meant."""
    old = cells.meaning(name, "carried_in")
    left = cells.meaning(name, "carried_out")
    if old is None or left is None or cells.fits(left.readings[0], _ZERO):
        return ""
    return "carried_in" if cells.fits(old.readings[0], _ZERO) else ""


def _kept(actions: Group, name: str, carry: str) -> tuple[str, ...]:
    """A verb that only says that nothing came (未办理申请) names no cell of its own. `carry`: what a bare 结转 means."""
    special = [one for one in actions.names if family(one) != "generic"]
    if set(special) in (*EVERYONE, {"citizen"}):
        return ("",)  # 未收到公民提出的申请: none came
    if special:
        return tuple((carry or "carried_out") if one == "carried" else one for one in special)
    verbs = tuple(one for one in actions.names if one not in _COMING)
    return verbs if verbs and name not in DECISIONS else ("",)


def _cells(cells: Cells, name: str, action: str) -> tuple[str, ...]:
    meaning = cells.meaning(name, action)
    assert meaning is not None
    return meaning.readings[0]
