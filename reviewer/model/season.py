"""A season's nouns: bodies on the register, what they submitted, what was said of it and decided.

A season is a report year: the reports for 2025, handed in from January 2026 on.
"""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Literal

from reviewer.model.base import Frozen, Notice
from reviewer.model.evidence import Evidence
from reviewer.model.finding import Severity
from reviewer.model.report import Identity
from reviewer.model.review import ReviewStatus

AgencyKind = Literal["government", "department", "unit"]
"""A people's government; a body of one (its office too); anything else that reports."""


class Agency(Frozen):
    """One body on the register. `name` is its key: unlike every other name and alias there."""

    name: str
    aliases: tuple[str, ...] = ()
    kind: AgencyKind = "department"
    level: str = ""
    """省, 市, 县 or 乡, as the register says; "" when it does not."""
    parent: str | None = None
    """Name of the body into whose whole-region report this one's figures go."""
    scope: Literal["own", "whole"] = "own"
    """本级: its report is of itself; 全域: of itself and of all whose parent it is."""
    reports: bool = True
    """False: not bound to report here (its line reports elsewhere, or it has no powers towards the public)."""
    due: date | None = None
    """Its own deadline; None is the season's for its kind."""


class SeasonInfo(Frozen):
    """One season and its deadlines (first published by bodies, then by governments)."""

    year: int
    due: date
    due_governments: date


class SubmissionState(StrEnum):
    """What the batch is at with one submission. The last three are ends."""

    QUEUED = "queued"
    LEASED = "leased"
    DONE = "done"
    REFUSED = "refused"
    QUARANTINED = "quarantined"


class Decision(StrEnum):
    """A supervisor's word on a submission: not yet said, 通过, 退回修改, 待核实."""

    OPEN = "open"
    PASSED = "passed"
    RETURNED = "returned"
    PENDING = "pending"


class Counts(Frozen):
    """Rule findings of a review that count (not waived, not dismissed), by severity, and the model's hints."""

    errors: int = 0
    warnings: int = 0
    infos: int = 0
    hints: int = 0
    dismissed: int = 0


class Submission(Frozen):
    """One file that was handed in. `id` counts over the store; `number` over the versions of one body's report."""

    id: int
    year: int | None
    """Season; None when neither the report nor a person has said it."""
    agency: str | None
    """Name on the register; None when nobody has said whose it is."""
    number: int = 1
    newest: bool = True
    """No later version of the same report was handed in."""
    file: str
    sha256: str
    received: datetime
    state: SubmissionState
    attempts: int = 0
    status: ReviewStatus | None = None
    notice: Notice | None = None
    identity: Identity = Identity()
    verdict: Literal["pass", "attention", "return"] | None = None
    counts: Counts = Counts()
    decision: Decision = Decision.OPEN
    decided_by: str | None = None
    decided_at: datetime | None = None
    question: str = ""
    """What a person must be asked (Chinese): whose report it is, of which year, which of two."""
    revision: int = 0
    """Grows with every change of what a person decided; an edit names the one it saw."""


class Mark(Frozen):
    """A person's word on one finding of one body's report; it outlives re-runs and new versions by its fingerprint."""

    rule: str
    fingerprint: str
    kind: Literal["confirmed", "dismissed"]
    reason: str = ""
    who: str
    when: datetime
    revision: int = 1


class Note(Frozen):
    """A remark on a submission."""

    who: str
    when: datetime
    text: str


class Source(Frozen):
    """A place in one submission of the season that a finding across reports points to."""

    agency: str
    year: int
    submission: int
    evidence: Evidence


class SeasonFinding(Frozen):
    """What is wrong between reports. Fields as in Finding; `agency` is the one to ask first."""

    rule: str
    severity: Severity
    agency: str
    year: int
    others: tuple[str, ...] = ()
    message: str
    suggestion: str
    basis: str
    expected: str | None = None
    actual: str | None = None
    arithmetic: str = ""
    sources: tuple[Source, ...] = ()
    fingerprint: str


class SeasonOutcome(Frozen):
    """What became of one rule across reports for one body; `reason` (Chinese) where it was not judged."""

    rule: str
    agency: str
    status: Literal["passed", "failed", "unknown", "skipped", "broken"]
    reason: str = ""


class Entry(Frozen):
    """One line of the audit trail. Hashes are SHA-256 in hex; `chain` covers all fields and the line before."""

    n: int
    when: datetime
    who: str
    what: str
    """A code such as `decide`, `mark`, `register`, `review`."""
    about: str
    """What it is about: `submission:12`, `agency:县财政局`."""
    before: str
    after: str
    chain: str


class Checkpoint(Frozen):
    """The trail's head at one moment, to be kept elsewhere: a later change before it is found against it."""

    n: int
    chain: str
    when: datetime
    seal: str = ""
    """HMAC-SHA-256 in hex over the other fields with the key of the store's home; "" when there is none."""
