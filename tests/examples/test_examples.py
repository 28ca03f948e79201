"""The examples of rules are run: what is shown as right passes, what is shown as wrong is found."""

from __future__ import annotations

import re
from typing import Any

import pytest

from reviewer.checks import Loaded, check, loaded
from reviewer.examples import wrong
from reviewer.examples.base import base
from reviewer.examples.given import Given, made
from reviewer.model import AnnualReport, Status
from tests.checks.reports import report

RULES = loaded()


def altered(rule: str, side: str, **update: Any) -> Loaded:
    one = next(each for each in RULES if each.rule.id == rule)
    shown = getattr(one.rule.example, side).model_copy(update=update)
    example = one.rule.example.model_copy(update={side: shown})
    return one._replace(rule=one.rule.model_copy(update={"example": example}))


def problem(one: Loaded) -> str:
    rules = tuple(one if each.rule.id == one.rule.id else each for each in RULES)
    return "；".join(f"{found.rule} {found.side} {found.problem}" for found in wrong([one], rules))


@pytest.mark.parametrize("one", RULES, ids=lambda one: one.rule.id)
def test_the_examples_of_a_rule(one: Loaded) -> None:
    assert list(wrong([one], RULES)) == []


def test_nearly_all_are_run() -> None:
    """What cannot be run says why; those are the rules that need more than a report, and one that cannot fail."""
    sides = [(one, shown) for one in RULES for shown in (one.rule.example.good, one.rule.example.bad)]
    unrun = {one.rule.id for one, shown in sides if shown.given is None}
    outside = {one.rule.id for one in RULES if one.kind.parameters.__module__.endswith("external")}
    assert unrun == outside | {"EX-REPEAT-HEADER"}
    assert all(one.rule.example.unrun for one in RULES if one.rule.id in unrun)
    assert not any(one.rule.example.unrun for one in RULES if one.rule.id not in unrun)


OTHERWISE = {"02": "EX-CONFIDENCE", "8": "STR-GRID", "11": "T3-REPAIR", "31": "DT-DUE"}
"""Numbers in what is shown that are none of the report: a part of a cell, a row's, the right one, a last day."""
_NUMBER = re.compile(r"\d+(?:\.\d+)?")


@pytest.mark.parametrize("one", RULES, ids=lambda one: one.rule.id)
def test_every_number_that_is_shown_stands_in_the_report_it_is_run_on(one: Loaded) -> None:
    for shown in (one.rule.example.good, one.rule.example.bad):
        if shown.given is None:
            continue
        reports = [each for each in made(Given.model_validate(shown.given), shown.shows) if each is not None]
        there = set().union(*(_numbers(each) for each in reports))
        strange = {number for number in _NUMBER.findall(shown.shows) if number not in there}
        assert all(OTHERWISE.get(number) == one.rule.id for number in strange), (one.rule.id, strange)
        assert len(shown.shows) <= 200


def _numbers(one: AnnualReport) -> set[str]:
    facts = [*one.facts.values(), *(fact for table in one.tables for fact in table.subtotals.values())]
    texts = [one.identity.title, *(section.text for section in one.sections), *(fact.raw for fact in facts)]
    found = {format(fact.value.normalize(), "f") for fact in facts if fact.value is not None}
    found |= {number for text in texts for number in _NUMBER.findall(text)}
    return found | {str(one.images), one.identity.edition}


def test_the_base_report_is_without_fault() -> None:
    checked = check(report())
    assert [found.rule for found in checked.findings] == []
    assert not any(one.status is Status.BROKEN for one in checked.outcomes)
    assert base().titled(year=2020) == "甲市乙区应急管理局2020年政府信息公开工作年度报告"


@pytest.mark.parametrize(
    ("rule", "side", "given", "said"),
    [
        (
            "T3-ROW-SUM",
            "good",
            {"cells": {"t3.new_received.total": 12}},
            "正例应当通过，实际没有通过：表三“本年新收”行",
        ),
        ("T3-ROW-SUM", "good", {"tables": {"t3": {"found": False}}}, "正例应当通过，实际没有通过：未找到表三"),
        ("T3-ROW-SUM", "bad", {}, "反例应当被指出，实际没有指出。"),
        ("WD-TYPO", "bad", {"text": {"overview": "不予公开"}}, "反例应当被指出"),
        ("T3-ROW-SUM", "bad", {"cells": {"t3.new_received.totall": 1}}, "格式表中没有“t3.new_received.totall”这一格"),
        ("T3-ROW-SUM", "bad", {"base": {"t9.x": 1}}, "格式表中没有“t9.x”这一格"),
        ("CY-CARRY", "bad", {"previous": {"cells": {"t9.x": 1}}}, "格式表中没有“t9.x”这一格"),
        ("T3-ROW-SUM", "bad", {"text": {"summary": "x"}}, "没有“summary”这一部分"),
        ("T3-ROW-SUM", "bad", {"tables": {"t5": {}}}, "没有“t5”这张表"),
        ("T3-ROW-SUM", "bad", {"edition": "1999"}, "没有“1999”这个版本"),
        ("T3-ROW-SUM", "bad", {"sells": {}}, "没有“sells”这一项"),
        ("T3-ROW-SUM", "bad", {"year": "x"}, "应为整数"),
        ("T3-ROW-SUM", "bad", {"tables": {"t3": {"shape": "round"}}}, "没有“shape”这一项"),
    ],
)
def test_a_wrong_example_is_told(rule: str, side: str, given: dict[str, Any], said: str) -> None:
    found = problem(altered(rule, side, given=given))
    assert found.startswith(f"{rule} {side} ")
    assert said in found


def test_a_rule_that_crashes_on_its_example_is_told() -> None:
    one = next(each for each in RULES if each.rule.id == "T3-ROW-SUM")
    broken = one._replace(rule=one.rule.model_copy(update={"message": "{nothing_of_the_kind}"}))
    assert "运行时出错" in problem(broken)
