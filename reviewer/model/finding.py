"""What a check says: an Outcome for every rule, and findings for those that failed."""

from __future__ import annotations

import hashlib
from enum import StrEnum
from typing import Literal

from reviewer.model.base import Frozen
from reviewer.model.evidence import Evidence


class Severity(StrEnum):
    """error: arithmetic, statute, self-contradiction; warning: a person must look; info: worth a glance."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"

    @property
    def rank(self) -> int:
        return {"error": 0, "warning": 1, "info": 2}[self.value]


class Status(StrEnum):
    PASSED = "passed"
    FAILED = "failed"
    UNKNOWN = "unknown"
    SKIPPED = "skipped"
    BROKEN = "broken"


class Outcome(Frozen):
    """What became of one rule; `reason` (Chinese) says why it is unknown, skipped or broken."""

    rule: str
    status: Status
    reason: str = ""


class Waived(Frozen):
    """Why a finding does not count: a person gave a reason, or an earlier review had it already."""

    kind: Literal["waiver", "baseline"]
    reason: str
    by: str | None = None
    until: str | None = None
    """Last day on which it holds, YYYY-MM-DD."""


class Finding(Frozen):
    """One thing to mend, in Chinese for the official who must act."""

    rule: str
    severity: Severity
    origin: Literal["rule", "model"] = "rule"
    message: str
    suggestion: str
    basis: str
    expected: str | None = None
    actual: str | None = None
    arithmetic: str = ""
    """The sum as a person would write it: 新收13 + 结转2 = 15 ≠ 办结12 + 结转下年2 = 14."""
    evidence: tuple[Evidence, ...] = ()
    fingerprint: str
    root: str | None = None
    """Fingerprint of the finding that explains this one; shown folded under it."""
    waived: Waived | None = None
    """Set when it stays in the record and counts for nothing."""
    prompt: str | None = None
    """`id@version` of the prompt behind a model's finding."""


def fingerprint(rule: str, *subject: str) -> str:
    """16 hex digits from the rule and what the finding is about (cell keys, folded quote); never from its wording."""
    return hashlib.sha256("\x1f".join((rule, *subject)).encode("utf-8", "surrogatepass")).hexdigest()[:16]
