"""The sentences of a report with their offsets: what a search goes through and what an answer quotes."""

from __future__ import annotations

import re
from typing import NamedTuple

from reviewer.asking.places import section_name
from reviewer.asking.values import Book
from reviewer.model import Citation, Section, TextSpan, folded

_SENTENCE = re.compile(r"[^。！？；\n]*[。！？；]?")
_LEAD = re.compile(
    r"\s*(?:（[一二三四五六七八九十]+）|[一二三四五六七八九十]+[、是]|[（(]?\d+[)）.、．])[^，,。]{2,24}。"
)
_LONGEST = 220


class Passage(NamedTuple):
    """Characters [start, end) of a section. `lead`: the heading of the paragraph it stands in, for the search alone."""

    section: Section
    start: int
    end: int
    lead: str

    @property
    def quote(self) -> str:
        return self.section.text[self.start : self.end]

    @property
    def searched(self) -> str:
        return folded(self.lead + self.quote)


def passages(book: Book) -> list[Passage]:
    """Every sentence in document order; a short heading of a paragraph goes with the sentences after it."""
    found: list[Passage] = []
    for section in book.review.sections:
        offset = 0
        for paragraph in section.text.split("\n"):
            found += _of_paragraph(section, paragraph, offset)
            offset += len(paragraph) + 1
    return found


def _of_paragraph(section: Section, paragraph: str, offset: int) -> list[Passage]:
    """Sentences with the heading they stand under: 三是政府信息管理情况。…"""
    lead, out = "", []
    for match in _SENTENCE.finditer(paragraph):
        if not match[0].strip():
            continue
        if _LEAD.fullmatch(match[0]) and match.end() < len(paragraph.rstrip()):
            lead = match[0]  # the heading alone says nothing
            continue
        start = match.start() + len(match[0]) - len(match[0].lstrip())
        out.append(Passage(section, offset + start, offset + match.end(), lead))
    return out


def cite(book: Book, passage: Passage) -> Citation:
    """The passage as a citation, verbatim; a very long sentence is cut at its end."""
    end = min(passage.end, passage.start + _LONGEST)
    place = passage.section.span(passage.start, end)
    source = TextSpan(**place.model_dump())
    return Citation(place=section_name(book, passage.section.key), report=book.which, source=source)
