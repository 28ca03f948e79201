"""Flat tables whose covered cells were left out: values slide out of their columns, and are read all the same."""

from __future__ import annotations

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from reviewer.model import Cell, Form, Grid, State, load_forms
from reviewer.recognise import recognise
from reviewer.recognise.cells import read_cell
from tests.recognise import build


def _flat(rows: list[list[str]], *, right: bool) -> Grid:
    """Rows of unequal length as a Markdown table holds them: padded with blanks at one side, no spans."""
    width = max(map(len, rows))
    cells = []
    for index, row in enumerate(rows):
        padded = [""] * (width - len(row)) + row if right else row + [""] * (width - len(row))
        cells += [Cell(row=index, column=column, text=text) for column, text in enumerate(padded)]
    return Grid(rows=len(rows), columns=width, cells=tuple(cells))


def _rows3(form: Form, values: dict[str, str]) -> list[list[str]]:
    table = form.table("t3")
    block = table.blocks[0]
    rows = [
        [f"（{table.corner}）", "申请人情况"],
        ["自然人", "法人或其他组织", "总计"],
        [column.label for column in block.columns[1:-1]],
    ]
    shown: tuple[str, ...] = ()
    for row in block.rows:
        above = [label for depth, label in enumerate(row.under) if row.under[: depth + 1] != shown[: depth + 1]]
        rows.append([*above, row.label, *(values[f"t3.{row.key}.{column.key}"] for column in block.columns)])
        shown = row.under
    return rows


def _rows4(form: Form, values: dict[str, str]) -> list[list[str]]:
    blocks = form.table("t4").blocks
    five = [column.label for column in blocks[0].columns]
    numbers = [values[f"t4.{block.key}.{column.key}"] for block in blocks for column in block.columns]
    return [["行政复议", "行政诉讼"], [*five, blocks[1].label, blocks[2].label], [*five, *five], numbers]


@pytest.mark.parametrize("right", [False, True], ids=["left", "right"])
@pytest.mark.parametrize("edition", ["2021", "2019"])
@settings(deadline=None, max_examples=15)
@given(data=st.data())
def test_values_follow_their_labels(edition: str, right: bool, data: st.DataObject) -> None:
    form = load_forms()[edition]
    numbers = data.draw(st.lists(st.integers(0, 9999).map(str), min_size=len(form.cells), max_size=len(form.cells)))
    values = dict(zip(form.cells, numbers, strict=True))
    tables = {
        "t3": [_flat(_rows3(form, values), right=right)],
        "t4": [_flat(_rows4(form, values), right=right)],
    }
    facts = recognise(build.document(tables)).facts
    for key in (*form.table("t3").cells, *form.table("t4").cells):
        assert (facts[key].state, facts[key].value) == read_cell(values[key]), key


@settings(deadline=None, max_examples=15)
@given(data=st.data(), right=st.booleans())
def test_with_blanks_no_digit_is_guessed(data: st.DataObject, right: bool) -> None:
    form = load_forms()["2021"]
    printed = st.one_of(st.just(""), st.integers(0, 99).map(str))
    texts = data.draw(st.lists(printed, min_size=len(form.cells), max_size=len(form.cells)))
    values = dict(zip(form.cells, texts, strict=True))
    grid = _flat(_rows3(form, values), right=right)
    # Where no value stands among the labels, the grid is one whose cells stand where its head says.
    assume(right or any(cell.text.isdigit() and cell.column < 3 for cell in grid.cells))
    facts = recognise(build.document({"t3": [grid]})).facts
    for key in form.table("t3").cells:
        if key in facts and facts[key].state in (State.NUMBER, State.ZERO):
            assert facts[key].value == read_cell(values[key]).value, key
