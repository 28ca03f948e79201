"""Workers that are gone with files in hand: what comes back, what counts as tried, what is put aside."""

from __future__ import annotations

import signal
import subprocess
import sys

import pytest

from reviewer.model import SubmissionState
from reviewer.settings import Settings
from reviewer.store import Store, Tally
from tests.store.build import incoming, result, take

DIES = """
import os, signal, sys
from reviewer.settings import Settings
from reviewer.store import Store, at_work, marks
store = Store.open(Settings(home=sys.argv[1], database_url=sys.argv[2] or None))
jobs = store.lease(int(sys.argv[3]), "child", int(sys.argv[4]))
assert len(jobs) == int(sys.argv[4])
if sys.argv[5] == "-":
    marks(store.home, "child")
elif sys.argv[5]:
    with at_work(marks(store.home, "child"), next(one.submission for one in jobs if one.file == sys.argv[5])):
        os.kill(os.getpid(), signal.SIGKILL)
os.kill(os.getpid(), signal.SIGKILL)
"""


def dies(settings: Settings, batch: int, holding: int, at: str = "") -> None:
    """A process takes files and is gone, `at` the one that it had in hand if it told, `-` none."""
    place = (str(settings.home), settings.database_url or "")
    command = [sys.executable, "-c", DIES, *place, str(batch), str(holding), at]
    assert subprocess.run(command, check=False).returncode == -signal.SIGKILL


def test_a_file_whose_worker_was_killed_is_taken_again_then_put_aside(settings: Settings) -> None:
    with Store.open(settings) as store:
        batch = store.begin("一批", "r", "s", [incoming("a")], "王")
        dies(settings, batch, 1)
        assert store.tally(batch) == Tally(leased=1)
        assert take(store, batch).attempt == 2
        store.release("w")
        dies(settings, batch, 1)
        assert store.lease(batch, "w", 1) == ()
        (one,) = store.submissions(batch=batch)
        assert (one.state, one.notice and one.notice.code) == (SubmissionState.QUARANTINED, "S-QUARANTINED")


def test_of_several_lost_at_once_each_gets_a_try_alone(settings: Settings) -> None:
    with Store.open(settings) as store:
        batch = store.begin("一批", "r", "s", [incoming("a"), incoming("b")], "王")
        dies(settings, batch, 2)
        store.begin("一批", "r", "s", [], "王")
        dies(settings, batch, 2)
        (first,) = store.lease(batch, "w", 4)
        assert (first.file, first.attempt) == ("a", 3)
        assert store.lease(batch, "w", 4) == ()  # "b" waits until the worker has nothing else in hand
        store.finish(first, result("a"))
        dies(settings, batch, 1)
        assert store.lease(batch, "w", 4) == ()
        assert store.tally(batch) == Tally(done=1, quarantined=1)


def test_what_no_worker_had_in_hand_was_not_tried(settings: Settings) -> None:
    with Store.open(settings) as store:
        batch = store.begin("一批", "r", "s", [incoming(name) for name in "abcd"], "王")
        for tries in (1, 2):
            dies(settings, batch, 4, at="b")
            store.begin("一批", "r", "s", [], "王")
            found = {one.file: (one.state.value, one.attempts) for one in store.submissions(batch=batch)}
            assert found == {"a": ("queued", 0), "b": ("queued", tries), "c": ("queued", 0), "d": ("queued", 0)}
        assert [one.file for one in store.lease(batch, "w", 9)] == ["a", "c", "d"]
        assert list((settings.folder() / "at-work").iterdir()) == []


def test_a_run_that_had_begun_nothing_has_tried_nothing(settings: Settings) -> None:
    with Store.open(settings) as store:
        batch = store.begin("一批", "r", "s", [incoming("a")], "王")
        for _ in range(3):
            dies(settings, batch, 1, at="-")
            store.begin("一批", "r", "s", [], "王")
        assert [(one.state.value, one.attempts) for one in store.submissions(batch=batch)] == [("queued", 0)]


@pytest.mark.parametrize(("kind", "content"), [("*-run", b"another start"), ("*[0-9]", b"\xff")])
def test_marks_of_another_start_or_not_readable_make_every_lease_a_try(
    settings: Settings, kind: str, content: bytes
) -> None:
    with Store.open(settings) as store:
        batch = store.begin("一批", "r", "s", [incoming("a"), incoming("b")], "王")
        dies(settings, batch, 2, at="b")
        (mark,) = (settings.folder() / "at-work").glob(kind)
        mark.write_bytes(content)
        store.begin("一批", "r", "s", [], "王")
        assert [one.attempts for one in store.submissions(batch=batch)] == [1, 1]
