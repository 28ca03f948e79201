"""Drawings of a Word document: the text boxes in them, and pictures large enough to be a table."""

from __future__ import annotations

import re
from typing import Final

from lxml import etree

from reviewer.extract.docx_names import BOX, DRAWN, MC, PLACED, VML, chosen, number

_SIZE: Final = re.compile(r"(width|height)\s*:\s*(\d+(?:\.\d+)?)\s*(pt|in|cm|mm|px)?", re.IGNORECASE)
_POINTS: Final = {"pt": 1.0, "in": 72.0, "cm": 28.35, "mm": 2.835, "px": 0.75, "": 0.75}
_EMU: Final = 12700
WIDE: Final = 200.0
TALL: Final = 60.0
"""Points from which on a picture can hold a table or a page of text."""


def is_large_picture(drawing: etree._Element) -> bool:
    """Whether a drawing without text boxes is a picture large enough to hold a table."""
    extent = next(drawing.iter(PLACED + "extent"), None)
    if extent is not None:
        large = (number(extent.get("cx")) or 0) >= WIDE * _EMU and (number(extent.get("cy")) or 0) >= TALL * _EMU
        return large and next(drawing.iter(DRAWN + "blip"), None) is not None
    shape = next((one for one in drawing.iter(VML + "shape", VML + "rect")), None)
    if shape is None or next(shape.iter(VML + "imagedata"), None) is None:
        return False
    size = {
        name.lower(): float(amount) * _POINTS[unit.lower()]
        for name, amount, unit in _SIZE.findall(shape.get("style") or "")
    }
    return size.get("width", 0.0) >= WIDE and size.get("height", 0.0) >= TALL


def text_boxes(element: etree._Element) -> list[etree._Element]:
    """Outermost text boxes below an element; of alternatives only the chosen branch is looked at."""
    out: list[etree._Element] = []
    for child in element:
        if child.tag == BOX:
            out.append(child)
        elif child.tag == MC + "AlternateContent":
            branch = chosen(child)
            out += text_boxes(branch) if branch is not None else []
        else:
            out += text_boxes(child)
    return out
