"""How a verdict (the program's proposal) and a decision (a person's) are worded: rules/words/verdicts.yaml, nowhere else."""

from __future__ import annotations

from functools import cache
from typing import Literal

from reviewer import resources
from reviewer.model import Decision, Frozen, Review, ReviewStatus, Version

Language = Literal["zh", "en"]
Verdict = Literal["return", "attention", "pass", "none"]
VERDICTS: tuple[Verdict, ...] = ("return", "attention", "pass", "none")
"""The gravest first; `none`: the file could not be reviewed."""


class Outcomes(Frozen):
    """Words by key: a verdict's, with `partial` for a pass of what could be read; a decision's; what a button to decide says."""

    verdict: dict[Literal["return", "attention", "pass", "partial", "none"], str]
    decision: dict[Decision, str]
    act: dict[Decision, str]


class _Both(Frozen):
    zh: Outcomes
    en: Outcomes


@cache
def outcomes(language: Language = "zh") -> Outcomes:
    """Raises ConfigError on a file that does not fit."""
    both = resources.read_model(resources.rules_dir() / "words" / "verdicts.yaml", _Both)
    return both.zh if language == "zh" else both.en


def verdict_of_review(review: Review | Version) -> Verdict:
    """The verdict's key; `none` where nothing was read."""
    return review.verdict if review.status in (ReviewStatus.REVIEWED, ReviewStatus.PARTIAL) else "none"


def concluded(review: Review | Version, language: Language = "zh") -> str:
    """A review's verdict in words."""
    key = verdict_of_review(review)
    part = key == "pass" and review.status == ReviewStatus.PARTIAL
    return outcomes(language).verdict["partial" if part else key]
