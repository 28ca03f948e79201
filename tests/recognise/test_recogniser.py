from __future__ import annotations

from reviewer.model import Block, Document, Paragraph
from reviewer.recognise import recognise
from tests.recognise import build

FORM = build.FORM
VALUES = {key: str(index % 31) for index, key in enumerate(FORM.cells)}


def whole() -> Document:
    t3 = build.grid([*build.head3(FORM), *build.body3(FORM, VALUES)], 10)
    note = Paragraph(text="全年收到政府信息公开申请3件。")
    return build.document({"t2": [build.whole2(FORM, VALUES)], "t3": [note, t3], "t4": [build.whole4(FORM, VALUES)]})


def test_a_whole_report() -> None:
    report = recognise(whole())
    assert list(report.facts) == list(FORM.cells)
    assert [table.section for table in report.tables] == ["proactive", "requests", "disputes"]
    assert [table.shape for table in report.tables] == ["grid"] * 3
    assert all(table.certain and not table.missing and not table.extra for table in report.tables)
    assert [section.key for section in report.sections] == ["preface", *(one.key for one in FORM.sections)]
    assert report.section("requests").text == "全年收到政府信息公开申请3件。"  # type: ignore[union-attr]
    assert report.identity.edition == "2021"


def test_the_same_document_gives_the_same_report() -> None:
    assert recognise(whole()).model_dump_json() == recognise(whole()).model_dump_json()


def test_values_read_from_lines_do_not_stand_in_the_text() -> None:
    lines: list[Block] = [Paragraph(text="\t" + text) for row in build.rows_as_text(FORM, VALUES)["t4"] for text in row]
    report = recognise(
        build.document({"t4": [Paragraph(text="全年无行政复议。"), *lines, Paragraph(text="特此说明。")]})
    )
    assert report.section("disputes").text == "全年无行政复议。\n特此说明。"  # type: ignore[union-attr]
    assert len(report.facts) == 15


def test_an_empty_document() -> None:
    report = recognise(Document(format="text", blocks=()))
    assert report.sections == ()
    assert report.facts == {}
    assert [table.found for table in report.tables] == [False, False, False]
