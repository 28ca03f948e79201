"""Every rule against its cases in tests/rules/<pack>.yaml: what passes, fails, stays unknown or does not apply."""

from __future__ import annotations

import pytest
import yaml

from reviewer.checks import check, loaded, rules
from reviewer.checks.pack import PACKS
from tests.checks.cases import CASES, Case, books, cases

NEVER_FAILS = {"EX-CONFIDENCE", "EX-REPEAT-HEADER"}
NEVER_UNKNOWN = {"STR-INTRO-COUNT", "TAB-BLANK", "TX-BREAKDOWN", "TX-SELF", "WD-HIDDEN"}


@pytest.mark.parametrize("case", [pytest.param(one, id=f"{one.rule}-{one.kind}-{one.number}") for one in cases()])
def test_case(case: Case) -> None:
    checked = check(*case.reports())
    assert case.problem(checked) == ""
    for one in (found for found in checked.findings if found.rule == case.rule):
        assert "{" not in one.message + one.suggestion
        assert one.basis


def test_every_rule_has_every_kind_of_case() -> None:
    """At least two that pass and two that fail, and one that stays unknown where a cell or text can be missing."""
    assert set(books()) == {rule.id for rule in rules()}
    outside = {one.rule.id for one in loaded() if one.rule.kind == "external"}
    assert all(set(books()[rule]) == {"skipped"} for rule in outside)
    for rule, kinds in ((rule, kinds) for rule, kinds in books().items() if rule not in outside):
        assert len(kinds.get("passes", ())) >= 2, rule
        assert len(kinds.get("fails", ())) >= (0 if rule in NEVER_FAILS else 2), rule
        assert rule in NEVER_UNKNOWN or kinds.get("unknown"), rule


def test_rules_stand_in_their_own_pack() -> None:
    for pack in PACKS:
        own = {one.rule.id for one in loaded() if one.pack.pack == pack}
        assert own == set(yaml.safe_load((CASES / f"{pack}.yaml").read_text("utf-8")))
