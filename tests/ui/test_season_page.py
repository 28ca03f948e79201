"""The supervisor's desk in a real browser: the whole round, two supervisors at once, hostile names, access."""

from __future__ import annotations

import io
import os
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from docx import Document

from reviewer import Settings
from reviewer.evals.demo import clean
from reviewer.model import Agency
from tests.store.build import finding, incoming, result
from tests.ui import season
from tests.ui.conftest import Visitor, running
from tests.ui.test_page import shot

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("default")]
YEAR, BODY, OTHER = clean().year, clean().agency, "临江县水务局"
HOSTILE = "<img src=x onerror=alert(1)>' onmouseover='alert(2)&#.txt"


class Place(NamedTuple):
    url: str
    store: Any
    files: Path


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """The page over a season of its own: a register of two bodies, nothing handed in."""
    home = tmp_path_factory.mktemp("season")
    os.environ["GRADIO_TEMP_DIR"] = str(home / "uploads")
    from ui.app import create
    from ui.season import Bureau

    settings = Settings(home=home / "home", llm="off")
    bureau = Bureau(lambda: settings)
    files = home / "files"
    files.mkdir()
    with running(create(settings, bureau=bureau)) as url:
        yield Place(url, bureau.store, files)


@pytest.fixture
def desks(chromium: Any, place: Place) -> Iterator[Any]:
    """Opens the desk for a person in a browser of their own."""
    contexts = []

    def opened(name: str, path: str = f"{YEAR}/board", **given: Any) -> Visitor:
        size = given.pop("viewport", {"width": 1366, "height": 768})
        context = chromium.new_context(viewport=size, locale="zh-CN", accept_downloads=True, **given)
        contexts.append(context)
        visitor = Visitor(context, place.url)
        visitor.page.goto(f"{place.url}/season/{path}")
        if name:
            visitor.page.click("#who")
            visitor.page.fill("#name-form input", name)
            with visitor.page.expect_navigation():
                visitor.page.click("#name-form button.main")
            visitor.page.locator("#who", has_text=name).wait_for()
        return visitor

    yield opened
    for context in contexts:
        context.close()


def hand_in(visitor: Visitor, *files: Path) -> None:
    """Upload at the board and wait for the run's end."""
    page = visitor.page
    runs = page.locator(".run.done").count()
    page.set_input_files("#files", [str(one) for one in files])
    page.locator(".run.done").nth(runs).wait_for(timeout=120_000)
    page.wait_for_function("() => !('busy' in document.getElementById('runs').dataset)")


def downloaded(visitor: Visitor, selector: str) -> tuple[str, bytes]:
    with visitor.page.expect_download() as caught:
        visitor.page.click(selector)
    path = caught.value.path()
    assert path is not None
    return caught.value.suggested_filename, Path(path).read_bytes()


def acted(visitor: Visitor, selector: str) -> None:
    """Click something that saves; the page comes again when it has."""
    with visitor.page.expect_navigation():
        visitor.page.click(selector)


def text_of(data: bytes) -> str:
    document = Document(io.BytesIO(data))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(one.text for one in document.paragraphs), *cells])


