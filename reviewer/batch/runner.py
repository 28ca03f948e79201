"""Drives a batch: leases files, hands them to the engine, stores what comes back. Small work a file; nothing is parsed here."""

from __future__ import annotations

import os
import secrets
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

from reviewer.batch import tasks
from reviewer.batch.engines import Call, Ended, Engine
from reviewer.batch.intake import Entry
from reviewer.batch.matching import Matcher
from reviewer.batch.results import Folder
from reviewer.errors import ConfigError, FailedError, ReviewerError
from reviewer.model import Notice
from reviewer.resources import sentence
from reviewer.store import Job, Result, Store, Tally, marks

_LOST = {"crash": "B-CRASH", "time": "B-TIME"}
_TOGETHER = 8
"""Results that are stored with one commit. What is lost when all is killed is their work, never they: they are leased."""
_SOON = 0.3
"""Seconds that a result waits for others at most."""


class Progress(NamedTuple):
    """Where a batch is. `rate`: files a second, `left`: seconds to go, None until they can be told."""

    stage: str
    """`review`, `settle`, `model`, `write`."""
    done: int
    total: int
    reused: int = 0
    refused: int = 0
    quarantined: int = 0
    rate: float | None = None
    left: float | None = None


Told = Callable[[Progress], None]


class Runner:
    """One run over one batch. `stopped` is asked between results."""

    def __init__(
        self, store: Store, engine: Engine, batch: int, entries: tuple[Entry, ...], matcher: Matcher, folder: Folder,
        told: Told, stopped: Callable[[], bool], call: Call = tasks.review,
    ) -> None:  # fmt: skip
        self._store, self._engine, self._batch = store, engine, batch
        self._entries = {(one.file, one.sha256): one for one in entries}
        self._matcher, self._folder = matcher, folder
        self._told, self._stopped, self._call = told, stopped, call
        self._worker = f"{os.getpid()}-{secrets.token_hex(4)}"
        self._mark = "" if engine.ships else marks(store.home, self._worker)  # workers elsewhere cannot tell
        self._seconds = 0.2
        self._ready: list[tuple[Job, Result, bytes | Path]] = []
        self._since = 0.0

    def run(self) -> None:
        """Until no file is left, or it is stopped. Raises what store, folder and engine raise; leases are given back."""
        try:
            with ThreadPoolExecutor(1, thread_name_prefix="copies") as copies:
                try:
                    self._drive(copies)
                except BaseException:
                    copies.shutdown(wait=False, cancel_futures=True)
                    raise
        finally:
            self._store.release(self._worker)

    def _drive(self, copies: ThreadPoolExecutor) -> None:
        begun, tally = time.monotonic(), self._store.tally(self._batch)
        done, asked = 0, begun
        self._tell(tally, None)
        least = max(1, self._engine.room() * 2 // 3)  # files are leased with the commit of results, mostly
        while not self._stopped():
            room = self._engine.room()
            due = room >= least or (room > 0 and self._engine.idles())
            jobs = self._store.lease(self._batch, self._worker, room) if due else ()
            self._hand_out(jobs, copies)
            if not jobs and not self._engine.busy():
                tally = self._store.tally(self._batch)
                if not tally.left:
                    return
                time.sleep(self._seconds)  # another run is at the rest
            for one in self._engine.ended(_SOON if self._ready else 1.0):
                self._take(one)
                done += 1
            late = time.monotonic() - self._since > _SOON
            if len(self._ready) >= _TOGETHER or late or self._engine.idles():
                self._hand_out(self._put(self._engine.room()), copies)
            if time.monotonic() - asked > 1:
                asked = time.monotonic()
                tally = self._store.tally(self._batch)
                self._tell(tally, done / (asked - begun) if done else None)
        self._put(0)

    def _hand_out(self, jobs: Iterable[Job], copies: ThreadPoolExecutor) -> None:
        for job in jobs:
            self._engine.submit(job, self._call, self._task(job))
            if job.sha256 and self._engine.ships:
                copies.submit(self._kept, job)

    def _task(self, job: Job) -> tasks.Task:
        entry = self._entries.get((job.file, job.sha256))
        path = entry.path if entry is not None else Path(job.path)
        if not self._engine.ships:
            into = self._folder.staging if entry is not None else ""
            home = os.fspath(self._store.home)
            return tasks.Task(os.fspath(path), job.file, job.sha256, None, home, into, job.submission, self._mark)
        try:
            data = path.read_bytes() if job.sha256 else None
        except OSError:
            data = None
        return tasks.Task(os.fspath(path), job.file, job.sha256, data)

    def _kept(self, job: Job) -> None:
        """A copy for comments in the submitted file; one that cannot be made is missed there, not here."""
        entry = self._entries.get((job.file, job.sha256))
        try:
            self._store.keep(entry.path if entry is not None else Path(job.path), job.sha256)
        except (ReviewerError, OSError):
            return

    def _take(self, one: Ended) -> None:
        job: Job = one.key
        if one.lost is not None:
            code = _LOST[one.lost]
            self._store.fail(job, Notice(code=code, sentence=sentence(code)))
            return
        if isinstance(one.error, ConfigError):
            raise one.error
        if one.error is not None:
            what = one.error.code if isinstance(one.error, FailedError) else type(one.error).__name__
            self._store.fail(job, Notice(code="F-INTERNAL", sentence=sentence("F-INTERNAL", what=what)))
            return
        made: tasks.Made = one.made
        result = made.result
        if result.reading is not None:
            match = self._matcher.match(result.identity, job.file)
            result = result._replace(agency=match.agency, year=match.year, question=match.question)
        if not self._ready:
            self._since = time.monotonic()
        self._ready.append((job, result, made.document))

    def _put(self, room: int) -> tuple[Job, ...]:
        """Store what is ready and lease as many files as there is room for, with one commit.

        The documents come after it, so that one that is there is that of a stored review."""
        if not self._ready:
            return ()
        ready, self._ready = self._ready, []
        ended = [(job, result) for job, result, _ in ready]
        jobs = self._store.exchange(ended, self._batch, self._worker, room)
        for job, _, document in ready:
            if (job.file, job.sha256) in self._entries:
                self._folder.put(job.file, document)
        return jobs

    def _tell(self, tally: Tally, rate: float | None) -> None:
        ended = tally.done + tally.refused + tally.quarantined
        left = tally.left / rate if rate else None
        self._told(
            Progress("review", ended, ended + tally.left, tally.reused, tally.refused, tally.quarantined, rate, left)
        )
