"""What a PDF carries beside its pages: comments, form fields, attachments. Stated, never mixed into the text."""

from __future__ import annotations

import ctypes
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium

from reviewer.model import Notice
from reviewer.resources import sentence

_MOST = 500
_NO_BUFFER = ctypes.POINTER(ctypes.c_ushort)()


class Extras(NamedTuple):
    """Comments and filled form fields of one page (up to the first 500 annotations)."""

    comments: int = 0
    fields: int = 0


def extras_of(page: Any) -> Extras:
    """Count the annotations of a pypdfium2 page that hold text of their own; links and pop-up frames hold none."""
    comments = fields = 0
    for at in range(min(_MOST, pdfium.FPDFPage_GetAnnotCount(page))):
        annotation = pdfium.FPDFPage_GetAnnot(page, at)
        kind = pdfium.FPDFAnnot_GetSubtype(annotation)
        if kind == pdfium.FPDF_ANNOT_WIDGET:
            fields += _has(annotation, b"V")
        elif kind not in (pdfium.FPDF_ANNOT_LINK, pdfium.FPDF_ANNOT_POPUP):
            comments += _has(annotation, b"Contents")
        pdfium.FPDFPage_CloseAnnot(annotation)
    return Extras(comments, fields)


def _has(annotation: Any, key: bytes) -> int:
    """1 when the annotation has a text under this key (a UTF-16 string: two bytes are its end)."""
    return int(pdfium.FPDFAnnot_GetStringValue(annotation, key, _NO_BUFFER, 0) > 2)


def notice_of(document: Any, found: list[Extras]) -> list[Notice]:
    """One notice when comments, filled form fields or attachments hold text of their own."""
    comments, fields = sum(one.comments for one in found), sum(one.fields for one in found)
    attachments = max(0, pdfium.FPDFDoc_GetAttachmentCount(document))
    if not comments + fields + attachments:
        return []
    text = sentence("N-PDF-EXTRAS", comments=comments, fields=fields, attachments=attachments)
    return [Notice(code="N-PDF-EXTRAS", sentence=text)]
