"""The examination of the rules across reports: `reviewer eval --season --seed S`.

A season is generated, written in mixed formats, read back, judged with last year's reports and across reports. A planted
fault counts as found when one of its rules speaks of its body, names the others and shows one of its cells; every other
finding of these rules is a false alarm, unless it follows from a planted fault.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime
from multiprocessing import get_context
from pathlib import Path

from reviewer.checks import check
from reviewer.checks.season import Handed, SeasonChecked, check_season, handed
from reviewer.evals.seasons.plan import Planted
from reviewer.evals.seasons.season import FORMATS, GeneratedSeason, season
from reviewer.evals.seasons.write import Placed, write
from reviewer.evals.writers import missing_programs
from reviewer.intake import Intake, take
from reviewer.lector import Lector
from reviewer.limits import Limits
from reviewer.model import AnnualReport, Evidence

YEARS = ("CY-CARRY", "CY-GROWTH", "CY-DUP-TEXT", "CY-DUP-TABLE", "PB-REPEAT")
"""The rules of a single report with last year's that are counted here, beside those across reports."""


@dataclass(frozen=True)
class Told:
    """A finding, whichever rule made it: the body, others that it names, its cells."""

    rule: str
    agency: str
    others: frozenset[str]
    facts: frozenset[str]
    message: str


@dataclass
class Table:
    """What was found of what was planted, and what was told besides."""

    seed: int
    reports: int
    planted: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    missed: list[Planted] = field(default_factory=list)
    false: list[Told] = field(default_factory=list)
    seconds: dict[str, float] = field(default_factory=dict)
    checked: SeasonChecked | None = None


def read(path: Path) -> AnnualReport:
    """One file, in this process. Raises ReviewerError."""
    limits = Limits()
    given = Intake()
    take(path, limits, given)
    return Lector(limits, None).report(path, given, lambda: None)


def _read(path: str) -> str:
    return read(Path(path)).model_dump_json()


def _all(files: Sequence[Placed], workers: int) -> list[AnnualReport]:
    if workers < 2:
        return [read(one.path) for one in files]
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        texts = pool.map(_read, [str(one.path) for one in files], chunksize=4)
        return [AnnualReport.model_validate_json(text) for text in texts]


def run(seed: int, agencies: int = 60, formats: tuple[str, ...] = FORMATS, workers: int = 2,
        keep: Path | None = None, years: int = 2) -> Table:  # fmt: skip
    """Generates, writes, reads and judges one season."""
    clock = _Clock()
    made = season(seed, agencies, years=years, formats=formats)
    clock.lap("made")
    with tempfile.TemporaryDirectory(prefix="season-") as temporary:
        files = write(made, keep or Path(temporary))
        clock.lap("written")
        reports = _all(files, workers)
    clock.lap("read")
    table = judged(made, list(zip(files, reports, strict=True)), clock)
    table.seconds = clock.laps
    return table


class _Clock:
    def __init__(self) -> None:
        self.laps: dict[str, float] = {}
        self._since = time.perf_counter()

    def lap(self, name: str) -> None:
        now = time.perf_counter()
        self.laps[name], self._since = now - self._since, now


def judged(made: GeneratedSeason, read_: list[tuple[Placed, AnnualReport]], clock: _Clock) -> Table:
    """What the rules say of a season that was read, against its truth."""
    whole = {one.name for one in made.members if one.agency.scope == "whole"}
    last: dict[str, tuple[AnnualReport, Handed]] = {}
    versions: dict[str, list[tuple[AnnualReport, datetime]]] = {}
    for number, (placed, report) in enumerate(read_):
        if placed.year == made.info.year:
            versions.setdefault(placed.agency, []).append((report, placed.received))
        else:
            one = handed(
                report, agency=placed.agency, year=placed.year, submission=1000 + number, received=placed.received
            )
            last[placed.agency] = report, one
    told: list[Told] = []
    all_handed: list[Handed] = []
    for name, group in versions.items():
        before = last.get(name)
        for report, received in group:
            all_handed.append(
                handed(report, agency=name, year=made.info.year, submission=len(all_handed) + 1, received=received,
                       last=before[1] if before else None, whole=name in whole)
            )  # fmt: skip
        told += _of_years(name, group[-1][0], before[0] if before else None)
    clock.lap("years")
    checked = check_season([one.agency for one in made.members], all_handed, made.info, made.today)
    clock.lap("across")
    told += [
        Told(one.rule, one.agency, frozenset(one.others), _facts(each.evidence for each in one.sources), one.message)
        for one in checked.findings
    ]
    table = Table(made.seed, len(read_), checked=checked)
    _score(made, told, table)
    return table


