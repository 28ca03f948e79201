"""Two versions of a report: what was mended, what stays, what is new, which cells and sentences changed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from reviewer import Review, Reviewer, Settings
from reviewer.compare import compare
from reviewer.evals.cases import build
from reviewer.evals.writers import write_one
from reviewer.export import comparison
from reviewer.model import Outcome, Status

SPEC = build(0)


@pytest.fixture(scope="module")
def reviewer() -> Iterator[Reviewer]:
    with Reviewer(Settings(llm="off", isolation="none")) as one:
        yield one


def version(reviewer: Reviewer, path: Path, format: str = "html", **changed: str) -> Review:
    write_one(SPEC, format, path)
    data = path.read_bytes()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:  # some writers of text keep to the national character set
        text = data.decode("gb18030")
    for old, new in changed.items():
        assert old in text
        text = text.replace(old, new, 1)
    path.write_text(text, "utf-8")
    return reviewer.review(path)


FAULT = {"政府信息公开工作年度报告": "政务公开工作年度报告"}


def test_mended_still_there_and_new(reviewer: Reviewer, tmp_path: Path) -> None:
    good, bad = version(reviewer, tmp_path / "a.txt", "text"), version(reviewer, tmp_path / "b.txt", "text", **FAULT)
    rule = "STR-TITLE-TERM"
    assert rule in [one.rule for one in compare(bad, good).fixed]
    assert rule in [one.rule for one in compare(good, bad).added]
    assert rule in [one.rule for one in compare(bad, bad).still]
    same = compare(good, good)
    assert (same.fixed, same.added, same.cells, same.sentences, same.notices) == ((), (), (), (), ())


def test_another_format_changes_nothing(reviewer: Reviewer, tmp_path: Path) -> None:
    page, text = version(reviewer, tmp_path / "a.html"), version(reviewer, tmp_path / "b.txt", "text")
    found = compare(page, text)
    assert (found.fixed, found.added, found.cells) == ((), (), ())
    assert not [one for one in found.sentences if one.section != "preface"]  # a page has its own furniture there


def test_cells_and_sentences(reviewer: Reviewer, tmp_path: Path) -> None:
    old = version(reviewer, tmp_path / "a.txt", "text")
    section = next(one for one in old.sections if one.key == "problems")
    first = section.text.split("。")[0]
    more = {first: first + "，上半年尤其明显", section.text[-6:]: section.text[-6:] + "来年将逐条对照整改。"}
    new = version(reviewer, tmp_path / "b.txt", "text", **more)
    key = "t3.new_received.total"
    facts = {**new.facts, key: new.facts[key].model_copy(update={"raw": "997", "value": 997})}
    found = compare(old, new.model_copy(update={"facts": facts}))
    assert [(one.fact, one.new) for one in found.cells] == [(key, "997")]
    changes = [one for one in found.sentences if one.section == "problems"]
    assert any(one.old and one.new and "上半年" in one.new for one in changes)
    assert any(not one.old and "逐条对照" in one.new for one in changes)


def test_what_cannot_be_judged_is_not_called_mended(reviewer: Reviewer, tmp_path: Path) -> None:
    bad = version(reviewer, tmp_path / "b.txt", "text", **FAULT)
    unsure = tuple(Outcome(rule=one.rule, status=Status.UNKNOWN, reason="x") for one in bad.outcomes)
    found = compare(bad, bad.model_copy(update={"findings": (), "outcomes": unsure}))
    assert not found.fixed
    assert len(found.unclear) == len(bad.findings)


def test_two_different_reports_are_told(reviewer: Reviewer, tmp_path: Path) -> None:
    one = version(reviewer, tmp_path / "a.txt", "text")
    other = one.model_copy(update={"identity": one.identity.model_copy(update={"year": 2001})})
    assert [notice.code for notice in compare(one, other).notices] == ["N-COMPARED-OTHER"]


def test_views(reviewer: Reviewer, tmp_path: Path) -> None:
    found = compare(
        version(reviewer, tmp_path / "b.txt", "text", **FAULT), version(reviewer, tmp_path / "a.txt", "text")
    )
    text = comparison.as_text(found)
    assert "STR-TITLE-TERM" in text
    assert "{" not in text
    data = json.loads(comparison.as_json(found))
    assert data["schema_version"] == 1
    assert "STR-TITLE-TERM" in [one["rule"] for one in data["findings"]["fixed"]]
    assert set(data) == {"schema_version", "old", "new", "findings", "cells", "sentences", "notices"}
