"""Tables of Word documents: spans, merges, nesting, and cells that hold more than one thing."""

from __future__ import annotations

from pathlib import Path

import pytest

from reviewer.errors import LimitError
from reviewer.settings import Limits
from tests.extract.build import at, docx, grids, opened, p, tbl, tc, texts


def span(columns: int, merge: str = "") -> str:
    extra = {"": "", "restart": '<w:vMerge w:val="restart"/>', "continue": "<w:vMerge/>"}[merge]
    return f'<w:gridSpan w:val="{columns}"/>{extra}'


def test_spans_and_vertical_merges(tmp_path: Path) -> None:
    table = tbl(
        tc("申请人情况", span(2)) + tc("总计", span(1, "restart")),
        tc("自然人") + tc("法人") + tc("", span(1, "continue")),
        tc("3") + tc("1") + tc("4"),
    )
    grid = grids(opened(tmp_path, docx(table)))[0]
    assert (grid.rows, grid.columns) == (3, 3)
    assert (at(grid, 0, 0).column_span, at(grid, 0, 2).row_span) == (2, 2)
    assert [cell.text for cell in grid.cells] == ["申请人情况", "总计", "自然人", "法人", "3", "1", "4"]


def test_old_horizontal_merge_and_row_offset(tmp_path: Path) -> None:
    table = (
        f"<w:tbl><w:tr>{tc('合并', '<w:hMerge w:val=' + chr(34) + 'restart' + chr(34) + '/>')}{tc('', '<w:hMerge/>')}{tc('三')}</w:tr>"
        f"<w:tr><w:trPr><w:gridBefore w:val='1'/></w:trPr>{tc('二')}{tc('5')}</w:tr></w:tbl>"
    )
    grid = grids(opened(tmp_path, docx(table)))[0]
    assert [(cell.row, cell.column, cell.column_span, cell.text) for cell in grid.cells] == [
        (0, 0, 2, "合并"), (0, 2, 1, "三"), (1, 1, 1, "二"), (1, 2, 1, "5"),
    ]  # fmt: skip


def test_columns_that_nothing_separates_are_squeezed(tmp_path: Path) -> None:
    table = tbl(tc("甲", span(3)) + tc("乙", span(2)), tc("1", span(3)) + tc("2", span(2)))
    grid = grids(opened(tmp_path, docx(table)))[0]
    assert (grid.rows, grid.columns) == (2, 2)
    assert {cell.column_span for cell in grid.cells} == {1}


def test_paragraphs_in_a_cell(tmp_path: Path) -> None:
    table = tbl(
        tc(p("商业") + p("企业"))
        + tc(p("3") + p("4"))
        + tc(p("22") + p("（其中修订16件）"))
        + tc(p("") + p("7") + p("")),
        tc("a") + tc("b") + tc("c") + tc("d"),
    )
    cells = grids(opened(tmp_path, docx(table)))[0].cells
    assert [(cell.text, cell.doubtful) for cell in cells[:4]] == [
        ("商业企业", False),
        ("3\n4", True),
        ("22（其中修订16件）", False),
        ("7", False),
    ]


def test_table_for_layout_is_opened(tmp_path: Path) -> None:
    inner = tbl(tc("规章") + tc("0"), tc("规范性文件") + tc("4"))
    outer = tbl(tc(p("二、主动公开政府信息情况") + inner + p("后文")))
    document = opened(tmp_path, docx(outer))
    assert texts(document) == ["二、主动公开政府信息情况", "后文"]
    assert [cell.text for cell in grids(document)[0].cells] == ["规章", "0", "规范性文件", "4"]


def test_nested_table_in_one_of_many_cells_makes_the_cell_doubtful(tmp_path: Path) -> None:
    inner = tbl(tc("3") + tc("4"))
    row = tc("甲") + tc("1") + tc("2")
    grid = grids(opened(tmp_path, docx(tbl(row, tc("乙") + tc(inner + p("")) + tc("5")))))[0]
    assert at(grid, 1, 1).doubtful
    assert not at(grid, 1, 2).doubtful


def test_deleted_and_hidden_rows(tmp_path: Path) -> None:
    table = (
        f"<w:tbl><w:tr>{tc('留')}{tc('1')}</w:tr><w:tr><w:trPr><w:del/></w:trPr>{tc('删')}{tc('2')}</w:tr>"
        f"<w:tr><w:trPr><w:hidden/></w:trPr>{tc('藏')}{tc('3')}</w:tr></w:tbl>"
    )
    document = opened(tmp_path, docx(table))
    assert [cell.text for cell in grids(document)[0].cells] == ["留", "1"]
    assert texts(document, hidden=True) == ["藏 3"]
    assert [one.code for one in document.notices] == ["N-TRACKED", "N-HIDDEN"]


def test_struck_digit_makes_its_cell_doubtful(tmp_path: Path) -> None:
    cell = "<w:p><w:r><w:rPr><w:strike/></w:rPr><w:t>3</w:t></w:r><w:r><w:t>4</w:t></w:r></w:p>"
    grid = grids(opened(tmp_path, docx(tbl(tc("新收") + tc(cell)))))[0]
    assert (at(grid, 0, 1).text, at(grid, 0, 1).doubtful) == ("4", True)


def test_rows_and_cells_in_content_controls(tmp_path: Path) -> None:
    table = (
        f"<w:tbl><w:sdt><w:sdtContent><w:tr>{tc('甲')}<w:sdt><w:sdtContent>{tc('1')}</w:sdtContent></w:sdt></w:tr>"
        "</w:sdtContent></w:sdt></w:tbl>"
    )
    assert [cell.text for cell in grids(opened(tmp_path, docx(table)))[0].cells] == ["甲", "1"]


def test_too_many_cells(tmp_path: Path) -> None:
    row = "<w:tr>" + "<w:tc/>" * 100 + "</w:tr>"
    with pytest.raises(LimitError, match="L-CELLS"):
        opened(tmp_path, docx(f"<w:tbl>{row * 30}</w:tbl>"), limits=Limits(cells=2000))
    wide = tbl(tc("甲", span(10**9)))
    with pytest.raises(LimitError, match="L-CELLS"):
        opened(tmp_path, docx(wide))
