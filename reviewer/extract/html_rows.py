"""Rows, cells and spans of an HTML table, and what stands in it outside its cells."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from lxml import etree

from reviewer.errors import LimitError
from reviewer.extract.notes import Tally

SILENT: Final = frozenset((
    "script", "style", "template", "noscript", "head", "title", "meta", "link", "base", "iframe", "object", "embed",
    "svg", "canvas", "audio", "video", "map", "select", "option", "datalist", "textarea", "button", "math",
))  # fmt: skip
"""Elements whose content nobody reads on the page."""


class Line(NamedTuple):
    element: etree._Element
    cells: list[etree._Element]


def rows_of(table: etree._Element) -> list[Line]:
    """Rows of a table, head and body alike; cells outside a row make one of their own."""
    out: list[Line] = []
    loose: list[etree._Element] = []
    for child in table:
        if child.tag in ("thead", "tbody", "tfoot", "form"):
            out += rows_of(child)
        elif child.tag == "tr":
            out.append(Line(child, list(child.iterchildren("td", "th"))))
        elif child.tag in ("td", "th"):
            loose.append(child)
    if loose:
        out.append(Line(table, loose))
    return out


def extras_of(table: etree._Element) -> list[etree._Element]:
    """What stands in a table outside its cells (a caption, misplaced markup): read before the table."""
    out: list[etree._Element] = []
    for child in table:
        if child.tag in ("thead", "tbody", "tfoot", "form"):
            out += extras_of(child)
        elif child.tag == "tr":
            out += [
                one
                for one in child
                if isinstance(one.tag, str) and one.tag not in ("td", "th") and one.tag not in SILENT
            ]
        elif (
            isinstance(child.tag, str) and child.tag not in ("td", "th", "colgroup", "col") and child.tag not in SILENT
        ):
            out.append(child)
    return out


def span_of(element: etree._Element, name: str, tally: Tally, rest: int | None = None) -> int:
    """A span as browsers read it: at least one; 0 rows means down to the last."""
    found = re.match(r"\s*(\d{1,12})", element.get(name) or "")
    span = int(found.group(1)) if found else 1
    if rest is not None:
        return min(span or rest, rest)
    if span > tally.limits.cells:
        raise LimitError("L-CELLS", limit=tally.limits.cells)
    tally.cells(max(1, span))
    return max(1, span)
