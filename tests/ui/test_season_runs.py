"""Uploads and runs of the desk without a browser."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from reviewer.errors import FailedError
from tests.ui.season import YEAR, Asked, desk
from ui.season.baskets import Basket, Baskets, cleaned
from ui.season.bureau import Bureau
from ui.season.runs import Runs

pytestmark = [pytest.mark.filterwarnings("default")]


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
