"""The engine: an outcome for every rule, crashes told as ours, findings in reading order, stable fingerprints."""

from __future__ import annotations

import time
from typing import Any

import pytest

from reviewer.checks import check, check_with, loaded, rules
from reviewer.checks.kinds import Kind
from reviewer.model import Section, Severity, Status
from tests.checks.reports import report


def test_an_outcome_for_every_rule_in_order() -> None:
    checked = check(report())
    assert [one.rule for one in checked.outcomes] == [rule.id for rule in rules()]
    assert checked.findings == ()


def test_empty_report_breaks_nothing() -> None:
    empty = report(
        title="",
        agency="",
        year=None,
        drop=["preface", "overview", "proactive", "requests", "disputes", "problems", "other"],
    )
    bare = empty.model_copy(update={"tables": (), "facts": {}})
    checked = check(bare)
    assert not [one for one in checked.outcomes if one.status == Status.BROKEN]
    assert [(one.rule, one.severity) for one in checked.findings] == [("STR-SIX-SECTIONS", Severity.WARNING)]


def test_a_crash_is_broken_and_no_verdict() -> None:
    def crash(*_: Any) -> Any:
        raise ZeroDivisionError

    one = loaded()[0]
    broken = one._replace(kind=Kind(one.kind.parameters, crash))
    checked = check_with(report(), [broken, *loaded()[1:]])
    assert checked.outcomes[0].status == Status.BROKEN
    assert "ZeroDivisionError" in checked.outcomes[0].reason
    assert checked.findings == ()


def test_errors_first_root_before_what_it_folds() -> None:
    changed = report(
        title="区应急管理局2023年政务公开工作年度报告",
        agency="",
        cells={"t3.done.granted.natural": 60, "t4.review.total": 9},
        text={"other": "无。", "overview": "收到3条政府信息公开申请。"},
        claims=[{"rule": "TX-NEW", "facts": ["t3.new_received.total"], "value": 3, "quote": "收到3条政府信息公开申请"}],
    )
    findings = [one for one in check(changed).findings if one.severity != Severity.INFO or one.rule == "T3-REPAIR"]
    names = [one.rule for one in findings]
    assert names == [
        "TX-NEW", "T3-REPAIR", "T3-ROW-SUM", "T3-COL-DONE-SUM", "T4-BLOCK-SUM",
        "STR-TITLE-TERM", "STR-TITLE-ORG", "NA-FIVE", "FE-STATEMENT",
    ]  # fmt: skip
    repair = findings[1]
    assert [one.root for one in findings] == [None, None, repair.fingerprint, repair.fingerprint, *[None] * 5]


def test_fingerprints_survive_what_an_extraction_may_change() -> None:
    claim = {"rule": "TX-NEW", "facts": ["t3.new_received.total"], "value": 3, "quote": "收到 3 条申请"}
    first = report(cells={"t3.done.granted.natural": 60}, claims=[claim])
    claim = claim | {"quote": "收到３条申请"}
    second = report(cells={"t3.done.granted.natural": 60}, claims=[claim]).model_copy(update={"format": "pdf"})
    marks = [{one.rule: one.fingerprint for one in check(one).findings} for one in (first, second)]
    assert marks[0] == marks[1]
    assert "TX-NEW" in marks[0]


def test_the_same_wrong_number_twice_is_two_findings() -> None:
    claim = {"rule": "TX-NEW", "facts": ["t3.new_received.total"], "value": 3, "quote": "收到申请3件"}
    findings = check(report(claims=[claim, claim])).findings
    assert len({one.fingerprint for one in findings if one.rule == "TX-NEW"}) == 2


def test_evidence_shows_where() -> None:
    text = "本年度收到3条政府信息公开申请。" + "（一）主动公开\n" * 3
    claim = {"rule": "TX-NEW", "facts": ["t3.new_received.total"], "value": 3, "quote": "收到3条政府信息公开申请"}
    found = next(one for one in check(report(text={"overview": text}, claims=[claim])).findings if one.rule == "TX-NEW")
    span, cell = found.evidence
    assert span.kind == "text"
    assert span.quote == text[span.start : span.end] == "收到3条政府信息公开申请"
    assert cell.kind == "cell"
    assert cell.fact == "t3.new_received.total"


def test_a_section_of_any_length_is_no_burden() -> None:
    long = report(text={"overview": "本局发布信息，按时更新，" * 20000})
    started = time.process_time()
    check(long)
    assert time.process_time() - started < 3


@pytest.mark.parametrize("cells", [{}, {"t3.done.granted.natural": 60}])
def test_quick(cells: dict[str, int]) -> None:
    one = report(cells=cells)
    check(one)
    started = time.process_time()
    for _ in range(20):
        check(one)
    assert (time.process_time() - started) / 20 < 0.05


def test_preface_claims_are_named() -> None:
    changed = report()
    sections = (Section(key="preface", text="收到申请3件。"), *changed.sections[1:])
    claim = report(
        claims=[
            {
                "rule": "TX-NEW",
                "facts": ["t3.new_received.total"],
                "value": 3,
                "quote": "收到申请3件",
                "section": "preface",
            }
        ]
    ).claims
    found = check(changed.model_copy(update={"sections": sections, "claims": claim})).findings
    assert any(one.rule == "TX-NEW" for one in found)
