"""Tokens of a paragraph made ready for binding: sentences and clauses, and short names told by their company."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from reviewer.recognise.stating.company import told
from reviewer.recognise.stating.lexicon import lexicon
from reviewer.recognise.stating.tokens import DISPUTES, Token

DECISIONS = ("licensing", "punishment", "coercion", "admin_fees")

_SAYING_NOTHING = frozenset({"text", "publish", "revise", "filler", "join"})
_COMING = ("receive", "accept", "handle", "done")
_LONG = 150
"""Tokens after which a sentence is cut at its next comma."""


class Clause(NamedTuple):
    """What stands between two commas or brackets; `inside` when in brackets."""

    tokens: tuple[Token, ...]
    inside: bool


def sentences(found: Sequence[Token]) -> list[list[Token]]:
    """Cut at 。；！？ (the marks are dropped), and where no person would still follow, so that reading stays linear.

    A ； inside brackets that close is a comma: 申请9件（网上5件、信函4件；自然人8件、商业企业1件），加上上年结转1件.
    """
    rows: list[list[Token]] = [[]]
    inner = _inner(found)
    for place, token in enumerate(found):
        size = len(rows[-1])
        if place in inner:
            token = token._replace(kind="cut", name="，")
        if token.kind == "stop" or (token.kind == "cut" and size >= _LONG) or size >= 2 * _LONG:
            rows.append([])
        else:
            rows[-1].append(token)
    return [row for row in rows if row]


def _inner(found: Sequence[Token]) -> set[int]:
    """Places of each ； between a bracket and the one that closes it within the sentence."""
    inner: set[int] = set()
    waiting: list[int] | None = None
    for place, token in enumerate(found):
        if token.kind == "cut" and token.name == "（":
            waiting = []
        elif token.kind == "cut" and token.name == "）":
            inner.update(waiting or ())
            waiting = None
        elif token.kind == "stop" and waiting is not None:
            waiting = [*waiting, place] if token.name == "；" else None
    return inner


def clauses(sentence: Sequence[Token]) -> list[Clause]:
    """Cut at commas, colons and brackets."""
    rows: list[Clause] = []
    current: list[Token] = []
    depth = 0
    skipped = -1
    for index, token in enumerate(sentence):
        if index <= skipped:
            continue
        if token.kind != "cut":
            current.append(token)
            continue
        if token.name == "（" and current and (end := _aside(sentence, index)):
            skipped = end
            continue
        if current:
            rows.append(Clause(tuple(current), depth > 0))
            current = []
        depth += {"（": 1, "）": -1}.get(token.name, 0)
        depth = max(depth, 0)
    if current:
        rows.append(Clause(tuple(current), depth > 0))
    return rows


def _aside(sentence: Sequence[Token], start: int) -> int:
    """Where a bracket ends that breaks a phrase and says nothing of numbers (制发（修改）规章1件); 0 when it is none."""
    said = {token.name for token in sentence[max(start - 2, 0) : start] if token.kind == "action"}  # 废止（失效）3件
    for index in range(start + 1, len(sentence) - 1):
        token = sentence[index]
        if token.kind == "cut":
            return index if token.name == "）" and sentence[index + 1].kind != "cut" and index > start + 1 else 0
        if token.kind not in _SAYING_NOTHING and not (token.kind == "action" and token.name in said):
            return 0
    return 0


def settled(
    sentence: Sequence[Token], topic: tuple[str, ...], disclosure: bool, default: tuple[str, ...] = ()
) -> list[Token]:
    """Short names become objects beside a full name of their family, and unknown or foreign text elsewhere."""
    sentence = told(sentence)
    heard = set(topic)
    about = disclosure or "application" in topic or has_action(sentence, ("outcome",))
    found: list[Token] = []
    for index, token in enumerate(sentence):
        before = found[-1] if found else None
        if token.kind == "short":
            named = next((one for one in reversed(found) if one.kind != "filler"), None)
            if token.name == "application" and named is not None and named.name in DISPUTES:
                before = named  # 行政复议案件申请
            came = _came(found) and _counts_next(sentence, index)
            token = token._replace(kind="object", name=_full(token, before, heard, about, () if came else default))
        elif token.kind == "narrow" and _harmless(found, _next_kind(sentence, index)):
            token = token._replace(kind="filler")
        if token.kind == "context":
            about = True
        if token.kind == "object":
            heard.add(token.name)
            about = about or token.name == "application"
        found.append(token)
    return [token._replace(kind="text") if token.name == "?" else token for token in found]


def _came(found: Sequence[Token]) -> bool:
    """Did something come or was it handled in this clause? Then 收到备案申请5件 is about these, and so is what follows."""
    for token in reversed(found):
        if token.kind in ("cut", "count", "join"):
            return False
        if token.kind == "action":
            return token.name in _COMING
    return False


def _counts_next(sentence: Sequence[Token], index: int) -> bool:
    return _next_kind(sentence, index) == "count"


def _full(token: Token, before: Token | None, heard: set[str], about: bool, default: tuple[str, ...]) -> str:
    if token.name == "application":
        if before is not None and before.kind in ("text", "publish"):  # 归档公开件61份, 公开公开件61份
            return "?" if "application" in default else "foreign"
        if before is not None and before.kind == "object" and before.name not in ("application", "foreign"):
            return before.name
        return "application" if about else "foreign"
    if token.name in DISPUTES:
        return token.name if about or heard.intersection(DISPUTES) else "foreign"
    return token.name if heard.intersection(DECISIONS) else "?"


def _harmless(before: Sequence[Token], following: str) -> bool:
    """有关政府信息公开申请 narrows nothing, nor does 予以公开类138件."""
    if following in ("context", "object"):
        return True
    last = next((token for token in reversed(before) if token.kind != "filler"), None)
    return following == "count" and last is not None and last.kind == "action" and last.name != "citizen"


def _next_kind(sentence: Sequence[Token], index: int) -> str:
    return sentence[index + 1].kind if index + 1 < len(sentence) else ""


def has_action(found: Sequence[Token], families: Sequence[str]) -> bool:
    words = lexicon()
    return any(token.kind == "action" and words.family.get(token.name) in families for token in found)
