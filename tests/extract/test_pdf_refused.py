"""PDFs that are refused, and limits."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from reviewer.errors import InputError, LimitError, RefusedError
from reviewer.extract.pdf import read_pdf
from reviewer.extract.pdf_page import PageContent
from reviewer.resources import sentence
from reviewer.settings import Limits
from tests.extract.pdfs import IMAGE, line, pdf, picture, save, table, text

PAGE = text(72, 700, "本年度没有收到申请。")


def code_of(folder: Path, content: bytes, limits: Limits | None = None) -> str:
    with pytest.raises(InputError) as caught:
        read_pdf(save(folder, content), limits or Limits())
    assert sentence(caught.value.code, **caught.value.values)
    return caught.value.code


GOLDEN = Path(__file__).parents[2] / "fixtures" / "reports"


def test_unknown_password_is_refused_and_an_empty_one_is_none() -> None:
    with pytest.raises(RefusedError) as caught:
        read_pdf(GOLDEN / "pdf-password" / "report.pdf", Limits())
    assert caught.value.code == "E-PDF-ENCRYPTED"
    assert read_pdf(GOLDEN / "pdf-no-copying" / "report.pdf", Limits()).blocks


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7\n", b"%PDF-1.7\ngarbage" * 50, b"no pdf at all"])
def test_broken_files_are_refused(tmp_path: Path, content: bytes) -> None:
    assert code_of(tmp_path, content) == "E-PDF-BROKEN"


def test_cut_files_end_in_a_document_or_a_refusal(tmp_path: Path) -> None:
    whole = pdf([PAGE + table(72, 600, [60, 60], 24, [["甲", "1"]])] * 3)
    ends: set[str] = set()
    for share in range(5, 100, 5):
        try:
            ends.add(read_pdf(save(tmp_path, whole[: len(whole) * share // 100]), Limits()).format)
        except RefusedError as error:
            ends.add(error.code)
    assert ends <= {"pdf", "E-PDF-BROKEN", "E-PDF-EMPTY"}


def test_pictures_alone_are_refused_with_the_reason(tmp_path: Path) -> None:
    mark = text(400, 20, "扫描全能王创建", 8)
    assert code_of(tmp_path, pdf([picture(0, 0, 595, 842) + mark] * 2, objects=[IMAGE])) == "E-PDF-IMAGE"
    assert code_of(tmp_path, pdf([""])) == "E-PDF-EMPTY"


def test_a_picture_page_among_others_is_told_and_counted(tmp_path: Path) -> None:
    document = read_pdf(save(tmp_path, pdf([PAGE, picture(0, 0, 595, 842)], objects=[IMAGE])), Limits())
    assert [notice.code for notice in document.notices] == ["N-PDF-IMAGE"]
    assert document.images == 1


def test_text_recognition_can_be_plugged_in(tmp_path: Path) -> None:
    asked: list[int] = []

    def scans(path: Path, numbers: Sequence[int]) -> dict[int, PageContent]:
        assert path.exists()
        asked.extend(numbers)
        return {}

    path = save(tmp_path, pdf([PAGE, picture(0, 0, 595, 842)], objects=[IMAGE]))
    read_pdf(path, Limits(), scans)
    assert asked == [2]


def test_limits(tmp_path: Path) -> None:
    assert code_of(tmp_path, pdf([PAGE] * 3), Limits(pages=2)) == "L-PAGES"
    assert code_of(tmp_path, pdf([PAGE] * 3), Limits(characters=15)) == "L-CHARACTERS"
    cells = table(72, 600, [60, 60], 24, [["甲", "1"]])
    assert code_of(tmp_path, pdf([cells] * 3), Limits(cells=5)) == "L-CELLS"
    with pytest.raises(LimitError):
        read_pdf(save(tmp_path, pdf([PAGE] * 3)), Limits(pages=1))


def test_a_font_that_names_no_characters_is_refused(tmp_path: Path) -> None:
    assert code_of(tmp_path, pdf([text(72, 700, "\ue001\ue002\ue003\ue004甲")])) == "E-PDF-GARBLED"


def test_a_drawing_of_ten_thousand_lines_is_no_table(tmp_path: Path) -> None:
    page = "".join(line(10 + 4 * (at % 140), 0, 10 + 4 * (at % 140), 842) for at in range(5000))
    page += "".join(line(0, 4 * (at % 200), 595, 4 * (at % 200)) for at in range(5000))
    assert read_pdf(save(tmp_path, pdf([page + PAGE])), Limits()).blocks
