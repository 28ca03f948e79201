"""Highlights and notes added to a PDF: what stands in the file stays as it is, byte for byte, the notes come behind it.

An encrypted file (with an empty password) or one whose structure only PDFium can mend is written anew first.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from reviewer.errors import ConfigError, RefusedError
from reviewer.export.notes import said

Point = tuple[float, float]
_OBJECT = re.compile(rb"(?<![0-9])([0-9]{1,7}) [0-9]{1,5} obj\b")
_BEYOND = 64


class Highlight(NamedTuple):
    """Marked places on one page. `quads`: top left, top right, bottom left, bottom right, as read, in user space."""

    page: int
    """Counts from 1."""
    quads: tuple[tuple[Point, Point, Point, Point], ...]
    colour: str
    """RGB in hexadecimal."""
    text: str


def draw(
    data: bytes,
    mended: Callable[[], bytes],
    highlights: Sequence[Highlight],
    corner: tuple[int, Point],
    summary: Sequence[str],
) -> bytes:
    """The PDF with its highlights and one note at `corner`. `mended`: the same file, written anew.

    Raises ConfigError (X-PYPDF) when pypdf is not installed, RefusedError (E-PDF-BROKEN).
    """
    try:
        import pypdf
        from pypdf.errors import DependencyError, PyPdfError
    except ImportError as error:
        raise ConfigError("X-PYPDF") from error
    broken = (ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError, OSError)
    failures = (PyPdfError, DependencyError, *broken)  # the second: no library for the file's cipher
    try:
        if pypdf.PdfReader(io.BytesIO(data)).is_encrypted:
            return _drawn(mended(), highlights, corner, summary)
        return _drawn(data, highlights, corner, summary)
    except failures:
        pass
    try:
        return _drawn(mended(), highlights, corner, summary)
    except failures as error:
        raise RefusedError("E-PDF-BROKEN") from error


def _drawn(data: bytes, highlights: Sequence[Highlight], corner: tuple[int, Point], summary: Sequence[str]) -> bytes:
    import pypdf

    writer = pypdf.PdfWriter(io.BytesIO(data), incremental=True)
    _step_over(writer, data)
    number, point = corner
    if summary:
        _note(writer, number - 1, point, "\n".join(summary))
    for one in highlights:
        _highlight(writer, one)
    out = io.BytesIO()
    writer.write(out)
    if _count(out.getvalue()) != _count(data) + len(highlights):
        raise ValueError("the structure of the file does not take additions")
    return out.getvalue()


def _count(data: bytes) -> int:
    """The highlights that a reader of the file finds."""
    import pypdf

    pages = pypdf.PdfReader(io.BytesIO(data)).pages
    notes = (one.get_object() for page in pages for one in page.get("/Annots") or ())
    return sum(note is not None and note.get("/Subtype") == "/Highlight" for note in notes)


def _step_over(writer: Any, data: bytes) -> None:
    """Take no object number that the file has used already: some writers number their tables beyond /Size."""
    from pypdf.generic import NullObject

    size = len(writer._objects)
    used = max((int(match[1]) for match in _OBJECT.finditer(data)), default=size)
    for _ in range(min(used - size, _BEYOND)):
        writer._add_object(NullObject())


def _highlight(writer: Any, one: Highlight) -> None:
    from pypdf.annotations import Highlight as Annotation
    from pypdf.generic import ArrayObject, FloatObject, NameObject, TextStringObject

    points = [point for quad in one.quads for point in quad]
    flat = [FloatObject(round(value, 2)) for point in points for value in point]
    annotation = Annotation(
        rect=_hull(points), quad_points=ArrayObject(flat), highlight_color=one.colour, printing=True,
        title_bar=said().author,
    )  # fmt: skip
    annotation[NameObject("/Contents")] = TextStringObject(one.text)
    _popup(writer, one.page - 1, writer.add_annotation(one.page - 1, annotation), _hull(points))


def _note(writer: Any, page: int, point: Point, text: str) -> None:
    from pypdf.annotations import Text
    from pypdf.constants import AnnotationFlag

    x, y = point
    annotation = Text(rect=(x, y - 20, x + 20, y), text=text, open=False, title_bar=said().author)
    annotation.flags = AnnotationFlag.PRINT | AnnotationFlag.NO_ZOOM | AnnotationFlag.NO_ROTATE
    _popup(writer, page, writer.add_annotation(page, annotation), (x, y - 20, x + 20, y))


def _popup(writer: Any, page: int, parent: Any, beside: tuple[float, float, float, float]) -> None:
    """The window that shows an annotation's text, closed, at the right of it."""
    from pypdf.annotations import Popup
    from pypdf.generic import NameObject

    _, _, x1, y1 = beside
    popup = Popup(rect=(x1 + 10, y1 - 120, x1 + 230, y1), parent=parent, open=False)
    made = writer.add_annotation(page, popup)
    parent[NameObject("/Popup")] = made.indirect_reference


def _hull(points: Sequence[Point]) -> tuple[float, float, float, float]:
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return round(min(xs), 2), round(min(ys), 2), round(max(xs), 2), round(max(ys), 2)
