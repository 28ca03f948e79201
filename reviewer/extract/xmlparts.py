"""XML parts: scanned as bytes for DTDs and for sheer number of elements, then parsed without network or entities."""

from __future__ import annotations

import re
from typing import Final

from lxml import etree

from reviewer.errors import LimitError, RefusedError
from reviewer.limits import Limits

_OVERLAP: Final = 16
_TAGS_A_BLOCK: Final = 10
"""Tags allowed for each block allowed: opening and closing tags of a paragraph, its runs and their properties."""
_PARAGRAPHS: Final = (b"<w:p>", b"<w:p/>", b"<w:p ", b"<text:p")
_DECLARED: Final = re.compile(rb"""<\?xml[^>]*?encoding\s*=\s*["']([^"']+)["']""")
_STRICT: Final = b"http://purl.oclc.org/ooxml/"
_STRICT_NAMES: Final = (
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main", b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"),
    (b"http://purl.oclc.org/ooxml/officeDocument/relationships", b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"),
    (b"http://purl.oclc.org/ooxml/drawingml/wordprocessingDrawing", b"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"),
    (b"http://purl.oclc.org/ooxml/drawingml/main", b"http://schemas.openxmlformats.org/drawingml/2006/main"),
    (b"http://purl.oclc.org/ooxml/officeDocument/math", b"http://schemas.openxmlformats.org/officeDocument/2006/math"),
)  # fmt: skip


class Scan:
    """Looks through one part chunk by chunk. Raises RefusedError (E-DTD, E-ARCHIVE) or LimitError (L-ELEMENTS)."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._tags = 0
        self._paragraphs = 0
        self._tail = b""
        self._first = True

    def feed(self, chunk: bytes) -> None:
        if self._first:
            self._first = False
            _check_encoding(chunk)
        self._tags += chunk.count(b"<")
        window = self._tail + chunk
        self._paragraphs += sum(window.count(mark) for mark in _PARAGRAPHS)
        if b"<!DOCTYPE" in window or b"<!ENTITY" in window:
            raise RefusedError("E-DTD")
        if self._tags > _TAGS_A_BLOCK * self._limits.blocks or self._paragraphs > self._limits.blocks:
            raise LimitError("L-ELEMENTS", limit=self._limits.blocks)
        self._tail = window[-_OVERLAP:] if len(window) > _OVERLAP else b""


def _check_encoding(start: bytes) -> None:
    """Only UTF-8: any other encoding would hide a DTD from a scan of bytes, and no office program writes one."""
    declared = _DECLARED.search(start[:200])
    name = declared.group(1).lower() if declared else b"utf-8"
    if start[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in start[:4] or name not in (b"utf-8", b"utf8", b"us-ascii"):
        raise RefusedError("E-ARCHIVE")


def parse(data: bytes) -> etree._Element:
    """Parse one scanned part. Raises LimitError L-DEPTH when nested too deep, RefusedError E-DAMAGED when broken."""
    if _STRICT in data:
        for strict, usual in _STRICT_NAMES:
            data = data.replace(strict, usual)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False, remove_comments=True, remove_pis=True
    )
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        if "depth" in str(error):
            raise LimitError("L-DEPTH") from error
        raise RefusedError("E-DAMAGED") from error


def serialised(root: etree._Element, like: bytes) -> bytes:
    """The bytes of a changed part, in the namespaces of the part `like` that the document came from."""
    data = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    if is_strict(like):
        for strict, usual in _STRICT_NAMES:
            data = data.replace(usual, strict)
    return data


def is_strict(data: bytes) -> bool:
    """Whether a part is written in the names of strict OOXML, which `parse` turns into the usual ones."""
    return _STRICT in data
