"""One w:p: the text a person sees, the text nobody sees, and the text boxes anchored in it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from reviewer.extract.docx_names import (
    BOX,
    DRAWN,
    MATH,
    MC,
    PLACED,
    RUN,
    VML,
    W,
    chosen,
    number,
    value,
)
from reviewer.extract.docx_state import State
from reviewer.extract.docx_styles import Look, look_of

_RAISED: Final = str.maketrans("0123456789+-=()", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾")
_LOWERED: Final = str.maketrans("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎")
_THROUGH: Final = frozenset(W + name for name in ("hyperlink", "smartTag", "customXml", "fldSimple", "dir", "bdo"))
_KEPT: Final = frozenset((W + "ins", W + "moveTo"))
_GONE: Final = frozenset((W + "del", W + "moveFrom"))
_SIZE: Final = re.compile(r"(width|height)\s*:\s*([\d.]+)\s*(pt|in|cm|mm|px)?", re.IGNORECASE)
_POINTS: Final = {"pt": 1.0, "in": 72.0, "cm": 28.35, "mm": 2.835, "px": 0.75, "": 0.75}
_EMU: Final = 12700
WIDE: Final = 200.0
TALL: Final = 60.0
"""Points from which on a picture can hold a table or a page of text."""


@dataclass(slots=True)
class Inline:
    """What stands in one paragraph, in reading order."""

    base: Look
    seen: list[str] = field(default_factory=list)
    unseen: list[str] = field(default_factory=list)
    boxes: list[etree._Element] = field(default_factory=list)
    struck: bool = False


def read_inline(paragraph: etree._Element, base: Look, state: State) -> Inline:
    """Read the runs of a paragraph; `base` is the look that its style and its surroundings give it."""
    out = Inline(base)
    _walk(paragraph, out, state)
    return out


def _walk(parent: etree._Element, out: Inline, state: State) -> None:
    change = None
    for child in parent:
        tag = child.tag
        if tag == RUN:
            _run(child, out, state)
        elif tag in _KEPT or tag in _GONE:
            state.changes += tag != change
            if tag in _KEPT:
                _walk(child, out, state)
        elif tag in _THROUGH:
            _walk(child, out, state)
        elif tag == W + "sdt":
            content = child.find(W + "sdtContent")
            if content is not None:
                _walk(content, out, state)
        elif tag == MC + "AlternateContent":
            branch = chosen(child)
            if branch is not None:
                _walk(branch, out, state)
        elif tag.startswith(MATH):
            out.seen.append(" ".join(text for one in child.iter(MATH + "t") if (text := one.text)))
        if tag not in (W + "bookmarkStart", W + "bookmarkEnd", W + "proofErr"):
            change = tag


def _run(run: etree._Element, out: Inline, state: State) -> None:
    properties = run.find(W + "rPr")
    look = out.base
    if properties is not None:
        own = look_of(properties)
        style = value(properties, "rStyle")
        look = own.over(state.styles.character(style).over(out.base) if style else out.base)
    _content(run, look, out, state)


def _content(run: etree._Element, look: Look, out: Inline, state: State) -> None:
    for child in run:
        tag = child.tag
        if tag == W + "t":
            _put(child.text or "", look, out, state)
        elif tag in (W + "tab", W + "ptab"):
            _put("\t", look, out, state)
        elif tag in (W + "br", W + "cr"):
            _put("\n", look, out, state)
        elif tag == W + "noBreakHyphen":
            _put("-", look, out, state)
        elif tag == W + "sym":
            _put(_symbol(child), look, out, state)
        elif tag == W + "fldChar":
            _field(child, state)
        elif tag == W + "ruby":
            for base in child.iterfind(f"{W}rubyBase/{W}r"):
                _run(base, out, state)
        elif tag == MC + "AlternateContent":
            branch = chosen(child)
            if branch is not None:
                _content(branch, look, out, state)
        elif tag in (W + "drawing", W + "pict", W + "object"):
            _drawing(child, out, state)


def _put(text: str, look: Look, out: Inline, state: State) -> None:
    if not text or state.in_code:
        return
    if look.unseen:
        out.unseen.append(text)
    elif look.struck:
        out.struck = out.struck or bool(text.strip())
    elif look.raised == "superscript":
        out.seen.append(text.translate(_RAISED))
    elif look.raised == "subscript":
        out.seen.append(text.translate(_LOWERED))
    else:
        out.seen.append(text)


def _symbol(element: etree._Element) -> str:
    """A character of a symbol font: itself when it is a real character, else a box, for its shape is not known."""
    try:
        code = int(element.get(W + "char") or "", 16)
    except ValueError:
        return ""
    return "□" if code < 32 or 0xD800 <= code <= 0xF8FF or code > 0x10FFFF else chr(code)


def _field(mark: etree._Element, state: State) -> None:
    kind = mark.get(W + "fldCharType")
    if kind == "begin":
        state.fields.append(True)
    elif state.fields and kind == "separate":
        state.fields[-1] = False
    elif state.fields and kind == "end":
        state.fields.pop()


def _drawing(drawing: etree._Element, out: Inline, state: State) -> None:
    """Note the text boxes of a drawing, and count it when it is a picture large enough to hold a table."""
    boxes = list(_boxes(drawing))
    out.boxes += boxes
    if boxes:
        return
    extent = next(drawing.iter(PLACED + "extent"), None)
    if extent is not None:
        large = (number(extent.get("cx")) or 0) >= WIDE * _EMU and (number(extent.get("cy")) or 0) >= TALL * _EMU
        state.images += large and next(drawing.iter(DRAWN + "blip"), None) is not None
        return
    shape = next((one for one in drawing.iter(VML + "shape", VML + "rect")), None)
    if shape is not None and next(shape.iter(VML + "imagedata"), None) is not None:
        size = {
            name.lower(): float(amount.strip(".") or 0) * _POINTS[(unit or "").lower()]
            for name, amount, unit in _SIZE.findall(shape.get("style") or "")
            if amount.count(".") <= 1
        }
        state.images += size.get("width", 0.0) >= WIDE and size.get("height", 0.0) >= TALL


def _boxes(element: etree._Element) -> list[etree._Element]:
    """Outermost text boxes below an element; of alternatives only the chosen branch is looked at."""
    out: list[etree._Element] = []
    for child in element:
        if child.tag == BOX:
            out.append(child)
        elif child.tag == MC + "AlternateContent":
            branch = chosen(child)
            out += _boxes(branch) if branch is not None else []
        else:
            out += _boxes(child)
    return out


def list_mark(paragraph: etree._Element, state: State) -> tuple[str, int | None]:
    """The automatic number and the outline level of a paragraph."""
    properties = paragraph.find(W + "pPr")
    name = value(properties, "pStyle")
    style = state.styles.paragraph(name)
    outline = number(value(properties, "outlineLvl"))
    level = style.level if outline is None else (outline + 1 if 0 <= outline < 9 else None)
    numbering = properties.find(W + "numPr") if properties is not None else None
    list_id = number(value(numbering, "numId"))
    at = number(value(numbering, "ilvl"))
    if list_id is None:
        list_id = style.list_id
        if list_id and at is None:
            at = style.list_level if style.list_level is not None else state.numbering.style_level(list_id, name)
    return (state.numbering.next(list_id, at or 0) if list_id else ""), level
