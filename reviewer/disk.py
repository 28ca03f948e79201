"""Files that are whole on the disk or not there at all, whatever ends the program in between."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
import time
from pathlib import Path

PREFIX = ".reviewer-"
"""Start of the names under which files are written before they get their own."""
_MEMORY = "/dev/shm"  # noqa: S108 - folders of our own are made in it, readable by their owner
_CHOSEN = ("TMPDIR", "TEMP", "TMP")


def in_memory(room: int) -> str | None:
    """A folder that Linux keeps in memory, if `room` bytes are free there and nobody has chosen another for temporary files.

    For a hundred small files that live half a second: making and deleting them took a disk's file system longer than
    writing them (ext4 looks for places where nothing was deleted of late).
    """
    if any(os.environ.get(name) for name in _CHOSEN) or not os.access(_MEMORY, os.W_OK | os.X_OK):
        return None
    try:
        return _MEMORY if shutil.disk_usage(_MEMORY).free >= room else None
    except OSError:
        return None


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


def sweep(parent: Path, start: str = "", age: float = 0.0) -> None:
    """Remove folders called `<start><process>-…` that a process which is gone has left, unless younger than `age` seconds."""
    if os.name != "posix":
        return
    for one in parent.glob(f"{start}*-*"):
        pid = one.name.removeprefix(start).partition("-")[0]
        if pid.isdigit() and not _alive(int(pid)):
            with contextlib.suppress(OSError):
                if time.time() - one.stat().st_mtime >= age:
                    shutil.rmtree(one, ignore_errors=True)


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except (PermissionError, OverflowError):
        pass
    return True


def sync_folder(folder: Path) -> None:
    """So that names, too, are on the disk; Windows has no such call. Raises OSError."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
