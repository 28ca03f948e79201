"""A chart of Word's own (DrawingML), with the workbook it draws from inside, so that an office can edit its figures.

Parts after ECMA-376 part 1: chart (21.2), inline drawing (20.4.2.8), embedded package (11.3.10).
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.shared import Cm, Pt
from docx.text.paragraph import Paragraph
from lxml import etree

from reviewer.export.clean import brief
from reviewer.export.paper import repack

_C = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_CHART = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
_BOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_SHEET = "Sheet1"
_TEXT_SIZE = "1050"
"""Hundredths of a point."""
_GAP = "45"
_TIME, _EPOCH = re.compile(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ"), b"2000-01-01T00:00:00Z"
"""The library writes the time of saving; equal seasons shall be equal bytes."""


class Series(NamedTuple):
    """One colour of a chart: its name, a figure a category, RRGGBB (one for each category in a pie)."""

    name: str
    values: tuple[int, ...]
    colours: tuple[str, ...]


class Chart(NamedTuple):
    """`kind`: pie (one series) or bar (horizontal, stacked). Categories from the top down."""

    kind: str
    title: str
    categories: tuple[str, ...]
    series: tuple[Series, ...]


def place(document: WordDocument, chart: Chart, number: int, height: float) -> Paragraph:
    """Put a chart in a paragraph of its own, as wide as the text, `height` cm high; `number` counts from 1."""
    package = document.part.package
    book = Part(PackURI(f"/word/embeddings/chart{number}.xlsx"), _BOOK, _workbook(chart), package)
    part = Part(PackURI(f"/word/charts/chart{number}.xml"), _CHART, b"", package)
    inner = part.relate_to(book, f"{_R}/package")
    part._blob = _xml(chart, inner)
    outer = document.part.relate_to(part, f"{_R}/chart")
    paragraph = document.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    layout = paragraph.paragraph_format
    layout.first_line_indent, layout.line_spacing_rule = Pt(0), WD_LINE_SPACING.SINGLE
    layout.keep_with_next = True
    paragraph.add_run()._r.append(_drawing(outer, number, chart.title, Cm(15.2), Cm(height)))
    return paragraph


def _drawing(relation: str, number: int, title: str, width: int, height: int) -> etree._Element:
    drawing = etree.Element(f"{{{_W}}}drawing", nsmap={"w": _W, "wp": _WP, "a": _A, "c": _C, "r": _R})
    inline = etree.SubElement(drawing, f"{{{_WP}}}inline", distT="0", distB="0", distL="0", distR="0")
    etree.SubElement(inline, f"{{{_WP}}}extent", cx=str(width), cy=str(height))
    etree.SubElement(inline, f"{{{_WP}}}docPr", id=str(100 + number), name=f"Chart {number}", descr=brief(title, 120))
    etree.SubElement(inline, f"{{{_WP}}}cNvGraphicFramePr")
    graphic = etree.SubElement(inline, f"{{{_A}}}graphic")
    data = etree.SubElement(graphic, f"{{{_A}}}graphicData", uri=_C)
    etree.SubElement(data, f"{{{_C}}}chart").set(f"{{{_R}}}id", relation)
    return parse_xml(etree.tostring(drawing))


def _workbook(chart: Chart) -> bytes:
    """The figures as Word wants them: categories in column A, a series a column."""
    from openpyxl import Workbook

    from reviewer.export.xlsx import safe_cell

    book = Workbook(write_only=True)
    sheet = book.create_sheet(_SHEET)
    sheet.column_dimensions["A"].width = 40
    sheet.append(["", *(safe_cell(sheet, one.name) for one in chart.series)])
    for index, name in enumerate(chart.categories):
        sheet.append([safe_cell(sheet, name), *(one.values[index] for one in chart.series)])
    raw, timeless, out = io.BytesIO(), io.BytesIO(), io.BytesIO()
    book.save(raw)
    with zipfile.ZipFile(raw) as old, zipfile.ZipFile(timeless, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            new.writestr(name, _TIME.sub(_EPOCH, part) if name == "docProps/core.xml" else part)
    repack(timeless, out)
    return out.getvalue()


def _add(parent: etree._Element, path: str, value: object = None, **attributes: str) -> etree._Element:
    """A descendant by a path of names in the chart's namespace; `value` sets `val`."""
    for name in path.split("/"):
        parent = etree.SubElement(parent, f"{{{_C}}}{name}")
    if value is not None:
        parent.set("val", str(value))
    for name, text in attributes.items():
        parent.set(name, text)
    return parent


def _xml(chart: Chart, relation: str) -> bytes:
    space = etree.Element(f"{{{_C}}}chartSpace", nsmap={"c": _C, "a": _A, "r": _R})
    _add(space, "roundedCorners", 0)
    body = _add(space, "chart")
    _add(body, "autoTitleDeleted", 1)
    area = _add(body, "plotArea")
    _add(area, "layout")
    (_pie if chart.kind == "pie" else _bars)(area, chart)
    if chart.kind == "pie" or len(chart.series) > 1:
        legend = _add(body, "legend")
        _add(legend, "legendPos", "r" if chart.kind == "pie" else "b")
        _add(legend, "overlay", 0)
    _add(body, "plotVisOnly", 1)
    _add(body, "dispBlanksAs", "gap")
    looks = _add(space, "spPr")
    etree.SubElement(looks, f"{{{_A}}}noFill")
    etree.SubElement(etree.SubElement(looks, f"{{{_A}}}ln"), f"{{{_A}}}noFill")
    space.append(_text(_TEXT_SIZE))
    _add(space, "externalData").set(f"{{{_R}}}id", relation)
    _add(space[-1], "autoUpdate", 0)
    return etree.tostring(space, xml_declaration=True, encoding="UTF-8", standalone=True)


