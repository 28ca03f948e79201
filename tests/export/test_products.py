"""What the writers make, judged by parsing it again: nothing of a report runs, nothing breaks, nothing is fetched."""

from __future__ import annotations

import io
import json
import re
import sys
import time
import zipfile
from decimal import Decimal
from typing import Any

import docx
import openpyxl
import pytest
from lxml import etree, html

from reviewer.errors import ConfigError
from reviewer.export import WRITERS, load, write
from reviewer.export.words import words
from reviewer.resources import sentence
from tests.export import hostile, samples

PARSER = etree.XMLParser(resolve_entities=False, no_network=True)


def page(*reviews: Any) -> str:
    made = write(reviews, "html")
    assert isinstance(made, str)
    return made


def file(kind: str, *reviews: Any) -> bytes:
    made = write(reviews, kind)
    assert isinstance(made, bytes)
    return made


def check_html(made: str) -> Any:
    made.encode("utf-8")
    tree: Any = html.document_fromstring(made)
    assert not tree.xpath("//script|//iframe|//form|//base|//object|//embed|//link|//img|//svg|//*[@style]|//*[@src]")
    assert len(tree.xpath("//style")) == 1
    assert len(tree.xpath("//meta[@http-equiv]")) == 1
    for element in tree.iter(etree.Element):
        assert not [name for name in element.attrib if name.startswith("on")]
        assert element.get("href", "#").startswith("#")
    assert not re.search(r"url\(|@import|https?:", tree.xpath("//style")[0].text)
    assert not re.search("[\u202a-\u202e\u2066-\u2069\x00-\x08\x0e-\x1f]", made)
    return tree


def check_xlsx(made: bytes) -> Any:
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        for name in archive.namelist():
            part = archive.read(name)
            etree.fromstring(part, PARSER)
            assert b'TargetMode="External"' not in part
            if name.startswith("xl/worksheets/"):
                assert b"<f>" not in part
                assert b"<f " not in part
                assert b"<hyperlink" not in part
    book = openpyxl.load_workbook(io.BytesIO(made))
    for sheet in book:
        assert sheet.freeze_panes == "A2"
        for row in sheet.iter_rows():
            assert all(cell.data_type in "sn" for cell in row)
    return book


def check_docx(made: bytes) -> Any:
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        for name in archive.namelist():
            part = archive.read(name)
            if name.endswith((".xml", ".rels")):
                etree.fromstring(part, PARSER)
                assert b'TargetMode="External"' not in part
                if "footer" not in name:
                    assert b"fldSimple" not in part
                assert b"<w:instrText" not in part
    return docx.Document(io.BytesIO(made))


def test_html_is_one_safe_page_whose_links_lead_somewhere() -> None:
    tree = check_html(page(*samples.all_samples()))
    ids = tree.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert {link[1:] for link in tree.xpath("//@href")} <= set(ids)
    assert len(tree.xpath("//article")) == 5
    text = tree.text_content()
    for said in ("新收13 + 结转2 = 15 ≠ 办结12 + 结转下年2 = 14", "建议退回修改", "没有提供上一年度的报告。"):
        assert said in text


def test_docx_opens_again_on_official_paper() -> None:
    made = file("docx", samples.flawed(), samples.clean(), samples.refused(), samples.partial())
    document = check_docx(made)
    section = document.sections[0]
    assert [round(side.cm, 1) for side in (section.page_width, section.page_height)] == [21.0, 29.7]
    margins = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    assert [round(side.cm, 1) for side in margins] == [3.7, 3.5, 2.8, 2.6]
    lines = [line.text for line in document.paragraphs]
    assert lines[0] == "政府信息公开工作年度报告审查意见"
    assert "区应急管理局：" in lines
    assert "建议退回修改。" in lines
    assert [line for line in lines if line.startswith("日期：")]
    numbered = [line for line in lines if re.match(r"\d+\. ", line)]
    assert [line.split(".")[0] for line in numbered] == [str(number) for number in range(1, 8)]
    assert made == file("docx", samples.flawed(), samples.clean(), samples.refused(), samples.partial())


def test_a_row_of_the_workbook_is_as_high_as_its_longest_text() -> None:
    sheet = check_xlsx(file("xlsx", samples.flawed()))[words().workbook["findings"]]
    long = [row for row in sheet.iter_rows(min_row=2) if any(len(str(cell.value or "")) > 60 for cell in row)]
    assert long
    assert all(sheet.row_dimensions[row[0].row].height >= 32 for row in long)


def test_what_there_was_nothing_to_check_for_is_folded_away() -> None:
    made = page(samples.flawed())
    shown, folded = made.split('<section class="gaps">')[1].split("</section>")[0].split("<details>")
    gap = words().gap
    assert gap["unknown"] in shown
    assert gap["skipped"] not in shown
    assert gap["skipped"] in folded
    assert gap["unknown"] not in folded


def test_xlsx_holds_numbers_as_numbers_and_filters() -> None:
    book = check_xlsx(file("xlsx", *samples.all_samples()))
    assert book.sheetnames == list(words().workbook.values())
    cells = book["数据"]
    assert cells.auto_filter.ref == f"A1:I{cells.max_row}"
    row = next(row for row in cells.iter_rows(values_only=True) if row[2] == "t2.art20_8.admin_fees.amount_wan")
    assert row[5] == Decimal("12.5")
    assert book["问题"].max_row == 1 + len(samples.flawed().findings) + 200


def test_excel_without_its_component_is_told_in_chinese(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    with pytest.raises(ConfigError) as caught:
        write([samples.clean()], "xlsx")
    assert "openpyxl" in sentence(caught.value.code)


@pytest.mark.parametrize("first", range(0, len(hostile.ALL), 12))
def test_hostile_text_stays_text(first: int) -> None:
    reviews = [samples.hostile(text) for text in hostile.ALL[first : first + 12]]
    check_html(page(*reviews))
    check_docx(file("docx", *reviews))
    check_xlsx(file("xlsx", *reviews))
    plain = write(reviews, "text")
    assert isinstance(plain, str)
    plain.encode("utf-8")
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e]", plain)


@pytest.mark.parametrize("kind", sorted(WRITERS))
@pytest.mark.parametrize("text", hostile.HUGE, ids=range(len(hostile.HUGE)))
def test_huge_text_costs_little(kind: str, text: str) -> None:
    started = time.process_time()
    write([samples.hostile(text)], kind)
    assert time.process_time() - started < 8


def test_no_hostile_text_is_lost_from_the_record() -> None:
    given = tuple(samples.hostile(text) for text in hostile.ALL)
    made = write(given, "json")
    assert isinstance(made, str)
    made.encode("utf-8")
    json.loads(made)
    again = load(made)
    for one, two in zip(given, again, strict=True):
        assert one.findings[0].message == two.findings[0].message
        assert one.facts == two.facts
        assert one.sections == two.sections


@pytest.mark.parametrize("kind", sorted(WRITERS))
def test_every_writer_takes_none_and_many(kind: str) -> None:
    for reviews in ([], [samples.many()]):
        assert isinstance(write(reviews, kind), bytes if WRITERS[kind].binary else str)


def test_long_quotes_are_cut_in_their_middle() -> None:
    review = samples.hostile("头" + "长" * 100_000 + "尾")
    plain = write([review], "text")
    assert isinstance(plain, str)
    assert "……" in plain
    assert len(plain) < 40_000
