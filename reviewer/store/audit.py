"""The trail: who said and did what, each line's hash over the line before. Lines are only ever added.

A line holds codes, numbers, names of public bodies and digests, never words of a report or a person's reasons: what is
deleted leaves no text behind here, and a changed text is still found by its digest.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, insert, select

from reviewer.model import Checkpoint, Entry
from reviewer.resources import sentence
from reviewer.store.tables import audit
from reviewer.store.values import compact, moment, now

KEY = "audit.key"


_INSERT = insert(audit)
_HEAD = select(audit.c.n, audit.c.chain).order_by(audit.c.n.desc()).limit(1)


class Line(NamedTuple):
    """What happened; `before` and `after` are compact JSON or "" for nothing."""

    who: str
    what: str
    about: str
    before: str
    after: str


def append(connection: Connection, lines: Sequence[Line]) -> None:
    """Add lines to the trail; the caller's transaction is the only writer (see `connect`)."""
    if not lines:
        return
    n, chain = head(connection)
    at = now()
    rows = []
    for line in lines:
        n += 1
        chain = chained(n, at, line, chain)
        rows.append({"n": n, "at": at, **line._asdict(), "chain": chain})
    connection.execute(_INSERT, rows)


def head(connection: Connection) -> tuple[int, str]:
    """Number and hash of the last line; (0, "") of none."""
    row = connection.execute(_HEAD).first()
    return (row.n, row.chain) if row is not None else (0, "")


def chained(n: int, at: str, line: Line, before: str) -> str:
    """SHA-256 over a JSON list of a line's fields and the hash of the line before it."""
    return hashlib.sha256(compact([n, at, *line, before]).encode()).hexdigest()


def trail(connection: Connection, after: int = 0) -> Iterator[Entry]:
    """Lines numbered above `after`, in order."""
    for row in lines(connection, after):
        yield Entry(
            n=row.n,
            when=datetime.fromisoformat(row.at),
            who=row.who,
            what=row.what,
            about=row.about,
            before=row.before,
            after=row.after,
            chain=row.chain,
        )


def lines(connection: Connection, after: int = 0) -> Iterator[Row[Any]]:
    """The same as rows."""
    query = select(audit).where(audit.c.n > after).order_by(audit.c.n)
    with connection.execute(query, execution_options={"yield_per": 1000}) as found:
        yield from found


def checkpoint(connection: Connection, home: Path) -> Checkpoint:
    """The head as it is now, sealed with the home's key."""
    n, chain = head(connection)
    when = datetime.now(UTC)
    return Checkpoint(n=n, chain=chain, when=when, seal=sealed(n, chain, when, key_of(home)))


def sealed(n: int, chain: str, when: datetime, key: bytes) -> str:
    return hmac.new(key, compact([n, chain, moment(when)]).encode(), hashlib.sha256).hexdigest()


def key_of(home: Path) -> bytes:
    """The key of a home, made when first asked for, readable by its owner alone. Raises OSError."""
    path = home / KEY
    try:
        return path.read_bytes()
    except FileNotFoundError:
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
    fresh = path.with_name(f".{KEY}-{secrets.token_hex(8)}")
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(secrets.token_bytes(32))
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(fresh, path)  # unlike a rename, never over the key that another process has just made
        except FileExistsError:
            pass
        except OSError:  # a file system without links
            if not path.exists():
                os.replace(fresh, path)
    finally:
        fresh.unlink(missing_ok=True)
    return path.read_bytes()


def broken(connection: Connection, point: Checkpoint | None, key: bytes) -> Iterable[str]:
    """What is wrong with the trail as a chain, and against a checkpoint (Chinese sentences)."""
    chain, n, at_point = "", 0, point is None or point.n == 0
    if point is not None and point.seal and not hmac.compare_digest(
        point.seal, sealed(point.n, point.chain, point.when, key)
    ):  # fmt: skip
        yield sentence("S-AUDIT-SEAL", n=point.n)
    for row in lines(connection):
        if row.n != n + 1:
            yield sentence("S-AUDIT-GAP", first=n + 1, last=row.n - 1)
        line = Line(row.who, row.what, row.about, row.before, row.after)
        if row.chain != chained(row.n, row.at, line, chain):
            yield sentence("S-AUDIT-LINE", n=row.n)
        n, chain = row.n, row.chain
        if point is not None and n == point.n:
            at_point = True
            if chain != point.chain:
                yield sentence("S-AUDIT-POINT", n=n)
    if point is not None and not at_point:
        yield sentence("S-AUDIT-SHORT", n=n, wanted=point.n)
