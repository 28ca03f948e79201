"""Deterministic rules over one report. The rules are YAML (rules/*.yaml); what stands here are their few kinds."""

from reviewer.checks.catalogue import Catalogue, catalogue
from reviewer.checks.comparable import incomparable, plain_name, same_body
from reviewer.checks.engine import Checked, check, check_with
from reviewer.checks.pack import Changed, Loaded, load, loaded, rules
from reviewer.checks.report import basis
from reviewer.checks.rule import Pack, Period, Rule, Shown

__all__ = [
    "Catalogue",
    "Changed",
    "Checked",
    "Loaded",
    "Pack",
    "Period",
    "Rule",
    "Shown",
    "basis",
    "catalogue",
    "check",
    "check_with",
    "incomparable",
    "load",
    "loaded",
    "plain_name",
    "rules",
    "same_body",
]
