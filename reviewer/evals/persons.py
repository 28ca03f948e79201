"""Invented personal numbers with right check digits, for planted faults. They belong to nobody: the places do not exist."""

from __future__ import annotations

import re
from random import Random

_MARK = re.compile("⟨(id|mobile|card)⟩")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def drawn(text: str, rng: Random) -> str:
    """The text with ⟨id⟩, ⟨mobile⟩ and ⟨card⟩ filled in, in one of the ways such numbers are written."""
    makers = {"id": _identity, "mobile": _mobile, "card": _card}
    return _MARK.sub(lambda match: makers[match[1]](rng), text)


def _identity(rng: Random) -> str:
    """18 characters, the last by GB 11643-1999."""
    birth = f"{rng.randint(1950, 2003)}{rng.randint(1, 12):02}{rng.randint(1, 28):02}"
    body = f"{rng.choice(('33', '62', '44', '51'))}{rng.randint(1, 9):02}{rng.randint(1, 30):02}{birth}{rng.randint(0, 999):03}"
    check = "10X98765432"[sum(int(digit) * weight for digit, weight in zip(body, _WEIGHTS, strict=True)) % 11]
    return body + check


def _mobile(rng: Random) -> str:
    head, middle, tail = (
        f"1{rng.choice('35789')}{rng.randint(0, 9)}",
        f"{rng.randint(0, 9999):04}",
        f"{rng.randint(0, 9999):04}",
    )
    return rng.choice(("", "", " ", "-")).join((head, middle, tail))


def _card(rng: Random) -> str:
    """19 digits, the last by Luhn's sum; sometimes in groups of four."""
    body = "6228" + "".join(str(rng.randint(0, 9)) for _ in range(14))
    total = sum(sum(divmod(int(digit) * (2 - index % 2), 10)) for index, digit in enumerate(reversed(body)))
    number = body + str(-total % 10)
    return number if rng.random() < 0.6 else " ".join(number[at : at + 4] for at in range(0, 19, 4))
