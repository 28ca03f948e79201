"""Whatever the shape, a cell is read as it was written, or it is unreadable: never another digit."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reviewer.model import Block, Document, Form, Paragraph, State, load_forms
from reviewer.recognise import recognise
from reviewer.recognise.cells import read_cell
from tests.recognise import build

pytestmark = [pytest.mark.slow, pytest.mark.no_cover]  # the same lines over and over, slow when they are counted
Values = Mapping[str, str]
NUMBERS = st.one_of(st.just("0"), st.integers(0, 9).map(str), st.integers(10, 99999).map(str))
PRINTED = st.one_of(
    NUMBERS, NUMBERS, st.sampled_from(["", "/", "—", "1,234", "１２", "3件", "22（其中修订16件）", "约80"])
)
EDITIONS = st.sampled_from(["2021", "2019"])


@st.composite
def filled(draw: st.DrawFn, printed: st.SearchStrategy[str] = PRINTED) -> tuple[Form, dict[str, str]]:
    form = load_forms()[draw(EDITIONS)]
    keys = list(form.cells)
    texts = draw(st.lists(printed, min_size=len(keys), max_size=len(keys)))
    return form, dict(zip(keys, texts, strict=True))


def assert_read(document: Document, form: Form, values: Values, table: str, *, exact: bool = True) -> None:
    report = recognise(document)
    reading = report.table(table)
    assert reading is not None
    assert reading.found
    if table != "t4":
        assert reading.edition == form.edition
    assert reading.extra == ()
    assert reading.misordered == ()
    spec = form.table(table)
    if exact:
        assert reading.missing == ()
        assert {key for key in report.facts if key.startswith(table)} == set(spec.cells)
    for key in spec.cells:
        fact = report.facts.get(key)
        if fact is None:
            assert not exact, key
            continue
        expected = read_cell(values[key], money=key in spec.decimals, signed=key in spec.signed)
        if fact.state == State.UNREADABLE and not exact:
            continue
        assert (fact.state, fact.value) == expected, key


Shape = Callable[[Form, Values], list[Block]]
GRIDS: dict[str, tuple[str, Shape]] = {
    "t2-one-grid": ("t2", lambda form, values: [build.whole2(form, values)]),
    "t2-a-grid-a-block": ("t2", lambda form, values: list(build.parts2(form, values))),
    "t3-spans": ("t3", lambda form, values: [build.grid([*build.head3(form), *build.body3(form, values)], 10)]),
    "t3-covered-as-blank": ("t3", lambda form, values: list(build.split3(form, values, 0, repeat=False)[1:])),
    "t4-one-row": ("t4", lambda form, values: [build.whole4(form, values)]),
    "t4-cut-under-head": ("t4", lambda form, values: list(build.cut4(form, values))),
    "t4-three-tables": ("t4", build.three4),
    "t4-upright": ("t4", lambda form, values: [build.tall4(form, values)]),
    "t4-square": ("t4", lambda form, values: [build.square4(form, values)]),
}


@pytest.mark.parametrize("name", GRIDS)
@settings(deadline=None, max_examples=12)
@given(case=filled())
def test_grids_are_exact(name: str, case: tuple[Form, dict[str, str]]) -> None:
    table, shape = GRIDS[name]
    form, values = case
    assert_read(build.document({table: shape(form, values)}), form, values, table)


@settings(deadline=None, max_examples=30)
@given(case=filled(), data=st.data(), repeat=st.booleans())
def test_table_over_two_pages_is_exact(case: tuple[Form, dict[str, str]], data: st.DataObject, repeat: bool) -> None:
    form, values = case
    rows = len(form.table("t3").blocks[0].rows)
    at = data.draw(st.integers(1, rows - 1))
    parts = build.split3(form, values, at, repeat=repeat)
    assert_read(build.document({"t3": parts}), form, values, "t3")


@settings(deadline=None, max_examples=30)
@given(case=filled(NUMBERS), data=st.data(), cut=st.sampled_from(["above", "below"]), repeat=st.booleans())
def test_row_cut_by_a_page_is_exact(
    case: tuple[Form, dict[str, str]], data: st.DataObject, cut: str, repeat: bool
) -> None:
    form, values = case
    at = data.draw(st.integers(1, len(form.table("t3").blocks[0].rows) - 1))
    parts = build.split3(form, values, at, repeat=repeat, cut=cut)
    assert_read(build.document({"t3": parts}), form, values, "t3", exact=False)


def dump(form: Form, values: Values, table: str, write: Callable[[list[str]], list[str]]) -> list[Block]:
    return [Paragraph(text=line) for row in build.rows_as_text(form, values)[table] for line in write(row)]


LOSSLESS: dict[str, Callable[[list[str]], list[str]]] = {
    "cell-a-line-with-tab": lambda row: ["\t" + cell for cell in row] + [""],
    "row-a-line-with-bars": lambda row: ["|" + "|".join(row) + "|"],
}
LOSSY: dict[str, Callable[[list[str]], list[str]]] = {
    "cell-a-line": lambda row: [cell for cell in row if cell],
    "cell-a-line-and-blanks": lambda row: [line for cell in row if cell for line in (cell, "")],
    "row-a-line-with-spaces": lambda row: [" ".join(cell for cell in row if cell)],
}


@pytest.mark.parametrize("table", ["t2", "t3", "t4"])
@pytest.mark.parametrize("name", LOSSLESS)
@settings(deadline=None, max_examples=10)
@given(case=filled(NUMBERS))
def test_streams_with_every_cell_are_exact(name: str, table: str, case: tuple[Form, dict[str, str]]) -> None:
    form, values = case
    assert_read(build.document({table: dump(form, values, table, LOSSLESS[name])}), form, values, table)


@pytest.mark.parametrize("table", ["t2", "t3", "t4"])
@pytest.mark.parametrize("name", LOSSY)
@settings(deadline=None, max_examples=10)
@given(case=filled(NUMBERS))
def test_streams_without_blanks_are_exact(name: str, table: str, case: tuple[Form, dict[str, str]]) -> None:
    form, values = case
    assert_read(build.document({table: dump(form, values, table, LOSSY[name])}), form, values, table)


@pytest.mark.parametrize("table", ["t2", "t3", "t4"])
@pytest.mark.parametrize("name", [*LOSSLESS, *LOSSY])
@settings(deadline=None, max_examples=12)
@given(case=filled(st.one_of(NUMBERS, st.just(""))))
def test_streams_with_blanks_never_slip(name: str, table: str, case: tuple[Form, dict[str, str]]) -> None:
    assert_never_slipped(name, table, *case)


def test_a_blank_total_behind_a_covered_label_does_not_slip() -> None:
    """The empty cell below 三、 and the blank total look like a blank first cell: nothing tells which it is."""
    form = load_forms()["2021"]
    blank = {f"t3.{row}.total" for row in ("new_received", "carried_in", "done.granted", "done.total", "carried_out")}
    values = {key: "" if key in {*blank, "t3.done.partial.natural"} else "0" for key in form.cells}
    assert_never_slipped("cell-a-line-with-tab", "t3", form, values)


def assert_never_slipped(name: str, table: str, form: Form, values: dict[str, str]) -> None:
    write = {**LOSSLESS, **LOSSY}[name]
    report = recognise(build.document({table: dump(form, values, table, write)}))
    spec = form.table(table)
    for key, fact in report.facts.items():
        if key not in spec.cells or fact.state == State.UNREADABLE:
            continue
        assert (fact.state, fact.value) == read_cell(values[key], money=key in spec.decimals), key


@pytest.mark.parametrize("table", ["t2", "t3", "t4"])
@settings(deadline=None, max_examples=10)
@given(case=filled(NUMBERS))
def test_whole_table_on_one_line(table: str, case: tuple[Form, dict[str, str]]) -> None:
    form, values = case
    line = " ".join(cell for row in build.rows_as_text(form, values)[table] for cell in row if cell)
    assert_read(build.document({table: [Paragraph(text=line)]}), form, values, table)
