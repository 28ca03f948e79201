"""Questions on the page: answers stream in, citations lead to their place, nothing in a report becomes markup."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from reviewer.inquiry import Piece
from reviewer.model import Answer, AnswerStatus
from reviewer.model.answer import Citation
from reviewer.model.evidence import TextSpan
from tests.export.hostile import BROKEN, MARKUP
from tests.ui.conftest import REPORTS, Site, Visitor
from tests.ui.test_page import shot
from ui.desk import Opened

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("default")]
DEMO = REPORTS / "demo" / "report.docx"


def ask(visitor: Visitor, question: str) -> None:
    visitor.page.fill("#ask-box textarea, #ask-box input", question)
    visitor.page.click("#ask-send")


def test_a_question_is_answered_and_its_citation_leads_to_the_cell(visitor: Visitor) -> None:
    visitor.open()
    frame = visitor.review(DEMO)
    visitor.page.get_by_role("tab", name="问答").click()
    visitor.page.get_by_text("未接模型").wait_for()
    ask(visitor, "今年新收多少件申请？")
    link = visitor.page.locator('#ask-chat a[href*="#cite="]').first
    link.wait_for()
    assert "13" in visitor.page.locator("#ask-chat").inner_text()
    shot(visitor, "ask")
    link.click()
    frame.locator("td.flash").wait_for()
    assert "13" in frame.locator("td.flash").first.inner_text()


def test_a_citation_of_the_prose_lights_the_sentence(visitor: Visitor) -> None:
    visitor.open()
    frame = visitor.review(DEMO)
    visitor.page.get_by_role("tab", name="问答").click()
    ask(visitor, "存在哪些问题？")
    link = visitor.page.locator('#ask-chat a[href*="&in=r0-s-"]').first
    link.wait_for()
    link.click()
    frame.locator("[data-cited]").wait_for()
    assert frame.locator("html").evaluate("() => CSS.highlights.has('cited')")


def test_without_a_report_and_with_follow_ups(visitor: Visitor) -> None:
    visitor.open()
    visitor.page.get_by_role("tab", name="问答").click()
    ask(visitor, "今年新收多少件申请？")
    visitor.page.get_by_text("还没有打开的报告").wait_for()
    visitor.page.get_by_role("tab", name="审查").click()
    visitor.review(DEMO)
    visitor.page.get_by_role("tab", name="问答").click()
    visitor.page.locator("#ask-which input").wait_for()
    ask(visitor, "自然人申请几件？")
    visitor.page.locator(
        '#ask-chat a[href*="new_received-natural"], #ask-chat a[href*="new-received-natural"]'
    ).wait_for()
    ask(visitor, "那企业呢？")
    visitor.page.locator('#ask-chat a[href*="org-business"]').first.wait_for()


def test_an_answer_is_shown_from_its_question_on(visitor: Visitor) -> None:
    """The second answer is longer than the window: its beginning stands in sight, not its last citation."""
    visitor.open()
    visitor.review(DEMO)
    visitor.page.get_by_role("tab", name="问答").click()
    visitor.page.locator("#ask-which input").wait_for()
    for number, question in enumerate(("能不能发布？", "有哪些错误？"), 1):
        ask(visitor, question)
        visitor.page.locator("#ask-chat").get_by_text("依据", exact=True).nth(number - 1).wait_for()
    top = """() => {
      const log = document.querySelector('#ask-chat [role="log"]'), rows = log.querySelectorAll(".user-row");
      const from = rows[1].getBoundingClientRect().top - log.getBoundingClientRect().top;
      return rows.length === 2 && log.scrollHeight > 2 * log.clientHeight && from >= 0 && from < 40;
    }"""
    visitor.page.wait_for_function(top)


def test_no_model_no_request_elsewhere(visitor: Visitor) -> None:
    visitor.open()
    visitor.review(DEMO)
    visitor.page.get_by_role("tab", name="问答").click()
    visitor.page.get_by_role("button", name="有哪些错误").click()
    visitor.page.locator("#ask-chat").get_by_text("依据", exact=True).first.wait_for()
    assert visitor.outside == []


def test_hostile_text_in_an_answer_stays_text(visitor: Visitor, site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every hostile text as answer, quote and place: the page shows it and runs, loads and links nothing."""
    texts = [
        one[:300].encode("utf-8", "replace").decode()
        for one in (*MARKUP, *BROKEN, "http://evil.example www.evil.example a@evil.example")
    ]

    def hostile(opened: Opened, question: str, history: list[Answer]) -> Iterator[Piece]:
        cited = tuple(
            Citation(place=one, source=TextSpan(section="overview", quote=one or "x", start=0, end=1)) for one in texts
        )
        answer = Answer(question=question, status=AnswerStatus.ANSWERED, text="\n".join(texts), citations=cited)
        yield Piece("answer", answer=answer)

    monkeypatch.setattr(site.workshop, "ask", hostile)
    visitor.open()
    visitor.review(DEMO)
    visitor.page.get_by_role("tab", name="问答").click()
    ask(visitor, "<img src=x onerror=alert(1)>![x](http://evil.example/q.png)")
    chat = visitor.page.locator("#ask-chat")
    chat.get_by_text("alert(1)").first.wait_for()
    visitor.page.wait_for_timeout(500)
    assert chat.locator("a:not([href*='#cite=']), img[src*='evil'], img[src='x'], iframe, form, script").count() == 0
    links = chat.locator("a").evaluate_all("all => all.map((one) => one.getAttribute('href') || '')")
    assert all(one.startswith("#cite=") or "#cite=" in one for one in links)
    assert (visitor.dialogs, visitor.outside, visitor.errors) == ([], [], [])
