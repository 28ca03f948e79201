"""What a file is, told by its bytes. Its name is never asked."""

from __future__ import annotations

import re
from typing import Final

from reviewer.errors import RefusedError
from reviewer.extract import ole
from reviewer.extract.archive import Archive
from reviewer.extract.charset import decode

ZIP: Final = b"PK\x03\x04"
ODT: Final = b"application/vnd.oasis.opendocument.text"
_HEAD: Final = 4096
_MAGIC: Final = (
    (b"\x89PNG\r\n\x1a\n", "image"), (b"\xff\xd8\xff", "image"), (b"GIF8", "image"), (b"BM", "bitmap"),
    (b"II*\0", "image"), (b"MM\0*", "image"), (b"Rar!\x1a\x07", "bundle"), (b"7z\xbc\xaf'\x1c", "bundle"),
    (b"\x1f\x8b", "bundle"), (b"BZh", "bundle"), (b"\xfd7zXZ", "bundle"), (b"MZ", "program"), (b"\x7fELF", "program"),
    (b"PK\x05\x06", "bundle"), (b"PK\x07\x08", "bundle"),
)  # fmt: skip
_HTML: Final = re.compile(
    r"<!doctype\s+html|<html[\s>]|<head[\s>]|<body[\s>]|<table[\s>].*?</t[dr]>|<(p|div|h[1-6])[\s>].*?</\1>",
    re.IGNORECASE | re.DOTALL,
)
_MARKUP_FIRST: Final = re.compile(r"\s*(?:<!--.*?-->\s*|<\?xml[^>]*\?>\s*|<![^>]*>\s*)*<[a-zA-Z!?]", re.DOTALL)
_MAIL: Final = re.compile(r"(?:[A-Za-z][A-Za-z0-9-]*:[^\n]*\n(?:[ \t][^\n]*\n)*)*?(?:MIME-Version|Content-Type):", re.IGNORECASE)  # fmt: skip
_WORD_XML: Final = ('progid="Word.Document"', "<w:wordDocument", "<pkg:package", "opendocument.text")
_CONTROL: Final = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def kind_of(data: bytes) -> str:
    """pdf docx odt doc rtf wordxml html mhtml text, or a kind that is refused (see opener.REFUSED)."""
    if data.startswith(ZIP):
        return _zip_kind(data)
    if data.startswith(ole.MAGIC):
        return _ole_kind(data)
    if data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{\\rt"):
        return "rtf"
    for magic, kind in _MAGIC:
        if data.startswith(magic):
            if kind == "bitmap":
                return "image" if data[6:10] == b"\0\0\0\0" else _text_kind(data)
            if kind == "program" and b"\0" not in data[:_HEAD]:
                return _text_kind(data)
            return kind
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return "image"
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if data[257:262] == b"ustar":
        return "bundle"
    return _text_kind(data)


def zip_kind(names: tuple[str, ...]) -> str:
    """The kind of a zip by the names in it, all but ODT."""
    lower = {name.replace("\\", "/").lower() for name in names}
    if any(name.startswith("word/") and name.endswith(".xml") for name in lower):
        return "docx"
    if any(name.startswith("xl/") for name in lower):
        return "sheet"
    if any(name.startswith("ppt/") for name in lower):
        return "slides"
    if "ofd.xml" in lower:
        return "ofd"
    if "encryptedpackage" in lower:
        return "encrypted"
    return "bundle"


def _zip_kind(data: bytes) -> str:
    if is_odt(data):
        return "odt"
    if data[30:38] == b"mimetype" and b"opendocument.spreadsheet" in data[:200]:
        return "sheet"
    if data[30:38] == b"mimetype" and b"opendocument.presentation" in data[:200]:
        return "slides"
    return "zip"


def is_odt(data: bytes) -> bool:
    """An OpenDocument text (or its template) keeps its type as the first entry, stored as it is."""
    return data[30:38] == b"mimetype" and data[38 : 38 + len(ODT)] == ODT


def _ole_kind(data: bytes) -> str:
    found = {stream.name: stream for stream in ole.streams(data)}
    if not found:
        return "damaged"
    if "EncryptedPackage" in found or "EncryptionInfo" in found:
        return "encrypted"
    if "WordDocument" in found:
        start = ole.start_of(data, found["WordDocument"], 32)
        return "encrypted" if len(start) >= 12 and start[11] & 0x01 else "doc"
    if "Workbook" in found or "Book" in found:
        return "sheet"
    return "slides" if "PowerPoint Document" in found else "unknown"


def _text_kind(data: bytes) -> str:
    """Text, a page of markup, a saved page, Word's own XML; anything else is unknown."""
    head = data[: _HEAD * 4]
    try:
        text, _ = decode(head[: len(head) // 4 * 4])
    except RefusedError:
        start = head.decode("latin-1")
        return _markup_kind(start) or ("unknown" if _binary(start) else "text")
    return _markup_kind(text) or ("unknown" if _binary(text) else "text")


def _binary(text: str) -> bool:
    return len(_CONTROL.findall(text)) > max(4, len(text) // 50)


def _markup_kind(text: str) -> str | None:
    start = text.lstrip("\ufeff \t\r\n")
    if _MAIL.match(start[:_HEAD]) and re.search("multipart/|text/html", start[:_HEAD], re.IGNORECASE):
        return "mhtml"
    if not _MARKUP_FIRST.match(start):
        return None
    if any(mark in start for mark in _WORD_XML):
        return "wordxml"
    return "html" if _HTML.search(start) else None


def archive_kind(archive: Archive) -> str:
    """The kind of a checked zip that is not told by its first bytes."""
    if "mimetype" in archive and archive.read("mimetype").strip().startswith(ODT):
        return "odt"
    return zip_kind(archive.names)
