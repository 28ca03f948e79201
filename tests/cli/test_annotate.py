"""`reviewer annotate` as a person calls it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.test_cli import run, said
from tests.marking.build import Read
from tests.pipeline import hostile

DEMO = Path(__file__).parents[2] / "fixtures" / "reports" / "demo" / "report.docx"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "报告.docx").write_bytes(DEMO.read_bytes())
    return tmp_path


def test_a_marked_copy_is_saved_beside_the_report(folder: Path) -> None:
    before = (folder / "报告.docx").read_bytes()
    for name in ("报告（审查批注）.docx", "报告（审查批注）-2.docx"):
        done = run("annotate", "报告.docx", cwd=folder)
        assert (done.returncode, said(done)) == (0, "")
        assert name in done.stdout.decode()
        assert len(Read((folder / name).read_bytes()).texts) > 5
    assert (folder / "报告.docx").read_bytes() == before


def test_the_copy_goes_where_it_is_told(folder: Path) -> None:
    (folder / "out").mkdir()
    for target, name in (("here.docx", "here.docx"), ("out", "out/报告（审查批注）.docx")):
        assert run("annotate", "报告.docx", "--output", target, cwd=folder).returncode == 0
        assert (folder / name).is_file()


def test_the_report_itself_is_never_written_over(folder: Path) -> None:
    before = (folder / "报告.docx").read_bytes()
    done = run("annotate", "报告.docx", "--output", "报告.docx", cwd=folder)
    assert done.returncode == 2
    assert (folder / "报告.docx").read_bytes() == before


def test_what_cannot_hold_marks_is_told(folder: Path) -> None:
    hostile.report(folder / "report.txt")
    hostile.letter(folder / "letter.docx")
    for name, words in (("report.txt", "只能在 Word"), ("letter.docx", "未能审查"), ("gone.pdf", "未能审查")):
        done = run("annotate", name, cwd=folder)
        assert (done.returncode, done.stdout) == (2, b"")
        assert words in said(done)