def _of_years(name: str, report: AnnualReport, before: AnnualReport | None) -> list[Told]:
    """What the rules with last year's report say of one body."""
    return [
        Told(one.rule, name, frozenset(), _facts(one.evidence), one.message)
        for one in check(report, before).findings
        if one.rule in YEARS
    ]


def _facts(evidence: Iterable[Evidence]) -> frozenset[str]:
    return frozenset(one.fact for one in evidence if one.kind == "cell")


def _score(made: GeneratedSeason, told: list[Told], table: Table) -> None:
    used: set[int] = set()
    for planted in made.planted:
        table.planted[planted.kind] += 1
        hits = [number for number, one in enumerate(told) if _fits(planted, one)]
        if hits:
            table.found[planted.kind] += 1
            used.update(hits)
        else:
            table.missed.append(planted)
    table.false = [
        one for number, one in enumerate(told) if number not in used and (one.rule, one.agency) not in made.allowed
    ]


def _fits(planted: Planted, told: Told) -> bool:
    if told.rule not in planted.rules or (planted.facts and not planted.facts & told.facts):
        return False
    if planted.group:
        return {told.agency, *told.others} == {planted.agency, *planted.others}
    return told.agency == planted.agency and set(planted.others) <= told.others


def lines(tables: Sequence[Table], *, show: bool) -> list[str]:
    """The printed report: found of planted by kind over all seeds, false alarms by rule, then each of them."""
    planted, found = Counter[str](), Counter[str]()
    for one in tables:
        planted += one.planted
        found += one.found
    false = Counter(told.rule for one in tables for told in one.false)
    out = [f"{kind.rjust(14)}  {found[kind]}/{planted[kind]}" for kind in sorted(planted)]
    out.append(f"found {sum(found.values())} of {sum(planted.values())}")
    out.append("false alarms: " + (", ".join(f"{rule} {count}" for rule, count in sorted(false.items())) or "none"))
    for one in tables:
        laps = ", ".join(f"{name} {seconds:.1f} s" for name, seconds in one.seconds.items())
        out.append(f"seed {one.seed}: {one.reports} reports, {laps}")
        if show:
            out += [f"  missed {each.kind}: {each.agency} {'、'.join(each.others)} {sorted(each.facts)}" for each in one.missed]  # fmt: skip
            out += [f"  false {each.rule}: {each.agency}: {each.message}" for each in one.false]
    return out


def main(argv: Sequence[str]) -> int:
    """Exit status 0 when everything planted was found and nothing else told, else 1; 2 where nothing could be written."""
    parser = argparse.ArgumentParser(prog="reviewer eval --season", description="Measures the rules across reports.")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seeds", type=int, default=1, help="how many seeds, from --seed on")
    parser.add_argument("--agencies", type=int, default=60)
    parser.add_argument("--years", type=int, choices=(1, 2), default=2)
    parser.add_argument("--formats", default=",".join(FORMATS), help="of " + ",".join(FORMATS))
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--keep", type=Path, help="keep the generated files in this folder")
    parser.add_argument("--show", choices=("misses",), help="list every miss and every false alarm")
    given = parser.parse_args(argv)
    formats = tuple(one for one in given.formats.split(",") if one in FORMATS)
    formats = tuple(one for one in formats if one not in missing_programs(formats))
    if not formats:
        parser.error("no such format")
    tables = [
        run(given.seed + step, given.agencies, formats, given.workers, given.keep, given.years)
        for step in range(given.seeds)
    ]
    sys.stdout.write("\n".join(lines(tables, show=given.show == "misses")) + "\n")
    return 1 if any(one.missed or one.false for one in tables) else 0
