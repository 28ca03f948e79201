"""Properties of the table rules: consistent tables are silent, one changed cell has one root."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reviewer.checks import Checked, check
from reviewer.model import Severity, load_forms
from tests.checks.reports import balanced, report

pytestmark = pytest.mark.no_cover  # the same lines over and over, several times as slow when they are counted

ARITHMETIC = {
    "T3-ROW-SUM",
    "T3-COL-DONE-SUM",
    "T3-COL-BALANCE",
    "T3-REPAIR",
    "T3-SHIFT",
    "T4-BLOCK-SUM",
    "EX-SPLIT-DIGIT",
}
EDITIONS = {"2021": 2023, "2019": 2020}
PARTS = ("natural", "org_business", "org_research", "org_public_interest", "org_legal_service", "org_other")


@st.composite
def tables(draw: st.DrawFn, edition: str = "2021") -> dict[str, int]:
    """Applications by result and applicant, disputes by outcome; what was received follows from them."""
    form = load_forms()[edition]
    rows = form.table("t3").leaves()
    base: dict[str, int] = {}
    for row in draw(st.lists(st.sampled_from(rows), max_size=6, unique=True)):
        for part in draw(st.lists(st.sampled_from(PARTS), min_size=1, max_size=3, unique=True)):
            base[f"t3.{row}.{part}"] = draw(st.integers(0, 400))
    for part in PARTS:
        done = sum(base.get(f"t3.{row}.{part}", 0) for row in rows)
        late = draw(st.integers(0, 9)) if part == "natural" else 0
        carried = draw(st.integers(0, done + late))
        base |= {
            f"t3.carried_out.{part}": late,
            f"t3.carried_in.{part}": carried,
            f"t3.new_received.{part}": done + late - carried,
        }
    for block in ("review", "litigation_direct", "litigation_after_review"):
        for part in ("upheld", "corrected", "other", "pending"):
            base[f"t4.{block}.{part}"] = draw(st.integers(0, 60))
    return base


def _arithmetic(checked: Checked) -> list[str]:
    return [f"{one.rule}: {one.message}" for one in checked.findings if one.rule in ARITHMETIC and one.root is None]


quick = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@quick
@given(tables(), st.sampled_from([None, "blank", "slash"]))
def test_consistent_tables_are_silent(base: dict[str, int], fill: str | None) -> None:
    assert _arithmetic(check(report(base=base, fill=fill))) == []


@quick
@given(tables("2019"))
def test_consistent_tables_of_the_old_form_are_silent(base: dict[str, int]) -> None:
    assert _arithmetic(check(report(base=base, edition="2019", year=2020))) == []


@settings(quick, max_examples=120)
@given(tables(), st.data())
def test_one_changed_cell_has_one_root(base: dict[str, int], data: st.DataObject) -> None:
    form = load_forms()["2021"]
    numbers = balanced(base, form)
    key = data.draw(st.sampled_from([one for one in form.cells if not one.startswith("t2.")]))
    changed = data.draw(st.integers(0, 999).filter(lambda value: Decimal(value) != numbers[key]))
    checked = check(report(base=base, cells={key: changed}))
    roots = [one for one in checked.findings if one.rule in ARITHMETIC and one.root is None]
    assert len(roots) == 1, [one.message for one in roots]
    assert any(one.severity == Severity.ERROR and one.rule in ARITHMETIC for one in checked.findings)
    if key.startswith("t3."):
        assert roots[0].rule == "T3-REPAIR"
        assert (roots[0].expected, roots[0].actual) == (str(numbers[key]), str(changed))
        assert next(one.fact for one in roots[0].evidence if one.kind == "cell") == key


@quick
@given(tables(), st.data())
def test_a_cell_left_blank_accuses_nobody(base: dict[str, int], data: st.DataObject) -> None:
    form = load_forms()["2021"]
    keys = data.draw(st.lists(st.sampled_from([k for k in form.cells if k[:2] != "t2"]), min_size=1, max_size=4))
    state = data.draw(st.sampled_from(["blank", "slash", "unreadable", "missing"]))
    assert _arithmetic(check(report(base=base, cells=dict.fromkeys(keys, state)))) == []


@quick
@given(tables(), st.data())
def test_two_faults_in_different_rows_are_not_laid_on_one_cell(base: dict[str, int], data: st.DataObject) -> None:
    form = load_forms()["2021"]
    numbers = balanced(base, form)
    rows = data.draw(st.lists(st.sampled_from(form.table("t3").leaves()), min_size=2, max_size=2, unique=True))
    columns = data.draw(st.lists(st.sampled_from(PARTS), min_size=2, max_size=2, unique=True))
    wrong = {
        f"t3.{row}.{column}": numbers[f"t3.{row}.{column}"] + 1000 for row, column in zip(rows, columns, strict=True)
    }
    first, second = wrong
    wrong[second] += 77
    checked = check(report(base=base, cells=wrong))
    roots = [one for one in checked.findings if one.rule in ARITHMETIC and one.root is None]
    assert {one.evidence[0].fact for one in roots if one.evidence[0].kind == "cell"} == {first, second}


@quick
@given(tables(), st.data())
def test_same_findings_whatever_the_order_of_facts(base: dict[str, int], data: st.DataObject) -> None:
    whole = report(base=base, cells={"t3.new_received.total": 999})
    turned = whole.model_copy(update={"facts": dict(reversed(whole.facts.items()))})
    assert check(whole) == check(turned)


@quick
@given(tables(), st.data())
def test_a_wrong_number_among_blanks_for_zero_is_still_found(base: dict[str, int], data: st.DataObject) -> None:
    """Blanks can only be 0 when one filled cell explains everything and no blank cell does."""
    numbers = balanced(base, load_forms()["2021"])
    filled = [key for key, value in numbers.items() if value and key.startswith("t3.")]
    if not filled:
        return
    key = data.draw(st.sampled_from(filled))
    checked = check(report(base=base, fill="blank", cells={key: int(numbers[key]) + data.draw(st.integers(1, 50))}))
    roots = [one for one in checked.findings if one.rule in ARITHMETIC and one.root is None]
    assert [one.rule for one in roots] == ["T3-REPAIR"]
    assert roots[0].expected == str(numbers[key])
