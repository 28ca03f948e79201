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
DEMO = Path(__file__).parent.parent.parent / "fixtures" / "reports" / "demo" / "report.docx"
FAULTS = (
    "<p>深入学习贯彻全会精神精神，全年公开信息XXX条。公开信息61条，其中政策文件21条、公告51条。</p>"
    "<p>根据国务院第492号令办理，共受理政府信息公开申请12条，台帐齐全，完擅制度。申请人手机13900001234。</p>"
    "<p>共收回问卷510份，其中满意的198份，占41.5%。全年末发生行政复议。（此处填写）</p>"
)
"""Something for every family of rules that read sentences."""
RULE = "waivers:\n  - {rule: STR-TITLE-TERM, fingerprint: 0123456789abcdef, reason: 理由, until: 2999-01-01}\n"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two reports with many faults, one with a sidecar, and a report of the year before one of them."""
    home = tmp_path_factory.mktemp("same")
    (home / "a.docx").write_bytes(DEMO.read_bytes())
    text = hostile.report(home / "b.html", 5).read_text("utf-8")
    head, end, rest = text.partition("</h2>")
    assert end
    (home / "b.html").write_text(head + end + FAULTS + rest, "utf-8")
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
    reviews = json.loads(next(iter(made)))["reviews"]
    assert all(len(review["findings"]) >= 8 for review in reviews)
    assert len({one["rule"] for review in reviews for one in review["findings"]}) >= 18
    assert {one["rule"].partition("-")[0] for review in reviews for one in review["findings"]} >= {
        "T3",
        "TX",
        "WD",
        "CY",
    }
    assert any(one["root"] for review in reviews for one in review["findings"])


def test_order_of_files(folder: Path) -> None:
    first = json.loads(run(folder, "review", "a.docx", "b.html"))["reviews"]
    second = json.loads(run(folder, "review", "b.html", "a.docx"))["reviews"]
    assert first == second[::-1]


def test_comparison(folder: Path) -> None:
    assert len({run(folder, "compare", "last.html", "b.html", PYTHONHASHSEED=seed) for seed in SEEDS}) == 1
