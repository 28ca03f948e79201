"""A Review: everything known about one submitted file. Its JSON is the record."""

from __future__ import annotations

from decimal import Decimal
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


class Dropped(Frozen):
    """What a model said and code could not find in the report. Kept for whoever mends prompts, never shown as a finding."""

    prompt: str
    code: str
    reason: str
    quote: str = ""


class PromptUse(Frozen):
    """What became of one prompt. `reason` (Chinese) says why it was skipped or not finished."""

    prompt: str
    title: str
    status: Literal["done", "unfinished", "skipped"]
    reason: str = ""
    found: int = 0
    """Findings and claims that hold."""
    dropped: int = 0
    repeated: int = 0
    """Findings left out because a rule, or another prompt, says the same of the same words."""
    calls: int = 0
    tokens: int = 0


class ModelUse(Frozen):
    """What the language model did in this review. Nothing in it counts for the verdict."""

    name: str
    prompts: tuple[str, ...] = ()
    """`id@version` of each prompt that was put to it."""
    calls: int = 0
    tokens: int = 0
    """Sent and received."""
    dropped: int = 0
    answered: str = ""
    """The model as the server named it."""
    tokens_in: int = 0
    tokens_out: int = 0
    cached: int = 0
    """Calls answered from the cache."""
    cost: Decimal | None = None
    """Money, where prices are set."""
    jobs: tuple[PromptUse, ...] = ()
    """What became of every prompt, those not put included."""
    sentences: tuple[str, ...] = ()
    """What a reader must be told of it."""
    refused: tuple[Dropped, ...] = ()


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
