"""Every rule against its cases in tests/rules/<pack>.yaml: what passes, fails, stays unknown or does not apply."""

from __future__ import annotations

from collections import defaultdict

import pytest

from reviewer.checks import check, loaded, rules
from reviewer.checks.external import OUTSIDE
from reviewer.checks.pack import PACKS
from tests.checks.cases import Case, books, cases, written
from tests.mutation.runner import problem

NEVER_FAILS = {"EX-CONFIDENCE", "EX-REPEAT-HEADER"}
"""They speak of the reading, in a note to the outcome or a hint that leaves the rule passed."""
NEVER_UNKNOWN = {"WD-HIDDEN"}
"""It repeats what the reading noticed: nothing noticed is nothing hidden."""
SINGLE = [one for one in cases() if not one.word]
SPREAD: dict[str, list[Case]] = defaultdict(list)
for _case in cases():
    if _case.word:
        SPREAD[f"{_case.rule}-{_case.kind}-{_case.number}"].append(_case)


@pytest.mark.parametrize("case", [pytest.param(one, id=f"{one.rule}-{one.kind}-{one.number}") for one in SINGLE])
def test_case(case: Case) -> None:
    checked = check(*case.reports())
    assert case.problem(checked) == ""
    for one in (found for found in checked.findings if found.rule == case.rule):
        assert "{" not in one.message + one.suggestion
        assert one.basis


@pytest.mark.parametrize("name", SPREAD)
def test_case_for_every_word(name: str) -> None:
    """A case written once for a list of words: with each of them the rule does the same."""
    assert not {case.word: found for case in SPREAD[name] if (found := problem(case))}


def test_every_rule_has_every_kind_of_case() -> None:
    """At least two that pass and two that fail, and one that stays unknown where a cell or text can be missing."""
    assert set(books()) == {rule.id for rule in rules()}
    outside = {one.rule.id for one in loaded() if one.rule.kind in OUTSIDE}
    assert all(set(books()[rule]) == {"skipped"} for rule in outside)
    for rule, kinds in ((rule, kinds) for rule, kinds in books().items() if rule not in outside):
        assert len(kinds.get("passes", ())) >= 2, rule
        assert len(kinds.get("fails", ())) >= 2 or rule in NEVER_FAILS, rule
        assert kinds.get("unknown") or rule in NEVER_UNKNOWN, rule


def test_exemptions_are_needed() -> None:
    """Whoever is excused from a kind of case has none."""
    assert not [rule for rule in NEVER_FAILS if books()[rule].get("fails")]
    assert not [rule for rule in NEVER_UNKNOWN if books()[rule].get("unknown")]


def test_rules_stand_in_their_own_pack() -> None:
    for pack in PACKS:
        own = {one.rule.id for one in loaded() if one.pack.pack == pack}
        assert own == set(written(pack))
