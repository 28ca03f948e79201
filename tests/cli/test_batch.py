"""`reviewer batch`, `register` and `season` as a person calls them."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from reviewer.evals.cases import build
from reviewer.evals.defects import plant
from reviewer.evals.writers import write_one


def call(home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "REVIEWER_HOME": str(home), "REVIEWER_LLM": "off", "PYTHONUTF8": "1"}
    return subprocess.run(
        [sys.executable, "-m", "reviewer", *arguments], env=environment, capture_output=True, text=True, timeout=120
    )


def test_a_season_from_the_terminal(tmp_path: Path) -> None:
    source, home, out = tmp_path / "in", tmp_path / "home", tmp_path / "out"
    source.mkdir()
    clean, (faulty, _) = build(3), plant("table", 7, 3)
    write_one(clean, "text", source / "clean.txt")
    roster = tmp_path / "名录.csv"
    roster.write_text(f"单位名称,类型\n{clean.agency},部门\n{faulty.agency},部门\n从未报送局,部门\n", "gb18030")
    assert call(home, "register", "import", str(roster)).returncode == 0
    assert "从未报送局" in call(home, "register", "list").stdout
    first = call(home, "batch", str(source), "--output", str(out), "--workers", "1")
    assert (first.returncode, first.stdout) == (0, "")
    assert "共 1 份：已审 1" in first.stderr
    again = call(home, "batch", str(source), "--output", str(out))
    assert again.returncode == 2
    assert "--resume" in again.stderr
    write_one(faulty, "text", source / "faulty.txt")
    assert call(home, "batch", str(source), "--output", str(out), "--resume").returncode == 1
    (source / "broken.docx").write_bytes(b"PK\x03\x04")
    assert call(home, "batch", str(source), "--output", str(out), "--resume").returncode == 2
    year = str(clean.year)
    assert call(home, "season", "list").stdout.startswith("20")
    board = call(home, "season", "status", year).stdout
    assert f"{clean.agency}\tv1\tclean.txt\t已审" in board
    assert "从未报送局\t未报" in board
    number = next(line.split("\t")[0] for line in board.splitlines() if "clean.txt" in line)
    assert "退回修改" in call(home, "season", "decide", number, "returned", "--note", "请核对", "--who", "甲").stdout
    assert call(home, "season", "decide", number, "perhaps").returncode == 2
    assert "操作记录完整" in call(home, "season", "verify").stdout
    assert call(home, "season", "export", year, "--output", str(tmp_path / "a.xlsx")).returncode == 0
    assert (tmp_path / "a.xlsx").read_bytes()[:2] == b"PK"


def test_wrong_calls_are_told(tmp_path: Path) -> None:
    for arguments, word in (
        (("batch", str(tmp_path / "absent"), "--output", str(tmp_path / "out")), "找不到"),
        (("batch", str(tmp_path), "--output", str(tmp_path / "out"), "--workers", "0"), "--workers"),
        (("batch", str(tmp_path), "--output", str(tmp_path / "out"), "--engine", "ray"), "local"),
        (("batch", str(tmp_path)), "--output"),
        (("register", "import", str(tmp_path / "absent.csv")), "找不到"),
        (("season", "export", "2024", "--output", str(tmp_path / "x.xlsx")), "2024"),
    ):
        told = call(tmp_path / "home", *arguments)
        assert (told.returncode, told.stdout) == (2, ""), arguments
        assert word in told.stderr, told.stderr
        assert "Traceback" not in told.stderr
