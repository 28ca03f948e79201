"""The examination: write a corpus, review every file, print what was right. `python -m reviewer.evals.run`."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from reviewer.evals.corpus import corpus
from reviewer.evals.scorers import Score, score
from reviewer.evals.spec import Case
from reviewer.evals.tally import COLUMNS, EvalTable, rows
from reviewer.evals.writers import FORMATS, missing_programs, write_all, write_one
from reviewer.model import Notice, Review, ReviewStatus
from reviewer.settings import Settings


@dataclass(frozen=True)
class Options:
    """What to measure. `keep`: a folder for the files written (a temporary one otherwise)."""

    reports: int = 240
    seed: int = 1
    formats: tuple[str, ...] = FORMATS
    workers: int = 2
    keep: Path | None = None


_reviewer: Any = None


def _prepare() -> None:
    global _reviewer
    from reviewer.pipeline import Reviewer

    _reviewer = Reviewer(Settings(llm="off", isolation="none"))


def _review(path: str, previous: str | None) -> tuple[str, float]:
    start = time.perf_counter()
    try:
        review: Review = _reviewer.review(path, previous=previous)
    except Exception as error:  # the reviewer promises never to raise: told as a failed file, the run goes on
        notice = Notice(code=type(error).__name__, sentence=str(error))
        review = Review(file=path, sha256="", status=ReviewStatus.FAILED, notice=notice)
    return review.model_dump_json(), time.perf_counter() - start


def run(options: Options) -> EvalTable:
    """Write, review and score a corpus."""
    start = time.perf_counter()
    skipped = missing_programs(options.formats)
    formats = tuple(name for name in options.formats if name not in skipped)
    cases = corpus(options.reports, options.seed, formats)
    with tempfile.TemporaryDirectory(prefix="eval-") as temporary:
        paths = write_all(cases, options.keep or Path(temporary))
        scores = {
            case.number: one
            for case, one in _scored(cases, paths, _before(cases, options.keep or Path(temporary)), options.workers)
        }
    return EvalTable(
        reports=len(cases),
        seed=options.seed,
        scores=scores,
        cases={case.number: case for case in cases},
        skipped=skipped,
        unwritten=tuple(case.number for case in cases if case.number not in paths),
        seconds=time.perf_counter() - start,
    )


def _before(cases: Sequence[Case], folder: Path) -> dict[int, Path]:
    """Last year's reports, where a case has one, as Word files."""
    home = folder / "previous"
    home.mkdir(parents=True, exist_ok=True)
    found = {}
    for case in cases:
        if case.previous is not None:
            found[case.number] = home / f"{case.number}.docx"
            write_one(case.previous, "docx", found[case.number])
    return found


def _scored(
    cases: Sequence[Case], paths: dict[int, Path], before: dict[int, Path], workers: int
) -> list[tuple[Case, Score]]:
    written = [case for case in cases if case.number in paths]
    names = [str(paths[case.number]) for case in written]
    last = [str(before[case.number]) if case.number in before else None for case in written]
    if workers < 2:
        _prepare()
        answers = [_review(name, old) for name, old in zip(names, last, strict=True)]
    else:
        with ProcessPoolExecutor(workers, mp_context=get_context("spawn"), initializer=_prepare) as pool:
            answers = list(pool.map(_review, names, last))
    return [
        (case, score(case, Review.model_validate_json(text), seconds))
        for case, (text, seconds) in zip(written, answers, strict=True)
    ]


def lines(table: EvalTable, misses: bool) -> list[str]:
    """The printed report."""
    body = rows(table)
    widths = [max(len(row[index]) for row in (COLUMNS, *body)) for index in range(len(COLUMNS))]
    out = ["  ".join(text.rjust(width) for text, width in zip(row, widths, strict=True)) for row in (COLUMNS, *body)]
    out.append(f"{table.reports} reports, seed {table.seed}, {table.seconds:.0f} s")
    out += [f"!! {name} NOT MEASURED: {why} is not installed" for name, why in table.skipped.items()]
    out += [f"!! #{number} could not be written ({table.cases[number].format})" for number in table.unwritten]
    out.append("faults (found/planted): " + _faults(table))
    out.append(
        "false alarms on clean reports: " + (", ".join(f"{k} {v}" for k, v in table.false_alarms().items()) or "none")
    )
    return out + (table.misses() if misses else [])


def _faults(table: EvalTable) -> str:
    return ", ".join(
        f"{name} {row['found']}/{row['planted']}" + ("" if row["known"] else " (no such rule yet)")
        for name, row in table.by_rule().items()
    )


def main(argv: Sequence[str] | None = None) -> int:
    """Exit status 0; 2 when nothing could be measured. With --questions: the examination of `reviewer ask`;
    with --season: of the rules across reports; with --model or --compare: of the language layer."""
    words = list(sys.argv[1:] if argv is None else argv)
    if "--season" in words:
        from reviewer.evals.seasons.run import main as seasons

        return seasons([word for word in words if word != "--season"])
    if "--questions" in words:
        from reviewer.evals.questions.run import main as questions

        return questions([word for word in words if word != "--questions"])
    if any(word.partition("=")[0] in ("--model", "--compare") for word in words):
        from reviewer.evals import language

        return language.main(words)
    parser = argparse.ArgumentParser(
        prog="reviewer eval", description="Measures accuracy on generated reports with known truth."
    )
    parser.add_argument("--reports", type=int, default=Options.reports)
    parser.add_argument("--seed", type=int, default=Options.seed)
    parser.add_argument("--more-seeds", default="", help="further seeds, of which the sums are shown")
    parser.add_argument("--formats", default=",".join(FORMATS), help="of " + ",".join(FORMATS))
    parser.add_argument("--workers", type=int, default=Options.workers)
    parser.add_argument("--json", type=Path, help="write all figures to this file")
    parser.add_argument("--markdown", type=Path, help="write the table to this file")
    parser.add_argument("--keep", type=Path, help="keep the generated files in this folder")
    parser.add_argument("--show", choices=("misses",), help="list every miss")
    parser.add_argument(
        "--questions", action="store_true", help="ask the labelled questions instead (--questions --help)"
    )
    parser.add_argument(
        "--season", action="store_true", help="a generated season and the rules across reports (--season --help)"
    )
    parser.add_argument("--model", metavar="NAME", help="measure the language layer instead (--model NAME --help)")
    given = parser.parse_args(words)
    formats = tuple(name for name in given.formats.split(",") if name in FORMATS)
    if not formats:
        parser.error("no such format")
    table = run(Options(given.reports, given.seed, formats, given.workers, given.keep))
    sys.stdout.write("\n".join(lines(table, given.show == "misses")) + "\n")
    others = []
    for seed in filter(None, given.more_seeds.split(",")):
        others.append(run(Options(given.reports, int(seed), formats, given.workers)))
        sys.stdout.write("\n".join(lines(others[-1], given.show == "misses")) + "\n")
    if given.json:
        given.json.write_text(json.dumps(table.as_json(), ensure_ascii=False, indent=1), "utf-8")
    if given.markdown:
        from reviewer.evals.markdown import page

        given.markdown.write_text(page(table, others), "utf-8")
    return 0 if table.scores else 2


if __name__ == "__main__":
    sys.exit(main())
