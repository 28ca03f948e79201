from __future__ import annotations

from reviewer.model import AnnualReport, Paragraph, State, load_forms
from reviewer.recognise import recognise
from reviewer.recognise.shapes import Slot, window, windows
from tests.recognise import build

FORM = build.FORM
VALUES = {key: str(index % 31) for index, key in enumerate(FORM.cells)}


def read(table: str, *lines: str) -> AnnualReport:
    return recognise(build.document({table: [Paragraph(text=line) for line in lines]}))


def states(report: AnnualReport, row: str) -> set[State]:
    return {fact.state for key, fact in report.facts.items() if key.startswith(row + ".")}


def test_glued_digits_spoil_their_row_alone() -> None:
    rows = [[text for text in row if text] for row in build.rows_as_text(FORM, VALUES)["t3"]]
    lines = [" ".join(row) for row in rows]
    lines[6] = "（二）部分公开 20 0 0 0 02"
    lines[7] = rows[7][0] + "1.属于国家秘密0000000"
    report = read("t3", *lines)
    assert states(report, "t3.done.partial") == {State.UNREADABLE}
    assert states(report, "t3.done.denied.state_secret") == {State.UNREADABLE}
    assert sum(fact.state == State.UNREADABLE for fact in report.facts.values()) == 14
    assert len(report.facts) == 175


def test_sentences_with_labels_and_numbers_stay_text() -> None:
    said = "全年行政许可294件、行政处罚12件、行政强制0件。"
    report = read("t2", said, *(" ".join(row) for row in build.rows_as_text(FORM, VALUES)["t2"]))
    assert report.section("proactive").text == said  # type: ignore[union-attr]
    assert len(report.facts) == 10


def test_lost_values_are_unreadable_not_missing() -> None:
    lines = [text for row in build.rows_as_text(FORM, VALUES)["t3"] for text in row if text]
    start = lines.index("2.重复申请") + 1
    del lines[start : start + 7]
    report = read("t3", *lines)
    assert states(report, "t3.done.not_processed.duplicate") == {State.UNREADABLE}
    assert report.table("t3").missing == ()  # type: ignore[union-attr]


def test_windows() -> None:
    def row(*texts: str) -> list[Slot]:
        return [Slot(text) for text in texts]

    assert window(row("", "1", "2", ""), 2) == (Slot("1"), Slot("2"))
    assert window(row("1", "", ""), 2) == (Slot("1"), Slot(""))
    assert window(row("", "1", ""), 2) is None
    assert window(row("1"), 2) is None
    told = [row("1", "2", ""), row("3", "4", ""), row("5", "6", ""), row("", "7", "")]
    assert windows(told, 2)[3] == (Slot(""), Slot("7"))
    assert all(slot.fault for slot in windows(told[2:], 2)[1])
    assert all(slot.fault for slot in windows(told, 2, ["low", "low", "low", "middle"])[3])
    assert windows(told, 2, ["low", "middle", "low", "middle"])[3] == (Slot(""), Slot("7"))


def test_a_row_of_dashes_is_no_ruled_line() -> None:
    rows = build.rows_as_text(FORM, VALUES)["t4"]
    lines = ["|" + "|".join(row) + "|" for row in rows[:-1]]
    report = read("t4", *lines, "|" + "|".join("-" * 15) + "|")
    assert {fact.state for fact in report.facts.values()} == {State.PLACEHOLDER}
    assert len(report.facts) == 15


def test_table_four_as_five_and_ten_columns() -> None:
    five = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
    told = [VALUES[key] for key in FORM.table("t4").cells]
    lines = ["行政复议", *five, *told[:5], "行政诉讼", "未经复议直接起诉", "复议后起诉", *five, *five, *told[5:]]
    report = read("t4", *lines)
    assert [fact.raw for key, fact in report.facts.items() if key.startswith("t4.")] == told


def test_lost_blanks_of_table_four_are_no_shorter_row() -> None:
    five = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
    head = ["行政复议", "行政诉讼", *five, "未经复议直接起诉", "复议后起诉", *five, *five]
    for count in (5, 10):
        report = read("t4", *head, *(str(number) for number in range(count)))
        assert {fact.state for key, fact in report.facts.items() if key.startswith("t4.")} == {State.UNREADABLE}


def test_values_with_units_and_dashes_in_a_table_on_one_line() -> None:
    rows = [[text for text in row if text] for row in build.rows_as_text(FORM, VALUES)["t3"]]
    line = " ".join(
        text + "件" if text.isdigit() and text != "0" else "-" if text == "0" else text for row in rows for text in row
    )
    report = read("t3", line)
    cells = {key: fact for key, fact in report.facts.items() if key.startswith("t3.")}
    assert {key: fact.value or 0 for key, fact in cells.items()} == {key: int(VALUES[key]) for key in cells}
    assert len(cells) == 175


def test_marks_and_names_between_the_pieces_of_a_table_are_no_cells() -> None:
    lines = [text for row in build.rows_as_text(FORM, VALUES)["t3"] for text in row if text]
    cut = lines.index("3.补正后申请内容仍不明确") + 8
    report = read("t3", *lines[:cut], "（续表）", "收到和处理政府信息公开申请情况统计表", *lines[cut:])
    assert all(fact.raw == VALUES[key] for key, fact in report.facts.items())
    assert next(one for one in report.tables if one.table == "t3").extra == ()


def test_values_before_their_labels_give_no_cell() -> None:
    rows = [[text for text in row if text] for row in build.rows_as_text(FORM, VALUES)["t3"]]
    moved = [text for row in rows[3:] for text in (*row[-7:], *row[:-7])]
    report = read("t3", *(text for row in rows[:3] for text in row), *moved)
    assert {fact.state for fact in report.facts.values()} <= {State.UNREADABLE}


def test_a_placeholder_in_words_between_gaps_is_a_cell() -> None:
    rows = build.rows_as_text(FORM, VALUES)["t2"]
    at = next(number for number, row in enumerate(rows) if row[0] == "规章")
    rows[at] = ["规章", "无", "无", "无"]
    report = read("t2", " ".join(text for row in rows for text in row if text))
    assert states(report, "t2.art20_1.regulations") == {State.PLACEHOLDER}
    assert len(report.facts) == 10


def test_a_sum_with_its_unit_is_a_cell_of_its_own() -> None:
    form = load_forms()["2019"]
    block = next(one for one in form.table("t2").blocks if one.key == "art20_9")
    lines = ["信息内容", *(column.label for column in block.columns), block.rows[0].label, "27", "3,015.6万元"]
    others = [
        row for row in build.rows_as_text(form, dict.fromkeys(form.cells, "4"))["t2"] if "采购" not in "".join(row)
    ]
    report = read("t2", *(text for row in others for text in row if text and text != block.label), block.label, *lines)
    found = {key.rpartition(".")[2]: fact.value for key, fact in report.facts.items() if ".art20_9." in key}
    assert {key: str(value) for key, value in found.items()} == {"projects": "27", "amount": "3015.6"}
