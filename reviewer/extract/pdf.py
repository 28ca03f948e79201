"""The PDF reader: PDFium's characters and lines, pdfplumber's tables, one Document.

PDFium is not thread-safe: one document at a time in a process. Nothing is fetched, run or followed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from reviewer.errors import LimitError, RefusedError
from reviewer.extract.pdf_aligned import set_apart
from reviewer.extract.pdf_extras import notice_of
from reviewer.extract.pdf_furniture import PageLines, furniture
from reviewer.extract.pdf_ink import REPLACEMENT
from reviewer.extract.pdf_lines import Line
from reviewer.extract.pdf_page import PageContent, Used, read_page
from reviewer.extract.pdf_paragraphs import Measure, PageItem, assemble, measure, paragraph
from reviewer.limits import Limits
from reviewer.model import Block, Document, Grid, Notice, PageSize, Paragraph
from reviewer.resources import sentence

ScanReader = Callable[[Path, Sequence[int]], dict[int, PageContent]]
"""Reads pages (by number) that are pictures: the place where text recognition is plugged in."""

UNMAPPED = 0.3
"""Share of glyphs without a character from which a document's text is unusable."""


def read_pdf(path: Path, limits: Limits, scans: ScanReader | None = None) -> Document:
    """Read a PDF. Raises RefusedError (E-PDF-…) and LimitError (L-PAGES, L-CHARACTERS, L-CELLS).

    `scans` is handed the pages that are pictures; without it they are told in a notice, and a PDF of nothing else is
    refused.
    """
    document = open_pdf(path)
    try:
        count = len(document)
        if count == 0:
            raise RefusedError("E-PDF-BROKEN")
        if count > limits.pages:
            raise LimitError("L-PAGES", count=count, limit=limits.pages)
        pages, unreadable = _pages(document, count, limits)
        extras = notice_of(document, [page.extras for page in pages])
    finally:
        document.close()
    pictures = [page.number for page in pages if page.is_picture]
    if scans and pictures:
        recovered = scans(path, pictures)
        pages = [recovered.get(page.number, page) for page in pages]
        pictures = [number for number in pictures if number not in recovered]
    _refuse_textless(pages, pictures)
    notices = [*_notices(pages, pictures, unreadable), *extras]
    return Document(
        format="pdf",
        blocks=tuple(_blocks(pages)),
        pages=tuple(PageSize(number=page.number, width=page.width, height=page.height) for page in pages),
        notices=tuple(notices),
        images=sum(page.pictures for page in pages),
    )


def open_pdf(path: Path) -> Any:
    """PDFium's document of a file; an empty password is tried. Raises RefusedError (E-PDF-ENCRYPTED, E-PDF-BROKEN)."""
    try:
        return pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        code = getattr(error, "err_code", None)
        locked = code in (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY)
        raise RefusedError("E-PDF-ENCRYPTED" if locked else "E-PDF-BROKEN") from error


def _pages(document: Any, count: int, limits: Limits) -> tuple[list[PageContent], list[int]]:
    """Contents of all pages, and the numbers of those that PDFium cannot load."""
    pages: list[PageContent] = []
    broken: list[int] = []
    used = Used()
    for index in range(count):
        try:
            page = document[index]
            try:
                content = read_page(page, index + 1, limits, used)
            finally:
                page.close()
        except pypdfium2.PdfiumError:
            broken.append(index + 1)
            continue
        cells = sum(len(grid.cells) for grid in content.grids)
        used = Used(used.characters + content.characters, used.cells + cells)
        pages.append(content)
    if not pages:
        raise RefusedError("E-PDF-BROKEN")
    return pages, broken


def _refuse_textless(pages: Sequence[PageContent], pictures: Sequence[int]) -> None:
    characters = sum(page.visible for page in pages)
    if pictures and all(page.is_picture or page.visible == 0 for page in pages):
        raise RefusedError("E-PDF-IMAGE", pages=len(pages))
    if characters == 0:
        raise RefusedError("E-PDF-IMAGE" if any(page.drawn for page in pages) else "E-PDF-EMPTY", pages=len(pages))
    unmapped = sum(line.text.count(REPLACEMENT) for page in pages for line in page.lines)
    unmapped += sum(cell.text.count(REPLACEMENT) for page in pages for grid in page.grids for cell in grid.cells)
    if unmapped > UNMAPPED * characters:
        raise RefusedError("E-PDF-GARBLED")


def _notices(pages: Sequence[PageContent], pictures: Sequence[int], broken: Sequence[int]) -> list[Notice]:
    found = []
    hidden = [page.number for page in pages if page.hidden]
    for code, numbers in (("N-HIDDEN-PDF", hidden), ("N-PDF-IMAGE", pictures), ("N-PDF-PAGE", broken)):
        if numbers:
            shown = "、".join(str(number) for number in numbers[:20])
            found.append(Notice(code=code, sentence=sentence(code, pages=shown)))
    return found


def _blocks(pages: Sequence[PageContent]) -> list[Block]:
    """Grids and paragraphs in reading order; hidden text after everything else."""
    dropped = furniture([_loose(page) for page in pages])
    by_size: dict[int, list[Line]] = defaultdict(list)
    items: list[PageItem] = []
    rows = set_apart({page.number: page.lines for page in pages})
    for page in pages:
        lines = [
            rows.get((page.number, at), line) for at, line in enumerate(page.lines) if (page.number, at) not in dropped
        ]
        by_size[round(page.width)].extend(lines)
        placed: list[tuple[float, Line | Grid]] = [(line.bbox[1], line) for line in lines]
        placed += [(grid.bbox[1] if grid.bbox else 0.0, grid) for grid in page.grids]
        items += [PageItem(page.number, item) for _, item in sorted(placed, key=lambda one: one[0])]
    areas = {size: measure(lines) for size, lines in by_size.items() if lines}
    by_page: dict[int, Measure] = {
        page.number: areas[round(page.width)] for page in pages if round(page.width) in areas
    }
    blocks = assemble(items, by_page)
    for page in pages:
        if page.hidden:
            blocks.append(_hidden(page))
    return blocks


def _loose(page: PageContent) -> PageLines:
    tops = [grid.bbox[1] for grid in page.grids if grid.bbox]
    bottoms = [grid.bbox[3] for grid in page.grids if grid.bbox]
    return PageLines(
        page.number, page.height, page.lines, min(tops, default=float("inf")), max(bottoms, default=float("-inf"))
    )


def _hidden(page: PageContent) -> Paragraph:
    return paragraph([(page.number, line) for line in page.hidden], hidden=True)
