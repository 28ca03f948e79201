"""The supervisor's office: what both faces do with a season. Plain methods over a store, no terminal and no page in them."""

from __future__ import annotations

import getpass
import os
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from reviewer import checks, waivers
from reviewer.annotate import Annotated
from reviewer.asking import SeasonDesk
from reviewer.batch import chores, products, roster, settle, tasks
from reviewer.batch.engines import Call, Engine
from reviewer.batch.engines import engine as engine_of
from reviewer.batch.finish import Finish
from reviewer.batch.intake import Entry, gather, size_of
from reviewer.batch.matching import Matcher
from reviewer.batch.results import Folder
from reviewer.batch.runner import Progress, Runner, Told
from reviewer.batch.scratch import Scratch, room
from reviewer.batch.tasks import Setup, settings_mark
from reviewer.compare import compare
from reviewer.errors import InputError
from reviewer.model import Agency, Comparison, Mark, Notice, SeasonAnswer, Severity, Submission, SubmissionState
from reviewer.resources import sentence
from reviewer.settings import Settings
from reviewer.store import Incoming, Store, Tally


class Totals(NamedTuple):
    """What a run came to. `batch`: its number; `submissions`: those of the files given, by name."""

    batch: int
    label: str
    output: Path
    tally: Tally
    submissions: tuple[Submission, ...]
    left_out: tuple[str, ...]
    seconds: float
    stopped: bool = False

    def status(self, threshold: Severity) -> int:
        """The exit status: 2 a file without a review, 1 findings at or above the threshold, else 0."""
        ended = {SubmissionState.DONE, SubmissionState.REFUSED, SubmissionState.QUARANTINED}
        if self.stopped or any(one.state not in ended for one in self.submissions):
            return 2
        if any(one.state is not SubmissionState.DONE for one in self.submissions):
            return 2
        counted = ("errors", "warnings", "infos")[: threshold.rank + 1]
        return int(any(getattr(one.counts, name) for one in self.submissions for name in counted))


