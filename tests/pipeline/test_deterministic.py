"""The same bytes whatever the hash seed, the locale, the time zone and the order of the files."""

from __future__ import annotations

import itertools
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.pipeline import hostile

SEEDS = ("0", "1", "4242")
LOCALES = ({"LC_ALL": "C", "PYTHONUTF8": "0"}, {"LC_ALL": "C.UTF-8"})
ZONES = ("UTC", "Asia/Tokyo")
RULE = "waivers:\n  - {rule: STR-TITLE-TERM, fingerprint: 0123456789abcdef, reason: 理由, until: 2999-01-01}\n"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two reports, one with a sidecar, and a report of the year before one of them."""
    home = tmp_path_factory.mktemp("same")
    hostile.report(home / "a.docx")
    text = hostile.report(home / "b.html", 5).read_text("utf-8")
    (home / "b.waivers.yaml").write_text(RULE, "utf-8")
    year = next(year for year in range(2019, 2027) if f"{year}年" in text)
    (home / "last.html").write_text(text.replace(str(year), str(year - 1)), "utf-8")
    return home


def run(folder: Path, *arguments: str, **env: str) -> bytes:
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("REVIEWER_", "LC_", "LANG"))}
    command = [sys.executable, "-m", "reviewer", *arguments, "--format", "json"]
    done = subprocess.run(command, capture_output=True, check=False, cwd=folder, env={**clean, **env}, timeout=120)
    assert done.returncode in (0, 1), done.stderr.decode(errors="replace")
    return done.stdout


@pytest.mark.slow
def test_same_bytes_everywhere(folder: Path) -> None:
    made = {
        run(folder, "review", "b.html", "a.docx", "--previous", "last.html", PYTHONHASHSEED=seed, TZ=zone, **locale)
        for seed, locale, zone in itertools.product(SEEDS, LOCALES, ZONES)
    }
    assert len(made) == 1
    assert b"CY-CARRY" in next(iter(made))


def test_order_of_files(folder: Path) -> None:
    first = json.loads(run(folder, "review", "a.docx", "b.html"))["reviews"]
    second = json.loads(run(folder, "review", "b.html", "a.docx"))["reviews"]
    assert first == second[::-1]


def test_comparison(folder: Path) -> None:
    assert len({run(folder, "compare", "last.html", "b.html", PYTHONHASHSEED=seed) for seed in SEEDS}) == 1
