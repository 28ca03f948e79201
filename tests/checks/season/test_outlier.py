"""AG-OUTLIER: questions about figures far from last year or from peers; never more than a hint."""

from __future__ import annotations

import pytest

from reviewer.checks.season import SeasonChecked
from reviewer.model import Severity
from tests.checks.season.build import BUREAUS, NEW, applications, body, checked, hand, only, register, status

RULE = "AG-OUTLIER"
ONE = BUREAUS[0]


def years(now: int, last: int) -> SeasonChecked:
    return checked(
        register(), [hand(ONE, applications(now), last=hand(ONE, applications(last), year=2022))], only(RULE)
    )


def test_many_times_last_year_is_a_question() -> None:
    made = years(96, 12)
    (one,) = made.findings
    assert one.severity is Severity.INFO
    assert one.message.endswith("本年96，是上年12的8倍，是否属实？")
    assert (one.actual, one.expected) == ("96", "12")
    assert [(each.agency, each.year) for each in one.sources] == [(ONE, 2023), (ONE, 2022)]
    assert status(made, RULE, ONE)[0] == "failed"


@pytest.mark.parametrize(("now", "last"), [(60, 12), (29, 1), (40, 0), (49, 0), (3, 90), (0, 19)])
def test_what_is_no_question(now: int, last: int) -> None:
    """Five times and no more, few, none before, a fall, hardly any last year."""
    made = years(now, last)
    assert made.findings == ()
    assert status(made, RULE, ONE)[0] == "passed"


def test_many_where_there_were_none() -> None:
    (one,) = years(74, 0).findings
    assert one.severity is Severity.INFO
    assert one.message.endswith("本年74，上年为0，是否属实？")


def test_a_table_that_was_full_last_year() -> None:
    (one,) = years(0, 20).findings
    assert "表三全部为0，而上年该表有20件" in one.message


def test_an_unread_cell_asks_nothing() -> None:
    now = hand(
        ONE, applications(96), cells={"t3.new_received.total": "unreadable"}, last=hand(ONE, applications(2), year=2022)
    )
    assert checked(register(), [now], only(RULE)).findings == ()
    gone = hand(ONE, tables={"t3": {"found": False}}, last=hand(ONE, applications(90), year=2022))
    assert checked(register(), [gone], only(RULE)).findings == ()


STREETS = [f"甲市第{number}街道办事处" for number in range(12)]


def among(values: list[int]) -> SeasonChecked:
    bodies = register(*(body(name, level="乡") for name in STREETS))
    reports = [hand(name, applications(value)) for name, value in zip(STREETS, values, strict=False)]
    return checked(bodies, reports, only(RULE))


def test_far_from_its_peers() -> None:
    made = among([4, 5, 6, 4, 3, 7, 5, 6, 4, 5, 800])
    (one,) = made.findings
    assert one.agency == STREETS[10]
    assert "同类的10家单位的中位数是5" in one.message
    assert one.sources[0].evidence.kind == "cell"
    assert status(made, RULE, STREETS[11])[0] == "skipped"


@pytest.mark.parametrize(
    "values",
    [
        [4, 5, 6, 4, 3, 7, 800],
        [0, 0, 0, 0, 0, 0, 1, 0, 9, 0, 800],
        [3, 40, 9, 160, 5, 70, 12, 2, 30, 6, 800],
        [4, 5, 6, 4, 3, 7, 5, 6, 4, 5, 49],
    ],
    ids=["too few", "most have none", "widely spread", "not many"],
)
def test_peers_that_prove_nothing(values: list[int]) -> None:
    assert among(values).findings == ()


def test_bodies_of_another_kind_are_no_peers() -> None:
    bodies = register(*(body(name, level="乡") for name in STREETS[:8]))
    reports = [hand(name, applications(4)) for name in STREETS[:8]]
    made = checked(bodies, [*reports, hand(ONE, {NEW: 900, "t3.done.granted.natural": 900})], only(RULE))
    assert made.findings == ()
    assert status(made, RULE, ONE)[0] == "skipped"
