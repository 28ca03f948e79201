"""`reviewer batch`: a season's files in, one result a file and a workbook out, an exit status."""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, NamedTuple

from reviewer.cli.review import settings_of
from reviewer.cli.words import CallError, choice, complain, tell, words
from reviewer.errors import ConfigError, FailedError, InputError, StoreError
from reviewer.lector import shown
from reviewer.model import Severity

if TYPE_CHECKING:
    from reviewer.batch import Progress, Totals

ENGINES = ("local", "dask")
_NAMED = 5


class Call(NamedTuple):
    """The options as they were given; None leaves a setting to the environment."""

    paths: tuple[str, ...]
    output: str
    engine: str = "local"
    scheduler: str | None = None
    workers: int | None = None
    resume: bool = False
    season: int | None = None
    label: str | None = None
    llm: str | None = None
    fail_on: str | None = None
    rules: str | None = None


class Terminated(BaseException):
    """SIGTERM came."""


def run_batch(call: Call) -> int:
    """Review and store; the exit status. Raises InputError, ConfigError."""
    choice("--engine", call.engine, ENGINES)
    if call.engine == "dask" and not call.scheduler:
        raise InputError("B-NO-SCHEDULER")
    if call.workers is not None and call.workers < 1:
        raise CallError("K-CHOICE", name="--workers", value=call.workers, choices="1, 2, 3 …")
    settings = settings_of(call.llm, call.fail_on, call.rules)
    from reviewer.batch import Office

    line = Line()
    try:
        with _terminated(), Office(settings) as office:
            totals = office.run(
                call.paths, call.output, engine=call.engine, workers=call.workers, scheduler=call.scheduler,
                resume=call.resume, label=call.label, season=call.season, told=line,
            )  # fmt: skip
    except (KeyboardInterrupt, Terminated) as error:
        line.end()
        tell(words("batch", "stopped"))
        return 143 if isinstance(error, Terminated) else 130
    except (StoreError, FailedError, InputError, ConfigError) as error:
        line.end()
        complain(error)
        return 2
    line.end()
    _tell(totals)
    return totals.status(Severity(settings.fail_on))


def _tell(totals: Totals) -> None:
    """What came of it, and every file that was not reviewed, on standard error."""
    if totals.left_out:
        names = "、".join(totals.left_out[:_NAMED])
        tell(words("batch", "left_out", count=len(totals.left_out), names=names))
    for one in totals.submissions:
        if one.notice is not None and one.state.value in ("refused", "quarantined"):
            tell(f"{one.file}：{one.notice.sentence}")
    asked = [one for one in totals.submissions if one.question]
    if asked:
        years = " ".join(str(year) for year in sorted({one.year for one in asked if one.year})) or words(
            "batch", "any_year"
        )
        tell(words("batch", "asked", count=len(asked), years=years))
    states = [one.state.value for one in totals.submissions]
    tell(
        words(
            "batch", "end", total=len(states), done=states.count("done"), reused=totals.tally.reused,
            refused=states.count("refused"), quarantined=states.count("quarantined"),
            seconds=f"{totals.seconds:.1f}", output=shown(str(Path(totals.output))),
        )
    )  # fmt: skip


class Line:
    """Progress on one line of standard error, where that is a terminal."""

    def __init__(self) -> None:
        self._shown = sys.stderr.isatty()
        self._open = False

    def __call__(self, one: Progress) -> None:
        if self._shown:
            sys.stderr.write("\r\x1b[K" + sentence_of(one))
            sys.stderr.flush()
            self._open = True

    def end(self) -> None:
        if self._open:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()
            self._open = False


def sentence_of(one: Progress) -> str:
    """One line that says where a batch is."""
    if one.stage != "review":
        return words("batch", one.stage, done=one.done, total=one.total)
    unknown = words("batch", "unknown")
    rate = words("batch", "rate", number=f"{one.rate:.1f}") if one.rate else unknown
    left = words("batch", "minutes", minutes=int(one.left) // 60, seconds=int(one.left) % 60) if one.left else unknown
    percent = 100 * one.done // max(1, one.total)
    return words(
        "batch", "review", percent=percent, done=one.done, total=one.total, rate=rate, left=left, reused=one.reused,
        refused=one.refused, quarantined=one.quarantined,
    )  # fmt: skip


@contextmanager
def _terminated() -> Iterator[None]:
    """SIGTERM as an exception, so that workers end and leases are given back."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def end(number: int, frame: FrameType | None) -> None:
        raise Terminated

    before = signal.signal(signal.SIGTERM, end)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
