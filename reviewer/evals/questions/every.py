"""Every cell of generated reports asked for in words: a breadth that no list of questions has."""

from __future__ import annotations

import tempfile
from collections import Counter
from pathlib import Path

from reviewer import asking
from reviewer.evals.corpus import corpus
from reviewer.evals.spec import Case
from reviewer.evals.writers import write_all
from reviewer.inquiry import dossier_of
from reviewer.model import Answer, CellSpec, Dossier, load_forms
from reviewer.pipeline import Reviewer
from reviewer.settings import Settings

_FORMATS = ("docx", "html", "text")


def ask_cells(reports: int, seed: int) -> tuple[Counter[str], list[str]]:
    """Counts of right, silent (no figure where there is one) and wrong answers, and what was wrong in words.

    A cell that the review itself did not read, or that holds no number, must get no figure.
    """
    counts: Counter[str] = Counter()
    wrong: list[str] = []
    cases = corpus(reports, seed, _FORMATS)
    with (
        tempfile.TemporaryDirectory(prefix="ask-") as folder,
        Reviewer(Settings(llm="off", isolation="none")) as reviewer,
    ):
        paths = write_all(cases, Path(folder))
        for case in cases:
            dossier = dossier_of(reviewer, paths[case.number])
            for key, question in questions(case):
                answer = asking.answer(dossier, question)
                found = judged(case, dossier, key, answer)
                counts[found] += 1
                if found == "wrong":
                    wrong.append(f"#{case.number} {question}: {answer.text}")
    return counts, wrong


def questions(case: Case) -> list[tuple[str, str]]:
    """One question a cell, by the labels of the form."""
    forms = load_forms()
    return [(key, _question(spec)) for key, spec in _specs(case, forms["2021"].cells, forms["2019"].cells)]


def _specs(case: Case, new: dict[str, CellSpec], old: dict[str, CellSpec]) -> list[tuple[str, CellSpec]]:
    return [(key, new.get(key) or old[key]) for key in case.spec.cells if key in new or key in old]


def _question(spec: CellSpec) -> str:
    if spec.table == "t4":
        return f"{spec.block.label}{spec.column.label}几件"
    if spec.table == "t2":
        return f"{spec.row.label}{spec.column.label}是多少"
    row = spec.row.name.replace("·", "")
    return f"{row}{'' if spec.column.key == 'total' else spec.column.label}几件"


def judged(case: Case, dossier: Dossier, key: str, answer: Answer) -> str:
    """right; several: meanings are told, the cell among them; silent; unread: no figure, and none to give; wrong."""
    facts = dossier.review.facts
    truth, read = case.spec.cells[key].value, facts[key].value if key in facts else None
    if any(facts[one.facts[0]].value != one.value for one in answer.figures if len(one.facts) == 1):
        return "wrong"
    if answer.candidates:
        return (
            "several"
            if any(key in one.source.fact for one in answer.citations if one.source.kind == "cell")
            else "wrong"
        )
    if not answer.figures:
        return "unread" if truth is None or read is None else "silent"
    return "right" if [one.facts for one in answer.figures] == [(key,)] and read is not None else "wrong"
