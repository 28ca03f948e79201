"""The page as people use it, in a real browser."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from tests.export import samples
from tests.export.hostile import MARKUP
from tests.ui.conftest import REPORTS, ROOT, Site, Visitor
from ui.desk import Opened, new_id

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("default")]
DEMO = REPORTS / "demo" / "report.docx"
PDF = REPORTS / "row-cut-by-page" / "report.pdf"
TEXT = REPORTS / "cell-a-line" / "report.txt"


def shot(visitor: Visitor, name: str) -> None:
    """A picture of this state for people to look at; kept only when asked for (PAGE_SHOTS=folder)."""
    import os

    if folder := os.environ.get("PAGE_SHOTS"):
        visitor.page.wait_for_timeout(900)
        visitor.page.screenshot(path=str(Path(folder) / f"{name}.png"))


def test_a_word_report_is_reviewed_and_each_finding_leads_to_its_place(visitor: Visitor) -> None:
    visitor.open()
    shot(visitor, "empty")
    frame = visitor.review(DEMO)
    assert "退回修改" in frame.locator(".verdict").inner_text()
    first = frame.locator("#cards .card").first
    assert "12" in first.inner_text()
    first.click()
    lit = frame.locator(".flash")
    lit.first.wait_for()
    assert "申请12件" in " ".join(lit.all_inner_texts())
    assert frame.locator("td.flash").count() >= 1
    shot(visitor, "review-word")
    frame.locator(".refs a").nth(2).click()
    frame.locator('.card[aria-current="true"]').wait_for()
    assert visitor.errors == []
    assert visitor.outside == []


_LEGIBLE = """one => {
  const numbers = (text) => text.match(/[\\d.]+/g).map(Number);
  const light = (rgb) => {
    const [r, g, b] = rgb.map((c) => c / 255).map((c) => (c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const style = getComputedStyle(one), under = getComputedStyle(one.closest(".card")).backgroundColor;
  const [ink, paper] = [numbers(style.color), numbers(under)].map((rgb) => light(rgb.slice(0, 3)) + 0.05);
  return { size: parseFloat(style.fontSize), contrast: Math.max(ink, paper) / Math.min(ink, paper) };
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_the_id_of_a_rule_can_be_read(chromium: Any, site: Site, scheme: str, width: int) -> None:
    """At least 12 px and a contrast of 4.5, on a phone too, and it pushes nothing out of the card."""
    context = chromium.new_context(viewport={"width": width, "height": 844}, locale="zh-CN", color_scheme=scheme)
    visitor = Visitor(context, site.url)
    visitor.open()
    frame = visitor.review(DEMO)
    ids = frame.locator(".card .label code")
    assert ids.count() >= 5
    for one in ids.evaluate_all(f"all => all.map({_LEGIBLE})"):
        assert one["size"] >= 12
        assert one["contrast"] >= 4.5
    assert (
        frame.locator(".card").evaluate_all("all => all.filter((one) => one.scrollWidth > one.clientWidth + 1).length")
        == 0
    )
    context.close()


def test_a_pdf_shows_its_own_pages_with_the_places_drawn(visitor: Visitor, tmp_path: Path) -> None:
    visitor.open()
    frame = visitor.review(flawed_pdf(tmp_path))
    image = frame.locator(".leaf img").first
    image.wait_for()
    frame.locator("#cards .card").first.click()
    box = frame.locator(".box.flash").first
    box.wait_for()
    loaded = "one => one.complete || new Promise((done) => one.addEventListener('load', done, {once: true}))"
    image.evaluate(loaded)
    assert image.evaluate("one => one.naturalWidth") > 600
    place = box.bounding_box()
    assert place is not None
    assert place["width"] > 5
    assert place["height"] > 5
    shot(visitor, "review-pdf")
    frame.locator("#tab-text").click()
    assert frame.locator("#text").is_visible()
    assert not frame.locator("#pages").is_visible()


def flawed_pdf(folder: Path) -> Path:
    """The bundled flawed report as a PDF."""
    from reviewer.evals.demo import flawed
    from reviewer.evals.writers import write_one

    path = folder / "报告（送审稿）.pdf"
    write_one(flawed(), "pdf", path)
    return path


def test_filters_search_and_keys(visitor: Visitor) -> None:
    visitor.open()
    frame = visitor.review(DEMO)
    cards = frame.locator("#cards .card:visible")
    total = cards.count()
    errors = int(frame.locator(".filter.error b").inner_text())
    frame.locator(".filter.error").click()
    assert cards.count() == total - errors
    frame.locator(".filter.error").click()
    frame.locator("#search").fill("TX-NEW")
    assert cards.count() == 1
    frame.locator("#search").fill("没有这样的问题")
    assert cards.count() == 0
    assert frame.locator("#nothing").is_visible()
    frame.locator("#search").fill("")
    frame.locator("#search").press("Escape")
    frame.locator("body").press("j")
    frame.locator("body").press("j")
    assert frame.locator('.card[aria-current="true"]').evaluate("one => one.id") == cards.nth(1).evaluate(
        "one => one.id"
    )


def test_every_download_opens(visitor: Visitor) -> None:
    visitor.open()
    frame = visitor.review(DEMO)
    found: dict[str, bytes] = {}
    for link in frame.locator(".downloads a[download]").all():
        with visitor.page.expect_download() as waiting:
            link.click()
        path = Path(waiting.value.path())
        found[Path(waiting.value.suggested_filename).suffix] = path.read_bytes()
        assert "审查意见" in waiting.value.suggested_filename
    assert set(found) == {".docx", ".html", ".xlsx", ".json"}
    for ending in (".docx", ".xlsx"):
        assert zipfile.ZipFile(io.BytesIO(found[ending])).testzip() is None
    assert json.loads(found[".json"])["reviews"][0]["verdict"] == "return"
    assert "退回修改" in found[".html"].decode()


def test_several_files_at_once_and_one_that_cannot_be_read(visitor: Visitor, tmp_path: Path) -> None:
    bad = tmp_path / "坏文件.docx"
    bad.write_bytes(b"PK\x03\x04 not a document")
    visitor.open()
    frame = visitor.review(DEMO, bad, TEXT)
    options = frame.locator("#others option")
    assert options.count() == 3
    assert "未能审查" in options.nth(1).inner_text()
    frame.locator("#others").select_option(index=1)
    frame.locator(".verdict.none").wait_for()
    assert frame.locator(".notice").inner_text()
    shot(visitor, "refused")


def test_an_earlier_version_is_compared(visitor: Visitor) -> None:
    visitor.open()
    visitor.page.get_by_text("更多").click()
    visitor.page.set_input_files("#older input[type=file]", str(DEMO))
    # The name in one piece stands in the label of the kept file; as text it is there only while the file is on its way.
    visitor.page.locator("#older").get_by_label("report.docx", exact=True).wait_for()
    frame = visitor.review(REPORTS / "demo-clean" / "report.docx")
    frame.locator("a.compare").click()
    frame.locator(".changed.fixed").first.wait_for()
    assert "已改正 9 处" in frame.locator(".tally").inner_text()
    assert frame.locator("ins").count() > 0
    shot(visitor, "compare")


def test_two_visitors_never_see_each_other(chromium: Any, site: Site, visitor: Visitor) -> None:
    visitor.open()
    frame = visitor.review(DEMO)
    view = visitor.page.locator("iframe.review-frame").get_attribute("src")
    file = frame.locator(".downloads a[download]").first.get_attribute("href")
    assert view
    assert file
    assert visitor.context.request.get(site.url + file).status == 200
    other = chromium.new_context()
    try:
        for path in (view, file, view.replace("/view/", "/compare/"), view.replace("/view/", "/pages/") + "/1.png"):
            assert other.request.get(site.url + path).status == 404, path
    finally:
        other.close()


def test_cleared_is_gone(visitor: Visitor, site: Site) -> None:
    visitor.open()
    visitor.review(DEMO)
    view = visitor.page.locator("iframe.review-frame").get_attribute("src")
    visitor.page.click("#clear")
    visitor.page.get_by_text("已清空").wait_for()
    assert visitor.context.request.get(f"{site.url}{view}").status == 404


HOSTILE = "<img src=x onerror=alert(1)>![x](http://evil.example/a.png)<script>alert(2)</script>"


def test_a_hostile_report_runs_nothing_and_asks_for_nothing(visitor: Visitor, tmp_path: Path) -> None:
    text = TEXT.read_text("utf-8").replace("总体情况", f"总体情况\n{HOSTILE}收到申请99件", 1)
    path = tmp_path / "a' onmouseover='alert(3)'&<b>.txt"
    path.write_text(text, "utf-8")
    visitor.open()
    frame = visitor.review(path)
    assert "<script>" in frame.locator("#text").inner_text()
    visitor.page.wait_for_timeout(500)
    assert (visitor.dialogs, visitor.outside) == ([], [])


def test_reviews_full_of_hostile_text_run_nothing(visitor: Visitor, site: Site) -> None:
    visitor.open()
    for review in (*(samples.hostile(text) for text in MARKUP), samples.many()):
        cookie = next(one["value"] for one in visitor.context.cookies() if one["name"] == "reviewer_desk")
        made = Opened(new_id(), "<svg onload=alert(4)>.docx", ROOT / "none" / "x", review, batch=new_id())
        site.workshop.desk.put(cookie, made)
        visitor.page.goto(f"{site.url}/view/{made.id}")
        visitor.page.locator("main .summary").wait_for()
    assert visitor.page.locator("#cards .card").count() >= 100
    began = visitor.page.evaluate("performance.now()")
    visitor.page.locator("#search").fill("不")
    visitor.page.locator("body").press("j")
    assert visitor.page.evaluate("performance.now()") - began < 3000
    assert (visitor.dialogs, visitor.outside) == ([], [])


def test_english_by_a_switch(visitor: Visitor) -> None:
    visitor.open()
    visitor.page.get_by_role("link", name="English").click()
    visitor.page.get_by_role("tab", name="Rules").wait_for()
    frame = visitor.review(DEMO)
    assert frame.locator(".filter.error").inner_text().startswith("To mend")
    shot(visitor, "english")


def test_the_rules_can_be_searched(visitor: Visitor) -> None:
    visitor.open()
    visitor.page.get_by_role("tab", name="规则").click()
    rules = visitor.page.locator("#rules .rule")
    rules.first.wait_for()
    total = rules.count()
    visitor.page.locator("#rule-search textarea, #rule-search input").fill("T3-ROW-SUM")
    visitor.page.wait_for_function("document.querySelectorAll('#rules .rule').length === 1")
    assert total > 80
    rules.first.click()
    shot(visitor, "rules")


def test_on_a_phone_nothing_is_wider_than_the_screen(chromium: Any, site: Site) -> None:
    context = chromium.new_context(viewport={"width": 390, "height": 844}, locale="zh-CN", has_touch=True)
    try:
        visitor = Visitor(context, site.url)
        visitor.open()
        frame = visitor.review(DEMO)
        wide = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert visitor.page.evaluate(wide) <= 1
        assert frame.locator("html").evaluate("one => one.scrollWidth - one.clientWidth") <= 1
        shot(visitor, "phone")
        visitor.open("/en/")
        for name in ("Ask", "Rules", "Settings", "Batch", "Review"):  # none is put away into a menu
            visitor.page.get_by_role("tab", name=name, exact=True).click(timeout=10_000)
            assert visitor.page.evaluate(wide) <= 1, name
    finally:
        context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_accessibility(chromium: Any, site: Site, scheme: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    context = chromium.new_context(viewport={"width": 1366, "height": 768}, locale="zh-CN", color_scheme=scheme)
    try:
        visitor = Visitor(context, site.url)
        visitor.open()
        frame = visitor.review(DEMO)
        frame.locator("#cards .card").first.click()
        shot(visitor, scheme)
        view = visitor.page.locator("iframe.review-frame").get_attribute("src")
        outer = Axe().run(visitor.page, context={"exclude": [["iframe"]]})
        visitor.page.goto(f"{site.url}{view}")
        inner = Axe().run(visitor.page)
        for found in (outer, inner):
            grave = [one for one in found.response["violations"] if one["impact"] in ("serious", "critical")]
            told = [(one["id"], [node["target"] for node in one["nodes"][:4]]) for one in grave]
            assert told == []
    finally:
        context.close()
