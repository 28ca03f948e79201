"""Texts that print the columns of a table side by side, as `pdftotext -layout` does: labels wrap around their rows."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from reviewer.model import AnnualReport, Paragraph, State, load_forms
from reviewer.recognise import recognise
from tests.recognise import build

EDITIONS = ("2019", "2021")


def values(edition: str) -> dict[str, str]:
    """Every cell another number, so that a cell read from another's place shows."""
    return {key: str(index + 1) for index, key in enumerate(load_forms()[edition].cells)}


def wrapped(labels: list[str], numbers: list[str], line: int) -> list[str]:
    """One row: its labels in columns of six characters, its numbers on the given line of them (from 0; -1 the last)."""
    columns = [[label[at : at + 6] for at in range(0, len(label), 6)] or [""] for label in labels]
    height = max(map(len, columns))
    at = line % height
    out = []
    for number in range(height):
        cells = [column[number] if number < len(column) else "" for column in columns]
        cells += numbers if number == at else []
        out.append("   ".join(cells))
    return out


def table3(edition: str, line: int = 0) -> list[list[str]]:
    rows = build.flat3(load_forms()[edition], values(edition))
    return [wrapped([text for text in row[:3] if text], row[3:], line) for row in rows]


HEAD = [
    "（本列数据的    申请人情况",
    "勾稽关系为：   自然   法人或其他组织      总计",
    "第一项加第二   人   商业   科研",
    "            企业   机构",
]


def read(
    edition: str, lines3: list[str], lines4: list[str] | None = None, lines2: list[str] | None = None
) -> AnnualReport:
    blocks = {"t3": [*HEAD, *lines3], "t4": lines4 or [], "t2": lines2 or []}
    tables = {key: [Paragraph(text=line) for line in lines] for key, lines in blocks.items()}
    return recognise(build.document(tables))


def wrong(report: AnnualReport, edition: str) -> dict[str, str]:
    """Cells that were read, and not as they stand in the report."""
    told = values(edition)
    return {
        key: fact.raw for key, fact in report.facts.items() if fact.state != State.UNREADABLE and fact.raw != told[key]
    }


def unread(report: AnnualReport) -> set[str]:
    return {key.rsplit(".", 1)[0] for key, fact in report.facts.items() if fact.state == State.UNREADABLE}


def flat(rows: list[list[str]]) -> list[str]:
    return [line for row in rows for line in row]


@pytest.mark.parametrize("line", [0, 1, -1])
@pytest.mark.parametrize("edition", EDITIONS)
def test_every_cell_is_exact_where_each_row_has_its_line(edition: str, line: int) -> None:
    report = read(edition, flat(table3(edition, line)))
    assert wrong(report, edition) == {}
    assert unread(report) == set()
    assert len([key for key in report.facts if key.startswith("t3.")]) == 7 * len(table3(edition))
    assert report.identity.edition == edition


def test_digits_that_wrap_leave_their_row_unread() -> None:
    rows = table3("2021")
    rows[5] = [rows[5][0], "   ".join(["行政法规禁止", "1", "3"]), *rows[5][2:]]
    report = read("2021", flat(rows))
    assert wrong(report, "2021") == {}
    assert "t3.done.denied.security_stability" not in unread(report)
    assert len(unread(report)) == 1


def _without_a_number(rows: list[list[str]]) -> list[list[str]]:
    return [*rows[:9], [rows[9][0].rsplit("   ", 1)[0], *rows[9][1:]], *rows[10:]]


def _without_a_row(rows: list[list[str]]) -> list[list[str]]:
    return [*rows[:9], *rows[10:]]


def _numbers_before_their_label(rows: list[list[str]]) -> list[list[str]]:
    return [[*([row[0].split("   ", 1)[1]] if "   " in row[0] else []), row[0].split("   ")[0]] for row in rows]


@pytest.mark.parametrize("harm", [_without_a_number, _without_a_row, _numbers_before_their_label])
@pytest.mark.parametrize("line", [0, 1, -1])
def test_a_torn_print_is_unread_and_never_misread(harm: Callable[..., list[list[str]]], line: int) -> None:
    report = read("2021", flat(harm(table3("2021", line))))
    assert wrong(report, "2021") == {}
    assert next(one for one in report.tables if one.table == "t3").found


