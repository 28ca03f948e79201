"""Dismissed findings, apart from those that count: told in one line each."""

from __future__ import annotations

from reviewer.export.clean import brief
from reviewer.export.words import words
from reviewer.model import Review


def apart(review: Review) -> tuple[Review, tuple[str, ...]]:
    """The review without what was dismissed, and a line on every dismissed root finding."""
    waived = [one for one in review.findings if one.waived is not None]
    if not waived:
        return review, ()
    marks = {one.fingerprint for one in waived}
    said = words().phrase["waived"]
    lines = tuple(
        said.format(rule=brief(one.rule, 60), message=brief(one.message, 300), reason=brief(one.waived.reason, 300))
        for one in waived
        if one.waived is not None and one.root not in marks
    )
    kept = tuple(one for one in review.findings if one.waived is None)
    return review.model_copy(update={"findings": kept}), lines
