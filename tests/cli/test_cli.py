"""The command as a program: exit status, streams, wrong calls, files written."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from reviewer.export import WRITERS
from tests.pipeline import hostile


def run(*arguments: str, cwd: Path | None = None, **env: str) -> subprocess.CompletedProcess[bytes]:
    """The installed command's way in, in a process of its own."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("REVIEWER_")}
    command = [sys.executable, "-m", "reviewer", *arguments]
    return subprocess.run(command, capture_output=True, check=False, cwd=cwd, env={**clean, **env}, timeout=120)


def said(done: subprocess.CompletedProcess[bytes]) -> str:
    """Standard error; asserts that it is no traceback."""
    text = done.stderr.decode()
    assert "Traceback" not in text
    return text


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """good.docx and good.txt are sound; bad.txt has a wrong total; letter.docx is no report."""
    home = tmp_path_factory.mktemp("reports")
    hostile.report(home / "good.docx")
    sound = hostile.report(home / "good.txt").read_text("utf-8")
    lines = sound.split("\n")
    (home / "bad.txt").write_text(broken("\n".join(lines)), "utf-8")
    hostile.letter(home / "letter.docx")
    return home


def broken(text: str) -> str:
    """The title's term replaced: a finding on any layout."""
    changed = text.replace("政府信息公开工作年度报告", "政务公开工作年度报告", 1)
    assert changed != text
    return changed


def reviews(done: subprocess.CompletedProcess[bytes]) -> list[dict[str, object]]:
    data = json.loads(done.stdout.decode("utf-8"))
    assert data["schema_version"] == 1
    return list(data["reviews"])


def test_nothing_to_mend(folder: Path) -> None:
    done = run("review", "good.docx", cwd=folder)
    assert (done.returncode, said(done)) == (0, "")
    assert "good.docx" in done.stdout.decode()


def test_threshold(folder: Path) -> None:
    assert run("review", "bad.txt", "--fail-on", "warning", cwd=folder).returncode == 1
    assert run("review", "bad.txt", cwd=folder, REVIEWER_FAIL_ON="warning").returncode == 1
    assert run("review", "bad.txt", "--fail-on", "error", cwd=folder, REVIEWER_FAIL_ON="info").returncode == 0


def test_two_wins_over_one_and_the_others_are_reviewed(folder: Path) -> None:
    names = ("letter.docx", "bad.txt", "none.pdf", ".", "good.docx")
    done = run("review", *names, "--format", "json", "--fail-on", "warning", cwd=folder)
    assert done.returncode == 2
    found = reviews(done)
    assert [one["file"] for one in found] == list(names)
    assert [one["status"] for one in found] == ["refused", "reviewed", "refused", "refused", "reviewed"]


def test_json_is_utf8_and_the_same_in_any_locale(folder: Path) -> None:
    first = run("review", "good.docx", "bad.txt", "--format", "json", cwd=folder)
    other = run(
        "review", "good.docx", "bad.txt", cwd=folder, REVIEWER_FORMAT="json", LC_ALL="C", PYTHONUTF8="0", TZ="Asia/Tokyo",
        PYTHONHASHSEED="7",
    )  # fmt: skip
    assert first.stdout == other.stdout
    assert "政府信息公开" in first.stdout.decode("utf-8")


@pytest.mark.parametrize("format", list(WRITERS))
def test_every_format_goes_to_a_file(folder: Path, tmp_path: Path, format: str) -> None:
    target = tmp_path / f"out{WRITERS[format].extension}"
    done = run("review", "good.docx", "bad.txt", "--format", format, "--output", str(target), cwd=folder)
    assert (done.returncode, done.stdout, said(done)) == (0, b"", "")
    assert target.stat().st_size > 500
    assert [one.name for one in tmp_path.iterdir()] == [target.name]


@pytest.mark.parametrize("format", ["docx", "html", "xlsx", "json", "text"])
def test_a_folder_gets_one_file_each_and_loses_none(folder: Path, tmp_path: Path, format: str) -> None:
    ending = WRITERS[format].extension
    out = tmp_path / "out"
    for _ in range(2):
        assert (
            run("review", "good.docx", "good.txt", "--format", format, "--output", f"{out}/", cwd=folder).returncode
            == 0
        )
    names = sorted(one.name for one in out.iterdir())
    assert names == sorted(f"good{number}{ending}" for number in ("", "-2", "-3", "-4"))


