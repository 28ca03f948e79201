"""The base line and not the glyph boxes, which fonts state as they like, tells which characters stand in one line."""

from __future__ import annotations

from itertools import cycle
from pathlib import Path

import pytest

from reviewer.extract.pdf import read_pdf
from reviewer.model import Grid, Paragraph
from reviewer.settings import Limits
from tests.extract.pdfs import pdf, save, table, text

LINES = (
    "责任追究方面，本年度无责任追究情况",
    "全年收到政府信息公开申请三件均已答",
    "第二十条第一项现行有效件数共四件。",
)


def mixed(x: float, y: float, words: str, size: float, fonts: str) -> str:
    """A line whose characters are set in turn from two subsets of one typeface."""
    return "".join(
        text(x + size * at, y, word, size, font=font)
        for at, (word, font) in enumerate(zip(words, cycle(fonts), strict=False))
    )


@pytest.mark.parametrize("fonts", ["FT", "TF", "FFT", "TTF", "T"])
def test_subsets_with_other_metrics_make_one_line(tmp_path: Path, fonts: str) -> None:
    page = "".join(mixed(72, 700 - 17 * at, words, 12, fonts) for at, words in enumerate(LINES))
    document = read_pdf(save(tmp_path, pdf([page], tall=True)), Limits())
    assert "".join(block.text for block in document.blocks if isinstance(block, Paragraph)) == "".join(LINES)


@pytest.mark.parametrize("fonts", ["FT", "T"])
def test_labels_and_figures_of_cells_with_tall_boxes(tmp_path: Path, fonts: str) -> None:
    page = table(72, 700, [90, 90], 14, [["", ""], ["", ""]])
    for row, (label, figure) in enumerate((("行政许可", "1284"), ("行政处罚", "9073"))):
        base = 700 - 14 * row - 10
        page += mixed(76, base, label, 9, fonts)
        page += "".join(
            text(180 + 4.5 * at, base, digit, 9, font=font)
            for at, (digit, font) in enumerate(zip(figure, cycle(fonts), strict=False))
        )
    document = read_pdf(save(tmp_path, pdf([page], tall=True)), Limits())
    (grid,) = [block for block in document.blocks if isinstance(block, Grid)]
    assert [(cell.text, cell.doubtful) for cell in grid.cells] == [
        ("行政许可", False), ("1284", False), ("行政处罚", False), ("9073", False),
    ]  # fmt: skip
    assert all(cell.bbox and cell.bbox[3] - cell.bbox[1] == pytest.approx(14, abs=0.2) for cell in grid.cells)


def test_a_page_turned_or_upside_down_is_read_alike(tmp_path: Path) -> None:
    for turn, matrix in ((90, "0 1 -1 0 595 0"), (180, "-1 0 0 -1 595 842"), (270, "0 -1 1 0 0 842")):
        page = f"q {matrix} cm " + "".join(mixed(72, 500 - 17 * at, words, 12, "FT") for at, words in enumerate(LINES))
        content = pdf([page + "Q"], tall=True, extra=f"/Rotate {turn}")
        document = read_pdf(save(tmp_path, content), Limits())
        read = "".join(block.text for block in document.blocks if isinstance(block, Paragraph))
        assert read == "".join(LINES), turn


def test_raised_words_stay_in_their_line(tmp_path: Path) -> None:
    page = text(72, 700, "收到") + text(96, 706.5, "依申请") + text(132, 700, "公开申请") + text(180, 706.5, "三件。")
    document = read_pdf(save(tmp_path, pdf([page])), Limits())
    assert [block.text for block in document.blocks if isinstance(block, Paragraph)] == ["收到依申请公开申请三件。"]


def test_a_smaller_line_close_below_is_not_drawn_in(tmp_path: Path) -> None:
    page = text(72, 700, "收到申请三件") + text(72, 689, "注：含上年结转", 9) + text(200, 689, "二件", 9)
    document = read_pdf(save(tmp_path, pdf([page])), Limits())
    assert "收到申请三件" in [block.text for block in document.blocks if isinstance(block, Paragraph)]
