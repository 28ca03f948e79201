"""A folded paragraph to tokens. Patterns win over words, longer words over shorter ones, words over numerals."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from operator import attrgetter

from reviewer.model.phrases import Pattern
from reviewer.recognise.stating.counts import read_count
from reviewer.recognise.stating.lexicon import CUTS, STOPS, Lexicon, lexicon
from reviewer.recognise.stating.tokens import Token

_HAN_RUN = re.compile("[\u4e00-\u9fff]+$")
_LONGEST_NAME = 14
_BRACKETED = re.compile("（[^（）]*）")
_MEASURES = "个家所"
_start = attrgetter("start")


def tokens(text: str, year: int | None, own: re.Pattern[str] | None = None) -> list[Token]:
    """Tokens covering all of `text` (already folded); `year` is the report's, against which years are told.

    `own` finds the name of the report's body, which the vocabulary cannot know.
    """
    words = lexicon()
    spans = _patterns(words, text, year)
    if own is not None:
        spans |= {one.start(): Token("self", "", *one.span()) for one in own.finditer(text) if one.start() not in spans}
    found: list[Token] = []
    position, unknown = 0, 0
    while position < len(text):
        token = spans.get(position)
        if token is None and text[position] in words.known:
            token = _plain(words, text, position)
        if token is None:
            position += 1
            continue
        if unknown < position:
            found.append(Token("text", "", unknown, position))
        found.append(token)
        position = unknown = token.end
    if unknown < len(text):
        found.append(Token("text", "", unknown, len(text)))
    return _bodies(words, text, found)


def _bodies(words: Lexicon, text: str, found: list[Token]) -> list[Token]:
    """Insert a token without width where the name of a body ends and its verb begins."""
    regex = next(regex for regex, pattern in words.patterns if pattern.kind == "other_body")
    for match in regex.finditer(text):
        low, high = (bisect_left(found, one, key=_start) for one in (match.end() - _LONGEST_NAME, match.end()))
        near = found[low:high]
        begin = max(
            [0, match.end() - _LONGEST_NAME, *(one.end for one in near if one.kind in ("time_ok", "time_other"))]
        )
        run = _HAN_RUN.search(text, begin, match.end()) or _HAN_RUN.search(text, begin, match.start() + 1)
        if run is None or any(one.kind == "on_behalf" and one.start >= run.start() for one in near):
            continue
        if text[run.start() - 1 : run.start()].isdigit():  # 43家单位 names nobody, but 3个分局受理 is of those
            if run[0][0] in _MEASURES and not _whole_area(text, run.start(), found[:high]):
                _cut(found, high, match.end())
                found.insert(high, Token("some_bodies", "", match.end(), match.end()))
            continue
        if any(one.kind == "area" and one.end == match.end() for one in near):  # 全市各级政府及部门: the whole area
            continue
        _cut(found, high, match.end())
        if high and found[high - 1].end == match.end():
            found.insert(high, Token("other_body", run[0], match.end(), match.end()))
    return found


def _cut(found: list[Token], place: int, at: int) -> None:
    """Divide the unknown text before `place` where a body's name ends within it (某局牵头)."""
    token = found[place - 1] if place else None
    if token is not None and token.kind == "text" and token.start < at < token.end:
        found[place - 1 : place] = [token._replace(end=at), token._replace(start=at)]


def _whole_area(text: str, end: int, before: Sequence[Token]) -> bool:
    """全县14个乡镇共收到: does the clause that runs to `end` name the whole of this body before its parts?"""
    head = _BRACKETED.sub(lambda match: "-" * len(match[0]), text[:end])
    begin = max(head.rfind(char) for char in (*STOPS, *CUTS)) + 1
    return any(one.kind in ("area", "self") and begin <= one.start < end for one in before)


def _plain(words: Lexicon, text: str, position: int) -> Token | None:
    char = text[position]
    if char in STOPS:
        return Token("stop", char, position, position + 1)
    if char in CUTS:
        return Token("cut", char, position, position + 1)
    for word, kind, name in words.words.get(char, ()):
        if text.startswith(word, position):
            # 零 before a unit is the numeral
            if kind == "none" and char == "零" and (number := read_count(words, text, position)):
                return number
            # a hotline's number is a word only when it is not part of a longer number
            if char.isdigit() and (
                text[position + len(word) : position + len(word) + 1].isdigit()
                or text[position - 1 : position].isdigit()
            ):
                continue
            return Token(kind, name, position, position + len(word))
    return read_count(words, text, position)


def _patterns(words: Lexicon, text: str, year: int | None) -> dict[int, Token]:
    """Pattern tokens by start; of two that overlap the earlier in the file wins when it starts no later."""
    hits: list[tuple[int, int, int, Token]] = []
    for order, (regex, pattern) in enumerate(words.patterns):
        for match in regex.finditer(text):
            token = _token(match, pattern, year)
            if token is not None and token.end > token.start:
                hits.append((token.start, order, token.end, token))
    found: dict[int, Token] = {}
    taken = 0
    for start, _, end, token in sorted(hits, key=lambda one: one[:3]):
        if start >= taken:
            found[start] = token
            taken = end
    return found


def _token(match: re.Match[str], pattern: Pattern, year: int | None) -> Token | None:
    kind, name = pattern.kind, pattern.name
    start, end = match.span()
    if kind == "other_body":
        return None
    if pattern.year:
        printed = next((int(one) for one in match.groupdict().values() if one), None)
        if printed is not None and year is not None:
            wanted = year + {"previous": -1, "next": 1, "same": 0}[pattern.year]
            if printed != wanted:
                return Token("time_other", "", start, end) if pattern.year == "same" else None
    if kind == "respondent":
        name = match["body"]
    return Token(kind, name, start, end)
