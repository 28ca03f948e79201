"""Slips in our own rule files are noticed: every value, word and shape of every rule (docs/proof.md says what is counted)."""

from __future__ import annotations

import re

import pytest

from reviewer.checks import loaded
from reviewer.checks.external import OUTSIDE
from tests.mutation import regex
from tests.mutation.mutants import conditions, mutants
from tests.mutation.runner import ledger, run, verdict

pytestmark = pytest.mark.no_cover  # the same lines over and over, several times as slow when they are counted

RULES = [one.rule.id for one in loaded() if one.rule.kind not in OUTSIDE]


@pytest.mark.slow
@pytest.mark.parametrize("rule", RULES)
def test_every_slip_is_noticed(rule: str) -> None:
    """Severities, years, thresholds, keys, operators, switches, entries; words of patterns, look-arounds, optional parts."""
    alive = {one.mutant.name for one in run([rule]) if not one.killer}
    assert alive - set(ledger()) == set()


@pytest.mark.slow
def test_the_ledger_is_strict() -> None:
    """What is listed as equivalent is still made, and still noticed by no case."""
    made = {one.name: one for loaded_one in loaded() for one in mutants(loaded_one) if one.name in ledger()}
    assert made.keys() == ledger().keys()
    assert not {name: verdict(one).killer for name, one in made.items() if verdict(one).killer}


@pytest.mark.parametrize(
    ("source", "made"),
    [
        (
            "total == upheld + other",
            {"total != upheld + other", "total == upheld - other", "total == upheld + pending"},
        ),
        ("t4.review.total > 0 and done.total <= 0.3", {"t4.review.total >= 0 and done.total <= 0.3"}),
        ("max(valid, made) < 5", {"min(valid, made) < 5", "max(valid, made) < 6", "max(valid, made) <= 5"}),
    ],
)
def test_conditions_are_changed_one_place_at_a_time(source: str, made: set[str]) -> None:
    assert made <= {changed for _, changed in conditions(source)}


@pytest.mark.parametrize(
    ("pattern", "made"),
    [
        ("甲|乙", {"甲", "乙"}),
        ("(?:甲|乙丙)丁?", {"(?:甲)丁?", "(?:乙丙)丁?", "(?:甲|乙丙)", "(?:甲|乙丙)丁"}),
        ("(?<!未)收[^|)]{0,3}费", {"收[^|)]{0,3}费"}),
        (r"\(|[)\]]", {r"\(", r"[)\]]"}),
    ],
)
def test_patterns_are_changed_one_place_at_a_time(pattern: str, made: set[str]) -> None:
    found = {one.made for one in regex.mutations(pattern)}
    assert found == made
    assert all(re.compile(one) for one in found)
