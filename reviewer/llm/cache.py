"""Answers kept between runs, so that a second run over the same report costs nothing.

Key: SHA-256 over prompt@version, model, endpoint, messages, schema and length; a changed word of any of them is another
question. What is kept is the answer, which quotes the report (masked where masks are on), never what was asked. Answers
are dropped after `llm_cache_days`; `clear` deletes them (`secure_delete`: the file holds no remains). A damaged file is
put aside and made anew. SQLite in WAL mode: safe from several threads and processes; where it cannot be written, the
model is asked, nothing more.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import sqlite3
import threading
import time
from collections.abc import Callable, Generator
from pathlib import Path

from reviewer import resources
from reviewer.llm.base import Model, Reply, Request
from reviewer.model import Notice

_TABLE = """
CREATE TABLE IF NOT EXISTS answer (
  key TEXT PRIMARY KEY, prompt TEXT NOT NULL, model TEXT NOT NULL, text TEXT NOT NULL, at REAL NOT NULL
) WITHOUT ROWID
"""
_WAIT = 10.0
"""Seconds that a process waits for another one's write."""
_DAY = 86400


def key_of(request: Request, model: str, endpoint: str = "") -> str:
    """The key of a question to a model; the same in every process."""
    messages = [[one.role, one.content] for one in request.messages]
    parts = [request.prompt, model, endpoint, messages, request.name, request.schema, request.max_tokens]
    told = json.dumps(parts, ensure_ascii=True, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(told.encode()).hexdigest()


class Cache:
    """The file `answers.sqlite` of a folder. Opened when first used; what cannot be opened is a notice, not an error."""

    def __init__(self, folder: Path, days: float = 30, now: Callable[[], float] = time.time) -> None:
        self.path = folder / "answers.sqlite"
        self.notices: list[Notice] = []
        self._age = days * _DAY
        self._now = now
        self._lock = threading.Lock()
        self._file: sqlite3.Connection | None = None
        self._shut = False

    def get(self, key: str) -> Reply | None:
        """The kept answer, at no cost."""
        with self._opened() as file:
            query = "SELECT text, model FROM answer WHERE key = ? AND at > ?"
            row = file.execute(query, (key, self._now() - self._age)).fetchone() if file else None
            return Reply(row[0], row[1], calls=0, cached=True) if row else None
        return None

    def put(self, key: str, prompt: str, reply: Reply) -> None:
        with self._opened() as file:
            if file:
                row = (key, prompt, reply.model, reply.text, self._now())
                file.execute("INSERT OR REPLACE INTO answer VALUES (?, ?, ?, ?, ?)", row)

    def drop(self, key: str) -> None:
        with self._opened() as file:
            if file:
                file.execute("DELETE FROM answer WHERE key = ?", (key,))

    def clear(self) -> int:
        """Delete all answers for good; how many there were."""
        with self._opened() as file:
            if not file:
                return 0
            count = file.execute("DELETE FROM answer").rowcount
            file.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            return int(count)
        return 0

    def close(self) -> None:
        with self._lock:
            if self._file is not None:
                self._file.close()
            self._file = None

    @contextlib.contextmanager
    def _opened(self) -> Generator[sqlite3.Connection | None]:
        """The open file, for one statement. Trouble with it ends the use of the cache, or makes it anew, never a call."""
        with self._lock:
            try:
                yield self._ready()
            except (sqlite3.Error, OSError) as error:
                self._trouble(error)

    def _ready(self) -> sqlite3.Connection | None:
        while self._file is None and not self._shut:
            try:
                self._file = self._open()
            except (sqlite3.Error, OSError) as error:
                self._trouble(error)
        return self._file

    def _trouble(self, error: Exception) -> None:
        """A damaged file is made anew once; whatever else is wrong, the cache is left alone from here on."""
        damaged = isinstance(error, sqlite3.DatabaseError) and not isinstance(error, sqlite3.OperationalError)
        if damaged and not any(one.code == "M-CACHE-NEW" for one in self.notices):
            self._renew()
        else:
            self._give_up(error)

    def _open(self) -> sqlite3.Connection:
        self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        file = sqlite3.connect(self.path, timeout=_WAIT, isolation_level=None, check_same_thread=False)
        try:
            file.execute("PRAGMA journal_mode=WAL")
            file.execute("PRAGMA synchronous=NORMAL")
            file.execute("PRAGMA secure_delete=ON")
            file.execute(_TABLE)
            file.execute("DELETE FROM answer WHERE at <= ?", (self._now() - self._age,))
        except BaseException:
            file.close()
            raise
        with contextlib.suppress(OSError):
            self.path.chmod(0o600)
        return file

    def _give_up(self, error: Exception) -> None:
        self._note("M-CACHE", problem=type(error).__name__)
        self._shut = True

    def _renew(self) -> None:
        """Put the file aside under another name; the next use makes a new one."""
        if self._file is not None:
            with contextlib.suppress(sqlite3.Error):
                self._file.close()
            self._file = None
        aside = self.path.with_suffix(".damaged")
        try:
            self.path.replace(aside)
            for tail in ("-wal", "-shm"):
                self.path.with_name(self.path.name + tail).unlink(missing_ok=True)
        except OSError as trouble:
            self._give_up(trouble)
        else:
            self._note("M-CACHE-NEW", name=aside.name)

    def _note(self, code: str, **values: object) -> None:
        self.notices.append(Notice(code=code, sentence=resources.sentence(code, **values)))


class Cached:
    """A model that remembers. What no longer fits (`accept`) is asked anew. Streams are not kept."""

    def __init__(self, inner: Model, cache: Cache, endpoint: str = "") -> None:
        self._inner = inner
        self._cache = cache
        self._endpoint = endpoint

    @property
    def name(self) -> str:
        return self._inner.name

    @property
    def inner(self) -> Model:
        return self._inner

    def answer(self, request: Request) -> Reply:
        key = key_of(request, self.name, self._endpoint)
        kept = self._cache.get(key)
        if kept is not None and _fits(request, kept.text):
            return kept
        reply = self._inner.answer(request)
        self._cache.put(key, request.prompt, reply)
        return reply


def _fits(request: Request, text: str) -> bool:
    try:
        if request.accept is not None:
            request.accept(text)
    except ValueError:
        return False
    return True
