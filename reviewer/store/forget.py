"""Deletion for good: rows, copies of files, and what the database file still holds of them.

What others were told of a deleted report goes too: findings across reports that cite it, and marks on a body's report of
which nothing is left. Reviews of the year after that were made with it quote it until they are made anew; their numbers
are given back.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Row, delete, func, select

from reviewer.errors import InputError
from reviewer.store import audit, bodies, files, results, said, season
from reviewer.store.tables import batches, marks, notes, reviews, submissions


def forget_year(connection: Connection, year: int, home: Path, who: str) -> tuple[int, ...]:
    """Delete a season: its submissions, marks and findings across reports. See `forget`."""
    ids = list(connection.execute(select(submissions.c.id).where(submissions.c.year == year)).scalars())
    left = forget(connection, ids, home, who)
    _forget_marks(connection, connection.execute(select(marks).where(marks.c.year == year)).all(), who)
    _forget_across(connection, {year} & season.years(connection), who)
    return left


def forget(connection: Connection, ids: Collection[int], home: Path, who: str) -> tuple[int, ...]:
    """Delete submissions and all that hangs on them; ids of others whose review still quotes one of them.

    The copies of the files go before the transaction ends: if they cannot, nothing is deleted. Raises InputError
    (S-UNKNOWN), OSError.
    """
    gone = connection.execute(select(submissions).where(submissions.c.id.in_(ids)).order_by(submissions.c.id)).all()
    missing = sorted(set(ids) - {row.id for row in gone})
    if missing:
        raise InputError("S-UNKNOWN", id=missing[0])
    across = season.citing(connection, set(ids)) | {row.year for row in gone if row.year in season.years(connection)}
    connection.execute(delete(notes).where(notes.c.submission.in_(ids)))
    connection.execute(delete(submissions).where(submissions.c.id.in_(ids)))
    results.sweep(connection, sorted({row.review for row in gone if row.review is not None}))
    empty = ~select(submissions.c.id).where(submissions.c.batch == batches.c.id).exists()
    connection.execute(delete(batches).where(batches.c.id.in_({row.batch for row in gone}), empty))
    audit.append(connection, [audit.Line(who, "forget", f"submission:{row.id}", "", "") for row in gone])
    for agency, year in sorted({(row.agency, row.year) for row in gone if row.agency and row.year}):
        bodies.renumber(connection, agency, year, who)
        _forget_words(connection, agency, year, who)
    _forget_across(connection, across, who)
    hashes = {row.sha256 for row in gone} - set(connection.execute(select(submissions.c.sha256)).scalars())
    for one in sorted(hashes):
        files.drop(home, one)
    return _quoting(connection, hashes)


def _forget_words(connection: Connection, agency: str, year: int, who: str) -> None:
    """Marks of a body's report of which no version is left."""
    here = (submissions.c.agency == agency, submissions.c.year == year)
    if connection.execute(select(func.count()).select_from(submissions).where(*here)).scalar_one() == 0:
        rows = connection.execute(select(marks).where(marks.c.agency == agency, marks.c.year == year)).all()
        _forget_marks(connection, rows, who)


def _forget_marks(connection: Connection, rows: Iterable[Row[Any]], who: str) -> None:
    lines = []
    for row in rows:
        connection.execute(
            delete(marks).where(
                marks.c.agency == row.agency, marks.c.year == row.year, marks.c.rule == row.rule,
                marks.c.fingerprint == row.fingerprint,
            )
        )  # fmt: skip
        lines.append(audit.Line(who, "forget", said.about(row.agency, row.year, row.rule, row.fingerprint), "", ""))
    audit.append(connection, lines)


def _forget_across(connection: Connection, years: Iterable[int], who: str) -> None:
    for year in sorted(years):
        season.clear(connection, year)
        audit.append(connection, [audit.Line(who, "forget", f"across:{year}", "", "")])


def _quoting(connection: Connection, hashes: set[str]) -> tuple[int, ...]:
    query = select(submissions.c.id).join(reviews, reviews.c.id == submissions.c.review)
    found = connection.execute(query.where(reviews.c.previous.in_(hashes)).order_by(submissions.c.id))
    return tuple(found.scalars())
