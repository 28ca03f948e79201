"""The schema's revision: looked at when a store is opened, brought to the newest in one transaction."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlalchemy import Connection, inspect, text

from reviewer.errors import StoreError
from reviewer.store.connect import Database
from reviewer.store.tables import SCHEMA, agencies

FOLDER = Path(__file__).parent / "migrations"


def migrate(database: Database) -> None:
    """Bring the schema to the newest. Raises StoreError (S-NEWER: made by a newer program; S-FOREIGN: not ours)."""
    with database.reading() as connection:
        if revision(connection) == SCHEMA:
            return
    with database.migrating() as connection:
        found = revision(connection)  # another process may have been quicker
        if found is None and agencies.name in inspect(connection).get_table_names():
            raise StoreError("S-FOREIGN")
        if found != SCHEMA:
            upgrade(connection, SCHEMA)


def revision(connection: Connection) -> str | None:
    """None before the first migration."""
    if "alembic_version" not in inspect(connection).get_table_names():
        return None
    found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return str(found) if found is not None else None


def upgrade(connection: Connection, to: str) -> None:
    """Run the migrations up to a revision, in the connection's transaction."""
    from alembic import command

    config, known = _alembic(connection)
    found = revision(connection)
    if found is not None and found not in known:
        raise StoreError("S-NEWER")
    command.upgrade(config, to)


def downgrade(connection: Connection, to: str) -> None:
    """Run the migrations down to a revision (`base`: none left)."""
    from alembic import command

    command.downgrade(_alembic(connection)[0], to)


def newest(connection: Connection) -> str | None:
    """The revision that the migrations end in."""
    from alembic.script import ScriptDirectory

    return ScriptDirectory.from_config(_alembic(connection)[0]).get_current_head()


def _alembic(connection: Connection) -> tuple[Any, frozenset[str]]:
    """Alembic's configuration, and the revisions that this program knows."""
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    known = frozenset(one.revision for one in ScriptDirectory.from_config(config).walk_revisions())
    return config, known
