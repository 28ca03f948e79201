"""Highlights lie on exactly the quoted words and cells, however the page is turned, locked or torn."""

from __future__ import annotations

import io
import math
from pathlib import Path
from typing import Any

import pypdf
import pytest

from reviewer import Reviewer, Settings
from reviewer.annotate import Annotated, annotate_docx, annotate_pdf
from reviewer.errors import ConfigError, RefusedError
from reviewer.isolate import Host
from reviewer.model import Evidence, Review, Severity, TextSpan
from tests.extract.pdfs import pdf, table, text
from tests.marking.build import HEADINGS, TITLE, cell, finding, read_report, review_of, span
from tests.marking.test_corpus import highlighted

LONG = "全年共收到政府信息公开申请十三件均已按期办结并逐件登记在册留存备查"
"""As long as a line of these pages."""
REPORTS = Path(__file__).parents[2] / "fixtures" / "reports"
TURNED = {0: "1 0 0 1 0 0", 90: "0 1 -1 0 842 0", 180: "-1 0 0 -1 595 842", 270: "0 -1 1 0 0 595"}


def _page(before: str = "") -> str:
    """Title, sections, a paragraph of two lines, one of table 2's blocks."""
    lines = [(150, 780, TITLE, 14.0), (100, 740, HEADINGS[0], 14.0)]
    lines += [(124, 710, LONG, 12.0), (100, 690, "备查。共收到13件，又收到13件。", 12.0)]
    lines += [(100, 650, HEADINGS[1], 14.0)]
    rows = [
        ["第二十条第（一）项", "", "", ""],
        ["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"],
        ["规章", "1", "0", "7"],
        ["行政规范性文件", "12", "0", "8"],
    ]
    drawn = "".join(text(x, y, words, size) for x, y, words, size in lines)
    drawn += table(100, 630, [110, 90, 90, 90], 22, rows)
    drawn += "".join(text(100, 480 - 30 * at, one, 14.0) for at, one in enumerate(HEADINGS[2:]))
    return before + drawn


def _review(data: bytes, *evidence: Evidence) -> Review:
    return review_of(data, [finding(at, one) for at, one in enumerate(evidence, 1)], "report.pdf")


def _marks(made: Annotated) -> list[str]:
    return [covered for _, covered in highlighted(made.data)]


def _notes(data: bytes) -> list[Any]:
    pages = pypdf.PdfReader(io.BytesIO(data)).pages
    return [one.get_object() for page in pages for one in page.get("/Annots", ())]


def _quotes(data: bytes) -> tuple[Evidence, ...]:
    read_as = read_report(data, "pdf")
    return (
        span(read_as, "overview", "登记在册留存备查备查。共收到13件"),
        span(read_as, "overview", "13件", 1),
        cell(read_as, "t2.art20_1.normative_documents.made"),
    )


@pytest.mark.parametrize("turn", TURNED)
def test_however_the_page_is_turned(turn: int) -> None:
    wide, high = (595, 842) if turn % 180 == 0 else (842, 595)
    drawn = f"q {TURNED[turn]} cm {_page()} Q"
    data = pdf([drawn], box=f"0 0 {wide} {high}", extra=f"/Rotate {turn}")
    made = annotate_pdf(data, _review(data, *_quotes(data)), isolated=False)
    assert (made.placed, made.missed) == (3, 0)
    found = [sorted(one) for one in _marks(made)]
    assert found == [sorted("登记在册留存备查备查。共收到13件"), sorted("13件"), sorted("12")]
    for one in _notes(made.data):
        if one["/Subtype"] == "/Highlight":
            x0, y0, x1, y1 = map(float, list(one["/QuadPoints"])[:4])
            assert round(math.degrees(math.atan2(y1 - y0, x1 - x0))) % 360 == turn


def test_a_page_cut_out_of_a_larger_one() -> None:
    data = pdf([f"q 1 0 0 1 40 60 cm {_page()} Q"], box="0 0 700 950", extra="/CropBox[40 60 635 902]")
    made = annotate_pdf(data, _review(data, *_quotes(data)), isolated=False)
    assert [sorted(one) for one in _marks(made)][1:] == [sorted("13件"), sorted("12")]


def test_a_repeated_word_is_told_by_its_place() -> None:
    data = pdf([_page()])
    read_as = read_report(data, "pdf")
    lefts = []
    for nth in (0, 1):
        made = annotate_pdf(data, _review(data, span(read_as, "overview", "13件", nth)), isolated=False)
        lefts += [float(one["/Rect"][0]) for one in _notes(made.data) if one["/Subtype"] == "/Highlight"]
    assert len(lefts) == 2
    assert lefts[1] - lefts[0] == pytest.approx(72, abs=1)  # 13件，又收到 in 12 points


def test_a_quote_over_a_page_break_is_marked_on_both() -> None:
    first = text(150, 780, TITLE, 14.0) + text(100, 740, HEADINGS[0], 14.0) + text(124, 710, LONG)
    second = text(100, 780, "的申请均已办结。") + "".join(
        text(100, 740 - 30 * at, one, 14.0) for at, one in enumerate(HEADINGS[1:])
    )
    data = pdf([first, second])
    quote = span(read_report(data, "pdf"), "overview", "备查的申请")
    made = annotate_pdf(data, _review(data, quote), isolated=False)
    assert _marks(made) == ["备查", "的申请"]
    assert made.placed == 1


