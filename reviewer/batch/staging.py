"""Documents that workers write beside their place: the one who drives a batch syncs them and gives them their names."""

from __future__ import annotations

import contextlib
import os
import tempfile
from pathlib import Path

PREFIX = ".reviewer-"


def stage(start: str, data: bytes) -> Path:
    """Write `data` to a new file whose path begins with `start`; not synced yet. Raises OSError, leaving nothing behind."""
    folder, prefix = os.path.split(start)
    handle, made = tempfile.mkstemp(prefix=prefix, dir=folder)
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(data)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(made)
        raise
    return Path(made)


def land(staged: Path, place: Path) -> None:
    """Give a staged file its name once its bytes are on the disk. Raises OSError; FileNotFoundError: somebody took it away."""
    handle = os.open(staged, os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
    os.chmod(staged, 0o644)
    os.replace(staged, place)
