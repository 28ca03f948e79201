"""Section five comes back to numbers without saying what they count: 复议纠正2件, 跨年办理的6件, 9件无法提供的答复.

It may tell of a part of them; only a number that the cells reach, or that is more than they hold, is a claim.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from reviewer.model.phrases import load_phrases
from reviewer.recognise.stating.context import Context
from reviewer.recognise.stating.draft import Cells, Draft, draft, span
from reviewer.recognise.stating.names import family
from reviewer.recognise.stating.sentences import clauses
from reviewer.recognise.stating.tokens import DISPUTES, Token

_UNITS = ("件", "宗", "起")
_TOLD = ("outcome", "reason")
_CARRIED = ("carried_out", "carried_in")
_REPLIES = ("答复", "申请", "的答复", "的申请", "类答复", "类申请")
_QUOTES = "”’\"'"
_NEAR = 6
_BARS = frozenset(
    {
        "time_other",
        "growth",
        "average",
        "plan",
        "narrow",
        "fate",
        "channel",
        "other_body",
        "other_cause",
        "area",
        "publish",
        "text",
    }
)
_BETWEEN = ("total", "area", "self", "count", "join")
_PARTICLES = ("有", "被", "的", "共有")
_LIGHT = ("filler", "self", "time_ok", "each")


def restated(sentence: Sequence[Token], text: str, context: Context, cells: Cells) -> list[Draft]:
    """Claims of one sentence of section five, beyond those that say themselves what they count."""
    if not context.open:
        return []
    found: list[Draft] = []
    for clause in clauses(sentence):
        row = [token for token in clause.tokens if token.kind not in _LIGHT]
        if any((token.kind, token.name) == ("object", "foreign") for token in row):
            continue
        for place in range(len(row)):
            if not any(one.kind in _BARS for one in row[:place]):
                whole = _whole([token for token in clause.tokens if token.end <= row[place].start], text)
                found += _counted(row, place, text, cells, whole)
    return found


def _whole(tokens: Sequence[Token], text: str) -> bool:
    """全年复议纠正2件、诉讼纠正1件: does nothing but these stand between the year and the number at the end of `tokens`?"""
    begin = max((place for place, token in enumerate(tokens) if token.kind == "time_ok"), default=len(tokens))
    return begin < len(tokens) and all(
        token.kind in _BETWEEN
        or token.name in DISPUTES
        or family(token.name) == "result"
        or (token.kind == "filler" and text[token.start : token.end] in _PARTICLES)
        for token in tokens[begin + 1 :]
    )


def _counted(row: Sequence[Token], place: int, text: str, cells: Cells, whole: bool) -> list[Draft]:
    """The claim of the number at `place`, whose name stands right before or right behind it."""
    number, count = row[place], row[place].number
    if count is None or not count.exact or count.unit not in _UNITS:
        return []
    before, behind = row[:place], row[place + 1 :]
    named = _forum(before, behind, text, number.end) or _dispute(before, behind) or _outcome(before, behind, text)
    meaning = cells.meaning(*named[0]) if named is not None else None
    if named is None or meaning is None or not count.value:
        return []
    keys = cells.choose(meaning.readings, count.value)
    stated = whole and named[0][0] in DISPUTES
    if (
        not stated
        and not cells.fits(keys, count.value)
        and not all(cells.reaches(one, count.value) for one in meaning.readings)
    ):
        return []
    return [draft(meaning, keys, count, span(named[1], number))]


Named = tuple[tuple[str, str], tuple[Token, ...]]


def _forum(before: Sequence[Token], behind: Sequence[Token], text: str, end: int) -> Named | None:
    """四件被复议机关纠正、三件被法院纠正: who put it right tells a review from a suit."""
    result = next((token for token in behind if token.kind != "short" and family(token.name) == "result"), None)
    if result is None or any(one.kind == "object" and one.name not in (*DISPUTES, "application") for one in before):
        return None  # 行政处罚案件3件被法院纠正
    said = text[end : result.end]
    for item, pattern in _forums().items():
        if pattern.fullmatch(said):
            return (item, result.name), (result,)
    return None


@cache
def _forums() -> dict[str, re.Pattern[str]]:
    return {item: re.compile(pattern) for item, pattern in load_phrases().forums.items()}


def _dispute(before: Sequence[Token], behind: Sequence[Token]) -> Named | None:
    """复议纠正2件, 被纠正的2件复议案件."""
    last = before[-1] if before else None
    if last is None or family(last.name) != "result" or (last.kind, last.name) == ("action", "pending"):
        return None
    item = before[-2] if len(before) > 1 else None
    if item is None or item.name not in DISPUTES:
        item = behind[0] if behind else None
    if item is None or item.name not in DISPUTES:
        return None
    return (item.name, last.name), (item, last)


def _outcome(before: Sequence[Token], behind: Sequence[Token], text: str) -> Named | None:
    """9件无法提供的答复, 跨年办理的6件."""
    last = before[-1] if before else None
    if last is not None and last.name in _CARRIED and "年" in text[last.start : last.end] and not _goes_on(behind):
        return ("application", last.name), (last,)
    said = behind[0].name == "done" if len(behind) > 1 else False  # 4件答复“不掌握”
    first = behind[said] if behind else None
    if first is None or family(first.name) not in _TOLD:
        return None
    if not said and not text[first.end : first.end + _NEAR].lstrip(_QUOTES).startswith(_REPLIES):
        return None
    return ("application", first.name), (first,)


def _goes_on(behind: Sequence[Token]) -> bool:
    """Another noun behind the number: 跨年办理的6件工程."""
    return bool(behind) and behind[0].kind in ("object", "short", "action")
