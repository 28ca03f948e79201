"""Reading one file in a limited child, an office file by way of a conversion; in this process where that is asked for."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from reviewer import child, reading
from reviewer.errors import FailedError, ReviewerError
from reviewer.intake import Intake
from reviewer.isolate import Budget, Host, Job
from reviewer.limits import Limits
from reviewer.model import AnnualReport
from reviewer.reading import Answer


class Lector:
    """Reads files. `host`: where the children come from; None reads in this process."""

    def __init__(self, limits: Limits, host: Host | None, *, debug: bool = False) -> None:
        self._limits = limits
        self._host = host
        self._debug = debug
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
        with tempfile.TemporaryDirectory(prefix="reviewer-", ignore_cleanup_errors=True) as folder:
            made = self._converted(whole, folder)
            with closing(self._start(child.READ, {**whole, "path": made, "origin": read.office}, self._budget)) as job:
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
