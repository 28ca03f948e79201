"""Numbers as people print them: Arabic, full-width, with thousands commas, and in Chinese characters.

Values are exact `Decimal`s; what is not a plain number (十余, 百分之三, 半, 1,23) is None, never a guess.
"""

from __future__ import annotations

import re
from decimal import Decimal

_DIGITS = {char: value for value, chars in enumerate(("〇零○Ｏ", "一壹", "二两贰兩", "三叁", "四肆", "五伍", "六陆", "七柒", "八捌", "九玖")) for char in chars}  # fmt: skip
_SMALL = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_LARGE = {"万": 10_000, "萬": 10_000, "亿": 100_000_000, "億": 100_000_000}
_TENS = {"廿": 20, "卅": 30}

HAN = "".join((*_DIGITS, *_SMALL, *_LARGE, *_TENS))
"""Every character that can stand in a Chinese numeral."""
ARABIC = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?(?![\d,])|\d+(?:\.\d+)?")
CHINESE = re.compile(f"[{HAN}]+")
_ENTRY = re.compile(r"(?:^|(?<=[；：。！？\n]))[1-9]\d?\.(?=(?:\d{1,3}(?:,\d{3})+|\d+)(?![\d.,%]))")
"""The mark of an entry (2.) right before a whole number: ；2.1件 is one 件, entry two."""
_WHOLE = re.compile(r"([+-]?)(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?")
_SCALED = re.compile(r"([+-]?[\d,]+(?:\.\d+)?)([万萬亿億])")


def entry(text: str, at: int) -> int:
    """Where the mark of an entry that begins at `at` ends (；2.1件: behind the dot); 0 where no whole number follows one.

    Whether it is a mark at all is told by the unit: nothing is counted in tenths of 件, but money is.
    """
    match = _ENTRY.match(text, at)
    return match.end() if match else 0


def number(text: str) -> Decimal | None:
    """The value of a whole text that is one number, in either script; None when it is not.

    >>> number("1,234"), number("一百零五"), number("两千三百"), number("1.2万"), number("十余")
    (Decimal('1234'), Decimal('105'), Decimal('2300'), Decimal('12000.0'), None)
    """
    text = text.strip().translate(_HALF)
    return arabic(text) if text[:1] in "+-0123456789" else chinese(text)


_HALF = {ord("０") + digit: ord("0") + digit for digit in range(10)} | {ord("，"): ",", ord("．"): "."}


def arabic(text: str) -> Decimal | None:
    """`12`, `1,234.5`, `-3`, `1.2万`, `3亿`; None for anything else."""
    if scaled := _SCALED.fullmatch(text):
        base = arabic(scaled[1])
        return None if base is None else base * _LARGE[scaled[2]]
    match = _WHOLE.fullmatch(text)
    if match is None or not text.isascii():
        return None
    return Decimal(f"{match[1]}{match[2].replace(',', '')}{match[3] or ''}")


def chinese(text: str) -> Decimal | None:
    """`三`, `十二`, `廿一`, `一百零五`, `两千三百`, `一万二`, `二〇二三`; None for anything else."""
    if not text or any(char not in HAN for char in text):
        return None
    if all(char in _DIGITS for char in text):
        return _spelled(text)
    whole, rest = 0, text
    for sign in ("亿億", "万萬"):
        cut = max(rest.rfind(char) for char in sign)
        if cut < 0:
            continue
        head = _below_ten_thousand(rest[:cut]) if "万" not in rest[:cut] else _number_or_none(rest[:cut])
        if not head:
            return None
        unit = _LARGE[rest[cut]]
        whole, rest = whole + head * unit, rest[cut + 1 :]
        if len(rest) == 1 and rest in _DIGITS:  # 一万二 = 12,000
            return Decimal(whole + _DIGITS[rest] * unit // 10)
    tail = _below_ten_thousand(rest) if rest else 0
    return None if tail is None else Decimal(whole + tail)


def _number_or_none(text: str) -> int | None:
    value = chinese(text)
    return None if value is None else int(value)


def _spelled(text: str) -> Decimal | None:
    """Digits read one by one (二〇二三); a row of two such as 三五 means `a few` and is no number."""
    zeros = any(_DIGITS[char] == 0 for char in text)
    if len(text) == 1 or len(text) >= 4 or (zeros and _DIGITS[text[0]]):
        return Decimal("".join(str(_DIGITS[char]) for char in text))
    return None


def _below_ten_thousand(text: str) -> int | None:
    """A group below 万: strictly falling units, at most one digit before each."""
    total, last, digit, zero = 0, 10_000, None, False
    for char in text:
        if char in _DIGITS:
            if digit is not None:
                return None
            if _DIGITS[char] == 0:
                zero = True
            else:
                digit = _DIGITS[char]
            continue
        unit = 10 if char in _TENS else _SMALL.get(char, 0)
        if not unit or unit >= last or (digit is None and unit != 10):
            return None
        total += _TENS[char] if char in _TENS else unit * (digit or 1)
        last, digit, zero = unit, None, False
    if digit is None:
        return None if zero and total else total
    colloquial = last in (100, 1000) and not zero  # 两千三 = 2,300
    return total + digit * (last // 10 if colloquial else 1)
