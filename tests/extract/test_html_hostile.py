"""Text made to keep a pattern busy: every reader answers in time, whatever the answer."""

from __future__ import annotations

import contextlib
import time
from pathlib import Path

import pytest

from reviewer.errors import InputError
from tests.extract.build import docx, opened, p

PROSE = "一、总体情况。2024年收到政府信息公开申请4件，均已按期答复，未收取任何费用。"
KILLERS = {
    "brackets": "[" * 300_000,
    "images": "![" * 150_000,
    "tables": "<table>" * 60_000,
    "tags": "<b " * 100_000,
    "stars": "**a" * 100_000,
    "underscores": "__" * 150_000 + "a",
    "backticks": "`" * 300_000,
    "blanks": "收到" + " " * 300_000 + "。",
    "hard blanks": "\xa0" * 300_000 + "\n。",
    "opened": "（" * 300_000,
    "digits": "1" * 300_000,
    "marks": "a" + "\u0301" * 300_000,
    "bars": "|" * 300_000,
    "rules": "-|" * 150_000,
    "dashes": "-" * 300_000,
    "sheet": "<style>" + "@" * 300_000 + "</style>",
    "comments": "<style>" + "/*" * 150_000 + "</style>",
    "selectors": "<style>" + "a," * 150_000 + "</style>",
    "styles": "<p style='" + "display " * 40_000 + "'>x</p>",
    "entities": "&#xD800;&#0;&#x10FFFF;&nbsp;" * 10_000,
}


@pytest.mark.parametrize("name", KILLERS)
@pytest.mark.parametrize("frame", ["{}", "# 标题\n\n**重点**\n\n{}\n", "<html><body><p>x</p>{}</body></html>"])
def test_in_time(tmp_path: Path, name: str, frame: str) -> None:
    start = time.process_time()
    with contextlib.suppress(InputError):
        opened(tmp_path, frame.format(f"{PROSE}\n{KILLERS[name]}\n{PROSE}"))
    assert time.process_time() - start < 8


def test_deeply_nested_but_readable_tables(tmp_path: Path) -> None:
    start = time.process_time()
    for depth in (40, 80, 120):
        word = "<w:tbl><w:tr><w:tc>" * depth + p("深") + "</w:tc></w:tr></w:tbl>" * depth
        page = "<table><tr><td>" * depth + "深" + "</td></tr></table>" * depth
        for data in (docx(word), f"<html><body>{page}</body></html>"):
            with contextlib.suppress(InputError):
                opened(tmp_path, data)
    assert time.process_time() - start < 8
