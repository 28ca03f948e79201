"""Runs of a Word document cut at a character, so that something can be put exactly before or behind it."""

from __future__ import annotations

from copy import deepcopy
from typing import Final

from docx.oxml.ns import qn
from lxml import etree

W: Final = qn("w:p")[1:-2]
TEXT, RUN, RPR, P = qn("w:t"), qn("w:r"), qn("w:rPr"), qn("w:p")
SPACE: Final = "{http://www.w3.org/XML/1998/namespace}space"
_BOX: Final = qn("w:txbxContent")
_HOLDS_RUNS: Final = frozenset(
    qn(f"w:{name}") for name in ("p", "hyperlink", "ins", "moveTo", "smartTag", "customXml", "fldSimple", "dir", "bdo", "sdtContent")
)  # fmt: skip


class Cutter:
    """Cuts runs; remembers the pieces that a text was cut into, by the element that held all of it."""

    def __init__(self) -> None:
        self._pieces: dict[etree._Element, list[tuple[int, etree._Element]]] = {}

    def begin(self, element: etree._Element, offset: int) -> etree._Element:
        """The node beside runs that begins with this character of the text of `element`."""
        piece = self._cut(element, offset)
        run = parent(piece)
        if not _plain(run):
            return outside(piece)
        before = [one for one in run if one.tag != RPR]
        return _split(run, piece) if before and before[0] is not piece else run

    def end(self, element: etree._Element, offset: int) -> etree._Element:
        """The node beside runs that ends before this character."""
        self._cut(element, offset)
        piece = [one for start, one in self._pieces[element] if start < max(offset, 1)][-1]
        run = parent(piece)
        if not _plain(run):
            return outside(piece)
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
        if piece.tag != TEXT or offset == start or offset - start >= len(text) or not _plain(parent(piece)):
            return piece
        rest = deepcopy(piece)
        rest.tail = None
        piece.text, rest.text = text[: offset - start], text[offset - start :]
        for one in (piece, rest):
            one.set(SPACE, "preserve")
        piece.addnext(rest)
        pieces.insert(at + 1, (offset, rest))
        return rest


def _split(run: etree._Element, child: etree._Element) -> etree._Element:
    """Move `child` and all behind it to a run of the same look; that run."""
    rest = element(RUN)
    rest.attrib.update(run.attrib)
    look = run.find(RPR)
    moved = [child, *child.itersiblings()]
    if look is not None:
        rest.append(deepcopy(look))
    rest.extend(moved)
    run.addnext(rest)
    return rest


def _plain(run: etree._Element) -> bool:
    """Whether this is a run that may be cut: it stands beside other runs, in no text box."""
    return run.tag == RUN and parent(run).tag in _HOLDS_RUNS and box_of(run) is None


def box_of(node: etree._Element) -> etree._Element | None:
    """The outermost text box that holds the node."""
    found = None
    for one in node.iterancestors(_BOX):
        found = one
    return found


def outside(node: etree._Element) -> etree._Element:
    """The nearest node around this one that stands beside runs, outside all text boxes."""
    box = box_of(node)
    node = node if box is None else box
    while parent(node).tag not in _HOLDS_RUNS:
        node = parent(node)
    return node


def in_paragraph(node: etree._Element) -> etree._Element:
    """The child of the paragraph that holds the node."""
    while parent(node).tag != P:
        node = parent(node)
    return node


def order(node: etree._Element) -> tuple[int, ...]:
    """Where a node stands in document order."""
    steps: list[int] = []
    while (above := node.getparent()) is not None:
        steps.append(above.index(node))
        node = above
    return tuple(reversed(steps))


def parent(node: etree._Element) -> etree._Element:
    found = node.getparent()
    assert found is not None, "not inside a document"
    return found


def element(tag: str) -> etree._Element:
    return etree.Element(tag, nsmap={"w": W})
