"""The words by which percentages are held against each other (rules/words/percentages.yaml)."""

from __future__ import annotations

from functools import cache

from reviewer import resources
from reviewer.checks.regex import Pattern
from reviewer.model import Frozen


class PercentWords(Frozen):
    """Patterns over folded text, without groups of their own."""

    up: Pattern
    """Directly before percentage points: so much more."""
    down: Pattern
    base: Pattern
    """All between a percentage and that of the year it is held against: ，上年为."""
    against: Pattern
    """All between a percentage and its change, where the year before follows in brackets."""
    opens: Pattern
    """Directly before a percentage: it is what there was (由上年的)."""
    turns: Pattern
    """All between two percentages: the first became the second."""
    beside: Pattern
    """All that may stand before the words of a change."""
    vague: Pattern
    """Beside a number: it is not exact."""
    row: Pattern
    """Opens a row of shares, one for each number just told: 占比依次为."""


@cache
def percent_words() -> PercentWords:
    """Raises ConfigError on a file that does not fit."""
    return resources.read_model(resources.rules_dir() / "words" / "percentages.yaml", PercentWords)
