"""Office files are converted where files are kept in memory, and on the disk when that is short."""

from __future__ import annotations

import os
from pathlib import Path

import docx
import pytest

from reviewer import Reviewer, Settings, disk
from reviewer.extract import office
from reviewer.model import ReviewStatus

pytestmark = pytest.mark.skipif(os.name != "posix", reason="a shell script stands for LibreOffice")


@pytest.fixture
def memory(tmp_path: Path) -> Path:
    made = tmp_path / "memory"
    made.mkdir()
    return made


@pytest.fixture
def report(tmp_path: Path) -> Path:
    (tmp_path / "a.rtf").write_bytes(b"{\\rtf1 a}")
    document = docx.Document()
    document.add_paragraph("某县财政局2024年政府信息公开工作年度报告")
    document.save(str(tmp_path / "made.docx"))
    return tmp_path / "a.rtf"


def converter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str) -> Path:
    """A program in the place of LibreOffice; the file into which it writes where it was at work."""
    places = tmp_path / "places"
    fake = tmp_path / "soffice"
    fake.write_text(f"#!/bin/sh\npwd >> '{places}'\nmade='{tmp_path}/made.docx'\n{script}\n")
    fake.chmod(0o755)
    monkeypatch.setattr(office, "program", lambda: str(fake))
    return places


def read(path: Path) -> ReviewStatus:
    with Reviewer(Settings(llm="off", isolation="none")) as reviewer:
        return reviewer.review(path).status


def test_what_is_converted_in_memory_leaves_nothing_there(
    tmp_path: Path, memory: Path, report: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    places = converter(tmp_path, monkeypatch, 'cp "$made" out/report.docx')
    monkeypatch.setattr(disk, "in_memory", lambda room: str(memory))
    assert read(report) in (ReviewStatus.REVIEWED, ReviewStatus.PARTIAL)
    assert [Path(one).is_relative_to(memory) for one in places.read_text().splitlines()] == [True]
    assert list(memory.iterdir()) == []


@pytest.mark.parametrize("short", [True, False])
def test_a_conversion_is_tried_again_on_the_disk_only_when_memory_is_short(
    tmp_path: Path, memory: Path, report: Path, monkeypatch: pytest.MonkeyPatch, short: bool
) -> None:
    places = converter(tmp_path, monkeypatch, f'case "$PWD" in {memory}/*) ;; *) cp "$made" out/report.docx ;; esac')
    answers = iter([str(memory), None if short else str(memory)])
    monkeypatch.setattr(disk, "in_memory", lambda room: next(answers))
    assert (read(report) is ReviewStatus.REFUSED) is not short
    tried = [Path(one).is_relative_to(memory) for one in places.read_text().splitlines()]
    assert tried == ([True, False] if short else [True])
    assert list(memory.iterdir()) == []
