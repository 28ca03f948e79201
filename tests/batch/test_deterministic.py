"""The same documents whatever the number of workers, the hash seed, the locale, the time zone and the order of the files."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.batch import made
from tests.batch.test_run import documents

FILES = 12
RUNS = (  # every value of one column meets every value of each other column
    ("1", "0", "UTC", "C", False),
    ("1", "4242", "Asia/Shanghai", "C.UTF-8", True),
    ("2", "0", "Asia/Shanghai", "C", True),
    ("2", "4242", "UTC", "C.UTF-8", False),
    ("4", "0", "UTC", "C.UTF-8", True),
    ("4", "4242", "Asia/Shanghai", "C", False),
)


def run(paths: list[Path], place: Path, workers: str, seed: str, zone: str, locale: str) -> dict[str, bytes]:
    """`reviewer batch` in a home of its own: its documents."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("REVIEWER_", "LC_", "LANG"))}
    own = {"REVIEWER_HOME": str(place / "home"), "REVIEWER_LLM": "off"}
    own |= {"PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": locale, "PYTHONUTF8": "1"}
    out = place / "out"
    call = [sys.executable, "-m", "reviewer", "batch", *map(str, paths), "--output", str(out), "--workers", workers]
    done = subprocess.run(call, capture_output=True, check=False, env={**clean, **own}, timeout=300)
    assert done.returncode in (0, 1), done.stderr.decode(errors="replace")
    return documents(out)


@pytest.mark.slow
def test_same_documents_everywhere(tmp_path: Path) -> None:
    paths = made.reports(tmp_path / "in", FILES)
    (tmp_path / "in" / "twin.html").write_bytes(paths[2].read_bytes())
    paths.append(tmp_path / "in" / "twin.html")
    first: dict[str, bytes] = {}
    for number, (workers, seed, zone, locale, backwards) in enumerate(RUNS):
        found = run(paths[::-1] if backwards else paths, tmp_path / str(number), workers, seed, zone, locale)
        assert len(found) == FILES + 1
        first = first or found
        assert found == first, RUNS[number]
