"""How a question becomes an answer: the dossier of a report, the wing that reads questions, and a model where there is one."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Protocol

from reviewer.model import Dossier, Review, ReviewStatus, RuleText

_READ = frozenset({ReviewStatus.REVIEWED, ReviewStatus.PARTIAL})


class Reviews(Protocol):
    """What makes a review of a file: a Reviewer."""

    def review(self, path: str | Path, previous: str | Path | None = None) -> Review: ...


@cache
def rule_texts() -> tuple[RuleText, ...]:
    """Every rule in words. Raises ConfigError."""
    from reviewer import checks

    return tuple(
        RuleText(
            id=one.id, title=one.title, severity=one.severity, statement=one.statement, why=one.why,
            basis=checks.basis(one), mend=one.mend, caveat=one.caveat, formula=one.formula,
            good=one.example.good, bad=one.example.bad,
        )
        for one in checks.rules()
    )  # fmt: skip


def readable(review: Review) -> bool:
    return review.status in _READ


def dossier_of(reviewer: Reviews, report: str | Path | Review, previous: str | Path | Review | None = None) -> Dossier:
    """All that questions about a report may be answered from. A last year's report that cannot serve is left out.

    A report that could not be read gives a dossier without facts or sections: look at `review.status` first.
    """
    if isinstance(report, Review):
        review = report
    else:
        review = reviewer.review(report, previous if not isinstance(previous, Review) else None)
    before = previous if isinstance(previous, Review) or previous is None else reviewer.review(previous)
    if before is not None and not (readable(before) and _serves(review, before)):
        before = None
    return Dossier(review=review, previous=before, rules=rule_texts())


def _serves(review: Review, before: Review) -> bool:
    """Whether a report is of the year before; the agency is the asker's to choose."""
    now, then = review.identity.year, before.identity.year
    return now is not None and then is not None and then == now - 1
