"""Pages saved in one file: the page itself is read, whatever way it is packed."""

from __future__ import annotations

import base64
import quopri
from pathlib import Path

import pytest

from reviewer.extract import read
from reviewer.model import Grid, Paragraph
from reviewer.settings import Limits

PAGE = (
    "<html><body><p>一、总体情况</p><table><tr><td rowspan='2'>行政许可</td><td>1,284</td></tr>"
    "<tr><td>7</td></tr></table><p>全年收到政府信息公开申请3件，均已答复。</p></body></html>"
)
HEAD = "<html><body><p>页眉</p></body></html>"


def part(kind: str, packing: str, body: bytes) -> bytes:
    return f"--edge\r\nContent-Type: {kind}\r\nContent-Transfer-Encoding: {packing}\r\n\r\n".encode() + body + b"\r\n"


def saved(charset: str, packing: str) -> bytes:
    raw = PAGE.encode(charset)
    body = {"quoted-printable": quopri.encodestring(raw), "base64": base64.encodebytes(raw), "8bit": raw}[packing]
    return (
        b"From: <Saved by a browser>\r\nMIME-Version: 1.0\r\n"
        b'Content-Type: multipart/related;\r\n\ttype="text/html";\r\n\tboundary="edge"\r\n\r\n\r\n'
        + part(f'text/html; charset="{charset}"', packing, body)
        + part("text/html; charset=utf-8", "8bit", HEAD.encode())
        + part("text/css", "8bit", b"p { color: black }" * 100)
        + part("image/png", "base64", base64.encodebytes(b"x" * 3000))
        + b"--edge--\r\n"
    )


@pytest.mark.parametrize("packing", ["quoted-printable", "base64", "8bit"])
@pytest.mark.parametrize("charset", ["utf-8", "gb2312", "gb18030"])
def test_the_page_is_read(tmp_path: Path, charset: str, packing: str) -> None:
    path = tmp_path / "report.mht"
    path.write_bytes(saved(charset, packing))
    document = read(path, limits=Limits())
    assert [block.text for block in document.blocks if isinstance(block, Paragraph)] == [
        "一、总体情况", "全年收到政府信息公开申请3件，均已答复。",
    ]  # fmt: skip
    (grid,) = [block for block in document.blocks if isinstance(block, Grid)]
    assert [(cell.text, cell.row_span) for cell in grid.cells] == [("行政许可", 2), ("1,284", 1), ("7", 1)]
