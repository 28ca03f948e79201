"""Whose report a submission is, which version of it, and which report of last year serves.

Versions are numbered by the order in which different bytes came in, never by the order in which their reviews ended: so
two runs over the same files number them alike.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, select, update

from reviewer.errors import ConflictError, InputError
from reviewer.model import Decision, Submission, SubmissionState
from reviewer.store import audit, register, rows
from reviewer.store.jobs import Placing
from reviewer.store.said import conflict, decision_said
from reviewer.store.tables import reviews, submissions
from reviewer.store.values import clean, compact

_DONE = SubmissionState.DONE.value


_GROUP = (
    select(
        submissions.c.id, submissions.c.sha256, submissions.c.number, submissions.c.newest, submissions.c.decision,
        submissions.c.decided_by, submissions.c.decided_at, submissions.c.revision, submissions.c.state,
        submissions.c.agency, submissions.c.year,
    )
    .where(
        submissions.c.year.in_(bindparam("years", expanding=True)),
        submissions.c.agency.in_(bindparam("agencies", expanding=True)), submissions.c.state.in_(rows.ENDS),
    )
    .order_by(submissions.c.id)
)  # fmt: skip


def renumber(connection: Connection, agency: str | None, year: int | None, who: str) -> None:
    """Number the versions of one body's report anew; what people decided goes with the same bytes handed in again."""
    renumber_all(connection, [(agency, year, who)])


def renumber_all(connection: Connection, touched: Iterable[tuple[str | None, int | None, str]]) -> None:
    """`renumber` for several (body, year, who), in their order."""
    known = [(agency, year, who) for agency, year, who in touched if agency is not None and year is not None]
    if not known:
        return
    asked = {"years": sorted({year for _, year, _ in known}), "agencies": sorted({agency for agency, _, _ in known})}
    groups: dict[tuple[str, int], list[Any]] = {}
    for row in connection.execute(_GROUP, asked):
        groups.setdefault((row.agency, row.year), []).append(row)
    for agency, year, who in known:
        _renumber(connection, groups.pop((agency, year), []), who)


def _renumber(connection: Connection, group: Sequence[Any], who: str) -> None:
    places = numbered(group)
    said: dict[str, Any] = {}
    for row in group:
        new: dict[str, object] = {}
        if (row.number, row.newest) != places[row.id]:
            new = dict(zip(("number", "newest"), places[row.id], strict=True))
        earlier = said.get(row.sha256)
        if earlier is not None and row.revision == 0 and row.decision == Decision.OPEN.value:
            new |= {name: getattr(earlier, name) for name in ("decision", "decided_by", "decided_at", "revision")}
            told = decision_said(earlier.decision, earlier.revision, earlier.decided_by, earlier.decided_at)
            audit.append(connection, [audit.Line(who, "decide", f"submission:{row.id}", "", told)])
        elif row.decision != Decision.OPEN.value:
            said[row.sha256] = row
        if new:
            connection.execute(update(submissions).where(submissions.c.id == row.id).values(new))


def numbered(group: Sequence[Any]) -> dict[int, tuple[int, bool]]:
    """Version and whether it is the newest, by id, of all that ended of one body's report, in order of ids."""
    reviewed = [row for row in group if row.state == _DONE]
    numbers: dict[str, int] = {}
    for row in reviewed:
        numbers.setdefault(row.sha256, len(numbers) + 1)
    newest = max((row.id for row in reviewed if numbers[row.sha256] == len(numbers)), default=0)
    latest = max((row.id for row in reviewed), default=0)
    # What could not be reviewed is no version; it is out of sight once something later could be.
    return {
        row.id: (numbers[row.sha256], row.id == newest) if row.state == _DONE else (1, row.id > latest) for row in group
    }


def assign(connection: Connection, submission: int, agency: str, year: int, who: str, seen: int) -> Submission:
    """A person's word on whose report it is. Raises InputError (S-UNKNOWN, S-AGENCY, S-YEAR), ConflictError."""
    before = rows.one(connection, submission)
    name = register.known(connection, agency) or (agency if register.empty(connection) else None)
    if not name:
        raise InputError("S-AGENCY", name=agency)
    register.checked(year)
    if before.revision != seen:
        raise _other(connection, before, name, year)
    new = {"agency": clean(name), "year": year, "question": "", "assigned_by": who, "revision": seen + 1}
    connection.execute(update(submissions).where(submissions.c.id == submission).values(new))
    told = compact({"agency": clean(name), "revision": seen + 1, "year": year})
    line = audit.Line(who, "assign", f"submission:{submission}", whose(before.agency, before.year), told)
    audit.append(connection, [line])
    renumber(connection, before.agency, before.year, who)
    renumber(connection, name, year, who)
    return rows.one(connection, submission)


