"""Out of the queue: results become those of submissions.

Called once a report by the one process that writes, so its statements are built once.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Row, Select, bindparam, select, update

from reviewer.errors import InputError
from reviewer.model import ReviewStatus, SubmissionState
from reviewer.store import audit, bodies, results
from reviewer.store.jobs import Job, Result
from reviewer.store.tables import batches, reviews, submissions
from reviewer.store.values import clean, compact

END = {
    ReviewStatus.REVIEWED: SubmissionState.DONE.value,
    ReviewStatus.PARTIAL: SubmissionState.DONE.value,
    ReviewStatus.REFUSED: SubmissionState.REFUSED.value,
    ReviewStatus.OVER_LIMIT: SubmissionState.REFUSED.value,
    ReviewStatus.FAILED: SubmissionState.QUARANTINED.value,
}
"""By the status of the review: where its submission ends."""
LASTING = (ReviewStatus.REVIEWED.value, ReviewStatus.PARTIAL.value, ReviewStatus.REFUSED.value)
"""What the same bytes would give again; over a limit of time, or failed, may be the moment's fault."""

_ALL: Select[Any] = select(
    submissions.c.id, submissions.c.sha256, submissions.c.rules, submissions.c.settings, submissions.c.state,
    submissions.c.file, submissions.c.review, submissions.c.agency, submissions.c.year, submissions.c.assigned_by,
    batches.c.who,
).join(batches, batches.c.id == submissions.c.batch)  # fmt: skip
_ONE = _ALL.where(submissions.c.id == bindparam("id"))
_WAITING = _ALL.where(
    submissions.c.sha256 == bindparam("sha256"), submissions.c.rules == bindparam("rules"),
    submissions.c.settings == bindparam("settings"), submissions.c.state == SubmissionState.QUEUED.value,
    submissions.c.id != bindparam("id"),
)  # fmt: skip
_UPDATE = update(submissions).where(submissions.c.id == bindparam("submission"))
_NOBODY = {"notice": None, "worker": None, "host": None, "pid": None, "born": None, "until": None}


def finish(connection: Connection, job: Job, result: Result) -> None:
    """Give a job its result, and with it all that wait with the same bytes; one that has ended is left as it is."""
    row = _ask(connection, job.submission)
    if row is None or row.state not in (SubmissionState.QUEUED.value, SubmissionState.LEASED.value):
        return
    review, seal = results.put(connection, row.sha256, row.rules, row.settings, result)
    ended = [row]
    if result.status.value in LASTING:
        key = {"sha256": row.sha256, "rules": row.rules, "settings": row.settings, "id": row.id}
        ended += connection.execute(_WAITING, key).all()
    told = (clean(result.agency) if result.agency else None, result.year)
    lines, touched = [], set()
    for one in ended:
        new: dict[str, Any] = {"state": END[result.status], "review": review, "reused": one is not row, **_NOBODY}
        whose = told
        if one.assigned_by is None:
            new |= {"agency": told[0], "year": told[1], "question": clean(result.question)}
        else:
            whose = (one.agency, one.year)
        connection.execute(_UPDATE, {"submission": one.id, **new})
        lines.append(line(one.who, one.id, seal, *whose))
        touched.add((*whose, one.who))
    audit.append(connection, lines)
    for body, year, who in sorted(touched, key=str):
        bodies.renumber(connection, body, year, who)


def renew(connection: Connection, submission: int, result: Result) -> None:
    """Put another judgement of the same bytes in the place of the one there is. Raises InputError (S-UNKNOWN …)."""
    row = _ask(connection, submission)
    if row is None:
        raise InputError("S-UNKNOWN", id=submission)
    if row.review is None:
        raise InputError("S-UNREVIEWED", file=row.file)
    review, seal = results.put(connection, row.sha256, row.rules, row.settings, result)
    if review == row.review:
        return
    connection.execute(_UPDATE, {"submission": submission, "review": review, "state": END[result.status]})
    audit.append(connection, [line(row.who, submission, seal, row.agency, row.year)])
    results.sweep(connection, [row.review])
    if END[result.status] != row.state:
        bodies.renumber(connection, row.agency, row.year, row.who)


def hint(connection: Connection, submission: int, result: Result) -> None:
    """Put a judgement with a model's part in the place of the same one without. Raises InputError (S-UNKNOWN …)."""
    row = _ask(connection, submission)
    if row is None:
        raise InputError("S-UNKNOWN", id=submission)
    if row.review is None:
        raise InputError("S-UNREVIEWED", file=row.file)
    connection.execute(update(reviews).where(reviews.c.id == row.review).values(previous=f"replaced {row.review}"))
    review, seal = results.put(connection, row.sha256, row.rules, row.settings, result)
    held = list(connection.execute(select(submissions.c.id).where(submissions.c.review == row.review)).scalars())
    for one in sorted(held):
        mine = _ask(connection, one)
        assert mine is not None
        connection.execute(_UPDATE, {"submission": one, "review": review, "state": mine.state})
        audit.append(connection, [line(mine.who, one, seal, mine.agency, mine.year)])
    results.sweep(connection, [row.review])


def _ask(connection: Connection, submission: int) -> Row[Any] | None:
    found: Row[Any] | None = connection.execute(_ONE, {"id": submission}).first()
    return found


def line(who: str, submission: int, seal: str, agency: str | None, year: int | None) -> audit.Line:
    """The trail's line of a review."""
    after = compact({"agency": agency, "record": seal, "state": None, "year": year})
    return audit.Line(who, "review", f"submission:{submission}", "", after)
