from __future__ import annotations

import pytest

from reviewer.model import AnnualReport, Document, Paragraph, Place
from reviewer.recognise import recognise
from tests.recognise import build

TITLE = "云岫市民政局2023年政府信息公开工作年度报告"
KEYS = ["overview", "proactive", "requests", "disputes", "problems", "other"]
NAMES = [section.heading for section in build.FORM.sections]
ALL = [line for index, name in enumerate(NAMES) for line in (f"{'一二三四五六'[index]}、{name}", f"正文{index}")]


def read(*lines: str) -> AnnualReport:
    return recognise(Document(format="docx", blocks=tuple(Paragraph(text=line) for line in (TITLE, *lines))))


def keys(report: AnnualReport) -> list[str]:
    return [span.section for span in report.headings]


@pytest.mark.parametrize(
    "printed",
    [
        lambda index, name: f"{'一二三四五六'[index]}、{name}",
        lambda index, name: f"{'一二三四五六'[index]}.{name}",
        lambda index, name: f"{'一二三四五六'[index]} {name}",
        lambda index, name: f"第{'一二三四五六'[index]}部分 {name}",
        lambda index, name: f"（{'一二三四五六'[index]}）{name}",
        lambda index, name: f"{index + 1}.{name}",
        lambda index, name: f"{index + 1}、{name}：",
        lambda index, name: name,
    ],
)
def test_ordinals(printed) -> None:  # type: ignore[no-untyped-def]
    report = read(*(line for index, name in enumerate(NAMES) for line in (printed(index, name), f"正文{index}")))
    assert keys(report) == KEYS
    assert [report.section(key).text for key in KEYS] == [f"正文{index}" for index in range(6)]  # type: ignore[union-attr]


def test_other_words_wrong_numbers_and_order_are_kept() -> None:
    report = read(*ALL[:4], "四、政府信息公开申请情况", "丙", "三、因政府信息公开工作被申请行政复议和提起诉讼的情况", "丁",
                  "五、存在的困难与不足及下一步举措", "戊", "六、其它需要说明的情况", "己")  # fmt: skip
    assert keys(report) == KEYS
    assert [section.ordinal for section in report.sections[1:]] == ["一", "二", "四", "三", "五", "六"]


def test_missing_section_stays_missing() -> None:
    assert keys(read(*ALL[:6], *ALL[8:])) == [key for key in KEYS if key != "disputes"]


def test_a_table_of_contents_and_a_preface_sentence_are_no_headings() -> None:
    sentence = f"本报告由{'、'.join(NAMES)}六部分组成。"
    report = read(sentence, *ALL[::2], *ALL)
    assert keys(report) == KEYS
    assert report.section("overview").text == "正文0"  # type: ignore[union-attr]


def test_numbering_restarted_inside_the_overview_does_not_cut_it() -> None:
    inner = [
        "一、主动公开。全年公开信息3条。",
        "二、依申请公开。",
        "全年收到申请3件。",
        "三、政府信息管理",
        "四、平台建设",
        "五、监督保障",
    ]
    report = read(ALL[0], *inner, *ALL[2:])
    assert keys(report) == KEYS
    assert report.section("overview").text.count("\n") == len(inner) - 1  # type: ignore[union-attr]


def test_heading_with_text_behind_it() -> None:
    report = read("一、总体情况。全年工作平稳有序。", *ALL[2:])
    assert report.section("overview").text == "全年工作平稳有序。"  # type: ignore[union-attr]


def test_heading_over_two_paragraphs() -> None:
    report = read(*ALL[:4], "三、收到和处理政府信息公开", "申请情况", *ALL[5:])
    assert keys(report) == KEYS
    assert report.headings[2].quote == "三、收到和处理政府信息公开申请情况"


def test_places_follow_the_text_and_hidden_text_is_left_out() -> None:
    line = "第一行字第二行字"
    places = (Place(start=0, end=4, page=1, bbox=(0, 0, 9, 9)), Place(start=4, end=8, page=2, bbox=(0, 9, 9, 18)))
    blocks = (
        Paragraph(text="一、总体情况"),
        Paragraph(text="前文。"),
        Paragraph(text="看不见", hidden=True),
        Paragraph(text=line, places=places),
    )
    section = recognise(Document(format="pdf", blocks=blocks)).section("overview")
    assert section is not None
    assert section.text == "前文。\n第一行字第二行字"
    assert section.span(4, 6).page == 1
    assert section.span(8, 10).page == 2


def test_signature_stays_and_page_furniture_of_a_site_goes() -> None:
    report = read(*ALL, "云岫市民政局", "2024年1月20日", "【打印】 【关闭窗口】")
    assert report.section("other").text == "正文5\n云岫市民政局\n2024年1月20日"  # type: ignore[union-attr]


def test_another_kind_of_document_is_an_empty_report() -> None:
    document = Document(
        format="docx", blocks=(Paragraph(text="关于召开会议的通知"), Paragraph(text="定于下周一召开。"))
    )
    report = recognise(document)
    assert report.headings == ()
    assert report.facts == {}
    assert not any(table.found for table in report.tables)
