"""The first schema."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")

_SQLITE = """
CREATE TRIGGER audit_{verb} BEFORE {verb} ON audit
BEGIN SELECT RAISE(ABORT, 'the trail is only ever added to'); END
"""
_POSTGRES = """
CREATE FUNCTION audit_kept() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'the trail is only ever added to'; END $$
"""


def upgrade() -> None:
    op.create_table(
        "agencies",
        sa.Column("name", TEXT, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("level", TEXT, nullable=False),
        sa.Column("parent", TEXT, nullable=True),
        sa.Column("scope", TEXT, nullable=False),
        sa.Column("reports", sa.Boolean(), nullable=False),
        sa.Column("due", TEXT, nullable=True),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_agencies")),
    )
    op.create_table(
        "audit",
        sa.Column("n", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", TEXT, nullable=False),
        sa.Column("who", TEXT, nullable=False),
        sa.Column("what", TEXT, nullable=False),
        sa.Column("about", TEXT, nullable=False),
        sa.Column("before", TEXT, nullable=False),
        sa.Column("after", TEXT, nullable=False),
        sa.Column("chain", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("n", name=op.f("pk_audit")),
    )
    op.create_table(
        "batches",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("label", TEXT, nullable=False),
        sa.Column("who", TEXT, nullable=False),
        sa.Column("made", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_batches")),
        sa.UniqueConstraint("label", name=op.f("uq_batches_label")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "marks",
        sa.Column("agency", TEXT, nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("rule", TEXT, nullable=False),
        sa.Column("fingerprint", TEXT, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("reason", TEXT, nullable=False),
        sa.Column("who", TEXT, nullable=False),
        sa.Column("at", TEXT, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("agency", "year", "rule", "fingerprint", name=op.f("pk_marks")),
    )
    op.create_table(
        "reviews",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sha256", TEXT, nullable=False),
        sa.Column("rules", TEXT, nullable=False),
        sa.Column("settings", TEXT, nullable=False),
        sa.Column("previous", TEXT, nullable=False),
        sa.Column("made", TEXT, nullable=False),
        sa.Column("status", TEXT, nullable=False),
        sa.Column("notice", TEXT, nullable=True),
        sa.Column("identity", TEXT, nullable=False),
        sa.Column("verdict", TEXT, nullable=False),
        sa.Column("errors", sa.Integer(), nullable=False),
        sa.Column("warnings", sa.Integer(), nullable=False),
        sa.Column("infos", sa.Integer(), nullable=False),
        sa.Column("hints", sa.Integer(), nullable=False),
        sa.Column("versions", TEXT, nullable=False),
        sa.Column("digest", TEXT, nullable=False),
        sa.Column("record", sa.LargeBinary(), nullable=False),
        sa.Column("reading", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reviews")),
        sa.UniqueConstraint(
            "sha256", "rules", "settings", "previous", name=op.f("uq_reviews_sha256_rules_settings_previous")
        ),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "season_findings",
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("body", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("year", "place", name=op.f("pk_season_findings")),
    )
    op.create_table(
        "season_outcomes",
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("rule", TEXT, nullable=False),
        sa.Column("agency", TEXT, nullable=False),
        sa.Column("status", TEXT, nullable=False),
        sa.Column("reason", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("year", "place", name=op.f("pk_season_outcomes")),
    )
    op.create_table(
        "seasons",
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("due", TEXT, nullable=False),
        sa.Column("due_governments", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("year", name=op.f("pk_seasons")),
    )
    op.create_table(
        "aliases",
        sa.Column("folded", TEXT, nullable=False),
        sa.Column("alias", TEXT, nullable=False),
        sa.Column("agency", TEXT, nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["agency"], ["agencies.name"], name=op.f("fk_aliases_agency")),
        sa.PrimaryKeyConstraint("folded", name=op.f("pk_aliases")),
    )
    op.create_table(
        "cells",
        sa.Column("review", sa.Integer(), nullable=False),
        sa.Column("key", TEXT, nullable=False),
        sa.Column("value", TEXT, nullable=True),
        sa.Column("state", TEXT, nullable=False),
        sa.ForeignKeyConstraint(["review"], ["reviews.id"], name=op.f("fk_cells_review")),
        sa.PrimaryKeyConstraint("review", "key", name=op.f("pk_cells")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "findings",
        sa.Column("review", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("rule", TEXT, nullable=False),
        sa.Column("severity", TEXT, nullable=False),
        sa.Column("origin", TEXT, nullable=False),
        sa.Column("fingerprint", TEXT, nullable=False),
        sa.Column("message", TEXT, nullable=False),
        sa.ForeignKeyConstraint(["review"], ["reviews.id"], name=op.f("fk_findings_review")),
        sa.PrimaryKeyConstraint("review", "place", name=op.f("pk_findings")),
    )
    op.create_table(
        "submissions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("batch", sa.Integer(), nullable=False),
        sa.Column("sha256", TEXT, nullable=False),
        sa.Column("file", TEXT, nullable=False),
        sa.Column("rules", TEXT, nullable=False),
        sa.Column("settings", TEXT, nullable=False),
        sa.Column("path", sa.LargeBinary(), nullable=False),
        sa.Column("received", TEXT, nullable=False),
        sa.Column("state", TEXT, nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("worker", TEXT, nullable=True),
        sa.Column("host", TEXT, nullable=True),
        sa.Column("pid", sa.Integer(), nullable=True),
        sa.Column("born", TEXT, nullable=True),
        sa.Column("until", TEXT, nullable=True),
        sa.Column("notice", TEXT, nullable=True),
        sa.Column("review", sa.Integer(), nullable=True),
        sa.Column("reused", sa.Boolean(), nullable=False),
        sa.Column("agency", TEXT, nullable=True),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("question", TEXT, nullable=False),
        sa.Column("assigned_by", TEXT, nullable=True),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("newest", sa.Boolean(), nullable=False),
        sa.Column("decision", TEXT, nullable=False),
        sa.Column("decided_by", TEXT, nullable=True),
        sa.Column("decided_at", TEXT, nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["batch"], ["batches.id"], name=op.f("fk_submissions_batch")),
        sa.ForeignKeyConstraint(["review"], ["reviews.id"], name=op.f("fk_submissions_review")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_submissions")),
        sa.UniqueConstraint(
            "batch", "sha256", "file", "rules", "settings", name=op.f("uq_submissions_batch_sha256_file_rules_settings")
        ),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_submissions_body", "submissions", ["year", "agency"], unique=False)
    op.create_index("ix_submissions_bytes", "submissions", ["sha256"], unique=False)
    op.create_index("ix_submissions_queue", "submissions", ["batch", "state", "attempts", "id"], unique=False)
    op.create_index("ix_submissions_review", "submissions", ["review"], unique=False)
    op.create_table(
        "notes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("submission", sa.Integer(), nullable=False),
        sa.Column("who", TEXT, nullable=False),
        sa.Column("at", TEXT, nullable=False),
        sa.Column("text", TEXT, nullable=False),
        sa.ForeignKeyConstraint(["submission"], ["submissions.id"], name=op.f("fk_notes_submission")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notes")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_notes_submission", "notes", ["submission"], unique=False)
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            op.execute(_SQLITE.format(verb=verb))
    else:
        op.execute(_POSTGRES)
        op.execute(
            "CREATE TRIGGER audit_rows BEFORE UPDATE OR DELETE ON audit FOR EACH ROW EXECUTE FUNCTION audit_kept()"
        )
        op.execute("CREATE TRIGGER audit_all BEFORE TRUNCATE ON audit EXECUTE FUNCTION audit_kept()")


def downgrade() -> None:
    """Drops everything, the trail too: only for a database that holds nothing of worth."""
    op.drop_index("ix_notes_submission", table_name="notes")
    op.drop_table("notes")
    op.drop_index("ix_submissions_review", table_name="submissions")
    op.drop_index("ix_submissions_queue", table_name="submissions")
    op.drop_index("ix_submissions_bytes", table_name="submissions")
    op.drop_index("ix_submissions_body", table_name="submissions")
    op.drop_table("submissions")
    op.drop_table("findings")
    op.drop_table("cells")
    op.drop_table("aliases")
    op.drop_table("seasons")
    op.drop_table("season_outcomes")
    op.drop_table("season_findings")
    op.drop_table("reviews")
    op.drop_table("marks")
    op.drop_table("batches")
    op.drop_table("audit")
    op.drop_table("agencies")
    if op.get_bind().dialect.name != "sqlite":
        op.execute("DROP FUNCTION audit_kept()")
