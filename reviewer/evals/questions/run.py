"""`reviewer eval --questions`: ask every labelled question, print what was right, and every miss on demand."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

from reviewer.evals.questions.labels import Label, Sheet, file_of, sheets, truth
from reviewer.evals.questions.score import Mark, mark
from reviewer.model import Answer
from reviewer.settings import Settings


@dataclass
class Result:
    """One sheet, asked. `seconds`: for all its questions, without the reading of the report."""

    name: str
    sheet: Sheet
    marks: list[tuple[Label, Answer, Mark]] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def right(self) -> int:
        return sum(one.right for _, _, one in self.marks)

    @property
    def wrong(self) -> int:
        return sum(one.wrong for _, _, one in self.marks)


def ask_all(names: Sequence[str] = ()) -> list[Result]:
    """Ask the sheets named, or all of them; no model, nothing but the files of the checkout."""
    from reviewer.inquiry import dossier_of
    from reviewer.pipeline import Reviewer

    results = []
    with Reviewer(Settings(llm="off", isolation="none")) as reviewer:
        for name, sheet in sheets().items():
            if names and name not in names:
                continue
            previous = file_of(sheet.previous) if sheet.previous else None
            dossier = dossier_of(reviewer, file_of(sheet.report), previous)
            result = Result(name, sheet)
            start = time.perf_counter()
            for label in sheet.questions:
                answer = _asked(dossier, label)
                result.marks.append((label, answer, mark(label, answer, truth(sheet.report), dossier)))
            result.seconds = time.perf_counter() - start
            results.append(result)
    return results


def _asked(dossier: object, label: Label) -> Answer:
    from reviewer import asking
    from reviewer.model import Dossier

    assert isinstance(dossier, Dossier)
    history = [asking.answer(dossier, label.after)] if label.after else []
    return asking.answer(dossier, label.ask, history)


def lines(results: Sequence[Result], *, misses: bool) -> list[str]:
    """The printed table, and the misses where they are wanted."""
    out = [f"{'sheet':<12}{'questions':>10}{'right':>7}{'wrong figures':>15}{'ms each':>9}"]
    for one in results:
        each = one.seconds / max(1, len(one.marks)) * 1000
        out.append(f"{one.name:<12}{len(one.marks):>10}{one.right:>7}{one.wrong:>15}{each:>9.1f}")
    for held, name in ((False, "known"), (True, "held out")):
        group = [one for one in results if one.sheet.held_out is held]
        count, right = sum(len(one.marks) for one in group), sum(one.right for one in group)
        if count:
            wrong = sum(one.wrong for one in group)
            out.append(f"{name}: {right} of {count} right ({right / count:.1%}), {wrong} wrong figures")
    if misses:
        out += [
            f"miss {one.name}: {label.ask}  {found.missing}"
            for one in results
            for label, _, found in one.marks
            if not found.right
        ]
    return out


def _every_cell(reports: int, seed: int) -> int:
    from reviewer.evals.questions.every import ask_cells

    counts, wrong = ask_cells(reports, seed)
    told = ", ".join(f"{name} {count}" for name, count in counts.most_common())
    sys.stdout.write(
        "\n".join([f"{sum(counts.values())} cells of {reports} reports, seed {seed}: {told}", *wrong]) + "\n"
    )
    return 1 if wrong else 0


def main(argv: Sequence[str]) -> int:
    """Exit status 1 when a figure was wrong, 2 when nothing was asked."""
    parser = argparse.ArgumentParser(prog="reviewer eval --questions", description="Asks the labelled questions.")
    parser.add_argument("--sheet", action="append", default=[], help="only this sheet (may be given again)")
    parser.add_argument("--show", choices=("misses",), help="list every miss")
    parser.add_argument("--cells", type=int, metavar="N", help="ask for every cell of N generated reports instead")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args(argv)
    if given.cells:
        return _every_cell(given.cells, given.seed)
    results = ask_all(given.sheet)
    sys.stdout.write("\n".join(lines(results, misses=given.show == "misses")) + "\n")
    if not results:
        return 2
    return 1 if any(one.wrong for one in results) else 0