def test_an_output_beside_its_input_spares_it(tmp_path: Path) -> None:
    path = hostile.report(tmp_path / "a.docx")
    before = path.read_bytes()
    assert run("review", "a.docx", "--format", "docx", "--output", ".", cwd=tmp_path).returncode == 0
    assert path.read_bytes() == before
    assert (tmp_path / "a-2.docx").is_file()
    done = run("review", "a.docx", "--format", "docx", "--output", "a.docx", cwd=tmp_path)
    assert (done.returncode, path.read_bytes()) == (2, before)
    assert "a.docx" in said(done)


def test_what_could_not_be_reviewed_is_told_when_the_result_goes_to_a_file(folder: Path, tmp_path: Path) -> None:
    done = run("review", "letter.docx", "--format", "json", "--output", str(tmp_path / "a.json"), cwd=folder)
    assert done.returncode == 2
    assert "letter.docx" in said(done)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["revue"], "revue"), (["review"], "FILE"), (["review", "a", "--nope"], "--nope"),
        (["review", "a", "--format"], "--format"), (["review", "a", "--format", "pdf"], "pdf"),
        (["review", "a", "--llm", "yes"], "--llm"), (["review", "a", "--fail-on", "x"], "--fail-on"),
        (["review", "a", "--format", "docx"], "--output"), (["review", "a", "--format", "xlsx"], "--output"),
        (["review", "a", "--previous", "gone.docx"], "gone.docx"), (["rules", "show", "NO-SUCH"], "NO-SUCH"),
        (["rules"], ""), (["review", "a", "--output", "/no/such/folder/x.txt"], "x.txt"), (["rules", "show"], "ID"),
    ],
)  # fmt: skip
def test_a_wrong_call_is_a_chinese_sentence(arguments: list[str], words: str) -> None:
    done = run(*arguments)
    assert (done.returncode, done.stdout) == (2, b"")
    assert words in said(done)
    assert re.search("[\u4e00-\u9fff]{2}", said(done))


def test_a_wrong_setting_is_a_chinese_sentence(folder: Path) -> None:
    done = run("review", "good.docx", cwd=folder, REVIEWER_LLM="maybe")
    assert done.returncode == 2
    assert "maybe" in said(done)
    done = run("review", "good.docx", cwd=folder, REVIEWER_LIMIT_PAGES="many")
    assert done.returncode == 2
    assert "PAGES" in said(done)


def test_limits_come_from_the_environment(folder: Path) -> None:
    done = run("review", "good.docx", "--format", "json", cwd=folder, REVIEWER_LIMIT_UPLOAD="100")
    assert done.returncode == 2
    assert reviews(done)[0]["status"] == "over_limit"


def test_help_and_version() -> None:
    assert "review" in run("--help").stdout.decode()
    assert "--fail-on" in run("review", "--help").stdout.decode()
    assert re.fullmatch(r"reviewer \d+\.\d+\.\d+\n", run("--version").stdout.decode())


def test_rules() -> None:
    listed = run("rules", "list")
    assert listed.returncode == 0
    lines = listed.stdout.decode().splitlines()
    assert any(line.startswith("T3-ROW-SUM ") for line in lines)
    assert "T3-ROW-SUM" in run("rules", "show", "t3-row-sum").stdout.decode()
    checked = run("rules", "check")
    assert checked.returncode == 0
    assert str(len(lines)) in checked.stdout.decode()


@pytest.mark.parametrize("format", ["text", "json"])
def test_a_reader_that_goes_away(folder: Path, format: str) -> None:
    command = [sys.executable, "-m", "reviewer", "review", *["good.txt"] * 30, "--format", format]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=folder) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.read(10)
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait() == 0


def test_progress_only_on_a_terminal(folder: Path) -> None:
    import pty

    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "reviewer", "review", "good.txt", "good.docx"]
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=theirs, check=False, cwd=folder)
    os.close(theirs)
    shown = b""
    try:
        while piece := os.read(ours, 65536):
            shown += piece
    except OSError:  # the other end is closed
        pass
    os.close(ours)
    assert done.returncode == 0
    assert "1/2" in shown.decode(errors="replace")
    assert b"1/2" not in done.stdout


def test_debug_shows_where_and_nothing_does_without_it(folder: Path, tmp_path: Path) -> None:
    code = "import sys, reviewer.checks as c; c.check = lambda *r: 1 / 0; from reviewer.cli import main; main(sys.argv[1:])"
    for switch, shown in ((["--debug"], True), ([], False)):
        command = [sys.executable, "-c", code, "review", "good.txt", *switch]
        done = subprocess.run(command, capture_output=True, check=False, cwd=folder)
        assert done.returncode == 2
        assert ("Traceback" in done.stderr.decode()) is shown
        assert "ZeroDivisionError" in done.stdout.decode()
