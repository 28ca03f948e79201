"""The tables. Reviews hold the record (JSON, compressed); findings and cells are its index and can be made anew from it.

Times are UTC in ISO form with microseconds, so that both databases order and hash them alike. What people said is in
`submissions` (decision), `marks` and `notes`; each change of it is a line of `audit`, which nobody can change.
"""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
)

SCHEMA = "0001"
"""Newest revision of the migrations; a test holds it to them."""

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    }
)

String = Text().with_variant(Text(collation="C"), "postgresql")
"""Text that orders by code points on both."""


agencies = Table(
    "agencies",
    metadata,
    Column("name", String, primary_key=True),
    Column("kind", String, nullable=False),
    Column("level", String, nullable=False),
    Column("parent", String),
    Column("scope", String, nullable=False),
    Column("reports", Boolean, nullable=False),
    Column("due", String),
)

aliases = Table(
    "aliases",
    metadata,
    # The folded name: no two names of the register, proper or alias, may come out alike.
    Column("folded", String, primary_key=True),
    Column("alias", String, nullable=False),
    Column("agency", String, ForeignKey("agencies.name"), nullable=False),
    Column("place", Integer, nullable=False),  # 0 the name itself, then the aliases in order
)

seasons = Table(
    "seasons",
    metadata,
    Column("year", Integer, primary_key=True, autoincrement=False),
    Column("due", String, nullable=False),
    Column("due_governments", String, nullable=False),
)

batches = Table(
    "batches",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("label", String, nullable=False, unique=True),
    Column("who", String, nullable=False),
    Column("made", String, nullable=False),
    sqlite_autoincrement=True,  # a number is never given again: the trail names it
)

reviews = Table(
    "reviews",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("sha256", String, nullable=False),
    Column("rules", String, nullable=False),
    Column("settings", String, nullable=False),
    Column("previous", String, nullable=False),
    Column("made", String, nullable=False),
    Column("status", String, nullable=False),
    Column("notice", String),
    Column("identity", String, nullable=False),
    Column("verdict", String, nullable=False),
    Column("errors", Integer, nullable=False),
    Column("warnings", Integer, nullable=False),
    Column("infos", Integer, nullable=False),
    Column("hints", Integer, nullable=False),
    Column("versions", String, nullable=False),
    Column("digest", String, nullable=False),
    Column("record", LargeBinary, nullable=False),
    Column("reading", LargeBinary),
    UniqueConstraint("sha256", "rules", "settings", "previous"),
    sqlite_autoincrement=True,  # a number is never given again: the trail names it
)

submissions = Table(
    "submissions",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("batch", Integer, ForeignKey("batches.id"), nullable=False),
    Column("sha256", String, nullable=False),
    Column("file", String, nullable=False),
    Column("rules", String, nullable=False),
    Column("settings", String, nullable=False),
    Column("path", LargeBinary, nullable=False),  # bytes of the file system: not every name is text
    Column("received", String, nullable=False),
    Column("state", String, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("worker", String),
    Column("host", String),
    Column("pid", Integer),
    Column("born", String),
    Column("until", String),
    Column("notice", String),
    Column("review", Integer, ForeignKey("reviews.id")),
    Column("reused", Boolean, nullable=False),
    Column("agency", String),
    Column("year", Integer),
    Column("question", String, nullable=False),
    Column("assigned_by", String),
    Column("number", Integer, nullable=False),
    Column("newest", Boolean, nullable=False),
    Column("decision", String, nullable=False),
    Column("decided_by", String),
    Column("decided_at", String),
    Column("revision", Integer, nullable=False),
    UniqueConstraint("batch", "sha256", "file", "rules", "settings"),
    Index("ix_submissions_body", "year", "agency"),
    Index("ix_submissions_queue", "batch", "state", "attempts", "id"),
    Index("ix_submissions_bytes", "sha256"),
    Index("ix_submissions_review", "review"),
    sqlite_autoincrement=True,  # a number is never given again: the trail names it
)

findings = Table(
    "findings",
    metadata,
    Column("review", Integer, ForeignKey("reviews.id"), nullable=False),
    Column("place", Integer, nullable=False),
    Column("rule", String, nullable=False),
    Column("severity", String, nullable=False),
    Column("origin", String, nullable=False),
    Column("fingerprint", String, nullable=False),
    Column("message", String, nullable=False),
    PrimaryKeyConstraint("review", "place"),
)

cells = Table(
    "cells",
    metadata,
    Column("review", Integer, ForeignKey("reviews.id"), nullable=False),
    Column("key", String, nullable=False),
    Column("value", String),
    Column("state", String, nullable=False),
    PrimaryKeyConstraint("review", "key"),
    sqlite_with_rowid=False,
)

marks = Table(
    "marks",
    metadata,
    Column("agency", String, nullable=False),
    Column("year", Integer, nullable=False),
    Column("rule", String, nullable=False),
    Column("fingerprint", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("reason", String, nullable=False),
    Column("who", String, nullable=False),
    Column("at", String, nullable=False),
    Column("revision", Integer, nullable=False),
    PrimaryKeyConstraint("agency", "year", "rule", "fingerprint"),
)

notes = Table(
    "notes",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("submission", Integer, ForeignKey("submissions.id"), nullable=False),
    Column("who", String, nullable=False),
    Column("at", String, nullable=False),
    Column("text", String, nullable=False),
    Index("ix_notes_submission", "submission"),
    sqlite_autoincrement=True,  # a number is never given again: the trail names it
)

season_findings = Table(
    "season_findings",
    metadata,
    Column("year", Integer, nullable=False),
    Column("place", Integer, nullable=False),
    Column("body", String, nullable=False),
    PrimaryKeyConstraint("year", "place"),
)

season_outcomes = Table(
    "season_outcomes",
    metadata,
    Column("year", Integer, nullable=False),
    Column("place", Integer, nullable=False),
    Column("rule", String, nullable=False),
    Column("agency", String, nullable=False),
    Column("status", String, nullable=False),
    Column("reason", String, nullable=False),
    PrimaryKeyConstraint("year", "place"),
)

audit = Table(
    "audit",
    metadata,
    Column("n", Integer, primary_key=True, autoincrement=False),
    Column("at", String, nullable=False),
    Column("who", String, nullable=False),
    Column("what", String, nullable=False),
    Column("about", String, nullable=False),
    Column("before", String, nullable=False),
    Column("after", String, nullable=False),
    Column("chain", String, nullable=False),
)
