from __future__ import annotations

import copy

import pytest

from reviewer.model import AnnualReport, Block, Cell, Grid, Paragraph, State
from reviewer.recognise import recognise
from tests.recognise import build
from tests.recognise.build import one

FORM = build.FORM
VALUES = {key: str(index % 31) for index, key in enumerate(FORM.cells)}
HEAD = build.head3(FORM)


def flat() -> list[list[tuple[str, int, int] | None]]:
    return [[one(text) for text in row] for row in build.flat3(FORM, VALUES)]


def read(table: str, *blocks: Block) -> AnnualReport:
    report = recognise(build.document({table: blocks}))
    for key, fact in report.facts.items():
        if fact.state in (State.NUMBER, State.ZERO):
            assert str(fact.value) == VALUES[key], key
    return report


def unreadable(report: AnnualReport) -> set[str]:
    return {key for key, fact in report.facts.items() if fact.state == State.UNREADABLE}


def test_a_deleted_row_is_missing_and_has_no_facts() -> None:
    rows = flat()
    del rows[11]
    report = read("t3", build.grid([*HEAD, *rows], 10))
    reading = report.table("t3")
    assert reading is not None
    assert reading.missing == ("done.denied.admin_query",)
    assert "t3.done.denied.admin_query.total" not in report.facts


def test_a_row_that_a_page_break_made_says_nothing() -> None:
    """Chrome's prints: a row of one empty cell, over which the values of the row above go on."""
    rows = build.body3(FORM, VALUES)
    label, *values = [entry for entry in rows[-2] if entry is not None]
    torn = [[label, *(one(text, 2) for text, _, _ in values)], [one("", 1, 2)]]
    report = read("t3", build.grid([*HEAD, *rows[:-2], *torn, rows[-1]], 10))
    reading = report.table("t3")
    assert reading is not None
    assert reading.certain
    assert len(report.facts) == 175
    assert not unreadable(report)


@pytest.mark.parametrize("label", ["2.其他法律行政止公开", "□□□□", ""])
def test_a_garbled_label_is_found_by_likeness_or_place(label: str) -> None:
    rows = flat()
    rows[5][2] = one(label)
    report = read("t3", build.grid([*HEAD, *rows], 10))
    assert len(report.facts) == 175
    assert not unreadable(report)


def test_numbers_on_a_group_line_are_subtotals_and_other_lines_extra() -> None:
    rows = flat()
    rows[4][1] = one("")
    rows.insert(4, [one(""), one("（三）不予公开"), one(""), *[one("9")] * 7])
    rows.insert(13, [one(""), one(""), one("小计"), *[one("9")] * 7])
    reading = read("t3", build.grid([*HEAD, *rows], 10)).table("t3")
    assert reading is not None
    assert len(reading.subtotals) == 7
    assert str(reading.subtotals["done.denied.natural"].value) == "9"
    assert reading.extra == ("小计",)
    assert reading.missing == ()


def test_merged_cells_are_unreadable_and_nothing_else_is() -> None:
    rows = flat()
    rows[3] = [*rows[3][:3], one("5", 1, 7)]
    assert {key.rsplit(".", 1)[0] for key in unreadable(read("t3", build.grid([*HEAD, *rows], 10)))} == {
        "t3.done.partial"
    }
    spanned = build.body3(FORM, VALUES)
    spanned[7][-7] = one("7", 2, 1)
    spanned[8] = [*spanned[8][:-7], *spanned[8][-6:]]
    assert unreadable(read("t3", build.grid([*HEAD, *spanned], 10))) == {
        "t3.done.denied.third_party.natural", "t3.done.denied.internal_affairs.natural",
    }  # fmt: skip


