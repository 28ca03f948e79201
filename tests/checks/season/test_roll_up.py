"""AG-SUM: totals against their parts, what explains a difference, and when nothing can be said."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from reviewer.checks.season import Handed, SeasonChecked, handed
from reviewer.model import Agency, Severity
from tests.checks.season.build import (
    BUREAUS,
    GRANTED,
    HEAD,
    INFO,
    NEW,
    OFFICE,
    applications,
    body,
    checked,
    found,
    hand,
    only,
    register,
    status,
    summed,
    whole,
)

RULE = "AG-SUM"
PENALTIES = "t2.art20_6.punishment.decisions"
FEES = "t2.art20_8.admin_fees.amount_wan"
PARTS: dict[str, dict[str, int]] = {
    OFFICE: {**applications(7), "t2.art20_1.regulations.valid": 4},
    BUREAUS[0]: {**applications(12), PENALTIES: 3},
    BUREAUS[1]: {**applications(5), "t4.review.upheld": 2},
    BUREAUS[2]: {**applications(1), PENALTIES: 40, "t3.new_received.org_business": 2, "t3.done.partial.org_business": 2},
    BUREAUS[3]: {},
}  # fmt: skip


def run(head: Handed, *more: Handed, bodies: tuple[Agency, ...] = (), leave: tuple[str, ...] = ()) -> SeasonChecked:
    given = {one.agency for one in more}
    parts = [hand(name, base) for name, base in PARTS.items() if name not in given and name not in leave]
    return checked(bodies or register(), [head, *parts, *more], only(RULE))


def test_exact_totals_pass() -> None:
    made = run(whole(list(PARTS.values())))
    assert made.findings == ()
    assert status(made, RULE, HEAD) == ("passed", "")
    assert status(made, RULE, OFFICE)[0] == "skipped"


def test_one_finding_lists_the_cells_the_biggest_difference_first() -> None:
    off = summed(*PARTS.values(), {PENALTIES: 9, NEW: 1, GRANTED: 1})
    (one,) = run(hand(HEAD, off, whole=True)).findings
    assert one.severity is Severity.WARNING
    assert (one.expected, one.actual) == ("43", "52")
    assert one.arithmetic.startswith("表二“第二十条第（六）项·行政处罚”")
    assert "合计43 ≠ 汇总52" in one.arithmetic
    assert "比对200格，有7格" in one.message
    assert one.sources[0].agency == HEAD
    assert one.sources[0].evidence.kind == "cell"
    assert one.sources[0].evidence.fact == PENALTIES
    assert one.others == ()


@pytest.mark.parametrize("name", [OFFICE, BUREAUS[0], BUREAUS[2]])
def test_a_part_left_out_or_counted_twice_is_named(name: str) -> None:
    rest = [base for part, base in PARTS.items() if part != name]
    (one,) = run(whole(rest)).findings
    assert one.others == (name,)
    assert f"恰好都是{name}的数，可能漏加" in one.message
    (one,) = run(whole([*PARTS.values(), PARTS[name]])).findings
    assert one.others == (name,)
    assert "可能重复相加" in one.message


def test_two_slips_at_once() -> None:
    rest = [PARTS[OFFICE], PARTS[BUREAUS[1]], PARTS[BUREAUS[3]]]
    (one,) = run(whole(rest)).findings
    assert set(one.others) == {BUREAUS[0], BUREAUS[2]}
    assert "可能漏加" in one.message
    (one,) = run(whole([PARTS[OFFICE], *([PARTS[BUREAUS[1]]] * 2), PARTS[BUREAUS[2]]])).findings
    assert set(one.others) == {BUREAUS[0], BUREAUS[1]}
    assert "漏加甲市财政局、又重复相加甲市教育局" in one.message


def test_a_table_alone_may_have_been_added_wrongly() -> None:
    t2 = {key: value for key, value in PARTS[BUREAUS[0]].items() if key.startswith("t2")}
    less = summed(*PARTS.values())
    less[PENALTIES] -= t2[PENALTIES]
    (one,) = run(hand(HEAD, less, whole=True)).findings
    assert one.others == (BUREAUS[0],)


def test_two_that_explain_it_alike_name_nobody() -> None:
    twin = hand(BUREAUS[1], PARTS[BUREAUS[0]])
    parts = {**PARTS, BUREAUS[1]: PARTS[BUREAUS[0]]}
    (one,) = run(whole([base for name, base in parts.items() if name != BUREAUS[0]]), twin).findings
    assert one.others == ()


def test_a_part_corrected_after_the_total_was_made_is_a_hint() -> None:
    old = hand(BUREAUS[0], {**PARTS[BUREAUS[0]], NEW: 15, GRANTED: 15}, submission=1)
    new = hand(BUREAUS[0], PARTS[BUREAUS[0]], submission=2, received=datetime(2024, 2, 2), older=[old])
    parts = {**PARTS, BUREAUS[0]: {**PARTS[BUREAUS[0]], NEW: 15, GRANTED: 15}}
    (one,) = run(whole(list(parts.values())), new).findings
    assert one.severity is Severity.INFO
    assert one.others == (BUREAUS[0],)
    assert "汇总数用的是更正前的数" in one.message
    assert run(whole(list(PARTS.values())), new).findings == ()


def test_incomplete_coverage_is_unknown_whatever_the_numbers() -> None:
    made = run(whole([]), leave=(BUREAUS[1],))
    assert made.findings == ()
    assert status(made, RULE, HEAD) == ("unknown", "还缺甲市教育局的报告，合计未核对。")


def test_own_scope_is_no_total() -> None:
    bodies = register()
    bodies = (bodies[0].model_copy(update={"scope": "own"}), *bodies[1:])
    made = run(hand(HEAD, applications(1)), bodies=bodies)
    assert status(made, RULE, HEAD)[0] == "skipped"
    assert made.findings == ()


def test_without_the_office_a_difference_may_be_its_share() -> None:
    bodies = tuple(one for one in register() if one.name != OFFICE)
    made = run(whole(list(PARTS.values())), bodies=bodies)
    assert made.findings == ()
    assert status(made, RULE, HEAD)[0] == "unknown"
    rest = [base for name, base in PARTS.items() if name != OFFICE]
    assert status(run(whole(rest), bodies=bodies), RULE, HEAD)[0] == "passed"


@pytest.mark.parametrize("name", ["甲市政府办", "甲市府办", "甲市人民政府办公厅", "甲市人民政府办公室（市大数据局）"])
def test_an_office_by_other_names(name: str) -> None:
    bodies = tuple(body(name) if one.name == OFFICE else one for one in register())
    made = run(whole([*PARTS.values(), applications(3)]), hand(name, PARTS[OFFICE]), bodies=bodies)
    assert len(made.findings) == 1


def test_who_is_not_bound_is_not_added() -> None:
    tax = body("甲市税务局", reports=False)
    assert run(whole(list(PARTS.values())), hand(tax.name, applications(9)), bodies=register(tax)).findings == ()


@pytest.mark.parametrize("value", ["unreadable", "missing", "12件左右"])
def test_a_cell_that_was_not_read_is_left_out_and_told(value: str) -> None:
    dark = hand(BUREAUS[0], PARTS[BUREAUS[0]], cells={PENALTIES: value})
    made = run(whole(list(PARTS.values())), dark)
    assert made.findings == ()
    state, reason = status(made, RULE, HEAD)
    assert state == "unknown"
    assert reason.startswith("有1处未能比对，如甲市财政局：")
    (one,) = run(whole([*PARTS.values(), applications(2)]), dark).findings
    assert "还有1处未能识读" in one.arithmetic
    assert "比对199格" in one.message


def test_a_report_that_could_not_be_read_is_handed_in_and_unknown() -> None:
    dark = handed(None, agency=BUREAUS[0], year=2023, submission=5, received=datetime(2024, 1, 9))
    made = run(whole(list(PARTS.values())), dark)
    assert made.findings == ()
    assert status(made, RULE, HEAD)[0] == "unknown"


def test_regulations_come_from_the_office_alone() -> None:
    odd = hand(BUREAUS[1], {**PARTS[BUREAUS[1]], "t2.art20_1.regulations.valid": 3})
    assert run(whole(list(PARTS.values())), odd).findings == ()  # the total has the office's
    with_odd = {**PARTS, BUREAUS[1]: {**PARTS[BUREAUS[1]], "t2.art20_1.regulations.valid": 3}}
    assert run(whole(list(with_odd.values())), odd).findings == ()  # or all that were reported
    assert run(whole([*PARTS.values(), {"t2.art20_1.regulations.valid": 1}])).findings != ()


def money(name: str, amount: str, **more: Any) -> Handed:
    return hand(name, PARTS.get(name), cells={FEES: amount}, **more)


@pytest.mark.parametrize(
    ("amount", "fine"), [("3.13", True), ("3.1265", True), ("3.1", True), ("3.2", True), ("3.3", False), ("313", False)]
)
def test_sums_of_money_may_have_been_rounded(amount: str, fine: bool) -> None:
    parts = [money(BUREAUS[0], "1.0015"), money(BUREAUS[1], "2.125")]
    head = hand(HEAD, summed(*PARTS.values()), cells={FEES: amount}, whole=True)
    assert (run(head, *parts).findings == ()) is fine


def test_money_takes_part_in_an_explanation() -> None:
    parts = [money(BUREAUS[0], "1.0015"), money(BUREAUS[1], "2.125")]
    rest = [base for name, base in PARTS.items() if name != BUREAUS[0]]
    left = hand(HEAD, summed(*rest), cells={FEES: "2.125"}, whole=True)
    (one,) = run(left, *parts).findings
    assert one.others == (BUREAUS[0],)
    kept = hand(HEAD, summed(*rest), cells={FEES: "3.1265"}, whole=True)  # the tables below have it, the money not
    (one,) = run(kept, *parts).findings
    assert one.others == ()


def test_below_a_part_of_own_scope_either_sum_is_right() -> None:
    district = body("甲市乙区人民政府", kind="government")
    below = body("甲市乙区财政局", parent=district.name, level="县")
    bodies = register(district, below)
    reports = (hand(district.name, applications(2)), hand(below.name, applications(30)))
    own = [*PARTS.values(), applications(2)]
    assert run(whole(own), *reports, bodies=bodies).findings == ()
    assert run(whole([*own, applications(30)]), *reports, bodies=bodies).findings == ()
    assert len(run(whole([*own, applications(9)]), *reports, bodies=bodies).findings) == 1
    assert status(run(whole(own), reports[0], bodies=bodies), RULE, HEAD)[0] == "unknown"


def test_the_form_of_2019() -> None:
    base = {"t2.art20_5.licensing.decisions": 3, "t2.art20_9.central_procurement.projects": 2, NEW: 4, GRANTED: 4}
    old: dict[str, Any] = {"edition": "2019", "year": 2020}
    info = INFO.model_copy(update={"year": 2020})
    parts = [hand(name, base, **old) for name in PARTS]
    count = len(parts)
    right = whole([base] * count, **old)
    made = checked(register(), [right, *parts], only(RULE), info=info)
    assert made.findings == ()
    assert status(made, RULE, HEAD)[0] == "passed"
    wrong = whole([base] * count + [{"t2.art20_9.central_procurement.projects": 1}], **old)
    (one,) = checked(register(), [wrong, *parts], only(RULE), info=info).findings
    assert (one.expected, one.actual) == ("10", "11")
    mixed = [hand(OFFICE, base, year=2020), *parts[1:]]  # the new form in an old year
    assert status(checked(register(), [right, *mixed], only(RULE), info=info), RULE, HEAD)[0] == "unknown"


def test_the_fingerprint_is_of_the_cells_not_of_the_words() -> None:
    first = found(run(whole([*PARTS.values(), {PENALTIES: 9}])), RULE)[0]
    second = found(run(whole([*PARTS.values(), {PENALTIES: 12}])), RULE)[0]
    other = found(run(whole([*PARTS.values(), applications(3)])), RULE)[0]
    assert first.fingerprint == second.fingerprint != other.fingerprint
