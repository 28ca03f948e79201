"""Out of the queue: results become those of submissions.

Called every few reports by the one process that writes, so its statements are built once, and are few.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

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
_SOME = _ALL.where(submissions.c.id.in_(bindparam("ids", expanding=True))).order_by(submissions.c.id)
_QUEUED = _ALL.where(
    submissions.c.sha256.in_(bindparam("bytes", expanding=True)), submissions.c.state == SubmissionState.QUEUED.value
).order_by(submissions.c.id)
_UPDATE = update(submissions).where(submissions.c.id == bindparam("submission"))
_OPEN = (SubmissionState.QUEUED.value, SubmissionState.LEASED.value)
_Key = tuple[str, str, str]
"""Bytes, rules, settings."""
_NOBODY = {"notice": None, "worker": None, "host": None, "pid": None, "born": None, "until": None}


def finish(connection: Connection, ended: Iterable[tuple[Job, Result]]) -> None:
    """Give jobs their results, and with them all that wait with the same bytes; one that has ended is left as it is."""
    made: dict[int, Result] = {}
    for job, result in ended:
        made.setdefault(job.submission, result)
    mine = [row for row in _ask(connection, made) if row.state in _OPEN]
    put = results.put(connection, [(_key(row), made[row.id]) for row in mine])
    ends = [_End(row, made[row.id], *there) for row, there in zip(mine, put, strict=True)]
    lasting = {_key(one.row): one for one in ends if one.result.status.value in LASTING}
    taken = {one.row.id for one in ends}
    same = (row for row in _waiting(connection, lasting) if row.id not in taken)
    _put(connection, ends + [lasting[_key(row)]._replace(row=row, reused=True) for row in same])


class _End(NamedTuple):
    """What becomes of a submission. `seal`: digest of its review."""

    row: Row[Any]
    result: Result
    review: int
    seal: str
    reused: bool = False

    def whose(self) -> tuple[str | None, int | None]:
        """What a person said of it, else what the result says."""
        if self.row.assigned_by is not None:
            return self.row.agency, self.row.year
        return clean(self.result.agency) if self.result.agency else None, self.result.year


def _put(connection: Connection, ends: Sequence[_End]) -> None:
    """One statement for all that nobody has assigned, one for the others."""
    told, placed, lines, touched = [], [], [], set()
    for one in ends:
        new = {"submission": one.row.id, "state": END[one.result.status], "review": one.review, "reused": one.reused}
        agency, year = one.whose()
        if one.row.assigned_by is None:
            told.append({**new, **_NOBODY, "agency": agency, "year": year, "question": clean(one.result.question)})
        else:
            placed.append({**new, **_NOBODY})
        lines.append(line(one.row.who, one.row.id, one.seal, agency, year))
        touched.add((agency, year, one.row.who))
    for rows in (told, placed):
        if rows:
            connection.execute(_UPDATE, rows)
    audit.append(connection, lines)
    bodies.renumber_all(connection, sorted(touched, key=str))


def renew(connection: Connection, submission: int, result: Result) -> None:
    """Put another judgement of the same bytes in the place of the one there is. Raises InputError (S-UNKNOWN …)."""
    row = _one(connection, submission)
    if row is None:
        raise InputError("S-UNKNOWN", id=submission)
    if row.review is None:
        raise InputError("S-UNREVIEWED", file=row.file)
    review, seal = results.put(connection, [(_key(row), result)])[0]
    if review == row.review:
        return
    connection.execute(_UPDATE, {"submission": submission, "review": review, "state": END[result.status]})
    audit.append(connection, [line(row.who, submission, seal, row.agency, row.year)])
    results.sweep(connection, [row.review])
    if END[result.status] != row.state:
        bodies.renumber(connection, row.agency, row.year, row.who)


def hint(connection: Connection, submission: int, result: Result) -> None:
    """Put a judgement with a model's part in the place of the same one without. Raises InputError (S-UNKNOWN …)."""
    row = _one(connection, submission)
    if row is None:
        raise InputError("S-UNKNOWN", id=submission)
    if row.review is None:
        raise InputError("S-UNREVIEWED", file=row.file)
    connection.execute(update(reviews).where(reviews.c.id == row.review).values(previous=f"replaced {row.review}"))
    review, seal = results.put(connection, [(_key(row), result)])[0]
    held = list(connection.execute(select(submissions.c.id).where(submissions.c.review == row.review)).scalars())
    for one in sorted(held):
        mine = _one(connection, one)
        assert mine is not None
        connection.execute(_UPDATE, {"submission": one, "review": review, "state": mine.state})
        audit.append(connection, [line(mine.who, one, seal, mine.agency, mine.year)])
    results.sweep(connection, [row.review])


def _one(connection: Connection, submission: int) -> Row[Any] | None:
    return next(iter(_ask(connection, (submission,))), None)


def _ask(connection: Connection, submissions: Iterable[int]) -> Sequence[Row[Any]]:
    """In the order of their numbers."""
    return connection.execute(_SOME, {"ids": list(submissions)}).all()


def _waiting(connection: Connection, ended: Mapping[_Key, object]) -> Iterable[Row[Any]]:
    """Those in the queue that would get the same review."""
    if ended:
        for row in connection.execute(_QUEUED, {"bytes": [key[0] for key in ended]}):
            if _key(row) in ended:
                yield row


def _key(row: Row[Any]) -> _Key:
    return row.sha256, row.rules, row.settings


def line(who: str, submission: int, seal: str, agency: str | None, year: int | None) -> audit.Line:
    """The trail's line of a review."""
    after = compact({"agency": agency, "record": seal, "state": None, "year": year})
    return audit.Line(who, "review", f"submission:{submission}", "", after)
