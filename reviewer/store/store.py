"""The store: one face over register, queue, reviews, people's words and the trail (docs/season.md).

Each call is one transaction: all of it or nothing. Errors: StoreError (the database), InputError (the call).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from pathlib import Path

from sqlalchemy import Connection, select
from sqlalchemy.sql import ColumnElement

from reviewer.errors import InputError
from reviewer.model import (
    AnnualReport,
    Checkpoint,
    Entry,
    Mark,
    Review,
    ReviewStatus,
    SeasonFinding,
    SeasonOutcome,
    Submission,
    SubmissionState,
    Waived,
    verdict_of,
)
from reviewer.resources import sentence
from reviewer.settings import Settings
from reviewer.store import audit, bodies, files, forget, results, rows, said, schema, season, verify
from reviewer.store.batches import Batches
from reviewer.store.connect import opened
from reviewer.store.people import People
from reviewer.store.season import Cell, Found
from reviewer.store.tables import metadata, reviews, submissions

WAIT = 30.0
"""Seconds that a write waits for another one."""


class Store(Batches, People):
    """Open it with `Store.open`; safe for threads."""

    @classmethod
    def open(cls, settings: Settings, *, wait: float = WAIT) -> Store:
        """Open, make or migrate the database of the settings. Raises StoreError, ConfigError, InputError (S-SHARE)."""
        database = opened(settings, wait)
        try:
            schema.migrate(database)
        except BaseException:
            database.close()
            raise
        return cls(database, settings.folder())

    # Submissions and reviews

    def submissions(
        self, year: int | None = None, batch: int | None = None, newest: bool = True
    ) -> tuple[Submission, ...]:
        """As they came in; `newest` leaves out those that a later version has replaced."""
        where: list[ColumnElement[bool]] = [submissions.c.newest] if newest else []
        where += [submissions.c.year == year] if year is not None else []
        where += [submissions.c.batch == batch] if batch is not None else []
        with self._reading() as connection:
            return rows.found(connection, *where)

    def submission(self, id: int) -> Submission:
        """Raises InputError (S-UNKNOWN)."""
        with self._reading() as connection:
            return rows.one(connection, id)

    def review(self, id: int) -> Review:
        """The record, with what people dismissed waived. Raises InputError (S-UNKNOWN, S-UNREVIEWED)."""
        with self._reading() as connection:
            one = rows.one(connection, id)
            query = select(reviews.c.record).join(submissions, submissions.c.review == reviews.c.id)
            record = connection.execute(query.where(submissions.c.id == id)).scalar()
            there = said.all_marks(connection, one.agency, one.year) if one.agency and one.year else ()
        if record is not None:
            return marked(results.unpacked(record, one.file), there)
        if one.state in (SubmissionState.QUEUED, SubmissionState.LEASED):
            raise InputError("S-UNREVIEWED", file=one.file)
        status = ReviewStatus.REFUSED if one.state == SubmissionState.REFUSED else ReviewStatus.FAILED
        return Review(file=one.file, sha256=one.sha256, status=status, notice=one.notice, verdict="return")

    def reading(self, id: int) -> AnnualReport | None:
        """What was recognised in it; None where nothing was. Raises InputError (S-UNKNOWN)."""
        packed = self.packed(id)
        return results.unpacked_reading(packed, self.submission(id).file) if packed is not None else None

    def packed(self, id: int) -> bytes | None:
        """The reading as it was given to `finish`. Raises InputError (S-UNKNOWN)."""
        query = (
            select(reviews.c.reading).select_from(submissions).outerjoin(reviews, submissions.c.review == reviews.c.id)
        )
        with self._reading() as connection:
            row = connection.execute(query.where(submissions.c.id == id)).first()
        if row is None:
            raise InputError("S-UNKNOWN", id=id)
        found: bytes | None = row.reading
        return found

    def original(self, id: int) -> Path | None:
        """The kept copy. Raises InputError (S-UNKNOWN)."""
        one = self.submission(id)
        return files.original(self._home, one.sha256, one.file)

    def last(self, agency: str, year: int) -> Submission | None:
        """The report of the year before `year` that serves as last year's."""
        with self._reading() as connection:
            return bodies.last(connection, agency, year)

    def versions(self, agency: str, year: int) -> tuple[Submission, ...]:
        """Oldest first."""
        with self._reading() as connection:
            return bodies.versions(connection, agency, year)

    # The season as a whole

    def put_across(
        self, year: int, findings: Sequence[SeasonFinding], outcomes: Sequence[SeasonOutcome], who: str = ""
    ) -> None:
        """Findings between reports, in the place of all there were for the year."""
        with self._writing() as connection:
            season.put_across(connection, year, findings, outcomes, who or sentence("S-PROGRAM"))

    def across(self, year: int) -> tuple[SeasonFinding, ...]:
        with self._reading() as connection:
            return season.across(connection, year)

    def across_outcomes(self, year: int) -> tuple[SeasonOutcome, ...]:
        with self._reading() as connection:
            return season.across_outcomes(connection, year)

    def cells(self, year: int, facts: Collection[str] | None = None) -> Iterator[Cell]:
        """(agency, submission, key, value or None, state) of each body's newest report, by submission and key."""
        with self._reading() as connection:
            yield from season.all_cells(connection, year, facts)

    def found(self, year: int) -> tuple[Found, ...]:
        """(submission, rule, severity or `hint`, number) of all reports of a year, without what people dismissed."""
        with self._reading() as connection:
            return season.all_found(connection, year)

    # The trail

    def trail(self, after: int = 0) -> Iterator[Entry]:
        """Lines numbered above `after`, in order."""
        with self._reading() as connection:
            yield from audit.trail(connection, after)

    def checkpoint(self) -> Checkpoint:
        """The trail's head now, to be kept elsewhere."""
        with self._reading() as connection:
            return audit.checkpoint(connection, self._home)

    def verify(self, checkpoint: Checkpoint | None = None) -> tuple[str, ...]:
        """What was changed past the program (Chinese sentences); () for nothing.

        The trail is followed line by line, held against an earlier checkpoint, and the tables against the trail.
        Without a checkpoint, lines cut off at the end together with what they tell of are not found.
        """
        if not self._database.sound():
            return (sentence("S-CORRUPT", problem="quick_check"),)
        with self._reading() as connection:
            wrong = list(audit.broken(connection, checkpoint, audit.key_of(self._home)))
            return tuple(wrong or verify.differences(connection))

    # Deletion

    def forget(self, year: int, who: str) -> tuple[int, ...]:
        """Delete a season for good; ids of submissions whose review still quotes it: `renew` them."""
        return self._forgotten(lambda connection: forget.forget_year(connection, year, self._home, who))

    def forget_submission(self, id: int, who: str) -> tuple[int, ...]:
        """Delete one submission for good; as `forget`. Raises InputError (S-UNKNOWN)."""
        return self._forgotten(lambda connection: forget.forget(connection, [id], self._home, who))

    def scrub(self) -> None:
        """Clear what deleted rows left in the database's files; `forget` does it too. Raises StoreError (S-SCRUB)."""
        self._database.scrub([table.name for table in metadata.sorted_tables])

    def _forgotten(self, act: Callable[[Connection], tuple[int, ...]]) -> tuple[int, ...]:
        with self._writing() as connection:
            left = act(connection)
        self.scrub()
        return left


def marked(review: Review, marks: Iterable[Mark]) -> Review:
    """A review in which what people dismissed stays and counts for nothing."""
    dismissed = {(one.rule, one.fingerprint): one for one in marks if one.kind == "dismissed"}
    if not dismissed:
        return review
    findings = []
    for one in review.findings:
        mark = dismissed.get((one.rule, one.fingerprint))
        if mark is not None and one.waived is None:
            waived = Waived(kind="waiver", reason=mark.reason or sentence("S-NO-REASON"), by=mark.who)
            findings.append(one.model_copy(update={"waived": waived}))
        else:
            findings.append(one)
    return review.model_copy(update={"findings": tuple(findings), "verdict": verdict_of(tuple(findings))})
