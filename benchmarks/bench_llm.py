"""Wall time of many calls to a model of a given latency, against the ideal; cost of a call; a second run from the cache.

`python -m benchmarks.bench_llm [--reports 100] [--calls 6] [--latency 1.0] [--concurrency 16]`; exit status 1 when the
wall time is above 1.15 times the ideal, which is ceil(reports x calls / concurrency) x latency. The server is the one of
the tests, in this process: its own work is part of the wall time.
"""

from __future__ import annotations

import argparse
import math
import statistics
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from reviewer.llm.connect import Connected
from reviewer.llm.guard import Guard
from tests.llm.build import GOOD, request, settings
from tests.llm.server import Server, late, says

GOAL = 1.15


def wall(model: Connected, reports: int, calls: int) -> float:
    """Seconds for all calls, with each report's calls side by side and reports side by side."""
    start = time.perf_counter()
    with ThreadPoolExecutor(reports) as pool, ThreadPoolExecutor(reports * calls) as jobs:

        def review(report: int) -> None:
            asked = [jobs.submit(model.answer, request(f"{report} {call}")) for call in range(calls)]
            for one in asked:
                one.result()

        for done in [pool.submit(review, report) for report in range(reports)]:
            done.result()
    return time.perf_counter() - start


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reports", type=int, default=100)
    parser.add_argument("--calls", type=int, default=6)
    parser.add_argument("--latency", type=float, default=1.0, help="seconds")
    parser.add_argument("--concurrency", type=int, default=16)
    given = parser.parse_args(arguments)
    total = given.reports * given.calls
    ideal = math.ceil(total / given.concurrency) * given.latency
    with tempfile.TemporaryDirectory() as home, Server(says(GOOD)) as server:
        chosen = settings(server, Path(home), cache="on", llm_concurrency=given.concurrency)
        model = Connected(chosen, Guard(chosen))
        model.answer(request("warm"))
        costs = []
        for number in range(200):
            start = time.perf_counter()
            model.answer(request(f"cost {number}"))
            costs.append(1000 * (time.perf_counter() - start))
        server.cue(late(given.latency, says(GOOD)))
        first, asked = wall(model, given.reports, given.calls), server.calls
        second = wall(model, given.reports, given.calls)
        assert server.calls == asked
        model.close()
    print(f"a call without latency, median of 200: {statistics.median(costs):.1f} ms")
    print(f"{total} calls at {given.latency:g} s, {given.concurrency} at a time: {first:.2f} s, ideal {ideal:.2f} s")
    print(f"ratio {first / ideal:.3f} (goal {GOAL})")
    print(f"the same again from the cache: {second:.2f} s, 0 calls")
    return int(first / ideal > GOAL)


if __name__ == "__main__":
    sys.exit(main())
