"""The folder of results: one JSON a file, whole or not at all, under a name that stays through all resumes.

A document that is there is the one of the review that is stored: it is taken away before a review is replaced, and
written after. So what is missing, and only that, has to be made anew.
"""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import zlib
from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_EXCEPTION, Future, ThreadPoolExecutor, wait
from pathlib import Path
from typing import Any

from reviewer import disk
from reviewer.batch.intake import Entry
from reviewer.errors import FailedError, InputError

MARKER = ".reviewer-batch.json"
SUMMARY = "summary.xlsx"
_WAITING = 64
"""Documents handed over and not written yet."""
_LONGEST = 200


class Folder:
    """The output of one batch. `marks`: rules and settings; documents of other ones are written anew."""

    def __init__(self, path: Path, label: str | None, marks: str, *, resume: bool) -> None:
        """`label`: the batch's; None is what the folder says, else its path.

        Raises InputError B-OUTPUT (not a folder, not writable), B-RESUME (an earlier batch's), B-OTHER (another's)."""
        self.path = path
        try:
            path.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise InputError("B-OUTPUT", name=path, problem=error.strerror or type(error).__name__) from error
        there = _marker(path / MARKER)
        kept = str(there.get("label", "")) if there is not None else ""
        self.label = label or kept or str(path.resolve())
        self._known: dict[str, Any] = {"label": self.label, "marks": marks, "names": {}}
        if there is not None and not resume:
            raise InputError("B-RESUME", name=path)
        if there is not None and kept != self.label:
            raise InputError("B-OTHER", name=path)
        if there is not None:
            self._known["names"] = dict(there.get("names", {}))
        self._fresh = there is None or there.get("marks") != marks
        sweep(path)
        self.staging = os.fspath(path.absolute() / f"{disk.PREFIX}{secrets.token_hex(4)}-")
        """Start of the paths at which this run's documents are written before they get their names."""
        self._writers = ThreadPoolExecutor(2, thread_name_prefix="results")
        self._pending: set[Future[None]] = set()

    def expect(self, entries: Iterable[Entry]) -> None:
        """Give every file its name, and take away documents of other bytes, rules or settings."""
        names: dict[str, Any] = self._known["names"]
        taken = {str(one["to"]).lower() for one in names.values()}
        if not any(one["to"] == SUMMARY for one in names.values()):
            taken.add(SUMMARY)
        for one in entries:
            there = names.get(one.file)
            if there is None:
                names[one.file] = {"to": self._free(one.file, taken), "sha256": one.sha256}
            elif self._fresh or there["sha256"] != one.sha256:
                there["sha256"] = one.sha256
                self.drop([one.file])
        self._write(MARKER, json.dumps(self._known, ensure_ascii=True, indent=0).encode())

    def missing(self, file: str) -> bool:
        return not (self.path / self._name(file)).exists()

    def drop(self, files: Iterable[str]) -> None:
        """Take documents away, for good before this returns."""
        for file in files:
            with contextlib.suppress(FileNotFoundError):
                (self.path / self._name(file)).unlink()
        disk.sync_folder(self.path)

    def put(self, file: str, document: bytes | Path) -> None:
        """Write a compressed document, or give a staged one its name, in the background.

        Raises FailedError B-WRITE of an earlier one."""
        if len(self._pending) >= _WAITING:
            self._settle(wait(self._pending, return_when=FIRST_EXCEPTION).done)
        self._pending.add(self._writers.submit(self._placed, self._name(file), document))

    def unfinished(self) -> None:
        """The workbook stands for a batch that is done as a whole."""
        with contextlib.suppress(FileNotFoundError):
            (self.path / SUMMARY).unlink()

    def finished(self) -> bool:
        return (self.path / SUMMARY).exists()

    def summary(self, data: bytes) -> None:
        self._write(SUMMARY, data)

    def beside(self, year: int, data: bytes) -> None:
        """The workbook of another season whose reports came along."""
        self._write(f"{SUMMARY.removesuffix('.xlsx')}-{year}.xlsx", data)

    def flush(self) -> None:
        """Wait until all is written. Raises FailedError B-WRITE."""
        self._settle(wait(self._pending).done)

    def close(self) -> None:
        self._writers.shutdown()
        sweep(self.path, os.path.basename(self.staging))  # of results that came too late

    def _settle(self, done: Iterable[Future[None]]) -> None:
        for one in list(done):
            self._pending.discard(one)
            one.result()

    def _placed(self, name: str, document: bytes | Path) -> None:
        if isinstance(document, Path):
            self._land(document, name)
        else:
            self._write(name, zlib.decompress(document))

    def _write(self, name: str, data: bytes) -> None:
        with _told(name):
            disk.replace(self.path / name, data, shared=True)

    def _land(self, staged: Path, name: str) -> None:
        with _told(name), contextlib.suppress(FileNotFoundError):
            # Another run over this folder may have taken it for a leftover: then it is made anew in the end.
            disk.land(staged, self.path / name, shared=True)

    def _name(self, file: str) -> str:
        return str(self._known["names"][file]["to"])

    def _free(self, file: str, taken: set[str]) -> str:
        """`<file name>.json`, with a number where another file has it or something else lies there."""
        base, number = _short(file.rpartition("/")[2].replace("\\", "_")), 1
        name = f"{base}.json"
        while name.lower() in taken or os.path.lexists(self.path / name):
            number += 1
            name = f"{base}-{number}.json"
        taken.add(name.lower())
        return name


def sweep(folder: Path, prefix: str = disk.PREFIX) -> None:
    """Half-written files of a run that was killed."""
    for one in folder.glob(f"{prefix}*"):
        if one.name != MARKER:
            with contextlib.suppress(OSError):
                one.unlink()


@contextlib.contextmanager
def _told(name: str) -> Iterator[None]:
    """What the disk says as FailedError B-WRITE."""
    try:
        yield
    except OSError as error:
        raise FailedError("B-WRITE", name=name, problem=error.strerror or type(error).__name__) from error


def _marker(path: Path) -> dict[str, Any] | None:
    try:
        found = json.loads(path.read_bytes())
    except FileNotFoundError:
        return None
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _short(name: str) -> str:
    data = name.encode("utf-8", "replace")
    return name if len(data) <= _LONGEST else data[:_LONGEST].decode("utf-8", "ignore")
