"""Blank-for-zero tables: a consistent one is never blamed; a single wrong number is found, or left unknown."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reviewer.checks import check
from reviewer.model import Severity, Status, load_forms
from tests.checks.reports import balanced, report

pytestmark = pytest.mark.no_cover  # the same lines over and over, several times as slow when they are counted

FORM = load_forms()["2021"]
ARITHMETIC = {"T3-ROW-SUM", "T3-COL-DONE-SUM", "T3-COL-BALANCE", "T4-BLOCK-SUM"}
LEAVES = [f"t3.{row}" for row in FORM.table("t3").leaves()]
PARTS = [column.key for column in FORM.table("t3").blocks[0].columns][:-1]
BLOCKS = [block.key for block in FORM.table("t4").blocks]


@st.composite
def bases(draw: st.DrawFn) -> dict[str, int]:
    """A consistent base: applications by outcome and column, some carried in and out."""
    base: dict[str, int] = {}
    for column in draw(st.lists(st.sampled_from(PARTS), min_size=1, max_size=3, unique=True)):
        done = draw(st.dictionaries(st.sampled_from(LEAVES), st.integers(1, 90), min_size=1, max_size=5))
        base |= {f"{row}.{column}": value for row, value in done.items()}
        base[f"t3.carried_out.{column}"] = draw(st.integers(0, 9))
        carried = draw(st.integers(0, 1))
        base[f"t3.carried_in.{column}"] = carried
        base[f"t3.new_received.{column}"] = sum(done.values()) + base[f"t3.carried_out.{column}"] - carried
    for block in BLOCKS:
        base[f"t4.{block}.upheld"] = draw(st.integers(0, 5))
        base[f"t4.{block}.pending"] = draw(st.integers(0, 2))
    return base


styles = st.sampled_from(
    [("*",), ("t3.*.org_*",), ("t3.*.org_research", "t3.*.org_other"), ("t3.*.natural", "t4.*"), ("t3.done.*", "t4.*")]
)


@settings(max_examples=120, deadline=None)
@given(base=bases(), empty=styles)
def test_a_consistent_table_with_blanks_is_never_blamed(base: dict[str, int], empty: tuple[str, ...]) -> None:
    checked = check(report(base=base, empty=empty))
    assert not [
        one.message for one in checked.findings if one.severity == Severity.ERROR and one.rule[:2] in ("T3", "T4")
    ]
    assert not [one for one in checked.findings if one.rule in ("T3-REPAIR", "T3-SHIFT", "EX-SPLIT-DIGIT")]


@settings(max_examples=200, deadline=None)
@given(base=bases(), empty=styles, data=st.data())
def test_one_wrong_number_among_blanks_is_found_or_unknown(
    base: dict[str, int], empty: tuple[str, ...], data: st.DataObject
) -> None:
    cells = balanced(base, FORM)
    filled = sorted(key for key, value in cells.items() if value and key[:2] in ("t3", "t4"))
    wrong = data.draw(st.sampled_from(filled))
    number = data.draw(st.integers(1, 999).filter(lambda value: Decimal(value) != cells[wrong]))
    changed: dict[str, Any] = {wrong: number}
    checked = check(report(base=base, empty=empty, cells=changed))
    found = [one for one in checked.findings if one.rule in ARITHMETIC]
    unsure = [one for one in checked.outcomes if one.rule in ARITHMETIC and one.status == Status.UNKNOWN]
    assert found or unsure
    for one in checked.findings:
        if one.rule == "T3-REPAIR" and one.expected is not None:
            assert [proof.fact for proof in one.evidence if proof.kind == "cell"] == [wrong]
            assert Decimal(one.expected) == cells[wrong]
