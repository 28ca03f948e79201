"""What is not in the tables gets no figure from them, however near the words come."""

from __future__ import annotations

import random

import pytest

from reviewer.asking import answer
from reviewer.asking.words import vocabulary
from reviewer.model import Answer, AnswerStatus
from tests.asking.reports import dossier

BASES = (
    "收到多少件申请", "自然人申请几件", "办结多少件", "行政复议维持几件", "不予公开的有几件", "行政处罚多少件",
    "结转下年度几件", "企业申请占多少", "现行有效的规范性文件几件",
)  # fmt: skip
QUALIFIERS = (
    "通过邮寄", "上半年", "三月份", "除自然人外", "不是", "平均每月", "下属单位", "全省", "拟", "因答复超期",
    "二审", "网民留言", "被撤销后", "近五年", "张三", "英文", "外国人", "估计", "应当", "信访大厅",
)  # fmt: skip


@pytest.mark.parametrize("qualifier", QUALIFIERS)
def test_a_qualifier_that_no_cell_has_gets_no_figure(qualifier: str) -> None:
    known = dossier("demo-clean")
    for base in BASES:
        told = answer(known, qualifier + base)
        assert told.figures == (), f"{qualifier}{base}: {told.text}"


@pytest.mark.parametrize(
    "question",
    ["处罚金额是多少", "行政许可收费多少", "企业的复议有几件", "自然人打官司的有几件", "申请了多少万元", "收费几件", "几个人申请了",
     "第三方提出的申请有几件", "新收申请中办结多少", "申请复议的有几件被受理", "自然人加企业等于总计吗"],
)  # fmt: skip
def test_words_that_cannot_go_together_get_no_figure(question: str) -> None:
    assert answer(dossier("demo-clean"), question).figures == ()


@pytest.mark.parametrize("question", ["维持几件", "其他有多少", "结转几件", "规范性文件有几件", "受理了多少件申请"])
def test_several_meanings_are_all_told(question: str) -> None:
    told = answer(dossier("demo-clean"), question)
    assert told.status is AnswerStatus.AMBIGUOUS
    assert len(told.candidates) > 1
    assert all(name in told.text for name in told.candidates)


@pytest.mark.parametrize("question", ["", "？", "   ", "多少", "你是谁", "\u202e\u0000", "哈" * 5000])
def test_nonsense_is_told_as_such(question: str) -> None:
    told = answer(dossier("demo-clean"), question)
    assert told.figures == ()
    assert told.status in (AnswerStatus.UNCLEAR, AnswerStatus.ABSENT)


def test_a_blank_is_never_zero_and_a_stroke_is_shown() -> None:
    blank = answer(dossier("blank-for-zero"), "国家秘密的几件")
    assert blank.status is AnswerStatus.UNREAD
    assert blank.figures == ()
    assert "空白" in blank.text
    stroke = answer(dossier("street"), "规章制发了几件")
    assert stroke.status is AnswerStatus.UNREAD
    assert "“/”" in stroke.text


def test_an_unread_table_gives_no_figure() -> None:
    known = dossier("demo-clean")
    notice = known.review.notices[:0]
    from reviewer.model import Notice, State

    doubt = (*notice, Notice(code="P-TABLE", sentence="表三的版式未能完全识别。"))
    doubtful = known.model_copy(update={"review": known.review.model_copy(update={"notices": doubt})})
    for question in ("收到多少件申请", "新收加结转上年一共多少", "不予公开几件", "哪种不予公开的理由最多", "办结率"):
        assert answer(doubtful, question).figures == (), question
    assert answer(doubtful, "复议几件").figures
    cell = known.review.facts["t3.new_received.total"]
    broken = cell.model_copy(update={"state": State.UNREADABLE, "value": None})
    facts = {**known.review.facts, "t3.new_received.total": broken}
    unread = known.model_copy(update={"review": known.review.model_copy(update={"facts": facts})})
    told = answer(unread, "今年收到多少件申请")
    assert told.status is AnswerStatus.UNREAD
    assert told.figures == ()
    assert "收到政府信息公开申请13件" in told.text
    assert answer(unread, "新收加上年结转一共多少").figures == ()


def test_random_questions_end_in_an_answer() -> None:
    words = [word for one in vocabulary().cells for word in one.words]
    frames = [word for listed in vocabulary().frames.values() for word in listed]
    rest = [*vocabulary().fill, *vocabulary().foreign, "，", "？", "2023年", "T3-ROW-SUM", "１２", "<b>", "\u202e"]
    dice = random.Random(7)
    for report, previous in (("demo", "last-year"), ("old-form-2020", ""), ("blank-for-zero", "")):
        known = dossier(report, previous)
        history: list[Answer] = []
        for _ in range(150):
            pools = [dice.choice((words, words, frames, frames, rest)) for _ in range(dice.randint(1, 6))]
            told = answer(known, "".join(map(dice.choice, pools)), history)
            assert told.text
            for figure in told.figures:
                review = known.of(figure.report)
                assert review is not None
                if len(figure.facts) == 1 and not figure.arithmetic:
                    assert review.facts[figure.facts[0]].value == figure.value
            history = [told]


@pytest.mark.parametrize("question", ["维持几件", "其他有多少", "结转几件", "规范性文件有几件", "受理了多少件申请"])
def test_each_way_to_ask_that_is_offered_is_understood(question: str) -> None:
    known = dossier("demo-clean")
    told = answer(known, question)
    for name, figure in zip(told.candidates, told.figures, strict=True):
        again = answer(known, name)
        assert again.status is AnswerStatus.ANSWERED
        assert [one.value for one in again.figures] == [figure.value]
