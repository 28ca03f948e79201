"""AG-PARENT-LESS: a whole-region cell below that of one part; works before all are there."""

from __future__ import annotations

from typing import Any

import pytest

from reviewer.model import Severity
from tests.checks.season.build import (
    BUREAUS,
    HEAD,
    INFO,
    OFFICE,
    applications,
    body,
    checked,
    hand,
    only,
    register,
    status,
)

RULE = "AG-PARENT-LESS"
PENALTIES = "t2.art20_6.punishment.decisions"
FEES = "t2.art20_8.admin_fees.amount_wan"


def test_a_part_that_has_more_is_told_though_others_are_missing() -> None:
    head = hand(HEAD, {**applications(40), PENALTIES: 9}, whole=True)
    made = checked(
        register(), [head, hand(BUREAUS[0], applications(52)), hand(BUREAUS[1], {PENALTIES: 10})], only(RULE)
    )
    (one,) = made.findings
    assert one.severity is Severity.ERROR
    assert one.others == (BUREAUS[0], BUREAUS[1])
    assert (one.actual, one.expected) == ("40", "不小于52")
    assert "汇总40 < 甲市财政局52" in one.arithmetic
    assert {each.agency for each in one.sources} == {HEAD, BUREAUS[0], BUREAUS[1]}
    assert status(made, RULE, HEAD)[0] == "failed"


def test_equal_is_enough() -> None:
    made = checked(register(), [hand(HEAD, applications(52)), hand(BUREAUS[0], applications(52))], only(RULE))
    assert made.findings == ()
    assert status(made, RULE, HEAD)[0] == "passed"


def test_own_scope_is_not_judged() -> None:
    bodies = register()
    bodies = (bodies[0].model_copy(update={"scope": "own"}), *bodies[1:])
    made = checked(bodies, [hand(HEAD), hand(BUREAUS[0], applications(5))], only(RULE))
    assert made.findings == ()
    assert status(made, RULE, HEAD) == ("skipped", "口径为本级，不与下级数据比对。")
    assert status(made, RULE, BUREAUS[0])[0] == "skipped"


@pytest.mark.parametrize("dark", [HEAD, BUREAUS[0]])
def test_a_cell_that_was_not_read_is_unknown(dark: str) -> None:
    reports = [
        hand(HEAD, {PENALTIES: 9}, cells={PENALTIES: "unreadable"} if dark == HEAD else None),
        hand(BUREAUS[0], {PENALTIES: 10}, cells={PENALTIES: "unreadable"} if dark == BUREAUS[0] else None),
    ]
    made = checked(register(), reports, only(RULE))
    assert made.findings == ()
    state, reason = status(made, RULE, HEAD)
    assert state == "unknown"
    assert f"{dark}：" in reason


def test_nobody_below_or_nothing_handed_in() -> None:
    assert status(checked(register(), [hand(HEAD)], only(RULE)), RULE, HEAD)[0] == "unknown"
    assert status(checked(register()[:1], [hand(HEAD)], only(RULE)), RULE, HEAD)[0] == "skipped"


def test_what_looks_like_it_and_is_none() -> None:
    """Regulations of others than the office, signed changes, rounded money, bodies that are not bound."""
    regulations = "t2.art20_1.regulations.valid"
    tax = body("甲市税务局", reports=False)
    reports = [
        hand(HEAD, {regulations: 1}, cells={FEES: "1.1"}),
        hand(OFFICE, {regulations: 1}),
        hand(BUREAUS[0], {regulations: 5}, cells={FEES: "1.149"}),
        hand(tax.name, applications(80)),
    ]
    assert checked(register(tax), reports, only(RULE)).findings == ()
    reports[1] = hand(OFFICE, {regulations: 2})
    assert len(checked(register(tax), reports, only(RULE)).findings) == 1


def test_signed_changes_of_2019_may_be_less() -> None:
    change = "t2.art20_5.licensing.change"
    given: dict[str, Any] = {"edition": "2019", "year": 2020}
    reports = [hand(HEAD, {change: -3}, **given), hand(BUREAUS[0], {change: 2}, **given)]
    made = checked(register(), reports, only(RULE), info=INFO.model_copy(update={"year": 2020}))
    assert made.findings == ()
