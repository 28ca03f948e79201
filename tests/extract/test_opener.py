"""What a file is, by its bytes; and every way in which it is not what we can read."""

from __future__ import annotations

import contextlib
import os
import struct
import time
from pathlib import Path

import pytest

from reviewer.errors import InputError, LimitError, RefusedError
from reviewer.extract import needs_office, read
from reviewer.extract.kinds import kind_of
from reviewer.extract.opener import OPENERS, REFUSED
from reviewer.resources import messages
from reviewer.settings import Limits
from tests.extract.build import docx, opened, p, package, texts


def ole(*names: str, flags: int = 0) -> bytes:
    """An OLE2 container of one directory sector with these streams; `flags` is byte 11 of the first sector's content."""
    header = bytearray(512)
    header[:8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    struct.pack_into("<HHHHH", header, 24, 0x3E, 3, 0xFFFE, 9, 6)
    struct.pack_into("<I", header, 48, 1)
    struct.pack_into("<109I", header, 76, 0, *[0xFFFFFFFF] * 108)
    table = struct.pack("<128I", 0xFFFFFFFD, 0xFFFFFFFE, 0xFFFFFFFE, *[0xFFFFFFFF] * 125)
    directory = b""
    for name in ("Root Entry", *names):
        raw = name.encode("utf-16-le")
        entry = bytearray(128)
        entry[: len(raw)] = raw
        struct.pack_into("<HB", entry, 64, len(raw) + 2, 2)
        struct.pack_into("<I", entry, 116, 2)
        directory += bytes(entry)
    content = bytearray(512)
    content[0:2], content[11] = b"\xec\xa5", flags
    return bytes(header) + table + directory.ljust(512, b"\0") + bytes(content)


ODT = package({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<x/>"})


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"%PDF-1.7\n", "pdf"), (b"\xef\xbb\xbf\n%PDF-1.4", "pdf"), (b"{\\rtf1\\ansi}", "rtf"), (ole("WordDocument", "1Table"), "doc"),
        (ole("WordDocument", flags=1), "encrypted"), (ole("EncryptedPackage", "EncryptionInfo"), "encrypted"), (ole("Workbook"), "sheet"),
        (ole("PowerPoint Document"), "slides"), (ole("Other"), "unknown"), (ole("WordDocument")[:400], "damaged"),
        (b"\x89PNG\r\n\x1a\n\0\0", "image"), (b"\xff\xd8\xff\xe0", "image"), (b"Rar!\x1a\x07\0", "bundle"), (b"MZ\x90\0\x03\0", "program"),
        (b"\x7fELF\x02\0", "program"), (b"<html><body>a</body></html>", "html"), (b"\r\n<!-- x -->\n<!DOCTYPE html><p>a</p>", "html"),
        (b"<?xml version='1.0'?><!DOCTYPE html PUBLIC 'x'><html/>", "html"), (b"<div><p>a</p></div>", "html"),
        (b"<?xml version='1.0'?><?mso-application progid=\"Word.Document\"?><w:wordDocument/>", "wordxml"),
        (b"MIME-Version: 1.0\nContent-Type: multipart/related\n\n", "mhtml"), ("一、总体情况".encode(), "text"),
        ("一、总体情况，收到3件\n".encode("utf-16-le"), "text"), ("# 标题\n<table><tr><td>1</td></tr></table>".encode(), "text"),
        ("BM公司报告，全文如下所列".encode(), "text"), (bytes(range(256)) * 8, "unknown"), (os.urandom(16) + bytes(200) + b"\x01\x02" * 400, "unknown"),
        (ODT, "odt"),
    ],
)  # fmt: skip
def test_kind_by_content(data: bytes, kind: str) -> None:
    assert kind_of(data) == kind


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "E-EMPTY"), (b" \n\0\0", "E-EMPTY"), (b"\x89PNG\r\n\x1a\n", "E-KIND-IMAGE"), (ole("Workbook"), "E-KIND-SHEET"),
        (ole("EncryptedPackage"), "E-ENCRYPTED"), (package({"xl/workbook.xml": "<x/>"}), "E-KIND-SHEET"),
        (package({"ppt/presentation.xml": "<x/>"}), "E-KIND-SLIDES"), (package({"OFD.xml": "<x/>"}), "E-KIND-OFD"),
        (package({"a.docx": docx(p("甲"))}), "E-KIND-BUNDLE"), (package({}), "E-KIND-BUNDLE"), (b"\x7fELF\x02\x01\0", "E-KIND"),
        (b"\x01", "E-KIND"), (docx(p("甲"))[:300], "E-DAMAGED"), (ole("WordDocument")[:100], "E-DAMAGED"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("name", ["report.docx", "报告.pdf", "x"])
def test_refused(tmp_path: Path, data: bytes, code: str, name: str) -> None:
    if data == b"\x01":
        code = "E-KIND|E-NO-TEXT"
    with pytest.raises(RefusedError, match=code):
        opened(tmp_path, data, name)


def test_the_name_is_never_asked(tmp_path: Path) -> None:
    page = "<html><body><p>甲乙丙</p></body></html>"
    for name in ("a.doc", "a.pdf", "a.docx", "a"):
        assert opened(tmp_path, page, name).format == "html"
        assert opened(tmp_path, docx(p("甲")), name).format == "docx"


@pytest.mark.parametrize(
    "name", ["-rf.pdf", "$(id).docx", "x\nlog.docx", "<img src=x>.docx", "字" * 80 + ".docx", "gpj\u202e.exe"]
)
def test_odd_names(tmp_path: Path, name: str) -> None:
    name = name.replace("/", "")
    assert texts(opened(tmp_path, docx(p("甲")), name)) == ["甲"]


def test_what_is_not_a_regular_file(tmp_path: Path) -> None:
    start = time.process_time()
    fifo = tmp_path / "fifo"
    os.mkfifo(fifo)
    (tmp_path / "link").symlink_to(fifo)
    for path in (fifo, tmp_path / "link", tmp_path, Path("/dev/zero")):
        with pytest.raises(RefusedError, match="E-NOT-FILE"):
            read(path, limits=Limits())
        assert needs_office(path) is None
    with pytest.raises(RefusedError, match="E-NO-FILE"):
        read(tmp_path / "none", limits=Limits())
    with pytest.raises(RefusedError, match="E-UNREADABLE-FILE"):
        read(Path("a\0b"), limits=Limits())
    with pytest.raises(RefusedError, match=r"E-UNREADABLE-FILE|E-NO-FILE"):
        read(tmp_path / ("x" * 400), limits=Limits())
    assert time.process_time() - start < 3


def test_links_to_files_are_followed(tmp_path: Path) -> None:
    (tmp_path / "real").write_bytes(docx(p("甲")))
    (tmp_path / "link").symlink_to(tmp_path / "real")
    assert texts(read(tmp_path / "link", limits=Limits())) == ["甲"]


def test_size_is_looked_at_first(tmp_path: Path) -> None:
    path = tmp_path / "sparse"
    with path.open("wb") as stream:
        stream.truncate(2 * 2**30)
    start = time.process_time()
    with pytest.raises(LimitError, match="L-UPLOAD"):
        read(path, limits=Limits())
    assert time.process_time() - start < 0.5


def test_needs_office(tmp_path: Path) -> None:
    for name, data, label in (
        ("a.docx", ole("WordDocument"), "doc"), ("a.wps", ole("WordDocument"), "wps"), ("a", b"{\\rtf1}", "rtf"), ("a.zip", ODT, "odt"),
        ("a.doc", docx(p("甲")), None), ("b.doc", b"<html><body>a</body></html>", None), ("c", b"", None), ("d.doc", ole("EncryptedPackage"), None),
    ):  # fmt: skip
        (tmp_path / name).write_bytes(data)
        assert needs_office(tmp_path / name) == label


def test_every_kind_has_an_opener_or_a_sentence() -> None:
    assert not set(OPENERS) & set(REFUSED)
    assert set(REFUSED.values()) <= set(messages())


def test_only_our_errors_escape_from_damaged_files(tmp_path: Path) -> None:
    seeds = [
        docx(p("收到4件") * 3),
        ole("WordDocument"),
        "一、总体情况\n".encode(),
        b"<html><body><table><tr><td>1</td></tr></table></body></html>",
    ]
    for seed in seeds:
        for step in range(1, 60):
            broken = bytearray(seed)
            broken[(step * 7919) % len(broken)] ^= 1 << step % 8
            broken[(step * 104729) % len(broken)] = step
            if kind_of(bytes(broken)) in ("doc", "pdf"):
                continue
            with contextlib.suppress(InputError):
                opened(tmp_path, bytes(broken))
