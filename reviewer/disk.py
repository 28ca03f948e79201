"""Files that are whole on the disk or not there at all, whatever ends the program in between."""

from __future__ import annotations

import contextlib
import os
import tempfile
from pathlib import Path


def replace(path: Path, data: bytes, *, shared: bool = False) -> None:
    """Put `data` in the place of a file in a folder that is there; its owner alone may read it unless it is `shared`.

    It is written beside it, flushed and renamed; nothing is left of a try that fails. Raises OSError.
    """
    handle, fresh = tempfile.mkstemp(dir=path.parent, prefix=".reviewer-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if shared:
            os.chmod(fresh, 0o644)
        os.replace(fresh, path)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(fresh)
        raise


def sync_folder(folder: Path) -> None:
    """So that names, too, are on the disk; Windows has no such call. Raises OSError."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
