"""The desk's parts without a browser: standing, heat, people's words, notices, pages over hostile text."""

from __future__ import annotations

import contextlib
import io
import re
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from docx import Document

from reviewer.model import (
    Agency,
    CellRef,
    Decision,
    SeasonAnswer,
    SeasonCite,
    SeasonFinding,
    SeasonInfo,
    SeasonTable,
    Severity,
    Source,
    Submission,
    SubmissionState,
    TextSpan,
)
from tests.export.hostile import MARKUP
from tests.ui.season import FINDINGS, YEAR, Asked, desk
from ui.season import across, asking
from ui.season.people import Person
from ui.season.shell import Around
from ui.season.standing import standing, today
from ui.season.table import Heat, heats
from ui.season.words import said
from ui.words import Language

pytestmark = [pytest.mark.filterwarnings("default")]
AROUND = Around("zh", Person("王敏", "administrator", False), YEAR, (YEAR,))
NOW = datetime(2026, 1, 20, tzinfo=UTC)


@pytest.fixture
def asked(tmp_path: Path) -> Iterator[Asked]:
    with desk(tmp_path, login=False) as made:
        yield made


def submission(id: int, agency: str | None, **more: Any) -> Submission:
    given = {"state": SubmissionState.DONE, "received": NOW, "verdict": "pass", **more}
    return Submission(id=id, year=YEAR, agency=agency, file=f"{id}.docx", sha256=f"{id}", **given)


def test_who_is_missing_late_and_asked_for() -> None:
    bodies = (
        Agency(name="甲局"), Agency(name="乙局", parent="某县"), Agency(name="丙局"), Agency(name="丁局", reports=False),
        Agency(name="某县", kind="government"), Agency(name="戊局", due=date(2026, 1, 10)),
    )  # fmt: skip
    info = SeasonInfo(year=YEAR, due=date(2026, 1, 31), due_governments=date(2026, 3, 31))
    found = (
        submission(1, "甲局"), submission(2, "乙局", state=SubmissionState.REFUSED, verdict=None), submission(3, None),
        submission(4, "戊局", verdict="return"),
    )  # fmt: skip
    stands = standing(bodies, info, found, (), date(2026, 2, 10))
    assert (stands.expected, stands.handed, stands.unread, stands.late, stands.overdue) == (5, 2, 1, 1, 2)
    assert [(one.agency, one.late) for one in stands.missing] == [("丙局", 10), ("乙局", 10), ("某县", -49)]
    assert stands.missing[1].refused == found[1]
    assert stands.verdicts == {"pass": 2, "return": 1}
    assert stands.questions == (found[2],)
    assert standing((), info, found, (), date(2026, 2, 10)).expected is None


def test_heat_is_the_gravest_of_a_family() -> None:
    hot, rules = heats(
        [(1, "T3-A", "warning", 2), (1, "T3-B", "error", 1), (1, "TX-A", "hint", 1), (2, "T3-A", "info", 4)]
    )
    assert hot[1] == {"T3": Heat(3, "error"), "TX": Heat(1, "hint")}
    assert hot[2] == {"T3": Heat(4, "info")}
    assert rules[1] == {"T3-A", "T3-B", "TX-A"}


def test_dismissed_findings_leave_the_heat_and_stay_on_the_page(asked: Asked) -> None:
    client = asked.client()
    client.post("/season/who", data={"name": "王敏"})
    sent = {"rule": "T3-SUM", "fingerprint": FINDINGS[0].fingerprint, "kind": "dismissed", "seen": "0"}
    url = f"/season/open/{asked.mine}/mark"
    assert "理由" in client.post(url, data=sent).json()["fault"]
    assert client.post(url, data=sent | {"rule": "T3-NONE", "reason": "x"}).status_code == 400
    assert client.post(url, data=sent | {"kind": "loved", "reason": "x"}).status_code == 400
    assert client.post(url, data=sent | {"reason": "口径不同"}).json() == {"ok": True}
    assert {(one[0], one[1]) for one in asked.store.found(YEAR) if one[0] == asked.mine} == {(asked.mine, "TX-NEW")}
    page = client.get(f"/season/open/{asked.mine}").text
    assert "口径不同" in page
    again = client.post(url, data=sent | {"reason": "另一个理由"})
    assert (again.status_code, again.json()["conflict"]["seen"]) == (409, "1")
    assert "口径不同" in again.json()["conflict"]["theirs"]
    assert client.post(url, data=sent | {"kind": "withdrawn", "seen": "1"}).json() == {"ok": True}
    assert len([one for one in asked.store.found(YEAR) if one[0] == asked.mine]) == 2


