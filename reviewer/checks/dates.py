"""Years and days as prose prints them, in Arabic or Chinese numerals."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date

YEAR = r"(?:(?<!\d)20\d\d|二[〇○零Oo0][〇○零Oo0一二三四五六七八九]{2})"
"""A year of this century before 年, to be put into patterns as {YEAR}."""
_NUMBER = r"\d{1,2}|[一二三四五六七八九十]{1,3}"
_DAY = re.compile(rf"(?P<year>{YEAR})年(?P<month>{_NUMBER})月(?P<day>{_NUMBER})日")
_DIGITAL = re.compile(r"(?P<year>20\d\d)(?P<mark>[-./])(?P<month>\d{1,2})(?P=mark)(?P<day>\d{1,2})")
_LABEL = re.compile("^(?:(?:成文|发布|公布|发文|印发|编制|生成|落款)?(?:日期|时间)：)")
_DIGITS = {char: value for value, char in enumerate("〇一二三四五六七八九")} | dict.fromkeys("○零Oo0", 0)


def filled(pattern: str) -> str:
    """A pattern of a rule file with {YEAR} and {NUMBER} (of a month or day) put in."""
    return pattern.replace("{YEAR}", YEAR).replace("{NUMBER}", f"(?:{_NUMBER})")


def year_of(printed: str) -> int:
    """2023, 二〇二三."""
    if printed.isascii() and printed.isdigit():
        return int(printed)
    return int("".join(str(_DIGITS[char]) for char in printed))


def number_of(printed: str) -> int:
    """12, 十二, 三十一; -1 for what is no number below 100."""
    if printed.isascii() and printed.isdigit():
        return int(printed)
    tens, ten, ones = printed.rpartition("十")
    if not ten:
        return _DIGITS.get(printed, -1)
    return _DIGITS.get(tens or "一", -1) * 10 + (_DIGITS.get(ones, -1) if ones else 0)


def day_of(year: str, month: str, day: str) -> date | None:
    """The day that three printed numbers name; None where the calendar has no such day."""
    try:
        return date(year_of(year), number_of(month), number_of(day))
    except ValueError:
        return None


def last_of(year: str, month: str) -> date | None:
    """The last day of a month; None where the year has no such month."""
    first = day_of(year, month, "1")
    return first and first.replace(day=monthrange(first.year, first.month)[1])


def whole_line(text: str) -> re.Match[str] | None:
    """The date that a line consists of; brackets around it and a label (发布日期：) do not count."""
    bare = _LABEL.sub("", text.strip("（）。 "))
    return _DAY.fullmatch(bare) or _DIGITAL.fullmatch(bare)
