"""Text dumps and Markdown."""

from __future__ import annotations

from pathlib import Path

import pytest

from reviewer.errors import LimitError, RefusedError
from reviewer.settings import Limits
from tests.extract.build import codes, grids, opened, texts

PROSE = "2024年，我局认真贯彻落实政府信息公开条例，全年收到政府信息公开申请4件，均已按期答复。"


def test_a_cell_a_line(tmp_path: Path) -> None:
    dump = "\n某局年度报告\n\n二、主动公开政府信息情况\n\t规章\n\t0\n\t\n\t7\n\n\t\t\n\t商业\n企业\n\t科研\n机构\n\t3\n4\n\t5\n\n[bookmark: _GoBack]主要问题\n"
    assert texts(opened(tmp_path, dump)) == [
        "某局年度报告", "二、主动公开政府信息情况", "\t规章", "\t0", "\t", "\t7", "\t", "\t商业企业", "\t科研机构", "\t3", "4", "\t5",
        "[bookmark: _GoBack]主要问题",
    ]  # fmt: skip


def test_heading_between_cells_is_not_swallowed(tmp_path: Path) -> None:
    assert texts(opened(tmp_path, "\t甲\n三、收到申请\n\t乙\n")) == ["\t甲", "三、收到申请", "\t乙"]


def test_rows_keep_their_separators(tmp_path: Path) -> None:
    dump = "新收\t3\t0\t\t4\r\n上年结转   0   0\r\n　　正文一段。  \r\n"
    assert texts(opened(tmp_path, dump)) == ["新收\t3\t0\t\t4", "上年结转   0   0", "正文一段。"]


def test_markdown(tmp_path: Path) -> None:
    text = f"# 某局2024年**报告**\n\n## 一、总体情况\n\n{PROSE}**重点**见[链接](http://a)。\n\n- 一条\n\n---\n\n| 项目 | 数量 |\n|---|---:|\n| 规章 | **0** |\n| a\\|b |  |\n\n后文\n"
    document = opened(tmp_path, text)
    assert texts(document) == ["某局2024年报告", "一、总体情况", f"{PROSE}重点见链接。", "一条", "后文"]
    assert [block.level for block in document.blocks if block.kind == "paragraph"][:3] == [1, 2, None]
    grid = grids(document)[0]
    assert (grid.rows, grid.columns, [cell.text for cell in grid.cells]) == (
        3,
        2,
        ["项目", "数量", "规章", "0", "a|b", ""],
    )


def test_text_that_is_not_markdown_is_left_alone(tmp_path: Path) -> None:
    line = "面积3*4*5，文件_a_b，# 不是标题"
    assert texts(opened(tmp_path, f"{line}\n第二行。")) == [line, "第二行。"]


def test_stars_that_are_no_emphasis(tmp_path: Path) -> None:
    text = "# 标题\n\n电话138****1234，139****5678，面积3*4*5，其中**新收**3件、***结转***1件、*另附*。"
    assert texts(opened(tmp_path, text))[1] == "电话138****1234，139****5678，面积3*4*5，其中新收3件、结转1件、另附。"


def test_bars_without_a_rule(tmp_path: Path) -> None:
    even = opened(tmp_path, "| 新收 | 3 | 4 |\n| 结转 | 0 | 0 |\n正文")
    assert (grids(even)[0].rows, grids(even)[0].columns, texts(even)) == (2, 3, ["正文"])
    ragged = opened(tmp_path, "| 申请人情况 |\n| 新收 | 3 | 4 |\n| 结转 | 0 |\n正文")
    assert texts(ragged) == ["| 申请人情况 |", "| 新收 | 3 | 4 |", "| 结转 | 0 |", "正文"]


def test_a_table_for_each_row(tmp_path: Path) -> None:
    rows = "\n\n".join(f"| {label} | {value} |\n|---|---|" for label, value in (("新收", 3), ("结转", 0), ("总计", 3)))
    document = opened(tmp_path, rows)
    assert [(grid.rows, grid.columns) for grid in grids(document)] == [(3, 2)]


def test_drawn_frames(tmp_path: Path) -> None:
    text = "┌──┬──┐\n│新收│ 3 │\n├──┼──┤\n│结转│ 0 │\n└──┴──┘\n后文"
    document = opened(tmp_path, text)
    assert [cell.text for cell in grids(document)[0].cells] == ["新收", "3", "结转", "0"]
    assert texts(document) == ["后文"]


def test_html_table_in_markdown(tmp_path: Path) -> None:
    text = "# 标题\n\n<table><tr><td rowspan=2>甲</td><td>1</td></tr><tr><td>2</td></tr></table>\n\n后文"
    document = opened(tmp_path, text)
    assert [block.kind for block in document.blocks] == ["paragraph", "grid", "paragraph"]


def test_wrapped_text_is_joined(tmp_path: Path) -> None:
    paragraph = PROSE * 4
    wrapped = [paragraph[at : at + 38] for at in range(0, len(paragraph), 38)]
    text = (
        "一、总体情况\n" + "\n".join(wrapped) + "\n二、主动公开政府信息情况\n　　" + "\n".join(wrapped) + "\n\n无。\n"
    )
    assert texts(opened(tmp_path, text)) == ["一、总体情况", paragraph, "二、主动公开政府信息情况", paragraph, "无。"]