def test_looking_writes_nothing(asked: Asked) -> None:
    """No page and no file taken away leaves anything in the store, for a year with reports or one without."""
    client = asked.client()
    client.post("/season/who", data={"name": "王敏"})
    before = dumped(asked)
    paths = [
        f"{year}/{key}"
        for year in (YEAR, YEAR - 1, 2011)
        for key in ("board", "table", "across", "register", "ask", "progress")
    ]
    for path in (*paths, f"{YEAR}/products/json", f"open/{asked.mine}", f"open/{asked.lost}"):
        assert client.get(f"/season/{path}").status_code == 200, path
    assert client.get("/season").status_code == 200
    assert dumped(asked) == before
    assert [one.year for one in asked.store.seasons()] == [YEAR]
    assert client.get("/season/1999/board").status_code == 400
    days = {"due": "2012-01-31", "due_governments": "2012-04-01"}
    assert client.post("/season/2011/schedule", data=days).json() == {"ok": True}
    assert [one.year for one in asked.store.seasons()] == [YEAR, 2011]


def dumped(asked: Asked) -> list[str]:
    """Every table of the database as SQL."""
    with contextlib.closing(sqlite3.connect(asked.bureau.settings.folder() / "season.sqlite")) as connection:
        return list(connection.iterdump())


def test_the_notice_is_given_a_day(asked: Asked) -> None:
    """Of one report, of the chosen and of all; without a day it names none, and a wrong one is told."""
    client = asked.client()
    client.post("/season/who", data={"name": "王敏"})
    for id in (asked.mine, asked.other):
        asked.store.decide(id, Decision.RETURNED, "王敏", 0, "请改")
    day = today() + timedelta(days=10)
    said = f"请于{day.year}年{day.month}月{day.day}日前"
    for path in (
        f"open/{asked.mine}/notice?",
        f"{YEAR}/products/notices?ids={asked.other}&",
        f"{YEAR}/products/notices?",
    ):
        url = f"/season/{path}deadline="
        assert said in text_of(client.get(f"{url}{day.isoformat()}").content)
        undated = text_of(client.get(url).content)
        assert "日前将" not in undated
        assert "请修改后将报告" in undated
        for wrong in (today() - timedelta(days=1), today() + timedelta(days=400)):
            answer = client.get(f"{url}{wrong.isoformat()}")
            assert (answer.status_code, f"修改期限 {wrong.isoformat()} 不能早于今天" in answer.text) == (400, True)
        answer = client.get(f"{url}<b>明天")
        assert (answer.status_code, "“&lt;b&gt;明天”不是日期" in answer.text) == (400, True)
    page = client.get(f"/season/open/{asked.mine}").text
    assert f'name="deadline" min="{today().isoformat()}"' in page
    assert "notice-out" not in client.get(f"/season/open/{asked.lost}").text


def text_of(data: bytes) -> str:
    return "".join(one.text for one in Document(io.BytesIO(data)).paragraphs)


def test_a_person_says_whose_report_it_is(asked: Asked) -> None:
    client = asked.client()
    client.post("/season/who", data={"name": "王敏"})
    board = client.get(f"/season/{YEAR}/board").text
    assert "没有读出机关名称" in board
    url = f"/season/open/{asked.lost}/assign"
    assert "名录中没有" in client.post(url, data={"agency": "没有的局", "year": str(YEAR), "seen": "0"}).json()["fault"]
    assert client.post(url, data={"agency": "县司法局", "year": "x", "seen": "0"}).status_code == 400
    assert client.post(url, data={"agency": "县司法局", "year": str(YEAR), "seen": "0"}).json() == {"ok": True}
    asked.bureau.settle(YEAR - 1).result(20)
    assert asked.office.settled == [YEAR, YEAR - 1]
    assert asked.store.submission(asked.lost).agency == "县司法局"
    assert "没有读出机关名称" not in client.get(f"/season/{YEAR}/board").text


