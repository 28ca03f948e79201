"""The products of a season and a question over it: seconds and the most memory, for seasons of several sizes.

    .venv/bin/python -m benchmarks.bench_products 30 300 3000

Each size in a process of its own; every body has a full form of cells and four findings.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import time
from collections.abc import Callable

_QUESTION = "不予公开最多的五个单位"


def _timed(name: str, work: Callable[[], object]) -> str:
    start = time.perf_counter()
    made = work()
    seconds = time.perf_counter() - start
    size = f" {len(made) // 1024:>6} KB" if isinstance(made, bytes) else ""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return f"  {name:<10}{seconds:>7.1f} s {peak:>6} MB{size}"


def _one(size: int) -> None:
    from reviewer.asking import SeasonDesk
    from reviewer.export import season_summary, season_workbook
    from tests.export import seasons

    desk = SeasonDesk(seasons.season(size))
    lines = [
        f"{size} bodies",
        _timed("workbook", lambda: season_workbook(seasons.season(size))),
        _timed("question", lambda: desk.ask(_QUESTION)),
        _timed("again", lambda: desk.ask(_QUESTION)),
        _timed("notice", lambda: season_summary(seasons.season(size))),
    ]
    sys.stdout.write("\n".join(lines) + "\n")


def main(arguments: list[str]) -> None:
    if arguments[:1] == ["--one"]:
        _one(int(arguments[1]))
        return
    for size in arguments or ["30", "300", "3000"]:
        subprocess.run([sys.executable, "-m", "benchmarks.bench_products", "--one", size], check=True)


if __name__ == "__main__":
    main(sys.argv[1:])