def test_page_numbers_and_printed_again_heads_do_not_count() -> None:
    rows = table3("2021")
    lines = [*flat(rows[:5]), "1", *HEAD, *flat(rows[5:15]), "2", *HEAD, *flat(rows[15:]), "3"]
    report = read("2021", lines)
    assert wrong(report, "2021") == {}
    assert unread(report) == set()


FOUR = [values("2021")[key] for key in load_forms()["2021"].table("t4").cells]


@pytest.mark.parametrize(
    "lines",
    [
        ["行政复议        行政诉讼", "结果  结果   其他  尚未", "维持  纠正   结果  审结  总计", "   ".join(FOUR)],
        ["结果维持 结果纠正 其他结果 尚未审结 总计", "行政复议  " + " ".join(FOUR[:5]), "行政   未经复", "诉讼   议直接   " + " ".join(FOUR[5:10]), "    起诉", "复议后起诉  " + " ".join(FOUR[10:])],
    ],
)  # fmt: skip
def test_table_four_goes_by_its_order(lines: list[str]) -> None:
    report = read("2021", flat(table3("2021")), lines)
    assert [fact.raw for key, fact in report.facts.items() if key.startswith("t4.")] == FOUR


def test_table_four_in_another_order_is_unread() -> None:
    lines = ["结果维持 结果纠正 其他结果 尚未审结 总计"]
    lines += [
        "复议后起诉  " + " ".join(FOUR[10:]),
        "行政复议  " + " ".join(FOUR[:5]),
        "未经复议  " + " ".join(FOUR[5:10]),
    ]
    report = read("2021", flat(table3("2021")), lines)
    assert wrong(report, "2021") == {}


def test_table_two_with_wrapped_labels() -> None:
    told = values("2021")
    lines = ["第二十条第（一）项", "信息内容   本年制   本年废   现行有", "       发件数   止件数   效件数"]
    for block in load_forms()["2021"].table("t2").blocks:
        for row in block.rows:
            numbers = [told[f"t2.{block.key}.{row.key}.{column.key}"] for column in block.columns]
            lines += wrapped([row.label], numbers, 0)
    report = read("2021", flat(table3("2021")), lines2=lines)
    assert {key: fact.raw for key, fact in report.facts.items() if key.startswith("t2.")} == {
        key: text for key, text in told.items() if key.startswith("t2.")
    }


def test_heads_printed_line_by_line_are_no_text_of_their_section() -> None:
    lines = [
        "行政复议   行政诉讼",
        "结果维 结果纠 其他结 尚未审 总",
        "持 正 果 结 计 持 正 果 结 计",
        "未发生行政复议。",
    ]
    blocks = {"t4": [Paragraph(text=line) for line in lines]}
    section = recognise(build.document(blocks)).section("disputes")
    assert section is not None
    assert section.text.splitlines()[-1] == "未发生行政复议。"
    assert "持" not in section.text


@pytest.mark.parametrize("text", ["关 于 公 开 的 说 明，见附件", "本年度 公开 信息", "甲乙丙丁戊己庚 二 三 四"])
def test_words_that_may_be_text_stay(text: str) -> None:
    section = recognise(build.document({"t4": [Paragraph(text=text)]})).section("disputes")
    assert section is not None
    assert section.text == text


def test_a_wrapped_sentence_that_names_rows_begins_no_table() -> None:
    """公开事项 …… 行政许可事项 13 项 before the table: the second half of the sentence stands on the next line."""
    lines2 = ["规章   0   0   0", "行政规范性文件   1   2   3", "行政许可   4", "行政处罚   5", "行政强制   6"]
    document = build.document({
        "t2": [Paragraph(text=line) for line in lines2],
        "t3": [Paragraph(text=line) for row in table3("2021") for line in row],
    })  # fmt: skip
    at = next(number for number, one in enumerate(document.blocks) if isinstance(one, Paragraph) and "一、" in one.text)
    inner = [
        Paragraph(text="（一）主动公开政府信息情况"),
        Paragraph(text="公开权责清单事项 724 项，其中行政许可事项 13 项、行政处罚事项 25 项等，方便群"),
        Paragraph(text="众查询。"),
    ]
    blocks = (*document.blocks[: at + 1], *inner, *document.blocks[at + 1 :])
    report = recognise(document.model_copy(update={"blocks": blocks}))
    assert next(table.section for table in report.tables if table.table == "t2") == "proactive"
    overview = report.section("overview")
    assert overview is not None
    assert "724" in overview.text
