"""Ruled lines and pictures among a page's objects.

A border is a stroke, a thin filled box, the side of a box, or a row of dots, as the producer likes (LibreOffice fills
and strokes, Word and WPS fill hairlines, Chrome fills boxes). All become edges in pdfplumber's form.
"""

from __future__ import annotations

import ctypes
from itertools import pairwise
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium

from reviewer.extract.pdf_ink import Frame
from reviewer.model import Box

INVISIBLE = 3
"""The render mode of text that leaves no ink (7 as well)."""
ROUNDED = 12
"""Curved or slanting pieces that a box with round corners may have; more are a drawing, such as a watermark's letters."""
THIN = 3.0
"""Points up to which a filled box is a line."""
WHITE = 235
"""Level of each colour (of 255) above which ink cannot be told from paper."""
MOST_OBJECTS = 400_000
_DEPTH = 6
_OPTIONAL = "OC\0".encode("utf-16-le")

Edge = dict[str, Any]


class Fill(NamedTuple):
    """A painted area: its place in drawing order, its box, and whether it is as white as paper."""

    order: int
    box: Box
    white: bool


class Shapes(NamedTuple):
    """What a page shows besides text; `fills` are painted areas and pictures."""

    edges: list[Edge]
    pictures: list[Box]
    fills: list[Fill]
    odd_texts: dict[int, int]
    """Text objects (by address) that may not be seen, and their render mode: white, transparent, invisible, in a layer."""
    first_text: list[int]
    """Place in drawing order of the first text object, in a list of one (0: no text)."""
    texts: dict[int, int]
    """Place in drawing order of every text object, by address."""


def address(handle: Any) -> int:
    """What tells one PDFium object from another."""
    return ctypes.addressof(handle.contents) if handle else 0


def _matrix(handle: Any) -> tuple[float, float, float, float, float, float]:
    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFPageObj_GetMatrix(handle, ctypes.byref(matrix))
    return matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f


def _times(inner: Any, outer: Any) -> tuple[float, float, float, float, float, float]:
    if outer is None:
        return inner  # type: ignore[no-any-return]
    a, b, c, d, e, f = inner
    p, q, r, s, t, u = outer
    return a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u


def _moved(corners: Box, matrix: Any) -> Box:
    if matrix is None:
        return corners
    a, b, c, d, e, f = matrix
    x0, y0, x1, y1 = corners
    xs = [a * x + c * y + e for x in (x0, x1) for y in (y0, y1)]
    ys = [b * x + d * y + f for x in (x0, x1) for y in (y0, y1)]
    return min(xs), min(ys), max(xs), max(ys)


class _Bounds:
    """FPDFPageObj_GetBounds with its four floats made once."""

    def __init__(self, frame: Frame) -> None:
        self._floats = [ctypes.c_float() for _ in range(4)]
        self._references = [ctypes.byref(one) for one in self._floats]
        self._frame = frame

    def __call__(self, handle: Any, matrix: Any) -> Box:
        pdfium.FPDFPageObj_GetBounds(handle, *self._references)
        left, bottom, right, top = (one.value for one in self._floats)
        return self._frame.box(*_moved((left, bottom, right, top), matrix))


class _Reader:
    """One walk over the objects of a page, those in forms included, in drawing order."""

    def __init__(self, frame: Frame) -> None:
        self.bounds = _Bounds(frame)
        self.shapes = Shapes([], [], [], {}, [0], {})
        self.order = 0

    def walk(self, get: Any, parent: Any, count: int, matrix: Any, depth: int) -> None:
        ask_kind, mode_of, fill_of = (
            pdfium.FPDFPageObj_GetType,
            pdfium.FPDFTextObj_GetTextRenderMode,
            pdfium.FPDFPageObj_GetFillColor,
        )
        marks_of = pdfium.FPDFPageObj_CountMarks
        red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
        references = [ctypes.byref(one) for one in (red, green, blue, alpha)]
        shapes = self.shapes
        first_text, texts = shapes.first_text, shapes.texts
        for index in range(count):
            handle = get(parent, index)
            kind = ask_kind(handle)
            self.order += 1
            if self.order > MOST_OBJECTS:
                return
            if kind == pdfium.FPDF_PAGEOBJ_TEXT:
                if not first_text[0]:
                    first_text[0] = self.order
                name = address(handle)
                texts[name] = self.order
                mode = mode_of(handle)
                fill_of(handle, *references)
                odd = mode in (3, 7) or alpha.value < 13
                odd = odd or (min(red.value, green.value, blue.value) > WHITE and mode != 1)
                if odd or (marks_of(handle) and _optional(handle)):
                    shapes.odd_texts[name] = INVISIBLE if alpha.value < 13 else mode
            elif kind == pdfium.FPDF_PAGEOBJ_PATH:
                _path(handle, self.order, matrix, self.bounds, shapes)
            elif kind == pdfium.FPDF_PAGEOBJ_IMAGE:
                box = self.bounds(handle, matrix)
                if box[2] - box[0] >= 100 and box[3] - box[1] >= 50:
                    shapes.pictures.append(box)
                    shapes.fills.append(Fill(self.order, box, white=False))
            elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < _DEPTH:
                inside = _times(_matrix(handle), matrix)
                size = pdfium.FPDFFormObj_CountObjects(handle)
                self.walk(pdfium.FPDFFormObj_GetObject, handle, size, inside, depth + 1)


