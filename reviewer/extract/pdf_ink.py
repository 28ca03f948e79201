"""What is printed on one PDF page: characters, ruled lines, pictures. Straight from PDFium, in points from the top left.

PDFium answers in user space (origin bottom left, before rotation, crop box not subtracted); `Frame` turns that into
what a reader sees. One call per value and character is what reading costs, so only two are made for every character.
"""

from __future__ import annotations

import ctypes
from operator import itemgetter
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium

from reviewer.model import Box, mend_characters

REPLACEMENT = "\ufffd"
"""Stands for a glyph whose character the file does not say."""
_HYPHENS = {0x02: 0x2D, 0xFFFE: 0x2D}  # how PDFium writes a hyphen at the end of a line


class Char(NamedTuple):
    """One visible glyph; `order` is its place in PDFium's text page (content order)."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    order: int

    @property
    def size(self) -> float:
        """Height of the box: the font's size, nearly (the glyph's own height where the font states none)."""
        return self.bottom - self.top


class Frame(NamedTuple):
    """The visible part of a page in user space, and the rotation (0, 90, 180, 270 clockwise) it is shown with."""

    left: float
    bottom: float
    right: float
    top: float
    rotation: int = 0

    @property
    def width(self) -> float:
        return self.top - self.bottom if self.rotation in (90, 270) else self.right - self.left

    @property
    def height(self) -> float:
        return self.right - self.left if self.rotation in (90, 270) else self.top - self.bottom

    def box(self, x0: float, y0: float, x1: float, y1: float) -> Box:
        """User space corners (any two opposite ones) as (x0, top, x1, bottom) of the shown page."""
        if self.rotation == 0:
            a, b, c, d = x0 - self.left, self.top - y0, x1 - self.left, self.top - y1
        elif self.rotation == 90:
            a, b, c, d = y0 - self.bottom, x0 - self.left, y1 - self.bottom, x1 - self.left
        elif self.rotation == 180:
            a, b, c, d = self.right - x0, y0 - self.bottom, self.right - x1, y1 - self.bottom
        else:
            a, b, c, d = self.top - y0, self.right - x0, self.top - y1, self.right - x1
        return min(a, c), min(b, d), max(a, c), max(b, d)

    def point(self, x: float, y: float) -> tuple[float, float]:
        """A point of the shown page (from its top left) in user space."""
        if self.rotation == 0:
            return self.left + x, self.top - y
        if self.rotation == 90:
            return self.left + y, self.bottom + x
        if self.rotation == 180:
            return self.right - x, self.bottom + y
        return self.right - y, self.top - x


def frame_of(page: Any) -> Frame:
    """The frame of a pypdfium2 page: its crop box within its media box."""
    box = pdfium.FS_RECTF()
    pdfium.FPDF_GetPageBoundingBox(page, ctypes.byref(box))
    return Frame(box.left, box.bottom, box.right, box.top, (pdfium.FPDFPage_GetRotation(page) % 4) * 90)


def _codes(textpage: Any, count: int) -> list[int]:
    """One code point a PDFium character; 0 where the file maps the glyph to none."""
    buffer = (ctypes.c_ushort * (count + 1))()
    written = pdfium.FPDFText_GetText(textpage, 0, count, buffer)
    units = list(buffer[:count])
    if written == count + 1 and not any(0xD800 <= unit <= 0xDFFF for unit in units):
        return units
    # some characters have no or two UTF-16 units: ask for each one
    return [pdfium.FPDFText_GetUnicode(textpage, index) for index in range(count)]


def _letters(codes: list[int]) -> str:
    """The characters of `codes`, one each; blank where nothing is printed."""
    out = []
    half = 0
    for code in codes:
        code = _HYPHENS.get(code, code)
        if 0xD800 <= code <= 0xDBFF:  # 16-bit wchar_t: the pair arrives in two halves
            half = code
            out.append(" ")
            continue
        if 0xDC00 <= code <= 0xDFFF:
            out.append(chr(0x10000 + ((half - 0xD800) << 10) + code - 0xDC00) if half else REPLACEMENT)
        elif code == 0 or 0xE000 <= code <= 0xF8FF or code > 0x10FFFF:
            out.append(REPLACEMENT)
        else:
            out.append(chr(code))
        half = 0
    return mend_characters("".join(out))


def read_chars(textpage: Any, frame: Frame) -> list[Char]:
    """Every printed glyph of a pypdfium2 text page in content order; blanks and line breaks are left out."""
    count = pdfium.FPDFText_CountChars(textpage)
    if count <= 0:
        return []
    letters = _letters(_codes(textpage, count))
    box = pdfium.FS_RECTF()
    reference = ctypes.byref(box)
    ask = pdfium.FPDFText_GetLooseCharBox
    handle = textpage.raw if hasattr(textpage, "raw") else textpage
    upright, left, top = frame.rotation == 0, frame.left, frame.top
    found = []
    for index, letter in enumerate(letters):
        if letter.isspace() or letter < " " or not ask(handle, index, reference):
            continue
        wide, high = box.right - box.left, box.top - box.bottom
        if wide > 40 or high > 40 or wide <= 0 or high <= 0:
            _mend(handle, index, box)
        if upright:
            found.append(Char(letter, box.left - left, top - box.top, box.right - left, top - box.bottom, index))
        else:
            found.append(Char(letter, *frame.box(box.left, box.bottom, box.right, box.top), index))
    return _once(found)


def _mend(handle: Any, index: int, box: Any) -> None:
    """Put the glyph's own box in place of a senseless one: PDFium scales vertical writing wrongly (8 pt become 200)."""
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    references = (ctypes.byref(one) for one in (left, right, bottom, top))
    if not pdfium.FPDFText_GetCharBox(handle, index, *references):
        return
    wide, high = right.value - left.value, top.value - bottom.value
    loose_wide, loose_high = box.right - box.left, box.top - box.bottom
    if (wide > 0 and high > 0) and (wide < 0.5 * loose_wide or min(loose_wide, loose_high) <= 0):
        box.left, box.right, box.bottom, box.top = left.value, right.value, bottom.value, top.value


def _once(chars: list[Char]) -> list[Char]:
    """Drop the second strike of bold text that is imitated by printing it twice, a hair apart."""
    twins = set()
    last: Char | None = None
    for char in sorted(chars, key=_TWIN_ORDER):
        if last is not None and char[0] == last[0] and char[2] - last[2] < 0.4:
            width = char[3] - char[1]
            if abs(char[1] - last[1]) < 0.4 * width:
                twins.add(max(char.order, last.order))
        last = char
    return [char for char in chars if char.order not in twins] if twins else chars


_TWIN_ORDER = itemgetter(0, 2, 1)
