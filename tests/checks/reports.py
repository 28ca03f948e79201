"""Reports for tests of rules, stated briefly; the builder is the one that runs the examples of rules."""

from reviewer.examples.build import balanced, report

__all__ = ["balanced", "report"]
