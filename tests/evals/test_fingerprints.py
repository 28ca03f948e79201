"""A finding keeps its fingerprint in every format of the same report, and when something else in it is edited."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from reviewer import Reviewer, Settings
from reviewer.evals.cells import truth
from reviewer.evals.corpus import corpus
from reviewer.evals.defects import FAMILIES, plant, plant_pair, planters, years
from reviewer.evals.spec import Fault, Para, Piece, Spec
from reviewer.evals.writers import write_one
from reviewer.model import Finding, Review, Status

pytestmark = pytest.mark.no_cover  # the same lines over and over, several times as slow when they are counted

FORMATS = {"docx": "docx", "html": "html", "text": "txt", "pdf": "pdf"}
_PARTS = {"content": 8}
"""Families of many faults go in parts, so that no worker is left alone with them at the end."""
PARTS = [(family, part) for family in FAMILIES for part in range(_PARTS.get(family, 1))]


@pytest.fixture(scope="module")
def reviewer() -> Iterator[Reviewer]:
    with Reviewer(Settings(llm="off", isolation="none")) as one:
        yield one


def _reviewed(reviewer: Reviewer, spec: Spec, format: str, folder: Path, last: Spec | None = None) -> Review:
    path = folder / f"report.{FORMATS[format]}"
    write_one(spec, format, path)
    if last is None:
        return reviewer.review(path)
    before = folder / "previous.docx"
    write_one(last, "docx", before)
    return reviewer.review(path, previous=before)


def _planted(family: str, seed: int, part: int) -> Iterator[tuple[str, Spec, Fault, Spec | None]]:
    """Each fault of a part once: its name, the report, the fault, last year's report where it shows beside it."""
    for number, name in _part(family, part):
        if family == "years":
            yield name, *plant_pair(seed, number)
        else:
            yield name, *plant(family, seed, number), None


def _part(family: str, part: int) -> list[tuple[int, str]]:
    """Number and name of the faults that this part plants."""
    return list(enumerate(_names(family)))[part :: _PARTS.get(family, 1)]


def _names(family: str) -> list[str]:
    return list(years.planters() if family == "years" else planters(family))


def test_the_parts_are_the_whole() -> None:
    for family in FAMILIES:
        parts = [one for whose, part in PARTS if whose == family for one in _part(family, part)]
        assert sorted(parts) == list(enumerate(_names(family))), family


def _odd(reviewer: Reviewer, spec: Spec, folder: Path, last: Spec | None = None) -> list[tuple[str, list[str]]]:
    """Rules with a finding that some formats lack.

    Left out are rules that a format leaves open because it was not read for certain there (a cell `3-5` in a stream of
    text), and what a format does not carry.
    """
    reviews = {format: _reviewed(reviewer, spec, format, folder, last) for format in FORMATS}
    odd = []
    notices = {one.sentence for review in reviews.values() for one in review.notices}
    found = {(one.rule, one.fingerprint): one for review in reviews.values() for one in review.findings}
    for mark, one in sorted(found.items()):
        lacking = [
            format
            for format, review in reviews.items()
            if mark not in _marks(review)
            and one.rule not in _open(review)
            and not _not_carried(one, notices, review, format)
        ]
        if lacking:
            odd.append((one.rule, lacking))
    return odd


def _marks(review: Review) -> set[tuple[str, str]]:
    return {(one.rule, one.fingerprint) for one in review.findings}


def _not_carried(found: Finding, notices: set[str], review: Review, format: str) -> bool:
    """Whether what the finding speaks of cannot be in this format at all.

    A text file hides nothing: it lacks what the reader of another format tells in a notice. A printed page has gaps and
    no blanks: its sentence is there, without the blank amid Chinese characters that the finding is about.
    """
    if format == "text":
        return found.message in notices
    quotes = [one.quote for one in found.evidence if one.kind == "text"]
    said = "".join(re.sub(r"\s", "", section.text) for section in review.sections)
    blank = any(re.search(r"[\u4e00-\u9fff][ \u3000]+[\u4e00-\u9fff]", one) for one in quotes)
    return format == "pdf" and blank and all(re.sub(r"\s", "", one) in said for one in quotes)


def _open(review: Review) -> set[str]:
    return {one.rule for one in review.outcomes if one.status is Status.UNKNOWN}


@pytest.mark.slow
@pytest.mark.parametrize("seed", [3, 4])
def test_the_same_in_every_format(reviewer: Reviewer, tmp_path: Path, seed: int) -> None:
    """Clean and faulty reports as the corpus draws them."""
    odd = [(case.number, _odd(reviewer, case.spec, tmp_path)) for case in corpus(24, seed, ("docx",))]
    assert not [one for one in odd if one[1]]


@pytest.mark.slow
@pytest.mark.parametrize(("family", "part"), PARTS)
def test_every_planted_fault_in_every_format(reviewer: Reviewer, tmp_path: Path, family: str, part: int) -> None:
    """Each kind of fault once, in Word, PDF, page and text."""
    odd = {name: _odd(reviewer, spec, tmp_path, last) for name, spec, _, last in _planted(family, 11, part)}
    assert not {name: rules for name, rules in odd.items() if rules}


def _with_a_paragraph(spec: Spec) -> Spec:
    """One more paragraph at the head of section two, of which no rule speaks."""
    part = spec.part("proactive")
    para = Para((Piece("本部分所列数据均由业务机构按月登记，由办公室汇总核对以后填报。"),))
    return spec.with_part(replace(part, before=(para, *part.before)))


def _with_another_cell(spec: Spec) -> Spec:
    """A number of table two that nothing else in the report depends on is corrected."""
    key = next(key for key in spec.cells if key.startswith("t2.art20_6.") and key.endswith(".decisions"))
    return spec.with_cells({key: truth(spec.values[key] + 1)})


@pytest.mark.slow
@pytest.mark.parametrize(("family", "part"), PARTS)
def test_the_same_after_edits_elsewhere(reviewer: Reviewer, tmp_path: Path, family: str, part: int) -> None:
    """A paragraph before it, another cell: what was found is found again under the same mark."""
    lost = []
    for name, spec, _, last in _planted(family, 12, part):
        before = _marks(_reviewed(reviewer, spec, "docx", tmp_path, last))
        for edit in (_with_a_paragraph, _with_another_cell):
            after = _marks(_reviewed(reviewer, edit(spec), "docx", tmp_path, last))
            lost += [(name, edit.__name__, rule) for rule, mark in before if (rule, mark) not in after]
    assert not lost
