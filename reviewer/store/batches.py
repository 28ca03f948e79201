"""The store as a batch sees it: files in, results out."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from reviewer.model import Notice
from reviewer.store import atwork, bodies, endings, files, intake, queue
from reviewer.store.base import Base
from reviewer.store.faults import told
from reviewer.store.jobs import Incoming, Job, Placing, Result, Tally


class Batches(Base):
    """Queue, results, and whose reports they are as far as the program can tell."""

    def begin(self, label: str, rules: str, settings: str, entries: Iterable[Incoming], who: str) -> int:
        """Id of the batch `label`, with these files in it; what was reviewed before is done at once."""
        with self._writing() as connection:
            queue.reclaim(connection, self._home)
            return intake.begin(connection, label, rules, settings, tuple(entries), who)

    def lease(self, batch: int, worker: str, most: int) -> tuple[Job, ...]:
        """Take up to `most` files. () when there is none now: others, or the worker itself, may still be at some."""
        with self._writing(alone=False) as connection:
            jobs = queue.lease(connection, batch, worker, most)
        if jobs:
            return jobs
        with self._writing() as connection:
            return queue.lease(connection, batch, worker, most) if queue.reclaim(connection, self._home) else ()

    def release(self, worker: str) -> None:
        """Give back what a worker holds and has not tried."""
        with self._writing() as connection:
            queue.release(connection, worker)
        atwork.clear(self._home, worker)

    def finish(self, job: Job, result: Result) -> None:
        """Give a job its result; one that has ended already is left as it is."""
        with self._writing() as connection:
            endings.finish(connection, [(job, result)])

    def exchange(self, ended: Iterable[tuple[Job, Result]], batch: int, worker: str, most: int) -> tuple[Job, ...]:
        """As `finish` for several jobs and then `lease`, with one commit: all of it or none.

        What others lost is not looked for here; nothing is leased where `most` is 0."""
        with self._writing() as connection:
            endings.finish(connection, ended)
            return queue.lease(connection, batch, worker, most) if most else ()

    def fail(self, job: Job, notice: Notice) -> None:
        """An attempt came to nothing: back in the queue, or put aside after the second."""
        with self._writing() as connection:
            queue.fail(connection, job, notice)

    def renew(self, submission: int, result: Result) -> None:
        """Another judgement of the same bytes, such as with last year's report, in the place of the one there is."""
        with self._writing() as connection:
            endings.renew(connection, submission, result)

    def hint(self, submission: int, result: Result) -> None:
        """The same judgement with what a model added, in the place of the one without."""
        with self._writing() as connection:
            endings.hint(connection, submission, result)

    def tally(self, batch: int) -> Tally:
        with self._reading() as connection:
            return queue.tally(connection, batch)

    def keep(self, path: Path, sha256: str) -> Path:
        """Keep a copy of a submitted file; its place. Raises FailedError (F-CHANGED), StoreError (S-FULL, S-IO)."""
        with told():
            return files.keep(self._home, path, sha256)

    def match(self, placings: Iterable[Placing], who: str) -> None:
        """The program says whose reports these are; what a person said stands."""
        with self._writing() as connection:
            bodies.match(connection, placings, who)

    def unsettled(self, year: int) -> tuple[tuple[int, int | None], ...]:
        """(submission, last year's or None) of those not judged with the last year's report that serves now."""
        with self._reading() as connection:
            return bodies.unsettled(connection, year)
