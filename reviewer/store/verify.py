"""The state against the trail: what the tables say must be what the trail's lines add up to.

So a change past the program is found in whatever table it was made, as long as the trail itself holds; whether that
holds, `audit.broken` says, best against a checkpoint kept elsewhere.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, select

from reviewer.model import Decision, SeasonOutcome
from reviewer.resources import sentence
from reviewer.store import audit, intake, register, results, said, season
from reviewer.store.tables import cells, findings, marks, notes, reviews, seasons, submissions
from reviewer.store.values import compact, digest

_UNSAID = {"decision": Decision.OPEN.value, "revision": 0, "who": None}


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
            self.notes[after["note"]] = after["text"]
            self.of_submission.setdefault(number, []).append(after["note"])
            return
        known = self.submissions.setdefault(number, {"agency": None, "year": None, "record": None} | _UNSAID)
        known.update({name: value for name, value in after.items() if name in known or name in ("sha256", "file")})

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
        fold.take(line.what, line.about, line.after)
    yield from _submissions(connection, fold)
    yield from _reviews(connection)
    yield from _words(connection, fold)
    yield from _across(connection, fold)


def _submissions(connection: Connection, fold: Fold) -> Iterator[str]:
    query = select(submissions, reviews.c.digest, reviews.c.status).outerjoin(
        reviews, reviews.c.id == submissions.c.review
    )
    for row in connection.execute(query.order_by(submissions.c.id)):
        known = fold.submissions.pop(row.id, {"agency": None, "year": None, "record": None} | _UNSAID)
        told = known.get("sha256", row.sha256), known.get("file", digest(row.file))
        ended = intake.END.get(row.status, row.state)
        if (row.digest, row.agency, row.year, row.state, row.sha256, digest(row.file)) != (
            known["record"], known["agency"], known["year"], ended, *told
        ):  # fmt: skip
            yield sentence("S-AUDIT-REVIEW", id=row.id)
        if (row.decision, row.revision, row.decided_by) != (known["decision"], known["revision"], known["who"]):
            yield sentence("S-AUDIT-DECISION", id=row.id)
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
        there[name] = said.said_of(row.kind, row.reason, row.who, row.revision)
    there |= {f"agency:{one.name}": digest(one.model_dump_json()) for one in register.register(connection)}
    for row in connection.execute(select(seasons)):
        dates = {"year": row.year, "due": row.due, "due_governments": row.due_governments}
        if f"season:{row.year}" in fold.said or dates != register.lawful(row.year):
            there[f"season:{row.year}"] = compact(dates)
    for about in sorted(there.keys() | fold.said.keys()):
        if there.get(about) != fold.said.get(about):
            yield sentence("S-AUDIT-SAID", about=about)
    texts = {row.id: digest(row.text) for row in connection.execute(select(notes.c.id, notes.c.text))}
    for note in sorted(texts.keys() | fold.notes.keys()):
        if texts.get(note) != fold.notes.get(note):
            yield sentence("S-AUDIT-NOTE", id=note)


def _across(connection: Connection, fold: Fold) -> Iterator[str]:
    years = season.years(connection) | {int(name) for name in fold.across}
    for year in sorted(years):
        outcomes: tuple[SeasonOutcome, ...] = season.across_outcomes(connection, year)
        told = season.said_of(season.bodies(connection, year), outcomes)
        if fold.across.get(str(year), season.said_of([], ())) != told:
            yield sentence("S-AUDIT-ACROSS", year=year)
