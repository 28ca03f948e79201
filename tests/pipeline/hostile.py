"""Hostile and unfit files, made when the tests run; each function writes one and returns its path."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterable
from pathlib import Path

from reviewer.evals.cases import build
from reviewer.evals.writers import write_one

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/word/document.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
_RELS = (
    '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"'
    ' Target="word/document.xml"/></Relationships>'
)


def report(path: Path, seed: int = 0) -> Path:
    """A sound report; the format is told by the ending."""
    write_one(build(seed), {".docx": "docx", ".html": "html", ".txt": "text"}[path.suffix], path)
    return path


def docx(path: Path, body: Iterable[bytes], prolog: bytes = b"") -> Path:
    """A DOCX whose document.xml has this body, streamed."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", _TYPES)
        archive.writestr("_rels/.rels", _RELS)
        with archive.open("word/document.xml", "w", force_zip64=True) as part:
            part.write(b'<?xml version="1.0" encoding="UTF-8"?>' + prolog)
            part.write(f'<w:document xmlns:w="{_W}"><w:body>'.encode())
            for piece in body:
                part.write(piece)
            part.write(b"</w:body></w:document>")
    return path


def paragraph(text: str) -> bytes:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>".encode()


def many_paragraphs(path: Path) -> Path:
    """Three million empty paragraphs."""
    return docx(path, (b"<w:p/>" * 10_000 for _ in range(300)))


def many_elements(path: Path) -> Path:
    """More paragraphs than any report has, none like another, so that no ratio tells."""
    return docx(path, (b'<w:p w:rsidR="%08X"/>' % (number * 2654435761 % 2**32) for number in range(300_000)))


def zip_bomb(path: Path) -> Path:
    """170 MB of document.xml from well under 1 MB."""
    return docx(path, (b"<w:p><w:r><w:t>" + b"0" * 2**20 + b"</w:t></w:r></w:p>" for _ in range(170)))


def many_entries(path: Path) -> Path:
    report(path)
    with zipfile.ZipFile(path, "a") as archive:
        for number in range(3000):
            archive.writestr(f"word/media/{number}.xml", "")
    return path


def overlap(path: Path) -> Path:
    """The central directory points many entries at the same bytes."""
    report(path)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("word/a.xml", b"0" * 1000)
        info = archive.getinfo("word/a.xml")
        for number in range(20):
            twin = zipfile.ZipInfo(f"word/b{number}.xml")
            for name in ("compress_type", "CRC", "compress_size", "file_size", "header_offset"):
                setattr(twin, name, getattr(info, name))
            archive.filelist.append(twin)
    return path


def dtd(path: Path) -> Path:
    """An entity that would make half a sentence vanish."""
    prolog = b'<!DOCTYPE w:document [<!ENTITY x "hidden">]>'
    return docx(path, [b"<w:p><w:r><w:t>A&x;B</w:t></w:r></w:p>"], prolog)


def letter(path: Path) -> Path:
    """Another kind of document."""
    said = ("关于召开全区防汛工作会议的通知", "各街道、各有关部门：", "定于6月3日上午9时召开会议，请准时参加。")
    return docx(path, map(paragraph, said))


def truncated(path: Path, source: Path, share: float = 0.5) -> Path:
    data = source.read_bytes()
    path.write_bytes(data[: int(len(data) * share)])
    return path


def pdf(path: Path, pages: int = 1, content: bytes = b"", filters: str = "", trailer: str = "") -> Path:
    """A PDF of empty pages that share one content stream."""
    kids = " ".join(f"{number} 0 R" for number in range(4, 4 + pages))
    head = f"<</Length {len(content)}{f'/Filter[{filters}]' if filters else ''}>>"
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Count {pages}/Kids[{kids}]>>".encode(),
        head.encode() + b"stream\n" + content + b"\nendstream",
        *[
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 3 0 R/Resources<</Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>>"
        ]
        * pages,
    ]
    out = io.BytesIO()
    out.write(b"%PDF-1.7\n")
    offsets = []
    for number, one in enumerate(objects, 1):
        offsets.append(out.tell())
        out.write(b"%d 0 obj\n" % number + one + b"\nendobj\n")
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    out.writelines(b"%010d 00000 n \n" % offset for offset in offsets)
    out.write(
        b"trailer<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, trailer.encode(), start)
    )
    path.write_bytes(out.getvalue())
    return path


def flate_bomb(path: Path, size: int = 2**30) -> Path:
    """A page content of `size` bytes, deflated twice into a few kilobytes."""
    inner, outer = zlib.compressobj(9), zlib.compressobj(9)
    packed = b""
    for _ in range(size // 2**20):
        packed += outer.compress(inner.compress(b" " * 2**20))
    packed += outer.compress(inner.flush()) + outer.flush()
    return pdf(path, 1, packed, "/FlateDecode/FlateDecode")


def operator_storm(path: Path) -> Path:
    """Two million text operators in about a hundred kilobytes."""
    return pdf(path, 1, zlib.compress(b"BT /F 12 Tf " + b"(a)Tj " * 2_000_000 + b"ET"), "/FlateDecode")


def encrypted_pdf(path: Path) -> Path:
    """Encrypted with a user password: no password that a reader tries fits the check values."""
    secret = "<</Filter/Standard/V 2/R 3/Length 128/P -3904/O<" + "5a" * 32 + ">/U<" + "a5" * 32 + ">>>"
    trailer = f"/Encrypt {secret}/ID[<{'11' * 16}><{'11' * 16}>]"
    return pdf(path, 1, b"BT /F 12 Tf (a)Tj ET", trailer=trailer)


def picture(path: Path) -> Path:
    """A PNG of one pixel, whatever its name says."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    path.write_bytes(
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0\0")) + chunk(b"IEND", b"")
    )
    return path


def sparse(path: Path, size: int = 2 * 2**30) -> Path:
    with path.open("wb") as out:
        out.truncate(size)
    return path