class Office:
    """A store, and what is done with it. Close it, or use `with`."""

    call: Call = staticmethod(tasks.review)
    """What a worker does with a file."""
    seconds: float | None = None
    """What that may take; None is what the limits of the settings come to."""

    def __init__(self, settings: Settings | None = None, store: Store | None = None) -> None:
        self.settings = settings or Settings()
        """Taken up by the next call; the database stays the one that was opened."""
        self.store = store or Store.open(self.settings)
        self._given = store is not None
        self._asking = threading.Lock()
        self._desk: tuple[tuple[int, int, date], SeasonDesk] | None = None

    def run(
        self,
        paths: Iterable[str | Path],
        output: str | Path,
        *,
        engine: str = "local",
        workers: int | None = None,
        scheduler: str | None = None,
        resume: bool = False,
        label: str | None = None,
        season: int | None = None,
        who: str | None = None,
        told: Told = lambda progress: None,
        stopped: Callable[[], bool] = lambda: False,
    ) -> Totals:
        """Review everything under `paths` into the folder `output`. What is stored at a moment stays, however this ends.

        Raises InputError (B-…: the call), ConfigError (a rule file), StoreError (S-FULL: the disk), FailedError
        (B-WORKERS, B-SCHEDULER, B-WRITE).
        """
        settings = self.settings  # the page may take up others meanwhile
        begun, given, whose = time.monotonic(), [Path(one) for one in paths], who or user()
        checks.catalogue(settings.rules)  # told now, not by every worker
        target = Path(output)
        room(size_of(given), settings.folder(), target)
        setup = Setup.of(settings)
        setup = setup if self.seconds is None else setup._replace(seconds=self.seconds)
        marks = settings_mark(settings)
        folder = Folder(target, label, f"{setup.rules}-{marks}", resume=resume)
        crew = _Crew(setup, engine, workers or os.cpu_count() or 1, scheduler)
        try:
            with Scratch(settings.folder()) as scratch:
                taken = gather(given, scratch, settings.limits, target)
                folder.expect(taken.entries)
                incoming = [_incoming(one) for one in taken.entries]
                batch = self.store.begin(folder.label, setup.rules, marks, incoming, whose)
                matcher = Matcher(self.store.register(), season)
                if self.store.tally(batch).left:
                    folder.unfinished()
                    Runner(
                        self.store, crew.reviews, batch, taken.entries, matcher, folder, told, stopped, self.call
                    ).run()
            names = [(one.file, one.sha256) for one in taken.entries]
            if not stopped():
                mine = self._mine(batch, names)
                unread = {one.file: one.error for one in taken.entries if one.error is not None}
                Finish(self.store, settings, crew, folder, matcher, mine, unread, whose, told, stopped).run()
            folder.flush()
        finally:
            crew.close()
            folder.close()
        return Totals(
            batch, folder.label, target, self.store.tally(batch), self._mine(batch, names), taken.left_out,
            time.monotonic() - begun, stopped(),
        )  # fmt: skip

    def settle(self, year: int, told: Told = lambda progress: None) -> None:
        """Last year's reports beside this year's, then the rules across reports. Raises ConfigError, StoreError."""
        told(Progress("settle", 0, 1))
        crew = _Crew(Setup.of(self.settings), "local", os.cpu_count() or 1, None)
        try:
            settle.last_years(self.store, crew.chores, year, None, {})
            settle.across(crew.chores, self.settings, year)
        finally:
            crew.close()

    def mark(self, id: int, mark: Mark) -> Mark:
        """Put a person's word on a finding of a submission. Raises InputError (S-UNKNOWN, B-UNPLACED, B-NO-FINDING), ConflictError."""
        one = self.store.submission(id)
        if one.agency is None or one.year is None:
            raise InputError("B-UNPLACED", id=id)
        named = {(found.rule, found.fingerprint) for found in self.store.review(id).findings}
        if (mark.rule, mark.fingerprint) not in named:
            raise InputError("B-NO-FINDING", id=id, rule=mark.rule)
        there = [old for old in self.store.marks(one.agency, one.year) if old.rule == mark.rule]
        seen = next((old.revision for old in there if old.fingerprint == mark.fingerprint), 0)
        return self.store.mark(one.agency, one.year, mark, seen)

    def workbook(self, year: int, office: str = "") -> bytes:
        """A season as an Excel workbook. Raises InputError B-NO-SEASON, ConfigError X-OPENPYXL."""
        return self._product(chores.workbook, year, office)

    def summary(self, year: int, office: str = "") -> bytes:
        """A season as a notice to all in Word, issued by `office`. Raises as `workbook`."""
        return self._product(chores.summary, year, office)

    def _product(self, make: Call, year: int, office: str) -> bytes:
        if not self.store.submissions(year=year):
            raise InputError("B-NO-SEASON", year=year)
        crew = _Crew(Setup.of(self.settings), "local", 1, None)
        try:
            return settle.product(
                crew.chores, make, chores.Order(self.settings, year=year, office=office or self.settings.office)
            )
        finally:
            crew.close()

    def notice(self, ids: Sequence[int], office: str = "", deadline: date | None = None) -> bytes:
        """退回修改通知 in Word for these submissions. Raises as `products.returned`."""
        return products.returned(self.store, ids, office or self.settings.office, deadline)

    def commented(self, id: int) -> Annotated:
        """Comments or highlights in a copy of what was submitted. Raises as `products.commented`."""
        return products.commented(self.store, id, self.settings.limits)

    def ask(self, year: int, question: str) -> SeasonAnswer:
        """An answer computed over a season as it stands; what was read of it is kept until something changes."""
        with self._asking:
            state = year, self.store.checkpoint().n, waivers.today()
            if self._desk is None or self._desk[0] != state:
                self._desk = state, SeasonDesk(products.view_of(self.store, year))
            return self._desk[1].ask(question)

    def resubmitted(self, id: int) -> Comparison | None:
        """A submission against the version before it; None for the first. Raises InputError S-UNKNOWN."""
        one = self.store.submission(id)
        if one.agency is None or one.year is None:
            return None
        before = [other for other in self.store.versions(one.agency, one.year) if other.number < one.number]
        return compare(self.store.review(before[-1].id), self.store.review(id)) if before else None

    def enrol(self, path: Path, who: str | None = None) -> tuple[Agency, ...]:
        """Take a register in from a file; what was taken. Raises InputError (B-REGISTER…, S-NAME, S-PARENT)."""
        found = roster.read(path, self.settings.limits)
        self.store.enrol(found, who or user())
        self.rematch(who)
        return found

    def rematch(self, who: str | None = None) -> None:
        """Whose the stored reports are, by the register as it is now."""
        matcher = Matcher(self.store.register())
        settle.match(self.store, matcher, self.store.submissions(newest=False), who or user())

    def close(self) -> None:
        if not self._given:
            self.store.close()

    def __enter__(self) -> Office:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _mine(self, batch: int, names: Iterable[tuple[str, str]]) -> tuple[Submission, ...]:
        """The latest submission of every file that was given, in their order."""
        found = {
            (one.file, one.sha256): one
            for one in sorted(self.store.submissions(batch=batch, newest=False), key=lambda one: one.id)
        }
        return tuple(found[name] for name in names if name in found)


def _incoming(one: Entry) -> Incoming:
    notice = None
    if one.error is not None:
        notice = Notice(code=one.error.code, sentence=sentence(one.error.code, **one.error.values))
    return Incoming(one.file, os.fspath(one.path), one.sha256, notice)


class _Crew:
    """Workers, started when they are first needed: those for reviews, and those of this machine for what is stored."""

    def __init__(self, setup: Setup, name: str, workers: int, scheduler: str | None) -> None:
        self._setup, self._name, self._workers, self._scheduler = setup, name, workers, scheduler
        self._reviews: Engine | None = None
        self._chores: Engine | None = None

    @property
    def reviews(self) -> Engine:
        if self._reviews is None:
            self._reviews = engine_of(self._name, self._setup, self._workers, self._scheduler)
        return self._reviews

    @property
    def chores(self) -> Engine:
        if self._name == "local":
            return self.reviews
        if self._chores is None:
            self._chores = engine_of("local", self._setup, self._workers)
        return self._chores

    def close(self) -> None:
        for one in (self._reviews, self._chores):
            if one is not None:
                one.close()


def user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "reviewer"
