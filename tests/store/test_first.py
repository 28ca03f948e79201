"""A file from the queue to a decided submission."""

from __future__ import annotations

import zlib

from reviewer.model import Counts, Decision, Finding, Review, ReviewStatus, Severity, SubmissionState
from reviewer.store import Incoming, Result, Store

FINDING = Finding(
    rule="T3-SUM", severity=Severity.ERROR, message="合计不符", suggestion="核对", basis="格式", fingerprint="ab" * 8
)
REVIEW = Review(file="别名.docx", sha256="0" * 64, status=ReviewStatus.REVIEWED, findings=(FINDING,), verdict="return")


def test_a_file_is_queued_reviewed_and_decided(store: Store) -> None:
    if True:
        batch = store.begin("一批", "r", "s", [Incoming("a.docx", "/in/a.docx", "0" * 64)], "王")
        (job,) = store.lease(batch, "w", 4)
        record = zlib.compress(REVIEW.model_dump_json().encode())
        store.finish(
            job,
            Result(
                ReviewStatus.REVIEWED, record, counts=Counts(errors=1), verdict="return", agency="县财政局", year=2025
            ),
        )
        (one,) = store.submissions(2025)
        assert (one.state, one.agency, one.verdict) == (SubmissionState.DONE, "县财政局", "return")
        assert store.review(one.id) == REVIEW.model_copy(update={"file": "a.docx"})
        assert store.decide(one.id, Decision.RETURNED, "李", 0).decision == Decision.RETURNED
        assert store.verify(store.checkpoint()) == ()
