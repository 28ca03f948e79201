"""A finding keeps its fingerprint in every format of the same report."""

from __future__ import annotations

from pathlib import Path

import pytest

from reviewer import Reviewer, Settings
from reviewer.evals.corpus import corpus
from reviewer.evals.writers import write_one
from reviewer.model import Review, Status

FORMATS = {"docx": "docx", "html": "html", "text": "txt", "pdf": "pdf"}


@pytest.mark.slow
@pytest.mark.parametrize("seed", [3, 4])
def test_the_same_in_every_format(tmp_path: Path, seed: int) -> None:
    """Every finding of a generated report stands under the same mark in Word, PDF, page and text.

    Left out are findings about the reading itself (EX), and rules that a format leaves open because it was not read
    for certain there: a cell `3-5` in a stream of text.
    """
    odd = []
    with Reviewer(Settings(llm="off", isolation="none")) as reviewer:
        for case in corpus(24, seed, ("docx",)):
            reviews = {}
            for format, ending in FORMATS.items():
                path = tmp_path / f"report.{ending}"
                write_one(case.spec, format, path)
                reviews[format] = reviewer.review(path)
            marks = {mark for review in reviews.values() for mark in _marks(review)}
            for rule, mark in sorted(marks):
                lacking = [
                    format
                    for format, review in reviews.items()
                    if (rule, mark) not in _marks(review) and rule not in _open(review)
                ]
                if lacking:
                    odd.append((case.number, rule, lacking))
    assert not odd


def _marks(review: Review) -> set[tuple[str, str]]:
    return {(one.rule, one.fingerprint) for one in review.findings if not one.rule.startswith("EX-")}


def _open(review: Review) -> set[str]:
    return {one.rule for one in review.outcomes if one.status is Status.UNKNOWN}
