"""The schema goes up and down with data in it, once, whoever opens the store first."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, inspect, text

from reviewer.errors import StoreError
from reviewer.settings import Settings
from reviewer.store import Store, schema
from reviewer.store.tables import SCHEMA, metadata
from tests.store.build import handed_in

BOTH = pytest.mark.parametrize("bare", ["sqlite", "postgresql"], indirect=True)
LATER = """
import sqlalchemy as sa
from alembic import op

revision, down_revision, branch_labels, depends_on = "later", "{before}", None, None


def upgrade():
    with op.batch_alter_table("submissions") as table:
        table.add_column(sa.Column("later", sa.Integer(), nullable=False, server_default="7"))
        table.alter_column("question", nullable=True)


def downgrade():
    with op.batch_alter_table("submissions") as table:
        table.alter_column("question", nullable=False)
        table.drop_column("later")
"""


def rows(connection: Connection) -> dict[str, list[tuple[Any, ...]]]:
    """All that is in the tables of today."""
    return {
        table.name: sorted((tuple(row) for row in connection.execute(table.select())), key=str)
        for table in metadata.sorted_tables
    }


def test_the_migrations_end_in_the_tables_that_the_program_uses(store: Store) -> None:
    with store._database.reading() as connection:
        assert schema.revision(connection) == SCHEMA == schema.newest(connection)
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


@BOTH
def test_down_to_nothing_and_up_again(bare: Settings) -> None:
    with Store.open(bare) as store:
        handed_in(store, "a")
        with store._database.migrating() as connection:
            schema.downgrade(connection, "base")
        with store._database.reading() as connection:
            assert set(inspect(connection).get_table_names()) <= {"alembic_version"}
    with Store.open(bare) as store:
        assert store.submissions() == ()
        assert handed_in(store, "a").verdict == "return"
        with pytest.raises(Exception, match="only ever added to"), store._database.engine.begin() as connection:
            connection.execute(text("DELETE FROM audit"))


@BOTH
def test_a_later_migration_keeps_what_is_there(bare: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Store.open(bare) as store:
        first = handed_in(store, "a")
        store.annotate(first.id, "李", "一")
        with store._database.reading() as connection:
            before = rows(connection)
    folder = tmp_path / "migrations"
    shutil.copytree(schema.FOLDER, folder, ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "versions" / "later.py").write_text(LATER.format(before=SCHEMA))
    monkeypatch.setattr(schema, "FOLDER", folder)
    monkeypatch.setattr(schema, "SCHEMA", "later")
    with Store.open(bare) as store:
        with store._database.reading() as connection:
            assert schema.revision(connection) == "later"
            assert rows(connection) == before
            assert connection.execute(text("SELECT later FROM submissions")).scalar_one() == 7
        assert store.verify() == ()
        with store._database.migrating() as connection:
            schema.downgrade(connection, SCHEMA)
            assert rows(connection) == before
    monkeypatch.undo()
    with Store.open(bare) as store:
        assert store.submission(first.id) == first
        assert handed_in(store, "b").number == 2
        assert store.verify() == ()


@BOTH
def test_a_migration_that_breaks_changes_nothing(
    bare: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Store.open(bare) as store:
        first = handed_in(store, "a")
    folder = tmp_path / "migrations"
    shutil.copytree(schema.FOLDER, folder, ignore=shutil.ignore_patterns("__pycache__"))
    broken = LATER.format(before=SCHEMA).replace(
        "\n\ndef downgrade", '\n    op.execute("SELECT no_such_thing")\n\n\ndef downgrade'
    )
    (folder / "versions" / "later.py").write_text(broken)
    with monkeypatch.context() as patch:
        patch.setattr(schema, "FOLDER", folder)
        patch.setattr(schema, "SCHEMA", "later")
        with pytest.raises(StoreError, match="S-BROKEN"):
            Store.open(bare)
    with Store.open(bare) as store:
        assert store.submission(first.id) == first
        with store._database.reading() as connection:
            assert "later" not in {column["name"] for column in inspect(connection).get_columns("submissions")}


def test_a_migration_that_leaves_a_loose_end_is_undone(tmp_path: Path) -> None:
    """SQLite's foreign keys rest while its tables are made anew; they are held to at the end."""
    with Store.open(Settings(home=tmp_path)) as store:
        one = handed_in(store, "a")
        with pytest.raises(StoreError, match="S-CORRUPT"), store._database.migrating() as connection:
            connection.execute(text("UPDATE submissions SET batch = 99"))
        assert store.submission(one.id) == one
        assert store.submissions(batch=1) == (one,)


@BOTH
def test_a_database_of_a_newer_program_is_left_alone(bare: Settings) -> None:
    with Store.open(bare) as store, store._database.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StoreError, match="S-NEWER"):
        Store.open(bare)


@BOTH
def test_somebody_elses_tables_are_left_alone(bare: Settings, tmp_path: Path) -> None:
    from reviewer.store.connect import opened

    database = opened(bare, 5)
    with database.writing() as connection:
        connection.execute(text("CREATE TABLE agencies (id integer)"))
    database.close()
    with pytest.raises(StoreError, match="S-FOREIGN"):
        Store.open(bare)


@BOTH
def test_several_may_open_a_new_store_at_once(bare: Settings) -> None:
    code = "import sys; from reviewer.settings import Settings; from reviewer.store import Store\n"
    code += "Store.open(Settings(home=sys.argv[1], database_url=sys.argv[2] or None)).close()"
    command = [sys.executable, "-c", code, str(bare.home), bare.database_url or ""]
    several = [subprocess.Popen(command, stderr=subprocess.PIPE) for _ in range(4)]
    assert [one.communicate(timeout=120)[1].decode() for one in several] == [""] * 4
    with Store.open(bare) as store:
        assert store.register() == ()
