"""Ruled tables of PDFs: what is a cell, what is doubtful, what is no table."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from reviewer.extract.pdf import read_pdf
from reviewer.model import Document, Grid, Paragraph
from reviewer.settings import Limits
from tests.extract.pdfs import bar, line, pdf, save, table, text


def read(folder: Path, *pages: str, extra: str = "", box: str = "0 0 595 842") -> Document:
    return read_pdf(save(folder, pdf(list(pages), extra=extra, box=box)), Limits())


def grids(document: Document) -> list[Grid]:
    return [block for block in document.blocks if isinstance(block, Grid)]


def texts(grid: Grid) -> list[list[str]]:
    """Rows of texts; covered positions are empty."""
    out = [[""] * grid.columns for _ in range(grid.rows)]
    for cell in grid.cells:
        out[cell.row][cell.column] = cell.text
    return out


def doubts(document: Document) -> list[str]:
    return [cell.text for grid in grids(document) for cell in grid.cells if cell.doubtful]


ROWS = [["项目", "自然人", "总计"], ["本年新收", "12", "13"], ["上年结转", "0", "1,286"]]
WIDTHS = [120.0, 60.0, 60.0]


@pytest.mark.parametrize(
    ("extra", "box"),
    [
        ("", "0 0 595 842"),
        ("/CropBox[40 60 500 800]", "0 0 595 842"),
        ("", "-100 -50 495 792"),
    ],
)
def test_cells_and_boxes_from_the_top_left_of_the_visible_page(tmp_path: Path, extra: str, box: str) -> None:
    document = read(tmp_path, table(70, 700, WIDTHS, 24, ROWS), extra=extra, box=box)
    (grid,) = grids(document)
    assert texts(grid) == ROWS
    assert not doubts(document)
    x0, _, _, y1 = (float(number) for number in box.split())
    left, top = (30.0, 100.0) if extra else (70 - x0, y1 - 700)
    assert grid.bbox is not None
    assert grid.bbox[:2] == pytest.approx((left, top), abs=0.6)


@pytest.mark.parametrize("rotation", [90, 180, 270])
def test_rotated_pages_are_read_as_shown(tmp_path: Path, rotation: int) -> None:
    turn = {90: "0 1 -1 0 595 0 cm", 180: "-1 0 0 -1 595 842 cm", 270: "0 -1 1 0 0 842 cm"}[rotation]
    document = read(tmp_path, f"q {turn} {table(70, 500, WIDTHS, 24, ROWS)} Q", extra=f"/Rotate {rotation}")
    (grid,) = grids(document)
    assert texts(grid) == ROWS
    page = document.pages[0]
    assert (page.width > page.height) == (rotation != 180)
    assert grid.bbox is not None
    assert grid.bbox[0] == pytest.approx(70, abs=0.6)


def test_spans(tmp_path: Path) -> None:
    ruled = line(70, 700, 310, 700) + line(70, 600, 310, 600) + line(70, 700, 70, 600) + line(310, 700, 310, 600)
    ruled += line(150, 700, 150, 600) + line(150, 660, 310, 660) + line(230, 660, 230, 600) + line(150, 630, 310, 630)
    words = text(80, 645, "项目") + text(180, 675, "申请人情况") + text(160, 640, "自然人") + text(240, 640, "总计")
    document = read(tmp_path, ruled + words + text(170, 610, "3") + text(250, 610, "4"))
    (grid,) = grids(document)
    spans = {cell.text: (cell.row, cell.column, cell.row_span, cell.column_span) for cell in grid.cells}
    assert spans == {
        "项目": (0, 0, 3, 1), "申请人情况": (0, 1, 1, 2), "自然人": (1, 1, 1, 1), "总计": (1, 2, 1, 1),
        "3": (2, 1, 1, 1), "4": (2, 2, 1, 1),
    }  # fmt: skip


@pytest.mark.parametrize("drawn", ["hairline boxes", "double lines", "dashes", "dots", "cell backgrounds", "one path"])
def test_borders_however_they_are_drawn(tmp_path: Path, drawn: str) -> None:
    xs, ys = [70.0, 190.0, 250.0, 310.0], [700.0, 676.0, 652.0, 628.0]
    out = ""
    if drawn == "cell backgrounds":
        for x0, x1 in pairwise(xs):
            for y1, y0 in pairwise(ys):
                out += bar(x0 + 0.3, y0 + 0.3, x1 - 0.3, y1 - 0.3, "0.9 0.95 1 rg")
    elif drawn == "one path":
        out = (
            "q " + "".join(f"{x} 700 m {x} 628 l " for x in xs) + "".join(f"70 {y} m 310 {y} l " for y in ys) + "S Q\n"
        )
    else:
        for x0, y0, x1, y1 in [(x, 628, x, 700) for x in xs] + [(70, y, 310, y) for y in ys]:
            if drawn == "hairline boxes":
                out += bar(x0 - 0.2, y0 - 0.2, x1 + 0.2, y1 + 0.2)
            elif drawn == "double lines":
                out += line(x0 - 1, y0 + 1, x1 - 1, y1 + 1, 0.3) + line(x0 + 1, y0 - 1, x1 + 1, y1 - 1, 0.3)
            else:
                step, length = (5.0, 3.0) if drawn == "dashes" else (2.5, 0.8)
                for at in range(int((x1 - x0 + y1 - y0) / step) + 1):
                    dx, dy = (at * step, 0.0) if x1 > x0 else (0.0, at * step)
                    end = (length, 0.8) if x1 > x0 else (0.8, length)
                    out += bar(x0 + dx, y0 + dy, x0 + dx + end[0], y0 + dy + end[1])
    for row, y in zip(ROWS, ys, strict=False):
        for words, x in zip(row, xs, strict=False):
            out += text(x + 5, y - 16, words, 9)
    document = read(tmp_path, out)
    (grid,) = grids(document)
    assert texts(grid) == ROWS
    assert not doubts(document)


def test_a_row_cut_off_by_the_page_is_kept_though_the_page_edge_has_no_line(tmp_path: Path) -> None:
    """Browsers draw no border at a page break; without closing it the first and last rows are lost silently."""
    page = "".join(line(x, 760, x, 660) for x in (70, 190, 250)) + line(70, 730, 250, 730) + line(70, 700, 250, 700)
    page += text(75, 740, "行政许可") + text(200, 740, "84") + text(75, 710, "行政处罚") + text(200, 710, "49")
    page += text(75, 675, "行政强制") + text(200, 675, "2")
    (grid,) = grids(read(tmp_path, page))
    assert texts(grid) == [["行政许可", "84"], ["行政处罚", "49"], ["行政强制", "2"]]


def test_no_outer_borders_left_and_right(tmp_path: Path) -> None:
    page = (
        "".join(line(70, y, 310, y) for y in (700, 676, 652, 628)) + line(190, 700, 190, 628) + line(250, 700, 250, 628)
    )
    for row, y in zip(ROWS, (684, 660, 636), strict=True):
        for words, x in zip(row, (75, 195, 255), strict=True):
            page += text(x, y, words, 9)
    (grid,) = grids(read(tmp_path, page))
    assert texts(grid) == ROWS


def test_vertical_and_wrapped_labels_are_one_string(tmp_path: Path) -> None:
    page = table(70, 700, [24, 60, 40], 90, [["", "", "7"]])
    for at, letter in enumerate("本年度办理"):
        page += text(76, 685 - 14 * at, letter, 10)
    page += text(100, 670, "社会公益", 9) + text(100, 655, "组织", 9)
    (grid,) = grids(read(tmp_path, page))
    assert texts(grid) == [["本年度办理", "社会公益组织", "7"]]


def test_text_up_a_narrow_cell_keeps_the_order_it_was_written_in(tmp_path: Path) -> None:
    page = table(70, 700, [24, 60], 90, [["", "7"]])
    page += "q BT 0 1 -1 0 90 615 Tm /F 10 Tf <" + "办理结果".encode("utf-16-be").hex() + "> Tj ET Q\n"
    (grid,) = grids(read(tmp_path, page))
    assert texts(grid) == [["办理结果", "7"]]


@pytest.mark.parametrize(
    "words",
    [
        [(195, 682, "12    34")],
        [(195, 688, "3"), (195, 679, "5")],
        [(238, 682, "1234")],
        [(195, 682, "12"), (197, 682, "8")],
        [(195, 675, "12")],
    ],
    ids=["two in a cell", "one above the other", "across a border", "one over the other", "on the line between rows"],
)
def test_digits_that_are_not_certain_make_the_cell_doubtful(
    tmp_path: Path, words: list[tuple[float, float, str]]
) -> None:
    page = table(70, 700, [120, 60, 60], 24, [["本年新收", "", ""], ["上年结转", "0", "9"]])
    found = doubts(read(tmp_path, page + "".join(text(x, y, word, 9) for x, y, word in words)))
    assert found
    assert not {"0", "9"} & set(found)


def test_two_rows_with_no_line_between_them_are_doubtful_throughout(tmp_path: Path) -> None:
    page = table(70, 700, [120, 22, 22], 40, [["", "", ""], ["上年结转", "0", "9"]])
    page += text(75, 685, "行政处罚", 9) + text(75, 668, "行政强制", 9)
    page += text(192, 685, "12", 9) + text(192, 668, "15", 9) + text(214, 685, "3", 9) + text(214, 668, "4", 9)
    assert doubts(read(tmp_path, page)) == ["1215", "34"]


def test_a_long_number_wrapped_in_a_narrow_cell_is_read_whole(tmp_path: Path) -> None:
    page = table(70, 700, [120, 24, 60], 40, [["行政许可", "", "9"]])
    page += text(193, 684, "128", 9) + text(193, 672, "6", 9)
    document = read(tmp_path, page)
    assert texts(grids(document)[0]) == [["行政许可", "1286", "9"]]
    assert not doubts(document)


def test_a_glyph_without_a_character_is_doubtful(tmp_path: Path) -> None:
    page = table(70, 700, [120, 60], 24, [["行政许可", "1\ue001"]])
    assert doubts(read(tmp_path, page)) == ["1\ufffd"]


def test_bold_imitated_by_printing_twice_is_read_once(tmp_path: Path) -> None:
    page = table(70, 700, [120, 60], 24, [["行政许可", ""]]) + text(200, 685, "11") + text(200.4, 685, "11")
    document = read(tmp_path, page)
    assert texts(grids(document)[0]) == [["行政许可", "11"]]
    assert not doubts(document)


def test_prose_in_ruled_lines_is_prose_and_the_table_below_it_a_table(tmp_path: Path) -> None:
    """A page whose every line stands in a box, as a heading and table two in the same frame."""
    page = "".join(line(70, 760 - 30 * at, 470, 760 - 30 * at) for at in range(8))
    page += line(70, 760, 70, 550) + line(470, 760, 470, 550) + line(270, 610, 270, 550)
    page += text(94, 740, "一年来，全局主动公开各类信息一百余条，回应群众关切及", 15)
    page += text(70, 710, "时有效，没有发生不良影响。", 15) + text(94, 680, "二、主动公开政府信息情况", 15)
    page += text(220, 650, "第二十条第（五）项", 12) + text(100, 620, "", 12)
    page += text(80, 590, "行政许可") + text(280, 590, "84") + text(80, 560, "行政处罚") + text(280, 560, "49")
    document = read(tmp_path, page)
    kinds = [block.text if isinstance(block, Paragraph) else "grid" for block in document.blocks]
    assert kinds == [
        "一年来，全局主动公开各类信息一百余条，回应群众关切及时有效，没有发生不良影响。",
        "二、主动公开政府信息情况",
        "grid",
    ]
    assert texts(grids(document)[0]) == [["第二十条第（五）项", ""], ["", ""], ["行政许可", "84"], ["行政处罚", "49"]]


def test_a_table_around_tables_is_only_layout(tmp_path: Path) -> None:
    page = table(50, 790, [400], 300, [[""], [""]]) + table(70, 700, WIDTHS, 24, ROWS) + text(70, 740, "统计表")
    document = read(tmp_path, page)
    assert [texts(grid) for grid in grids(document)] == [ROWS]
    assert [block.text for block in document.blocks if isinstance(block, Paragraph)] == ["统计表"]


def test_two_tables_on_a_page_stay_two(tmp_path: Path) -> None:
    page = table(70, 700, WIDTHS, 24, ROWS) + table(70, 600, [60, 60, 60, 60], 24, [["1", "2", "3", "4"]])
    assert [grid.columns for grid in grids(read(tmp_path, page))] == [3, 4]


def test_a_mark_that_hangs_over_the_border_belongs_to_the_text_before_it(tmp_path: Path) -> None:
    page = table(72, 700, [98, 60, 60], 24, [["项目", "自然人", "总计"], ["", "17", "18"], ["上年结转", "0", "1"]])
    page += text(76, 661, "受理（含补正的申请）", 10)  # ten characters of ten points: the last over the border at 170
    grid = grids(read(tmp_path, page))[0]
    assert texts(grid)[1] == ["受理（含补正的申请）", "17", "18"]
    assert not any(cell.doubtful for cell in grid.cells)


def test_a_mark_written_with_the_number_stays_with_it(tmp_path: Path) -> None:
    page = table(
        72, 700, [101, 60, 60], 24, [["项目", "自然人", "总计"], ["受理", "，17", "18"], ["上年结转", "0", "1"]]
    )
    assert texts(grids(read(tmp_path, page))[0])[1] == ["受理", "，17", "18"]
