"""From the names around a number to the pair (objects, actions) it counts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from reviewer.recognise.stating.lexicon import Lexicon, lexicon
from reviewer.recognise.stating.tokens import ANCHORS, NEUTRAL, Token

_BLOCKS = frozenset({"growth", "average", "narrow", "fate"})
_PARTS = frozenset({"channel"})


class Group(NamedTuple):
    """Names of one sort that stand together (行政复议、行政诉讼), in order."""

    names: tuple[str, ...]
    tokens: tuple[Token, ...]


NOTHING = Group((), ())


def grouped(found: Sequence[Token], kind: str) -> list[Group]:
    """Groups of names of `kind`: neighbours joined by 和, 及, 、 with nothing unknown and no number between."""
    groups: list[list[Token]] = []
    joined = False
    for token in found:
        if token.kind == kind:
            if joined and groups:
                groups[-1].append(token)
            else:
                groups.append([token])
            joined = False
        elif token.kind == "join":
            joined = True
        elif token.kind not in NEUTRAL and token.kind not in ANCHORS:
            joined = False
    return [Group(tuple(one.name for one in group), tuple(group)) for group in groups]


def objects_of(found: Sequence[Token]) -> Group:
    """The last group of objects: the nearest to a number that follows."""
    groups = grouped(found, "object")
    return groups[-1] if groups else NOTHING


def actions_of(found: Sequence[Token]) -> Group:
    """What was done: outcomes, results, applicants before plain verbs; a reason before the group it belongs to."""
    words = lexicon()
    acts = [token for index, token in enumerate(found) if token.kind == "action" and not _one_of_several(found, index)]
    special = [token for token in acts if words.family.get(token.name, "other") != "generic"]
    if not special:
        return _verbs(found, acts)
    kept = [token for token in found if token.kind != "action" or token in special]
    if {"make", "valid"} <= {token.name for token in special}:  # 制定并现行有效的: those in force
        kept = [token for token in kept if token.name != "make"]
    kept = _not_described(kept)
    last = _last_special(kept)
    reasons = [token for token in special if words.parent.get(token.name) in last.names]
    if reasons and len(last.names) == 1:
        together = _last_special([token for token in kept if token.kind != "action" or token in reasons])
        return Group(tuple(dict.fromkeys(together.names)), (*together.tokens, *last.tokens))
    parents = {words.parent.get(name) for name in last.names}
    names = tuple(name for name in last.names if name not in parents)
    return Group(names, tuple(token for token in last.tokens if token.name in names))


def _not_described(found: Sequence[Token]) -> list[Token]:
    """废止区政府制发的规范性文件3件: who made them only describes what was repealed."""
    done = next((place for place, token in enumerate(found) if token.name in ("repeal", "valid")), None)
    if done is None:
        return list(found)
    made = [
        token
        for place, token in enumerate(found)
        if token.name == "make" and place > done and not any(one.kind == "join" for one in found[done:place])
    ]
    return [token for token in found if token not in made]


def _one_of_several(found: Sequence[Token], index: int) -> bool:
    """因属于国家秘密等原因不予公开21件: the ground is but one of those counted."""
    if family(found[index].name) != "reason":
        return False
    after = next((token for token in found[index + 1 :] if _speaks(token)), None)
    return after is not None and after.name == "others"


def _speaks(token: Token) -> bool:
    return family(token.name) != "reason" and token.kind != "join" and (token.kind != "filler" or token.name != "")


def _last_special(found: Sequence[Token]) -> Group:
    groups = grouped(found, "action")
    return groups[-1] if groups else NOTHING


def _verbs(found: Sequence[Token], acts: Sequence[Token]) -> Group:
    """One plain verb: the last, but 受理 and 收到 before a mere 办理 of the same breath (收到并办理)."""
    if not acts:
        return NOTHING
    last = acts[-1]
    first = acts[0]
    if last.name in ("handle", "accept") and first.name in ("receive", "accept"):
        return Group((first.name,), (first,))
    return Group((last.name,), (last,))


def closed(found: Sequence[Token]) -> bool:
    """Only neutral words: nothing that could be another subject."""
    return all(token.kind in NEUTRAL or token.kind in ("among", "other_body", "remaining") for token in found)


def blocked(found: Sequence[Token]) -> bool:
    """A comparison, an average or one part of the whole stands before the number."""
    return any(token.kind in _BLOCKS for token in found)


def parted(found: Sequence[Token]) -> bool:
    """One channel is named: the number may be a part of the whole, or all of it."""
    if any(token.name == "channels" for token in found):
        return False  # 当面提交或以信函、传真等形式提出的: all of them
    return any(token.kind in _PARTS for token in found)


def after_last(found: Sequence[Token], kinds: Sequence[str] = ANCHORS) -> Sequence[Token]:
    """What follows the last name."""
    for index in range(len(found) - 1, -1, -1):
        if found[index].kind in kinds:
            return found[index + 1 :]
    return found


def family(name: str, words: Lexicon | None = None) -> str:
    return (words or lexicon()).family.get(name, "")
