"""A process killed at any statement: what was done stays done, the rest is done once by whoever comes next."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections import Counter
from typing import Any

from sqlalchemy import event, text

from reviewer.model import Decision, SubmissionState
from reviewer.settings import Settings
from reviewer.store import Store
from tests.store.build import incoming, result

FILES = 24
KILLS = (3, 9, 26, 41, 58, 77)
"""Statements and commits after which a process kills itself, one process after the other."""


def work(store: Store) -> None:
    """Go on with the batch where it stands, to its end."""
    batch = store.begin("一批", "r", "s", [incoming(f"{number:02}") for number in range(FILES)], "王")
    while store.tally(batch).left:
        for job in store.lease(batch, "w", 2):
            store.finish(job, result(job.file, f"{job.file}局"))
            store.decide(job.submission, Decision.PASSED, "李", 0)
    for one in store.submissions(batch=batch):
        if one.decision == Decision.OPEN:
            store.decide(one.id, Decision.PASSED, "李", one.revision)


def work_and_die(settings: Settings, n: int) -> None:
    """In a process of its own."""
    store, calls = Store.open(settings), 0

    def count(*_: Any) -> None:
        nonlocal calls
        calls += 1
        if calls == n:
            os.kill(os.getpid(), signal.SIGKILL)

    for what in ("before_cursor_execute", "commit"):
        event.listen(store._database.engine, what, count)
    work(store)


def test_killed_again_and_again_nothing_is_lost_or_doubled(settings: Settings) -> None:
    Store.open(settings).close()
    for n in KILLS:
        command = [
            sys.executable,
            "-m",
            "tests.store.test_killed",
            str(settings.home),
            settings.database_url or "",
            str(n),
        ]
        assert subprocess.run(command, check=False, timeout=120).returncode == -signal.SIGKILL
        with Store.open(settings) as store:
            assert store.verify() == ()
    with Store.open(settings) as store:
        work(store)
        found = store.submissions(newest=False)
        assert Counter(one.state for one in found) == {SubmissionState.DONE: FILES}
        assert [one.agency for one in found] == [f"{number:02}局" for number in range(FILES)]
        assert {(one.number, one.newest, one.decision, one.revision) for one in found} == {
            (1, True, Decision.PASSED, 1)
        }
        assert max(one.attempts for one in found) <= 3
        with store._database.reading() as connection:
            assert connection.execute(text("SELECT count(*) FROM reviews")).scalar_one() == FILES
        told = Counter((line.what, line.about) for line in store.trail())
        assert {count for (what, _), count in told.items() if what in ("receive", "review", "decide")} == {1}
        assert store.verify() == ()


if __name__ == "__main__":
    home, url, n = sys.argv[1:]
    work_and_die(Settings(home=home, database_url=url or None), int(n))
