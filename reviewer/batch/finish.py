"""What is done when no file of a batch is left: matching, last year's reports, rules across reports, documents, workbook, model."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from reviewer.batch import chores, language, settle, tasks
from reviewer.batch.engines import Engine
from reviewer.batch.matching import Matcher
from reviewer.batch.products import seasons_of
from reviewer.batch.results import Folder
from reviewer.batch.runner import Progress, Told
from reviewer.errors import ReviewerError
from reviewer.model import Submission
from reviewer.notices import ended
from reviewer.settings import Settings
from reviewer.store import Store


class Crew(Protocol):
    """Where the workers come from."""

    @property
    def chores(self) -> Engine:
        """Workers of this machine."""


class Finish:
    """Does nothing, and starts no worker, where a batch was finished before and nothing has changed."""

    def __init__(
        self, store: Store, settings: Settings, crew: Crew, folder: Folder, matcher: Matcher,
        mine: tuple[Submission, ...], unread: dict[str, ReviewerError], who: str, told: Told, stopped: Callable[[], bool],
    ) -> None:  # fmt: skip
        self._store, self._settings, self._crew, self._folder = store, settings, crew, folder
        self._matcher, self._mine, self._unread, self._who = matcher, mine, unread, who
        self._told, self._stopped = told, stopped

    def run(self) -> None:
        """Raises StoreError, ConfigError, FailedError."""
        settle.match(self._store, self._matcher, self._mine, self._who)
        now = tuple(self._store.submission(one.id) for one in self._mine)
        season = self._matcher.season or next(iter(seasons_of(now)), None)
        settle.unread(self._store, now, season, self._who)
        now = tuple(self._store.submission(one.id) for one in self._mine)
        placed = [(one.agency, one.year) for one in self._mine] != [(one.agency, one.year) for one in now]
        years = self._years(now)
        if placed or any(self._store.unsettled(year) for year in years):
            self._folder.unfinished()
        if not self._folder.finished():
            self._settle(now, years)
        stale = {one.id for one in now if one.counts.dismissed and not self._folder.finished()}  # written without it
        missing = {one.id: one.file for one in now if one.id in stale or self._folder.missing(one.file)}
        for one, file in list(missing.items()):
            if file in self._unread:
                self._folder.put(file, tasks.packed(tasks.document_of(ended(file, "", self._unread[file]))))
                del missing[one]
        if missing:
            self._say("write", 0, len(missing))
            settle.documents(self._crew.chores, self._settings, self._folder, missing)
        if not self._folder.finished():
            self._folder.flush()
            language.hint(self._store, self._settings, self._folder, now, self._told, self._stopped)
        if not self._folder.finished() and not self._stopped():
            self._say("write", len(now), len(now))
            self._books(now)

    def _books(self, now: tuple[Submission, ...]) -> None:
        """A workbook a season; that of the season which most files are of comes last, under the name that ends a batch."""
        main, *others = seasons_of(now) or (0,)
        for year in others:
            ids = tuple(one.id for one in now if one.year == year)
            self._folder.beside(year, self._book(ids, year))
        ids = tuple(one.id for one in now if one.year in (main, None))
        self._folder.summary(self._book(ids, main))

    def _book(self, ids: tuple[int, ...], year: int) -> bytes:
        return settle.product(self._crew.chores, chores.batch_book, chores.Order(self._settings, ids, year))

    def _settle(self, now: tuple[Submission, ...], years: list[int]) -> None:
        own = {one.id: one.file for one in now}
        for number, year in enumerate(years):
            self._say("settle", number, len(years))
            settle.last_years(self._store, self._crew.chores, year, self._folder, own)
            self._folder.flush()
            settle.across(self._crew.chores, self._settings, year)

    def _years(self, now: tuple[Submission, ...]) -> list[int]:
        """The seasons of these files, and those whose last year's reports they are."""
        own = {one.year for one in now if one.year is not None and one.agency is not None}
        after = {year + 1 for year in own - {one - 1 for one in own} if self._store.submissions(year=year + 1)}
        return sorted(own | after)

    def _say(self, stage: str, done: int, total: int) -> None:
        self._told(Progress(stage, done, total))
