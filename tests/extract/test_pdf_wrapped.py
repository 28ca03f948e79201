"""A line that ends early because the word after it did not fit is no end of a paragraph."""

from __future__ import annotations

import pytest

from reviewer.extract.pdf_lines import Line
from reviewer.extract.pdf_paragraphs import Measure, goes_on

AREA = Measure(left=90, right=500, em=16, gap=28, indents=True, spaced=False)


def line(text: str, right: float, row: int) -> Line:
    top = 100.0 + 28 * row
    return Line(chars=(), text=text, bbox=(90.0, top, right, top + 16), size=16.0, middle=top + 8)


@pytest.mark.parametrize(
    ("end", "right", "start", "same"),
    [
        ("（地址：甲县新华路39号，电话：", 400, "0674-6643426）。", True),
        ("信箱为", 390, "zwgk@example.gov.cn。", True),
        ("（地址：甲县新华路39号，电话：", 300, "0674-6643426）。", False),
        ("共收到申请", 400, "2023年另有三件。", False),
        ("负责人出庭率", 452, "100%。", True),
        ("负责人出庭率", 452, "达到十成。", False),
        ("请致电以下号码。", 400, "0674-6643426", False),
    ],
)
def test_a_word_that_did_not_fit(end: str, right: float, start: str, same: bool) -> None:
    assert goes_on(line(end, right, 0), line(start, 480, 1), AREA, over_page=False) is same


SPAN = "对全市三十家单位的公开栏目逐一检查，共发现"


@pytest.mark.parametrize(
    ("end", "right", "start", "same"),
    [
        (SPAN, 455, "4,417处链接错误，均已改正。", True),
        (SPAN, 440, "（含乡镇）五处错误。", True),
        (SPAN, 300, "五处错误。", False),  # nothing that long is unbroken
        (SPAN + "。", 440, "五处错误。", False),
        (SPAN + "”", 440, "五处错误。", False),
        ("（一）全市公开栏目检查情况", 440, "五处错误。", False),
        ("一、公开栏目，检查情况", 440, "五处错误。", False),
        (SPAN, 440, "1.栏目五处。", False),
        (SPAN, 440, "（二）栏目五处。", False),
        (SPAN, 440, "联系电话：0000-1234567", False),
    ],
)
def test_a_line_cut_in_the_middle_of_its_sentence(end: str, right: float, start: str, same: bool) -> None:
    assert goes_on(line(end, right, 0), line(start, 480, 1), AREA, over_page=False) is same


def test_a_short_line_ends_where_beginnings_cannot_be_told() -> None:
    flush = AREA._replace(indents=False)
    assert not goes_on(line(SPAN, 440, 0), line("五处错误。", 480, 1), flush, over_page=False)
    spaced = flush._replace(spaced=True)
    assert goes_on(line(SPAN, 440, 0), line("五处错误。", 480, 1), spaced, over_page=False)


def test_a_short_line_before_an_indented_one_ends() -> None:
    below = line("五处错误。", 480, 1)
    indented = below._replace(bbox=(122.0, *below.bbox[1:]))
    assert not goes_on(line(SPAN, 440, 0), indented, AREA, over_page=False)
