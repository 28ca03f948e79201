"""A story of a Word document (body, cell, text box) walked in order: paragraphs and tables, content controls opened."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from lxml import etree

from reviewer.extract.docx_names import MC, PARAGRAPH, TABLE, W, by_tag, chosen, first, held, is_on, number, value
from reviewer.extract.docx_state import State
from reviewer.extract.docx_styles import fills, has_fill
from reviewer.extract.docx_text import list_mark, read_inline
from reviewer.extract.lines import clean, split_lines
from reviewer.extract.tables import RawCell, finish
from reviewer.model import Block, Paragraph, Place

_WRAPPERS: Final = frozenset(W + name for name in ("customXml", "ins", "moveTo", "smartTag"))
_PPR: Final = W + "pPr"
_RPR: Final = W + "rPr"
_DEL: Final = W + "del"
_TCPR: Final = W + "tcPr"
_OF_PARAGRAPH: Final = tuple(W + name for name in ("pStyle", "numPr", "outlineLvl", "shd", "rPr"))
_OF_CELL: Final = tuple(W + name for name in ("gridSpan", "vMerge", "hMerge", "shd", "cellDel"))


def read_blocks(story: etree._Element, state: State, shaded: bool = False) -> list[Block]:
    """The blocks of one story. `shaded`: a colour stands behind it, so that white text can be seen."""
    if state.trace is None:
        return _blocks(story, state, shaded)
    with state.trace.story():
        return _blocks(story, state, shaded)


def _blocks(story: etree._Element, state: State, shaded: bool) -> list[Block]:
    out: list[Block] = []
    carried = ""
    for child in _children(story):
        if child.tag == TABLE:
            out += read_table(child, state, shaded)
        elif child.tag == W + "altChunk":
            state.chunks += 1
        else:
            blocks, carried = _paragraph(child, carried, state, shaded)
            out += blocks
    if carried:
        out += [Paragraph(text=line, places=_places(line, state)) for line in split_lines(carried)]
    return out


def _children(story: etree._Element) -> Iterator[etree._Element]:
    for child in story:
        tag = child.tag
        if tag in (PARAGRAPH, TABLE, W + "altChunk"):
            yield child
        elif tag == W + "sdt":
            content = child.find(W + "sdtContent")
            if content is not None and not _is_contents(child):
                yield from _children(content)
        elif tag in _WRAPPERS:
            yield from _children(child)
        elif tag == MC + "AlternateContent":
            branch = chosen(child)
            if branch is not None:
                yield from _children(branch)


def _is_contents(control: etree._Element) -> bool:
    """A table of contents put in by Word: it repeats the headings and is no part of the text."""
    gallery = control.find(f"{W}sdtPr/{W}docPartObj/{W}docPartGallery")
    return gallery is not None and (gallery.get(W + "val") or "").startswith("Table of Contents")


def _paragraph(element: etree._Element, carried: str, state: State, shaded: bool) -> tuple[list[Block], str]:
    """The blocks of one w:p, and the text to be carried into the next one when the mark between them is deleted."""
    properties = by_tag(first(element, _PPR), _OF_PARAGRAPH)
    style = state.styles.paragraph(held(properties, "pStyle"))
    behind = shaded or style.shaded or fills(properties.get(W + "shd"))
    look = style.look._replace(shaded=True) if behind else style.look
    inline = read_inline(element, look, state)
    text = carried + clean("".join(inline.seen))
    hidden = clean("".join(inline.unseen)).strip()
    state.struck += inline.struck
    if state.trace is not None:
        state.trace.paragraph(element, inline.seen, inline.sources)
    mark_properties = properties.get(_RPR)
    if mark_properties is not None and first(mark_properties, _DEL) is not None:
        return _aside(hidden, inline.boxes, state), text
    if style.contents and text.rstrip()[-1:].isdigit():
        if state.trace is not None:
            state.trace.drop()
        return [], ""
    out: list[Block] = []
    mark, level = ("", None) if hidden and not text.strip() else list_mark(properties, style, state)
    if state.trace is not None:
        state.trace.prefix(mark)
    lines = split_lines(_numbered(mark, text))
    for index, line in enumerate(lines):
        state.tally.block(len(line))
        out.append(Paragraph(text=line, places=_places(line, state), level=level if index == 0 else None))
    if state.trace is not None:
        state.trace.drop()
    return out + _aside(hidden, inline.boxes, state), ""


def _places(line: str, state: State) -> tuple[Place, ...]:
    return () if state.trace is None else state.trace.line(line)


def _numbered(mark: str, text: str) -> str:
    """The automatic number before the text; a blank keeps 1. and 2023 apart."""
    if not mark:
        return text
    body = text.lstrip()
    apart = mark[-1] in ".．0123456789" and body[:1].isdigit()
    return f"{mark} {body}" if apart else mark + body


def _aside(hidden: str, boxes: list[etree._Element], state: State) -> list[Block]:
    out: list[Block] = []
    if hidden:
        state.hidden += 1
        state.tally.block(len(hidden))
        out.append(Paragraph(text=hidden, hidden=True))
    for box in boxes:
        out += read_blocks(box, state, shaded=True)
    return out


def read_table(table: etree._Element, state: State, shaded: bool) -> list[Block]:
    """A w:tbl as a Grid, or as the blocks inside it when it only lays out the page."""
    properties = table.find(W + "tblPr")
    behind = shaded or has_fill(properties) or state.styles.table_shaded(value(properties, "tblStyle"))
    cells: list[RawCell] = []
    open_below: dict[int, RawCell] = {}
    aside: list[Block] = []
    for row, line in enumerate(_rows(table, W + "tr")):
        row_properties = line.find(W + "trPr")
        if row_properties is not None:
            if row_properties.find(W + "del") is not None:
                state.changes += 1
                continue
            state.changes += row_properties.find(W + "ins") is not None
            hidden = row_properties.find(W + "hidden")
            if hidden is not None and is_on(hidden):
                aside += _hidden_row(line, state)
                continue
        _read_row(line, row, cells, open_below, state, behind)
    return finish(cells, state.tally) + aside


def _rows(parent: etree._Element, wanted: str) -> Iterator[etree._Element]:
    for child in parent:
        if child.tag == wanted:
            yield child
        elif child.tag == W + "sdt":
            content = child.find(W + "sdtContent")
            if content is not None:
                yield from _rows(content, wanted)
        elif child.tag in _WRAPPERS:
            yield from _rows(child, wanted)


def _hidden_row(line: etree._Element, state: State) -> list[Block]:
    text = clean(" ".join(part for one in line.iter(W + "t") if (part := (one.text or "").strip())))
    return _aside(text, [], state)


def _read_row(
    line: etree._Element, row: int, cells: list[RawCell], below: dict[int, RawCell], state: State, shaded: bool
) -> None:
    """Place the cells of one w:tr; `below` holds the cell that a vertical merge continues, by its first column."""
    column = number(value(line.find(W + "trPr"), "gridBefore")) or 0
    previous: RawCell | None = None
    for element in _rows(line, W + "tc"):
        properties = by_tag(first(element, _TCPR), _OF_CELL)
        span = max(1, number(held(properties, "gridSpan")) or 1)
        state.tally.cells(span)
        merge = _merge(properties, "vMerge")
        if previous is not None and _merge(properties, "hMerge") == "continue":
            previous.column_span += span
        elif merge == "continue" and column in below:
            previous = None
            below[column].row_span = row - below[column].row + 1
        else:
            struck = state.struck
            previous = RawCell(
                row, column, 1, span, read_blocks(element, state, shaded or fills(properties.get(W + "shd")))
            )
            if state.trace is not None:
                previous.origin = state.trace.cell(element, previous.blocks)
            previous.doubtful = W + "cellDel" in properties or state.struck > struck
            cells.append(previous)
            below.pop(column, None)
            if merge:
                below[column] = previous
        column += span


def _merge(properties: dict[str, etree._Element], name: str) -> str:
    """ "" when the cell is not merged this way, else "restart" or "continue"."""
    element = properties.get(W + name)
    if element is None:
        return ""
    return "restart" if element.get(W + "val") == "restart" else "continue"