def match(connection: Connection, placings: Iterable[Placing], who: str) -> None:
    """What the program makes out; left alone where a person has said it, or where nothing is new."""
    touched: set[tuple[str | None, int | None]] = set()
    lines = []
    for one in placings:
        row = connection.execute(
            select(submissions.c.agency, submissions.c.year, submissions.c.question, submissions.c.assigned_by).where(
                submissions.c.id == one.submission
            )
        ).first()
        if row is None or row.assigned_by or tuple(row[:3]) == (one.agency, one.year, one.question):
            continue
        new = {"agency": one.agency, "year": one.year, "question": one.question, "number": 1, "newest": True}
        connection.execute(update(submissions).where(submissions.c.id == one.submission).values(new))
        if (row.agency, row.year) != (one.agency, one.year):
            about = f"submission:{one.submission}"
            lines.append(audit.Line(who, "match", about, whose(row.agency, row.year), whose(one.agency, one.year)))
            touched |= {(row.agency, row.year), (one.agency, one.year)}
    audit.append(connection, lines)
    for agency, year in sorted(touched, key=str):
        renumber(connection, agency, year, who)


def whose(agency: str | None, year: int | None) -> str:
    return compact({"agency": agency, "year": year})


def versions(connection: Connection, agency: str, year: int) -> tuple[Submission, ...]:
    """One a version, oldest first; of the same bytes handed in twice the later."""
    all_of_it = rows.found(
        connection, submissions.c.agency == agency, submissions.c.year == year, submissions.c.state == _DONE
    )
    by_number = {one.number: one for one in all_of_it}
    return tuple(by_number[number] for number in sorted(by_number))


def last(connection: Connection, agency: str, year: int) -> Submission | None:
    """The report of the year before: its newest version that was not returned, else its newest."""
    before = versions(connection, agency, year - 1)
    kept = [one for one in before if one.decision != Decision.RETURNED]
    return (kept or before or (None,))[-1]


def unsettled(connection: Connection, year: int) -> tuple[tuple[int, int | None], ...]:
    """Newest submissions of a season whose review was not made with the last year's report that serves now.

    Pairs (submission, last year's submission or None).
    """
    query = select(submissions.c.id, submissions.c.agency, reviews.c.previous)
    query = query.join(reviews, reviews.c.id == submissions.c.review)
    mine = query.where(
        submissions.c.year == year,
        submissions.c.agency.is_not(None),
        submissions.c.newest,
        submissions.c.state == _DONE,
    )
    serving = _serving(connection, year - 1)
    found = []
    for row in connection.execute(mine.order_by(submissions.c.id)):
        submission, sha256 = serving.get(row.agency, (None, ""))
        if row.previous != sha256:
            found.append((row.id, submission))
    return tuple(found)


def _serving(connection: Connection, year: int) -> dict[str, tuple[int, str]]:
    """By body: the submission of a year that serves as last year's report, as in `last`, and its SHA-256."""
    query = select(
        submissions.c.id, submissions.c.agency, submissions.c.sha256, submissions.c.decision, submissions.c.number
    )
    query = query.where(submissions.c.year == year, submissions.c.agency.is_not(None), submissions.c.state == _DONE)
    by_version: dict[str, dict[int, Any]] = {}
    for row in connection.execute(query.order_by(submissions.c.id)):
        by_version.setdefault(row.agency, {})[row.number] = row
    serving = {}
    for agency, group in by_version.items():
        kept = [number for number, row in group.items() if row.decision != Decision.RETURNED.value]
        best = group[max(kept or group)]
        serving[agency] = (int(best.id), str(best.sha256))
    return serving


def _other(connection: Connection, before: Submission, agency: str, year: int) -> ConflictError:
    row = connection.execute(select(submissions.c.assigned_by).where(submissions.c.id == before.id)).scalar()
    return conflict(row or before.decided_by, None, f"{before.agency or ''} {before.year or ''}", f"{agency} {year}")
