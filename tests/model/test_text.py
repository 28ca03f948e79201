"""Folding is one character at a time and reversible; it never makes two different numbers equal."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.model import bare, fold, folded, mend_characters


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("收到 3 条 申请", "收到3条申请"),
        ("申请１２件", "申请12件"),
        ("共1,234件", "共1,234件"),
        ("共1，234件", "共1,234件"),
        ("5件,其中2件", "5件，其中2件"),
        ("12,5", "12，5"),
        ("１２．５万元", "12.5万元"),
        ("20 0 0", "20 0 0"),
        ("危及“三安全一稳定”", '危及"三安全一稳定"'),
        ("⾏政许可⻚", "行政许可页"),
        ("申\u200b请\u00ad公\ufeff开", "申请公开"),
        ("(一)予以公开", "（一）予以公开"),
        ("［2021］30号", "〔2021〕30号"),
        ("100％", "100%"),
        ("the  form", "the form"),
        ("10²", "10²"),
        ("③", "③"),
    ],
)
def test_one_spelling(source: str, expected: str) -> None:
    assert folded(source) == expected


@given(st.text())
def test_offsets_lead_back_to_the_source(source: str) -> None:
    result = fold(source)
    assert len(result.offsets) == len(result.text) + 1
    assert list(result.offsets) == sorted(result.offsets)
    for index in range(len(result.text)):
        start, end = result.source(index, index + 1)
        assert folded(source[start:end]) in (result.text[index], "，", ",", "") or result.text[index] == " "


@given(st.text(alphabet="收到申请12 ,，.\n\t\u200b件（("))
def test_folding_twice_changes_nothing(source: str) -> None:
    once = folded(source)
    assert folded(once) == once


@given(st.integers(0, 10**9), st.integers(0, 10**9))
def test_numbers_stay_apart(first: int, second: int) -> None:
    assert folded(f"{first} {second}") == f"{first} {second}"
    assert (folded(f"{first}件") == folded(f"{second}件")) == (first == second)


def test_a_folded_range_is_found_in_the_source() -> None:
    source = "本年 收到\n１２ 件"
    result = fold(source)
    at = result.text.index("12")
    start, end = result.source(at, at + 2)
    assert source[start:end] == "１２"
    assert result.folded(start, end) == (at, at + 2)


def test_bare_keeps_what_labels_are_compared_by() -> None:
    assert bare("１．属于 国家秘密") == bare("1.属于国家秘密") == "1属于国家秘密"


def test_mending_radicals_keeps_the_length() -> None:
    text = "⾏政⻚（一）“”"
    assert mend_characters(text) == "行政页（一）“”"
    assert len(mend_characters(text)) == len(text)
