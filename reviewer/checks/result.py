"""What one rule says of one report, before it becomes an Outcome and findings."""

from __future__ import annotations

from dataclasses import dataclass, field

from reviewer.model import Finding, Status


class UnknownValueError(Exception):
    """A value that a rule needs was not read for certain; `reason` is a finished Chinese sentence."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass
class Result:
    """Findings and the instances that could not be judged. `folds` maps fingerprints to that of their root."""

    findings: list[Finding] = field(default_factory=list)
    checked: int = 0
    unknown: list[str] = field(default_factory=list)
    skipped: str = ""
    folds: dict[str, str] = field(default_factory=dict)
    withdrawn: set[str] = field(default_factory=set)
    """Fingerprints of findings that rest on a reading now known to be doubtful."""
    status: Status | None = None
    """Set when the usual order (failed, unknown, passed, skipped) does not fit."""
    note: str = ""

    def outcome(self) -> tuple[Status, str]:
        """failed if any instance fails, else unknown if any could not be judged, else passed, or skipped."""
        doubt = self.unknown[0] if self.unknown else ""
        if self.status is not None:
            return self.status, self.note or doubt
        if self.findings:
            return Status.FAILED, ""
        if self.unknown:
            return Status.UNKNOWN, doubt
        if self.checked:
            return Status.PASSED, self.note
        return Status.SKIPPED, self.skipped or self.note
