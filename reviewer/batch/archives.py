"""A zip file of reports: checked whole before anything is read from it, unpacked one level into a private folder."""

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

_TIMES = 10
"""A season in one archive may be so many times what one report's own package may unpack to, and hold."""
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

    A package that is a document (an office file called .zip) is an entry itself.
    """
    from reviewer.batch.intake import left_out

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
        archive = Archive(data, wide) if kind_of(data) == "zip" else None
        if archive is None or archive_kind(archive) != "bundle":
            return Unpacked([(name, place.absolute(), len(data), digested(place))], [])
    except LimitError as error:
        return Unpacked([(name, place, 0, "", LimitError("B-ZIP-LIMIT", limit=_limit(error, wide)))], [])
    except RefusedError as error:
        return Unpacked([(name, place, 0, "", RefusedError(_REASONS.get(error.code, error.code)))], [])
    entries: list[tuple[Any, ...]] = []
    left: list[str] = []
    for raw in sorted(archive.names, key=readable):
        inside = readable(raw)
        if inside.endswith("/"):
            continue
        whole, parts = f"{name}/{inside}", inside.split("/")
        if any(left_out(part) for part in parts):
            left.append(whole)
            continue
        try:
            content = archive.once(raw)
            if len(content) > limits.upload:
                raise LimitError("L-UPLOAD", limit=limits.upload // 2**20)
            path = scratch.put(parts[-1], content)
            entries.append((whole, path, len(content), hashlib.sha256(content).hexdigest()))
        except ReviewerError as error:
            entries.append((whole, place, 0, "", error))
    return Unpacked(entries, left)


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
