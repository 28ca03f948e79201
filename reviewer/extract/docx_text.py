"""One w:p: the text a person sees, the text nobody sees, and the text boxes anchored in it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from reviewer.extract.docx_drawing import is_large_picture, text_boxes
from reviewer.extract.docx_names import (
    MATH,
    MC,
    RUN,
    W,
    chosen,
    first,
    held,
    number,
    value,
)
from reviewer.extract.docx_state import State
from reviewer.extract.docx_styles import Look, Style, look_of

_RPR: Final = W + "rPr"
_RAISED: Final = str.maketrans("0123456789+-=()", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾")
_LOWERED: Final = str.maketrans("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎")
_SHIFTED: Final[dict[str | None, dict[int, int]]] = {"superscript": _RAISED, "subscript": _LOWERED}
_THROUGH: Final = frozenset(W + name for name in ("hyperlink", "smartTag", "customXml", "fldSimple", "dir", "bdo"))
_KEPT: Final = frozenset((W + "ins", W + "moveTo"))
_GONE: Final = frozenset((W + "del", W + "moveFrom"))


@dataclass(slots=True)
class Inline:
    """What stands in one paragraph, in reading order."""

    base: Look
    seen: list[str] = field(default_factory=list)
    sources: list[etree._Element] = field(default_factory=list)
    """The element that each of `seen` came from."""
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
            out.sources.append(child)
        if tag not in (W + "bookmarkStart", W + "bookmarkEnd", W + "proofErr"):
            change = tag


def _run(run: etree._Element, out: Inline, state: State) -> None:
    properties = first(run, _RPR)
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
            _put(child.text or "", child, look, out, state)
        elif tag in (W + "tab", W + "ptab"):
            _put("\t", child, look, out, state)
        elif tag in (W + "br", W + "cr"):
            _put("\n", child, look, out, state)
        elif tag == W + "noBreakHyphen":
            _put("-", child, look, out, state)
        elif tag == W + "sym":
            _put(_symbol(child), child, look, out, state)
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
            boxes = text_boxes(child)
            out.boxes += boxes
            state.images += not boxes and is_large_picture(child)


def _put(text: str, source: etree._Element, look: Look, out: Inline, state: State) -> None:
    if not text or state.in_code:
        return
    if look.unseen:
        out.unseen.append(text)
    elif look.struck:
        out.struck = out.struck or bool(text.strip())
    else:
        out.seen.append(text.translate(_SHIFTED[look.raised]) if look.raised in _SHIFTED else text)
        out.sources.append(source)


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


def list_mark(properties: dict[str, etree._Element], style: Style, state: State) -> tuple[str, int | None]:
    """The automatic number and the outline level of a paragraph with these properties (by tag)."""
    outline = number(held(properties, "outlineLvl"))
    level = style.level if outline is None else (outline + 1 if 0 <= outline < 9 else None)
    numbering = properties.get(W + "numPr")
    list_id = at = None
    if numbering is not None:
        list_id, at = number(value(numbering, "numId")), number(value(numbering, "ilvl"))
    if list_id is None:
        list_id = style.list_id
        if list_id and at is None:
            name = held(properties, "pStyle")
            at = style.list_level if style.list_level is not None else state.numbering.style_level(list_id, name)
    return (state.numbering.next(list_id, at or 0) if list_id else ""), level
