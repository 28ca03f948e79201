"""`review --previous`, `review --baseline`, sidecars and `compare` as a person calls them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.test_cli import broken, run, said
from tests.pipeline import hostile


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """good.txt is sound; bad.txt is the same report under a wrong title; letter.docx is no report."""
    home = tmp_path_factory.mktemp("versions")
    text = hostile.report(home / "good.txt").read_text("utf-8")
    (home / "bad.txt").write_text(broken(text), "utf-8")
    hostile.letter(home / "letter.docx")
    return home


def test_compare_tells_what_changed(folder: Path) -> None:
    done = run("compare", "bad.txt", "good.txt", "--fail-on", "warning", cwd=folder)
    assert (done.returncode, said(done)) == (0, "")
    assert "STR-TITLE-TERM" in done.stdout.decode()
    done = run("compare", "good.txt", "bad.txt", "--format", "json", "--fail-on", "warning", cwd=folder)
    assert done.returncode == 1
    data = json.loads(done.stdout)
    assert [one["rule"] for one in data["findings"]["new"]] == ["STR-TITLE-TERM"]
    assert not data["cells"]


@pytest.mark.parametrize("names", [("good.txt", "gone.txt"), ("letter.docx", "good.txt")])
def test_compare_needs_two_reports(folder: Path, names: tuple[str, str]) -> None:
    done = run("compare", *names, cwd=folder)
    assert (done.returncode, done.stdout) == (2, b"")
    assert "无法比较" in said(done)


def test_what_an_earlier_review_had_does_not_count(folder: Path, tmp_path: Path) -> None:
    record = tmp_path / "old.json"
    done = run("review", "bad.txt", "--format", "json", "--output", str(record), "--fail-on", "warning", cwd=folder)
    assert done.returncode == 1
    done = run("review", "bad.txt", "--baseline", str(record), "--fail-on", "warning", cwd=folder)
    assert (done.returncode, said(done)) == (0, "")


@pytest.mark.parametrize("text", [None, "{}", "no record", '{"schema_version": 99, "reviews": []}'])
def test_an_unfit_record_is_a_chinese_sentence(folder: Path, tmp_path: Path, text: str | None) -> None:
    record = tmp_path / "old.json"
    if text is not None:
        record.write_text(text, "utf-8")
    done = run("review", "bad.txt", "--baseline", str(record), cwd=folder)
    assert (done.returncode, done.stdout) == (2, b"")
    assert "以前的审查记录" in said(done)


def test_a_bad_sidecar_is_a_chinese_sentence(folder: Path, tmp_path: Path) -> None:
    path = hostile.report(tmp_path / "a.txt")
    path.with_name("a.waivers.yaml").write_text("waivers:\n  - rule: x\n", "utf-8")
    done = run("review", "a.txt", cwd=tmp_path)
    assert done.returncode == 2
    assert "a.waivers.yaml" in said(done)
    assert "第 2 行" in said(done)


def test_last_year_that_cannot_serve_is_told(folder: Path) -> None:
    done = run("review", "good.txt", "--previous", "bad.txt", cwd=folder)
    assert done.returncode == 0
    assert "没有作跨年比对" in done.stdout.decode()
