"""Files that are whole on the disk or not there at all, whatever ends the program in between."""

from __future__ import annotations

import contextlib
import os
import tempfile
from pathlib import Path

PREFIX = ".reviewer-"
"""Start of the names under which files are written before they get their own."""


def replace(path: Path, data: bytes, *, shared: bool = False) -> None:
    """Put `data` in the place of a file in a folder that is there; its owner alone may read it unless it is `shared`.

    It is written beside it, flushed and renamed; nothing is left of a try that fails. Raises OSError.
    """
    land(stage(os.fspath(path.parent / PREFIX), data), path, shared=shared)


def stage(start: str, data: bytes) -> Path:
    """Write `data` to a new file whose path begins with `start`, not flushed yet. Raises OSError, leaving nothing behind."""
    folder, prefix = os.path.split(start)
    handle, made = tempfile.mkstemp(prefix=prefix, dir=folder or ".")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(made)
        raise
    return Path(made)


def land(staged: Path, path: Path, *, shared: bool = False) -> None:
    """Flush a staged file and give it its name. Raises OSError, leaving nothing behind; FileNotFoundError: it is gone."""
    try:
        handle = os.open(staged, os.O_RDWR | getattr(os, "O_BINARY", 0))
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
        if shared:
            os.chmod(staged, 0o644)
        os.replace(staged, path)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(staged)
        raise


def sync_folder(folder: Path) -> None:
    """So that names, too, are on the disk; Windows has no such call. Raises OSError."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
