"""Examples of rules, run: a consistent report, what differs from it, and whether the rule says so."""

from reviewer.examples.build import report
from reviewer.examples.run import Wrong, wrong

__all__ = ["Wrong", "report", "wrong"]
