"""Dumps that mark cells and rows in ways of their own are brought to a line a row."""

from __future__ import annotations

from reviewer.extract.notes import Tally
from reviewer.extract.plain_cells import dumped, rows_whole
from reviewer.extract.plain_tables import read_bars, read_separated
from reviewer.model import Grid
from reviewer.settings import Limits


def test_a_tab_on_its_own_line_parts_two_cells() -> None:
    lines = ["甲", "\t", "1", "\t", "", "\t", "3", "乙", "\t", "4", "\t", "5", "\t", "6"]
    assert rows_whole(lines) == ["甲\t1\t\t3", "乙\t4\t5\t6"]


def test_bars_end_cells_and_two_bars_end_a_row() -> None:
    row = ["（一）予以公开 |", "2 |", "|", "商业", "企业 |", "||"]
    assert rows_whole(row * 4) == ["| （一）予以公开 | 2 |  | 商业企业 |"] * 4


def test_blank_lines_are_cells_only_where_rows_are_regular() -> None:
    row = ["某一事项", "1", "", "", "", "", "", "1"]
    assert rows_whole(row * 12).count("\t") == 12 * 5
    loose = ["某一事项", "", "1", "2", "", "", "3", "另一事项", "4", "", "5"]
    assert rows_whole(loose * 6) == loose * 6


def test_rows_of_a_dump_are_parted_by_blank_lines() -> None:
    lines = ["\t规章", "\t0", "\t", "\t7", ""] * 4
    assert [line for line in dumped(lines) if line] == ["规章\t0\t\t7"] * 4


def test_equally_many_tabs_or_commas_make_a_grid() -> None:
    tally = Tally(Limits())
    rows = ["事项\t甲\t乙\t"] * 7
    (grid,) = read_separated(list(rows), tally)
    assert isinstance(grid, Grid)
    assert (grid.rows, grid.columns) == (7, 4)
    (grid,) = read_separated(["事项,1,,0,2"] * 4, tally)
    assert isinstance(grid, Grid)
    prose = ["一,二,三,四,五,六"] * 4
    assert read_separated(list(prose), tally) == prose


def test_rows_without_a_bar_at_their_edges_keep_blank_cells() -> None:
    lines = ["甲 | 1 |  | ", "乙 | 丙 | 2 |  | 3"]
    shown = read_bars(lines, Tally(Limits()), str)
    assert shown == ["| 甲 | 1 |  | |", "| 乙 | 丙 | 2 |  | 3 |"]


def test_an_earlier_table_tells_whether_the_last_bar_closes_a_cell() -> None:
    """Rows of blank cells alone end with a bar either way: 事项 and two cells, or 事项 and one."""
    blank = ["事项 |  | ", " | 其中 |  | ", " |  | 细项 |  | "]
    earlier = ["名称 | 件数", "小项 | 甲 |  | "]
    shown = read_bars([*earlier, "", *blank], Tally(Limits()), str)
    assert shown[-3:] == ["| 事项 |  | |", "| | 其中 |  | |", "| |  | 细项 |  | |"]
    assert read_bars(blank, Tally(Limits()), str)[-1] == "| |  | 细项 |  |"
