"""Submissions as they are asked for: the row, its review's head, and what people dismissed taken off the counts."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Connection, Select, and_, case, func, literal_column, select
from sqlalchemy.sql import ColumnElement

from reviewer.errors import InputError
from reviewer.model import Counts, Decision, ReviewStatus, Submission, SubmissionState
from reviewer.store.results import counts_of, identity_of, notice_of
from reviewer.store.tables import findings, marks, reviews, submissions

_READ = (ReviewStatus.REVIEWED.value, ReviewStatus.PARTIAL.value)
ENDS = (SubmissionState.DONE.value, SubmissionState.REFUSED.value, SubmissionState.QUARANTINED.value)
_HEAD = (
    reviews.c.status, reviews.c.notice.label("said"), reviews.c.identity, reviews.c.verdict, reviews.c.errors,
    reviews.c.warnings, reviews.c.infos, reviews.c.hints,
)  # fmt: skip


def found(connection: Connection, *where: ColumnElement[bool]) -> tuple[Submission, ...]:
    """Submissions for which all of `where` holds, in the order in which they came."""
    query = select(submissions, *_HEAD).outerjoin(reviews, reviews.c.id == submissions.c.review)
    rows = connection.execute(query.where(*where).order_by(submissions.c.id)).mappings().all()
    if not rows:
        return ()
    taken = _dismissed(connection, where)
    return tuple(_submission(row, taken.get(row["id"], {})) for row in rows)


def one(connection: Connection, submission: int) -> Submission:
    """Raises InputError (S-UNKNOWN)."""
    there = found(connection, submissions.c.id == submission)
    if not there:
        raise InputError("S-UNKNOWN", id=submission)
    return there[0]


def _dismissed(connection: Connection, where: Iterable[ColumnElement[bool]]) -> dict[int, dict[str, int]]:
    """Number of dismissed findings by submission and severity; those of a model are `hint`."""
    kind = case((findings.c.origin == "rule", findings.c.severity), else_=literal_column("'hint'"))
    query: Select[Any] = (
        select(submissions.c.id, kind, func.count())
        .join(marks, and_(marks.c.agency == submissions.c.agency, marks.c.year == submissions.c.year))
        .join(
            findings,
            and_(
                findings.c.review == submissions.c.review,
                findings.c.rule == marks.c.rule,
                findings.c.fingerprint == marks.c.fingerprint,
            ),
        )
        .where(marks.c.kind == "dismissed", *where)
        .group_by(submissions.c.id, kind)
    )
    taken: dict[int, dict[str, int]] = {}
    for submission, severity, count in connection.execute(query):
        taken.setdefault(submission, {})[severity] = count
    return taken


def _submission(row: Any, dismissed: dict[str, int]) -> Submission:
    """A file that could not be read has no verdict, whatever its record says: nothing found in it is no pass."""
    reviewed = row["status"] is not None
    counts, verdict = Counts(), None
    if reviewed:
        counts = counts_of(row["errors"], row["warnings"], row["infos"], row["hints"], dismissed)
    if row["status"] in _READ:
        verdict = _verdict(counts) if dismissed else row["verdict"]
    return Submission(
        id=row["id"],
        year=row["year"],
        agency=row["agency"],
        number=row["number"],
        newest=row["newest"],
        file=row["file"],
        sha256=row["sha256"],
        received=datetime.fromisoformat(row["received"]),
        state=SubmissionState(row["state"]),
        attempts=row["attempts"],
        status=ReviewStatus(row["status"]) if reviewed else None,
        notice=notice_of(row["notice"] or row["said"]),
        identity=identity_of(row["identity"]),
        verdict=verdict,
        counts=counts,
        decision=Decision(row["decision"]),
        decided_by=row["decided_by"],
        decided_at=datetime.fromisoformat(row["decided_at"]) if row["decided_at"] else None,
        question=row["question"],
        revision=row["revision"],
    )


def _verdict(counts: Counts) -> Literal["pass", "attention", "return"]:
    """As `model.verdict_of`, from what counts."""
    if counts.errors:
        return "return"
    return "attention" if counts.warnings else "pass"
