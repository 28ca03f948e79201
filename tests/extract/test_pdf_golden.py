"""Kept PDFs of real producers (fixtures/make_pdf_cases.py), and agreement with plain pdfplumber where it can be had."""

from __future__ import annotations

import logging
from pathlib import Path

import pdfplumber
import pytest

from reviewer.extract.pdf import read_pdf
from reviewer.model import Document, Grid, Paragraph, mend_characters
from reviewer.settings import Limits

REPORTS = Path(__file__).parents[2] / "fixtures" / "reports"
HEAD = ["项目", "自然人", "其他", "总计"]
ROWS = [[f"{at}.行政", str(at * 7 % 13), str(at % 3), str(at * 7 % 13 + at % 3)] for at in range(1, 43)]


def read(name: str) -> Document:
    return read_pdf(REPORTS / name / "report.pdf", Limits())


def rows_of(document: Document) -> list[list[str]]:
    out = []
    for grid in document.blocks:
        if isinstance(grid, Grid):
            rows = [[""] * grid.columns for _ in range(grid.rows)]
            for cell in grid.cells:
                rows[cell.row][cell.column] = cell.text
            out += rows
    return out


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("pdf-page-edge", [HEAD, *ROWS]),
        ("pdf-header-repeated", [HEAD, *ROWS[:27], HEAD, *ROWS[27:]]),
        ("pdf-dashed", [HEAD, *ROWS[:5]]),
        ("pdf-shaded", [HEAD, *ROWS[:5]]),
        ("pdf-no-borders", [HEAD, *ROWS[:3]]),
        ("pdf-three-lines", [HEAD, *ROWS[:3]]),
    ],
)
def test_every_row_is_read_whoever_made_the_file(name: str, expected: list[list[str]]) -> None:
    document = read(name)
    assert rows_of(document) == expected
    assert not [one for grid in document.blocks if isinstance(grid, Grid) for one in grid.cells if one.doubtful]
    assert not document.notices


def test_narrow_and_vertical_labels() -> None:
    document = read("pdf-narrow-labels")
    (grid,) = [block for block in document.blocks if isinstance(block, Grid)]
    assert {(cell.row, cell.column, cell.row_span, cell.column_span): cell.text for cell in grid.cells} == {
        (0, 0, 1, 2): "申请人情况", (0, 2, 1, 1): "社会公益组织", (0, 3, 1, 1): "法律服务机构", (0, 4, 1, 1): "总计",
        (1, 0, 3, 1): "本年度办理", (1, 1, 1, 1): "（一）予以公开", (1, 2, 1, 1): "12", (1, 3, 1, 1): "0",
        (1, 4, 1, 1): "12", (2, 1, 1, 1): "（二）部分公开", (2, 2, 1, 1): "3", (2, 3, 1, 1): "1", (2, 4, 1, 1): "4",
        (3, 1, 1, 1): "（三）总计", (3, 2, 1, 1): "15", (3, 3, 1, 1): "1", (3, 4, 1, 1): "1286",
    }  # fmt: skip
    (paragraph,) = [block for block in document.blocks if isinstance(block, Paragraph)]
    assert paragraph.text == "本年度共收到3条申请，均已答复。"


def test_a_row_cut_by_the_page_gives_its_two_parts() -> None:
    rows = rows_of(read("pdf-row-cut"))
    cut = next(at for at, row in enumerate(rows) if at and row[0] == "项目")
    assert rows[cut + 1][1:] == ["", ""]
    label = "申请人无正当理由逾期不补正、行政机关不再处理其申请" * 3
    assert rows[cut - 1][0] + rows[cut + 1][0] == f"{rows[cut - 1][1]}.{label}"


@pytest.mark.parametrize(
    "name", ["pdf-header-repeated", "pdf-dashed", "pdf-shaded", "pdf-narrow-labels", "pdf-row-cut"]
)
def test_agreement_with_plain_pdfplumber(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same cells, and the same text in each but for line breaks and radicals."""
    monkeypatch.setattr(logging.getLogger("pdfminer"), "level", logging.ERROR)
    document = read(name)
    with pdfplumber.open(REPORTS / name / "report.pdf") as pdf:
        tables = [table for page in pdf.pages for table in page.find_tables()]
        grids = [block for block in document.blocks if isinstance(block, Grid)]
        assert len(grids) == len(tables)
        for grid, table in zip(grids, tables, strict=True):
            theirs = sorted(
                mend_characters(text or "").replace("\n", "").replace(" ", "")
                for row in table.extract()
                for text in row
                if text is not None
            )
            assert sorted(cell.text for cell in grid.cells if cell.text != "本年度办理") == [
                text for text in theirs if text not in ("本年度办理",)
            ]
            assert len(grid.cells) == len(table.cells)
