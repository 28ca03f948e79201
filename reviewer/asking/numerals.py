"""The figures in a Chinese text, however they are written: digits of any width, Han numerals, 百分之…, 一半."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from reviewer.asking.words import vocabulary
from reviewer.model import fold

_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_UNITS = {"十": 10, "百": 100, "千": 1000}
_ARABIC = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")
_HAN = "零〇一二两三四五六七八九十百千万亿"
_LOOSE = frozenset("个种项次方样")
"""一个、一种: hardly ever a figure."""


class Number(NamedTuple):
    """A figure at [start, end) of the text as given; `value` None for one said in words that have no exact value."""

    start: int
    end: int
    value: Decimal | None


def found(text: str) -> Iterator[Number]:
    """Every figure of a text, in order."""
    whole = fold(text)
    for match in _pattern().finditer(whole.text):
        start, end = whole.source(*match.span())
        word = match[0]
        if match["arabic"]:
            yield Number(start, end, Decimal(word.replace(",", "")))
        elif match["vague"]:
            yield Number(start, end, None)
        else:
            following = whole.text[match.end() : match.end() + 1]
            value = read(word.removeprefix("百分之"))
            if value is not None and not (word == "一" and following in _LOOSE):
                yield Number(start, end, Decimal(value))


def numbers(text: str) -> frozenset[Decimal]:
    return frozenset(one.value for one in found(text) if one.value is not None)


@cache
def _pattern() -> re.Pattern[str]:
    known = vocabulary()
    vague = "|".join(map(re.escape, sorted(known.quantities, key=len, reverse=True)))
    units = "|".join(map(re.escape, sorted(known.counted, key=len, reverse=True)))
    han = f"百分之[{_HAN}]+|[{_HAN}]+(?=余?多?(?:{units}))|[{_HAN}]*[十百千][{_HAN}]*(?![{_HAN}])"
    lone = "(?<=[为共达计])[一二两三四五六七八九](?![\u4e00-\u9fff])"
    return re.compile(f"(?P<vague>{vague})|(?P<arabic>{_ARABIC.pattern})|(?P<han>{han}|{lone})")


def read(word: str) -> int | None:
    """A whole number in Han numerals: 三十七, 一百零五, 二〇二四, 两万; None for what is none (万一)."""
    if not word or word in ("万", "亿", "千", "百", "千万"):
        return None
    if all(char in _DIGITS for char in word):
        return int("".join(str(_DIGITS[char]) for char in word))
    total = section = digit = 0
    for char in word:
        if char in _DIGITS:
            digit = _DIGITS[char]
        elif char in _UNITS:
            section += (digit or 1) * _UNITS[char]
            digit = 0
        elif char == "亿":
            total = (total + section + digit or 1) * 10**8
            section = digit = 0
        else:
            total += (section + digit or 1) * 10**4
            section = digit = 0
    return total + section + digit
