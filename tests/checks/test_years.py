"""What is compared between two years: sentences, names of bodies, growth as stated, and at what cost."""

from __future__ import annotations

import time
from typing import Any

import pytest

from reviewer.checks import check, incomparable, same_body
from reviewer.checks.likeness import pairs, sentences, share
from reviewer.model import Finding, Identity, Section, Severity
from tests.checks.reports import report

LAST: dict[str, Any] = {"year": 2022, "title": "甲市乙区应急管理局2022年政府信息公开工作年度报告"}


def section(text: str) -> Section:
    return Section(key="overview", text=text)


def found(rule: str, now: dict[str, Any], last: dict[str, Any]) -> list[Finding]:
    return [one for one in check(report(**now), report(**{**LAST, **last})).findings if one.rule == rule]


def test_sentences_have_no_numbers_headings_or_routine() -> None:
    text = "（一）主动公开。\n2023年发布防汛抗旱信息12条；本报告由六部分组成。\n  设立避难场所栏目3个！"
    made = sentences(section(text))
    assert [one.text for one in made] == ["年发布防汛抗旱信息条", "设立避难场所栏目个"]
    assert [text[one.start : one.end] for one in made] == ["2023年发布防汛抗旱信息12条", "设立避难场所栏目3个"]


def test_share_is_one_for_the_same_and_nought_for_another_text() -> None:
    text = "全年发布防汛抗旱信息12条。设立避难场所栏目3个。逐件登记群众申请并按期答复。"
    one, other = sentences(section(text)), sentences(section(text.replace("12", "七十九")))
    assert share(one, pairs(one, other), 0.6) == 1.0
    third = sentences(section("请区人大代表座谈评议，意见均已答复。撤下失效预案并补录属性。"))
    assert share(one, pairs(one, third), 0.6) == 0.0
    assert share([], [], 0.6) == 0.0


def test_pairs_take_the_nearest_sentence() -> None:
    now = sentences(section("政策解读形式比较单一，图文解读较少。"))
    last = sentences(section("公开内容不够丰富。政策解读形式仍比较单一，图文解读少。"))
    (pair,) = pairs(now, last)
    assert pair.last.text.startswith("政策解读")
    assert 0.6 < pair.degree < 1


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("甲市乙区应急管理局", "乙区应急管理局", True), ("甲县人民政府", "甲县政府", True), ("", "甲县财政局", True),
        ("甲县 财政局", "甲县财政局", True), ("甲街道办事处", "甲街道", True), ("甲园区管委会", "甲园区管理委员会", True),
        ("甲县财政局", "乙县财政局", False), ("甲县人民政府", "甲县人民政府办公室", False), ("甲县教育局", "甲县体育局", False),
    ],
)  # fmt: skip
def test_names_of_one_body(one: str, other: str, same: bool) -> None:
    assert same_body(Identity(agency=one), Identity(agency=other)) is same


@pytest.mark.parametrize(
    ("year", "last", "code"),
    [
        (2023, 2022, None), (2023, 2023, "N-PREVIOUS-YEAR"), (2023, 2024, "N-PREVIOUS-YEAR"),
        (None, 2022, "N-PREVIOUS-NO-YEAR"), (2023, None, "N-PREVIOUS-NO-YEAR"),
    ],
)  # fmt: skip
def test_only_the_year_before_serves(year: int | None, last: int | None, code: str | None) -> None:
    refusal = incomparable(report(year=year), report(year=last))
    assert (refusal.code if refusal else None) == code


@pytest.mark.parametrize(
    ("words", "right"),
    [
        ("较上年增长30%", True), ("比上年增加3件", True), ("同比上升30.0%", True), ("较2022年增长30%", True),
        ("，较上一年度增长30%", True), ("（其中自然人10件），比去年同期增长30%", True), ("较上年增长0.3倍", True),
        ("较上年下降30%", False), ("较上年增长31%", False), ("比上年减少3件", False), ("，与上年持平", False),
        ("，同比增长2倍", False),
    ],
)  # fmt: skip
def test_growth_is_read_in_many_words(words: str, right: bool) -> None:
    quote = "收到政府信息公开申请13件"
    claim = {"rule": "TX-NEW", "facts": ["t3.new_received.total"], "value": 13, "quote": quote}
    now = {"text": {"overview": f"全年{quote}{words}。"}, "claims": [claim]}
    assert bool(found("CY-GROWTH", now, {"base": {"t3.new_received.natural": 10}})) is not right


@pytest.mark.parametrize(
    "words",
    [
        "，较上年增长约50%",
        "，较2020年增长50%",
        "，其中网上申请较上年增长50%",
        "，满意度同比提高5个百分点",
        "。发布信息318条，同比增长50%",
    ],
)
def test_growth_of_something_else_is_let_be(words: str) -> None:
    quote = "收到政府信息公开申请13件"
    claim = {"rule": "TX-NEW", "facts": ["t3.new_received.total"], "value": 13, "quote": quote}
    now = {"text": {"overview": f"全年{quote}{words}。"}, "claims": [claim]}
    assert not found("CY-GROWTH", now, {"base": {"t3.new_received.natural": 10}})


def test_fingerprints_do_not_hang_on_last_years_values() -> None:
    marks = {found("CY-CARRY", {}, {"base": {"t3.carried_out.natural": value}})[0].fingerprint for value in (0, 5, 9)}
    assert len(marks) == 1


def test_a_doubt_that_last_year_settles_keeps_its_mark() -> None:
    now: dict[str, Any] = {"base": {"t4.litigation_after_review.upheld": 3}}
    alone = [one for one in check(report(**now)).findings if one.rule == "T4-AFTER-WITHOUT-REVIEW"]
    both = found("T4-AFTER-WITHOUT-REVIEW", now, {"base": {}})
    assert [one.fingerprint for one in alone] == [one.fingerprint for one in both]
    assert alone[0].message != both[0].message


@pytest.mark.slow
@pytest.mark.no_cover
def test_a_text_of_any_length_is_no_burden() -> None:
    long = "\n".join(f"第{number}项工作有待提高，发布防汛抗旱信息若干条，按时更新。" for number in range(4000))
    one, last = (
        report(text={"overview": long, "problems": long}),
        report(**LAST, text={"overview": long, "problems": long}),
    )
    check(one)
    started = time.process_time()
    alone = check(one)
    middle = time.process_time()
    both = check(one, last)
    assert time.process_time() - middle - (middle - started) < 1.0
    assert len(both.findings) > len(alone.findings)
    assert any(one.severity is Severity.ERROR for one in both.findings if one.rule == "CY-DUP-TEXT")
