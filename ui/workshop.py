"""What the page's buttons do, without Gradio: review a file, compare two, write a product. Plain functions over plain values."""

from __future__ import annotations

import queue
import threading
from collections.abc import Generator, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

from reviewer import Reviewer, Settings, checks
from reviewer.errors import ReviewerError
from reviewer.export import WRITERS, write
from reviewer.inquiry import Piece
from reviewer.model import Answer, Review, ReviewStatus
from reviewer.pipeline import Stage
from ui.desk import Desk, Opened, PageSize, new_id
from ui.pages import Painter


class Upload(NamedTuple):
    """A file as it was dropped: where it lies for the moment, and its own name."""

    path: Path
    name: str


class Product(NamedTuple):
    """A file to take away."""

    name: str
    data: bytes


class Workshop:
    """The reviewer, the painter and the desks of one server."""

    def __init__(self, settings: Settings, desk: Desk) -> None:
        self.settings = settings
        self.desk = desk
        self.reviewer = Reviewer(settings)
        self.painter = Painter()

    def renew(self, settings: Settings) -> None:
        """Review with other settings from now on; reviews under way end as they began."""
        fresh, old = Reviewer(settings), self.reviewer
        self.settings, self.reviewer = settings, fresh
        threading.Timer(settings.limits.wall * 2.0, old.close).start()

    def review(
        self, owner: str, uploads: list[Upload], previous: Upload | None = None, older: Upload | None = None
    ) -> Iterator[Stage | Opened]:
        """One opened report a file, in order, before each the stages it goes through; whatever a file is, the others go on.

        `previous`: last year's report; `older`: an earlier version of the one report that is reviewed.
        """
        batch = new_id()
        before = self.desk.take(previous.path, previous.name) if previous is not None else None
        earlier = self._earlier(older) if older is not None and len(uploads) == 1 else None
        last = self.reviewer.review(before) if before is not None else None
        for one in uploads:
            path = self.desk.take(one.path, one.name)
            made = yield from self._staged(path, before)
            review = made.model_copy(update={"file": one.name})
            opened = Opened(
                new_id(), one.name, path, review, self.sizes(path, review), batch=batch, previous=last, older=earlier
            )
            yield self.desk.put(owner, opened)

    def _staged(self, path: Path, before: Path | None) -> Generator[Stage, None, Review]:
        """Review in a thread of its own and pass the stages on as they begin."""
        told: queue.SimpleQueue[Stage | None] = queue.SimpleQueue()
        with ThreadPoolExecutor(1) as apart:
            made = apart.submit(self.reviewer.review, path, before, told=told.put)
            made.add_done_callback(lambda _: told.put(None))
            while (stage := told.get()) is not None:
                yield stage
            return made.result()

    def ask(self, opened: Opened, question: str, history: list[Answer]) -> Iterator[Piece]:
        """An answer about an open report, in pieces. Raises InputError where it could not be read."""
        yield from self.reviewer.ask_stream(opened.review, question, previous=opened.previous, history=history)

    def _earlier(self, older: Upload) -> Review:
        return self.reviewer.review(older.path).model_copy(update={"file": older.name})

    def sizes(self, path: Path, review: Review) -> tuple[PageSize, ...]:
        """The pages to show beside the findings; none where the file is no PDF or cannot be drawn."""
        read = review.status in (ReviewStatus.REVIEWED, ReviewStatus.PARTIAL)
        with path.open("rb") as file:
            if not read or b"%PDF" not in file.read(1024):
                return ()
        try:
            return self.painter.sizes(path)
        except ReviewerError:
            return ()

    def product(self, opened: Opened, format: str) -> Product:
        """The review in a format of the writers. Raises KeyError for another."""
        made = write((opened.review,), format)
        data = made.encode("utf-8") if isinstance(made, str) else made
        return Product(f"{Path(opened.name).stem}-审查意见{WRITERS[format].extension}", data)

    def close(self) -> None:
        """End all children and clear the desks."""
        self.reviewer.close()
        self.painter.close()
        self.desk.close()


def titles_of(settings: Settings) -> dict[str, str]:
    """Titles of all rules in force by their ids. Raises ConfigError."""
    catalogue = checks.catalogue(settings.rules)
    return {rule.rule.id: rule.rule.title for rule in catalogue.rules(catalogue.latest)}