@pytest.mark.parametrize("text", MARKUP)
def test_hostile_text_stays_text(text: str) -> None:
    proof = TextSpan(section="problems", quote=text or "x", start=0, end=1)
    sources = tuple(
        Source(agency=text, year=YEAR, submission=1, evidence=one) for one in (proof, CellRef(fact="t3.x", raw=text))
    )
    finding = SeasonFinding(
        rule="AG-PEER-DUP", severity=Severity.WARNING, agency=text, year=YEAR, message=text, suggestion=text, basis=text,
        arithmetic=text * 20, sources=sources, fingerprint="x",
    )  # fmt: skip
    cite = SeasonCite(kind="cell", agency=text, year=YEAR, submission=1, key=text, rule=text, text=text)
    table = SeasonTable(heads=(text,), rows=((text,),))
    answer = SeasonAnswer(question=text, status="answered", text=text, citations=(cite,), table=table, left_out=(text,))
    made = (
        across.body(AROUND, [finding], (), {}, False)
        + across.told_of(AROUND, [finding], text)
        + asking.body(AROUND, text, answer)
    )
    plain = across.body(AROUND, [finding.model_copy(update={"agency": "x"})], (), {}, False)
    assert tags(made) <= tags(plain) | tags(asking.body(AROUND, "x", answer.model_copy(update={"text": "x"}))) | TAGS


TAGS = {"section", "ul", "li", "h2", "details", "summary", "ol"}


def tags(text: str) -> set[str]:
    """Names of the elements, and of attributes that run something."""
    from html.parser import HTMLParser

    found: set[str] = set()

    class Reader(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            found.add(tag)
            found.update(key for key, _ in attrs if key.startswith("on"))

    Reader().feed(text)
    return found - {
        "div",
        "p",
        "a",
        "form",
        "label",
        "input",
        "button",
        "span",
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
    }


LANGUAGES: tuple[Language, ...] = ("zh", "en")


def test_both_languages_say_everything() -> None:
    assert said("zh").keys() == said("en").keys()
    holes = {
        language: {key: sorted(re.findall(r"{\w+}", text)) for key, text in said(language).items()}
        for language in LANGUAGES
    }
    assert holes["zh"] == holes["en"]


def test_without_the_extra_the_desk_says_how_to_get_it(tmp_path: Path) -> None:
    """In a process that has no SQLAlchemy: the page opens, the desk says what is missing."""
    program = """if True:
        import sys
        sys.modules["sqlalchemy"] = None
        from pathlib import Path
        from starlette.testclient import TestClient
        from reviewer import Settings
        from ui.desk import Desk
        from ui.server import application
        from ui.workshop import Workshop
        workshop = Workshop(Settings(home=Path(sys.argv[1])), Desk(Path(sys.argv[1], "desk")))
        with TestClient(application(workshop), base_url="http://127.0.0.1") as client:
            answer = client.get("/season")
            print(answer.status_code, "annual-report-reviewer[batch]" in answer.text, client.get("/view/x").status_code)
        """
    done = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path)], capture_output=True, text=True, check=False, timeout=120
    )
    assert done.stdout.split() == ["503", "True", "404"], done.stderr[-500:]


def test_an_unknown_page_is_told_in_chinese(asked: Asked) -> None:
    client = asked.client()
    answer = client.get("/season/open/999")
    assert answer.status_code == 404
    assert "没有编号为 999" in answer.text
    assert client.get(f"/season/{YEAR}/products/nothing").status_code == 404
    assert "a.docx" in client.get(f"/season/{YEAR}/products/json").text
    assert "先把需要修改的报告定为" in client.get(f"/season/{YEAR}/products/notices").text
