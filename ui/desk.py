"""What each visitor has on the table: files under ids of ours, their reviews, gone after a day.

A visitor sees nothing of another's: everything is asked for with the owner's token, and an id alone opens nothing.
"""

from __future__ import annotations

import secrets
import shutil
import tempfile
import threading
import time
import zlib
from collections import OrderedDict
from pathlib import Path
from typing import NamedTuple

from reviewer.model import Review, ReviewStatus

_KEPT = 24 * 3600.0
_MOST = 200
"""Reports kept for one visitor; the oldest goes first."""
_UNPACKED = 32
"""Reports in use, over all visitors, whose reviews lie ready; a review at rest is a twentieth of its size."""


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


class _Rest(NamedTuple):
    """A report at rest: its reviews as compressed JSON."""

    opened: Opened
    packed: tuple[bytes | None, bytes | None, bytes | None]

    @classmethod
    def of(cls, opened: Opened) -> _Rest:
        bare = opened._replace(review=_NOTHING, previous=None, older=None)
        return cls(bare, (_packed(opened.review), _packed(opened.previous), _packed(opened.older)))

    def woken(self) -> Opened:
        review, previous, older = map(_unpacked, self.packed)
        return self.opened._replace(review=review or _NOTHING, previous=previous, older=older)


_NOTHING = Review(file="", sha256="", status=ReviewStatus.FAILED)


def _packed(review: Review | None) -> bytes | None:
    return None if review is None else zlib.compress(review.model_dump_json().encode("utf-8"), 1)


def _unpacked(packed: bytes | None) -> Review | None:
    return None if packed is None else Review.model_validate_json(zlib.decompress(packed))


class Desk:
    """All desks of this server, safe to use from several threads."""

    def __init__(self, folder: Path | None = None, kept: float = _KEPT) -> None:
        self._own = folder is None
        self.folder = folder or Path(tempfile.mkdtemp(prefix="reviewer-desk-"))
        self._kept = kept
        self._lock = threading.Lock()
        self._desks: dict[str, dict[str, _Rest]] = {}
        self._ready: OrderedDict[str, Opened] = OrderedDict()

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
        opened = opened._replace(since=now)
        rest = _Rest.of(opened)
        with self._lock:
            desk = self._desks.setdefault(owner, {})
            desk[opened.id] = rest
            self._lay_ready(opened)
            kept = [(key, one.opened) for key, own in self._desks.items() for one in own.values()]
            stale = [(key, one) for key, one in kept if now - one.since > self._kept]
            own = sorted((one for key, one in kept if key == owner), key=lambda one: one.since)
            for key, one in [*stale, *((owner, one) for one in own[: max(0, len(own) - _MOST)])]:
                self._desks[key].pop(one.id, None)
                self._ready.pop(one.id, None)
                shutil.rmtree(one.path.parent, ignore_errors=True)
            for key in [key for key, desk in self._desks.items() if not desk]:
                del self._desks[key]
        return opened

    def _lay_ready(self, opened: Opened) -> None:
        self._ready[opened.id] = opened
        self._ready.move_to_end(opened.id)
        while len(self._ready) > _UNPACKED:
            self._ready.popitem(last=False)

    def _woken(self, rest: _Rest) -> Opened:
        """The report with its reviews; called with the lock held."""
        ready = self._ready.get(rest.opened.id)
        if ready is None:
            ready = rest.woken()
        self._lay_ready(ready)
        return ready

    def get(self, owner: str, id: str) -> Opened | None:
        """The report if it is this owner's; else None, as if it did not exist."""
        with self._lock:
            rest = self._desks.get(owner, {}).get(id)
            return None if rest is None else self._woken(rest)

    def together(self, owner: str, batch: str) -> tuple[Opened, ...]:
        """Reports that came together, in the order in which they came."""
        with self._lock:
            found = [one for one in self._desks.get(owner, {}).values() if one.opened.batch == batch]
            return tuple(map(self._woken, found))

    def all(self, owner: str) -> tuple[Opened, ...]:
        """Everything on one desk, in the order in which it came."""
        with self._lock:
            return tuple(map(self._woken, self._desks.get(owner, {}).values()))

    def clear(self, owner: str) -> int:
        """Take everything from one desk, files too; how many reports that were."""
        with self._lock:
            gone = self._desks.pop(owner, {})
            for id in gone:
                self._ready.pop(id, None)
        for one in gone.values():
            shutil.rmtree(one.opened.path.parent, ignore_errors=True)
        return len(gone)

    def close(self) -> None:
        """Clear all desks."""
        with self._lock:
            self._desks.clear()
            self._ready.clear()
        if self._own:
            shutil.rmtree(self.folder, ignore_errors=True)


def new_id() -> str:
    """An id nobody guesses."""
    return secrets.token_urlsafe(18)
