"""Numbers of private persons, told by their own structure; shared by the rule that finds them and the masks that hide them.

Identity cards: the check digit of GB 11643-1999 (ISO 7064, MOD 11-2) and a date of birth that exists. Bank cards: Luhn's
sum (ISO/IEC 7812-1). Unified social credit codes, which are public: the check character of GB 32100-2015 (modulo 31).
Patterns run over folded text.
"""

from __future__ import annotations

import re
from datetime import date

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK = "10X98765432"
_CODE = "0123456789ABCDEFGHJKLMNPQRTUWXY"
IDENTITY = re.compile(r"(?<![0-9A-Za-z])[1-9]\d{5}[ -]?\d{8}[ -]?\d{3}[\dXx](?![0-9A-Za-z])")
MOBILE = re.compile(r"(?<![\d.-])(?:\+?86[ -]?)?1[3-9]\d[ -]?\d{4}[ -]?\d{4}(?![\d.%])")
CARD = re.compile(r"(?<![0-9A-Za-z])[3-6]\d{3}(?:[ -]?\d{4}){2,3}[ -]?\d{1,4}(?![0-9A-Za-z])")


def is_identity(number: str) -> bool:
    """Whether 18 characters are an identity number: a date of birth that exists, and the right check digit."""
    try:
        born = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return False
    rest = sum(int(digit) * weight for digit, weight in zip(number[:17], _WEIGHTS, strict=True)) % 11
    return 1900 <= born.year <= 2100 and _CHECK[rest] == number[17].upper()


def is_card(number: str) -> bool:
    """Whether 16 to 19 digits satisfy Luhn's sum."""
    total = 0
    for place, digit in enumerate(reversed(number)):
        value = int(digit) * (2 if place % 2 else 1)
        total += value - 9 if value > 9 else value
    return 16 <= len(number) <= 19 and total % 10 == 0 and len(set(number)) > 2


def is_code(number: str) -> bool:
    """Whether 18 characters are a unified social credit code."""
    if len(number) != 18 or any(sign not in _CODE for sign in number):
        return False
    total = sum(_CODE.index(sign) * pow(3, place, 31) for place, sign in enumerate(number[:17]))
    return _CODE[(31 - total % 31) % 31] == number[17]
