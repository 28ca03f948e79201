"""Comments drawn into the tree of a Word document: runs are cut so that exactly the wanted characters are covered.

Nothing but range marks and reference runs is added, and a run that is cut keeps its look in both halves. Word ignores
comments inside text boxes ([MS-OI29500] 2.1.315): there the comment stands at the run that holds the box.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from copy import deepcopy
from typing import NamedTuple

from docx.oxml.ns import qn
from lxml import etree

MOST = 30_000
"""Word opens no file with more than 32,767 comment ranges ([MS-OI29500] 2.1.315)."""
_W = qn("w:p")[1:-2]
_TEXT, _RUN, _RPR, _P, _BOX = qn("w:t"), qn("w:r"), qn("w:rPr"), qn("w:p"), qn("w:txbxContent")
_ID, _DIGITS = qn("w:id"), re.compile("[0-9]{1,9}")
_START, _END = qn("w:commentRangeStart"), qn("w:commentRangeEnd")
_HOLDS_RUNS = frozenset(
    qn(f"w:{name}") for name in ("p", "hyperlink", "ins", "moveTo", "smartTag", "customXml", "fldSimple", "dir", "bdo", "sdtContent")
)  # fmt: skip
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_LOOK = (
    f'<w:rPr xmlns:w="{_W}"><w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="宋体"/>'
    '<w:color w:val="000000"/><w:sz w:val="18"/><w:szCs w:val="18"/></w:rPr>'
)
_LAYOUT = (
    f'<w:pPr xmlns:w="{_W}"><w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/>'
    '<w:ind w:left="0" w:right="0" w:firstLineChars="0" w:firstLine="0"/><w:jc w:val="left"/></w:pPr>'
)


class Range(NamedTuple):
    """Characters of a document: from `start` of the text of `first` up to `end` of the text of `last`."""

    first: etree._Element
    start: int
    last: etree._Element
    end: int


class Mark(NamedTuple):
    """A comment: its lines, the first one bold, and where it stands; a w:tc or w:p stands for an empty place."""

    place: Range | etree._Element
    lines: tuple[str, ...]
    boxed: str = ""
    """The line to put first where the place is inside a text box."""


def draw(
    root: etree._Element, known: etree._Element | None, marks: Sequence[Mark], author: str, initials: str
) -> etree._Element:
    """Put the marks into a document's tree; the root of its comments, `known` with ours behind its own."""
    comments = known if known is not None else _element(qn("w:comments"))
    taken = [int(used) for one in (*comments, *root.iter(_START)) if _DIGITS.fullmatch(used := one.get(_ID) or "")]
    drawer = _Drawer()
    for number, mark in enumerate(marks, max(taken, default=-1) + 1):
        boxed = drawer.place(mark.place, str(number))
        lines = (mark.boxed, *mark.lines) if boxed and mark.boxed else mark.lines
        comments.append(_comment(str(number), lines, author, initials))
    return comments


def room(root: etree._Element) -> int:
    """How many more comments the document can hold."""
    return max(0, MOST - sum(1 for _ in root.iter(_START)))