def test_the_whole_round(desks: Any, place: Place) -> None:
    """Batch, matrix, decide, return notice, resubmission, diff, pass, workbook."""
    visitor = desks("王敏", f"{YEAR}/register")
    page = visitor.page
    with page.expect_navigation():
        page.set_input_files("#table", str(season.register(place.files / "register.csv", OTHER)))
    page.get_by_text("名录：2 个单位").wait_for()

    page.goto(f"{place.url}/season/{YEAR}/board")
    assert page.locator("#missing tbody tr").count() == 2
    hand_in(visitor, season.report(place.files / "第一次" / "报告.docx"))
    page.locator("#handed", has_text="1").wait_for()
    assert OTHER in page.locator("#missing").inner_text()
    shot(visitor, "season-board")

    page.get_by_role("link", name="报送列表").click()
    row = page.locator("#grid tbody tr")
    assert BODY in row.inner_text()
    assert "应退回修改" in row.inner_text()
    assert row.locator("td.h a").count() >= 2
    shot(visitor, "season-table")
    page.keyboard.press("j")
    page.keyboard.press("Enter")

    page.locator(".card form.mark").first.wait_for()
    first, second = page.locator(".card").nth(0), page.locator(".card").nth(1)
    gone = second.locator("h3").inner_text()
    kept = first.locator("h3").inner_text()
    with page.expect_navigation():
        first.get_by_role("button", name="确认", exact=True).click()
    assert page.locator(".card").nth(0).locator(".said.confirmed").inner_text() == "已确认"
    page.locator(".card").nth(1).locator(".dismiss").click()
    page.locator(".card").nth(1).locator(".why input").fill("已电话核实，口径不同")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert gone in page.locator("#dismissed").inner_text()
    page.fill(".decide input[name=note]", "请于五日内改正后重新报送")
    page.keyboard.press("Enter")  # decides nothing
    acted(visitor, ".decide .d-returned")
    assert "退回修改" in page.locator(".strip .now").inner_text()
    assert "王敏" in page.locator(".strip .now").inner_text()
    shot(visitor, "season-open")

    name, notice = downloaded(visitor, ".strip a:has-text('退回修改通知')")
    assert name.endswith(".docx")
    told = text_of(notice)
    assert BODY in told
    assert "请于五日内改正后重新报送" in told
    assert kept[:12] in told
    assert gone not in told
    name, marked = downloaded(visitor, ".strip a:has-text('带批注的原件')")
    assert "word/comments.xml" in zipfile.ZipFile(io.BytesIO(marked)).namelist()
    assert (
        downloaded(visitor, ".strip a:has-text('原件') >> nth=-1")[1]
        == (place.files / "第一次" / "报告.docx").read_bytes()
    )

    page.goto(f"{place.url}/season/{YEAR}/board")
    hand_in(visitor, season.report(place.files / "第二次" / "报告.docx", good=True))
    page.goto(f"{place.url}/season/{YEAR}/table")
    assert page.locator("#grid tbody tr").count() == 1
    page.locator("#grid tbody th a").click()
    page.locator("#versions li").nth(1).wait_for()
    page.locator("#versions .compare").click()
    page.locator(".changed.fixed").wait_for()
    assert "已改正 9 处" in page.locator(".tally").inner_text()
    shot(visitor, "season-compare")
    page.get_by_role("link", name="返回这份报告").click()
    acted(visitor, ".decide .d-passed")
    assert "通过" in page.locator(".strip .now").inner_text()
    page.locator("#trail summary").click()
    trail = page.locator("#trail").inner_text()
    assert all(one in trail for one in ("收到文件", "完成审查", "处理意见定为“通过”", "确认问题", "不采纳问题"))

    page.get_by_role("link", name="←").click()
    page.get_by_role("link", name="提问").click()
    page.fill(".question input[name=question]", "新收合计多少件？")
    page.keyboard.press("Enter")
    page.locator("#answer.answered").wait_for()
    assert "13" in page.locator("#answer").inner_text()
    shot(visitor, "season-ask")
    assert "本年新收" in page.locator("#answer .cites").inner_text()
    page.locator("#answer .cites a").first.click()
    page.locator("td.flash").wait_for()
    assert page.locator("td.flash").first.inner_text().startswith("13")

    page.goto(f"{place.url}/season/{YEAR}/board")
    assert page.locator(".d-passed b").inner_text() == "1"
    name, book = downloaded(visitor, "#products a:has-text('工作簿')")
    assert name.endswith(".xlsx")
    import openpyxl

    cells = {str(cell.value) for sheet in openpyxl.load_workbook(io.BytesIO(book)) for row in sheet for cell in row}
    assert any(BODY in one for one in cells)
    assert place.store.verify() == ()
    assert (visitor.errors, visitor.outside, visitor.dialogs) == ([], [], [])


