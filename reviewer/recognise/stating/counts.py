"""A number in running text: its value, its unit, and whether it is said to be exact."""

from __future__ import annotations

import re
from decimal import Decimal

from reviewer.model import numerals
from reviewer.recognise.stating.lexicon import Lexicon
from reviewer.recognise.stating.tokens import Count, Token

_ORDINAL_BEFORE = "第〔-×~—–#№"
_RANGE_AFTER = "-~—–×至到"
_LONGEST_BARE = 7
_NONE = Decimal(0)
_YEAR = re.compile(r"(?:19[89]|20[0-4])\d")
_SPACED = re.compile(r"\d{1,2}(?: \d{1,2})+(?![\d.,])")
"""1 2件: a number that a converter pulled apart; only right before the unit of a count."""


def read_count(words: Lexicon, text: str, start: int) -> Token | None:
    """The number token that begins at `start`, or None. Numbers that count nothing get the kind `other`."""
    char = text[start]
    if "0" <= char <= "9":
        match = numerals.ARABIC.match(text, start)
    elif char in numerals.HAN:
        match = numerals.CHINESE.match(text, start)
    else:
        return None
    if match is None:
        return None
    end, printed = match.end(), match[0]
    arabic = "0" <= char <= "9"
    scale, exact = "", True
    if not arabic and printed[-1] in words.phrases.units.scale and len(printed) > 1 and text[end : end + 1] == "元":
        printed, end = printed[:-1], end - 1
    if arabic and (pulled := _spaced(words, text, start)):
        printed, end = pulled
    if arabic and _entry(words, text, start):
        return Token("filler", "enumerator", start, numerals.entry(text, start))
    if arabic and "." in printed and (_unit(words, text, end) or ("", ""))[1] == "count":
        return Token("count", "", start, end, Count(_NONE, "other", "", False, _NONE))  # no tenths of 件
    value = numerals.arabic(printed) if arabic else numerals.chinese(printed)
    if value is None:
        return None
    if arabic and text[end : end + 1] in words.phrases.units.scale and not _unit(words, text, end):
        scale, end, exact = text[end], end + 1, False
    after = _about(words.phrases.units.about_inside, text, end)
    exact, end = exact and not after, end + after
    unit, kind = _unit(words, text, end) or ("", "")
    if not kind:
        kind = "money" if scale else "bare"
    if scale and kind == "money":  # 0.57万, and 3亿 said of money
        unit, exact = unit or scale, not after
    end += 0 if unit == scale else len(unit)
    if kind != "other" and _counts_nothing(text, start, end, printed, kind, arabic):
        kind = "other"
    if not arabic and kind == "bare":
        return Token("count", "", start, end, Count(value, kind, "", exact, _NONE, True)) if value == 0 else None
    exact = exact and not _about(words.phrases.units.about_after, text, end) and not _about_before(words, text, start)
    worth = words.phrases.units.money.get(unit) or words.phrases.units.scale.get(unit) or Decimal(1)
    if kind == "money":
        places = len(printed.partition(".")[2]) if arabic else 0
        half = worth * Decimal(10) ** -places / 2
        return Token("count", "", start, end, Count(value * worth, kind, unit, exact, half))
    return Token("count", "", start, end, Count(value, kind, unit, exact, _NONE))


def _spaced(words: Lexicon, text: str, start: int) -> tuple[str, int] | None:
    match = _SPACED.match(text, start)
    if match is None or (_unit(words, text, match.end()) or ("", ""))[1] != "count":
        return None
    return match[0].replace(" ", ""), match.end()


def _entry(words: Lexicon, text: str, start: int) -> bool:
    """Whether the mark of an entry begins there, and the number of a count right behind it (；2.1件)."""
    behind = numerals.entry(text, start)
    number = numerals.ARABIC.match(text, behind) if behind else None
    return number is not None and (_unit(words, text, number.end()) or ("", ""))[1] == "count"


def _unit(words: Lexicon, text: str, at: int) -> tuple[str, str] | None:
    for unit, kind in words.units.get(text[at : at + 1], ()):
        if text.startswith(unit, at):
            return unit, kind
    return None


def _about(listed: tuple[str, ...], text: str, at: int) -> int:
    return next((len(word) for word in listed if text.startswith(word, at)), 0)


def _about_before(words: Lexicon, text: str, start: int) -> bool:
    return any(text.endswith(word, 0, start) for word in words.phrases.units.about_before)


def _counts_nothing(text: str, start: int, end: int, printed: str, kind: str, arabic: bool) -> bool:
    """Ordinals, ranges, codes and phone numbers."""
    before, after = text[start - 1 : start], text[end : end + 1]
    if before and (before in _ORDINAL_BEFORE or (before.isascii() and before.isalnum())):
        return True
    if before == "." and not any(numerals.entry(text, one) == start for one in range(max(0, start - 3), start)):
        return True
    if kind == "bare":
        if arabic and (len(printed) > _LONGEST_BARE or "." in printed or _YEAR.fullmatch(printed)):
            return True
        return bool(after) and (after in _RANGE_AFTER or after in "./〕" or (after.isascii() and after.isalnum()))
    return False
