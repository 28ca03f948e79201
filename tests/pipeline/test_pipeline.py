"""A file becomes a Review: status, order, hash, names."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import reviewer.pipeline as pipeline
from reviewer import Finding, Review, Reviewer, Settings
from reviewer.completeness import unread
from reviewer.errors import ConfigError
from reviewer.model import AnnualReport, Fact, Identity, Notice, Section, State, TableReading, TextSpan
from reviewer.model.review import ReviewStatus
from reviewer.reading import is_report
from tests.pipeline import hostile


@pytest.fixture(scope="module")
def reviewer() -> Iterator[Reviewer]:
    with Reviewer(Settings(llm="off")) as one:
        yield one


@pytest.mark.parametrize("name", ["a.docx", "a.html", "a.txt"])
def test_a_report_is_reviewed(reviewer: Reviewer, tmp_path: Path, name: str) -> None:
    path = hostile.report(tmp_path / name)
    review = reviewer.review(path)
    assert isinstance(review, Review)
    assert (review.status, review.notice) == (ReviewStatus.REVIEWED, None)
    assert review.file == str(path)
    assert review.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert len(review.facts) == 200
    assert review.identity.year == 2024
    assert review.outcomes
    assert all(isinstance(one, Finding) for one in review.findings)


def test_a_year_without_any_rule_is_refused_and_never_passed(reviewer: Reviewer, tmp_path: Path) -> None:
    text = hostile.report(tmp_path / "a.txt").read_text("utf-8")
    for year in range(2022, 2027):
        text = text.replace(str(year), str(year - 8))
    path = tmp_path / "old.txt"
    path.write_text(text, "utf-8")
    asked = Reviewer(Settings(base_url="http://127.0.0.1:9/v1", model="m", api_key="k"))
    for review in (reviewer.review(path), reviewer.judge(reviewer.read(path)), asked.review(path)):
        assert (review.status, review.identity.year, review.model) == (ReviewStatus.REFUSED, 2016, None)
        assert review.notice is not None
        assert review.notice.code == "R-YEAR"
        assert "2016年度" in review.notice.sentence
    asked.close()


@pytest.mark.parametrize("name", ["a.docx", "a.html", "a.txt"])
def test_isolation_changes_nothing(reviewer: Reviewer, tmp_path: Path, name: str) -> None:
    path = hostile.report(tmp_path / name, 3)
    with Reviewer(Settings(llm="off", isolation="none")) as plain:
        assert plain.review(path).model_dump_json() == reviewer.review(path).model_dump_json()


def test_the_name_is_as_given(reviewer: Reviewer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    hostile.report(tmp_path / "a.txt")
    monkeypatch.chdir(tmp_path)
    assert reviewer.review("./a.txt").file == "./a.txt"


@pytest.mark.parametrize(
    "name", ["-rf.txt", "a;b$(id).txt", "报告 （终稿）.txt", "a\nb.txt", os.fsdecode(b"\xff\xfe.txt")]
)
def test_odd_names(reviewer: Reviewer, tmp_path: Path, name: str) -> None:
    review = reviewer.review(hostile.report(tmp_path / name))
    assert review.status is ReviewStatus.REVIEWED
    assert review.file.encode("utf-8")


def test_a_file_changed_meanwhile_is_not_judged(
    reviewer: Reviewer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = hostile.report(tmp_path / "a.txt")
    monkeypatch.setattr(pipeline, "_load_rules", lambda _: path.write_text("x"))
    review = reviewer.review(path)
    assert (review.status, review.notice.code if review.notice else "") == (ReviewStatus.FAILED, "F-CHANGED")


def test_a_fault_of_ours_is_a_status(reviewer: Reviewer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(report: AnnualReport, *_: object) -> None:
        raise ZeroDivisionError("secret content")

    monkeypatch.setattr("reviewer.checks.check", broken)
    review = reviewer.review(hostile.report(tmp_path / "a.txt"))
    assert review.status is ReviewStatus.FAILED
    assert review.notice is not None
    assert review.notice.code == "F-INTERNAL"
    assert "ZeroDivisionError" in review.notice.sentence
    assert "secret" not in review.model_dump_json()


def test_a_broken_rule_file_is_raised(reviewer: Reviewer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_: object) -> None:
        raise ConfigError("C-FILE", file="x.yaml", problem="x")

    monkeypatch.setattr(pipeline, "_load_rules", broken)
    with pytest.raises(ConfigError):
        reviewer.review(hostile.report(tmp_path / "a.txt"))


def fact(key: str, state: State) -> tuple[str, Fact]:
    return key, Fact(key=key, raw="", state=state)


FOUND = tuple(TableReading(table=key, edition="2021", found=True) for key in ("t2", "t3", "t4"))


def report_with(**fields: Any) -> AnnualReport:
    return AnnualReport(format="pdf", identity=Identity(), **fields)


def codes(report: AnnualReport) -> list[str]:
    return [one.code for one in unread(report)]


def test_partial_when_something_could_not_be_read() -> None:
    doubtful = FOUND[1].model_copy(update={"certain": False})
    lost = FOUND[1].model_copy(update={"found": False})
    cell = dict([fact("t3.new_received.total", State.UNREADABLE), fact("t3.done.total.total", State.BLANK)])
    assert codes(report_with(tables=FOUND)) == []
    assert codes(report_with(tables=(FOUND[0], doubtful, FOUND[2]), facts=cell)) == ["P-TABLE"]
    assert codes(report_with(tables=FOUND, facts=cell)) == ["P-CELLS"]
    assert codes(report_with(tables=(FOUND[0], lost, FOUND[2]), images=1)) == ["P-IMAGES"]
    assert codes(report_with(tables=(FOUND[0], lost, FOUND[2]))) == []
    assert codes(report_with(tables=FOUND, images=9)) == []
    several = Notice(code="P-SEVERAL", sentence="两份")
    assert codes(report_with(tables=FOUND, notices=(Notice(code="N-TRACKED", sentence="修订"), several))) == [
        "P-SEVERAL"
    ]


def made(title: str, text: str = "", headings: int = 0, table: bool = False) -> AnnualReport:
    keys = ("overview", "proactive", "requests", "disputes", "problems", "other")[:headings]
    return AnnualReport(
        format="text",
        identity=Identity(title=title),
        sections=(Section(key="preface", text=text),),
        headings=tuple(TextSpan(section=key, quote="", start=0, end=0) for key in keys),
        tables=(TableReading(table="t3", edition="2021", found=table),),
    )


@pytest.mark.parametrize(
    "report",
    [
        made("甲县财政局2023年政府信息公开工作年度报告"),
        made("甲县财政局2023年政务公开工作年度报告", "本年度……"),
        made("", "甲县财政局2023年政府信息公开年报\n根据条例……"),
        made("", "做好政府信息公开工作", headings=3),
        made("", table=True),
        made("关于印发报告的通知", table=True),
        made("乙局2024年度政府信息公开工作报告（公开版）", "信息公开"),
    ],
)
def test_a_report_with_few_of_its_parts_is_one(report: AnnualReport) -> None:
    assert is_report(report)


@pytest.mark.parametrize(
    "report",
    [
        made("", ""),
        made("关于召开会议的通知", "请准时参加"),
        made("关于做好2023年政府信息公开工作年度报告编制工作的通知", "各单位要做好政府信息公开工作年度报告"),
        made("甲县2023年法治政府建设情况报告", "一年来", headings=3),
        made("甲县财政局2023年度部门决算", "信息公开是财政工作的一部分", headings=2),
        made("政府信息公开指南", "信息公开指南"),
    ],
)
def test_another_kind_of_document_is_not(report: AnnualReport) -> None:
    assert not is_report(report)