class _Drawer:
    """Cuts runs; remembers the pieces that a text was cut into, by the element that held all of it."""

    def __init__(self) -> None:
        self._pieces: dict[etree._Element, list[tuple[int, etree._Element]]] = {}

    def place(self, place: Range | etree._Element, number: str) -> bool:
        """Put a range around the place; True when it is inside a text box."""
        if not isinstance(place, Range):
            return self._empty(place, number)
        boxes = [one for one in (place.first, place.last) if _box(one) is not None]
        first, last = self._from(place.first, place.start), self._upto(place.last, place.end)
        if boxes and _path(first) > _path(last):
            first, last = last, first
        first.addprevious(_marked(_START, number))
        end = _marked(_END, number)
        last.addnext(end)
        _top(end if _parent(end).tag == _P else last).addnext(_reference(number))
        return bool(boxes)

    def _empty(self, place: etree._Element, number: str) -> bool:
        paragraph = place if place.tag == _P else next(place.iter(_P))
        box = _box(paragraph)
        if box is not None:
            holder = _out(box)
            end = _marked(_END, number)
            holder.addprevious(_marked(_START, number))
            holder.addnext(end)
            _top(end).addnext(_reference(number))
            return True
        for one in (_marked(_START, number), _marked(_END, number), _reference(number)):
            paragraph.append(one)
        return False

    def _from(self, element: etree._Element, offset: int) -> etree._Element:
        """The node beside runs that begins with this character."""
        piece = self._cut(element, offset)
        run = _parent(piece)
        if not _plain(run):
            return _out(piece)
        before = [one for one in run if one.tag != _RPR]
        return _split(run, piece) if before and before[0] is not piece else run

    def _upto(self, element: etree._Element, offset: int) -> etree._Element:
        """The node beside runs that ends before this character."""
        self._cut(element, offset)
        piece = [one for start, one in self._pieces[element] if start < max(offset, 1)][-1]
        run = _parent(piece)
        if not _plain(run):
            return _out(piece)
        after = piece.getnext()
        if after is not None:
            _split(run, after)
        return run

    def _cut(self, element: etree._Element, offset: int) -> etree._Element:
        """The piece of a text that begins at `offset`, cut off where need be; anything else than a text is whole."""
        pieces = self._pieces.setdefault(element, [(0, element)])
        at = max(index for index, (start, _) in enumerate(pieces) if start <= offset)
        start, piece = pieces[at]
        text = piece.text or ""
        if piece.tag != _TEXT or offset == start or offset - start >= len(text) or not _plain(_parent(piece)):
            return piece
        rest = deepcopy(piece)
        rest.tail = None
        piece.text, rest.text = text[: offset - start], text[offset - start :]
        for one in (piece, rest):
            one.set(_SPACE, "preserve")
        piece.addnext(rest)
        pieces.insert(at + 1, (offset, rest))
        return rest


def _parent(element: etree._Element) -> etree._Element:
    found = element.getparent()
    assert found is not None, "not inside a document"
    return found


def _plain(run: etree._Element) -> bool:
    """Whether this is a run that may be cut: it stands beside other runs, in no text box."""
    return run.tag == _RUN and _parent(run).tag in _HOLDS_RUNS and _box(run) is None


def _split(run: etree._Element, child: etree._Element) -> etree._Element:
    """Move `child` and all behind it to a run of the same look; that run."""
    rest = _element(_RUN)
    rest.attrib.update(run.attrib)
    look = run.find(_RPR)
    moved = [child, *child.itersiblings()]
    if look is not None:
        rest.append(deepcopy(look))
    for one in moved:
        rest.append(one)
    run.addnext(rest)
    return rest


def _box(element: etree._Element) -> etree._Element | None:
    """The outermost text box that holds the element."""
    found = None
    for one in element.iterancestors(_BOX):
        found = one
    return found


def _out(element: etree._Element) -> etree._Element:
    """The nearest node around the element that stands beside runs, outside all text boxes."""
    node = _box(element)
    node = element if node is None else node
    while _parent(node).tag not in _HOLDS_RUNS:
        node = _parent(node)
    return node


def _top(node: etree._Element) -> etree._Element:
    """The child of the paragraph that holds the node."""
    while _parent(node).tag != _P:
        node = _parent(node)
    return node


def _path(node: etree._Element) -> tuple[int, ...]:
    """Where a node stands in document order."""
    out: list[int] = []
    while (parent := node.getparent()) is not None:
        out.append(parent.index(node))
        node = parent
    return tuple(reversed(out))


def _marked(tag: str, number: str) -> etree._Element:
    made = _element(tag)
    made.set(_ID, number)
    return made


def _reference(number: str) -> etree._Element:
    run = _element(_RUN)
    run.append(_marked(qn("w:commentReference"), number))
    return run


def _element(tag: str) -> etree._Element:
    return etree.Element(tag, nsmap={"w": _W})


def _comment(number: str, lines: Iterable[str], author: str, initials: str) -> etree._Element:
    made = _marked(qn("w:comment"), number)
    made.set(qn("w:author"), author)
    made.set(qn("w:initials"), initials)
    for place, line in enumerate(lines):
        paragraph = etree.SubElement(made, _P)
        paragraph.append(etree.fromstring(_LAYOUT))
        if place == 0:
            etree.SubElement(etree.SubElement(paragraph, _RUN), qn("w:annotationRef"))
        run = etree.SubElement(paragraph, _RUN)
        look = etree.fromstring(_LOOK)
        if place == 0:
            look.insert(1, _element(qn("w:b")))
        run.append(look)
        text = etree.SubElement(run, _TEXT)
        text.text = line
        text.set(_SPACE, "preserve")
    return made
