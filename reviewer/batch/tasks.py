"""What runs in a worker: a file read and judged, a reading judged anew; what comes back is plain data, ready to store."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import signal
import tempfile
import threading
import zlib
from collections import Counter
from collections.abc import Callable
from functools import cache
from importlib.metadata import version
from multiprocessing import connection, parent_process
from pathlib import Path
from typing import Any, NamedTuple

from reviewer import disk, resources
from reviewer.child import warm_for
from reviewer.errors import FailedError, ReviewerError
from reviewer.export import record as written
from reviewer.isolate import Host
from reviewer.model import AnnualReport, Counts, Review
from reviewer.notices import ended
from reviewer.pipeline import Reviewer, Taken
from reviewer.settings import Settings
from reviewer.store import Hit, Result, at_work, keep

_LEVEL = 3
"""Of zlib: a third of the time of the usual level for a tenth more bytes."""


class Setup(NamedTuple):
    """What a worker is made with. `rules`: digest of the rules it must have (a worker may stand on another machine)."""

    settings: Settings
    rules: str
    seconds: float

    @classmethod
    def of(cls, settings: Settings) -> Setup:
        """Workers ask no model, hold no key and pass over waiver files: others have filled the folder."""
        bare = settings.model_copy(update={"llm": "off", "api_key": None, "waivers": "off"})
        limits = settings.limits
        seconds = 2 * limits.wall + limits.office_wall + 120.0  # two readings and a conversion, with the grace of each
        return cls(bare, digest_of(settings), seconds)


class Task(NamedTuple):
    """One submission to review."""

    path: str
    file: str
    """Its name in all that is told."""
    sha256: str
    data: bytes | None = None
    """Its bytes, where the worker may not see `path`."""
    home: str = ""
    """Where a copy of it is kept; "": whoever asks sees to that."""
    into: str = ""
    """Start of the path of the document (see `disk.stage`); "": its bytes come back."""
    submission: int = 0
    mark: str = ""
    """Start of the path at which the worker tells that it is at this submission (see `store.at_work`)."""


class Again(NamedTuple):
    """A reading to judge anew, beside last year's."""

    file: str
    sha256: str
    reading: bytes
    previous: bytes | None = None
    previous_sha256: str = ""
    previous_file: str = ""


class Made(NamedTuple):
    """A finished review: what is stored of it, and the JSON that `review --format json` has under `reviews`."""

    result: Result
    document: bytes | Path
    """Compressed, or where it was written."""


_reviewer: Reviewer | None = None
_setup: Setup | None = None
_lock = threading.Lock()


def prepare(setup: Setup) -> None:
    """Make this process a worker. Raises FailedError B-RULES where it has other rules than the one that asks."""
    global _reviewer
    for number in (signal.SIGINT, signal.SIGTERM):  # the parent ends its workers; a Ctrl-C reaches the whole group
        with contextlib.suppress(ValueError):
            signal.signal(number, signal.SIG_IGN)
    if digest_of(setup.settings) != setup.rules:
        raise FailedError("B-RULES")
    _watch()
    if _reviewer is not None:
        _reviewer.close()
    _reviewer = _made_for(setup.settings)


def join(setup: Setup) -> None:
    """Make a process that belongs to somebody else a worker of ours. Raises FailedError B-RULES."""
    global _reviewer, _setup
    if digest_of(setup.settings) != setup.rules:
        raise FailedError("B-RULES")
    if _reviewer is not None:
        _reviewer.close()
    _reviewer, _setup = _made_for(setup.settings), setup


def _made_for(settings: Settings) -> Reviewer:
    return Reviewer(settings, host=Host(warm_for(), many=True) if settings.isolation == "process" else None)


def elsewhere(setup: Setup, call: Callable[[Any], Any], argument: Any) -> Any:
    """A call in a worker that may be new, or have served another batch. Raises what the call raises."""
    with _lock:
        if _setup != setup:
            join(setup)
    return call(argument)


def review(task: Task) -> Made:
    """Read and judge one file, whatever it is. Raises ConfigError."""
    copying = threading.Thread(target=_keep, args=(task,), name="copy") if task.home and task.sha256 else None
    if copying is not None:
        copying.start()  # beside the reading, which is another process
    try:
        with at_work(task.mark, task.submission):
            return _read(_ready(), task)
    finally:
        if copying is not None:
            copying.join()


def _read(reviewer: Reviewer, task: Task) -> Made:
    if task.data is None:
        return _finished(reviewer, task, reviewer.read(task.path, task.file))
    with tempfile.TemporaryDirectory(prefix="reviewer-", ignore_cleanup_errors=True) as folder:
        path = Path(folder, Path(task.path).name)
        path.write_bytes(task.data)
        return _finished(reviewer, task, reviewer.read(path, task.file))


