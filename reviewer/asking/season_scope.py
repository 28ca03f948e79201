"""Which bodies a question is about: 各乡镇, 县直部门, 青石县哪些单位, 除公安局以外. A word that narrows is never passed over."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from reviewer.asking.lexer import Token
from reviewer.asking.season_desk import Desk
from reviewer.asking.season_desk import names as names_of
from reviewer.asking.season_parts import number_in
from reviewer.asking.season_words import season_vocabulary, tell
from reviewer.model import Agency

_LOCAL = ("towns", "streets")
GROUPS = (*_LOCAL, "localities", "direct")
_OF = "的"
_BETWEEN = frozenset({"join", "stop", "fill"})
_ASKS = frozenset({"who", "bodies", "each", "most", "least", "average", "submitted", "missing"})


class Scope(NamedTuple):
    """`tokens`: those of the question without what narrows it; `told`: which bodies are meant, "" for all."""

    desk: Desk
    tokens: list[Token]
    told: str = ""


def scoped(desk: Desk, tokens: Sequence[Token], text: str) -> Scope:
    """The bodies that a question is about. What narrows and is not understood stays among the tokens, and is strange there."""
    left, without = _excepted(desk, tokens)
    names: set[str] | None = None
    told: list[str] = []
    place = _place(desk, left, text)
    if place is not None:
        names = _under(desk, place.body)
        told.append(text[place.token.start : place.token.end])
        left = [one for one in left if one is not place.token]
    groups = [one for one in left if one.kind in GROUPS]
    if groups:
        inside = {name for one in groups for name in members(desk, one)}
        names = inside if names is None else names & inside
        told += [_bare(one.word) for one in groups]
        left = _uncounted(left, len(inside))
        left = [one for each in left for one in _said(each, left, text)]
    if names is None and not without:
        return Scope(desk, left)
    kept = (names if names is not None else set(desk.places)) - without
    parts = [tell("scope_of", words=tell("and").join(told))] if told else []
    if without:
        parts.append(
            tell("scope_without", names=names_of(sorted(without), tell("and"), tell("names_more", names="{names}")))
        )
    said = tell("comma").join(parts)
    bound = [one for one in desk.bound if one.body.name in kept]
    if not bound:
        return Scope(desk, [*left, *groups, Token("narrowing", text[:20], 0, 0)])
    return Scope(desk.narrowed(frozenset(kept)), left, tell("scope_told", scope=said, n=len(bound)))


def _excepted(desk: Desk, tokens: Sequence[Token]) -> tuple[list[Token], set[str]]:
    """Tokens without 除…以外 and 不含…, and the bodies that it names."""
    left: list[Token] = []
    without: set[str] = set()
    at = 0
    while at < len(tokens):
        if tokens[at].kind == "outside" and left and left[-1].kind in ("body", *GROUPS):  # 公安局以外
            while left and left[-1].kind in ("body", "join", *GROUPS):
                without |= _names(desk, left.pop())
            at += 1
            continue
        if tokens[at].kind != "except":
            left.append(tokens[at])
            at += 1
            continue
        end, found = at + 1, set[str]()
        while end < len(tokens) and tokens[end].kind in ("body", *GROUPS, *_BETWEEN):
            found |= _names(desk, tokens[end])
            end += 1
            if found and tokens[end - 1].kind == "stop":  # 不含公安局，教育局新收多少
                break
        closed = end < len(tokens) and tokens[end].kind == "outside"
        last = tokens[end - 1]
        ended = last.kind == "stop" or last.word in season_vocabulary().closing or last.word.endswith(_OF)
        if not found or not (closed or ended):
            return [*left, *tokens[at:]], without
        without |= found
        at = end + (1 if closed else 0)
    return left, without


def _names(desk: Desk, one: Token) -> set[str]:
    return {one.word} if one.kind == "body" else members(desk, one) if one.kind in GROUPS else set()


class _Named(NamedTuple):
    token: Token
    body: Agency


def _place(desk: Desk, tokens: Sequence[Token], text: str) -> _Named | None:
    """The government whose bare place is said where bodies under it are asked for (青石县还有谁没交), not its own report."""
    kinds = {one.kind for one in tokens} | ({"each"} if any(_each(one).kind == "each" for one in tokens) else set())
    bodies = [one for one in tokens if one.kind == "body"]
    if len(bodies) != 1 or not kinds & {*_ASKS, *GROUPS}:
        return None
    one = bodies[0]
    body = desk.places[one.word].body
    said = text[one.start : one.end]
    bare = re.fullmatch(season_vocabulary().bare_place, said) and body.kind == "government"
    if not bare or (kinds & {"submitted"} and not kinds & {"who", "bodies", "each"}):
        return None
    return _Named(one, body) if any(other.parent == body.name for other in desk.view.bodies) else None


def _under(desk: Desk, top: Agency) -> set[str]:
    """A government and all bodies below it."""
    found, size = {top.name}, 0
    while size != len(found):
        size = len(found)
        found |= {one.name for one in desk.view.bodies if one.parent in found}
    return found


def members(desk: Desk, token: Token) -> set[str]:
    """The bodies of a group of the register by their names (镇, 乡, 街道), or the departments of one level."""
    bodies, local = desk.view.bodies, season_vocabulary().localities
    if token.kind != "direct":
        kinds = _LOCAL if token.kind == "localities" else (token.kind,)
        return {one.name for one in bodies if any(re.search(local[kind], one.name) for kind in kinds)}
    hit = re.search(season_vocabulary().direct, token.word)
    level = hit[1] if hit else ""
    others = [one for one in bodies if one.kind != "government"]
    own = [one for one in others if not any(re.search(pattern, one.name) for pattern in local.values())]
    return {one.name for one in own if _level(one.parent or one.name) == level}


def _level(name: str) -> str:
    """The sort of place that a name begins with: 县 for 云岭县人民政府; "" for none."""
    return "".join(hit[0] for hit in re.finditer(season_vocabulary().place_ends, name))[-1:]


def _uncounted(tokens: list[Token], size: int) -> list[Token]:
    """四个乡镇 where there are four says nothing more; another number stays, and is not understood."""
    kinds = [one.kind for one in tokens]
    counted = {
        at for at in range(len(tokens) - 1)
        if kinds[at] == "count" and kinds[at + 1] in GROUPS and number_in(tokens[at].word) == size
    }  # fmt: skip
    return [one for at, one in enumerate(tokens) if at not in counted]


def _said(token: Token, tokens: Sequence[Token], text: str) -> list[Token]:
    """What is left of the word for a group: 各乡镇 asks for each, 新收下降的乡镇 asks which."""
    if token.kind not in GROUPS:
        return [token]
    if _each(token).kind == "each":
        return [_each(token)]
    later = any(one.term and one.start > token.start for one in tokens)
    asks = text[: token.start].endswith(_OF) and not later
    return [token._replace(kind="who")] if asks else []


def _each(token: Token) -> Token:
    """各乡镇 asks for each of them as 各单位 does."""
    said = token.kind in GROUPS and re.match(season_vocabulary().each_of, token.word)
    return token._replace(kind="each") if said else token


def _bare(word: str) -> str:
    return re.sub(season_vocabulary().each_of, "", word).removesuffix("的")
