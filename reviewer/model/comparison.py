"""What changed between two versions of one report."""

from __future__ import annotations

from typing import Literal

from reviewer.model.base import Frozen, Notice
from reviewer.model.finding import Finding
from reviewer.model.report import Identity
from reviewer.model.review import Review


class Version(Frozen):
    """One of the two files."""

    file: str
    sha256: str
    status: str
    identity: Identity
    verdict: Literal["pass", "attention", "return"]

    @classmethod
    def of(cls, review: Review) -> Version:
        return cls(
            file=review.file,
            sha256=review.sha256,
            status=review.status.value,
            identity=review.identity,
            verdict=review.verdict,
        )


class CellChange(Frozen):
    """A cell of the statutory tables as it was and is printed; None where it was not read at all."""

    fact: str
    old: str | None
    new: str | None


class SentenceChange(Frozen):
    """A sentence as it was and is; "" where it was added or taken away."""

    section: str
    old: str
    new: str


class Comparison(Frozen):
    """Two reviews of one report, by fingerprint, cell and sentence."""

    old: Version
    new: Version
    fixed: tuple[Finding, ...] = ()
    still: tuple[Finding, ...] = ()
    """As the new version's review words them."""
    added: tuple[Finding, ...] = ()
    unclear: tuple[Finding, ...] = ()
    """Findings of the old version whose rule could not be judged on the new one."""
    cells: tuple[CellChange, ...] = ()
    sentences: tuple[SentenceChange, ...] = ()
    notices: tuple[Notice, ...] = ()