def _keep(task: Task) -> None:
    """A copy for comments in the submitted file; one that cannot be made is missed there, not here."""
    with contextlib.suppress(ReviewerError, OSError):
        keep(Path(task.home), Path(task.path), task.sha256)


def judge(again: Again) -> Made:
    """Judge a reading beside last year's. Raises ConfigError."""
    report = _report(again.reading).model_copy(update={"name": again.file.rpartition("/")[2]})
    before = _report(again.previous) if again.previous is not None else None
    if before is not None:
        before = before.model_copy(update={"name": again.previous_file.rpartition("/")[2]})
    return _made(_ready().judge(Taken(again.file, again.sha256, report), before), report, again.previous_sha256)


def document_of(review: Review) -> bytes:
    """The object under `reviews` of `review --format json`, as a file."""
    return written.dumps(written.as_json(review)).encode("utf-8", "replace")


def _finished(reviewer: Reviewer, task: Task, taken: Taken) -> Made:
    if taken.sha256 and task.sha256 and taken.sha256 != task.sha256:
        return _made(ended(task.file, task.sha256, FailedError("F-CHANGED")), None, into=task.into)
    return _made(reviewer.judge(taken), taken.report, into=task.into)


def _made(review: Review, report: AnnualReport | None, previous: str = "", into: str = "") -> Made:
    reading = packed(report.model_dump_json().encode("utf-8", "surrogatepass")) if report is not None else None
    result, document = made_of(review, reading, previous), document_of(review)
    if into:
        with contextlib.suppress(OSError):  # what the disk has against it is told by the one who drives
            return Made(result, disk.stage(into, document))
    return Made(result, packed(document))


def made_of(review: Review, reading: bytes | None, previous: str) -> Result:
    """What is stored of a review. `previous`: SHA-256 of last year's report that it was judged with."""
    findings = tuple(
        Hit(one.rule, one.severity.value, one.origin, one.fingerprint, one.message)
        for one in review.findings
        if one.waived is None
    )
    cells = tuple(  # plain tuples: some 200 of a class of their own took the parent longest to take in
        (key, None if fact.value is None else f"{fact.value:f}", fact.state.value) for key, fact in review.facts.items()
    )
    return Result(
        status=review.status,
        record=packed(review.model_dump_json().encode("utf-8", "surrogatepass")),
        reading=reading,
        notice=review.notice,
        identity=review.identity,
        verdict=review.verdict,
        counts=counts_of(review),
        findings=findings,
        cells=cells,
        previous=previous,
        versions=(_program(), *review.packs),
    )


@cache
def _program() -> str:
    return f"reviewer@{version('annual-report-reviewer')}"


def counts_of(review: Review) -> Counts:
    """What counts: findings of rules that nobody waived, by severity, and those of a model."""
    told = [one for one in review.findings if one.waived is None]
    numbers = Counter(one.severity.value if one.origin == "rule" else "hint" for one in told)
    return Counts(errors=numbers["error"], warnings=numbers["warning"], infos=numbers["info"], hints=numbers["hint"])


def packed(data: bytes) -> bytes:
    return zlib.compress(data, _LEVEL)


def _report(data: bytes) -> AnnualReport:
    return AnnualReport.model_validate_json(zlib.decompress(data))


def _ready() -> Reviewer:
    if _reviewer is None:
        raise FailedError("F-INTERNAL", what="prepare")
    return _reviewer


def digest_of(settings: Settings) -> str:
    """16 hex digits over all that a verdict depends on besides file and settings: rule files, packs of the place, program."""
    digest = hashlib.sha256()
    program = Path(__file__).resolve().parents[1]
    for folder, pattern in ((resources.rules_dir(), "*.yaml"), (program, "*.py"), (program, "*.yaml")):
        _add(digest, folder, sorted(folder.rglob(pattern)))
    if settings.rules is not None:
        _add(digest, settings.rules, sorted(settings.rules.glob("*.y*ml")))
    return digest.hexdigest()[:16]


def _add(digest: hashlib._Hash, folder: Path, files: list[Path]) -> None:
    for path in files:
        digest.update(str(path.relative_to(folder)).encode("utf-8", "surrogateescape") + b"\0")
        digest.update(hashlib.sha256(path.read_bytes()).digest())


def settings_mark(settings: Settings) -> str:
    """16 hex digits over the settings that a stored review depends on: limits, and whether which model read along."""
    model = settings.model if settings.llm != "off" and settings.base_url else None
    told = json.dumps([settings.limits.model_dump(), model], sort_keys=True)
    return hashlib.sha256(told.encode()).hexdigest()[:16]


def _watch() -> None:
    """End this worker when its parent is gone, however that came: an orphan would hold the pipe of its calls for ever."""
    parent = parent_process()
    if parent is None:
        return

    def wait() -> None:
        connection.wait([parent.sentinel])
        os._exit(1)

    threading.Thread(target=wait, daemon=True, name="parent").start()