def test_a_column_too_few_makes_the_table_unreadable() -> None:
    rows = [[*row[:8], row[9]] for row in flat()]
    labels = [
        one(text) for text in ("", "", "", "自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "总计")
    ]
    report = read("t3", build.grid([[one("申请人情况", 1, 9)], labels, *rows], 9))
    reading = report.table("t3")
    assert reading is not None
    assert (reading.found, reading.certain, reading.reason) == (True, False, "TR-COLUMNS")
    assert len(unreadable(report)) == len(report.facts)


def test_a_row_printed_twice_counts_once_unless_it_differs() -> None:
    rows = flat()
    rows.insert(6, copy.deepcopy(rows[6]))
    assert not unreadable(read("t3", build.grid([*HEAD, *rows], 10)))
    rows[6][4] = one("999")
    report = recognise(build.document({"t3": [build.grid([*HEAD, *rows], 10)]}))
    assert len(unreadable(report)) == 1


def test_doubtful_cells_are_unreadable() -> None:
    whole = build.whole4(FORM, VALUES)
    cells = tuple(cell.model_copy(update={"doubtful": cell.row == 3 and cell.column == 2}) for cell in whole.cells)
    assert unreadable(read("t4", whole.model_copy(update={"cells": cells}))) == {"t4.review.other"}


def test_single_other_row_is_the_old_form_for_this_table_alone() -> None:
    rows = flat()
    rows[20:23] = [[one(""), one("（六）其他处理"), one(""), *rows[20][3:]]]
    report = recognise(build.document({"t3": [build.grid([*HEAD, *rows], 10)], "t2": [build.whole2(FORM, VALUES)]}))
    assert [table.edition for table in report.tables[:2]] == ["2021", "2019"]
    assert "t3.done.other.natural" in report.facts
    assert report.tables[1].missing == ()


def test_counts_that_name_rows_of_table_two_are_not_the_form() -> None:
    other = build.grid([[one("类别"), one("数量")], [one("行政许可"), one("3567")], [one("行政处罚"), one("25")]], 2)
    reading = read("t2", other).table("t2")
    assert reading is not None
    assert not reading.found
    report = read("t2", other, build.whole2(FORM, VALUES))
    assert len(report.facts) == 10
    assert not unreadable(report)


def test_blocks_side_by_side_and_captions_outside_the_grid() -> None:
    blocks = build.blocks2(FORM, VALUES)
    beside = build.grid(
        [[*blocks[1][1], *blocks[0][1]], [*blocks[1][2], *blocks[0][2]], [one(""), one(""), *blocks[0][3]]], 6
    )
    report = read("t2", beside, build.grid(blocks[2], 2), build.grid(blocks[3], 2))
    assert len(report.facts) == 10
    captioned: list[Block] = []
    for rows in blocks:
        label = rows[0][0]
        assert label is not None
        captioned += [Paragraph(text=label[0]), build.grid(rows[1:], len(rows[1]))]
    report = read("t2", *captioned)
    assert len(report.facts) == 10
    assert report.section("proactive").text == ""  # type: ignore[union-attr]


def test_a_frame_around_text_is_text() -> None:
    frame = Grid(rows=1, columns=1, cells=(Cell(row=0, column=0, text="全年收到申请3件，均已办结。\n未收取费用。"),))
    report = recognise(build.document({"t3": [frame]}))
    assert report.section("requests").text == "全年收到申请3件，均已办结。\n未收取费用。"  # type: ignore[union-attr]


def test_table_four_without_spans_and_with_a_note() -> None:
    table = FORM.table("t4")
    names = [column.label for column in table.blocks[0].columns]
    blank = [""] * 4
    texts = [
        ["行政复议", *blank, "行政诉讼", *blank, *[""] * 5],
        [*names, "未经复议直接起诉", *blank, "复议后起诉", *blank],
        [*[""] * 5, *names, *names],
        ["（单位：件）", *[""] * 14],
        build.numbers4(table, VALUES),
    ]
    report = read("t4", build.grid([[one(text) for text in row] for row in texts], 15))
    assert len(report.facts) == 15
    assert not unreadable(report)


def test_a_title_in_every_column_is_no_row() -> None:
    rows = build.flat3(FORM, VALUES)
    title = ["收到和处理政府信息公开申请情况统计表"] * 10
    pieces = [build.grid([[one(text) for text in row] for row in (title, *part)], 10) for part in (rows[:9], rows[9:])]
    report = read("t3", *pieces)
    assert next(table for table in report.tables if table.table == "t3").extra == ()
    assert len(report.facts) == 175


@pytest.mark.parametrize("label", ["结果维特", "结果维", "其他果", "尚未审审结"])
def test_a_misprint_in_a_column_of_table_four(label: str) -> None:
    table = FORM.table("t4")
    head = [cell.text.replace("\n", "") for cell in build.whole4(FORM, VALUES).cells]
    near = {"结果维特": "结果维持", "结果维": "结果维持", "其他果": "其他结果", "尚未审审结": "尚未审结"}[label]
    whole = build.whole4(FORM, VALUES)
    at = head.index(near)
    cells = tuple(cell.model_copy(update={"text": label}) if i == at else cell for i, cell in enumerate(whole.cells))
    report = read("t4", whole.model_copy(update={"cells": cells}))
    assert {key: fact.raw for key, fact in report.facts.items()} == {key: VALUES[key] for key in table.cells}


def test_rows_that_a_browser_prints_again_on_the_next_page_are_no_new_head() -> None:
    whole = build.whole2(FORM, VALUES)
    rows = [
        [one(cell.text, 1, cell.column_span) for cell in whole.cells if cell.row == row] for row in range(whole.rows)
    ]
    cut = next(at for at, row in enumerate(rows) if row[0][0] == "行政处罚")
    report = read("t2", build.grid(rows[:cut], 4), build.grid([*rows[:3], *rows[cut:]], 4))
    assert {key: fact.raw for key, fact in report.facts.items()} == {key: VALUES[key] for key in FORM.table("t2").cells}
    table = next(one for one in report.tables if one.table == "t2")
    assert (table.missing, table.extra) == ((), ())


def test_headings_that_ran_into_the_text_of_a_frame_open_their_sections() -> None:
    text = "五、存在的主要问题及改进情况公开内容还不够细致，下一步将逐项完善目录。六、其他需要报告的事项本年度未收取信息处理费，无其他事项。"
    document = build.document({})
    blocks = [one for one in document.blocks if not (isinstance(one, Paragraph) and one.text[:1] in "五六")]
    report = recognise(document.model_copy(update={"blocks": (*blocks, build.grid([[one(text)]], 1))}))
    assert [section.key for section in report.sections][-2:] == ["problems", "other"]
    assert report.section("other").text == "本年度未收取信息处理费，无其他事项。"  # type: ignore[union-attr]


def test_a_row_of_table_four_that_lost_a_cell_is_in_doubt() -> None:
    head = [one("", 1, 2), *(one(label) for label in ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计"))]
    rows = [
        head,
        [one("行政复议", 1, 2), *map(one, "12306")],
        [one("行政诉讼"), one("未经复议直接起诉"), *map(one, "10012")],
    ]
    report = recognise(build.document({"t4": [build.grid([*rows, [one("复议后起诉"), *map(one, "12339")]], 7)]}))
    late = {fact.state for key, fact in report.facts.items() if key.startswith("t4.litigation_after_review")}
    assert late == {State.UNREADABLE}
    assert report.facts["t4.litigation_direct.total"].raw == "2"


_RESULTS = ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")


def _by_case(corner: str, results: tuple[str, ...] = _RESULTS) -> Grid:
    """Table 4 with a row a case; 行政诉讼 stands beside two of them."""
    rows = [
        [one(corner, 1, 2), *map(one, results)],
        [one("行政复议", 1, 2), *map(one, "41207")],
        [one("行政诉讼", 2), one("未经复议直接起诉"), *map(one, "30014")],
        [one("复议后起诉"), *map(one, "02103")],
    ]
    return build.grid(rows, 7)


@pytest.mark.parametrize("corner", ["类别", "案件类型", "争议解决途径", ""])
def test_table_four_with_a_row_a_case(corner: str) -> None:
    report = recognise(build.document({"t4": [_by_case(corner)]}))
    found = [report.facts[f"t4.{key}"].raw for block in FORM.table("t4").blocks for key in (
        f"{block.key}.{column.key}" for column in block.columns
    )]  # fmt: skip
    assert "".join(found) == "412073001402103"


def test_table_four_in_a_layout_nobody_knows_is_there_but_unread() -> None:
    report = recognise(build.document({"t4": [_by_case("类别", ("维持了", "结果纠正", "其余", "在审", "小计"))]}))
    table = report.table("t4")
    assert table is not None
    assert table.found
    assert not table.certain
    assert not [key for key in report.facts if key.startswith("t4.")]


def test_rows_of_table_two_with_every_merged_cell_printed_again() -> None:
    rows = []
    for block in FORM.table("t2").blocks:
        wide = [1, 1, 1, 1] if len(block.columns) == 3 else [2, 2]
        texts = [["信息内容", *(column.label for column in block.columns)]]
        texts += [
            [row.label, *(VALUES[f"t2.{block.key}.{row.key}.{column.key}"] for column in block.columns)]
            for row in block.rows
        ]
        rows.append([one(block.label)] * 4)
        rows += [[one(text) for text, many in zip(line, wide, strict=True) for _ in range(many)] for line in texts]
    report = read("t2", build.grid(rows, 4))
    assert {key: fact.raw for key, fact in report.facts.items()} == {key: VALUES[key] for key in FORM.table("t2").cells}
    assert not unreadable(report)
