"""Where exactly the characters of a printed line stand in a PDF: for marking them, after it was read."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pypdfium2
import pypdfium2.raw as pdfium

from reviewer.errors import RefusedError
from reviewer.extract.pdf import open_pdf
from reviewer.extract.pdf_hidden import hidden_chars
from reviewer.extract.pdf_ink import Char, Frame, frame_of, read_chars
from reviewer.extract.pdf_lines import is_vertical, rows_of
from reviewer.extract.pdf_paths import read_shapes
from reviewer.model import Box

Quad = tuple[tuple[float, float], tuple[float, float], tuple[float, float], tuple[float, float]]
"""Top left, top right, bottom left, bottom right as a reader sees them, in the user space of the page."""
_SLACK = 0.6


class _Page(NamedTuple):
    frame: Frame
    chars: list[Char]


class Glyphs:
    """The characters of a PDF by page; to be closed. Raises RefusedError as the reader does."""

    def __init__(self, path: Path) -> None:
        self._document = open_pdf(path)
        self._pages: dict[int, _Page] = {}

    def close(self) -> None:
        self._document.close()

    def slice(self, within: str, start: int, end: int, page: int, box: Box, after: int | None = None) -> list[Box]:
        """The boxes, one a printed line, of the characters [start, end) of `within`, which was read in `box` of a page.

        `after`: visible characters in that box before `within`; None where it ends the box (what was cut off a line is
        a heading before it). [] when they are not printed there.
        """
        rows = self._rows(page, box)
        chars = [char for row in rows for char in row]
        printed, whole = "".join(char.text for char in chars), solid(within)
        base = printed.rfind(whole) if after is None else printed.find(whole, after)
        if base < 0 or len(printed) != len(chars):
            return []
        first = base + len(solid(within[:start]))
        return _boxes(chars[first : first + len(solid(within[start:end]))], rows)

    def opening(self, text: str, page: int, box: Box) -> list[Box]:
        """The boxes of as much of `text` as opens what is printed in `box`; [] when it prints something else."""
        rows = self._rows(page, box)
        chars = [char for row in rows for char in row]
        printed, wanted = "".join(char.text for char in chars), solid(text)
        size = min(len(printed), len(wanted))
        return _boxes(chars[:size], rows) if size and printed[:size] == wanted[:size] else []

    def corner(self, page: int, box: Box) -> tuple[int, tuple[float, float]]:
        """The page and the point left of a box, in user space, for a note beside it."""
        frame = self._page(page).frame
        return page, frame.point(max(4.0, box[0] - 26), max(4.0, box[1]))

    def quad(self, page: int, box: Box) -> Quad:
        """A box of the shown page in user space."""
        frame = self._page(page).frame
        x0, top, x1, bottom = box
        return frame.point(x0, top), frame.point(x1, top), frame.point(x0, bottom), frame.point(x1, bottom)

    def _page(self, number: int) -> _Page:
        if number not in self._pages:
            page = self._document[number - 1]
            try:
                self._pages[number] = _read(page)
            finally:
                page.close()
        return self._pages[number]

    def _rows(self, page: int, box: Box) -> list[list[Char]]:
        """The printed lines in a box, from the top down."""
        x0, top, x1, bottom = box
        inside = [
            char
            for char in self._page(page).chars
            if x0 - _SLACK <= (char.x0 + char.x1) / 2 <= x1 + _SLACK
            and top - _SLACK <= (char.top + char.bottom) / 2 <= bottom + _SLACK
        ]
        if len(inside) > 1 and is_vertical(inside):
            return [[char] for char in sorted(inside, key=lambda one: one.order)]
        return rows_of(inside)


def _read(page: Any) -> _Page:
    frame = frame_of(page)
    textpage = page.get_textpage()
    try:
        chars = read_chars(textpage, frame)
        unseen = hidden_chars(page, textpage, frame, chars, read_shapes(page, frame))
    finally:
        textpage.close()
    return _Page(frame, [char for char in chars if char.order not in unseen and not char.text.isspace()])


def solid(text: str) -> str:
    """`text` without white space: what is printed of it."""
    return "".join(text.split())


def _boxes(chars: Sequence[Char], rows: Sequence[Sequence[Char]]) -> list[Box]:
    """One box a printed line around these characters."""
    wanted = {char.order for char in chars}
    out = []
    for row in rows:
        some = [char for char in row if char.order in wanted]
        if some:
            out.append(
                (
                    min(char.x0 for char in some),
                    min(char.top for char in some),
                    max(char.x1 for char in some),
                    max(char.bottom for char in some),
                )
            )
    return out


def unlocked(path: Path) -> bytes:
    """The file written anew by PDFium, without encryption and with a whole table of contents; looks stay the same."""
    document = open_pdf(path)
    try:
        out = io.BytesIO()
        document.save(out, flags=pdfium.FPDF_REMOVE_SECURITY)
        return out.getvalue()
    except pypdfium2.PdfiumError as error:
        raise RefusedError("E-PDF-BROKEN") from error
    finally:
        document.close()
