"""Copies of what was submitted, so that comments can be placed in it later: home/files/<two digits>/<SHA-256><suffix>."""

from __future__ import annotations

import hashlib
import os
import re
import secrets
from pathlib import Path

from reviewer import disk
from reviewer.errors import FailedError

_SUFFIX = re.compile(r"\.[a-z0-9]{1,6}")
_PIECE = 2**20


def keep(home: Path, source: Path, sha256: str) -> Path:
    """Copy a file; its place. It is written beside, synced and renamed: a copy that is there is whole.

    Raises FailedError (F-CHANGED) when the bytes are other than `sha256` says, OSError.
    """
    suffix = source.suffix.lower()
    target = _folder(home, sha256) / (sha256 + (suffix if _SUFFIX.fullmatch(suffix) else ""))
    if target.exists():
        return target
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    fresh = target.with_name(f".{secrets.token_hex(8)}.part")
    try:
        _copy(source, fresh, sha256)
        os.replace(fresh, target)
    finally:
        fresh.unlink(missing_ok=True)
    disk.sync_folder(target.parent)
    return target


def original(home: Path, sha256: str, file: str) -> Path | None:
    """The copy of these bytes; of several the one with the suffix of `file`."""
    found = sorted(_folder(home, sha256).glob(f"{sha256}*")) if sha256 else []
    suffix = Path(file).suffix.lower()
    return next((one for one in found if one.suffix == suffix), found[0] if found else None)


def drop(home: Path, sha256: str) -> None:
    """Delete all copies of these bytes. Raises OSError."""
    for one in _folder(home, sha256).glob(f"{sha256}*") if sha256 else ():
        one.unlink(missing_ok=True)


def _folder(home: Path, sha256: str) -> Path:
    return home / "files" / sha256[:2]


def _copy(source: Path, fresh: Path, sha256: str) -> None:
    sha = hashlib.sha256()
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    with os.fdopen(handle, "wb") as target, source.open("rb") as file:
        while piece := file.read(_PIECE):
            sha.update(piece)
            target.write(piece)
        target.flush()
        os.fsync(target.fileno())
    if sha.hexdigest() != sha256:
        raise FailedError("F-CHANGED")