def _text(size: str) -> etree._Element:
    """Size and colour of text in the chart; fonts are the theme's, so that none can be missing."""
    text = etree.Element(f"{{{_C}}}txPr")
    etree.SubElement(text, f"{{{_A}}}bodyPr")
    paragraph = etree.SubElement(text, f"{{{_A}}}p")
    looks = etree.SubElement(etree.SubElement(paragraph, f"{{{_A}}}pPr"), f"{{{_A}}}defRPr", sz=size)
    fill = etree.SubElement(looks, f"{{{_A}}}solidFill")
    etree.SubElement(fill, f"{{{_A}}}srgbClr", val="333333")
    etree.SubElement(paragraph, f"{{{_A}}}endParaRPr", lang="zh-CN")
    return text


def _filled(parent: etree._Element, colour: str) -> None:
    looks = _add(parent, "spPr")
    etree.SubElement(etree.SubElement(looks, f"{{{_A}}}solidFill"), f"{{{_A}}}srgbClr", val=colour)


def _pie(area: etree._Element, chart: Chart) -> None:
    pie = _add(area, "pieChart")
    _add(pie, "varyColors", 1)
    for place, one in enumerate(chart.series):
        series = _series(pie, chart, place, one)
        for index, colour in enumerate(one.colours):
            point = _add(series, "dPt")
            _add(point, "idx", index)
            _add(point, "bubble3D", 0)
            _filled(point, colour)
        _labels(series, percent=True)
        _data(series, chart, place, one)
    _add(pie, "firstSliceAng", 0)


def _bars(area: etree._Element, chart: Chart) -> None:
    bars = _add(area, "barChart")
    _add(bars, "barDir", "bar")
    _add(bars, "grouping", "stacked")
    _add(bars, "varyColors", 0)
    for place, one in enumerate(chart.series):
        series = _series(bars, chart, place, one)
        _filled(series, one.colours[0])
        _add(series, "invertIfNegative", 0)
        _labels(series)
        _data(series, chart, place, one)
    _add(bars, "gapWidth", _GAP)
    _add(bars, "overlap", 100)
    _add(bars, "axId", 111)
    _add(bars, "axId", 112)
    _axis(area, "catAx", 111, 112, "l", "maxMin")
    _axis(area, "valAx", 112, 111, "t", "minMax")


def _axis(area: etree._Element, kind: str, own: int, other: int, side: str, order: str) -> None:
    axis = _add(area, kind)
    _add(axis, "axId", own)
    _add(axis, "scaling/orientation", order)
    _add(axis, "delete", 1 if kind == "valAx" else 0)
    _add(axis, "axPos", side)
    _add(axis, "numFmt", formatCode="0", sourceLinked="0")
    _add(axis, "majorTickMark", "none")
    _add(axis, "minorTickMark", "none")
    _add(axis, "tickLblPos", "nextTo")
    _add(axis, "crossAx", other)
    _add(axis, "crosses", "autoZero")
    if kind == "catAx":
        _add(axis, "auto", 1)
        _add(axis, "lblOffset", 100)


def _series(parent: etree._Element, chart: Chart, place: int, one: Series) -> etree._Element:
    series = _add(parent, "ser")
    _add(series, "idx", place)
    _add(series, "order", place)
    reference = _add(series, "tx/strRef")
    _add(reference, "f").text = f"{_SHEET}!${_letter(place)}$1"
    _points(_add(reference, "strCache"), [one.name])
    return series


def _labels(series: etree._Element, *, percent: bool = False) -> None:
    labels = _add(series, "dLbls")
    _add(labels, "numFmt", formatCode="0;;", sourceLinked="0")
    if percent:
        _add(labels, "dLblPos", "outEnd")
    for name in ("LegendKey", "Val", "CatName", "SerName", "Percent", "BubbleSize"):
        _add(labels, f"show{name}", int(name == "Val"))


def _data(series: etree._Element, chart: Chart, place: int, one: Series) -> None:
    last = len(chart.categories) + 1
    names = _add(series, "cat/strRef")
    _add(names, "f").text = f"{_SHEET}!$A$2:$A${last}"
    _points(_add(names, "strCache"), chart.categories)
    values = _add(series, "val/numRef")
    _add(values, "f").text = f"{_SHEET}!${_letter(place)}$2:${_letter(place)}${last}"
    cache = _add(values, "numCache")
    _add(cache, "formatCode").text = "General"
    _points(cache, [str(value) for value in one.values])


def _points(cache: etree._Element, texts: Sequence[str]) -> None:
    _add(cache, "ptCount", len(texts))
    for index, text in _shown(texts):
        _add(_add(cache, "pt", idx=str(index)), "v").text = text


def _shown(texts: Sequence[str]) -> Iterator[tuple[int, str]]:
    for index, text in enumerate(texts):
        yield index, brief(text, 60)


def _letter(place: int) -> str:
    return "BCDEFGH"[place]
