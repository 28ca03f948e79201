"""Every call to the database fails once: each time a code, nothing half done, and the next try works."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy import event
from sqlalchemy.exc import DBAPIError, OperationalError

from reviewer import resources
from reviewer.errors import StoreError
from reviewer.model import Agency, Decision, Mark, Notice, SeasonOutcome
from reviewer.settings import Settings
from reviewer.store import Job, Placing, Store
from reviewer.store.faults import code_of
from tests.store.build import finding, handed_in, incoming, result
from tests.store.test_migrations import rows

SQLITE = {"SQLITE_FULL": "S-FULL", "SQLITE_BUSY": "S-BUSY", "SQLITE_IOERR_WRITE": "S-IO", "SQLITE_CORRUPT": "S-CORRUPT"}
POSTGRES = {"53100": "S-FULL", "55P03": "S-BUSY", "40P01": "S-BUSY", "57P01": "S-CONNECT"}


def broken(name: str) -> OperationalError:
    """As the driver would raise it."""
    if name in SQLITE:
        sqlite = sqlite3.OperationalError("told by the driver")
        sqlite.sqlite_errorname = name
        return OperationalError("…", None, sqlite)
    return OperationalError("…", None, psycopg.errors.lookup(name)("told by the driver"))


@contextmanager
def failing(store: Store, n: int, name: str) -> Iterator[list[int]]:
    """The n-th statement or commit fails; the list holds how many there were."""
    calls = [0]

    def count(*_: Any) -> None:
        calls[0] += 1
        if calls[0] == n:
            raise broken(name)

    engine = store._database.engine
    for what in ("before_cursor_execute", "commit"):
        event.listen(engine, what, count)
    try:
        yield calls
    finally:
        for what in ("before_cursor_execute", "commit"):
            event.remove(engine, what, count)


def state(store: Store) -> dict[str, list[tuple[Any, ...]]]:
    with store._database.reading() as connection:
        return rows(connection)


def steps(store: Store) -> list[Callable[[], object]]:
    """One of every kind of write, in an order in which each has something to do."""
    mark = Mark(rule="T3-SUM", fingerprint="ab" * 8, kind="dismissed", reason="已核", who="李", when=datetime.now(UTC))
    entries = [incoming("a"), incoming("b"), incoming("c")]
    lost = Notice(code="F-CRASH", sentence="中止")
    held: list[Job] = []
    batch: list[int] = []  # numbers that a failed try took are not given again: ask, never guess
    return [
        lambda: store.enrol([Agency(name="县财政局", aliases=("财政局",)), Agency(name="县教育局")], "管"),
        lambda: store.schedule(store.season(2025).model_copy(update={"due": datetime(2026, 2, 1).date()}), "管"),
        lambda: batch.append(store.begin("一批", "r1", "s1", entries, "王")),
        lambda: held.extend(store.lease(batch[0], "w", 3)),
        lambda: store.finish(held[0], result("a")),
        lambda: store.finish(held[1], result("b")),
        lambda: store.fail(held[2], lost),
        lambda: store.lease(batch[0], "w", 1),
        lambda: store.release("w"),
        lambda: store.renew(
            held[0].submission, result("a", previous="x", findings=(finding(), finding("CY", "warning", "cd" * 8)))
        ),
        lambda: store.mark("县财政局", 2025, mark, 0),
        lambda: store.unmark("县财政局", 2025, "T3-SUM", "ab" * 8, "李", 1),
        lambda: store.decide(held[1].submission, Decision.RETURNED, "李", 0, "请改"),
        lambda: store.annotate(held[1].submission, "李", "电话"),
        lambda: store.assign(held[1].submission, "县教育局", 2025, "李", 1),
        lambda: store.match([Placing(held[0].submission, "县教育局", 2025)], "程序"),
        lambda: store.put_across(2025, [], [SeasonOutcome(rule="AG-SUM", agency="县财政局", status="passed")]),
    ]


def attempted(step: Callable[[], object]) -> StoreError | None:
    try:
        step()
    except StoreError as error:
        return error
    return None


def test_every_call_fails_once(settings: Settings) -> None:
    kinds = POSTGRES if settings.database_url else SQLITE
    failed = 0
    with Store.open(settings) as store:
        for number, step in enumerate(steps(store)):
            before, n, error = state(store), 0, None
            while n == 0 or error is not None:
                n += 1
                name = list(kinds)[n % len(kinds)]
                with failing(store, n, name) as calls:
                    error = attempted(step)
                if error is not None:
                    failed += 1
                    assert error.code == kinds[name]
                    assert "told by the driver" not in str(error) + resources.sentence(error.code, **error.values)
                    assert state(store) == before, f"step {number}, call {n}"
            assert calls[0] < n, f"step {number}: a failure of call {n} was passed over"
            assert state(store) != before
        assert store.verify() == ()
    assert failed > 120


def test_a_full_disk_takes_nothing_with_it(tmp_path: Path) -> None:
    """SQLite alone: a server's disk cannot be filled from here."""
    with Store.open(Settings(home=tmp_path)) as store:
        handed_in(store, "before")
        engine, before, refused, error = store._database.engine, state(store), 0, None
        while refused == 0 or error is not None:
            with engine.connect() as connection:
                limit = connection.exec_driver_sql("PRAGMA page_count").scalar_one() + refused

            def bounded(connection: sqlite3.Connection, _: Any, limit: int = limit) -> None:
                connection.execute(f"PRAGMA max_page_count={limit}").close()

            engine.dispose()
            event.listen(engine, "connect", bounded)
            error = attempted(
                lambda: store.begin("big", "r", "s", [incoming(str(number)) for number in range(40)], "王")
            )
            event.remove(engine, "connect", bounded)
            engine.dispose()
            if error is not None:
                refused += 1
                assert error.code == "S-FULL"
                assert state(store) == before
            assert 0 < refused < 100
        assert store.tally(2).queued == 40
        assert store.verify() == ()


def test_an_error_that_no_code_knows_is_a_fault_of_ours() -> None:
    assert code_of(DBAPIError("…", None, sqlite3.IntegrityError("UNIQUE"))) == "S-BROKEN"
    assert code_of(DBAPIError("…", None, psycopg.errors.UndefinedTable("…"))) == "S-BROKEN"
    assert code_of(DBAPIError("…", None, psycopg.OperationalError("no server"))) == "S-CONNECT"
