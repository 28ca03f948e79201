"""Desks: reviews at rest come back whole, are their owner's alone, and take little room."""

from __future__ import annotations

import time
from pathlib import Path

from reviewer import Review, Reviewer, Settings
from ui.desk import Desk, Opened, new_id

REPORT = Path("fixtures/reports/demo/report.docx")


def reviewed() -> Review:
    with Reviewer(Settings(llm="off", isolation="none")) as reviewer:
        return reviewer.review(REPORT)


def laid(desk: Desk, owner: str, review: Review, batch: str = "") -> Opened:
    return desk.put(owner, Opened(new_id(), REPORT.name, desk.take(REPORT, REPORT.name), review, batch=batch))


def test_reviews_come_back_whole_when_many_lie_on_the_desk(tmp_path: Path) -> None:
    review = reviewed()
    desk = Desk(tmp_path)
    there = [laid(desk, "a", review.model_copy(update={"file": f"{n}.docx"}), "b") for n in range(60)]
    assert desk.all("a") == tuple(there)
    assert desk.together("a", "b") == tuple(there)
    assert all(desk.get("a", one.id) == one for one in reversed(there))
    assert desk.get("b", there[0].id) is None
    assert desk.clear("a") == 60
    assert desk.get("a", there[0].id) is None
    assert not any(tmp_path.iterdir())


def test_last_years_and_earlier_reviews_come_back_too(tmp_path: Path) -> None:
    review = reviewed()
    desk = Desk(tmp_path)
    one = laid(desk, "a", review)
    full = desk.put("a", one._replace(previous=review, older=review.model_copy(update={"file": "old.docx"})))
    for _ in range(40):
        laid(desk, "a", review)
    assert desk.get("a", one.id) == full


def test_the_oldest_and_the_stale_go_with_their_files(tmp_path: Path) -> None:
    review = reviewed()
    desk = Desk(tmp_path, kept=0.2)
    first = laid(desk, "a", review)
    time.sleep(0.3)
    second = laid(desk, "b", review)
    assert desk.get("a", first.id) is None
    assert not first.path.exists()
    assert desk.get("b", second.id) == second
