"""What each visitor has on the table: files under ids of ours, their reviews, gone after a day.

A visitor sees nothing of another's: everything is asked for with the owner's token, and an id alone opens nothing.
"""

from __future__ import annotations

import secrets
import shutil
import tempfile
import threading
import time
from pathlib import Path
from typing import NamedTuple

from reviewer.model import Review

_KEPT = 24 * 3600.0
_MOST = 200
"""Reports kept for one visitor; the oldest goes first."""


class PageSize(NamedTuple):
    """Width and height of a page in points, as it is seen (turned pages are turned)."""

    width: float
    height: float


class Opened(NamedTuple):
    """One report on a desk."""

    id: str
    name: str
    """The file's own name: data only, never part of a path that is made from it."""
    path: Path
    review: Review
    pages: tuple[PageSize, ...] = ()
    """Of a PDF; other formats have none."""
    since: float = 0.0
    batch: str = ""
    """Files dropped together share it."""
    previous: Review | None = None
    """Last year's report of the same agency."""
    older: Review | None = None
    """An earlier version of the same report to compare with."""


class Desk:
    """All desks of this server, safe to use from several threads."""

    def __init__(self, folder: Path | None = None, kept: float = _KEPT) -> None:
        self._own = folder is None
        self.folder = folder or Path(tempfile.mkdtemp(prefix="reviewer-desk-"))
        self._kept = kept
        self._lock = threading.Lock()
        self._desks: dict[str, dict[str, Opened]] = {}

    def take(self, source: Path, name: str) -> Path:
        """A copy of an upload in a folder of its own; its name is kept, for the report's year may stand in it."""
        place = self.folder / secrets.token_urlsafe(12)
        place.mkdir(parents=True)
        target = place / (Path(name).name or "report")
        shutil.copyfile(source, target)
        return target

    def put(self, owner: str, opened: Opened) -> Opened:
        """Lay a report on a desk; what is too old or too much is cleared away."""
        now = time.time()
        with self._lock:
            desk = self._desks.setdefault(owner, {})
            desk[opened.id] = opened._replace(since=now)
            stale = [
                (key, one) for key, own in self._desks.items() for one in own.values() if now - one.since > self._kept
            ]
            extra = sorted(desk.values(), key=lambda one: one.since)[: max(0, len(desk) - _MOST)]
            for key, one in [*stale, *((owner, one) for one in extra)]:
                self._desks[key].pop(one.id, None)
                shutil.rmtree(one.path.parent, ignore_errors=True)
        return opened

    def get(self, owner: str, id: str) -> Opened | None:
        """The report if it is this owner's; else None, as if it did not exist."""
        with self._lock:
            return self._desks.get(owner, {}).get(id)

    def together(self, owner: str, batch: str) -> tuple[Opened, ...]:
        """Reports that came together, in the order in which they came."""
        with self._lock:
            return tuple(one for one in self._desks.get(owner, {}).values() if one.batch == batch)

    def all(self, owner: str) -> tuple[Opened, ...]:
        """Everything on one desk, in the order in which it came."""
        with self._lock:
            return tuple(self._desks.get(owner, {}).values())

    def clear(self, owner: str) -> int:
        """Take everything from one desk, files too; how many reports that were."""
        with self._lock:
            gone = self._desks.pop(owner, {})
        for one in gone.values():
            shutil.rmtree(one.path.parent, ignore_errors=True)
        return len(gone)

    def close(self) -> None:
        """Clear all desks."""
        with self._lock:
            self._desks.clear()
        if self._own:
            shutil.rmtree(self.folder, ignore_errors=True)


def new_id() -> str:
    """An id nobody guesses."""
    return secrets.token_urlsafe(18)
