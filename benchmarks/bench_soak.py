"""One reviewer for a long day: thousands of files, one in a hundred hostile, several at a time.

`python -m benchmarks.bench_soak` reviews 3,000 files in turns with as many threads as there are cores and tells whether
memory, open files, temporary files and processes come back to where they were, and whether it grows slower.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from benchmarks.bench_batch import met, resident
from reviewer import Reviewer, Settings
from reviewer.evals.corpus import corpus
from reviewer.evals.writers import write_all
from tests.pipeline import hostile

GROWTH, PACE = 100.0, 90.0
"""Megabytes; per cent of the first pace that the last must have."""
FORMATS = ("docx", "html", "text", "pdf")
HOSTILE = (
    ("bomb.docx", hostile.zip_bomb), ("flate.pdf", hostile.flate_bomb), ("dtd.docx", hostile.dtd),
    ("entries.docx", hostile.many_entries), ("encrypted.pdf", hostile.encrypted_pdf), ("overlap.docx", hostile.overlap),
)  # fmt: skip


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=3000)
    parser.add_argument("--reports", type=int, default=200, help="different sound ones among them")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "tmp").mkdir()
        os.environ["TMPDIR"] = tempfile.tempdir = str(folder / "tmp")
        sound = list(write_all(corpus(given.reports, 7, FORMATS), folder / "in").values())
        bad = [write(folder / file) for file, write in HOSTILE]
        order = [
            bad[number // 100 % len(bad)] if number % 100 == 50 else sound[number % len(sound)]
            for number in range(given.files)
        ]
        rows = soak(order)
    for row in rows:
        print("| " + " | ".join(row) + " |")
    return 0 if all(row[-1] != "MISSED" for row in rows) else 1


def soak(order: list[Path]) -> list[tuple[str, str, str, str]]:
    states: Counter[str] = Counter()
    times: list[float] = []
    with Reviewer(Settings(llm="off", waivers="off")) as reviewer, ThreadPoolExecutor(os.cpu_count() or 1) as threads:

        def one(path: Path) -> str:
            status = reviewer.review(path).status.value
            times.append(time.monotonic())
            return status

        begun = time.monotonic()
        states.update(threads.map(one, order[:200]))  # its own start is no growth
        before = resident(), handles(), processes(), len(os.listdir(tempfile.gettempdir()))
        first = time.monotonic()
        states.update(threads.map(one, order[200:]))
        whole = time.monotonic() - first
        time.sleep(1)
        after = resident(), handles(), processes(), len(os.listdir(tempfile.gettempdir()))
    pace = 500 if len(times) >= 1700 else len(times) // 4
    early, late = times[199 + pace] - times[199], times[-1] - times[-1 - pace]
    kept = 100 * early / late
    growth = after[0] - before[0]
    told = ", ".join(f"{count} {name}" for name, count in sorted(states.items()))
    return [
        (f"{len(order)} files in {time.monotonic() - begun:.0f} s", told, "", ""),
        ("each, after the first 200", f"{1000 * whole / (len(order) - 200):.0f} ms", "", ""),
        ("memory of the process", f"{before[0]:.0f} MB, then {growth:+.0f} MB", f"<= +{GROWTH:.0f} MB", met(growth <= GROWTH)),
        ("open files", f"{before[1]}, then {after[1]}", "the same", met(after[1] <= before[1] + 2)),
        ("processes below it", f"{before[2]}, then {after[2]}", "the same", met(after[2] <= before[2] + 1)),
        ("temporary files", f"{before[3]}, then {after[3]}", "the same", met(after[3] <= before[3])),
        (f"pace of the last {pace} against the first", f"{kept:.0f} %", f">= {PACE:.0f} %", met(kept >= PACE)),
    ]  # fmt: skip


def handles() -> int:
    return len(os.listdir("/proc/self/fd"))


def processes() -> int:
    """Children and theirs, those of a successor that is being started among them."""
    parents = {}
    for one in Path("/proc").glob("[0-9]*"):
        try:
            parents[int(one.name)] = int((one / "stat").read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue
    found, fresh = set(), {os.getpid()}
    while fresh := {one for one, parent in parents.items() if parent in fresh}:
        found |= fresh
    return len(found)


if __name__ == "__main__":
    sys.exit(main())