def test_two_supervisors_never_overwrite_each_other_unseen(desks: Any, place: Place) -> None:
    visitor = desks("王敏")
    hand_in(visitor, season.report(place.files / "第三次" / "报告.txt"))
    id = next(one.id for one in place.store.submissions(YEAR) if one.file.endswith("报告.txt"))
    one, other = desks("王敏", f"open/{id}"), desks("李强", f"open/{id}")
    acted(one, ".decide .d-returned")
    other.page.click(".decide .d-passed")
    other.page.locator("#conflict[open]").wait_for()
    assert "退回修改" in other.page.locator("#theirs").inner_text()
    assert "通过" in other.page.locator("#yours").inner_text()
    assert "王敏" in other.page.locator("#conflict").inner_text()
    shot(other, "season-conflict")
    assert place.store.submission(id).decision.value == "returned"
    acted(other, "#take-theirs")
    assert "王敏" in other.page.locator(".strip .now").inner_text()

    acted(one, ".decide .d-pending")
    other.page.click(".decide .d-passed")
    other.page.locator("#conflict[open]").wait_for()
    acted(other, "#say-again")
    assert "李强" in other.page.locator(".strip .now").inner_text()
    assert place.store.submission(id).decided_by == "李强"

    mark = ".card button[value=confirmed] >> nth=0"  # what was confirmed of an earlier version is so of this one
    acted(other, mark)
    one.page.click(mark)
    one.page.locator("#conflict[open]").wait_for()
    assert "确认为问题" in one.page.locator("#theirs").inner_text()


def test_hostile_names_and_files(desks: Any, place: Place) -> None:
    visitor = desks("<b>王敏</b>")
    text = season.report(place.files / "good.txt").read_text("utf-8")
    bad = place.files / HOSTILE
    bad.write_text(text.replace("总体情况", f"总体情况\n{HOSTILE}收到申请99件", 1), "utf-8")
    broken = place.files / "-rf 坏文件.docx"
    broken.write_bytes(b"PK\x03\x04 not a document")
    hand_in(visitor, bad, broken)
    page = visitor.page
    for path in (f"{YEAR}/board", f"{YEAR}/table", f"{YEAR}/across"):
        page.goto(f"{place.url}/season/{path}")
        page.locator("main").wait_for()
        assert page.locator("img[src=x], main script, main b:text-is('王敏')").count() == 0
    page.goto(f"{place.url}/season/{YEAR}/table")
    rows = page.locator("#grid tbody tr")
    assert "未能读取" in rows.filter(has_text="坏文件").inner_text()
    rows.filter(has_text="坏文件").locator("th a").click()
    page.locator(".notice").wait_for()
    page.go_back()
    rows.filter(has_text="onmouseover").locator("th a").click()
    page.locator("#text").wait_for()
    assert "<img" in page.locator("#text").inner_text()
    assert (visitor.dialogs, visitor.outside, visitor.errors) == ([], [], [])


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_access(desks: Any, place: Place, scheme: str) -> None:
    """axe finds nothing serious on any page, in both schemes; the tab holds the desk in its frame."""
    from axe_playwright_python.sync_playwright import Axe

    visitor = desks("王敏", color_scheme=scheme)
    page = visitor.page
    ids = [one.id for one in place.store.submissions(YEAR)]
    pages = [f"{YEAR}/{key}" for key in ("board", "table", "across", "register", "ask")]
    for path in (*pages, *(f"open/{id}" for id in ids[:1]), "open/999999"):
        page.goto(f"{place.url}/season/{path}")
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
    for path in (f"{YEAR}/board", f"{YEAR}/table", f"{YEAR}/across?lang=en", f"{YEAR}/register"):
        page.goto(f"{place.url}/season/{path}")
        page.locator("main").wait_for()
        assert page.evaluate(wide) <= 1, path
        shot(visitor, f"season-phone-{path.replace('/', '-')[:12]}")


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
