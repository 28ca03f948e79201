"""The desk's pages in a real browser: access, phones, English, a long table."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from reviewer.model import Agency, Decision
from tests.store.build import finding, incoming, result
from tests.ui import season
from tests.ui.conftest import YEAR, Place, hand_in, running
from tests.ui.test_page import shot

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("default")]


@pytest.fixture
def filled(desks: Any, place: Place) -> Place:
    """With a report that has been handed in and sent back."""
    if not place.store.submissions(YEAR):
        visitor = desks("王敏")
        hand_in(visitor, season.report(place.files / "报告.docx"))
        (one,) = place.store.submissions(YEAR)
        place.store.decide(one.id, Decision.RETURNED, "王敏", one.revision, "请改正")
    return place


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_access(desks: Any, filled: Place, scheme: str) -> None:
    """axe finds nothing serious on any page, in both schemes; the tab holds the desk in its frame."""
    from axe_playwright_python.sync_playwright import Axe

    visitor = desks("王敏", color_scheme=scheme)
    page = visitor.page
    ids = [one.id for one in filled.store.submissions(YEAR)]
    pages = [f"{YEAR}/{key}" for key in ("board", "table", "across", "register", "ask")]
    for path in (*pages, *(f"open/{id}" for id in ids[:1]), "open/999999"):
        page.goto(f"{filled.url}/season/{path}")
        page.locator("main").wait_for()
        found = Axe().run(page).response["violations"]
        grave = [
            (one["id"], [node["target"] for node in one["nodes"][:4]])
            for one in found
            if one["impact"] in ("serious", "critical")
        ]
        assert grave == [], path
        shot(visitor, f"season-{path.replace('/', '-')}-{scheme}")


def test_nothing_is_wider_than_a_phone(desks: Any, place: Place) -> None:
    visitor = desks("", viewport={"width": 390, "height": 844})
    page = visitor.page
    wide = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
    cut = "() => [...document.querySelectorAll('.top nav a')].filter((a) => a.getBoundingClientRect().right > innerWidth).map((a) => a.textContent)"
    for path in (f"{YEAR}/board", f"{YEAR}/table", f"{YEAR}/across?lang=en", f"{YEAR}/register"):
        page.goto(f"{place.url}/season/{path}")
        page.locator("main").wait_for()
        assert page.evaluate(wide) <= 1, path
        assert page.evaluate(cut) == [], path
        shot(visitor, f"season-phone-{path.replace('/', '-')[:12]}")


def test_panes_scroll_and_the_window_does_not(desks: Any, filled: Place) -> None:
    """Nothing hangs out below the window: going to a finding must not push the head out of sight."""
    page = desks("王敏").page
    (one,) = filled.store.submissions(YEAR)
    for path in (
        f"{YEAR}/board",
        f"{YEAR}/table",
        f"{YEAR}/across",
        f"{YEAR}/ask",
        f"{YEAR}/register",
        f"open/{one.id}",
    ):
        page.goto(f"{filled.url}/season/{path}")
        page.locator("main").first.wait_for()
        assert page.evaluate("document.scrollingElement.scrollHeight - innerHeight") <= 0, path
    page.locator(".card form.mark").last.wait_for()
    page.locator(".card").last.click()
    page.locator(".card[aria-current=true]").wait_for()
    assert page.evaluate("scrollY") == 0


def test_the_tab_in_english(desks: Any, place: Place) -> None:
    visitor = desks("")
    page = visitor.page
    page.goto(f"{place.url}/en/")
    page.get_by_role("tab", name="Batch").click()
    frame = page.frame_locator("iframe.season-frame")
    frame.get_by_role("link", name="Submissions").wait_for()
    frame.get_by_role("link", name="Submissions").click()
    frame.get_by_role("heading", name="Submissions").wait_for(state="attached")
    assert visitor.outside == []


def test_a_long_table_is_sorted_filtered_and_walked_through(chromium: Any, tmp_path: Path) -> None:
    """200 rows: those far down are drawn when they are walked or scrolled to, and none is lost."""
    with season.desk(tmp_path, login=False) as asked:
        bodies = [f"某市第{number}街道办事处" for number in range(200)]
        asked.store.enrol([Agency(name=one) for one in bodies], "王敏")
        batch = asked.store.begin("many", "r1", "s1", [incoming(f"{one}.docx") for one in bodies], "王敏")
        while jobs := asked.store.lease(batch, "w", 100):
            for job in jobs:
                found = tuple(finding(f"T3-{n}", print_=f"{n:016x}") for n in range(job.submission % 7))
                asked.store.finish(job, result(job.file, job.file[:-5], season.YEAR, found))
        with running(asked.app) as url:
            context = chromium.new_context(viewport={"width": 1366, "height": 768}, locale="zh-CN")
            page = context.new_page()
            page.goto(f"{url}/season/{season.YEAR}/table")
            shown = page.locator("#grid tbody tr:visible")
            assert page.locator("#grid tbody tr").count() == 203
            assert shown.count() == 150
            page.get_by_role("button", name="应改").click()
            counts = page.locator("#grid tbody tr td.n.error").all_inner_texts()
            assert counts[:20] == ["6"] * 20
            assert [int(one or 0) for one in counts] == sorted((int(one or 0) for one in counts), reverse=True)
            assert page.locator("th.c-errors").get_attribute("aria-sort") == "descending"
            for _ in range(140):
                page.keyboard.press("j")
            assert shown.count() == 203
            page.fill("#search", "第19")
            page.wait_for_function("document.getElementById('count').textContent.startsWith('11 ')")
            assert shown.count() == 11
            page.select_option("#by-rule", "T3-5")
            assert 0 < shown.count() < 11
            page.fill("#search", "没有这个")
            page.locator("#nothing").wait_for()
            context.close()
