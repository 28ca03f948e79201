"""Connections: many readers, one writer at a time on both databases.

SQLite: the driver's own transactions are off, a write begins with BEGIN IMMEDIATE, a reader sees one moment (WAL).
PostgreSQL: writers queue on one advisory lock, so that numbering, the register and the chain of the trail need no
second thought; only the queue's leases go past it, with SKIP LOCKED.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.engine import URL
from sqlalchemy.exc import ArgumentError

from reviewer.errors import ConfigError, InputError, StoreError
from reviewer.settings import Settings
from reviewer.store import place
from reviewer.store.faults import told

FILE = "season.sqlite"
_WRITERS = 0x5245_5649_4557  # any number that no other program of the database uses


class Database:
    """One database; safe for threads, not to be carried over a fork."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.sqlite = engine.dialect.name == "sqlite"
        self._reader = engine.execution_options(reading=True)
        if not self.sqlite:
            self._reader = self._reader.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """One consistent moment. Raises StoreError."""
        with told(), self._reader.connect() as connection:
            yield connection

    @contextmanager
    def writing(self, *, alone: bool = True) -> Iterator[Connection]:
        """A transaction: all of it or nothing. `alone`: after all writers before it. Raises StoreError."""
        with told(), self.engine.begin() as connection:
            if alone and not self.sqlite:
                connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _WRITERS})
            yield connection

    @contextmanager
    def migrating(self) -> Iterator[Connection]:
        """A writing transaction in which SQLite's tables may be made anew: their keys are checked at the end instead."""
        if not self.sqlite:
            with self.writing() as connection:
                yield connection
            return
        with told(), self.engine.execution_options(migrating=True).connect() as connection:
            try:
                yield connection
                if connection.exec_driver_sql("PRAGMA foreign_key_check").first() is not None:
                    raise StoreError("S-CORRUPT", problem="foreign_key_check")
                connection.commit()
            finally:
                connection.rollback()
                connection.invalidate()  # the next one has its keys checked again

    def scrub(self, tables: Sequence[str]) -> None:
        """Nothing of deleted rows is left in the files. Raises StoreError (S-SCRUB: somebody else is at work just now)."""
        try:
            with told():
                done = self._scrub_file() if self.sqlite else self._scrub_tables(tables)
        except StoreError as error:
            if error.code != "S-BUSY":
                raise
            done = False
        if not done:
            raise StoreError("S-SCRUB")

    def _scrub_tables(self, tables: Sequence[str]) -> bool:
        with self.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            for table in tables:
                connection.execute(text(f"VACUUM (FULL) {table}"))
        return True

    def _scrub_file(self) -> bool:
        with self.engine.execution_options(plain=True).connect() as connection:
            for statement in ("PRAGMA temp_store=MEMORY", "VACUUM"):  # or it builds the new file in a temporary one
                connection.exec_driver_sql(statement)
            return not connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").scalar_one()

    def sound(self) -> bool:
        """Whether SQLite finds its file whole; PostgreSQL looks after its own."""
        if not self.sqlite:
            return True
        with self.reading() as connection:
            return connection.execute(text("PRAGMA quick_check(1)")).scalar() == "ok"

    def close(self) -> None:
        self.engine.dispose()


def opened(settings: Settings, wait: float) -> Database:
    """The database of the settings, not yet looked at. Raises ConfigError (S-URL, S-EXTRA), InputError (S-SHARE)."""
    url = _url(settings)
    kind = url.get_backend_name()
    if kind == "sqlite":
        return Database(_sqlite(url, wait))
    if kind == "postgresql":
        return Database(_postgres(url, wait))
    raise ConfigError("S-URL")


def _url(settings: Settings) -> URL:
    if settings.database_url is None:
        return URL.create("sqlite", database=str(settings.folder() / FILE))
    try:
        return make_url(settings.database_url)
    except (ArgumentError, ValueError):
        raise ConfigError("S-URL") from None  # its text may hold a password


def _sqlite(url: URL, wait: float) -> Engine:
    if not url.database or url.database.startswith((":", "file:")):  # a file under its plain name, nothing cleverer
        raise ConfigError("S-URL")
    file = Path(url.database)
    share = place.remote(file.parent)
    if share is not None:
        raise InputError("S-SHARE", kind=share)
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not file.exists():
            file.touch(mode=0o600)
    except OSError as error:
        raise StoreError("S-OPEN", problem=type(error).__name__) from error
    engine = create_engine(url, connect_args={"timeout": wait}, hide_parameters=True)
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _prepare(connection: sqlite3.Connection, _: Any) -> None:
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON"):
        connection.execute(f"PRAGMA {pragma}").close()


def _begin(connection: Connection) -> None:
    options = connection.get_execution_options()
    if options.get("migrating", False):
        connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
    if not options.get("plain", False):
        connection.exec_driver_sql("BEGIN" if options.get("reading", False) else "BEGIN IMMEDIATE")


def _postgres(url: URL, wait: float) -> Engine:
    options = f"-c lock_timeout={int(wait * 1000)} -c synchronous_commit=on -c timezone=UTC"
    try:
        return create_engine(
            url.set(drivername="postgresql+psycopg"),
            connect_args={"options": options, "connect_timeout": max(2, int(wait))},
            hide_parameters=True,
            pool_pre_ping=True,
        )
    except ModuleNotFoundError as error:
        raise ConfigError("S-EXTRA", package="psycopg", extra="postgres") from error
