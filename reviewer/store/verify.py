"""The state against the trail: what the tables say must be what the trail's lines add up to.

So a change past the program is found in whatever table it was made, as long as the trail itself holds; whether that
holds, `audit.broken` says, best against a checkpoint kept elsewhere.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, select

from reviewer.model import Decision, SubmissionState
from reviewer.resources import sentence
from reviewer.store import audit, bodies, endings, register, results, rows, said, season
from reviewer.store.tables import cells, findings, marks, notes, reviews, seasons, submissions
from reviewer.store.values import compact, digest

_NEW: dict[str, Any] = {
    "agency": None, "year": None, "record": None, "state": None, "decision": Decision.OPEN.value, "revision": 0,
    "who": None, "at": None, "file": None, "sha256": None, "received": None,
}  # fmt: skip
"""What is known of a submission before the trail says more; `state` only where no review says it."""
_WAITING = (SubmissionState.QUEUED.value, SubmissionState.LEASED.value)


class Fold:
    """What a trail adds up to."""

    def __init__(self) -> None:
        self.submissions: dict[int, dict[str, Any]] = {}
        self.notes: dict[int, str] = {}
        self.of_submission: dict[int, list[int]] = {}
        self.said: dict[str, str] = {}
        """The last line's `after` by what it is about: marks, bodies, seasons."""
        self.across: dict[str, str] = {}

    def take(self, what: str, about: str, after: str) -> None:
        kind, _, name = about.partition(":")
        if what == "forget":
            self._forget(kind, name, about)
        elif kind == "submission":
            self._submission(int(name), what, json.loads(after))
        elif what == "across":
            self.across[name] = after
        elif what in ("mark", "register", "season"):
            self.said[about] = after

    def _submission(self, number: int, what: str, after: dict[str, Any]) -> None:
        if what == "note":
            self.notes[after["note"]] = after["digest"]
            self.of_submission.setdefault(number, []).append(after["note"])
            return
        known = self.submissions.setdefault(number, dict(_NEW))
        known.update({name: value for name, value in after.items() if name in known})

    def _forget(self, kind: str, name: str, about: str) -> None:
        if kind == "submission":
            self.submissions.pop(int(name), None)
            for note in self.of_submission.pop(int(name), ()):
                self.notes.pop(note, None)
        elif kind == "across":
            self.across.pop(name, None)
        else:
            self.said.pop(about, None)


def differences(connection: Connection) -> Iterator[str]:
    """What the tables say otherwise than the trail (Chinese sentences)."""
    fold = Fold()
    for line in audit.lines(connection):
        try:
            fold.take(line.what, line.about, line.after)
        except (ValueError, TypeError, KeyError, AttributeError):  # no line that this program wrote
            yield sentence("S-AUDIT-LINE", n=line.n)
    yield from _submissions(connection, fold)
    yield from _reviews(connection)
    yield from _words(connection, fold)
    yield from _across(connection, fold)


def _submissions(connection: Connection, fold: Fold) -> Iterator[str]:
    query = select(submissions, reviews.c.digest, reviews.c.status).order_by(submissions.c.id)
    query = query.outerjoin(reviews, reviews.c.id == submissions.c.review)
    groups: dict[tuple[str, int], list[Any]] = {}
    for row in connection.execute(query):
        known = fold.submissions.pop(row.id, dict(_NEW))
        told = [known[name] for name in ("record", "agency", "year", "sha256", "file", "received")]
        here = [row.digest, row.agency, row.year, row.sha256, digest(row.file), row.received]
        state = endings.END.get(row.status, row.status) if row.status is not None else known["state"]
        if told != here or row.state not in ((state,) if state else _WAITING):
            yield sentence("S-AUDIT-REVIEW", id=row.id)
        if [row.decision, row.revision, row.decided_by, row.decided_at] != [
            known[name] for name in ("decision", "revision", "who", "at")
        ]:  # fmt: skip
            yield sentence("S-AUDIT-DECISION", id=row.id)
        if row.agency is not None and row.year is not None and row.state in rows.ENDS:
            groups.setdefault((row.agency, row.year), []).append(row)
        elif (row.number, row.newest) != (1, True):
            yield sentence("S-AUDIT-REVIEW", id=row.id)
    for group in groups.values():
        places = bodies.numbered(group)
        for row in group:
            if (row.number, row.newest) != places[row.id]:
                yield sentence("S-AUDIT-REVIEW", id=row.id)
    for number in fold.submissions:
        yield sentence("S-AUDIT-MISSING", id=number)


def _reviews(connection: Connection) -> Iterator[str]:
    """Every review against its own digest, which the trail holds."""
    for row in connection.execute(
        select(reviews).order_by(reviews.c.id), execution_options={"yield_per": 50}
    ).mappings():
        hits = connection.execute(
            select(*(findings.c[name] for name in results.HIT))
            .where(findings.c.review == row["id"])
            .order_by(findings.c.place)
        ).all()
        read = connection.execute(select(*(cells.c[name] for name in results.CELL)).where(cells.c.review == row["id"]))
        if results.digest_of(dict(row), [tuple(hit) for hit in hits], [tuple(one) for one in read]) != row["digest"]:
            held = connection.execute(select(submissions.c.id).where(submissions.c.review == row["id"])).scalars().all()
            for number in held or [0]:
                yield sentence("S-AUDIT-REVIEW", id=number)


def _words(connection: Connection, fold: Fold) -> Iterator[str]:
    there: dict[str, str] = {}
    for row in connection.execute(select(marks)):
        name = said.about(row.agency, row.year, row.rule, row.fingerprint)
        there[name] = said.said_of(row.kind, row.reason, row.who, row.at, row.revision)
    there |= register.said(connection)
    for row in connection.execute(select(seasons)):
        dates = {"year": row.year, "due": row.due, "due_governments": row.due_governments}
        if f"season:{row.year}" in fold.said or dates != register.lawful(row.year):
            there[f"season:{row.year}"] = compact(dates)
    for about in sorted(there.keys() | fold.said.keys()):
        if there.get(about) != fold.said.get(about):
            yield sentence("S-AUDIT-SAID", about=about)
    texts = {row.id: said.note_said(row.who, row.at, row.text) for row in connection.execute(select(notes))}
    for note in sorted(texts.keys() | fold.notes.keys()):
        if texts.get(note) != fold.notes.get(note):
            yield sentence("S-AUDIT-NOTE", id=note)


def _across(connection: Connection, fold: Fold) -> Iterator[str]:
    years = season.years(connection) | {int(name) for name in fold.across}
    for year in sorted(years):
        if fold.across.get(str(year), season.said_of([], [])) != season.said(connection, year):
            yield sentence("S-AUDIT-ACROSS", year=year)
