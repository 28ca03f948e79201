"""Every rule against its cases in tests/rules/<pack>.yaml: what passes, fails, stays unknown or does not apply."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from reviewer.checks import check, loaded, rules
from reviewer.checks.pack import PACKS
from reviewer.model import Status
from tests.checks.reports import report

CASES = Path(__file__).parent.parent / "rules"
STATUS = {"passes": Status.PASSED, "fails": Status.FAILED, "unknown": Status.UNKNOWN, "skipped": Status.SKIPPED}
LAST = {"year": 2022, "title": "甲市乙区应急管理局2022年政府信息公开工作年度报告"}
"""What differs in the report of the year before that a case gives under `previous`."""
NEVER_PASSES = {"DT-DUE"}
"""A report cannot show that it was published in time."""
NEVER_FAILS = {"EX-CONFIDENCE", "EX-REPEAT-HEADER"}
NEVER_UNKNOWN = {"STR-INTRO-COUNT", "TAB-BLANK", "TX-BREAKDOWN", "TX-SELF", "WD-HIDDEN"}


def _cases() -> dict[str, dict[str, list[dict[str, Any]]]]:
    found: dict[str, dict[str, list[dict[str, Any]]]] = {}
    for pack in PACKS:
        found |= yaml.safe_load((CASES / f"{pack}.yaml").read_text("utf-8"))
    return found


ALL = _cases()
FLAT = [
    pytest.param(rule, STATUS[kind], case, id=f"{rule}-{kind}-{number}")
    for rule, kinds in ALL.items()
    for kind, cases in kinds.items()
    for number, case in enumerate(cases)
]


@pytest.mark.parametrize(("rule", "status", "case"), FLAT)
def test_case(rule: str, status: Status, case: dict[str, Any]) -> None:
    given = dict(case)
    expect = given.pop("expect", {})
    last = given.pop("previous", None)
    checked = check(report(**given), None if last is None else report(**{**LAST, **last}))
    outcome = next(one for one in checked.outcomes if one.rule == rule)
    findings = [one for one in checked.findings if one.rule == rule]
    assert outcome.status == status, (outcome.reason, [one.message for one in findings])
    assert not any(one.status == Status.BROKEN for one in checked.outcomes)
    assert bool(findings) == (status == Status.FAILED or bool(expect))
    if status in (Status.UNKNOWN, Status.SKIPPED):
        assert outcome.reason
    for one in findings:
        assert "{" not in one.message + one.suggestion
        assert one.basis
    if expect:
        assert any(_fits(one, expect) for one in findings), [(one.severity, one.message) for one in findings]


def _fits(finding: Any, expect: dict[str, Any]) -> bool:
    return (
        finding.severity == expect.get("severity", finding.severity)
        and expect.get("says", "") in finding.message
        and finding.arithmetic == expect.get("arithmetic", finding.arithmetic)
        and (finding.root is not None) == expect.get("folded", finding.root is not None)
    )


def test_every_rule_has_every_kind_of_case() -> None:
    """At least two that pass and two that fail, and one that stays unknown where a cell or text can be missing."""
    assert set(ALL) == {rule.id for rule in rules()}
    outside = {one.rule.id for one in loaded() if one.rule.kind == "external"}
    assert all(set(ALL[rule]) == {"skipped"} for rule in outside)
    for rule, kinds in ((rule, kinds) for rule, kinds in ALL.items() if rule not in outside):
        assert len(kinds.get("passes", ())) >= (0 if rule in NEVER_PASSES else 2), rule
        assert len(kinds.get("fails", ())) >= (0 if rule in NEVER_FAILS else 2), rule
        assert rule in NEVER_UNKNOWN or kinds.get("unknown"), rule


def test_rules_stand_in_their_own_pack() -> None:
    for pack in PACKS:
        own = {one.rule.id for one in loaded() if one.pack.pack == pack}
        assert own == set(yaml.safe_load((CASES / f"{pack}.yaml").read_text("utf-8")))
