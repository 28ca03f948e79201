"""Many rows of one table at once, as the driver takes them.

SQLAlchemy looks at every parameter of every row; with some 200 cells a report that was a third of what a result cost.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Table, insert


class Bulk:
    """An insert into `names` of a table whose columns take plain numbers and texts as they are."""

    def __init__(self, table: Table, names: Sequence[str]) -> None:
        self._names = tuple(names)
        self._statement = insert(table)
        self._made: dict[str, tuple[str, tuple[str, ...] | None]] = {}

    def put(self, connection: Connection, rows: Sequence[Sequence[Any]]) -> None:
        """Insert rows, each with its values in the order of the names. Raises what the driver raises, wrapped."""
        if not rows:
            return
        text, order = self._text(connection)
        if order == self._names:
            connection.exec_driver_sql(text, [tuple(row) for row in rows])
        else:  # a driver that takes parameters by name
            connection.exec_driver_sql(text, [dict(zip(self._names, row, strict=True)) for row in rows])

    def _text(self, connection: Connection) -> tuple[str, tuple[str, ...] | None]:
        """The statement in the driver's words; the order of its parameters, None where they have names."""
        name = connection.dialect.name
        if name not in self._made:
            made = self._statement.compile(dialect=connection.dialect, column_keys=list(self._names))
            order = tuple(made.positiontup) if made.positional and made.positiontup else None
            self._made[name] = (str(made), order)
        return self._made[name]