def test_every_highlight_has_a_note_a_window_and_a_colour_of_its_gravity() -> None:
    data = pdf([_page()])
    read_as = read_report(data, "pdf")
    found = [
        finding(1, span(read_as, "overview", "又收到"), severity=Severity.ERROR),
        finding(2, cell(read_as, "t2.art20_1.regulations.valid"), severity=Severity.WARNING),
        finding(3, severity=Severity.ERROR),
    ]
    made = annotate_pdf(data, review_of(data, found), isolated=False)
    notes = _notes(made.data)
    lit = [one for one in notes if one["/Subtype"] == "/Highlight"]
    assert [str(one["/Contents"]).split("\n")[0] for one in lit] == [
        "【改正】问题1：第1个问题",
        "【核实】问题3：第2个问题",
    ]
    assert lit[0]["/C"] != lit[1]["/C"]
    for one in lit:
        window = one["/Popup"].get_object()
        assert window["/Parent"].get_object() == one
        assert one["/T"] == "审查意见"
    corner = next(one for one in notes if one["/Subtype"] == "/Text")
    assert "第3个问题" in str(corner["/Contents"])
    assert [one.rule for one in made.unplaced] == ["XX-3"]


def test_notes_of_others_are_kept_and_the_file_only_grows() -> None:
    data = pdf([_page()], extra="/Annots[<</Type/Annot/Subtype/Text/Rect[10 10 30 30]/Contents(theirs)>>]")
    made = annotate_pdf(data, _review(data, *_quotes(data)), isolated=False)
    assert made.data.startswith(data)
    assert [str(one.get("/Contents")) for one in _notes(made.data)].count("theirs") == 1


@pytest.mark.parametrize("algorithm", ["RC4-128", "AES-128", "AES-256"])
def test_a_file_locked_with_an_empty_password(algorithm: str) -> None:
    writer = pypdf.PdfWriter(io.BytesIO(pdf([_page()])))
    writer.encrypt(user_password="", owner_password="geheim", algorithm=algorithm)
    out = io.BytesIO()
    writer.write(out)
    data = out.getvalue()
    made = annotate_pdf(data, _review(data, *_quotes(data)), isolated=False)
    assert [sorted(one) for one in _marks(made)][1:] == [sorted("13件"), sorted("12")]


def test_a_cipher_that_pypdf_cannot_read_is_left_to_pdfium(monkeypatch: pytest.MonkeyPatch) -> None:
    writer = pypdf.PdfWriter(io.BytesIO(pdf([_page()])))
    writer.encrypt(user_password="", algorithm="AES-128")
    out = io.BytesIO()
    writer.write(out)
    data, quotes = out.getvalue(), _quotes(out.getvalue())
    whole = pypdf.PdfReader

    def reader(stream: io.BytesIO, *args: Any, **options: Any) -> pypdf.PdfReader:
        if b"/Encrypt" in stream.getvalue():
            raise pypdf.errors.DependencyError("no cipher")
        return whole(stream, *args, **options)

    monkeypatch.setattr(pypdf, "PdfReader", reader)
    made = annotate_pdf(data, _review(data, *quotes), isolated=False)
    assert b"/Encrypt" not in made.data
    assert len(_marks(made)) == 3


def test_a_file_whose_table_of_contents_is_lost() -> None:
    whole = pdf([_page()])
    data = whole.replace(b"\nxref\n0 ", b"\nxxxx\n0 ")
    made = annotate_pdf(data, _review(data, *_quotes(data)), isolated=False)
    assert [sorted(one) for one in _marks(made)][1:] == [sorted("13件"), sorted("12")]


def test_what_is_printed_otherwise_is_not_marked() -> None:
    data = pdf([_page()])
    wrong = TextSpan(section="overview", quote="收到99件", start=3, end=8)
    made = annotate_pdf(data, _review(data, wrong), isolated=False)
    assert (made.placed, made.missed) == (0, 1)
    assert _marks(made) == []


def test_hostile_words_break_nothing() -> None:
    data = pdf([_page()])
    one = finding(1, _quotes(data)[1])
    one = one.model_copy(update={"message": ")>> endobj\x00\ud800\u202e(" + "长" * 5000})
    made = annotate_pdf(data, review_of(data, [one]), isolated=False)
    text_of = next(str(note["/Contents"]) for note in _notes(made.data) if note["/Subtype"] == "/Highlight")
    assert ")>> endobj" in text_of
    assert len(text_of) < 2000


def test_the_kinds_are_kept_apart() -> None:
    data = pdf([_page()])
    with pytest.raises(RefusedError, match="K-MARK-KIND"):
        annotate_docx(data, _review(data), isolated=False)


def test_without_pypdf_it_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    data = pdf([_page()])
    monkeypatch.setitem(sys.modules, "pypdf", None)
    with pytest.raises(ConfigError, match="X-PYPDF"):
        annotate_pdf(data, _review(data), isolated=False)


def test_real_layouts_in_the_child() -> None:
    """Reports of the fixtures, through the limited child; cells that were not read for certain have no place."""
    with Host() as host, Reviewer(Settings(llm="off"), host=host) as reviewer:
        for name in ("row-cut-by-page", "pdf-narrow-labels"):
            path = REPORTS / name / "report.pdf"
            review = reviewer.review(path)
            made = annotate_pdf(path.read_bytes(), review, host=host)
            proofs = [one for finding in review.findings for one in finding.evidence]
            assert made.missed == sum(one.page is None for one in proofs)
            assert len(_marks(made)) >= made.placed > 0
