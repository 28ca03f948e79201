"""A model reads along when all else is stored and written: one connection, one budget, one breaker over the whole batch."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait

from reviewer import checks
from reviewer.batch import tasks
from reviewer.batch.results import Folder
from reviewer.batch.runner import Progress, Told
from reviewer.hints import Hints, Read
from reviewer.model import Review, Submission, SubmissionState, verdict_of
from reviewer.settings import Settings
from reviewer.store import Result, Store

_AT_ONCE = 4
"""Reports read along at a time; the calls of all of them share the limits of the settings."""


def hint(
    store: Store, settings: Settings, folder: Folder, submissions: tuple[Submission, ...], told: Told,
    stopped: Callable[[], bool],
) -> None:  # fmt: skip
    """Add what the model says to every review that does not have it yet, and write its document again."""
    hints = Hints(settings)
    if not hints.wanted:
        return
    waiting = [one for one in submissions if one.state is SubmissionState.DONE]
    running: dict[Future[Review | None], Submission] = {}
    done = 0
    try:
        with ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="model") as readers:
            while waiting or running:
                while waiting and len(running) < _AT_ONCE and not stopped():
                    one = waiting.pop(0)
                    running[readers.submit(_added, store, settings, hints, one)] = one
                if not running:
                    return
                for future in wait(running, return_when=FIRST_COMPLETED).done:
                    submission = running.pop(future)
                    review = future.result()
                    if review is not None:
                        folder.drop([submission.file])
                        store.hint(submission.id, _result(store, review, submission))
                        folder.put(submission.file, tasks.packed(tasks.document_of(store.review(submission.id))))
                    done += 1
                    told(Progress("model", done, done + len(waiting) + len(running)))
    finally:
        hints.close()


def _added(store: Store, settings: Settings, hints: Hints, one: Submission) -> Review | None:
    """The review with the model's part; None where it has one, or nothing can be read."""
    review, report = store.review(one.id), store.reading(one.id)
    if review.model is not None or report is None:
        return None
    last = store.last(one.agency, one.year) if one.agency and one.year else None
    before = store.reading(last.id) if last is not None else None
    if before is not None and checks.incomparable(report, before) is not None:
        before = None
    rules = checks.catalogue(settings.rules).rules(report.identity.year)
    return hints.added(review, Read(report, before, rules))


def _result(store: Store, review: Review, submission: Submission) -> Result:
    """What is stored: without what people have dismissed, which belongs to no record."""
    last = store.last(submission.agency, submission.year) if submission.agency and submission.year else None
    bare = tuple(one.model_copy(update={"waived": None}) for one in review.findings)
    plain = review.model_copy(update={"findings": bare, "verdict": verdict_of(bare)})
    return tasks.made_of(plain, store.packed(submission.id), last.sha256 if last is not None else "")
