"""A season's batch on this machine: throughput of one worker and of two, the parent's part, memory, resuming.

`python -m benchmarks.bench_batch --write docs/scale.md` generates submissions of mixed formats and measures all of it.
One worker and two run in turns over the submissions, each time in a fresh store, and the median of the ratios is told:
a busy machine slows both alike.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import platform
import resource
import statistics
import sys
import tempfile
import threading
import time
from datetime import date
from pathlib import Path
from random import Random
from typing import NamedTuple

from reviewer import Settings
from reviewer.batch import Office, Progress
from reviewer.evals.corpus import corpus
from reviewer.evals.writers import FORMATS, missing_programs, write_all

GOALS = {"ratio": 1.8, "growth": 100.0, "resume": 5.0, "public": 100.0}
PUBLIC = 23.0
"""Seconds a report of the only public system for these reports, one after the other (docs/research)."""
NATION = 300_000


class Run(NamedTuple):
    """Seconds of reviewing (first lease to last result), of all, CPU seconds of this process while reviewing, files.

    `tree`: CPU seconds while reviewing of this process and all below it; `machine`: of everybody on the machine.
    """

    reviewing: float
    whole: float
    parent: float
    files: int
    tree: float = 0.0
    machine: float = 0.0


def run(paths: list[Path], home: Path, output: Path, workers: int, *, resume: bool = False) -> Run:
    seen: list[tuple[str, float, float, float, float]] = []

    def told(progress: Progress) -> None:
        if not seen or seen[-1][0] == "review" != progress.stage:  # the first, and the first after reviewing
            seen.append((progress.stage, time.monotonic(), cpu(), below(os.getpid()), machine()))

    with Office(Settings(llm="off", home=home)) as office:
        begun = time.monotonic()
        totals = office.run(paths, output, workers=workers, resume=resume, told=told)
        whole = time.monotonic() - begun
    first = next((one for one in seen if one[0] == "review"), None)
    last = next((one for one in seen if one[0] != "review"), None)
    if first is None or last is None:
        return Run(whole, whole, 0.0, len(totals.submissions))
    files = len(totals.submissions)
    parent = last[2] - first[2]
    return Run(last[1] - first[1], whole, parent, files, parent + last[3] - first[3], last[4] - first[4])


def cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def below(root: int) -> float:
    """CPU seconds of all processes below one, with those that they have waited for."""
    return sum(_below(root).values()) / os.sysconf("SC_CLK_TCK")


def bound(cores: set[int]) -> None:
    """Keep this process, all below it and all they begin to these cores."""
    for one in (0, *_below(os.getpid())):
        with contextlib.suppress(ProcessLookupError):
            os.sched_setaffinity(one, cores)


def _below(root: int) -> dict[int, int]:
    """CPU ticks by process."""
    parents, used = {}, {}
    for one in Path("/proc").glob("[0-9]*"):
        try:
            fields = (one / "stat").read_text("utf-8", "replace").rpartition(")")[2].split()
        except OSError:
            continue
        parents[int(one.name)] = int(fields[1])
        used[int(one.name)] = sum(int(field) for field in fields[11:15])
    found, fresh = set(), {root}
    while fresh := {one for one, parent in parents.items() if parent in fresh}:
        found |= fresh
    return {one: used[one] for one in found}


def machine() -> float:
    """CPU seconds that everybody on this machine has used, idling and waiting left out."""
    with open("/proc/stat") as status:
        fields = [int(field) for field in status.readline().split()[1:9]]
    return (sum(fields) - fields[3] - fields[4]) / os.sysconf("SC_CLK_TCK")


class Memory(threading.Thread):
    """Resident megabytes of this process, ten times a second."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.seen: list[float] = []
        self._ended = threading.Event()

    def run(self) -> None:
        while not self._ended.wait(0.1):
            self.seen.append(resident())

    def growth(self) -> tuple[float, float]:
        """Megabytes at a tenth of the time, and the most after that."""
        self._ended.set()
        early = self.seen[len(self.seen) // 10]
        return early, max(self.seen[len(self.seen) // 10 :]) - early


def resident() -> float:
    with open("/proc/self/status") as status:
        line = next(one for one in status if one.startswith("VmRSS"))
    return int(line.split()[1]) / 1024


def written(folder: Path, reports: int) -> list[Path]:
    """Submissions in the shares that formats have among real ones, clean and with planted faults; every part holds all."""
    formats = tuple(name for name in FORMATS if name not in missing_programs(FORMATS))
    made = write_all(corpus(reports, 7, formats), folder)
    order = sorted(made)
    Random(7).shuffle(order)
    return [made[number] for number in order]


def rows(
    paths: list[Path], folder: Path, rounds: int, most: int
) -> tuple[list[tuple[str, str, str, str]], float, float]:
    """The table; seconds of one core a report, milliseconds of the parent a report."""
    ratios, ones, twos, pairs, scaled = [], [], [], [], []
    every = os.sched_getaffinity(0)
    part = paths[:most]
    for number in range(rounds):
        pair = {}
        for workers in (1, 2):
            name = f"{number}-{workers}"
            pair[workers] = run(part, folder / f"home-{name}", folder / f"out-{name}", workers)
        bound({min(every)})
        try:
            single = run(part, folder / f"home-{number}-core", folder / f"out-{number}-core", 1)
        finally:
            bound(every)
        scaled.append(single.reviewing / pair[2].reviewing)
        ratios.append(pair[1].reviewing / pair[2].reviewing)
        pairs.append((pair[1], pair[2]))
        ones.append(pair[1].files / pair[1].reviewing)
        twos.append(pair[2].files / pair[2].reviewing)
    memory = Memory()
    memory.start()
    full = run(paths, folder / "home", folder / "out", 2)
    early, growth = memory.growth()
    again = run(paths, folder / "home", folder / "out", 2, resume=True)
    reused = run(paths, folder / "home", folder / "reused", 2)
    ratio, share = statistics.median(ratios), 100 * again.whole / full.whole
    each = full.whole / full.files
    cores, others = full.tree / full.reviewing, (full.machine - full.tree) / full.reviewing
    alone = statistics.median(one.tree / one.reviewing for one, _ in pairs)
    # Two workers cannot have more than two cores: so long a report at least, however well they share them.
    serial = statistics.median(1000 * one.reviewing / one.files for one, _ in pairs)
    both = statistics.median(1000 * two.tree / two.files for _, two in pairs)
    table = [
        ("two workers / one, files a second", f"{ratio:.2f} x ({statistics.median(ones):.1f} → {statistics.median(twos):.1f} /s)", ">= 1.8 x", met(ratio >= GOALS["ratio"])),
        ("two workers on all cores / one worker on one core", f"{statistics.median(scaled):.2f} x", "", ""),
        ("the most that two cores allow, by CPU", f"{2 * serial / both:.2f} x (one worker: {serial:.0f} ms a report; two: {both:.0f} ms of CPU on two cores)", "", ""),
        ("CPU of all processes a report", f"{1000 * full.tree / full.files:.0f} ms, {100 * full.parent / full.tree:.0f} % of it the parent", "", ""),
        ("cores used while reviewing", f"one worker {alone:.2f}, two {cores:.2f}; everybody else {others:.2f} meanwhile", "", ""),
        (f"{full.files} submissions, two workers, everything", f"{full.whole:.0f} s, {1000 * each:.0f} ms a report", "", ""),
        ("of that: reviewing", f"{full.reviewing:.0f} s, {full.files / full.reviewing:.1f} /s", "", ""),
        (f"against {PUBLIC:.0f} s a report of the public system", f"{PUBLIC / each:.0f} x", ">= 100 x", met(PUBLIC / each >= GOALS["public"])),
        ("CPU of the parent a report", f"{1000 * full.parent / full.files:.1f} ms", "<= 3 ms", met(1000 * full.parent / full.files <= 3)),
        ("memory of the parent after the first tenth", f"{early:.0f} MB, then at most {growth:+.0f} MB", "<= +100 MB", met(growth <= GOALS["growth"])),
        ("resuming the finished batch", f"{again.whole:.1f} s, {share:.1f} %", "<= 5 %", met(share <= GOALS["resume"])),
        ("the same bytes in another batch", f"{reused.whole:.1f} s, {100 * reused.whole / full.whole:.1f} %", "", ""),
    ]  # fmt: skip
    return table, full.tree / full.files, 1000 * full.parent / full.files


def met(good: bool) -> str:
    return "met" if good else "MISSED"


def page(
    table: list[tuple[str, str, str, str]], each: float, parent: float, command: str, load: float, kills: str
) -> str:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    hours = NATION * each / 3600
    most = 1000 / parent
    return f"""# What a season costs

Measured by `{command}` on {date.today().isoformat()}: {os.cpu_count()} cores, {memory:.0f} GiB, {platform.system()}
{platform.machine()}, Python {platform.python_version()}, load average {load:.1f} before the run. The submissions are generated
(`reviewer/evals/corpus.py`): Word, PDF, web pages, text and the formats that go through LibreOffice, clean ones and ones with
planted faults. Ratios are medians of rounds in turns; milliseconds hold for this machine and its load.

| what | measured | goal | |
|---|---|---|---|
{chr(10).join(f"| {' | '.join(row)} |" for row in table)}

Everything is what `reviewer batch` does: copies, reading in a limited child process, rules, store with a synced commit
before a file is opened and one for up to eight results, one synced JSON a file, last year's reports, rules across reports, workbook.

## A national season, by calculation

{NATION:,} reports in three levels, from the figures above ({1000 * each:.0f} ms of processor a report, {parent:.1f} ms of it in the parent):

| machines | what holds | takes |
|---|---|---|
| one core | reading and judging | {hours:.1f} h |
| 2 cores, one process | reading and judging | {hours / 2:.1f} h |
| 16 cores, one parent | reading and judging | {hours / 16 * 60:.0f} min |
| one parent, workers without end | the parent: {most:.0f} reports a second | {NATION / most / 60:.0f} min |

The reading of files is the bottleneck until about {most * each:.0f} workers stand behind one parent; from there on it is the parent, which stores
results one after the other. Three levels are three kinds of office with a store of their own: a county's 100 reports take {100 * each:.0f} s of one
core, a province's 10,000 {10_000 * each / 60:.0f} min; what is above a season of one store (rules across provinces) is not part of this program.
A model that reads along is not in these figures: its calls are the bottleneck of every season in which it is on.
{kills}"""


def kept(path: Path | None) -> str:
    """The part of the page that is written by hand: what was run to kill it."""
    text = path.read_text("utf-8") if path is not None and path.exists() else ""
    there = text.find("\n## Kills\n")
    return text[there:] if there >= 0 else ""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reports", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--part", type=int, default=1000, help="reports of a round, at most")
    parser.add_argument("--write", type=Path, help="write the page to this file")
    given = parser.parse_args()
    load = os.getloadavg()[0]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        paths = written(folder / "in", given.reports)
        table, each, parent = rows(paths, folder, given.rounds, given.part)
    told = {name: getattr(given, name) for name in ("reports", "rounds", "part")}
    options = "".join(f" --{name} {value}" for name, value in told.items() if value != parser.get_default(name))
    text = page(table, each, parent, f"python -m benchmarks.bench_batch{options}", load, kept(given.write))
    sys.stdout.write(text)
    if given.write:
        given.write.write_text(text, "utf-8")
    return 0 if all(row[3] != "MISSED" for row in table) else 1


if __name__ == "__main__":
    sys.exit(main())
