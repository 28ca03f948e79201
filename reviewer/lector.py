"""Reading one file in a limited child, an office file by way of a conversion; in this process where that is asked for."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Callable
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from reviewer import child, disk, reading
from reviewer.errors import FailedError, RefusedError, ReviewerError
from reviewer.intake import Intake
from reviewer.isolate import Budget, Host, Job
from reviewer.limits import Limits
from reviewer.model import AnnualReport
from reviewer.reading import Answer

_FOLDER = "reviewer-"
_HOUR = 3600.0
"""Seconds after which a folder whose process is not to be found is nobody's: a process may stand in another container."""


class Lector:
    """Reads files. `host`: where the children come from; None reads in this process."""

    def __init__(self, limits: Limits, host: Host | None, *, debug: bool = False) -> None:
        self._limits = limits
        self._host = host
        self._debug = debug
        self._swept = False
        self._budget = Budget.of(limits, debug=debug)

    def report(self, path: Path, given: Intake, meanwhile: Callable[[], None]) -> AnnualReport:
        """The report in `path`; `meanwhile` is done while the child reads.

        Raises RefusedError, LimitError, FailedError, and what `meanwhile` raises.
        """
        try:
            read = self._answered(path, given, meanwhile)
        except ReviewerError:
            given.unchanged()  # what was refused may be half of a file that somebody is writing
            raise
        given.unchanged()
        if read.report is None:
            raise FailedError("F-CRASH", what="answer")
        return read.report

    def _answered(self, path: Path, given: Intake, meanwhile: Callable[[], None]) -> Answer:
        """What the child made of the file; an office file is converted first."""
        limits = self._limits
        whole = {"path": str(path.absolute()), "limits": limits.model_dump(), "name": shown(path.name)}
        with closing(self._start(child.READ, whole, self._budget)) as job:
            given.digest()
            meanwhile()
            read = _understood(job.result())
        if read.office is None:
            return read
        room = 2 * limits.unpacked
        place = disk.in_memory(room)
        if place is not None and not self._swept:
            self._swept = True
            disk.sweep(Path(place), _FOLDER, _HOUR)
        try:
            return self._by_office(whole, read.office, place)
        except RefusedError:
            if place is None or disk.in_memory(room) is not None:
                raise
        return self._by_office(whole, read.office, None)  # memory has become short meanwhile

    def _by_office(self, whole: dict[str, Any], label: str, place: str | None) -> Answer:
        """By way of a folder in `place`, None where temporary files usually are."""
        with tempfile.TemporaryDirectory(
            prefix=f"{_FOLDER}{os.getpid()}-", dir=place, ignore_cleanup_errors=True
        ) as folder:
            made = self._converted(whole, folder)
            again = {**whole, "path": made, "origin": label}
            with closing(self._start(child.READ, again, self._budget)) as job:
                return _understood(job.result())

    def _converted(self, whole: dict[str, Any], folder: str) -> str:
        """Path of the DOCX that LibreOffice made of the file, in a child without network and with its own budget."""
        call = {"path": whole["path"], "folder": folder, "limits": whole["limits"]}
        budget = Budget.of_office(self._limits, debug=self._debug)
        with closing(self._start(child.CONVERT, call, budget)) as job:
            made = Path(json.loads(job.result()))
        if made.parent != Path(folder):
            raise FailedError("F-CRASH", what="folder")
        return str(made)

    def _start(self, target: str, arguments: dict[str, Any], budget: Budget) -> Job | _Here:
        if self._host is None:
            return _Here(partial(getattr(reading, target.partition(":")[2]), **arguments))
        return self._host.submit(target, arguments, budget)


class _Here:
    """A job run in this process."""

    def __init__(self, call: Callable[[], str]) -> None:
        self._call = call

    def result(self) -> str:
        return self._call()

    def close(self) -> None:
        """Nothing to end."""


def shown(name: str) -> str:
    """A file's name as it can be written anywhere: bytes that are no text become a replacement mark."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _understood(answer: str | bytes) -> Answer:
    try:
        return Answer.model_validate_json(answer)
    except ValidationError as error:
        raise FailedError("F-CRASH", what="answer") from error
