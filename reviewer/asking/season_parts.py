"""Small judgements of a question over a season: which figures may be added up, and how many bodies are asked for."""

from __future__ import annotations

import re
from collections.abc import Sequence

from reviewer.asking.target import Target

_DIGITS = "零一二三四五六七八九"


def addable(meant: Sequence[Target]) -> bool:
    """Whether figures may be added: rows of one table and one sort, none a total of another."""
    rows = [{key.rpartition(".")[0] for key in one.cells} for one in meant]
    flat = [row for some in rows for row in some]
    outcomes = all(row.startswith("t3.done.") for row in flat)
    if outcomes:
        return "t3.done.total" not in flat
    columns = {key.rpartition(".")[2] for one in meant for key in one.cells}
    same_row = len(set(flat)) == 1 and "total" not in columns
    disputes = all(row.startswith("t4.") for row in flat) and len(columns) == 1
    into = set(flat) == {"t3.new_received", "t3.carried_in"}
    return same_row or disputes or into


def number_in(text: str) -> int:
    """The number in 前五个, 10家, 十二名; 0 for none."""
    if digits := re.search(r"\d+", text):
        return int(digits[0])
    said = re.search(r"[一二两三四五六七八九十]+", text)
    if said is None:
        return 0
    tens, ten, ones = said[0].replace("两", "二").partition("十")
    if not ten:
        return _DIGITS.find(tens) if len(tens) == 1 else 0
    return (_DIGITS.find(tens) if tens else 1) * 10 + (_DIGITS.find(ones) if ones else 0)
