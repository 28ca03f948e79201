"""The reader of questions in its parts: words, operands, follow-ups, years, remarks."""

from __future__ import annotations

from decimal import Decimal

import pytest

from reviewer.asking import answer
from reviewer.asking.lexer import tokens
from reviewer.asking.numerals import found, read
from reviewer.asking.search import Index, content
from reviewer.asking.values import Book
from reviewer.model import AnswerStatus, FindingRef, TextSpan, folded
from tests.asking.reports import dossier


def test_the_longest_words_win_and_everything_is_covered() -> None:
    terms = Book(dossier("demo-clean").review).terms
    text = folded("上年结转的不予公开申请有几件？")
    lexed = tokens(text, terms)
    assert "".join(one.word for one in lexed) == text
    assert [one.word for one in lexed if one.term] == ["上年结转的", "不予公开", "申请"]
    assert tokens("张三的申请", terms)[0].kind == "unknown"


@pytest.mark.parametrize(
    ("text", "values"),
    [("共十三件，占百分之五十", [13, 50]), ("２０２４年三十七件", [2024, 37]), ("两万三千元", [23000]), ("1,234.5万元", ["1234.5"]),
     ("一些统一的一般做法", []), ("一百零五件和第五十条", [105, 50]), ("千方百计", [])],
)  # fmt: skip
def test_figures_in_text(text: str, values: list[int | str]) -> None:
    assert [one.value for one in found(text)] == [Decimal(one) for one in values]


@pytest.mark.parametrize(
    ("word", "value"), [("十", 10), ("二十一", 21), ("二〇二四", 2024), ("一亿二千万", 120_000_000), ("万", None)]
)
def test_han_numerals(word: str, value: int | None) -> None:
    assert read(word) == value


def test_a_prose_that_differs_and_a_fault_are_told_beside_the_figure() -> None:
    told = answer(dossier("demo"), "今年收到多少件申请？")
    assert told.text.startswith("表三“本年新收”行“总计”为13件。")
    assert "写的是12，与表中不一致" in told.text
    kinds = {type(one.source) for one in told.citations}
    assert {TextSpan, FindingRef} < kinds


def test_follow_ups_carry_over_what_they_do_not_say() -> None:
    known = dossier("demo-clean", "last-year")
    first = answer(known, "自然人予以公开几件")
    second = answer(known, "那企业呢", [first])
    assert [one.facts for one in second.figures] == [("t3.done.granted.org_business",)]
    third = answer(known, "去年呢", [first, second])
    assert [(one.facts, one.report) for one in third.figures] == [(("t3.done.granted.org_business",), "previous")]
    rule = answer(known, "T3-COL-BALANCE 是什么")
    assert "勾稽" in answer(known, "怎么改呢", [rule]).text or "对照台账" in answer(known, "怎么改呢", [rule]).text


def test_a_question_without_follow_up_words_takes_nothing_over() -> None:
    known = dossier("demo-clean")
    first = answer(known, "自然人予以公开几件")
    assert [one.facts for one in answer(known, "一共办结多少件", [first]).figures] == [("t3.done.total.total",)]


def test_years() -> None:
    alone, both = dossier("demo-clean"), dossier("demo-clean", "last-year")
    assert answer(alone, "去年收到多少件申请").status is AnswerStatus.ABSENT
    assert [one.value for one in answer(both, "2023年收到多少件申请").figures] == [11]
    assert answer(both, "2020年收到多少件申请").figures == ()
    assert [one.value for one in answer(both, "处罚比去年增长百分之几").figures] == [Decimal("-7.50")]


def test_a_last_report_of_another_year_is_left_out() -> None:
    from reviewer.evals.questions.labels import file_of
    from reviewer.pipeline import Reviewer
    from reviewer.settings import Settings

    with Reviewer(Settings(_env_file=None, llm="off", isolation="none")) as reviewer:
        assert reviewer.dossier(file_of("demo-clean"), file_of("old-form-2020")).previous is None


def test_blanks_count_in_a_sum_only_where_the_table_settles_them() -> None:
    known = dossier("blank-for-zero")
    told = answer(known, "不予公开共多少件")
    assert [one.value for one in told.figures] == [9]
    assert "空白" in told.text
    unsettled = known.review.model_copy(update={"outcomes": ()})
    assert answer(known.model_copy(update={"review": unsettled}), "不予公开共多少件").figures == ()


def test_content_words_and_coverage() -> None:
    assert content(folded("报告有没有提到政策解读？")) == ["政策解读"]
    assert content(folded("公众号发了多少期")) == ["公众号"]
    index = Index(["微信公众号推送信息96期。", "组织业务培训2次。", "办理代表建议11件。"])
    hit = index.search(["公众号"])[0]
    assert (hit.place, hit.coverage) == (0, 1.0)
    assert index.search(["征地拆迁"]) == []
    assert index.coverage(["培训经费"], 1) < 0.7


def test_quotes_are_verbatim_with_their_offsets() -> None:
    known = dossier("street")
    for question in ("公众号推送了多少篇文章", "存在哪些问题", "有没有提到保密审查"):
        for one in answer(known, question).citations:
            assert isinstance(one.source, TextSpan)
            text = next(part.text for part in known.review.sections if part.key == one.source.section)
            assert text[one.source.start : one.source.end] == one.source.quote


def test_a_finding_is_named_by_its_place_in_the_list_told_last() -> None:
    known = dossier("demo")
    every, table = answer(known, "有哪些错误"), answer(known, "表四哪里不对")
    assert [one.topic.findings[1] for one in (every, table)] != [every.topic.findings[1]] * 2
    for told in (every, table):
        second = answer(known, "第二条怎么改", [told])
        assert second.topic.findings == told.topic.findings[1:2]
        assert "改法：" in second.text
    assert answer(known, "第九十条怎么改", [every]).topic.findings == ()
