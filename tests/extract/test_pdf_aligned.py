"""Rows of tables without rulings, told by figures in columns while labels are wrapped around them."""

from __future__ import annotations

from pathlib import Path

import pytest

from reviewer.extract.pdf import read_pdf
from reviewer.model import Document, Paragraph, load_forms
from reviewer.recognise import recognise
from reviewer.settings import Limits
from tests.extract.pdfs import pdf, save, text

EDGES = [300.0, 330.0, 360.0, 390.0, 420.0, 436.0]
"""Left edges of the columns; the last two stand close together."""
ROWS = [[str((row * 7 + at) % 10) for at in range(6)] for row in range(9)]


def page(rows: list[list[str]], edges: list[list[float]] | None = None) -> str:
    """Rows 40 points apart, each label in two lines around its figures."""
    out = ""
    for at, row in enumerate(rows):
        y = 760 - 40 * at
        out += text(60, y + 9, f"第{'甲乙丙丁戊己庚辛壬'[at]}类事项的办理情况", 10) + text(
            60, y - 9, "（以年底为准）", 10
        )
        for x, word in zip((edges or [EDGES] * len(rows))[at], row, strict=True):
            out += text(x, y, word, 10) if word else ""
    return out


def read(folder: Path, operators: str) -> list[str]:
    document: Document = read_pdf(save(folder, pdf([operators])), Limits())
    return [block.text for block in document.blocks if isinstance(block, Paragraph)]


def figures(found: list[str]) -> list[list[str]]:
    """The lines that are printed as rows, without what is no figure."""
    return [line.split() for line in found if "   " in line and not any(word in line for word in "甲乙（")]


def test_every_row_stands_alone_with_its_figures_apart(tmp_path: Path) -> None:
    found = read(tmp_path, page(ROWS))
    assert figures(found) == ROWS
    assert found[2:5] == ["（以年底为准）", "第乙类事项的办理情况", "   ".join(ROWS[1])]


def test_a_row_with_a_blank_is_none_of_them(tmp_path: Path) -> None:
    rows = [list(row) for row in ROWS]
    rows[4][2] = ""
    assert figures(read(tmp_path, page(rows))) == [*ROWS[:4], *ROWS[5:]]


def test_fewer_rows_are_no_table(tmp_path: Path) -> None:
    assert figures(read(tmp_path, page(ROWS[:7]))) == []


def test_figures_out_of_their_columns_make_no_rows(tmp_path: Path) -> None:
    edges = [EDGES] * 8 + [[one + 31 for one in EDGES]]
    assert figures(read(tmp_path, page(ROWS, edges))) == []


@pytest.mark.parametrize(("label", "first", "apart"), [(245.0, 300.0, True), (255.0, 310.0, False)])
def test_a_label_that_reaches_into_the_figures_makes_no_rows(
    tmp_path: Path, label: float, first: float, apart: bool
) -> None:
    y = 760 - 40 * 8
    operators = page(ROWS[:8]) + text(label, y, "其他事项计", 10)  # fifty points wide, the figures begin at 300
    for x, word in zip([first, *EDGES[1:]], ROWS[8], strict=True):
        operators += text(x, y, word, 10)
    assert bool(figures(read(tmp_path, operators))) is apart


def test_table_three_without_any_line_is_read_whole(tmp_path: Path) -> None:
    block = load_forms()["2021"].table("t3").blocks[0]
    values = {f"t3.{row.key}.{column.key}": str((at * 5 + number * 3) % 23)
              for at, row in enumerate(block.rows) for number, column in enumerate(block.columns)}  # fmt: skip
    out = text(60, 812, "三、收到和处理政府信息公开申请情况", 12)
    for at, row in enumerate(block.rows):
        y = 780 - 28 * at
        long = len(row.label) > 16
        out += text(60, y + 7, row.label[:16], 10) + text(60, y - 7, row.label[16:], 10) if long else ""
        out += "" if long else text(60, y, row.label, 10)
        for number, column in enumerate(block.columns):
            out += text(300 + 30 * number, y, values[f"t3.{row.key}.{column.key}"], 10)
    report = recognise(read_pdf(save(tmp_path, pdf([out])), Limits()))
    assert {key: fact.raw for key, fact in report.facts.items()} == values
    assert report.table("t3").certain  # type: ignore[union-attr]
