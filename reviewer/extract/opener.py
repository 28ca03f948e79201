"""Opens a file: looks at its size and its bytes, and hands it to the reader of its kind."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Final, NamedTuple

from reviewer.errors import LimitError, RefusedError
from reviewer.extract.archive import Archive
from reviewer.extract.kinds import archive_kind, kind_of
from reviewer.limits import Limits
from reviewer.model import Document


class Source(NamedTuple):
    """A file as it was when it was opened."""

    path: Path
    data: bytes
    archive: Archive | None = None
    """The checked package, when the file is one."""


def read(path: Path, *, limits: Limits) -> Document:
    """Read one file of any kind. Raises RefusedError, LimitError or FailedError with a code of rules/messages.yaml."""
    source = Source(path, load(path, limits))
    kind = kind_of(source.data)
    if kind == "zip":
        archive = Archive(source.data, limits)
        kind, source = archive_kind(archive), source._replace(archive=archive)
    if kind in OPENERS:
        try:
            return OPENERS[kind](source, limits)
        except RecursionError as error:
            raise LimitError("L-DEPTH") from error
    raise RefusedError(REFUSED.get(kind, "E-KIND"))


def kind(path: Path, limits: Limits) -> str:
    """What a file is by its bytes: pdf, docx, html, text, doc … Raises RefusedError or LimitError when it cannot be told."""
    data = load(path, limits)
    found = kind_of(data)
    return archive_kind(Archive(data, limits)) if found == "zip" else found


def needs_office(path: Path) -> str | None:
    """`doc`, `wps`, `rtf` or `odt` when the file has to go through LibreOffice first; None for all else.

    Looks at the bytes only and never raises: a file that cannot be opened is left for `read` to refuse.
    """
    try:
        kind = kind_of(load(path, Limits()))
    except (RefusedError, LimitError):
        return None
    return _office_label(path, kind) if kind in _OFFICE else None


def load(path: Path, limits: Limits) -> bytes:
    """All bytes of a regular file of at most `limits.upload` bytes; a FIFO or device is refused and never waited for."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise RefusedError("E-NOT-FILE")
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    except FileNotFoundError as error:
        raise RefusedError("E-NO-FILE") from error
    except (OSError, ValueError) as error:
        raise RefusedError("E-UNREADABLE-FILE") from error
    with os.fdopen(handle, "rb") as stream:
        found = os.fstat(stream.fileno())
        if not stat.S_ISREG(found.st_mode):
            raise RefusedError("E-NOT-FILE")
        if found.st_size > limits.upload:
            raise _too_large(limits)
        try:
            data = stream.read(limits.upload + 1)
        except OSError as error:
            raise RefusedError("E-UNREADABLE-FILE") from error
    if len(data) > limits.upload:
        raise _too_large(limits)
    if not data.strip(b"\0 \t\r\n"):
        raise RefusedError("E-EMPTY")
    return data


def _too_large(limits: Limits) -> LimitError:
    return LimitError("L-UPLOAD", limit=limits.upload // 2**20)


def _pdf(source: Source, limits: Limits) -> Document:
    from reviewer.extract.pdf import read_pdf

    document: Document = read_pdf(source.path, limits)
    return document


def _docx(source: Source, limits: Limits) -> Document:
    from reviewer.extract.docx import read_docx

    return read_docx(source.archive or Archive(source.data, limits), limits)


def _html(source: Source, limits: Limits) -> Document:
    from reviewer.extract.html import read_html

    return read_html(source.data, limits)


def _mhtml(source: Source, limits: Limits) -> Document:
    from reviewer.extract.mhtml import read_mhtml

    return read_mhtml(source.data, limits)


def _plain(source: Source, limits: Limits) -> Document:
    from reviewer.extract.plain import read_plain

    return read_plain(source.data, limits)


def _office(source: Source, limits: Limits) -> Document:
    from reviewer.extract.office import read_office

    kind = kind_of(source.data)
    return read_office(source.path, _office_label(source.path, kind), limits)


def _office_label(path: Path, kind: str) -> str:
    """A WPS file has the bytes of a DOC; only its name tells them apart, and only for what it is called."""
    if kind == "doc" and path.suffix.lower() == ".wps":
        return "wps"
    return {"wordxml": "doc", "zip": "odt"}.get(kind, kind)


OPENERS: Final[dict[str, Callable[[Source, Limits], Document]]] = {
    "pdf": _pdf,
    "docx": _docx,
    "html": _html,
    "mhtml": _mhtml,
    "text": _plain,
    "doc": _office,
    "wordxml": _office,
    "rtf": _office,
    "odt": _office,
}
_OFFICE: Final = frozenset(kind for kind, opener in OPENERS.items() if opener is _office)
REFUSED: Final = {
    "encrypted": "E-ENCRYPTED",
    "damaged": "E-DAMAGED",
    "image": "E-KIND-IMAGE",
    "sheet": "E-KIND-SHEET",
    "slides": "E-KIND-SLIDES",
    "ofd": "E-KIND-OFD",
    "bundle": "E-KIND-BUNDLE",
    "program": "E-KIND",
    "unknown": "E-KIND",
}
"""Kinds that are told from each other only to say what to do about them."""
