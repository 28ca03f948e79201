"""Time of the rules across reports on a big season: narratives of 3,000 bodies against each other and against last year's.

`python -m benchmarks.bench_season [--bodies 3000] [--write docs/season-speed.md]`. Seconds by the clock hold for the machine
and its load alone. Two seasons are measured: every body with its own text, and the hardest one, in which all fill in one template.
"""

from __future__ import annotations

import argparse
import platform
import resource
import sys
import time
from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path
from random import Random

from reviewer.checks import loaded
from reviewer.checks.season import Handed, SeasonChecked, check_season
from reviewer.evals.cases import Wish, build
from reviewer.evals.seasons import prose
from reviewer.evals.spec import Spec
from reviewer.model import Agency, Identity, SeasonInfo, Section

YEAR = 2024
Change = Callable[[Spec, Random], Spec]


def sections(spec: Spec) -> tuple[Section, ...]:
    return tuple(
        Section(key=key, text="\n".join(para.text for para in spec.part(key).paras)) for key in ("overview", "problems")
    )


def narrated(number: int, year: int, rng: Random, change: Change) -> tuple[Section, ...]:
    """The narrative of body `number`; `change` tells its problems."""
    return sections(
        change(build(number * 2 + year, Wish(year=year, edition="2021", style="digits", sizes=("tiny",))), rng)
    )


def season(bodies: int, change: Change, copied: int) -> tuple[list[Agency], list[Handed], set[frozenset[str]]]:
    """A register, its reports with last year's, and the pairs of which one took the other's problems."""
    rng = Random(bodies)
    told = [narrated(number, YEAR, rng, change) for number in range(bodies)]
    for number in range(copied):
        overview, problems = told[2 * number]
        told[2 * number + 1] = told[2 * number + 1][0], problems
        assert overview.key == "overview"
    handed = []
    for number, now in enumerate(told):
        last = _handed(number, YEAR - 1, narrated(bodies + number, YEAR - 1, rng, change), None)
        handed.append(_handed(number, YEAR, now, last))
    pairs = {frozenset({_name(2 * number), _name(2 * number + 1)}) for number in range(copied)}
    return [Agency(name=_name(number)) for number in range(bodies)], handed, pairs


def _name(number: int) -> str:
    return f"body {number}"


def _handed(number: int, year: int, narrative: tuple[Section, ...], last: Handed | None) -> Handed:
    return Handed(
        _name(number), year, number, datetime(year + 1, 1, 9), Identity(), {}, {}, {}, {}, narrative, last=last
    )  # fmt: skip


def timed(bodies: Sequence[Agency], handed: Sequence[Handed]) -> tuple[float, float, SeasonChecked]:
    """Seconds of the rule on copied texts alone: by the clock, and of the processor."""
    rules = [one for one in loaded() if one.rule.kind == "peer_text"]
    info = SeasonInfo(year=YEAR, due=date(YEAR + 1, 1, 31), due_governments=date(YEAR + 1, 3, 31))
    start, used = time.perf_counter(), time.process_time()
    checked = check_season(bodies, handed, info, date(YEAR + 1, 2, 10), rules)
    return time.perf_counter() - start, time.process_time() - used, checked


def measured(bodies: int) -> list[tuple[str, ...]]:
    """Rows: season, characters, seconds by the clock and of the processor, copies found of planted and groups told besides."""
    rows: list[tuple[str, ...]] = []
    copied = max(1, bodies // 60)
    seasons: list[tuple[str, Change]] = [("own texts", prose.own_problems), ("one template", prose.filled_template)]
    for name, change in seasons:
        register, handed, pairs = season(bodies, change, copied)
        size = sum(len(section.text) for one in handed for each in (one, one.last) if each for section in each.sections)
        seconds, used, checked = timed(register, handed)
        told = {frozenset({one.agency, *one.others}) for one in checked.findings}
        assert not [one for one in checked.outcomes if one.status == "broken"], checked.outcomes[0]
        rows.append(
            (
                name,
                f"{size:,}",
                f"{seconds:.1f}",
                f"{used:.1f}",
                f"{len(pairs & told)}/{len(pairs)}, {len(told - pairs)} more",
            )
        )
    return rows


def page(bodies: int, rows: list[tuple[str, ...]]) -> str:
    lines = [
        "# Copied texts over a season",
        "",
        f"`python -m benchmarks.bench_season --bodies {bodies}`, Python {platform.python_version()}, {platform.machine()}:",
        f"{bodies:,} bodies, two sections each, this year's and last year's.",
        "",
        "| season | characters | s | CPU s | copies found, other groups told |",
        "|---|--:|--:|--:|---|",
        *(f"| {' | '.join(row)} |" for row in rows),
        "",
        f"Peak memory of the process: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB.",
    ]
    return "\n".join(lines) + "\n"


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--bodies", type=int, default=3000)
    parser.add_argument("--write", type=Path, help="write the page to this file")
    given = parser.parse_args(argv)
    text = page(given.bodies, measured(given.bodies))
    sys.stdout.write(text)
    if given.write:
        given.write.write_text(text, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
