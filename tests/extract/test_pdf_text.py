"""Paragraphs, page furniture and characters of PDFs."""

from __future__ import annotations

from pathlib import Path

from reviewer.extract.pdf import read_pdf
from reviewer.model import Document, Paragraph
from reviewer.settings import Limits
from tests.extract.pdfs import pdf, save, table, text

FULL = "全局主动公开各类信息一百余条回应群众关切及时有效未发生不良影"  # 30 characters of 15 pt: the type area
LEFT, EM = 72, 15


def read(folder: Path, *pages: str) -> Document:
    return read_pdf(save(folder, pdf(list(pages))), Limits())


def prose(document: Document) -> list[str]:
    return [block.text for block in document.blocks if isinstance(block, Paragraph)]


def lines(*words: tuple[int, str], top: float = 740, pitch: float = 28) -> str:
    """Lines that begin so many characters from the left margin."""
    return "".join(text(LEFT + EM * at, top - pitch * row, word, EM) for row, (at, word) in enumerate(words))


def test_wrapped_lines_become_paragraphs_with_a_place_each(tmp_path: Path) -> None:
    document = read(tmp_path, lines((2, FULL[:28]), (0, FULL), (0, "共3条。"), (2, FULL[:28]), (0, "完。")))
    assert prose(document) == [FULL[:28] + FULL + "共3条。", FULL[:28] + "完。"]
    first = document.blocks[0]
    assert isinstance(first, Paragraph)
    assert [(place.start, place.end, place.page) for place in first.places] == [(0, 28, 1), (28, 58, 1), (58, 62, 1)]
    assert first.places[0].bbox[0] > first.places[1].bbox[0]


def test_a_number_broken_by_the_margin_is_one_number(tmp_path: Path) -> None:
    assert prose(read(tmp_path, lines((2, FULL[:26] + "主动公开24"), (0, "28条。"), (2, "完。"))))[0].endswith(
        "公开2428条。"
    )


def test_headings_titles_and_signatures_stand_alone(tmp_path: Path) -> None:
    page = text(200, 780, "某某局", 22) + text(150, 750, "年度工作报告", 22)
    page += lines(
        (0, "一、总体情况"), (2, FULL[:28]), (0, FULL[:29] + "。"), (0, "二、主动公开情况"), (2, "本年无。"), top=700
    )
    page += text(400, 400, "2025年1月", EM)
    assert prose(read(tmp_path, page)) == [
        "某某局", "年度工作报告", "一、总体情况", FULL[:28] + FULL[:29] + "。", "二、主动公开情况", "本年无。", "2025年1月",
    ]  # fmt: skip


def test_an_ordinal_in_the_middle_of_a_sentence_is_no_heading(tmp_path: Path) -> None:
    page = lines((2, FULL[:27] + "第"), (0, "（五）项规定。"), (2, "完。"))
    assert prose(read(tmp_path, page)) == [FULL[:27] + "第（五）项规定。", "完。"]


def test_a_paragraph_goes_on_over_the_page(tmp_path: Path) -> None:
    one = lines((2, "完。"), (2, FULL[:28]), (0, FULL)) + text(280, 40, "- 1 -", 10)
    two = lines((0, "共3条。"), (2, "完。")) + text(280, 40, "- 2 -", 10)
    document = read(tmp_path, one, two)
    assert prose(document) == ["完。", FULL[:28] + FULL + "共3条。", "完。"]


def test_a_larger_gap_divides_where_nothing_is_indented(tmp_path: Path) -> None:
    page = lines((0, FULL), (0, FULL[:29] + "。")) + lines((0, FULL), (0, "完。"), top=660)
    assert prose(read(tmp_path, page)) == [FULL + FULL[:29] + "。", FULL + "完。"]


def test_page_numbers_and_running_heads_are_dropped(tmp_path: Path) -> None:
    pages = [
        text(72, 805, "某某局年度报告", 9) + lines((2, f"第{'一二三'[at]}页的话。")) + text(290, 40, number, 9)
        for at, number in enumerate(["1", "2", "3"])
    ]
    assert prose(read(tmp_path, *pages)) == ["第一页的话。", "第二页的话。", "第三页的话。"]


def test_page_numbers_of_other_shapes(tmp_path: Path) -> None:
    for number in ("— 1 —", "第1页", "第 1 页 共 5 页", "1/5", "－1－", "第一页"):
        assert prose(read(tmp_path, lines((2, "本年无。")) + text(280, 40, number, 9))) == ["本年无。"], number


def test_a_number_at_the_foot_that_is_not_the_page_stays(tmp_path: Path) -> None:
    assert prose(read(tmp_path, lines((2, "本年无。")) + text(280, 40, "84", 9))) == ["本年无。", "84"]


