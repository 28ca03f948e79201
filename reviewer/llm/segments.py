"""A report's prose as numbered sentences: what a prompt shows, and where each sentence stands in the report.

Text that a reader does not see never comes this far (the readers leave hidden paragraphs out); characters that nobody
sees are taken out here, and marks by which chat templates tell speakers apart are broken. Both changes fall away again
when a quote is compared (`grounding`), so that an honest quote of what was sent is still found.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from reviewer.model import Section

_SENTENCE = re.compile(r"[^。！？；!?;\n\r]+[。！？；!?;]*[”’」』）)\"]?|[。！？；!?;]+")
_LONGEST = 600
"""Characters of one segment; a longer sentence is cut at its commas."""
_CLAUSE = re.compile(rf".{{1,{_LONGEST}}}(?:[，、,]|$)|.{{{_LONGEST}}}", re.DOTALL)
_SPEAKERS = re.compile(r"(<)(?=[|/｜])|(\[)(?=/?(?:INST|SYS))|(<)(?=<?SYS)|(#)(?=##)|(`)(?=``)", re.IGNORECASE)
_BLANKS = re.compile(r"\s+")


class Segment(NamedTuple):
    """One sentence: `text` as it is sent, characters [start, end) of a section's text as it is printed."""

    id: str
    section: str
    start: int
    end: int
    text: str
    source: str


def segments(sections: Iterable[Section], prefix: str = "s") -> tuple[Segment, ...]:
    """All sentences of the sections, numbered through in their order: s1, s2 …"""
    found: list[Segment] = []
    for section in sections:
        for start, end in _sentences(section.text):
            source = section.text[start:end]
            text = sent(source)
            if text:
                found.append(Segment(f"{prefix}{len(found) + 1}", section.key, start, end, text, source))
    return tuple(found)


def sent(text: str) -> str:
    """A text as a prompt shows it: one line, nothing invisible, no mark of a chat template."""
    seen = "".join(char for char in text if char.isspace() or _visible(char))
    return _SPEAKERS.sub(lambda match: match[0] + " ", _BLANKS.sub(" ", seen).strip())


def _visible(char: str) -> bool:
    code = ord(char)
    if 0xFE00 <= code <= 0xFE0F or 0xE0000 <= code <= 0xE0FFF or char in "\u034f\u115f\u1160\u3164\uffa0":
        return False
    return unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Co", "Cn")


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    for match in _SENTENCE.finditer(text):
        if match.end() - match.start() <= _LONGEST:
            yield match.span()
            continue
        for part in _CLAUSE.finditer(match[0]):
            yield match.start() + part.start(), match.start() + part.end()


def within(found: Sequence[Segment], most: int) -> tuple[Segment, ...]:
    """The first segments that together hold at most `most` characters."""
    kept, length = [], 0
    for one in found:
        length += len(one.text)
        if length > most:
            break
        kept.append(one)
    return tuple(kept)
