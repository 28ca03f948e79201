"""What a season costs in the store: a batch of N reports of real size, from the queue to the check of the trail.

`python -m benchmarks.bench_store [--reports 3000] [--url postgresql://…]`. SQLite in a temporary folder unless a URL of an
empty database is given. CPU is this process's alone: a server's own is not in it.
"""

from __future__ import annotations

import argparse
import resource
import tempfile
import time
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from reviewer import Reviewer, Settings
from reviewer.extract import read
from reviewer.limits import Limits
from reviewer.model import Counts
from reviewer.recognise import recognise
from reviewer.store import Incoming, Result, Store

DEMO = Path(__file__).resolve().parents[1] / "fixtures" / "reports" / "demo" / "report.docx"
T = TypeVar("T")


def sample() -> Result:
    """What a worker hands over for the demo report."""
    with Reviewer(Settings(llm="off", isolation="none")) as reviewer:
        review = reviewer.review(DEMO)
    report = recognise(read(DEMO, limits=Limits()))
    cells = tuple(
        (key, None if one.value is None else str(one.value), one.state.value) for key, one in report.facts.items()
    )
    return Result(
        status=review.status,
        record=zlib.compress(review.model_dump_json().encode()),
        reading=zlib.compress(report.model_dump_json().encode()),
        identity=review.identity,
        verdict=review.verdict,
        counts=Counts(errors=len(review.findings)),
        findings=tuple((one.rule, one.severity.value, one.origin, one.fingerprint, one.message) for one in review.findings),
        cells=cells,
        year=2025,
    )  # fmt: skip


def timed(what: str, each: int, call: Callable[[], T]) -> T:
    wall, cpu = time.perf_counter(), time.process_time()
    value = call()
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    print(f"{what:<44}{wall:>8.2f} s{1000 * wall / each:>9.3f} ms each{1000 * cpu / each:>9.3f} ms CPU each")
    return value


def drain(store: Store, batch: int, result: Result) -> int:
    """Give every file in the queue its result, each for a body of its own; how many."""
    done = 0
    while jobs := store.lease(batch, "bench", 8):
        for job in jobs:
            store.finish(job, result._replace(agency=f"第{job.submission}局"))
            done += 1
    return done


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reports", type=int, default=3000)
    parser.add_argument("--url")
    given = parser.parse_args()
    count, result = given.reports, sample()
    told = f"{len(result.record)} bytes of record, {len(result.reading or b'')} of reading, {len(result.cells)} cells"
    print(f"{count} reports: {told}, {len(result.findings)} findings")
    entries = [Incoming(f"{number}.docx", f"/in/{number}.docx", f"{number:064x}") for number in range(count)]
    with tempfile.TemporaryDirectory() as home, Store.open(Settings(home=Path(home), database_url=given.url)) as store:
        batch = timed("begin", count, lambda: store.begin("bench", "r", "s", entries, "bench"))
        timed("lease and finish", count, lambda: drain(store, batch, result))
        timed("begin again (everything there)", count, lambda: store.begin("bench", "r", "s", entries, "bench"))
        timed("begin under another label (all reused)", count, lambda: store.begin("other", "r", "s", entries, "bench"))
        timed("submissions of the season", count, lambda: store.submissions(2025))
        timed("one review", 1, lambda: store.review(1))
        timed("all cells", count, lambda: sum(1 for _ in store.cells(2025)))
        timed("one cell of each", count, lambda: sum(1 for _ in store.cells(2025, ["t3.new_received.total"])))
        timed("unsettled", count, lambda: store.unsettled(2026))
        wrong = timed("verify", count, lambda: store.verify(store.checkpoint()))
        assert wrong == ()
        size = sum(path.stat().st_size for path in Path(home).rglob("*") if path.is_file())
        print(f"{size / count / 1024:.1f} KiB of disk a report" if given.url is None else "")
    print(f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB at most")


if __name__ == "__main__":
    main()