def read_shapes(page: Any, frame: Frame) -> Shapes:
    """Edges, pictures, filled areas and suspicious texts of a pypdfium2 page."""
    reader = _Reader(frame)
    reader.walk(pdfium.FPDFPage_GetObject, page, pdfium.FPDFPage_CountObjects(page), None, 0)
    return reader.shapes


def _optional(handle: Any) -> bool:
    """Whether a text object stands in optional content (a layer that may be switched off)."""
    buffer = (ctypes.c_ushort * 8)()
    length = ctypes.c_ulong()
    for index in range(pdfium.FPDFPageObj_CountMarks(handle)):
        mark = pdfium.FPDFPageObj_GetMark(handle, index)
        if pdfium.FPDFPageObjMark_GetName(mark, buffer, 16, ctypes.byref(length)):
            name = bytes(buffer)[:6]
            if name == _OPTIONAL:
                return True
    return False


def _path(handle: Any, order: int, matrix: Any, bounds: _Bounds, shapes: Shapes) -> None:
    segments = pdfium.FPDFPath_CountSegments(handle)
    if segments < 2:
        return
    if segments > 6:
        _outline(handle, segments, matrix, bounds, shapes)
        return
    box = bounds(handle, matrix)
    if _line(box, shapes.edges) or segments < 4:
        return
    x0, top, x1, bottom = box
    frame = bounds._frame
    if x1 - x0 >= 0.97 * frame.width and bottom - top >= 0.9 * frame.height:
        return  # the paper
    _sides(box, shapes.edges)
    white = _painted(handle)
    if white is not None:
        shapes.fills.append(Fill(order, box, white))


def _painted(handle: Any) -> bool | None:
    """Whether a path paints its inside white; None when it only draws its outline, or lets through what is below."""
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    if not pdfium.FPDFPath_GetDrawMode(handle, ctypes.byref(fill), ctypes.byref(stroke)) or not fill.value:
        return None
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    pdfium.FPDFPageObj_GetFillColor(handle, *(ctypes.byref(one) for one in (red, green, blue, alpha)))
    if alpha.value < 200:
        return None
    return min(red.value, green.value, blue.value) > WHITE


def _line(box: Box, edges: list[Edge]) -> bool:
    """Add a thin box as one edge (a dot as a short one each way); False when it is an area."""
    x0, top, x1, bottom = box
    width, height = x1 - x0, bottom - top
    if width > THIN and height > THIN:
        return False
    if width <= THIN and height <= THIN:
        x, y = (x0 + x1) / 2, (top + bottom) / 2
        edges += [horizontal(x - 1.25, x + 1.25, y), vertical(x, y - 1.25, y + 1.25)]
    elif height <= width:
        edges.append(horizontal(x0, x1, (top + bottom) / 2))
    else:
        edges.append(vertical((x0 + x1) / 2, top, bottom))
    return True


def _sides(box: Box, edges: list[Edge]) -> None:
    x0, top, x1, bottom = box
    edges += [horizontal(x0, x1, top), horizontal(x0, x1, bottom), vertical(x0, top, bottom), vertical(x1, top, bottom)]


def horizontal(x0: float, x1: float, y: float) -> Edge:
    return {"x0": x0, "x1": x1, "top": y, "bottom": y, "width": x1 - x0, "height": 0.0, "orientation": "h"}


def vertical(x: float, top: float, bottom: float) -> Edge:
    return {"x0": x, "x1": x, "top": top, "bottom": bottom, "width": 0.0, "height": bottom - top, "orientation": "v"}


def _slanting(points: list[tuple[float, float]]) -> int:
    """How many pieces of a polygon are neither horizontal nor vertical."""
    return sum(abs(px - qx) > 0.15 and abs(py - qy) > 0.15 for (px, py), (qx, qy) in pairwise(points))


def _outline(handle: Any, segments: int, matrix: Any, bounds: _Bounds, shapes: Shapes) -> None:
    """A path of many parts: each straight horizontal or vertical piece is an edge, each thin box a line."""
    x, y = ctypes.c_float(), ctypes.c_float()
    xr, yr = ctypes.byref(x), ctypes.byref(y)
    own = _times(_matrix(handle), matrix)
    parts: list[list[tuple[float, float]]] = []
    curves = 0
    for index in range(min(segments, 20_000)):
        segment = pdfium.FPDFPath_GetPathSegment(handle, index)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        pdfium.FPDFPathSegment_GetPoint(segment, xr, yr)
        if kind == pdfium.FPDF_SEGMENT_MOVETO or not parts:
            parts.append([(x.value, y.value)])
        elif kind == pdfium.FPDF_SEGMENT_LINETO:
            parts[-1].append((x.value, y.value))
            if pdfium.FPDFPathSegment_GetClose(segment):
                parts[-1].append(parts[-1][0])
        else:
            parts.append([(x.value, y.value)])  # a curve rules nothing
            curves += 1
    a, b, c, d, e, f = own
    if curves + sum(map(_slanting, parts)) > ROUNDED:
        return
    for points in parts:
        if len(points) < 2:
            continue
        moved = [(a * px + c * py + e, b * px + d * py + f) for px, py in points]
        xs, ys = [one[0] for one in moved], [one[1] for one in moved]
        if _line(bounds._frame.box(min(xs), min(ys), max(xs), max(ys)), shapes.edges):
            continue
        for (px, py), (qx, qy) in pairwise(moved):
            if abs(px - qx) < 0.8 or abs(py - qy) < 0.8:
                _line(bounds._frame.box(px, py, qx, qy), shapes.edges)
