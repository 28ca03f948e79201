"""The door: outcomes for all, order, marks that last, a place's rules, a rule that breaks."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from random import Random
from typing import Any

import pytest
import yaml

from reviewer.checks import Catalogue, catalogue, check, loaded
from reviewer.checks.external import OUTSIDE
from reviewer.checks.season import Handed, check_season, run
from reviewer.model import Severity
from tests.checks.reports import report
from tests.checks.season.build import (
    BUREAUS,
    HEAD,
    INFO,
    OFFICE,
    TODAY,
    applications,
    body,
    checked,
    found,
    hand,
    register,
    status,
    whole,
)

RULES = [one.rule.id for one in loaded() if one.rule.kind in run.JUDGES]


def reports() -> list[Handed]:
    """One missing, one late, a total too small, another's words."""
    text = {
        "problems": "部分科室对公开时限掌握不准，个别栏目更新明显滞后。信息员多为兼职，遇到疑难缺少会商的办法。针对这些制定了栏目更新清单，又建立了互助小组，定期交流疑难案例。"
    }
    return [
        whole([applications(3)], decision="passed"),
        hand(OFFICE, applications(9)),
        hand(BUREAUS[0], applications(2), text=text),
        hand(BUREAUS[1], applications(2), text=text, received=datetime(2024, 2, 9)),
        hand(BUREAUS[2], applications(90), last=hand(BUREAUS[2], applications(10), year=2022)),
    ]


def test_every_kind_across_reports_has_its_judge_and_every_body_an_outcome() -> None:
    assert set(run.JUDGES) == set(OUTSIDE) - {"external"}
    made = checked(register(), reports())
    names = [one.name for one in register()]
    assert [(one.rule, one.agency) for one in made.outcomes] == [(rule, name) for rule in RULES for name in names]
    assert all(one.reason for one in made.outcomes if one.status in ("unknown", "skipped"))
    assert {one.rule for one in made.findings} == set(RULES) - {"AG-SUM"}
    for one in made.findings:
        assert "{" not in one.message + one.suggestion + one.arithmetic
        assert one.basis
        assert one.sources or one.rule == "AG-COVERAGE"


def test_a_single_report_is_told_why_they_are_skipped() -> None:
    said = {one.rule: one for one in check(report()).outcomes}
    assert all(said[rule].status == "skipped" and said[rule].reason for rule in RULES)


def test_errors_come_first_then_bodies_in_the_registers_order() -> None:
    made = checked(register(), reports())
    place = {one.name: number for number, one in enumerate(register())}
    assert [one.severity.rank for one in made.findings] == sorted(one.severity.rank for one in made.findings)
    for rank in (0, 1, 2):
        places = [place[one.agency] for one in made.findings if one.severity.rank == rank]
        assert places == sorted(places)


def test_the_order_of_the_reports_changes_nothing() -> None:
    first = checked(register(), reports())
    for seed in range(4):
        mixed = reports()
        Random(seed).shuffle(mixed)
        assert checked(register(), mixed) == first


def test_marks_are_of_their_own_and_last() -> None:
    made = checked(register(), reports())
    marks = {one.fingerprint for one in made.findings}
    assert len(marks) == len(made.findings)
    later = [*reports(), hand(BUREAUS[3], applications(1))]  # one more came in: what is still wrong keeps its mark
    again = {one.fingerprint for one in checked(register(), later).findings}
    gone = {one.fingerprint for one in found(made, "AG-COVERAGE") if one.agency in (HEAD, BUREAUS[3])}
    assert marks - again == gone


def test_a_body_that_is_on_no_register_is_compared_all_the_same() -> None:
    stray = reports()[2]._replace(agency="乙市财政局")
    made = checked(register(), [*reports(), stray])
    assert [one.others for one in found(made, "AG-PEER-DUP")] == [(BUREAUS[1], "乙市财政局")]


def put(folder: Path, *changes: dict[str, Any]) -> Catalogue:
    head = {"pack": "place", "title": "某地补充规则", "version": "1.0", "owner": "某地公开办"}
    data = {**head, "changes": [{"reason": "本地规定不同。", **one} for one in changes]}
    (folder / "place.yaml").write_text(yaml.safe_dump(data, allow_unicode=True), "utf-8")
    return catalogue(folder)


def test_a_places_pack_changes_severity_and_thresholds_and_switches_off(tmp_path: Path) -> None:
    rules = put(
        tmp_path,
        {"rule": "AG-OUTLIER", "parameters": {"times": 20}},
        {"rule": "AG-PEER-DUP", "severity": "error"},
        {"rule": "AG-PARENT-LESS", "use": False},
        {"rule": "AG-COVERAGE", "parameters": {"late": False}},
    ).rules(2023)
    made = checked(register(), reports(), rules)
    assert found(made, "AG-OUTLIER") == []
    assert [one.severity for one in found(made, "AG-PEER-DUP")] == [Severity.ERROR]
    assert "停用了本规则" in status(made, "AG-PARENT-LESS", HEAD)[1]
    assert found(made, "AG-PARENT-LESS") == []
    assert {one.agency for one in found(made, "AG-COVERAGE")} == {HEAD, BUREAUS[3]}


def test_a_rule_that_crashes_is_broken_and_the_others_go_on(monkeypatch: pytest.MonkeyPatch) -> None:
    def crash(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setitem(run.JUDGES, "roll_up", crash)
    made = check_season(register(), reports(), INFO, TODAY)
    assert {one.status for one in made.outcomes if one.rule == "AG-SUM"} == {"broken"}
    assert {one.rule for one in made.findings} == set(RULES) - {"AG-SUM"}


def test_an_empty_season_and_parents_in_a_circle() -> None:
    assert checked([], []).findings == ()
    pair = [body("甲", parent="乙", scope="whole"), body("乙", parent="甲", scope="whole"), body("丙", parent="丙")]
    checked(pair, [hand("甲"), hand("乙"), hand("丙")])
