"""Two annual reports in one file: the first is read, the others are told."""

from __future__ import annotations

import pytest

from reviewer.model import Block, Document, Paragraph
from reviewer.recognise import recognise
from tests.recognise import build

FORM = build.FORM
TITLES = ("甲县某某局2023年政府信息公开工作年度报告", "甲县某某局2022年政府信息公开工作年度报告")
PROSE = {
    "overview": "按照《中华人民共和国政府信息公开条例》编制本报告。",
    "problems": "存在公开内容不够全面的问题，将加强培训。",
    "other": "无其他需要报告的事项。",
}


def values(first: int) -> dict[str, str]:
    return {key: str((index + first) % 29) for index, key in enumerate(FORM.cells)}


def report(title: str, first: int) -> list[Block]:
    cells = values(first)
    t3 = build.grid([*build.head3(FORM), *build.body3(FORM, cells)], 10)
    under: dict[str, list[Block]] = {
        "proactive": [build.whole2(FORM, cells)], "requests": [t3], "disputes": [build.whole4(FORM, cells)],
    }  # fmt: skip
    blocks: list[Block] = [Paragraph(text=title)]
    for key, heading in build.HEADS.items():
        blocks.append(Paragraph(text=heading))
        blocks += under.get(key) or [Paragraph(text=PROSE[key])]
    return [*blocks, Paragraph(text="甲县某某局"), Paragraph(text="2024年1月20日")]


@pytest.mark.parametrize("titled", [True, False])
def test_the_first_of_two_is_read(titled: bool) -> None:
    second = report(TITLES[1], 7)
    blocks = [*report(TITLES[0], 3), *(second if titled else second[1:])]
    read = recognise(Document(format="docx", blocks=tuple(blocks)))
    alone = recognise(Document(format="docx", blocks=tuple(report(TITLES[0], 3))))
    assert read.facts == alone.facts
    assert read.sections == alone.sections
    assert [one.code for one in read.notices] == ["P-SEVERAL"]
    assert (TITLES[1] in read.notices[0].sentence) is titled
    assert "2 份" in read.notices[0].sentence


def test_three_are_counted() -> None:
    blocks = [*report(TITLES[0], 3), *report(TITLES[1], 7), *report(TITLES[0], 3)]
    (notice,) = recognise(Document(format="docx", blocks=tuple(blocks))).notices
    assert "3 份" in notice.sentence


def test_contents_and_a_heading_printed_twice_make_no_second_report() -> None:
    contents = [Paragraph(text=heading) for heading in build.HEADS.values()]
    blocks = report(TITLES[0], 3)
    again = [*blocks, Paragraph(text=build.HEADS["overview"]), Paragraph(text=PROSE["overview"])]
    for document in ([blocks[0], *contents, *blocks[1:]], [*blocks, *contents], again):
        read = recognise(Document(format="docx", blocks=tuple(document)))
        assert read.notices == ()
        assert {key: fact.raw for key, fact in read.facts.items()} == values(3)
