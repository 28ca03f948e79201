"""Into the queue: files become submissions; what was reviewed before is done at once."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, insert, select, update

from reviewer.model import ReviewStatus, SubmissionState
from reviewer.store import audit, bodies, endings, results
from reviewer.store.jobs import Incoming
from reviewer.store.tables import batches, reviews, submissions
from reviewer.store.values import clean, compact, digest, now

_CHUNK = 500


def begin(connection: Connection, label: str, rules: str, settings: str, entries: Sequence[Incoming], who: str) -> int:
    """Id of the batch with this label; entries that it does not have yet are queued, refused or done at once."""
    label, who = clean(label), clean(who)
    batch = connection.execute(select(batches.c.id).where(batches.c.label == label)).scalar()
    if batch is None:
        row = {"label": label, "who": who, "made": now()}
        batch = connection.execute(insert(batches).returning(batches.c.id), row).scalar_one()
    wanted = {(one.sha256, clean(one.file)): one for one in reversed(entries)}
    there = connection.execute(
        select(
            submissions.c.id, submissions.c.sha256, submissions.c.file, submissions.c.path, submissions.c.state
        ).where(submissions.c.batch == batch, submissions.c.rules == rules, submissions.c.settings == settings)
    ).all()
    moved = []
    for old in there:
        entry = wanted.pop((old.sha256, old.file), None)
        if entry is not None and old.state == SubmissionState.QUEUED.value and os.fsdecode(old.path) != entry.path:
            moved.append((old.id, os.fsencode(entry.path)))
    for submission, path in moved:
        connection.execute(update(submissions).where(submissions.c.id == submission).values(path=path))
    fresh = list(reversed(wanted.values()))
    if fresh:
        _take_in(connection, batch, rules, settings, fresh, who)
    return int(batch)


def _take_in(connection: Connection, batch: int, rules: str, settings: str, entries: list[Incoming], who: str) -> None:
    known = _reviewed(connection, rules, settings, {one.sha256 for one in entries if one.notice is None})
    at = now()
    rows = [_row(batch, rules, settings, one, at, known) for one in entries]
    made = connection.execute(
        insert(submissions).returning(submissions.c.id, sort_by_parameter_order=True), rows
    ).scalars()
    told = {"files": len(rows), "rules": rules, "settings": settings}
    lines = [audit.Line(who, "import", f"batch:{batch}", "", compact(told))]
    touched = set()
    for submission, row in zip(made, rows, strict=True):
        lines.append(audit.Line(who, "receive", f"submission:{submission}", "", received(row)))
        if row["review"] is not None:
            lines.append(endings.line(who, submission, known[row["sha256"]].digest, row["agency"], row["year"]))
            touched.add((row["agency"], row["year"]))
    audit.append(connection, lines)
    for agency, year in sorted(touched, key=str):
        bodies.renumber(connection, agency, year, who)


def _row(batch: int, rules: str, settings: str, entry: Incoming, at: str, known: dict[str, Any]) -> dict[str, Any]:
    found = known.get(entry.sha256) if entry.notice is None else None
    state = SubmissionState.QUEUED.value
    if found is not None:
        state = endings.END[ReviewStatus(found.status)]
    elif entry.notice is not None:
        state = SubmissionState.REFUSED.value
    return {
        "batch": batch,
        "sha256": entry.sha256,
        "file": clean(entry.file),
        "rules": rules,
        "settings": settings,
        "path": os.fsencode(entry.path),
        "received": at,
        "state": state,
        "attempts": 0,
        "notice": results.packed_notice(entry.notice),
        "review": found.review if found is not None else None,
        "reused": found is not None,
        "agency": found.agency if found is not None else None,
        "year": found.year if found is not None else None,
        "question": found.question if found is not None else "",
        "assigned_by": found.assigned_by if found is not None else None,
        "number": 1,
        "newest": True,
        "decision": "open",
        "revision": 0,
    }


def _reviewed(connection: Connection, rules: str, settings: str, hashes: set[str]) -> dict[str, Any]:
    """By SHA-256: the latest submission with a review that the same bytes would give again."""
    query = select(
        submissions.c.sha256, submissions.c.review, submissions.c.agency, submissions.c.year, submissions.c.question,
        submissions.c.assigned_by, reviews.c.status, reviews.c.digest,
    ).join(reviews, reviews.c.id == submissions.c.review)  # fmt: skip
    query = query.where(
        reviews.c.rules == rules, reviews.c.settings == settings, reviews.c.status.in_(endings.LASTING)
    ).order_by(submissions.c.id)
    found = {}
    for chunk in _chunks(sorted(hashes)):
        for row in connection.execute(query.where(submissions.c.sha256.in_(chunk))):
            found[row.sha256] = row
    return found


def _chunks(values: list[str]) -> Iterator[list[str]]:
    for start in range(0, len(values), _CHUNK):
        yield values[start : start + _CHUNK]


def received(row: Mapping[str, Any]) -> str:
    """A submission as the trail has it when it comes in; the file's name by its digest."""
    refused = row["state"] if row["review"] is None and row["state"] == SubmissionState.REFUSED.value else None
    told = {"file": digest(row["file"]), "received": row["received"], "sha256": row["sha256"], "state": refused}
    return compact(told)
