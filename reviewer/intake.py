"""A file before it is read: is it there, is it a plain file, is it small enough; its hash; did it change meanwhile."""

from __future__ import annotations

import hashlib
import stat
from pathlib import Path

from reviewer.errors import FailedError, LimitError, RefusedError
from reviewer.limits import Limits


class Intake:
    """What is known of one submitted file; filled by `take`."""

    def __init__(self) -> None:
        self.sha256 = ""
        self._path: Path | None = None
        self._stamp: tuple[int, int, int] | None = None

    def digest(self) -> None:
        """SHA-256 of the bytes. Raises RefusedError (E-UNREADABLE-FILE)."""
        assert self._path is not None
        try:
            with self._path.open("rb") as source:
                self.sha256 = hashlib.file_digest(source, "sha256").hexdigest()
        except OSError as error:
            raise RefusedError("E-UNREADABLE-FILE") from error

    def unchanged(self) -> None:
        """Raises FailedError (F-CHANGED) when the file is not the one that was taken."""
        assert self._path is not None
        if _stamp(self._path) != self._stamp:
            raise FailedError("F-CHANGED")


def take(path: Path, limits: Limits, given: Intake) -> None:
    """Look at a file without reading it. Raises RefusedError (E-NO-FILE, E-FOLDER, E-NOT-FILE, E-UNREADABLE-FILE) or
    LimitError (L-UPLOAD)."""
    try:
        known = path.stat()
    except (FileNotFoundError, NotADirectoryError) as error:
        raise RefusedError("E-NO-FILE") from error
    except (OSError, ValueError) as error:
        raise RefusedError("E-UNREADABLE-FILE") from error
    if stat.S_ISDIR(known.st_mode):
        raise RefusedError("E-FOLDER")
    if not stat.S_ISREG(known.st_mode):
        raise RefusedError("E-NOT-FILE")
    if known.st_size > limits.upload:
        raise LimitError("L-UPLOAD", limit=limits.upload // 2**20)
    given._path = path
    given._stamp = _stamp(path)


def _stamp(path: Path) -> tuple[int, int, int] | None:
    try:
        known = path.stat()
    except OSError:
        return None
    return known.st_size, known.st_mtime_ns, known.st_ino
