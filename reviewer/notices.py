"""What a reader of a review must be told besides its findings: why it ended early, what it was held against, which packs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reviewer import resources
from reviewer.errors import LimitError, RefusedError, ReviewerError
from reviewer.lector import shown
from reviewer.model import AnnualReport, Notice, Review, ReviewStatus

if TYPE_CHECKING:
    from reviewer.checks import Catalogue

_STATUS = ((RefusedError, ReviewStatus.REFUSED), (LimitError, ReviewStatus.OVER_LIMIT))


def ended(name: str, sha256: str, error: ReviewerError) -> Review:
    """The review of a file that came to an end before it was judged."""
    status = next((one for kind, one in _STATUS if isinstance(error, kind)), ReviewStatus.FAILED)
    return Review(file=shown(name), sha256=sha256, status=status, notice=notice(error.code, **error.values))


def serving(before: AnnualReport, report: AnnualReport) -> tuple[AnnualReport | None, tuple[Notice, ...]]:
    """Last year's report where it can serve, and what is to be told of it."""
    from reviewer import checks

    refusal = checks.incomparable(report, before)
    return (None, (refusal,)) if refusal is not None else (before, (notice("N-PREVIOUS", name=before.name),))


def packs_told(among: Catalogue, year: int | None) -> tuple[Notice, ...]:
    """That packs of a place were in force, where some were."""
    marks = set(among.packs(year))
    names = [
        resources.sentence("K-PACK", title=one.title, owner=one.owner, version=one.version)
        for one in among.local
        if one.mark in marks
    ]
    return (notice("N-PACKS", names=resources.sentence("K-AND").join(names)),) if names else ()


def notice(code: str, **values: object) -> Notice:
    try:
        return Notice(code=code, sentence=resources.sentence(code, **values))
    except (KeyError, IndexError, ValueError):  # a code without its sentence is our fault: say that we failed
        return Notice(code=code, sentence=resources.sentence("F-INTERNAL", what=code))


def joined(notices: tuple[Notice, ...]) -> Notice | None:
    """Several reasons as one notice under the first one's code."""
    if not notices:
        return None
    return Notice(code=notices[0].code, sentence="".join(one.sentence for one in notices))
