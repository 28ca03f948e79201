"""Generated reports with planted faults, in Word and PDF: every place is marked, none wrongly, and read back."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pypdf
import pypdfium2
import pytest

from reviewer import Review, Reviewer, Settings
from reviewer.annotate import Annotated, annotate
from reviewer.evals.corpus import corpus
from reviewer.evals.writers import write_all
from reviewer.export import load, notes_of, write
from reviewer.extract.archive import Archive
from reviewer.extract.docx import read_docx
from reviewer.limits import Limits
from reviewer.model import CellRef, Evidence
from tests.marking.build import Read

REPORTS = 24
_NAMED = re.compile(r"【..】(?:涉及)?问题(\d+)：")
Done = tuple[Review, bytes, Annotated]


def _all(format_: str, folder: Path) -> list[Done]:
    cases = corpus(REPORTS, 11, (format_,))
    paths = write_all(cases, folder)
    found = []
    with Reviewer(Settings(llm="off")) as reviewer:
        for path in paths.values():
            review, data = reviewer.review(path), path.read_bytes()
            found.append((review, data, annotate(data, review, isolated=False)))
    return found


@pytest.fixture(scope="module")
def words(tmp_path_factory: pytest.TempPathFactory) -> list[Done]:
    return _all("docx", tmp_path_factory.mktemp("docx"))


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> list[Done]:
    return _all("pdf", tmp_path_factory.mktemp("pdf"))


def solid(text: str) -> str:
    return "".join(text.split())


def wanted(one: Evidence) -> str:
    """What a reader must find under the mark; the number that Word puts before a heading is not in the file."""
    return solid(one.raw if isinstance(one, CellRef) else one.quote)


def _counts(done: list[Done]) -> Counter[str]:
    return sum((Counter(placed=one.placed, missed=one.missed) for _, _, one in done), Counter[str]())


def _check(review: Review, text: str, covered: str) -> None:
    named = _NAMED.match(text)
    assert named is not None, text
    note = next(one for one in notes_of(review).notes if one.number == named[1])
    known = [wanted(one) for one in note.evidence]
    assert any(one == covered or (one.endswith(covered) and one[1:2] == "、") for one in known), (covered, known)


def test_comments_cover_exactly_what_the_findings_quote(words: list[Done]) -> None:
    told = 0
    for review, _, made in words:
        back = Read(made.data)
        for number, text in back.texts.items():
            if not text.startswith("审查意见："):
                _check(review, text, solid(back.covered[number]))
                told += 1
    assert told == _counts(words)["placed"] > REPORTS


def test_every_place_in_word_is_found(words: list[Done]) -> None:
    counts = _counts(words)
    assert counts["missed"] <= 0.01 * counts["placed"], counts


def test_a_marked_word_file_reads_as_before(words: list[Done]) -> None:
    limits = Limits()
    for _, data, made in words:
        assert read_docx(Archive(made.data, limits), limits).blocks == read_docx(Archive(data, limits), limits).blocks


def test_a_review_taken_from_its_record_serves_as_well(words: list[Done], pages: list[Done]) -> None:
    for review, data, made in (*words[:6], *pages[:6]):
        (again,) = load(str(write([review], "json")))
        assert annotate(data, again, isolated=False) == made


def highlighted(data: bytes) -> Iterator[tuple[str, str]]:
    """(note, characters under the highlight) of each highlight of a PDF."""
    document = pypdfium2.PdfDocument(data)
    try:
        for number, page in enumerate(pypdf.PdfReader(io.BytesIO(data)).pages):
            notes = [one.get_object() for one in page.get("/Annots", ())]
            text = document[number].get_textpage()
            glyphs = [
                (text.get_text_range(at, 1), text.get_charbox(at, loose=True)) for at in range(text.count_chars())
            ]
            for one in notes:
                if one["/Subtype"] == "/Highlight":
                    points = [float(value) for value in one["/QuadPoints"]]
                    quads = [points[at : at + 8] for at in range(0, len(points), 8)]
                    yield str(one["/Contents"]), "".join(_under(glyphs, quad) for quad in quads)
            text.close()
    finally:
        document.close()


def _under(glyphs: list[tuple[str, tuple[float, float, float, float]]], quad: list[float]) -> str:
    left, right, low, high = min(quad[::2]), max(quad[::2]), min(quad[1::2]), max(quad[1::2])
    inside = [
        char
        for char, (x0, y0, x1, y1) in glyphs
        if left <= (x0 + x1) / 2 <= right and low <= (y0 + y1) / 2 <= high and char.strip()
    ]
    return "".join(inside)


def test_highlights_cover_exactly_what_the_findings_quote(pages: list[Done]) -> None:
    for review, _, made in pages:
        for text, covered in highlighted(made.data):
            _check(review, text, covered)


def test_every_place_in_a_pdf_is_found(pages: list[Done]) -> None:
    counts = _counts(pages)
    assert counts["placed"] > REPORTS
    assert counts["missed"] <= 0.01 * counts["placed"], counts


def test_a_pdf_keeps_its_bytes(pages: list[Done]) -> None:
    for _, data, made in pages:
        assert made.data.startswith(data)
        assert len(made.data) < len(data) + 200_000
