"""A zip file of reports: checked whole before anything is read from it, unpacked two levels into a private folder."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any, NamedTuple

from reviewer.batch.scratch import Scratch, digested
from reviewer.errors import LimitError, RefusedError, ReviewerError
from reviewer.extract.archive import Archive
from reviewer.extract.kinds import archive_kind, kind_of
from reviewer.extract.opener import load
from reviewer.limits import Limits
from reviewer.waivers import SUFFIX

_TIMES = 10
"""A season in one archive may be so many times what one report's own package may unpack to, and hold."""
_HIDDEN = (".", "~$", "~WRL", "__MACOSX")
_NOBODYS = frozenset({"thumbs.db", "desktop.ini"})
_DEPTH = 2
"""An archive and those in it."""
_REASONS = {
    "E-ENCRYPTED": "B-ZIP-LOCKED",
    "E-DAMAGED": "B-ZIP-DAMAGED",
    "E-ARCHIVE": "B-ZIP-UNSAFE",
    "E-EMPTY": "E-EMPTY",
}


class Unpacked(NamedTuple):
    """Arguments of entries, and names that were left out."""

    entries: list[tuple[Any, ...]]
    left_out: list[str]


def unpacked(place: Path, name: str, scratch: Scratch, limits: Limits) -> Unpacked:
    """The files of an archive as entries `<archive>/<name inside>`; one entry with the reason when it is unfit.

    Archives in it (a city's of its counties') are unpacked too, those in these are not; all share one set of limits. A
    package that is a document (an office file called .zip) is an entry itself.
    """
    found = Unpacked([], [])
    wide = limits.model_copy(
        update={
            "upload": 4 * limits.upload,
            "unpacked": _TIMES * limits.unpacked,
            "entries": 5 * limits.entries,
            "entry": max(limits.upload, limits.entry),
        }
    )
    try:
        data = load(place, wide)
        archive = _bundle(data, wide)
    except ReviewerError as error:
        return Unpacked([(name, place, 0, "", _told(error, wide))], [])
    if archive is None:
        return Unpacked([(name, place.absolute(), len(data), digested(place))], [])
    _Walk(place, scratch, limits, wide, found).through(archive, name, _DEPTH)
    return found


class _Walk:
    """Through an archive. `place`: where it lies; `left`: the limits for what is still to come; `found`: what it fills."""

    def __init__(self, place: Path, scratch: Scratch, limits: Limits, left: Limits, found: Unpacked) -> None:
        self._place, self._scratch, self._limits, self._left, self._found = place, scratch, limits, left, found

    def through(self, archive: Archive, name: str, depth: int) -> None:
        self._left = self._left.model_copy(
            update={
                "unpacked": max(0, self._left.unpacked - archive.size),
                "entries": max(0, self._left.entries - len(archive.names)),
            }
        )
        for raw in sorted(archive.names, key=readable):
            inside = readable(raw)
            if inside.endswith("/"):
                continue
            whole, parts = f"{name}/{inside}", inside.split("/")
            if any(left_out(part) for part in parts):
                self._found.left_out.append(whole)
                continue
            try:
                self._one(archive.once(raw), whole, parts[-1], depth)
            except ReviewerError as error:
                self._found.entries.append((whole, self._place, 0, "", error))

    def _one(self, content: bytes, whole: str, name: str, depth: int) -> None:
        """Raises LimitError, RefusedError: what this file ends with."""
        if len(content) > self._limits.upload:
            raise LimitError("L-UPLOAD", limit=self._limits.upload // 2**20)
        if depth > 1 and name.lower().endswith(".zip"):
            try:
                archive = _bundle(content, self._left)
            except ReviewerError as error:
                raise _told(error, self._left) from error
            if archive is not None:
                self.through(archive, whole, depth - 1)
                return
        path = self._scratch.put(name, content)
        self._found.entries.append((whole, path, len(content), hashlib.sha256(content).hexdigest()))


def _bundle(data: bytes, limits: Limits) -> Archive | None:
    """An archive of files; None: a document, or no archive at all. Raises LimitError, RefusedError."""
    archive = Archive(data, limits) if kind_of(data) == "zip" else None
    return archive if archive is not None and archive_kind(archive) == "bundle" else None


def _told(error: ReviewerError, limits: Limits) -> ReviewerError:
    """The same in words for an archive."""
    if isinstance(error, LimitError):
        return LimitError("B-ZIP-LIMIT", limit=_limit(error, limits))
    return RefusedError(_REASONS.get(error.code, error.code)) if isinstance(error, RefusedError) else error


def left_out(name: str) -> bool:
    """Whether a file of this name is nobody's submission."""
    return name.startswith(_HIDDEN) or name.lower() in _NOBODYS or name.endswith(SUFFIX)


def readable(name: str) -> str:
    """A name as it was meant: zipfile takes names without the UTF-8 mark for CP437, Chinese programs write GBK there."""
    try:
        raw = name.encode("cp437")
    except UnicodeEncodeError:  # it had the mark
        return name.replace("\\", "/")
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding).replace("\\", "/")
        except UnicodeDecodeError:
            continue
    return name.replace("\\", "/")


def _limit(error: LimitError, wide: Limits) -> str:
    return next(iter(error.values.values()), str(wide.entries))