def test_lines_of_printed_pages_are_joined_though_their_widths_differ(tmp_path: Path) -> None:
    labels = [f"第{number}行的名称印在一行里" for number in "一二三四五六七八九十"]
    pages = (
        "（一）信息管理\n   建立健全公文公开属性源头认定机制，公文拟制时同步确定公开属性，其中属性为依\n"
        "申请公开的 48 件、不予公开的 27 件。对标政务公开标准化规范化要求，编制 11 个试点\n领域标准目录。\n"
        "   规范政务新媒体管理，现有政务新媒体账号 7 个，关停整合 2 个，全年未发生运维事\n故，群众满意。\n"
        "   通过县长信箱、12345 政务服务便民热线等渠道收到群众来信来电 508 件，已经办\n结 508 件。\n"
        + "".join(f"{label}\n" for label in labels)
        + "\f"
    )
    whole = [
        "（一）信息管理",
        (
            "建立健全公文公开属性源头认定机制，公文拟制时同步确定公开属性，其中属性为依申请公开的 48 件、不予公开的 27 件。"
            "对标政务公开标准化规范化要求，编制 11 个试点领域标准目录。"
        ),
        "规范政务新媒体管理，现有政务新媒体账号 7 个，关停整合 2 个，全年未发生运维事故，群众满意。",
        "通过县长信箱、12345 政务服务便民热线等渠道收到群众来信来电 508 件，已经办结 508 件。",
        *labels,
    ]
    assert texts(opened(tmp_path, pages)) == whole
    assert texts(opened(tmp_path, pages.replace("\f", ""))) != whole


def test_lines_of_different_length_are_not_joined(tmp_path: Path) -> None:
    lines = ["一是推进政务公开", "二是" + PROSE, "三是加强队伍建设", PROSE * 3, "无"]
    assert texts(opened(tmp_path, "\n".join(lines))) == lines


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_encodings(tmp_path: Path, encoding: str) -> None:
    assert texts(opened(tmp_path, f"一、总体情况\r\n{PROSE}".encode(encoding))) == ["一、总体情况", PROSE]


def test_bytes_that_are_no_text(tmp_path: Path) -> None:
    for bad in (
        (PROSE * 3).encode("utf-8").decode("gb18030", "replace").encode(),
        PROSE.encode("utf-8") + PROSE.encode("gb18030"),
        ("锟斤拷" * 20).encode(),
    ):
        with pytest.raises(RefusedError, match="E-ENCODING"):
            opened(tmp_path, bad)
    document = opened(tmp_path, (PROSE * 60).encode("utf-8")[:-2])
    assert texts(document)[0].startswith(PROSE)
    one_bad = bytearray((PROSE * 60).encode("utf-8"))
    one_bad[300] = 0xFF
    assert codes(opened(tmp_path, bytes(one_bad))) == {"N-LOST-CHARACTERS"}


def test_control_characters_go(tmp_path: Path) -> None:
    assert texts(opened(tmp_path, f"甲\x00乙\x01丙\x1b丁\ufffe{PROSE}\u2028第二行")) == [f"甲乙丙丁{PROSE}", "第二行"]


def test_limits(tmp_path: Path) -> None:
    with pytest.raises(LimitError, match="L-CHARACTERS"):
        opened(tmp_path, PROSE * 100, limits=Limits(characters=1000))
    with pytest.raises(LimitError, match="L-BLOCKS"):
        opened(tmp_path, "甲\n" * 2000, limits=Limits(blocks=100))
    with pytest.raises(LimitError, match="L-CELLS"):
        opened(tmp_path, "| 1 | 2 |\n" * 600, limits=Limits(cells=1000))
    with pytest.raises(RefusedError, match="E-NO-TEXT"):
        opened(tmp_path, "\u3000\n\u3000")


def test_a_row_of_dashes_is_no_rule(tmp_path: Path) -> None:
    dump = "| 结果维持 | 总计 |\n|---|---|\n| - | - |\n"
    (grid,) = grids(opened(tmp_path, dump))
    assert [cell.text for cell in grid.cells] == ["结果维持", "总计", "-", "-"]


def test_commas_part_tables_of_different_widths(tmp_path: Path) -> None:
    dump = "甲,,,\n结果,维持,其他,总计\n1,2,3件,6\n乙,,,,\n结果,维持,其他,未结,总计\n1,2,3,0,6\n"
    assert [(one.rows, one.columns) for one in grids(opened(tmp_path, dump))] == [(3, 4), (3, 5)]


def test_the_last_row_of_a_wide_table_belongs_to_it(tmp_path: Path) -> None:
    rows = "\n".join(f"第{number}行\t" + "\t".join("0123456") for number in range(8))
    whole = grids(opened(tmp_path, f"{rows}\n（续表）\n末行\t" + "\t".join("6543210")))
    assert [(one.rows, one.columns) for one in whole] == [(8, 8), (1, 8)]
