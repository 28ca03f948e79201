"""The private folder into which archives are unpacked: gone when a batch ends; one left by a dead process goes with the next."""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import tempfile
from pathlib import Path

from reviewer import disk
from reviewer.errors import InputError, RefusedError

SPARE = 500 * 2**20
"""Bytes that stay free besides three times the input: database, kept copies, exports, the journal."""
_NAME = 200
"""Bytes of a file name; common file systems allow 255."""


class Scratch:
    """`<home>/unpacked/<process>-<random>`; a file in it keeps its own name, in a folder of its own."""

    def __init__(self, home: Path) -> None:
        self._parent = home / "unpacked"
        self._folder: Path | None = None
        self._count = 0

    def put(self, name: str, data: bytes) -> Path:
        """Write one file; its place. Raises OSError."""
        if self._folder is None:
            self._parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            disk.sweep(self._parent)
            self._folder = Path(tempfile.mkdtemp(prefix=f"{os.getpid()}-", dir=self._parent))
        self._count += 1
        path = self._folder / str(self._count) / _short(name)
        path.parent.mkdir()
        path.write_bytes(data)
        return path

    def close(self) -> None:
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)

    def __enter__(self) -> Scratch:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def room(size: int, *folders: Path) -> None:
    """Raises InputError B-SPACE where an input of `size` bytes may not fit beside the folders."""
    need = 3 * size + SPARE
    for folder in folders:
        place = next((one for one in (folder, *folder.absolute().parents) if one.exists()), None)
        with contextlib.suppress(OSError):
            free = shutil.disk_usage(place).free if place is not None else need
            if free < need:
                raise InputError("B-SPACE", need=-(-need // 2**20), free=free // 2**20)


def digested(path: Path) -> str:
    """SHA-256 of a plain file. Raises RefusedError E-UNREADABLE-FILE."""
    try:
        with path.open("rb") as source:
            return hashlib.file_digest(source, "sha256").hexdigest()
    except OSError as error:
        raise RefusedError("E-UNREADABLE-FILE") from error


def _short(name: str) -> str:
    """The name, cut in its stem where it is too long for a file system."""
    stem, ending = os.path.splitext(name)
    room = max(1, _NAME - len(os.fsencode(ending)))
    return os.fsencode(stem)[:room].decode("utf-8", "ignore") + ending if len(os.fsencode(name)) > _NAME else name
