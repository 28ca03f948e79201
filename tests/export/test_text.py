"""The terminal: widths, wrapping, plain when it is not a terminal."""

from __future__ import annotations

import io

import pytest
from rich.cells import cell_len
from rich.console import Console

from reviewer.export import show, write
from reviewer.export.wrap import wrap
from tests.export import samples


def printed(width: int, color: bool = False) -> str:
    out = io.StringIO()
    system = "truecolor" if color else None
    show(samples.all_samples(), Console(file=out, width=width, force_terminal=color, color_system=system))  # type: ignore[arg-type]
    return out.getvalue()


@pytest.mark.parametrize("width", [60, 80, 100, 140])
def test_no_line_is_wider_than_the_terminal(width: int) -> None:
    for line in printed(width).splitlines():
        assert cell_len(line) <= width
        assert line == line.rstrip()


def test_plain_without_a_terminal_and_coloured_with_one() -> None:
    assert "\x1b" not in printed(100)
    assert "\x1b[" in printed(100, color=True)


def test_what_a_clerk_reads() -> None:
    said = printed(140)
    assert "2 TX-NEW  第一部分写“收到3条政府信息公开申请”" in said
    assert "正文3 ≠ 表三13" in said
    assert "由此引起 3 处" in said
    assert "共核对 40 项规则，全部通过，填报很细致。" in said
    assert said.rstrip().endswith("5 份：2 份建议退回修改，2 份未发现须改正的问题，1 份未能审查。")
    single = write([samples.refused()], "text")
    assert isinstance(single, str)
    assert "份：" not in single
    assert "这个文件只有图片" in single


@pytest.mark.parametrize("width", [4, 7, 10, 23, 60])
def test_wrapping_loses_nothing(width: int) -> None:
    text = "表三“本年新收”行“总计”列为13，与正文（收到3条 GB/T 9704-2012）不一致，请核对《条例》第五十条。"
    lines = wrap(text, width)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert all(cell_len(line) <= width for line in lines)


def test_punctuation_stands_at_the_right_end_of_a_line() -> None:
    text = "请核对“本年新收”，再核对“上年结转”（见表三）。" * 6
    for width in range(12, 60):
        for line in wrap(text, width)[1:]:
            assert line[0] not in "，。）”"
        for line in wrap(text, width)[:-1]:
            assert line[-1] not in "“（"
