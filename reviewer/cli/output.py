"""Where reviews go: standard output as they are finished, one file, or a folder with one file each."""

from __future__ import annotations

import os
import sys
import tempfile
from abc import ABC, abstractmethod
from collections.abc import Sequence
from pathlib import Path

from reviewer.cli.words import CallError, choice
from reviewer.export import WRITERS, show, write
from reviewer.lector import shown
from reviewer.model import Review


class Sink(ABC):
    """Takes reviews one by one. `visible`: the caller sees them as they are, in words."""

    visible = False

    @abstractmethod
    def add(self, review: Review) -> None:
        """Take one review."""

    def finish(self) -> None:  # noqa: B027 - most have nothing to do
        """All reviews were added."""


def sink_for(format: str, output: str | None, inputs: Sequence[str]) -> Sink:
    """The sink for these options. Raises CallError (K-CHOICE, K-BINARY, K-INPUT)."""
    writer = WRITERS[choice("--format", format, tuple(WRITERS))]
    if output is None:
        if writer.binary:
            raise CallError("K-BINARY", format=format)
        return Terminal() if format == "text" else Stream(format)
    path = Path(output)
    if path.is_dir() or output.endswith(("/", os.sep)) or (len(inputs) > 1 and not path.suffix and not path.exists()):
        return Folder(format, path)
    if any(_same(path, Path(one)) for one in inputs):
        raise CallError("K-INPUT", name=shown(output))
    return OneFile(format, path)


class Terminal(Sink):
    """Text on standard output, each review as soon as it is there."""

    visible = True

    def __init__(self) -> None:
        from rich.console import Console

        class Ours(Console):
            def on_broken_pipe(self) -> None:
                raise BrokenPipeError  # rich would end the program with status 1

        unify()
        width = None if sys.stdout.isatty() else 100
        self._console = Ours(width=width, highlight=False, emoji=False, markup=False)
        self._reviews: list[Review] = []

    def add(self, review: Review) -> None:
        self._reviews.append(review)
        with ReaderMayLeave():
            show([review], self._console)
            sys.stdout.flush()

    def finish(self) -> None:
        from reviewer.export import show_total

        if len(self._reviews) > 1:
            with ReaderMayLeave():
                show_total(self._reviews, self._console)
                sys.stdout.flush()


class Stream(Sink):
    """One document on standard output, always UTF-8."""

    def __init__(self, format: str) -> None:
        self._format = format
        self._reviews: list[Review] = []

    def add(self, review: Review) -> None:
        self._reviews.append(review)

    def finish(self) -> None:
        data = _bytes(self._reviews, self._format)
        with ReaderMayLeave():
            sys.stdout.buffer.write(data)
            sys.stdout.flush()


class OneFile(Sink):
    """All reviews in one document."""

    def __init__(self, format: str, path: Path) -> None:
        self._format, self._path = format, path
        if not path.parent.is_dir():  # told before the work, not after it
            raise _unwritable(path, FileNotFoundError(2, os.strerror(2)))
        self._reviews: list[Review] = []

    def add(self, review: Review) -> None:
        self._reviews.append(review)

    def finish(self) -> None:
        save(self._path, _bytes(self._reviews, self._format), replace=True)


class Folder(Sink):
    """One document a review, named after its file; a name that is taken gets a number."""

    def __init__(self, format: str, folder: Path) -> None:
        self._format, self._folder = format, folder
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise _unwritable(folder, error) from error

    def add(self, review: Review) -> None:
        data = _bytes([review], self._format)
        stem = Path(review.file).stem or "review"
        ending = WRITERS[self._format].extension
        number = 1
        while not save(self._folder / f"{stem}{f'-{number}' if number > 1 else ''}{ending}", data, replace=False):
            number += 1


def _bytes(reviews: Sequence[Review], format: str) -> bytes:
    made = write(reviews, format)
    return made.encode("utf-8", "replace") if isinstance(made, str) else made


def save(path: Path, data: bytes, *, replace: bool) -> bool:
    """Write whole or not at all; False when the name is taken and must not be replaced. Raises CallError (K-WRITE)."""
    try:
        if not replace:
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o666))
        handle, made = tempfile.mkstemp(prefix=".reviewer-", dir=path.parent)
        try:
            with os.fdopen(handle, "wb") as out:
                out.write(data)
            os.chmod(made, 0o666 & ~_umask())
            os.replace(made, path)
        except BaseException:
            os.unlink(made)
            raise
    except FileExistsError:
        return False
    except OSError as error:
        raise _unwritable(path, error) from error
    return True


def write_file(path: Path, data: bytes) -> None:
    """One file, whole or not at all. Raises CallError (K-WRITE)."""
    save(path, data, replace=True)


def _unwritable(path: Path, error: OSError) -> CallError:
    return CallError("K-WRITE", name=shown(str(path)), problem=error.strerror or type(error).__name__)


def _umask() -> int:
    mask = os.umask(0o077)
    os.umask(mask)
    return mask


def _same(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except (OSError, ValueError):
        return False


def unify() -> None:
    """Text for a program or a file is UTF-8 with plain line ends, whatever the locale; a terminal keeps its own."""
    if not sys.stdout.isatty() and hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(encoding="utf-8", errors="replace", newline="\n")


class ReaderMayLeave:
    """`reviewer … | head`: the reader going away is no error; the rest goes nowhere."""

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> bool:
        if kind is None or not issubclass(kind, BrokenPipeError):
            return False
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return True
