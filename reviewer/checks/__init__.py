"""Deterministic rules over one report. The rules are YAML (rules/*.yaml); what stands here are their few kinds."""

from reviewer.checks.comparable import incomparable, same_body
from reviewer.checks.engine import Checked, check, check_with
from reviewer.checks.pack import Loaded, load, loaded, rules
from reviewer.checks.report import basis
from reviewer.checks.rule import Pack, Rule

__all__ = [
    "Checked",
    "Loaded",
    "Pack",
    "Rule",
    "basis",
    "check",
    "check_with",
    "incomparable",
    "load",
    "loaded",
    "rules",
    "same_body",
]
