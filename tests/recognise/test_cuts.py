"""Rows that a page break cut in two, tables right below one another, rows without spans."""

from __future__ import annotations

from collections.abc import Sequence

from reviewer.model import Cell, Grid, State, bare
from reviewer.recognise import recognise
from reviewer.recognise.cuts import mended
from tests.recognise import build

VALUES = dict.fromkeys(build.FORM.cells, "0")


def page(number: int, rows: Sequence[Sequence[str]]) -> Grid:
    """A grid of single cells, 20 points wide each, on a page."""
    cells = tuple(
        Cell(row=i, column=j, text=text, page=number, bbox=(20.0 * j, 10.0 * i, 20.0 * j + 20, 10.0 * i + 10))
        for i, row in enumerate(rows)
        for j, text in enumerate(row)
    )
    return Grid(rows=len(rows), columns=len(rows[0]), cells=cells, page=number, bbox=(0.0, 0.0, 200.0, 100.0))


def texts(grid: object) -> list[str]:
    assert isinstance(grid, Grid)
    return [cell.text for cell in grid.cells]


def test_halves_of_a_row_are_joined() -> None:
    above, below = mended(
        [page(1, [["４．", "3", ""]]), page(2, [["无正当理由大量反复申请", "", ""], ["3.其他", "1", "0"]])]
    )
    assert texts(above) == ["４．无正当理由大量反复申请", "3", ""]
    assert texts(below) == ["3.其他", "1", "0"]


def test_a_number_cut_by_the_break_is_doubtful() -> None:
    (above,) = mended([page(1, [["7.属", "79", "10"]]), page(2, [["于行政执法案卷", "", "4"]])])
    assert texts(above) == ["7.属于行政执法案卷", "79", "10 4"]
    assert isinstance(above, Grid)
    assert [cell.doubtful for cell in above.cells] == [False, False, True]


def test_two_whole_rows_stay_two() -> None:
    blocks = [page(1, [["1.属于国家秘密", "1", "2"]]), page(2, [["2.其他法律行政法规禁止公开", "3", "4"]])]
    assert mended(blocks) == blocks


def test_half_a_head_goes_to_the_row_below() -> None:
    above, below = mended(
        [page(1, [["结", "总", "未经复议直接起诉"]]), page(2, [["果维持", "计", "", "结果纠正"], ["1", "1", "", "0"]])]
    )
    assert texts(below)[:2] == ["结果维持", "总计"]
    assert texts(above)[:2] == ["", ""]


def test_a_number_that_goes_on_below_a_printed_head_is_unreadable() -> None:
    values = {**VALUES, "t3.done.granted.total": "124"}
    first, second = build.split3(build.FORM, values, 3, repeat=True)[:2]
    assert isinstance(second, Grid)
    rest = [cell.model_copy(update={"row": cell.row + 1}) if cell.row > 2 else cell for cell in second.cells]
    rest += [Cell(row=3, column=column, text="6" if column == 9 else "") for column in range(10)]
    grid = second.model_copy(update={"rows": second.rows + 1, "cells": tuple(rest)})
    fact = recognise(build.document({"t3": [first, grid]})).facts["t3.done.granted.total"]
    assert fact.state is State.UNREADABLE
    assert bare(fact.raw) == "1246"


def test_rows_without_spans_are_read_by_their_count() -> None:
    values = {**VALUES, "t3.new_received.natural": "4", "t3.new_received.total": "4"}
    drawn = [*build.head3(build.FORM), *build.body3(build.FORM, values)]
    rows = [[build.one(entry[0]) for entry in row if entry] for row in drawn]
    report = recognise(build.document({"t3": [build.grid(rows, 10)]}))
    assert report.facts["t3.new_received.natural"].raw == "4"
    assert report.facts["t3.carried_in.natural"].raw == "0"


def test_traditional_characters_are_read() -> None:
    assert bare("總體情況") == bare("总体情况")
    assert bare("本年新收政府信息公開申請數量") == bare("本年新收政府信息公开申请数量")


def test_a_number_that_the_rest_of_a_label_ran_into_is_in_doubt() -> None:
    below = page(2, [["持0", "3"], ["约80", "4"], ["约90", "5"]])
    blocks = mended([page(1, [["结果维", "总计"]]), below])
    cells = {cell.text: cell.doubtful for block in blocks if isinstance(block, Grid) for cell in block.cells}
    assert cells["持0"]
    assert not cells["3"]
    assert not cells["约90"]
