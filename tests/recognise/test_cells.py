from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.model import State
from reviewer.recognise.cells import read_cell


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("4", "4"), ("０", "0"), ("0.00", "0"), ("1,234", "1234"), ("1，234", "1234"), (" 12 \n", "12"), ("12件", "12"),
        ("22（其中修订16件）", "22"), ("-2", "-2"), ("1.5", "1.5"), ("1.5件", "1.5"), ("7545.10", "7545.1"),
    ],
)  # fmt: skip
def test_numbers(text: str, value: str) -> None:
    state, found = read_cell(text)
    assert found == Decimal(value)
    assert state == (State.ZERO if found == 0 else State.NUMBER)
    assert "E" not in str(found)


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("", State.BLANK), ("\u3000 \n", State.BLANK), ("/", State.PLACEHOLDER), ("——", State.PLACEHOLDER),
        ("无", State.PLACEHOLDER), ("不适用", State.PLACEHOLDER), ("约80", State.TEXT), ("三", State.TEXT), ("2O", State.TEXT),
        ("③", State.TEXT), ("10²", State.TEXT), ("+4", State.TEXT), ("251000元", State.TEXT), ("12,34", State.TEXT),
        ("22(16)", State.TEXT), ("1 2", State.UNREADABLE), ("20 0 0 0 02", State.UNREADABLE), ("1\n2", State.UNREADABLE),
        ("00", State.UNREADABLE), ("04", State.UNREADABLE), ("4000004000004000", State.UNREADABLE),
    ],
)  # fmt: skip
def test_no_numbers(text: str, state: State) -> None:
    assert read_cell(text) == (state, None)


def test_money_and_signs() -> None:
    assert read_cell("258.5万元", money=True).value == Decimal("258.5")
    assert read_cell("251000元", money=True).state == State.TEXT
    assert read_cell("258.5万元").state == State.TEXT
    assert read_cell("+4", signed=True).value == Decimal(4)


@given(st.integers(0, 10**9))
def test_every_way_of_printing_a_count(number: int) -> None:
    wide = "".join(chr(ord(char) + 0xFEE0) for char in str(number))
    for text in (str(number), f"{number:,}", wide, f"{number}件", f" {number} "):
        assert read_cell(text).value == number
