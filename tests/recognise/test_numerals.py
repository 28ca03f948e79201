"""Numerals in both scripts: exact values, and None for what is no plain number."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.model.numerals import number

DIGITS = "零一二三四五六七八九"
UNITS = ("", "十", "百", "千")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0", "0"), ("12", "12"), ("１２３", "123"), ("1,234", "1234"), ("1，234，567", "1234567"), ("12.5", "12.5"), ("1.2万", "12000"), ("3亿", "300000000"),
        ("〇", "0"), ("零", "0"), ("三", "3"), ("两", "2"), ("十", "10"), ("十二", "12"), ("二十", "20"), ("廿一", "21"), ("卅", "30"), ("一百零五", "105"), ("一百一十", "110"),
        ("二百五", "250"), ("两千三百", "2300"), ("两千三", "2300"), ("一千零三十", "1030"), ("一万二", "12000"), ("一万二千三百四十五", "12345"), ("一亿零三万", "100030000"),
        ("二〇二三", "2023"), ("贰", "2"), ("壹佰贰拾叁", "123"),
    ],
)  # fmt: skip
def test_reads(text: str, value: str) -> None:
    assert number(text) == Decimal(value)


@pytest.mark.parametrize(
    "text", ["", "十余", "三五", "十十", "百分之三", "半", "1,23", "12件", "万", "百", "1.2.3", "第三", "一二", "若干"]
)
def test_refuses(text: str) -> None:
    assert number(text) is None


def spelled(value: int) -> str:
    """The standard spelling below ten thousand."""
    out, gap = "", False
    for place, digit in reversed(list(enumerate(int(char) for char in reversed(str(value))))):
        if digit:
            out += ("零" if gap and out else "") + DIGITS[digit] + UNITS[place]
            gap = False
        else:
            gap = True
    return out or DIGITS[0]


@given(st.integers(0, 9999), st.integers(0, 9999))
def test_every_spelling_reads_back(low: int, high: int) -> None:
    assert number(spelled(low)) == low
    if high:
        joint = "" if low >= 1000 or not low else "零"
        assert number(f"{spelled(high)}万{joint}{spelled(low) if low else ''}") == high * 10_000 + low


@given(st.text(max_size=12))
def test_never_raises(text: str) -> None:
    number(text)
