"""A Review: everything known about one submitted file. Its JSON is the record."""

from __future__ import annotations

from enum import StrEnum
from typing import Literal

from reviewer.model.base import Frozen, Notice
from reviewer.model.finding import Finding, Outcome, Severity
from reviewer.model.report import Claim, Fact, Identity, Section

SCHEMA_VERSION = 1


class ReviewStatus(StrEnum):
    REVIEWED = "reviewed"
    PARTIAL = "partial"
    REFUSED = "refused"
    OVER_LIMIT = "over_limit"
    FAILED = "failed"


class ModelUse(Frozen):
    """What the language model did in this review."""

    name: str
    prompts: tuple[str, ...] = ()
    calls: int = 0
    tokens: int = 0
    dropped: int = 0


class Review(Frozen):
    """One file, reviewed. Fields and their order are the contract's."""

    file: str
    sha256: str
    status: ReviewStatus
    notice: Notice | None = None
    identity: Identity = Identity()
    facts: dict[str, Fact] = {}
    sections: tuple[Section, ...] = ()
    claims: tuple[Claim, ...] = ()
    outcomes: tuple[Outcome, ...] = ()
    findings: tuple[Finding, ...] = ()
    notices: tuple[Notice, ...] = ()
    model: ModelUse | None = None
    verdict: Literal["pass", "attention", "return"] = "pass"
    packs: tuple[str, ...] = ()
    """Name@version of the rule packs in force."""


def verdict_of(findings: tuple[Finding, ...]) -> Literal["pass", "attention", "return"]:
    """From rule findings alone, those waived left out: any error → return, any warning → attention, else pass."""
    counted = (one.severity.rank for one in findings if one.origin == "rule" and one.waived is None)
    worst = min(counted, default=Severity.INFO.rank)
    if worst == Severity.ERROR.rank:
        return "return"
    return "attention" if worst == Severity.WARNING.rank else "pass"
