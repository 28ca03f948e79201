"""Dismissed findings: kept in the record, counted nowhere; reasons that run out or fit nothing are told."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from reviewer import Finding, Review, Reviewer, Settings, waivers
from reviewer.errors import ConfigError
from reviewer.evals.cases import build
from reviewer.evals.writers import write_one
from reviewer.export import load, write
from reviewer.model import Severity
from tests.pipeline import hostile

DAY = date(2025, 1, 20)
TITLE = "STR-TITLE-TERM"


@pytest.fixture(scope="module")
def reviewer() -> Iterator[Reviewer]:
    with Reviewer(Settings(llm="off", isolation="none")) as one:
        yield one


@pytest.fixture
def faulty(tmp_path: Path) -> Path:
    """A report whose title uses another term, and nothing else that a person must look at."""
    text = hostile.report(tmp_path / "report.txt").read_text("utf-8")
    (tmp_path / "report.txt").write_text(text.replace("政府信息公开工作年度报告", "政务公开工作年度报告", 1), "utf-8")
    return tmp_path / "report.txt"


def title(review: Review) -> Finding:
    return next(one for one in review.findings if one.rule == TITLE)


def sidecar(report: Path, finding: Finding, **more: str) -> Path:
    entry = {"rule": finding.rule, "fingerprint": finding.fingerprint, "reason": "上级统一使用这一名称", **more}
    path = report.with_name("report.waivers.yaml")
    lines = [f"    {key}: '{value}'" if key != "until" else f"    {key}: {value}" for key, value in entry.items()]
    path.write_text("waivers:\n  -\n" + "\n".join(lines) + "\n", "utf-8")
    return path


def codes(review: Review) -> list[str]:
    return [one.code for one in review.notices if one.code.startswith(("N-WAIVE", "N-BASE"))]


def test_a_reason_beside_the_file_dismisses(reviewer: Reviewer, faulty: Path) -> None:
    before = reviewer.review(faulty)
    assert (before.verdict, title(before).waived) == ("attention", None)
    sidecar(faulty, title(before), by="张某", until="2999-12-31")
    after = reviewer.review(faulty)
    waived = title(after).waived
    assert waived is not None
    assert (waived.kind, waived.by, waived.until) == ("waiver", "张某", "2999-12-31")
    assert [one.fingerprint for one in after.findings] == [one.fingerprint for one in before.findings]
    assert (after.outcomes, after.verdict) == (before.outcomes, "pass")
    assert codes(after) == ["N-WAIVED"]


def test_it_outlives_a_change_of_format(reviewer: Reviewer, faulty: Path) -> None:
    sidecar(faulty, title(reviewer.review(faulty)))
    spec = build(0)
    other = replace(spec, title=spec.title.replace("政府信息公开工作年度报告", "政务公开工作年度报告"))
    for format, ending in (("html", ".html"), ("docx", ".docx"), ("pdf", ".pdf")):
        write_one(other, format, faulty.with_suffix(ending))
        assert title(reviewer.review(faulty.with_suffix(ending))).waived is not None, format


def test_it_is_told_in_every_export_and_counts_in_none(reviewer: Reviewer, faulty: Path) -> None:
    sidecar(faulty, title(reviewer.review(faulty)))
    review = reviewer.review(faulty)
    data = json.loads(str(write([review], "json")))["reviews"][0]
    (found,) = [one for one in data["findings"] if one["rule"] == TITLE]
    assert found["waived"] == {"kind": "waiver", "reason": "上级统一使用这一名称", "by": None, "until": None}
    assert load(json.dumps({"schema_version": 1, "reviews": [data]}))[0] == review
    for format in ("text", "html"):
        assert "上级统一使用这一名称" in str(write([review], format))
    assert title(review).suggestion[:12] not in str(write([review], "text"))


def test_a_reason_that_ran_out_is_told(reviewer: Reviewer, faulty: Path) -> None:
    sidecar(faulty, title(reviewer.review(faulty)), until="2020-01-31")
    review = reviewer.review(faulty)
    assert (codes(review), review.verdict, title(review).waived) == (["N-WAIVER-EXPIRED"], "attention", None)


def test_the_last_day_counts(reviewer: Reviewer, faulty: Path) -> None:
    found = title(reviewer.review(faulty))
    for until, holds in ((date(2025, 1, 20), True), (date(2025, 1, 19), False)):
        one = waivers.Waiver(rule=found.rule, fingerprint=found.fingerprint, reason="理由", until=until)
        assert (waivers.settle([found], [one], "x", DAY).findings[0].waived is not None) is holds


def test_an_unused_reason_is_told(reviewer: Reviewer, faulty: Path) -> None:
    found = title(reviewer.review(faulty))
    sidecar(faulty, found.model_copy(update={"fingerprint": "0123456789abcdef"}))
    review = reviewer.review(faulty)
    assert codes(review) == ["N-WAIVER-UNUSED"]
    assert "0123456789abcdef" in review.notices[-1].sentence


def test_with_a_root_goes_what_it_explains() -> None:
    common = {"message": "m", "suggestion": "s", "basis": "b"}
    root = Finding(rule="T3-REPAIR", severity=Severity.INFO, fingerprint="a" * 16, **common)
    child = Finding(rule="T3-ROW-SUM", severity=Severity.ERROR, fingerprint="b" * 16, root="a" * 16, **common)
    reason = waivers.Waiver(rule="T3-REPAIR", fingerprint="a" * 16, reason="已更正")
    settled = waivers.settle([root, child], [reason], "x", DAY)
    assert all(one.waived for one in settled.findings)


def test_it_can_be_switched_off(faulty: Path, reviewer: Reviewer) -> None:
    sidecar(faulty, title(reviewer.review(faulty)))
    with Reviewer(Settings(llm="off", isolation="none", waivers="off")) as strict:
        review = strict.review(faulty)
    assert (review.verdict, codes(review)) == ("attention", [])


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("waivers:\n  - rule: STR-TITLE-TERM\n    fingerprint: 0123456789abcdeg\n    reason: 理由\n", "3"),
        ("waivers:\n  - {rule: STR-TITLE-TERM, fingerprint: 0123456789abcdef}\n", "2"),
        ("waivers:\n  - rule: STR-TITLE-TERM\n    why: x\n", None),
        ("waivers: [\n", None),
        ("- rule: STR-TITLE-TERM\n", "1"),
        ("waivers:\n  - rule: A-B\n    fingerprint: 0123456789abcdef\n    reason: 理由\n    until: 明年\n", "5"),
    ],
)
def test_a_bad_sidecar_is_refused(reviewer: Reviewer, faulty: Path, text: str, line: str | None) -> None:
    faulty.with_name("report.waivers.yaml").write_text(text, "utf-8")
    with pytest.raises(ConfigError) as caught:
        reviewer.review(faulty)
    assert caught.value.values["file"] == "report.waivers.yaml"
    assert caught.value.values["column"]
    if line:
        assert caught.value.values["line"] == line


def test_an_earlier_record_marks_what_is_known(reviewer: Reviewer, faulty: Path) -> None:
    earlier = reviewer.review(faulty)
    moved = faulty.rename(faulty.with_name("报送稿.txt"))
    review = reviewer.review(moved, baseline=[earlier])
    assert (review.verdict, codes(review)) == ("pass", ["N-BASELINE"])
    assert all(one.waived and one.waived.kind == "baseline" for one in review.findings)


def test_a_record_of_another_body_marks_nothing(reviewer: Reviewer, faulty: Path) -> None:
    earlier = reviewer.review(faulty)
    other = earlier.model_copy(update={"identity": earlier.identity.model_copy(update={"agency": "别县财政局"})})
    review = reviewer.review(faulty, baseline=[other])
    assert (review.verdict, codes(review)) == ("attention", ["N-BASELINE-NONE"])
