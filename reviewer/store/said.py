"""What people say: decisions on submissions, marks on findings, notes. An edit names the revision that its author saw."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select, update

from reviewer.errors import ConflictError, InputError
from reviewer.model import Decision, Mark, Note, Submission
from reviewer.resources import sentence
from reviewer.store import audit, rows
from reviewer.store.tables import marks, notes, submissions
from reviewer.store.values import clean, compact, digest, moment, now
from reviewer.verdicts import outcomes


def decide(
    connection: Connection, submission: int, decision: Decision, who: str, seen: int, note: str = ""
) -> Submission:
    """Raises InputError (S-UNKNOWN, S-UNREVIEWED), ConflictError; then nothing is changed."""
    before = rows.one(connection, submission)
    if before.state.value not in rows.ENDS:
        raise InputError("S-UNREVIEWED", file=before.file)
    if before.revision != seen:
        raise conflict(before.decided_by, before.decided_at, _decision(before.decision), _decision(decision))
    at = now()
    new = {"decision": decision.value, "decided_by": clean(who), "decided_at": at, "revision": seen + 1}
    connection.execute(update(submissions).where(submissions.c.id == submission).values(new))
    then = moment(before.decided_at) if before.decided_at else None
    was = decision_said(before.decision.value, before.revision, before.decided_by, then)
    told = decision_said(decision.value, seen + 1, clean(who), at)
    audit.append(connection, [audit.Line(clean(who), "decide", f"submission:{submission}", was, told)])
    if note.strip():
        annotate(connection, submission, who, note)
    return rows.one(connection, submission)


def decision_said(decision: str, revision: int, who: str | None, at: str | None) -> str:
    """A decision as the trail has it."""
    return compact({"at": at, "decision": decision, "revision": revision, "who": who})


def mark(connection: Connection, agency: str, year: int, one: Mark, seen: int) -> Mark:
    """Confirm or dismiss a finding of a body's report; `seen` 0 where there was no mark. Raises ConflictError."""
    row = _put(connection, agency, year, one.model_dump() | {"kind": one.kind}, seen)
    return _mark(row)


def unmark(connection: Connection, agency: str, year: int, rule: str, print_: str, who: str, seen: int) -> None:
    """Take a mark back. Raises ConflictError, also where there is none."""
    gone = {"rule": rule, "fingerprint": print_, "kind": GONE, "reason": "", "who": who}
    _put(connection, agency, year, gone, seen)


GONE = "withdrawn"
"""Kind of a mark taken back: its row stays, so that revisions go on growing and an old one is never seen again."""


def _put(connection: Connection, agency: str, year: int, said: dict[str, Any], seen: int) -> dict[str, Any]:
    key = {"agency": agency, "year": year, "rule": said["rule"], "fingerprint": said["fingerprint"]}
    here = [marks.c[name] == value for name, value in key.items()]
    row = connection.execute(select(marks).where(*here)).first()
    standing = row is not None and row.kind != GONE
    if (row.revision if row is not None and standing else 0) != seen or (said["kind"] == GONE and not standing):
        who, at = (row.who, datetime.fromisoformat(row.at)) if row is not None else (None, None)
        theirs = _marked(row.kind, row.reason) if row is not None else _marked(GONE, "")
        raise conflict(who, at, theirs, _marked(said["kind"], said["reason"]))
    new = {"kind": said["kind"], "reason": clean(said["reason"]), "who": clean(said["who"]), "at": now()}
    new["revision"] = row.revision + 1 if row is not None else 1
    if row is None:
        connection.execute(insert(marks), key | new)
    else:
        connection.execute(update(marks).where(*here).values(new))
    before = said_of(row.kind, row.reason, row.who, row.at, row.revision) if row is not None else ""
    after = said_of(new["kind"], new["reason"], new["who"], new["at"], new["revision"])
    audit.append(connection, [audit.Line(new["who"], "mark", about(**key), before, after)])
    return key | new


def about(agency: str, year: int, rule: str, fingerprint: str) -> str:
    """A mark's name in the trail."""
    return f"mark:{compact([agency, year, rule, fingerprint])}"


def said_of(kind: str, reason: str, who: str, at: str, revision: int) -> str:
    """A mark as the trail has it: the reason by its digest."""
    return compact({"at": at, "kind": kind, "reason": digest(reason), "revision": revision, "who": who})


def all_marks(connection: Connection, agency: str, year: int) -> tuple[Mark, ...]:
    query = select(marks).where(marks.c.agency == agency, marks.c.year == year, marks.c.kind != GONE)
    found = [_mark(dict(row)) for row in connection.execute(query).mappings()]
    return tuple(sorted(found, key=lambda one: (one.rule, one.fingerprint)))


def annotate(connection: Connection, submission: int, who: str, text: str) -> Note:
    """Add a remark. Raises InputError (S-UNKNOWN)."""
    rows.one(connection, submission)
    at = now()
    row: dict[str, Any] = {"submission": submission, "who": clean(who), "at": at, "text": clean(text.strip())}
    made = connection.execute(insert(notes).returning(notes.c.id), row).scalar_one()
    told = compact({"digest": note_said(row["who"], at, row["text"]), "note": made})
    audit.append(connection, [audit.Line(row["who"], "note", f"submission:{submission}", "", told)])
    return Note(who=row["who"], when=datetime.fromisoformat(at), text=row["text"])


def note_said(who: str, at: str, text: str) -> str:
    """A note as the trail has it: its digest."""
    return digest(compact([who, at, text]))


def all_notes(connection: Connection, submission: int) -> tuple[Note, ...]:
    """Oldest first."""
    query = select(notes).where(notes.c.submission == submission).order_by(notes.c.id)
    return tuple(
        Note(who=row.who, when=datetime.fromisoformat(row.at), text=row.text) for row in connection.execute(query)
    )


def conflict(who: str | None, when: datetime | None, theirs: str, yours: str) -> ConflictError:
    """Both texts, for the one who comes second."""
    at = when.astimezone().strftime("%Y-%m-%d %H:%M:%S") if when else ""
    return ConflictError("S-CONFLICT", who=who or sentence("S-SOMEONE"), when=at, theirs=theirs, yours=yours)


def _mark(row: dict[str, Any]) -> Mark:
    return Mark(
        rule=row["rule"],
        fingerprint=row["fingerprint"],
        kind=row["kind"],
        reason=row["reason"],
        who=row["who"],
        when=datetime.fromisoformat(row["at"]),
        revision=row["revision"],
    )


def _decision(decision: Decision) -> str:
    return outcomes().decision[decision]


def _marked(kind: str, reason: str) -> str:
    return sentence(f"S-MARK-{kind.upper()}", reason=reason)
