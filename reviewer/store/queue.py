"""The queue: queued → leased → done, refused or quarantined.

An attempt is counted and committed before anything is opened. A file on which two attempts came to nothing is put
aside. Whoever loses a lease because the whole program went away with several files in hand is not the culprit for
certain: such a file is tried once more, alone, and put aside if that is lost too. What no worker had in hand when it ended
(`atwork`) does not count as tried.
"""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Row, Select, and_, bindparam, exists, func, or_, select, update

from reviewer.model import Notice, SubmissionState
from reviewer.resources import sentence
from reviewer.store import alive, atwork, audit
from reviewer.store.jobs import TRIES, Job, Tally
from reviewer.store.results import packed_notice
from reviewer.store.tables import batches, submissions
from reviewer.store.values import compact, moment, now

LEASE = timedelta(minutes=30)
"""Longest silence of a worker on another machine before its files are given to others; each `lease` renews."""

_QUEUED, _LEASED = SubmissionState.QUEUED.value, SubmissionState.LEASED.value
_NOBODY = {"worker": None, "host": None, "pid": None, "born": None, "until": None}


def _waiting(tried: Any) -> Select[Any]:
    """Queued files whose bytes nobody else is at, and no earlier row waits with: those get its result."""
    other = submissions.alias()
    same = exists().where(
        other.c.sha256 == submissions.c.sha256,
        other.c.rules == submissions.c.rules,
        other.c.settings == submissions.c.settings,
        or_(other.c.state == _LEASED, and_(other.c.state == _QUEUED, other.c.id < submissions.c.id)),
        other.c.id != submissions.c.id,
    )
    return (
        select(submissions.c.id, submissions.c.path, submissions.c.file, submissions.c.sha256, submissions.c.attempts)
        .where(submissions.c.batch == bindparam("batch"), submissions.c.state == _QUEUED, tried, ~same)
        .order_by(submissions.c.attempts, submissions.c.id)
        .limit(bindparam("most"))
        .with_for_update(skip_locked=True)
    )


# Built once: a lease comes every few files, and building these anew cost more than running them.
_MINE = and_(
    submissions.c.batch == bindparam("batch_"), submissions.c.state == _LEASED, submissions.c.worker == bindparam("worker_")
)  # fmt: skip
_RENEW = update(submissions).where(_MINE).values(until=bindparam("later"))
_FRESH, _TRIED = _waiting(submissions.c.attempts < TRIES), _waiting(submissions.c.attempts >= TRIES)
_TAKE = (
    update(submissions)
    .where(submissions.c.id.in_(bindparam("ids", expanding=True)))
    .values(
        attempts=submissions.c.attempts + 1, state=_LEASED, worker=bindparam("by"), host=bindparam("on"),
        pid=bindparam("process"), born=bindparam("since"), until=bindparam("later"),
    )
)  # fmt: skip


def lease(connection: Connection, batch: int, worker: str, most: int) -> tuple[Job, ...]:
    """Take up to `most` files, those tried least first. () says that there is none now; see `tally`."""
    until = moment(datetime.now(UTC) + LEASE)
    held = connection.execute(_RENEW, {"batch_": batch, "worker_": worker, "later": until}).rowcount
    rows = connection.execute(_FRESH, {"batch": batch, "most": max(0, most)}).all()
    if not rows and not held:
        rows = connection.execute(_TRIED, {"batch": batch, "most": 1}).all()
    if not rows:
        return ()
    pid = os.getpid()
    taken = {"by": worker, "on": alive.host(), "process": pid, "since": alive.born(pid), "later": until}
    connection.execute(_TAKE, {"ids": [row.id for row in rows], **taken})
    return tuple(Job(row.id, os.fsdecode(row.path), row.file, row.sha256, row.attempts + 1) for row in rows)


def release(connection: Connection, worker: str) -> None:
    """Give back what a worker holds and has not tried: the attempts do not count."""
    mine = and_(submissions.c.state == _LEASED, submissions.c.worker == worker)
    connection.execute(
        update(submissions).where(mine).values(state=_QUEUED, attempts=submissions.c.attempts - 1, **_NOBODY)
    )


def fail(connection: Connection, job: Job, notice: Notice) -> None:
    """An attempt that came to nothing: back in the queue, or put aside. A lease held by somebody else is left alone."""
    row = connection.execute(select(submissions).where(submissions.c.id == job.submission)).first()
    if row is None or row.state != _LEASED or row.attempts != job.attempt:
        return
    if row.attempts >= TRIES:
        quarantine(connection, row, notice)
    else:
        back = {"state": _QUEUED, "notice": packed_notice(notice), **_NOBODY}
        connection.execute(update(submissions).where(submissions.c.id == row.id).values(back))


def quarantine(connection: Connection, row: Row[Any], notice: Notice) -> None:
    """Put a file aside, and with it those in the queue that have the same bytes."""
    same = and_(
        submissions.c.sha256 == row.sha256,
        submissions.c.rules == row.rules,
        submissions.c.settings == row.settings,
        submissions.c.state == _QUEUED,
    )
    ids = list(connection.execute(select(submissions.c.id).where(or_(submissions.c.id == row.id, same))).scalars())
    new = {"state": SubmissionState.QUARANTINED.value, "notice": packed_notice(notice), **_NOBODY}
    connection.execute(update(submissions).where(submissions.c.id.in_(ids)).values(new))
    who = connection.execute(select(batches.c.who).where(batches.c.id == row.batch)).scalar_one()
    after = compact({"code": notice.code, "state": new["state"]})
    audit.append(connection, [audit.Line(who, "quarantine", f"submission:{one}", "", after) for one in sorted(ids)])


def reclaim(connection: Connection, home: Path) -> int:
    """Take back the leases of processes that are gone; how many. What none of them had in hand was not tried."""
    here, time = alive.host(), now()
    rows = connection.execute(select(submissions).where(submissions.c.state == _LEASED)).all()
    gone = [row for row in rows if row.until < time or (row.host == here and not alive.alive(row.pid, row.born or ""))]
    owned: dict[tuple[Any, ...], list[Row[Any]]] = {}
    for row in gone:
        owned.setdefault((row.host, row.pid, row.born, row.worker), []).append(row)
    lost = Notice(code="S-QUARANTINED", sentence=sentence("S-QUARANTINED"))
    for (host, _, _, worker), held in owned.items():
        begun = atwork.begun(home, worker) if host == here else None
        for row in held:
            tried = begun is None or row.id in begun
            if tried and (row.attempts > TRIES or (row.attempts == TRIES and len(held) == 1)):
                quarantine(connection, row, lost)
            else:
                back = {"state": _QUEUED, "attempts": row.attempts - (not tried), **_NOBODY}
                connection.execute(update(submissions).where(submissions.c.id == row.id).values(back))
        atwork.clear(home, worker)
    return len(gone)


def tally(connection: Connection, batch: int) -> Tally:
    query = select(submissions.c.state, func.count()).where(submissions.c.batch == batch).group_by(submissions.c.state)
    by_state = {str(state): int(count) for state, count in connection.execute(query)}
    reused = select(func.count()).where(submissions.c.batch == batch, submissions.c.reused)
    return Tally(**by_state, reused=connection.execute(reused.select_from(submissions)).scalar_one())
