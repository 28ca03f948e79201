"""Glyph boxes that a font makes far too tall, cut down to what stands around the base line.

PDFium makes a glyph's box as high as the font's ascent and descent. Where the file states neither (LibreOffice writes 0
into the descriptors of CFF subsets), PDFium takes them from the box of the font's largest glyph: 1.8 em instead of 0.9, and
not alike for the subsets of one typeface. The characters of one printed line then have middles up to half an em
apart. Base line and size are exact in any case.
"""

from __future__ import annotations

import ctypes
from typing import Any

import pypdfium2.raw as pdfium

SLENDER = 1.5
"""A box that is longer one way than so many times the other may be too tall; no Chinese typeface is (1.45 at the most)."""
ABOVE, BELOW = 1.2, 0.5
"""Ems above and below the base line that a box may reach as it is."""
TOP, BOTTOM = 0.88, 0.12
"""Ems above and below the base line where a Chinese character ends: the em box of nearly every typeface."""


def trim(textpage: Any, index: int, box: Any) -> None:
    """Cut the box (FS_RECTF, user space) of a character to its em box where it reaches too far up or down.

    `textpage`: the raw handle. Text that is set aslant is left alone: its box is not one of the font.
    """
    matrix = pdfium.FS_MATRIX()
    x, y = ctypes.c_double(), ctypes.c_double()
    if not (
        pdfium.FPDFText_GetMatrix(textpage, index, ctypes.byref(matrix))
        and pdfium.FPDFText_GetCharOrigin(textpage, index, ctypes.byref(x), ctypes.byref(y))
    ):
        return
    flat = max(abs(matrix.a), abs(matrix.b), abs(matrix.c), abs(matrix.d)) * 0.01
    size = pdfium.FPDFText_GetFontSize(textpage, index)
    if abs(matrix.c) <= flat and abs(matrix.b) <= flat:
        box.bottom, box.top = _cut(box.bottom, box.top, y.value, size * matrix.d)
    elif abs(matrix.a) <= flat and abs(matrix.d) <= flat:
        box.left, box.right = _cut(box.left, box.right, x.value, size * matrix.c)


def _cut(low: float, high: float, base: float, em: float) -> tuple[float, float]:
    """The ends of a box along the direction in which its glyph stands. `em` below 0: it stands head down."""
    if not em:
        return low, high
    feet, head = sorted(((low - base) / em, (high - base) / em))
    if head > ABOVE:
        head = TOP
    if feet < -BELOW:
        feet = -BOTTOM
    ends = sorted((base + feet * em, base + head * em))
    return ends[0], ends[1]
