"""Files through the queue: once each, twice at most, whatever dies in between."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from reviewer.model import Identity, Notice, ReviewStatus, SubmissionState
from reviewer.settings import Settings
from reviewer.store import Incoming, Store, StoreError, Tally, queue
from tests.store.build import finding, incoming, result, review, take

LOST = Notice(code="F-CRASH", sentence="中止")


def test_a_file_that_was_not_read_has_no_verdict(store: Store) -> None:
    """Its record says that nothing was found; that is no pass, neither in a list nor in a count."""
    batch = store.begin("一批", "r", "s", [incoming("a.pdf", "a"), incoming("b.pdf", "b")], "王")
    refused, part = store.lease(batch, "w", 2)
    store.finish(refused, result("a", findings=(), status=ReviewStatus.REFUSED))
    store.finish(part, result("b", "县教育局", findings=(), status=ReviewStatus.PARTIAL))
    assert {one.file: one.verdict for one in store.submissions(2025)} == {"a.pdf": None, "b.pdf": "pass"}


def test_a_file_is_queued_taken_and_done(store: Store) -> None:
    batch = store.begin("一批", "r", "s", [incoming("甲/a.docx", "a"), incoming("b.pdf", "b")], "王")
    assert store.tally(batch) == Tally(queued=2)
    first, second = store.lease(batch, "w", 4)
    assert (first.file, first.path, first.attempt) == ("甲/a.docx", "/in/甲/a.docx", 1)
    assert store.lease(batch, "w", 4) == ()
    store.finish(first, result("a", findings=(finding(), finding("T3-BAL", "warning", "cd" * 8))))
    assert store.tally(batch) == Tally(leased=1, done=1)
    store.finish(second, result("b", "县教育局", findings=()))
    one, two = store.submissions(2025)
    assert (one.state, one.status, one.verdict, one.attempts) == (
        SubmissionState.DONE,
        ReviewStatus.REVIEWED,
        "return",
        1,
    )
    assert (one.counts.errors, one.counts.warnings, two.verdict) == (1, 1, "pass")
    assert store.review(two.id) == review("b").model_copy(update={"file": "b.pdf"})
    reading = store.reading(one.id)
    assert reading is not None
    assert (reading.name, reading.facts["t3.new_received.total"].raw) == ("甲/a.docx", "3")


def test_a_result_given_twice_is_one(store: Store) -> None:
    batch = store.begin("一批", "r", "s", [incoming("a")], "王")
    job = take(store, batch)
    store.finish(job, result("a"))
    before = list(store.trail())
    store.finish(job, result("a", "别的局", findings=()))
    store.fail(job, LOST)
    assert list(store.trail()) == before
    assert store.submissions()[0].agency == "县财政局"


def test_the_same_label_goes_on_with_the_old_batch(store: Store) -> None:
    batch = store.begin("一批", "r", "s", [incoming("a"), incoming("b")], "王")
    store.finish(take(store, batch), result("a"))
    assert store.begin("一批", "r", "s", [incoming("a"), incoming("b"), incoming("c")], "李") == batch
    assert store.tally(batch) == Tally(queued=2, done=1)


def test_a_file_that_was_moved_is_found_where_it_lies_now(store: Store) -> None:
    batch = store.begin("一批", "r", "s", [incoming("a"), incoming("b")], "王")
    store.begin("一批", "r", "s", [incoming("a")._replace(path="/elsewhere/a"), incoming("b")], "王")
    assert [job.path for job in store.lease(batch, "w", 2)] == ["/elsewhere/a", "/in/b"]


def test_bytes_seen_before_are_not_reviewed_again(store: Store) -> None:
    first = store.begin("一批", "r", "s", [incoming("a")], "王")
    store.finish(take(store, first), result("a", question="是否为县财政局？"))
    again = store.begin("二批", "r", "s", [incoming("copy.docx", "a"), incoming("b")], "王")
    assert store.tally(again) == Tally(queued=1, done=1, reused=1)
    (one,) = [one for one in store.submissions(batch=again) if one.file == "copy.docx"]
    assert (one.agency, one.verdict, one.question) == ("县财政局", "return", "是否为县财政局？")
    assert store.review(one.id).file == "copy.docx"
    assert store.tally(store.begin("三批", "r2", "s", [incoming("a")], "王")) == Tally(queued=1)
    assert store.tally(store.begin("四批", "r", "s2", [incoming("a")], "王")) == Tally(queued=1)


@pytest.mark.parametrize("status", [ReviewStatus.OVER_LIMIT, ReviewStatus.FAILED])
def test_what_may_have_been_the_moments_fault_is_tried_again(store: Store, status: ReviewStatus) -> None:
    first = store.begin("一批", "r", "s", [incoming("a")], "王")
    store.finish(take(store, first), result("a", None, None, status=status))
    assert store.tally(first).left == 0
    assert store.tally(store.begin("二批", "r", "s", [incoming("a")], "王")) == Tally(queued=1)


def test_two_files_with_the_same_bytes_are_reviewed_once(store: Store) -> None:
    batch = store.begin("一批", "r", "s", [incoming("a", "x"), incoming("b", "x")], "王")
    (job,) = store.lease(batch, "w", 4)
    assert store.lease(batch, "v", 4) == ()
    store.finish(job, result("x"))
    assert store.tally(batch) == Tally(done=2, reused=1)
    assert [one.newest for one in store.submissions(newest=False)] == [False, True]


def test_a_file_refused_at_the_door_is_never_taken(store: Store) -> None:
    notice = Notice(code="R-FIFO", sentence="不是普通文件")
    batch = store.begin("一批", "r", "s", [Incoming("管道", "/in/p", "", notice)], "王")
    assert store.lease(batch, "w", 4) == ()
    (one,) = store.submissions(batch=batch)
    assert (one.state, one.notice) == (SubmissionState.REFUSED, notice)
    assert (store.review(one.id).status, store.review(one.id).notice) == (ReviewStatus.REFUSED, notice)
    assert store.verify() == ()


def test_after_two_failures_a_file_is_put_aside(store: Store) -> None:
    batch = store.begin("一批", "r", "s", [incoming("a"), incoming("b"), incoming("copy", "a")], "王")
    first = take(store, batch)
    store.fail(first, LOST)
    other = take(store, batch)
    assert other.file == "b"  # those not tried yet go first
    second = take(store, batch)
    assert (second.file, second.attempt) == ("a", 2)
    store.fail(first, LOST)  # an old job says nothing of the new lease
    assert store.tally(batch).quarantined == 0
    store.fail(second, LOST)
    assert store.tally(batch) == Tally(leased=1, quarantined=2)  # the same bytes are not tried under another name
    one = store.submissions(batch=batch)[0]
    assert (one.state, one.notice, one.attempts) == (SubmissionState.QUARANTINED, LOST, 2)
    assert store.review(one.id).status == ReviewStatus.FAILED
    assert store.verify() == ()


def test_what_was_given_back_was_not_tried(store: Store) -> None:
    batch = store.begin("一批", "r", "s", [incoming("a")], "王")
    for _ in range(5):
        assert take(store, batch).attempt == 1
        store.release("w")
    assert store.tally(batch) == Tally(queued=1)


def test_no_two_workers_get_the_same_file(settings: Settings) -> None:
    with Store.open(settings) as one, Store.open(settings) as other:
        batch = one.begin("一批", "r", "s", [incoming(str(number)) for number in range(20)], "王")
        got = [job.submission for _ in range(5) for store in (one, other) for job in store.lease(batch, "w", 2)]
        assert len(got) == len(set(got)) == 20


def test_a_lease_of_another_machine_ends_with_its_time(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    batch = store.begin("一批", "r", "s", [incoming("a"), incoming("b")], "王")
    monkeypatch.setattr("reviewer.store.alive.host", lambda: "elsewhere")
    take(store, batch, "far")
    monkeypatch.undo()
    assert [job.file for job in store.lease(batch, "w", 4)] == ["b"]
    assert store.lease(batch, "v", 4) == ()
    late = (datetime.now(UTC) - timedelta(seconds=1)).isoformat(timespec="microseconds")
    with store._database.writing() as connection:
        connection.execute(text("UPDATE submissions SET until = :late WHERE worker = 'far'"), {"late": late})
    assert [(job.file, job.attempt) for job in store.lease(batch, "v", 4)] == [("a", 2)]


def test_asking_for_more_work_keeps_what_is_in_hand(store: Store) -> None:
    batch = store.begin("一批", "r", "s", [incoming("a")], "王")
    take(store, batch)
    with store._database.writing() as connection:
        connection.execute(text("UPDATE submissions SET until = '2000'"))
    store.lease(batch, "w", 1)
    with store._database.reading() as connection:
        until = connection.execute(text("SELECT until FROM submissions")).scalar_one()
    assert datetime.fromisoformat(until) > datetime.now(UTC) + queue.LEASE / 2


def test_names_that_are_no_text_are_kept(store: Store) -> None:
    path = os.fsdecode(b"/in/\xff\xfe.docx")
    batch = store.begin("一批", "r", "s", [Incoming(Path(path).name + "\0\ud800", path, "1" * 64)], "王")
    job = take(store, batch)
    assert (job.path, job.file) == (path, "\ufffd\ufffd.docx\ufffd\ufffd")
    odd = "县\0财政局\ud800"
    store.finish(job, result("a")._replace(agency=odd, identity=Identity(agency=odd)))
    assert store.submissions()[0].agency == "县\ufffd财政局\ufffd"
    assert store.verify() == ()


def test_several_results_are_stored_together_or_not_at_all(store: Store) -> None:
    batch = store.begin("一批", "r", "s", [incoming("a"), incoming("b"), incoming("c")], "王")
    first, second, third = store.lease(batch, "w", 3)
    store.exchange([(first, result("a")), (second, result("b", "县教育局"))], batch, "w", 0)
    assert (store.tally(batch).done, store.tally(batch).leased) == (2, 1)
    assert [one.what for one in store.trail()].count("review") == 2
    broken = result("c")._replace(cells=(("one.key", "1", "number"), ("one.key", "2", "number")))
    with pytest.raises(StoreError):
        store.exchange([(third, broken)], batch, "w", 0)
    assert (store.tally(batch).done, store.tally(batch).leased) == (2, 1)
    store.exchange([(first, result("other", "别的局")), (third, result("c", "县民政局"))], batch, "w", 0)
    assert store.tally(batch).done == 3
    assert [one.agency for one in store.submissions(batch=batch)] == ["县财政局", "县教育局", "县民政局"]
    assert store.verify() == ()


def test_what_is_leased_with_the_results_is_leased_with_them_or_not_at_all(store: Store) -> None:
    batch = store.begin("一批", "r", "s", [incoming(name) for name in "abcd"], "王")
    first, second = store.lease(batch, "w", 2)
    (third,) = store.exchange([(first, result("a"))], batch, "w", 1)
    assert (third.file, third.attempt) == ("c", 1)
    assert (store.tally(batch).done, store.tally(batch).leased, store.tally(batch).queued) == (1, 2, 1)
    broken = result("b")._replace(cells=(("one.key", "1", "number"), ("one.key", "2", "number")))
    with pytest.raises(StoreError):
        store.exchange([(second, broken)], batch, "w", 5)
    assert (store.tally(batch).leased, store.tally(batch).queued) == (2, 1)
    assert [one.file for one in store.exchange([(second, result("b"))], batch, "w", 5)] == ["d"]
    assert store.verify() == ()


def test_results_stored_together_go_to_all_that_wait_with_their_bytes(store: Store) -> None:
    files = [incoming("a"), incoming("b"), incoming("a2", "a"), incoming("b2", "b"), incoming("c")]
    batch = store.begin("一批", "r", "s", files, "王")
    a, b, c = store.lease(batch, "w", 5)
    late = result("b", "县教育局")._replace(
        status=ReviewStatus.OVER_LIMIT
    )  # may be the moment's fault: b2 is tried itself
    store.exchange(
        [(c, result("c", "县民政局")), (a, result("a")), (b, late), (a, result("other", "别的局"))], batch, "w", 0
    )
    told = {one.file: (one.state, one.agency) for one in store.submissions(batch=batch, newest=False)}
    done, refused = SubmissionState.DONE, SubmissionState.REFUSED
    assert {name: told[name] for name in ("a", "a2", "b", "c")} == {
        "a": (done, "县财政局"),
        "a2": (done, "县财政局"),
        "b": (refused, "县教育局"),
        "c": (done, "县民政局"),
    }
    assert told["b2"][0] is SubmissionState.QUEUED
    assert store.tally(batch) == Tally(queued=1, done=3, refused=1, reused=1)
    assert sorted(one.about for one in store.trail() if one.what == "review") == [
        f"submission:{number}" for number in (1, 2, 3, 5)
    ]
    assert store.verify() == ()