def test_text_and_grids_in_reading_order(tmp_path: Path) -> None:
    page = text(72, 760, "前。") + table(72, 700, [60, 60], 24, [["甲", "1"]]) + text(72, 600, "后。")
    kinds = [block.text if isinstance(block, Paragraph) else "grid" for block in read(tmp_path, page).blocks]
    assert kinds == ["前。", "grid", "后。"]


def test_radicals_are_mended_and_rare_characters_whole(tmp_path: Path) -> None:
    assert prose(read(tmp_path, text(72, 700, "⾏政许可⻚"))) == ["行政许可页"]
    assert prose(read(tmp_path, text(72, 700, "\U00020000字"))) in (["\U00020000字"], ["\ufffd字"])


def test_no_blank_between_han_and_digits_but_one_between_numbers(tmp_path: Path) -> None:
    page = (
        text(72, 700, "收到") + text(100, 700, "3") + text(110, 700, "条") + text(72, 600, "12") + text(92, 600, "34")
    )
    assert prose(read(tmp_path, page)) == ["收到3条", "12 34"]


def test_columns_without_rules_keep_their_gaps(tmp_path: Path) -> None:
    page = text(72, 700, "行政许可") + text(300, 700, "84") + text(72, 680, "行政处罚") + text(300, 680, "49")
    assert prose(read(tmp_path, page)) == ["行政许可\t84", "行政处罚\t49"]


def test_numbers_between_wide_gaps_in_prose_make_no_table(tmp_path: Path) -> None:
    page = (
        lines((2, FULL[:28]), (0, FULL[:20] + "。"))
        + text(102, 684, "联系人：某科", 15)
        + text(250, 684, "电话：0000", 15)
    )
    assert prose(read(tmp_path, page)) == [FULL[:28] + FULL[:20] + "。", "联系人：某科 电话：0000"]


def test_a_page_number_beside_or_over_the_last_line_is_not_mixed_into_it(tmp_path: Path) -> None:
    for x in (90, 290):
        page = (
            lines((2, FULL[:28]), (0, FULL)) + text(72, 43, "共受理申请三件并均已答复。", 15) + text(x, 41, "— 1 —", 9)
        )
        assert "共受理申请三件并均已答复。" in prose(read(tmp_path, page))[-1]
        assert "1" not in "".join(prose(read(tmp_path, page)))


def test_a_title_longer_than_a_line_is_one_paragraph(tmp_path: Path) -> None:
    title = text(90, 780, "某某市某某区人民政府办公室关于政府信息", 23) + text(217, 745, "公开工作的报告", 23)
    page = title + lines((2, FULL[:28]), (0, "完。"), (2, FULL[:28]), (0, FULL), (0, "完。"), top=690)
    assert prose(read(tmp_path, page))[0] == "某某市某某区人民政府办公室关于政府信息公开工作的报告"


def test_a_blank_left_for_a_number_is_kept(tmp_path: Path) -> None:
    assert prose(read(tmp_path, text(72, 700, "全年发布信息 条，解读 篇。"))) == ["全年发布信息 条，解读 篇。"]


def test_a_line_set_spaced_out_has_no_blanks(tmp_path: Path) -> None:
    assert prose(read(tmp_path, text(72, 700, "政 府 信 息 公 开 年 度 报 告"))) == ["政府信息公开年度报告"]


def test_a_heading_of_a_numbered_part_ends_the_paragraph_above(tmp_path: Path) -> None:
    page = lines(
        (2, FULL[:28]), (0, FULL[:29] + "。"), (0, "第二部分主动公开政府信息情况"), (2, FULL[:28]), (0, "完。")
    )
    assert prose(read(tmp_path, page)) == [
        FULL[:28] + FULL[:29] + "。", "第二部分主动公开政府信息情况", FULL[:28] + "完。",
    ]  # fmt: skip


def test_a_browsers_head_over_a_large_title_is_no_part_of_it(tmp_path: Path) -> None:
    first = text(24, 800, "3/5/26, 9:41 AM", 8) + text(110, 774, "某某局年度工作报告", 24)
    first += lines((2, FULL[:28]), (0, "完。"))
    second = text(24, 800, "3/5/26, 9:41 AM", 8) + lines((2, FULL[:28]), (0, "完。"))
    assert prose(read(tmp_path, first, second)) == ["某某局年度工作报告", *[FULL[:28] + "完。"] * 2]


def test_a_title_and_a_signature_in_the_words_of_the_running_head_stay(tmp_path: Path) -> None:
    head = text(60, 812, "某某市财政局", 9)
    first = head + text(200, 775, "某某市财政局", 20) + text(150, 745, "年度工作报告", 20)
    first += lines((2, FULL[:28]), (0, "完。"), top=690)
    last = head + text(420, 779, "某某市财政局", 15) + text(420, 740, "2025年1月3日", 15)
    found = prose(read(tmp_path, first, last))
    assert found == ["某某市财政局", "年度工作报告", FULL[:28] + "完。", "某某市财政局", "2025年1月3日"]
