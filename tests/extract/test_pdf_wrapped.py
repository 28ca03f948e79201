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
