"""The notice that sends reports back: all that must be mended is in it, nothing that was dismissed, one section a report."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn

from reviewer.errors import InputError
from reviewer.export import Case, Decision, NoticeContext, notice
from reviewer.export.notice_words import said
from reviewer.export.return_notice import _signed
from reviewer.model import Review
from tests.export import hostile, samples

OFFICE, DAY = "某市政务公开办公室", date(2026, 1, 20)
PLAIN = NoticeContext(office=OFFICE, date=DAY, deadline=date(2026, 1, 27))


def opened(context: NoticeContext, *reviews: Review) -> Any:
    return docx.Document(io.BytesIO(notice(reviews, context)))


def lines(document: Any) -> list[str]:
    return [one.text for one in document.paragraphs]


def having(review: Review, **changes: Any) -> NoticeContext:
    return PLAIN.model_copy(update={"cases": {review.sha256: Case(**changes)}})


def test_a_notice_has_the_parts_of_an_official_letter() -> None:
    review = samples.flawed()
    text = lines(opened(PLAIN, review))
    assert text[0].split() == ["〔2026〕", "号"]
    assert text[1] == "关于退回修改2023年度\n政府信息公开工作年度报告的通知"
    assert text[2] == f"{review.identity.agency}："
    assert review.identity.title in text[3]
    assert text[-2:] == [OFFICE, "2026年1月20日"]
    assert any("2026年1月27日前" in one for one in text)
    assert [one for one in text if one.startswith(("一、", "二、", "三、"))] == [
        "一、必须修改的问题",
        "二、请核实的事项",
        "三、报送要求",
    ]


def test_every_error_and_warning_is_told_with_place_quote_basis_and_way_to_mend() -> None:
    review = samples.flawed()
    whole = "\n".join(lines(opened(PLAIN, review)))
    roots = [one for one in review.findings if one.root is None and one.waived is None and one.origin == "rule"]
    grave = [one for one in roots if one.severity.value in ("error", "warning")]
    assert grave
    for one in grave:
        assert one.message.rstrip("。") in whole
        assert one.basis.rstrip("。") in whole
        assert one.suggestion.rstrip("。") in whole
    for one in roots:
        if one.severity.value == "info":
            assert one.message not in whole
    assert "位置：" in whole
    assert "原文：“" in whole


def test_decisions_and_notes_of_the_supervisor() -> None:
    review = samples.flawed()
    first = next(one for one in review.findings if one.severity.value == "error" and one.root is None)
    info = next(one for one in review.findings if one.severity.value == "info")
    decisions = {
        first.fingerprint: Decision(verdict="confirm", reason="与台账不符"),
        info.fingerprint: Decision(verdict="confirm"),
    }
    whole = "\n".join(lines(opened(having(review, decisions=decisions, notes=("请补盖公章", "")), review)))
    assert "审查人员意见：与台账不符。" in whole
    assert info.message.rstrip("。") in whole
    assert "三、审查意见\n请补盖公章。\n四、报送要求" in whole
    decisions = {first.fingerprint: Decision(verdict="dismiss", reason="理由在此")}
    whole = "\n".join(lines(opened(having(review, decisions=decisions, agency="某区教育局"), review)))
    assert first.message not in whole
    assert "理由在此" not in whole
    assert "某区教育局：" in whole


def test_what_a_dismissed_finding_explains_goes_with_it_unless_confirmed() -> None:
    review = samples.flawed()
    folded = next(one for one in review.findings if one.root is not None)
    root = next(one for one in review.findings if one.fingerprint == folded.root)
    decisions = {root.fingerprint: Decision(verdict="dismiss")}
    whole = "\n".join(lines(opened(having(review, decisions=decisions), review)))
    assert root.message not in whole
    assert folded.message not in whole
    decisions[folded.fingerprint] = Decision(verdict="confirm")
    assert folded.message.rstrip("。") in "\n".join(lines(opened(having(review, decisions=decisions), review)))


def test_nothing_to_mend_is_no_notice() -> None:
    review = samples.clean()
    with pytest.raises(InputError, match="X-NOTICE-EMPTY"):
        notice([review], PLAIN)
    text = lines(opened(having(review, notes=("请更换封面",)), review))
    assert "现予退回，请按下列意见修改。" in text[3]


def test_a_file_that_could_not_be_read_is_sent_back_with_the_reason() -> None:
    review = samples.refused()
    assert review.notice is not None
    whole = "\n".join(lines(opened(PLAIN, review)))
    assert review.notice.sentence.rstrip("。") in whole
    assert "重新报送" in whole


def test_each_agency_begins_a_section_of_its_own_and_counts_its_pages() -> None:
    reviews = [samples.flawed(), samples.partial().model_copy(update={"findings": samples.flawed().findings})]
    document = opened(PLAIN, *reviews)
    assert len(document.sections) == 2
    for section in document.sections:
        assert section._sectPr.find(qn("w:pgNumType")).get(qn("w:start")) == "1"
    assert lines(document).count(OFFICE) == 2


def test_the_fonts_and_sizes_are_those_of_official_paper() -> None:
    document = opened(PLAIN, samples.flawed())
    fonts = {one.get(qn("w:eastAsia")) for one in document.element.iter(qn("w:rFonts"))}
    assert {"方正小标宋简体", "楷体_GB2312"} <= fonts
    assert document.styles["Normal"].font.size.pt == 16
    title = document.paragraphs[1]
    assert title.runs[0].font.size.pt == 22
    assert title.paragraph_format.alignment == 1


@pytest.mark.parametrize("office", ["某办", OFFICE, "某某市人民政府政务公开工作领导小组办公室（某某市大数据管理局）"])
def test_the_signature_ends_two_characters_before_the_margin(office: str) -> None:
    (_, left), (day, start) = _signed(office, "2026年1月20日")
    assert 0 <= left <= 410
    ends = [left + 16 * len(office), start + sum(8 if char.isascii() else 16 for char in day)]
    assert max(ends) == pytest.approx(410) or left == 0
    assert start - left == pytest.approx(32)


@pytest.mark.parametrize("bad", [*hostile.MARKUP[:6], *hostile.BROKEN[:12], *hostile.HUGE])
def test_hostile_words_stay_words(bad: str) -> None:
    review = samples.hostile(bad)
    context = NoticeContext(
        office=bad, date=DAY, contact=bad, cases={review.sha256: Case(agency=bad, notes=(bad, "请修改"))}
    )
    made = notice([review], context)
    assert len(made) < 400_000
    text = lines(docx.Document(io.BytesIO(made)))
    assert any(one.endswith("请修改。") for one in text)
    assert not any(char in "\n".join(text) for char in "\x00\x1b\u202e")


def test_equal_calls_give_equal_bytes() -> None:
    assert notice([samples.flawed()], PLAIN) == notice([samples.flawed()], PLAIN)
    assert len(said().ordinals) >= 4
