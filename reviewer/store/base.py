"""What the parts of the store share: one database, one home."""

from __future__ import annotations

from pathlib import Path
from types import TracebackType
from typing import Self

from reviewer.store.connect import Database


class Base:
    """Each public call of a part is one transaction: all of it or nothing."""

    def __init__(self, database: Database, home: Path) -> None:
        self._database = database
        self._home = home
        self._reading = database.reading
        self._writing = database.writing

    @property
    def home(self) -> Path:
        """The folder of copies, keys and, with SQLite, the database."""
        return self._home

    def close(self) -> None:
        self._database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
