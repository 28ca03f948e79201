"""Fees, dates and wording: what cases in data cannot say."""

from __future__ import annotations

import pytest

from reviewer.checks import check
from reviewer.checks.dates import day_of, number_of, year_of
from reviewer.checks.processing_fee import by_items, by_pages
from reviewer.model import AnnualReport, Finding
from reviewer.model.personal import is_card, is_identity
from tests.checks.reports import report

FAMILIES = ("FE-", "DT-", "WD-", "PU-")


def _found(given: AnnualReport) -> list[Finding]:
    return [one for one in check(given).findings if one.rule.startswith(FAMILIES)]


@pytest.mark.parametrize(("count", "yuan"), [(10, 0), (11, 100), (30, 2000), (31, 2200), (40, 4000), (41, 4300)])
def test_items_are_charged_by_steps(count: int, yuan: int) -> None:
    assert by_items(count) == yuan


@pytest.mark.parametrize(("count", "yuan"), [(30, 0), (31, 10), (100, 700), (101, 720), (200, 2700), (201, 2740)])
def test_pages_are_charged_by_steps(count: int, yuan: int) -> None:
    assert by_pages(count) == yuan


def test_check_digits() -> None:
    assert is_identity("11010519491231002X")
    assert not is_identity("110105194912310021")
    assert not is_identity("11010519491331002X")
    assert is_card("6222020000000000000")
    assert not is_card("6222020000000000001")


def test_printed_dates() -> None:
    assert year_of("二〇二四") == year_of("二○二四") == year_of("2024") == 2024
    assert [number_of(one) for one in ("十", "十二", "二十", "三十一", "7")] == [10, 12, 20, 31, 7]
    assert day_of("2024", "2", "30") is None


PERSONAL = ("11010519491231002X", "13900001234", "6222020000000000000", "赵小明", "李小强")
TEXT = (
    "申请人：赵小明，身份证号：11010519491231002X，手机13900001234。"
    "退费至申请人银行卡号6222020000000000000。\n原告李小强不服答复提起诉讼。"
)


def test_personal_data_are_found_and_never_repeated() -> None:
    given = report(text={"requests": TEXT})
    found = [one for one in check(given).findings if one.rule == "WD-PRIVACY"]
    assert len(found) == len(PERSONAL)
    section = given.section("requests")
    assert section is not None
    for one in found:
        shown = one.model_dump_json()
        assert not any(datum in shown or datum[:5] in shown for datum in PERSONAL if datum[0].isdigit())
        assert not any(datum in shown for datum in PERSONAL)
        span = one.evidence[0]
        assert span.kind == "text"
        assert section.text[span.start : span.end] == span.quote


MANY = {
    "preface": "根据《中华人民共和国政府信息公开条例》（国务院令第492号）编制， 统计期限自2023年1月1日起至2023年12月30日止。",
    "overview": "２０２２年，我局共公开信息３１８条,做到应公开尽公开。\n学习贯彻全会精神 精神，进一步布署工作，不子公开1件。",
    "other": "未收取信息处理费。其中实际收取信息处理费 365 元。\n甲市乙区应急管理局\n２０２３年12月20日",
}


def test_quotes_are_verbatim() -> None:
    """Whatever widths and blanks the text is printed with."""
    given = report(text=MANY)
    found = _found(given)
    assert {"WD-LAWREF", "DT-PERIOD", "DT-YEAR", "WD-TYPO", "WD-DUP", "WD-PUNCT", "FE-CONSISTENT", "DT-SIGN"} <= {
        one.rule for one in found
    }
    for one in found:
        for span in one.evidence:
            if span.kind == "text" and span.end > span.start:
                section = given.section(span.section)
                assert section is not None
                assert section.text[span.start : span.end] == span.quote


def test_fingerprints_do_not_depend_on_widths_and_blanks() -> None:
    wide = report(text={"overview": "２０２２年，我局共公开信息３１８条。"})
    narrow = report(text={"overview": "2022 年,我局共公开信息 318 条。"})
    marks = [{one.fingerprint for one in _found(given) if one.rule == "DT-STALE"} for given in (wide, narrow)]
    assert marks[0]
    assert marks[0] == marks[1]


def test_a_paragraph_end_parts_two_equal_words() -> None:
    given = report(text={"overview": "（一）主动公开\n公开信息96条。\n（二）信息\n信息管理到位。"})
    assert not [one for one in _found(given) if one.rule == "WD-DUP"]
