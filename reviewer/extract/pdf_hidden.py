"""Text that a person looking at the page does not see: white on white, invisible, tiny, covered, off the page.

Cheap signs pick out suspects; a picture of the page decides. A suspect is seen when there is something to see at its
place and it is not merely printed under other text. Invisible text over a picture is the text layer of a scan: seen.
"""

from __future__ import annotations

import ctypes
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import Any

import pypdfium2.raw as pdfium

from reviewer.extract.pdf_ink import Char, Frame
from reviewer.extract.pdf_paths import Shapes, address
from reviewer.model import Box

TINY = 1.5
"""Points of height below which text cannot be read."""
_SCALE = 2.0
_CONTRAST = 24
_PIXELS = 12_000_000


def hidden_chars(page: Any, textpage: Any, frame: Frame, chars: Sequence[Char], shapes: Shapes) -> set[int]:
    """Content order numbers of the characters that cannot be seen."""
    found: set[int] = set()
    width, height = frame.width, frame.height
    for char in chars:
        x, y = char.x0 + char.x1, char.top + char.bottom
        if not (0 <= x <= 2 * width and 0 <= y <= 2 * height) or (
            char.bottom - char.top < TINY and char.x1 - char.x0 < TINY
        ):
            found.add(char.order)
    suspects = _covered(textpage, chars, shapes)
    if shapes.odd_texts:
        for char in chars:
            mode = shapes.odd_texts.get(address(pdfium.FPDFText_GetTextObject(textpage, char.order)))
            if mode is not None:
                suspects[char.order] = mode
    if suspects:
        found |= _unseen(page, textpage, frame, chars, shapes, suspects)
    return found


def _covered(textpage: Any, chars: Sequence[Char], shapes: Shapes) -> dict[int, int]:
    """Characters (by content order, with mode 0) that something is painted over later."""
    covers = [one for one in shapes.fills if one.order > shapes.first_text[0] > 0]
    if not covers:
        return {}
    by_height = sorted(chars, key=lambda char: char.top + char.bottom)
    middles = [(char.top + char.bottom) / 2 for char in by_height]
    last: dict[int, int] = {}
    for order, box, _ in covers:
        for char in by_height[bisect_left(middles, box[1]) : bisect_right(middles, box[3])]:
            if box[0] <= (char.x0 + char.x1) / 2 <= box[2]:
                last[char.order] = max(order, last.get(char.order, 0))
    if not last:
        return {}
    suspects = {}
    for name, order in last.items():
        own = shapes.texts.get(address(pdfium.FPDFText_GetTextObject(textpage, name)), order)
        if own < order:
            suspects[name] = 0
    return suspects


def _holds(box: Box, char: Char) -> bool:
    x, y = (char.x0 + char.x1) / 2, (char.top + char.bottom) / 2
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]


def _unseen(
    page: Any, textpage: Any, frame: Frame, chars: Sequence[Char], shapes: Shapes, odd: dict[int, int]
) -> set[int]:
    """Those of the suspects (`odd`: render mode by content order) that cannot be seen."""
    plain = [char for char in chars if char.order not in odd]
    scale = min(_SCALE, (_PIXELS / max(1.0, frame.width * frame.height)) ** 0.5)
    picture = _Picture(page, frame, scale)
    hidden = set()
    for char in chars:
        mode = odd.get(char.order)
        if mode is None:
            continue
        over_picture = any(_holds(box, char) for box in shapes.pictures)
        if mode in (3, 7):
            seen = over_picture or (not plain and picture.shows(char))
        elif over_picture and not plain:
            seen = True  # a scan printed over its own text layer
        elif _on_colour(textpage, char, shapes):
            seen = True
        else:
            seen = picture.shows(char) and not any(_overlap(char, one) for one in plain)
        if not seen:
            hidden.add(char.order)
    return hidden


def _on_colour(textpage: Any, char: Char, shapes: Shapes) -> bool:
    """Whether white text has colour below it, and nothing above (told without a picture: fonts may be missing here)."""
    name = address(pdfium.FPDFText_GetTextObject(textpage, char.order))
    own = shapes.texts.get(name, 0)
    around = [one for one in shapes.fills if _holds(one.box, char)]
    below = [one for one in around if one.order < own]
    return name in shapes.odd_texts and bool(below) and not below[-1].white and len(below) == len(around)


def _overlap(one: Char, two: Char) -> bool:
    wide = min(one.x1, two.x1) - max(one.x0, two.x0)
    high = min(one.bottom, two.bottom) - max(one.top, two.top)
    return wide > 0.25 * (one.x1 - one.x0) and high > 0.4 * (one.bottom - one.top)


class _Picture:
    """A grey picture of the page."""

    def __init__(self, page: Any, frame: Frame, scale: float) -> None:
        self._scale = scale
        self._wide, self._high = max(1, int(frame.width * scale)), max(1, int(frame.height * scale))
        bitmap = pdfium.FPDFBitmap_CreateEx(self._wide, self._high, pdfium.FPDFBitmap_Gray, None, 0)
        pdfium.FPDFBitmap_FillRect(bitmap, 0, 0, self._wide, self._high, 0xFFFFFFFF)
        pdfium.FPDF_RenderPageBitmap(bitmap, page, 0, 0, self._wide, self._high, 0, pdfium.FPDF_ANNOT)
        self._stride = pdfium.FPDFBitmap_GetStride(bitmap)
        size = self._stride * self._high
        self._bytes = ctypes.string_at(pdfium.FPDFBitmap_GetBuffer(bitmap), size)
        pdfium.FPDFBitmap_Destroy(bitmap)

    def shows(self, char: Char) -> bool:
        """Whether anything stands out within the character's box."""
        inset_x, inset_y = 0.12 * (char.x1 - char.x0), 0.15 * (char.bottom - char.top)
        left, right = int((char.x0 + inset_x) * self._scale), int((char.x1 - inset_x) * self._scale) + 1
        top, bottom = int((char.top + inset_y) * self._scale), int((char.bottom - inset_y) * self._scale) + 1
        left, right = max(0, left), min(self._wide, right)
        low, high = 255, 0
        for y in range(max(0, top), min(self._high, bottom)):
            row = self._bytes[y * self._stride + left : y * self._stride + right]
            if row:
                low, high = min(low, min(row)), max(high, max(row))
        return high - low >= _CONTRAST
