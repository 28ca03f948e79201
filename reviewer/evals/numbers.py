"""Numbers as prose prints them: Arabic, full-width, Chinese."""

from __future__ import annotations

from decimal import Decimal

_DIGITS = "零一二三四五六七八九"
_WIDE = str.maketrans("0123456789.", "０１２３４５６７８９．")
STYLES = ("arabic", "wide", "chinese", "comma", "spaced")


def chinese(number: int, *, counting: bool = True) -> str:
    """A whole number from 0 to 99,999,999 in Chinese; `counting` writes 两 for a lone 2 and before 百, 千, 万."""
    if number == 2 and counting:
        return "两"
    if number >= 10_000:
        high, low = divmod(number, 10_000)
        gap = "零" if 0 < low < 1000 else ""
        return chinese(high, counting=counting) + "万" + gap + (_below(low, False) if low else "")
    return _below(number, counting)


def _below(number: int, counting: bool) -> str:
    if number < 10:
        return _DIGITS[number]
    if number < 20:
        return "十" + (_DIGITS[number % 10] if number % 10 else "")
    out, gap = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // unit % 10
        if digit:
            out += "零" if gap and out else ""
            out += ("两" if counting and digit == 2 and unit >= 100 and not out else _DIGITS[digit]) + name
            gap = False
        else:
            gap = True
    return out


def plain(value: Decimal) -> str:
    """A decimal without exponent or needless zeros."""
    text = format(value.normalize(), "f")
    return "0" if text == "-0" else text


def written(value: Decimal, style: str) -> str:
    """`value` in one of STYLES; a style that cannot print it falls back to Arabic."""
    text = plain(value)
    whole = value == value.to_integral_value()
    if style == "wide":
        return text.translate(_WIDE)
    if style == "chinese" and whole and 0 <= value < 10_000:
        return chinese(int(value))
    if style == "comma" and whole and value >= 1000:
        return f"{int(value):,}"
    if style == "spaced":
        return f" {text} "
    return text
