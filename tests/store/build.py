"""Small reports for a store: what a worker would hand over."""

from __future__ import annotations

import hashlib
import zlib
from decimal import Decimal
from typing import Literal

from reviewer.model import (
    AnnualReport,
    Counts,
    Fact,
    Finding,
    Identity,
    Notice,
    Review,
    ReviewStatus,
    Severity,
    State,
    Submission,
    verdict_of,
)
from reviewer.store import Incoming, Job, Result, Store

Kind = Literal["error", "warning", "info"]


def sha(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def incoming(file: str, content: str | None = None) -> Incoming:
    return Incoming(file, f"/in/{file}", sha(content or file))


def finding(rule: str = "T3-SUM", severity: Kind = "error", print_: str = "ab" * 8) -> Finding:
    return Finding(
        rule=rule,
        severity=Severity(severity),
        message=f"{rule}不符",
        suggestion="请核对",
        basis="格式",
        fingerprint=print_,
    )


def review(content: str, *findings: Finding, status: ReviewStatus = ReviewStatus.REVIEWED) -> Review:
    return Review(
        file="worker.docx", sha256=sha(content), status=status, findings=findings, verdict=verdict_of(findings)
    )


def result(
    content: str,
    agency: str | None = "县财政局",
    year: int | None = 2025,
    findings: tuple[Finding, ...] = (finding(),),
    status: ReviewStatus = ReviewStatus.REVIEWED,
    previous: str = "",
    question: str = "",
) -> Result:
    record = review(content, *findings, status=status)
    facts = {
        "t3.new_received.total": Fact(key="t3.new_received.total", raw="3", state=State.NUMBER, value=Decimal(3)),
        "t3.carried.total": Fact(key="t3.carried.total", raw="", state=State.BLANK),
    }
    report = AnnualReport(
        format="docx", name="worker.docx", identity=Identity(agency=agency or "", year=year), facts=facts
    )
    tally = [one.severity for one in findings]
    return Result(
        status=status,
        record=zlib.compress(record.model_dump_json().encode()),
        reading=zlib.compress(report.model_dump_json().encode()),
        notice=Notice(code="R-KIND", sentence="不是年度报告") if status == ReviewStatus.REFUSED else None,
        identity=Identity(title=f"{agency}年度报告", agency=agency or "", year=year),
        verdict=record.verdict,
        counts=Counts(errors=tally.count(Severity.ERROR), warnings=tally.count(Severity.WARNING), infos=tally.count(Severity.INFO)),
        findings=tuple((one.rule, one.severity.value, one.origin, one.fingerprint, one.message) for one in findings),
        cells=tuple((key, str(fact.value) if fact.value is not None else None, fact.state.value) for key, fact in facts.items()),
        previous=previous,
        versions=("reviewer@0",),
        agency=agency,
        year=year,
        question=question,
    )  # fmt: skip


def take(store: Store, batch: int, worker: str = "w") -> Job:
    (job,) = store.lease(batch, worker, 1)
    return job


def handed_in(
    store: Store,
    content: str,
    agency: str | None = "县财政局",
    year: int | None = 2025,
    *,
    label: str = "",
    findings: tuple[Finding, ...] = (finding(),),
) -> Submission:
    """One reviewed file in a batch of its own."""
    label = label or f"batch {content}"
    batch = store.begin(label, "r1", "s1", [incoming(f"{content}.docx", content)], "王")
    jobs = store.lease(batch, "w", 1)
    for job in jobs:
        store.finish(job, result(content, agency, year, findings))
    return store.submissions(batch=batch, newest=False)[-1]
