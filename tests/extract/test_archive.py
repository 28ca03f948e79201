"""Packages checked before they are parsed (hostile ones are made here and never stored)."""

from __future__ import annotations

import io
import struct
import time
import zipfile
from pathlib import Path

import pytest

from reviewer.errors import LimitError, RefusedError
from reviewer.extract.archive import Archive
from reviewer.settings import Limits
from tests.extract.build import NAMES, docx, opened, p, package, relations, texts

BODY = f"<w:document {NAMES}><w:body>{{}}</w:body></w:document>"


def word(document: str | bytes, **more: str | bytes) -> bytes:
    return package(
        {
            "_rels/.rels": relations(("officeDocument", "word/document.xml", False)),
            "word/document.xml": document,
            **more,
        }
    )


def test_million_paragraphs_are_refused_in_time(tmp_path: Path) -> None:
    data = word(BODY.format("<w:p/>" * 3_000_000))
    assert len(data) < 400_000
    start = time.process_time()
    with pytest.raises(LimitError):
        opened(tmp_path, data)
    with pytest.raises(LimitError, match="L-ELEMENTS"):
        opened(tmp_path, data, limits=Limits(ratio=10**6))
    assert time.process_time() - start < 5


def test_many_tags_without_paragraphs_are_refused(tmp_path: Path) -> None:
    with pytest.raises(LimitError, match="L-ELEMENTS"):
        opened(tmp_path, word(BODY.format("<w:x/>" * 2_100_000)), limits=Limits(ratio=10**6))


def test_sizes_and_ratio(tmp_path: Path) -> None:
    with pytest.raises(LimitError, match="L-RATIO"):
        opened(tmp_path, word(BODY.format(p("甲") + " " * 5 * 2**20)))
    with pytest.raises(LimitError, match="L-UNPACKED"):
        opened(tmp_path, word(BODY.format(p("甲") + " " * 3 * 2**20)), limits=Limits(entry=2**20))
    with pytest.raises(LimitError, match="L-UNPACKED"):
        opened(tmp_path, word(BODY.format(p("甲") + " " * 3 * 2**20)), limits=Limits(unpacked=2**20))


@pytest.mark.parametrize(
    "evil",
    [
        '<!DOCTYPE w:document [<!ENTITY x "藏">]>',
        '<!DOCTYPE w:document SYSTEM "file:///etc/passwd">',
        '<!DOCTYPE a [<!ENTITY % p SYSTEM "http://127.0.0.1/x"> %p;]>',
    ],
)
def test_dtd_is_refused(tmp_path: Path, evil: str) -> None:
    with pytest.raises(RefusedError, match="E-DTD"):
        opened(tmp_path, word(evil + BODY.format(p("甲&x;乙"))))
    with pytest.raises(RefusedError, match="E-DTD"):
        opened(tmp_path, word(BODY.format(p("甲")), **{"customXml/item1.xml": evil + "<a/>"}))


def test_dtd_in_another_encoding_is_refused(tmp_path: Path) -> None:
    text = '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE a [<!ENTITY x "藏">]>' + BODY.format(p("甲&x;"))
    with pytest.raises(RefusedError, match="E-ARCHIVE"):
        opened(tmp_path, word(text.encode("utf-16")))
    seven = '<?xml version="1.0" encoding="UTF-7"?>' + BODY.format(p("x"))
    with pytest.raises(RefusedError, match="E-ARCHIVE"):
        opened(tmp_path, word(seven))


def test_entries(tmp_path: Path) -> None:
    many = {f"x/{index}": "" for index in range(3000)}
    with pytest.raises(LimitError, match="L-ENTRIES"):
        opened(tmp_path, word(BODY.format(p("甲")), **many))


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize(
    "name", ["../../evil", "/etc/x", "C:/x", "a/../../b", "x" * 300, "word/document.xml", "Word/Document.xml"]
)
def test_names_that_no_office_program_writes(tmp_path: Path, name: str) -> None:
    out = io.BytesIO(word(BODY.format(p("甲"))))
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr(name, "evil")
    with pytest.raises(RefusedError, match="E-ARCHIVE"):
        opened(tmp_path, out.getvalue())


def test_link_entry(tmp_path: Path) -> None:
    out = io.BytesIO(word(BODY.format(p("甲"))))
    link = zipfile.ZipInfo("word/link")
    link.external_attr = 0o120777 << 16
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr(link, "/etc/passwd")
    with pytest.raises(RefusedError, match="E-ARCHIVE"):
        opened(tmp_path, out.getvalue())


def test_overlapping_entries(tmp_path: Path) -> None:
    data = bytearray(word(BODY.format(p("甲")), **{"word/a.bin": "A" * 100, "word/b.bin": "A" * 100}))
    first = data.find(b"PK\x01\x02")
    offsets: list[int] = []
    at = first
    while data[at : at + 4] == b"PK\x01\x02":
        offsets.append(at)
        at += 46 + sum(struct.unpack_from("<HHH", data, at + 28))
    target = struct.unpack_from("<I", data, offsets[-2] + 42)[0]
    struct.pack_into("<I", data, offsets[-1] + 42, target)
    with pytest.raises(RefusedError, match="E-ARCHIVE"):
        opened(tmp_path, bytes(data))


def test_local_header_that_contradicts_the_directory(tmp_path: Path) -> None:
    data = word(BODY.format(p("甲")))
    local = data.find(b"word/document.xml")
    with pytest.raises(RefusedError, match="E-ARCHIVE"):
        opened(tmp_path, data[:local] + b"word/documenT.xml" + data[local + 17 :])


def test_damaged(tmp_path: Path) -> None:
    data = docx(p("甲" * 500))
    for share in range(1, 10):
        with pytest.raises(RefusedError, match="E-DAMAGED"):
            opened(tmp_path, data[: len(data) * share // 10])
    start = data.find(b"word/document.xml") + 30
    with pytest.raises(RefusedError):
        opened(tmp_path, data[:start] + bytes(20) + data[start + 20 :])
    with pytest.raises(RefusedError, match="E-DAMAGED"):
        opened(tmp_path, word(BODY.format("<w:p>")))


def test_encrypted_entry(tmp_path: Path) -> None:
    data = bytearray(docx(p("甲")))
    for magic, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = data.find(magic)
        while start >= 0:
            data[start + at] |= 1
            start = data.find(magic, start + 4)
    with pytest.raises(RefusedError, match="E-ENCRYPTED"):
        opened(tmp_path, bytes(data))


def test_zip64_counts_are_refused() -> None:
    data = bytearray(docx(p("甲")))
    end = data.rfind(b"PK\x05\x06")
    struct.pack_into("<HH", data, end + 8, 0xFFFF, 0xFFFF)
    with pytest.raises(LimitError, match="L-ENTRIES"):
        Archive(bytes(data), Limits())


def test_an_honest_package_passes(tmp_path: Path) -> None:
    assert texts(opened(tmp_path, docx(p("甲")))) == ["甲"]
