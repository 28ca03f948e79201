"""How Word prints an automatic number: ECMA-376 part 1, 17.18.59 ST_NumberFormat, the formats Chinese offices use."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

_DIGITS: Final = "〇一二三四五六七八九"
_FORMAL: Final = "零壹贰叁肆伍陆柒捌玖"
_FORMAL_OLD: Final = "零壹貳參肆伍陸柒捌玖"
_STEMS: Final = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES: Final = "子丑寅卯辰巳午未申酉戌亥"
_ROMAN: Final = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
    (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip


def _counting(count: int, digits: str = "零一二三四五六七八九", units: str = "十百千") -> str:
    """一, 十, 十一, 二十, 一百零一 … 九千九百九十九; the formal digits keep 壹 before 拾."""
    if not 0 < count < 10000:
        return str(count)
    out, gap = "", False
    for power in (3, 2, 1, 0):
        digit = count // 10**power % 10
        if not digit:
            gap = bool(out)
            continue
        out += ("零" if units == "十百千" else digits[0]) * gap + digits[digit] + (units[power - 1] if power else "")
        gap = False
    return out[1:] if out.startswith("一十") else out


def _digital(count: int) -> str:
    return "".join(_DIGITS[int(digit)] for digit in str(count))


def _taiwanese(count: int) -> str:
    return _counting(count) if count < 100 else _digital(count)


def _roman(count: int) -> str:
    out = ""
    for size, letters in _ROMAN:
        out += letters * (count // size)
        count %= size
    return out


def _letters(count: int) -> str:
    """a … z, aa, bb …: Word repeats the letter."""
    return chr(ord("a") + (count - 1) % 26) * ((count - 1) // 26 + 1)


def _circled(count: int) -> str:
    for first, last, code in ((1, 20, 0x2460), (21, 35, 0x3251), (36, 50, 0x32B1)):
        if first <= count <= last:
            return chr(code + count - first)
    return str(count)


def _from(code: int, most: int) -> Callable[[int], str]:
    return lambda count: chr(code + count - 1) if 1 <= count <= most else str(count)


def _full(count: int) -> str:
    return "".join(chr(ord(digit) - 48 + 0xFF10) for digit in str(count))


FORMATS: Final[dict[str, Callable[[int], str]]] = {
    "decimal": str,
    "decimalHalfWidth": str,
    "decimalZero": lambda count: f"{count:02d}",
    "decimalFullWidth": _full,
    "decimalFullWidth2": _full,
    "chineseCounting": _taiwanese,
    "chineseCountingThousand": _counting,
    "japaneseCounting": _counting,
    "japaneseLegal": lambda count: _counting(count, _FORMAL_OLD, "拾佰仟"),
    "taiwaneseCounting": _taiwanese,
    "taiwaneseCountingThousand": _counting,
    "koreanCounting": _counting,
    "ideographDigital": _digital,
    "japaneseDigitalTenThousand": _digital,
    "koreanDigital2": _digital,
    "taiwaneseDigital": _digital,
    "chineseLegalSimplified": lambda count: _counting(count, _FORMAL, "拾佰仟"),
    "ideographLegalTraditional": lambda count: _counting(count, _FORMAL_OLD, "拾佰仟"),
    "ideographTraditional": lambda count: _STEMS[(count - 1) % 10],
    "ideographZodiac": lambda count: _BRANCHES[(count - 1) % 12],
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "decimalEnclosedFullstop": _from(0x2488, 20),
    "decimalEnclosedParen": _from(0x2474, 20),
    "ideographEnclosedCircle": _from(0x3280, 10),
    "upperRoman": lambda count: _roman(count).upper(),
    "lowerRoman": _roman,
    "upperLetter": lambda count: _letters(count).upper(),
    "lowerLetter": _letters,
    "ordinal": str,
}
"""Format name → printed number. A format not listed prints as decimal; `none` and `bullet` print nothing."""
