"""What is changed past the program is found: in the trail against a checkpoint, in the tables against the trail."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, delete, insert, text, update
from sqlalchemy.exc import DBAPIError

from reviewer.model import (
    Agency,
    Checkpoint,
    Decision,
    Mark,
    Notice,
    SeasonFinding,
    SeasonInfo,
    SeasonOutcome,
    Severity,
)
from reviewer.store import Incoming, Store, audit, verify
from reviewer.store.tables import audit as lines
from reviewer.store.tables import metadata
from tests.store.build import finding, handed_in, incoming, result

EDITS = 1000
OURS = {
    "batches": {"id", "label", "who", "made"},
    "findings": {"place"},
    "season_findings": {"place"},
    "season_outcomes": {"place"},
    "submissions": {"batch", "rules", "settings", "path", "attempts", "worker", "host", "pid", "born", "until", "notice",
                    "reused", "question", "assigned_by"},
}  # fmt: skip
"""Columns that the trail does not cover: how the program works, nothing of what came in, was found or was said.

Of a place in an order, the order is covered.
"""


@pytest.fixture
def full(store: Store) -> Store:
    """Something of everything."""
    county = Agency(name="某县人民政府", kind="government", scope="whole")
    store.enrol(
        [county, Agency(name="县财政局", aliases=("财政局",), parent=county.name, due=datetime(2026, 1, 20).date())],
        "管",
    )
    season = store.season(2025)
    store.schedule(
        SeasonInfo(year=2025, due=season.due + timedelta(days=1), due_governments=season.due_governments), "管"
    )
    handed_in(store, "last", year=2024)
    one = handed_in(store, "a", findings=(finding(), finding("T3-BAL", "warning", "cd" * 8)))
    store.decide(one.id, Decision.RETURNED, "李", 0, "请改")
    new = handed_in(store, "b")
    store.renew(new.id, result("b", previous="x"))
    when = datetime.now(UTC)
    store.mark(
        "县财政局",
        2025,
        Mark(rule="T3-SUM", fingerprint="ab" * 8, kind="dismissed", reason="已核", who="李", when=when),
        0,
    )
    store.mark("县财政局", 2025, Mark(rule="T3-BAL", fingerprint="cd" * 8, kind="confirmed", who="李", when=when), 0)
    store.unmark("县财政局", 2025, "T3-BAL", "cd" * 8, "赵", 1)
    lost = handed_in(store, "?", None, None)
    store.assign(lost.id, "某县人民政府", 2025, "李", 0)
    store.annotate(lost.id, "赵", "电话问过")
    across = SeasonFinding(rule="AG-SUM", severity=Severity.WARNING, agency="县财政局", year=2025, message="m", suggestion="s",
                           basis="b", fingerprint="ef" * 8)  # fmt: skip
    store.put_across(2025, [across], [SeasonOutcome(rule="AG-SUM", agency="县财政局", status="failed")])
    batch = store.begin(
        "门口", "r", "s", [Incoming("p", "/p", "", Notice(code="R", sentence="拒")), incoming("wait")], "王"
    )
    (job,) = store.lease(batch, "w", 2)
    assert job.file == "wait"
    assert store.verify(store.checkpoint()) == ()
    return store


@pytest.fixture
def raw(full: Store) -> Iterator[Connection]:
    """As somebody with the database itself in hand: nothing refuses him."""
    with full._database.writing() as connection:
        if full._database.sqlite:
            connection.execute(text("DROP TRIGGER audit_UPDATE"))
            connection.execute(text("DROP TRIGGER audit_DELETE"))
            connection.execute(text("PRAGMA defer_foreign_keys = ON"))
        else:
            connection.execute(text("DROP TRIGGER audit_rows ON audit"))
        yield connection
        connection.rollback()


def test_the_database_itself_refuses_to_change_the_trail(full: Store) -> None:
    before = list(full.trail())
    statements = ["UPDATE audit SET who = 'x' WHERE n = 1", "DELETE FROM audit WHERE n = 1", "DELETE FROM audit"]
    if not full._database.sqlite:
        statements.append("TRUNCATE audit")
    for statement in statements:
        with pytest.raises(DBAPIError, match="only ever added to"), full._database.engine.begin() as connection:
            connection.execute(text(statement))
    assert list(full.trail()) == before


def rechained(connection: Connection, start: int) -> None:
    """Make the chain hold again from a line on, as a careful forger would."""
    chain = ""
    for row in list(audit.lines(connection)):
        if row.n >= start:
            fresh = audit.chained(row.n, row.at, audit.Line(row.who, row.what, row.about, row.before, row.after), chain)
            connection.execute(update(lines).where(lines.c.n == row.n).values(chain=fresh))
            chain = fresh
        else:
            chain = row.chain


def _edit(connection: Connection, chance: random.Random, n: int, last: int) -> None:
    _change(connection, chance, n, "chain")


def _change(connection: Connection, chance: random.Random, n: int, *more: str) -> None:
    """Put a character into one field of a line."""
    field = chance.choice(["at", "who", "what", "about", "before", "after", *more])
    old = connection.execute(lines.select().where(lines.c.n == n)).one()._mapping[field]
    at = chance.randrange(len(old) + 1)
    connection.execute(update(lines).where(lines.c.n == n).values({field: old[:at] + chance.choice("甲x0") + old[at:]}))


def _delete(connection: Connection, chance: random.Random, n: int, last: int) -> None:
    connection.execute(delete(lines).where(lines.c.n == n))


def _drop(connection: Connection, chance: random.Random, n: int, last: int) -> None:
    _delete(connection, chance, n, last)
    rechained(connection, n)


def _insert(connection: Connection, chance: random.Random, n: int, last: int) -> None:
    row = dict(connection.execute(lines.select().where(lines.c.n == n)).mappings().one())
    for number in range(last, n, -1):
        connection.execute(update(lines).where(lines.c.n == number).values(n=number + 1))
    connection.execute(insert(lines), row | {"n": n + 1, "what": "decide"})


def _swap(connection: Connection, chance: random.Random, n: int, last: int) -> None:
    other = n % last + 1
    for old, new in ((n, 0), (other, n), (0, other)):
        connection.execute(update(lines).where(lines.c.n == old).values(n=new))


def _restamp(connection: Connection, chance: random.Random, n: int, last: int) -> None:
    connection.execute(update(lines).where(lines.c.n == n).values(at="2026-01-01T00:00:00.000000+00:00"))
    rechained(connection, n)


def _reword(connection: Connection, chance: random.Random, n: int, last: int) -> None:
    _change(connection, chance, n)
    rechained(connection, n)


def _cut(connection: Connection, chance: random.Random, n: int, last: int) -> None:
    connection.execute(delete(lines).where(lines.c.n >= n))


def _refill(connection: Connection, chance: random.Random, n: int, last: int) -> None:
    """Cut off the end and write as many other lines, well chained."""
    _cut(connection, chance, n, last)
    audit.append(
        connection, [audit.Line("李", "decide", f"submission:{number}", "", "{}") for number in range(n, last + 1)]
    )


KINDS: tuple[Callable[[Connection, random.Random, int, int], None], ...] = (
    _edit, _delete, _drop, _insert, _swap, _restamp, _reword, _cut, _refill,
)  # fmt: skip


def test_every_change_of_the_trail_is_found_against_a_checkpoint(full: Store, raw: Connection) -> None:
    point, key = audit.checkpoint(raw, full._home), audit.key_of(full._home)
    chance = random.Random(12)
    missed = []
    for number in range(EDITS):
        kind, n = KINDS[number % len(KINDS)], chance.randint(1, point.n)
        with raw.begin_nested() as step:
            kind(raw, chance, n, point.n)
            if not list(audit.broken(raw, point, key)):
                missed.append((kind.__name__, n))
            step.rollback()
    assert missed == []
    assert list(audit.broken(raw, point, key)) == []


def test_without_a_checkpoint_only_a_forged_or_cut_end_goes_unseen(full: Store, raw: Connection) -> None:
    _, key = audit.head(raw), audit.key_of(full._home)
    last = audit.head(raw)[0]
    found = {}
    for kind in KINDS:
        with raw.begin_nested() as step:
            kind(raw, random.Random(1), last // 2, last)
            found[kind.__name__] = bool(list(audit.broken(raw, None, key)))
            step.rollback()
    assert found == {"_edit": True, "_delete": True, "_drop": True, "_insert": True, "_swap": True, "_restamp": False, "_reword": False,
                     "_cut": False, "_refill": False}  # fmt: skip


def test_a_checkpoint_cannot_be_made_up(full: Store) -> None:
    point = full.checkpoint()
    for change in ({"n": point.n - 1}, {"when": point.when + timedelta(seconds=1)}, {"seal": "0" * 64}):
        assert full.verify(Checkpoint(**(point.model_dump() | change)))
    assert full.verify(Checkpoint(n=point.n + 1, chain=point.chain, when=point.when))
    assert full.verify(Checkpoint(n=0, chain="", when=point.when)) == ()


def _other(value: Any) -> Any:
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 1
    if isinstance(value, bytes):
        return value[:-1] + bytes([value[-1] ^ 1])
    return (value or "") + "0"


def _cells() -> list[tuple[str, str]]:
    return [
        (table.name, column.name)
        for table in metadata.sorted_tables
        for column in table.columns
        if table.name != "audit" and not column.foreign_keys and column.name not in OURS.get(table.name, ())
    ]


def test_every_change_of_the_tables_is_found_against_the_trail(full: Store, raw: Connection) -> None:
    """Every value of every row, then every row as a whole."""
    tried, missed = 0, []
    for name, column in _cells():
        table = metadata.tables[name]
        keys = [one.name for one in table.primary_key]
        for row in raw.execute(table.select()).mappings().all():
            here = [table.c[key] == row[key] for key in keys]
            with raw.begin_nested() as step:
                try:
                    changed = raw.execute(update(table).where(*here).values({column: _other(row[column])})).rowcount
                except DBAPIError:  # a key that others point to, or a number for None
                    step.rollback()
                    continue
                tried += 1
                if changed != 1 or not list(verify.differences(raw)):
                    missed.append((name, column, dict(row)))
                step.rollback()
    assert missed == []
    assert tried > 150
    assert list(verify.differences(raw)) == []


@pytest.mark.parametrize("name", ["marks", "notes", "findings", "cells", "season_findings", "season_outcomes"])
def test_a_deleted_row_is_found(raw: Connection, name: str) -> None:
    table = metadata.tables[name]
    first = raw.execute(table.select().limit(1)).mappings().one()
    raw.execute(delete(table).where(*(table.c[key.name] == first[key.name] for key in table.primary_key)))
    assert list(verify.differences(raw))


def test_a_well_chained_line_that_makes_no_sense_is_found(full: Store, raw: Connection) -> None:
    for what, about, after in (
        ("review", "submission:x", "{}"),
        ("decide", "submission:1", "no JSON"),
        ("note", "submission:1", "{}"),
    ):
        with raw.begin_nested() as step:
            audit.append(raw, [audit.Line("李", what, about, "", after)])
            assert list(audit.broken(raw, None, b"")) == []
            assert f"第 {audit.head(raw)[0]} 条" in "".join(verify.differences(raw))
            step.rollback()


def test_a_deleted_submission_is_found(raw: Connection) -> None:
    raw.execute(text("DELETE FROM submissions WHERE state = 'leased'"))
    (said,) = verify.differences(raw)
    assert "被删除" in said
