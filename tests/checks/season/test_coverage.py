"""AG-COVERAGE: who is missing or late, and which totals must wait."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime

from reviewer.checks.season import Handed, SeasonChecked, board
from reviewer.model import Agency, Decision
from tests.checks.season.build import (
    BUREAUS,
    HEAD,
    INFO,
    OFFICE,
    TODAY,
    body,
    checked,
    found,
    hand,
    only,
    register,
    status,
    whole,
)

RULE = "AG-COVERAGE"


def run(bodies: Sequence[Agency], reports: Sequence[Handed], today: date = TODAY) -> SeasonChecked:
    return checked(bodies, reports, only(RULE), today)


def everyone() -> list[Handed]:
    return [whole([]), *(hand(name) for name in (OFFICE, *BUREAUS))]


def test_all_there_and_in_time() -> None:
    made = run(register(), everyone())
    assert made.findings == ()
    assert {one.status for one in made.outcomes} == {"passed"}
    assert status(made, RULE, OFFICE)[1] == "2024年1月20日提交，期限2024年1月31日。"


def test_the_missing_one_is_named_and_the_total_must_wait() -> None:
    made = run(register(), everyone()[:-1])
    gone = BUREAUS[-1]
    assert [(one.agency, one.others) for one in made.findings] == [(HEAD, (gone,)), (gone, ())]
    assert "还缺1家：甲市民政局" in made.findings[0].message
    assert "已逾期62天" in made.findings[1].message
    assert {one.severity.value for one in made.findings} == {"warning"}


def test_an_accepted_total_says_so() -> None:
    reports = [whole([], decision=Decision.PASSED), *everyone()[1:-1]]
    assert "该报告已标为通过" in run(register(), reports).findings[0].message


def test_before_its_day_nobody_is_missing_but_the_total_waits_all_the_same() -> None:
    made = run(register(), everyone()[:-1], today=INFO.due)
    assert [one.agency for one in made.findings] == [HEAD]
    assert status(made, RULE, BUREAUS[-1])[0] == "skipped"
    day_after = run(register(), everyone()[:-1], today=date(2024, 2, 1))
    assert {one.agency for one in day_after.findings} == {HEAD, BUREAUS[-1]}


def test_who_is_not_bound_is_never_missing() -> None:
    tax = body("甲市税务局", reports=False)
    made = run(register(tax), everyone())
    assert made.findings == ()
    assert status(made, RULE, tax.name)[0] == "skipped"


def test_late_by_the_first_version_and_by_the_day_here() -> None:
    late = datetime(2024, 2, 3, 9)
    first = hand(BUREAUS[0], received=datetime(2024, 1, 31, 23, 59), submission=1)
    reports = everyone()
    reports[2] = hand(BUREAUS[0], received=late, submission=2)
    assert [one.message for one in run(register(), reports).findings] == [
        "甲市财政局于2024年2月3日提交报告，期限为2024年1月31日，晚了3天。"
    ]
    assert run(register(), [*reports, first]).findings == ()
    reports[2] = hand(BUREAUS[0], received=datetime(2024, 1, 31, 17, tzinfo=UTC))  # 1 February, 1 o'clock
    assert len(run(register(), reports).findings) == 1


def test_a_deadline_of_its_own_and_that_of_governments() -> None:
    bodies = list(register())
    bodies[2] = bodies[2].model_copy(update={"due": date(2024, 1, 10)})
    made = run(bodies, everyone())
    assert [one.agency for one in made.findings] == [BUREAUS[0]]
    lines = {one.agency: one for one in board(bodies, everyone(), INFO, TODAY)}
    assert lines[HEAD].due == INFO.due_governments
    assert lines[HEAD].state == "on_time"
    assert lines[BUREAUS[0]].state == "late"
    assert board(bodies, everyone()[:1], INFO, date(2024, 1, 5))[1].state == "waiting"
    assert board(bodies, everyone()[:1], INFO, TODAY)[1].state == "missing"
    assert board([body("甲市税务局", reports=False)], [], INFO, TODAY)[0].state == "exempt"


def test_a_report_of_another_year_counts_for_nothing() -> None:
    reports = everyone()
    reports[2] = hand(BUREAUS[0], year=2022)
    assert BUREAUS[0] in {one.agency for one in found(run(register(), reports), RULE)}
