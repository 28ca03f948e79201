"""The desk's parts without a browser: uploads, runs, standing, heat, the trail in words, pages over hostile text."""

from __future__ import annotations

import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from reviewer.errors import FailedError
from reviewer.model import (
    Agency,
    CellRef,
    SeasonFinding,
    SeasonInfo,
    Severity,
    Source,
    Submission,
    SubmissionState,
    TextSpan,
)
from tests.export.hostile import MARKUP
from tests.ui.season import FINDINGS, YEAR, Asked, desk
from ui.season import across, asking
from ui.season.baskets import Basket, Baskets, cleaned
from ui.season.bureau import Bureau
from ui.season.people import Person
from ui.season.runs import Runs
from ui.season.shell import Around
from ui.season.standing import standing
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


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("报告.docx", ("报告.docx",)), ("../../etc/passwd", ("etc", "passwd")), ("C:\\x\\报告.docx", ("C", "x", "报告.docx")), ("", ("report",)),
        ("..", ("report",)), ("a\x00\n\u202eb.txt", ("ab.txt",)), ("a/./b/.. /c.pdf", ("a", "b", "c.pdf")), ("<script>.txt", ("script.txt",)),
    ],
)  # fmt: skip
def test_names_of_uploads_stay_in_their_basket(tmp_path: Path, name: str, parts: tuple[str, ...]) -> None:
    assert cleaned(name) == parts
    baskets = Baskets(tmp_path)
    basket = baskets.new("王敏", YEAR)
    first, second = baskets.place(basket, name), None
    assert first is not None
    first.write_bytes(b"x")
    second = baskets.place(basket, name)
    assert second is not None
    assert first != second
    assert all(one.resolve().is_relative_to(basket.files.resolve()) for one in (first, second))


def test_a_long_name_is_cut_and_keeps_its_ending() -> None:
    (name,) = cleaned("长" * 300 + ".docx")
    assert name.endswith("长.docx")
    assert len(name.encode()) <= 200


def test_uploads_that_were_handed_in_go_on_after_a_restart(asked: Asked, tmp_path: Path) -> None:
    baskets = Baskets(tmp_path / "home")
    basket, left = baskets.new("王敏", YEAR), baskets.new("王敏", YEAR)
    for one in (basket, left):
        (one.files / "a.docx").write_bytes(b"x")
    baskets.hand_in(basket)
    asked.bureau.close()
    ran: list[str] = []
    settings = asked.bureau.settings
    office: Any = SimpleNamespace(run=lambda *_, label, **__: ran.append(label), close=lambda: None)
    fresh = Bureau(lambda: settings, lambda _: office)
    assert fresh.office is not None
    fresh.runs.wait(20)
    assert ran == [basket.id]
    assert not basket.folder.exists()
    assert left.folder.exists()
    fresh.close()


def test_runs_go_one_after_another_and_a_failed_one_can_go_on(tmp_path: Path) -> None:
    going, gate, faults, order = threading.Semaphore(0), threading.Semaphore(0), [True], []

    def act(basket: Basket, told: Any, stopped: Any) -> None:
        order.append(basket.id)
        told(SimpleNamespace(stage="review", done=1, total=2, refused=1, quarantined=0, rate=2.0, left=0.5))
        going.release()
        assert gate.acquire(timeout=20)
        if faults and basket.id == "a":
            faults.pop()
            raise FailedError("F-INTERNAL", what="x")

    dropped: list[str] = []
    runs = Runs(act, lambda basket: dropped.append(basket.id))
    first, second = (runs.add(Basket(id, "王敏", YEAR, tmp_path)) for id in "ab")
    assert runs.add(first.basket) is first
    assert going.acquire(timeout=20)
    assert (first.state, second.state, first.done, first.total, first.refused) == ("running", "waiting", 1, 2, 1)
    gate.release(2)
    runs.wait(20)
    assert (first.state, second.state, dropped) == ("failed", "done", ["b"])
    assert "内部出错" in first.fault
    gate.release()
    assert runs.again("a")
    assert not runs.again("b")
    runs.wait(20)
    assert (first.state, order, dropped) == ("done", ["a", "b", "a"], ["b", "a"])


def test_a_run_that_a_shutdown_stopped_keeps_its_basket(tmp_path: Path) -> None:
    going, dropped = threading.Event(), []

    def act(basket: Basket, told: Any, stopped: Any) -> None:
        going.set()
        while not stopped():
            threading.Event().wait(0.01)

    runs = Runs(act, lambda basket: dropped.append(basket.id))
    run = runs.add(Basket("a", "王敏", YEAR, tmp_path))
    assert going.wait(20)
    runs.close(20)
    assert (run.state, dropped) == ("running", [])


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
    cite = SimpleNamespace(kind="cell", agency=text, submission=1, key=text, value=None, rule=text, text=text)
    table = SimpleNamespace(heads=(text,), rows=((text,),))
    answer = SimpleNamespace(
        question=text, status="answered", text=text, citations=(cite,), table=table, left_out=(text,)
    )
    made = (
        across.body(AROUND, [finding], (), {}, False)
        + across.told_of(AROUND, [finding], text)
        + asking.body(AROUND, text, answer)
    )
    plain = across.body(AROUND, [finding.model_copy(update={"agency": "x"})], (), {}, False)
    assert (
        tags(made)
        <= tags(plain) | tags(asking.body(AROUND, "x", SimpleNamespace(**{**vars(answer), "text": "x"}))) | TAGS
    )


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
