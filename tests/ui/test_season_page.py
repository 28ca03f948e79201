"""The supervisor's desk in a real browser: the whole round, a folder, two supervisors at once, hostile names."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from docx import Document

from tests.ui import season
from tests.ui.conftest import BODY, YEAR, Place, Visitor, hand_in
from tests.ui.test_page import shot
from ui.season.standing import today

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("default")]
OTHER = "临江县水务局"
HOSTILE = "<img src=x onerror=alert(1)>' onmouseover='alert(2)&#.txt"


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
    assert "建议退回修改" in row.inner_text()
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

    day = today() + timedelta(days=9)
    page.fill(".strip input[name=deadline]", day.isoformat())
    name, notice = downloaded(visitor, ".strip .notice-out button")
    assert name.endswith(".docx")
    told = text_of(notice)
    assert BODY in told
    until = f"请于{day.year}年{day.month}月{day.day}日前将修改后的报告"
    assert until in told
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
    assert page.input_value("#products input[name=deadline]") == day.isoformat()  # as it was chosen before
    assert until in text_of(downloaded(visitor, "#products .notice-out button")[1])
    page.fill("#products input[name=deadline]", (today() - timedelta(days=1)).isoformat())
    assert not page.evaluate("document.querySelector('#products .notice-out').checkValidity()")
    page.goto(f"{place.url}/season/{YEAR}/table")
    page.keyboard.press("j")
    page.keyboard.press("x")
    assert until in text_of(downloaded(visitor, "#notices button")[1])

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
    assert all(one in trail for one in ("收到文件", "完成审查", "处理意见定为“通过”", "确认问题“", "不采纳问题“"))
    assert not re.search(r"[A-Z]{2}\d?-[A-Z]", trail)  # rules are called by their titles

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


@pytest.mark.parametrize("how", ["chosen", "dropped"])
def test_a_folder_keeps_the_names_of_its_files(desks: Any, place: Place, tmp_path: Path, how: str) -> None:
    """A folder with one below it, by the button or dropped from the desktop; both reports are reviewed."""
    visitor = desks("王敏")
    page = visitor.page
    folder = tmp_path / f"{how}报送"
    for name in ("甲.txt", "下级/乙.html"):
        season.report(folder / name)
    runs = page.locator(".run.done").count()
    if how == "chosen":
        page.set_input_files("#folder", str(folder))
    else:
        drop(visitor, folder)
    page.locator(".run.done").nth(runs).wait_for(timeout=120_000)
    names = {one.file for one in place.store.submissions(newest=False)}
    assert {f"{folder.name}/甲.txt", f"{folder.name}/下级/乙.html"} <= names
    assert (visitor.errors, visitor.dialogs) == ([], [])


def drop(visitor: Visitor, folder: Path) -> None:
    """Drag a folder from outside the browser onto the drop zone."""
    box = visitor.page.locator("#upload .drop").bounding_box()
    driver = visitor.context.new_cdp_session(visitor.page)
    data = {"items": [], "files": [str(folder)], "dragOperationsMask": 1}
    for kind in ("dragEnter", "dragOver", "drop"):
        driver.send("Input.dispatchDragEvent", {"type": kind, "x": box["x"] + 30, "y": box["y"] + 20, "data": data})


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
