"""A Document: paragraphs and grids in document order, as every reader yields them. It knows nothing of the form."""

from __future__ import annotations

from typing import Literal

from reviewer.model.base import Box, Frozen, Notice


class Place(Frozen):
    """Where the characters [start, end) of a text stand on a page (pages count from 1)."""

    start: int
    end: int
    page: int
    bbox: Box


class Paragraph(Frozen):
    """One paragraph. Lines wrapped by the layout are joined; `places` has one entry a printed line."""

    kind: Literal["paragraph"] = "paragraph"
    text: str
    places: tuple[Place, ...] = ()
    level: int | None = None
    """Outline level where the format declares one (Word heading style, <h1>…): 1 is the highest."""
    hidden: bool = False
    """True when a person looking at the document would not see this text."""


class Cell(Frozen):
    """One cell of a grid, at its top left position; covered positions have no cell of their own."""

    row: int
    column: int
    row_span: int = 1
    column_span: int = 1
    text: str
    page: int | None = None
    bbox: Box | None = None
    doubtful: bool = False
    """True when the reader is not certain that `text` is exactly what stands in this one cell."""


class Grid(Frozen):
    """A table as drawn: positions, spans, text. `rows` and `columns` are its extent."""

    kind: Literal["grid"] = "grid"
    rows: int
    columns: int
    cells: tuple[Cell, ...]
    page: int | None = None
    bbox: Box | None = None


Block = Paragraph | Grid


class PageSize(Frozen):
    """Width and height of a page in points; `number` counts from 1."""

    number: int
    width: float
    height: float


class Document(Frozen):
    """Everything a reader recovered from one file, in reading order."""

    format: Literal["pdf", "docx", "html", "text", "doc", "wps", "rtf", "odt"]
    blocks: tuple[Block, ...]
    pages: tuple[PageSize, ...] = ()
    notices: tuple[Notice, ...] = ()
    """Told to the user as they are: tracked changes read as accepted, hidden text, pictures left aside …"""
    images: int = 0
    """Pictures large enough to hold a table or a page of text."""
