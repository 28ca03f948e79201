"""Comments drawn into the tree of a Word document: runs are cut so that exactly the wanted characters are covered.

Nothing but range marks and reference runs is added, and a run that is cut keeps its look in both halves. Word ignores
comments inside text boxes ([MS-OI29500] 2.1.315): there the comment stands at the run that holds the box.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from docx.oxml.ns import qn
from lxml import etree

from reviewer.export.word_runs import RUN, SPACE, TEXT, Cutter, P, W, box_of, element, in_paragraph, order, outside

MOST = 30_000
"""Word opens no file with more than 32,767 comment ranges ([MS-OI29500] 2.1.315)."""
_ID, _DIGITS = qn("w:id"), re.compile("[0-9]{1,9}")
_START, _END = qn("w:commentRangeStart"), qn("w:commentRangeEnd")
_LOOK = (
    f'<w:rPr xmlns:w="{W}"><w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="宋体"/>'
    '<w:color w:val="000000"/><w:sz w:val="18"/><w:szCs w:val="18"/></w:rPr>'
)
_LAYOUT = (
    f'<w:pPr xmlns:w="{W}"><w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/>'
    '<w:ind w:left="0" w:right="0" w:firstLineChars="0" w:firstLine="0"/><w:jc w:val="left"/></w:pPr>'
)


class Range(NamedTuple):
    """Characters of a document: from `start` of the text of `first` up to `end` of the text of `last`."""

    first: etree._Element
    start: int
    last: etree._Element
    end: int


class Mark(NamedTuple):
    """A comment: its lines, the first one bold, and where it stands; a w:p stands for an empty place."""

    place: Range | etree._Element
    lines: tuple[str, ...]
    boxed: str = ""
    """The line to put first where the place is inside a text box."""


def draw(
    root: etree._Element, known: etree._Element | None, marks: Sequence[Mark], author: str, initials: str
) -> etree._Element:
    """Put the marks into a document's tree; the root of its comments, `known` with ours behind its own."""
    comments = known if known is not None else element(qn("w:comments"))
    taken = [int(used) for one in (*comments, *root.iter(_START)) if _DIGITS.fullmatch(used := one.get(_ID) or "")]
    cutter = Cutter()
    for number, mark in enumerate(marks, max(taken, default=-1) + 1):
        boxed = _place(mark.place, str(number), cutter)
        lines = (mark.boxed, *mark.lines) if boxed and mark.boxed else mark.lines
        comments.append(_comment(str(number), lines, author, initials))
    return comments


def room(root: etree._Element) -> int:
    """How many more comments the document can hold."""
    return max(0, MOST - sum(1 for _ in root.iter(_START)))


def _place(place: Range | etree._Element, number: str, cutter: Cutter) -> bool:
    """Put a range around the place; True when it is inside a text box."""
    if isinstance(place, Range):
        boxed = any(box_of(one) is not None for one in (place.first, place.last))
        first, last = cutter.begin(place.first, place.start), cutter.end(place.last, place.end)
        if boxed and order(first) > order(last):
            first, last = last, first
    elif (box := box_of(place)) is not None:
        boxed, first = True, outside(box)
        last = first
    else:
        place.extend((_marked(_START, number), _marked(_END, number), _reference(number)))
        return False
    first.addprevious(_marked(_START, number))
    end = _marked(_END, number)
    last.addnext(end)
    in_paragraph(end).addnext(_reference(number))
    return boxed


def _marked(tag: str, number: str) -> etree._Element:
    made = element(tag)
    made.set(_ID, number)
    return made


def _reference(number: str) -> etree._Element:
    run = element(RUN)
    run.append(_marked(qn("w:commentReference"), number))
    return run


def _comment(number: str, lines: Iterable[str], author: str, initials: str) -> etree._Element:
    made = _marked(qn("w:comment"), number)
    made.set(qn("w:author"), author)
    made.set(qn("w:initials"), initials)
    for place, line in enumerate(lines):
        paragraph = etree.SubElement(made, P)
        paragraph.append(etree.fromstring(_LAYOUT))
        if place == 0:
            etree.SubElement(etree.SubElement(paragraph, RUN), qn("w:annotationRef"))
        run = etree.SubElement(paragraph, RUN)
        look = etree.fromstring(_LOOK)
        if place == 0:
            look.insert(1, element(qn("w:b")))
        run.append(look)
        text = etree.SubElement(run, TEXT)
        text.text = line
        text.set(SPACE, "preserve")
    return made
