"""The elements of a page walked in order: inline content gathered into paragraphs, tables built with their spans."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from lxml import etree

from reviewer.errors import LimitError
from reviewer.extract.html_look import Hidden, is_backed, is_white, sets_color
from reviewer.extract.html_rows import SILENT, extras_of, rows_of, span_of
from reviewer.extract.lines import clean, split_lines
from reviewer.extract.notes import Tally
from reviewer.extract.tables import RawCell, finish
from reviewer.model import Block, Paragraph

INLINE: Final = frozenset((
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "dfn", "em", "font", "i", "ins", "kbd",
    "label", "mark", "nobr", "output", "q", "ruby", "rb", "samp", "small", "span", "strong", "sub", "sup", "time", "tt",
    "u", "ucaptitle", "var", "wbr", "input", "img", "br", "rt", "rp", "del", "s", "strike",
))  # fmt: skip
_COLOURED: Final = frozenset(("table", "thead", "tr", "th", "td"))
"""Parts of a table: a class on one of them may well colour it, and white headings are common."""
_HEADINGS: Final = {f"h{level}": level for level in range(1, 7)}
_RAISED: Final = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_LOWERED: Final = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
_SPACE: Final = re.compile(r"[ \t\r\n\f]+")
_BLANKS: Final = re.compile(" {2,}")
_MOST_SPAN: Final = 1000


class Piece(NamedTuple):
    """A block, the element that yielded it, how much of it is the text of links."""

    block: Block
    element: etree._Element
    linked: int = 0


@dataclass(slots=True)
class Walk:
    """State of one page being read."""

    tally: Tally
    hidden: Hidden
    forced: frozenset[etree._Element] = frozenset()
    """Elements hidden by a style sheet that are read all the same: they hold the report."""
    pieces: list[Piece] = field(default_factory=list)
    struck: int = 0
    changes: int = 0
    images: list[etree._Element] = field(default_factory=list)
    seen: list[str] = field(default_factory=list)
    unseen: list[str] = field(default_factory=list)
    linked: int = 0


class _Style(NamedTuple):
    """What an element hands down to its children."""

    white: bool = False
    backed: bool = False
    hidden: bool = False
    keep: bool = False
    link: bool = False
    struck: bool = False
    shift: str = ""

    @property
    def unseen(self) -> bool:
        return self.hidden or (self.white and not self.backed)


def walk(root: etree._Element, state: Walk) -> list[Piece]:
    """All blocks below `root` in document order."""
    _element(root, root, state, _Style())
    _flush(root, state)
    return state.pieces


def _element(element: etree._Element, block: etree._Element, state: Walk, style: _Style) -> None:
    tag = element.tag
    if not isinstance(tag, str) or tag in SILENT:
        return
    style = _styled(element, state, style)
    if tag == "br":
        _put("\n", state, style)
        return
    if tag == "img":
        state.images.append(element)
        return
    if tag in ("rt", "rp", "input"):
        return
    if tag == "del":
        state.changes += 1
        return
    if tag == "table":
        _flush(block, state)
        state.pieces += [Piece(one, element) for one in _table(element, state, style)]
        return
    inline = tag in INLINE or ":" in tag
    if not inline:
        _flush(block, state)
    inner = block if inline else element
    keep = style._replace(keep=True) if tag == "pre" else style
    if element.text:
        _put(element.text, state, keep)
    for child in element:
        _element(child, inner, state, keep)
        if child.tail:
            _put(child.tail, state, keep)
    if not inline:
        _flush(element, state)


def _styled(element: etree._Element, state: Walk, style: _Style) -> _Style:
    tag = element.tag
    if element.attrib:
        if not style.hidden and (
            state.hidden.by_itself(element) or (state.hidden.by_sheet(element) and element not in state.forced)
        ):
            style = style._replace(hidden=True)
        if is_white(element):
            style = style._replace(white=True)
        elif style.white and sets_color(element):
            style = style._replace(white=False)
        if is_backed(element) or (tag in _COLOURED and element.get("class")):
            style = style._replace(backed=True)
    if tag == "a" and element.get("href"):
        return style._replace(link=True)
    if tag in ("s", "strike"):
        state.struck += 1
        return style._replace(struck=True)
    if tag in ("sup", "sub"):
        return style._replace(shift=tag)
    if tag == "ins":
        state.changes += 1
    return style


def _put(text: str, state: Walk, style: _Style) -> None:
    if style.struck:
        return
    if text != "\n" and not style.keep:
        text = _SPACE.sub(_collapsed, text)
    if style.shift:
        text = text.translate(_RAISED if style.shift == "sup" else _LOWERED)
    if style.unseen:
        state.unseen.append(text)
        return
    state.linked += len(text.strip()) if style.link else 0
    state.seen.append(text)


def _collapsed(match: re.Match[str]) -> str:
    """White space of the source: none between wide characters across a line end, else one blank."""
    text, start, end = match.string, match.start(), match.end()
    if start and end < len(text) and "\n" in match.group() and text[start - 1] > "\u2e7f" and text[end] > "\u2e7f":
        return ""
    return " "


def _flush(element: etree._Element, state: Walk) -> None:
    """End the paragraph that has gathered so far."""
    if state.seen:
        text = clean("".join(state.seen)).replace("\xa0", " ")
        level = _HEADINGS.get(element.tag) if isinstance(element.tag, str) else None
        lines = split_lines(_BLANKS.sub(_wide_gap, text)) if text.strip() else []
        for index, line in enumerate(lines):
            state.tally.block(len(line))
            one = Paragraph(text=line, level=level if index == 0 else None)
            state.pieces.append(Piece(one, element, state.linked if index == 0 else 0))
    if state.unseen and (text := clean(_SPACE.sub(" ", "".join(state.unseen))).strip("\u3000\xa0 ")):
        state.tally.block(len(text))
        state.pieces.append(Piece(Paragraph(text=text, hidden=True), element))
    state.seen, state.unseen, state.linked = [], [], 0


def _wide_gap(match: re.Match[str]) -> str:
    """Blanks that indent a line are kept (they begin a paragraph); others shrink to one."""
    return match.group() if match.start() == 0 or match.string[match.start() - 1] == "\n" else " "


def _table(table: etree._Element, state: Walk, style: _Style) -> list[Block]:
    outer = (state.pieces, state.seen, state.unseen, state.linked)
    cells: list[RawCell] = []
    before: list[Block] = []
    taken: dict[int, int] = {}
    rows = rows_of(table)
    for row, line in enumerate(rows):
        style_here = _styled(line.element, state, style) if line.element is not table else style
        column = 0
        for element in line.cells:
            while taken.get(column, 0) > row:
                column += 1
            span = span_of(element, "colspan", state.tally)
            down = span_of(element, "rowspan", state.tally, len(rows) - row)
            if column + span > state.tally.limits.cells:
                raise LimitError("L-CELLS", limit=state.tally.limits.cells)
            span = min(span, _MOST_SPAN)
            for at in range(column, column + span):
                taken[at] = row + down
            struck = state.struck
            blocks = _inside(element, state, style_here)
            cells.append(RawCell(row, column, down, span, blocks, doubtful=state.struck > struck))
            column += span
    for extra in extras_of(table):
        before += _inside(extra, state, style)
    state.pieces, state.seen, state.unseen, state.linked = outer
    return before + finish(cells, state.tally)


def _inside(element: etree._Element, state: Walk, style: _Style) -> list[Block]:
    state.pieces, state.seen, state.unseen, state.linked = [], [], [], 0
    style = _styled(element, state, style)
    if element.text:
        _put(element.text, state, style)
    for child in element:
        _element(child, element, state, style)
        if child.tail:
            _put(child.tail, state, style)
    _flush(element, state)
    return [piece.block for piece in state.pieces]
