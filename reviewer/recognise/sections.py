"""The report's text by section: everything before the first heading is the preface, tables are left out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reviewer.model import Paragraph, Place, Section, TextSpan, folded
from reviewer.recognise.headings import Candidate
from reviewer.recognise.words import words


class _Builder:
    """Collects paragraphs of one section and moves their places to the joined text."""

    def __init__(self, key: str, heading: str = "", ordinal: str = "") -> None:
        self.key, self.heading, self.ordinal = key, heading, ordinal
        self.texts: list[str] = []
        self.places: list[Place] = []
        self.length = 0

    def add(self, paragraph: Paragraph, start: int = 0) -> None:
        """Append the paragraph from character `start` on."""
        text = paragraph.text[start:]
        lead = len(text) - len(text.lstrip())
        start, text = start + lead, text.strip()
        if not text:
            return
        base = self.length + 1 if self.texts else 0
        for place in paragraph.places:
            low, high = max(place.start, start) - start, min(place.end - start, len(text))
            if low < high:
                self.places.append(Place(start=base + low, end=base + high, page=place.page, bbox=place.bbox))
        self.texts.append(text)
        self.length = base + len(text)

    def section(self) -> Section:
        return Section(
            key=self.key,
            heading=self.heading,
            ordinal=self.ordinal,
            text="\n".join(self.texts),
            places=tuple(self.places),
        )


def build(
    paragraphs: Sequence[tuple[int, Paragraph]], headings: Sequence[Candidate]
) -> tuple[tuple[Section, ...], tuple[TextSpan, ...]]:
    """(sections in document order, heading spans). `paragraphs`: those outside tables, with their block index."""
    starts = {one.at: one for one in headings}
    ends = {one.last: one for one in headings}
    skipped = {index for one in headings for index in range(one.at, one.last)}
    builders: list[_Builder] = [_Builder("preface")]
    spans: list[TextSpan] = []
    last = max((one.at for one in headings), default=-1)
    over = False
    for index, paragraph in paragraphs:
        if paragraph.hidden:
            continue
        if index in starts:
            one = starts[index]
            same = next((builder for builder in builders if builder.key == one.key), None)
            builders.append(_Builder(one.key, one.printed, one.ordinal) if same is None else same)
            spans.append(_span(one, paragraph))
        if index in skipped:
            continue
        if index in ends:
            builders[-1].add(paragraph, ends[index].cut)
            continue
        over = index > last >= 0 and (_is_chrome(paragraph.text) or (over and not _is_sentence(paragraph.text)))
        if not over:
            builders[-1].add(paragraph)
    unique = list(dict.fromkeys(builders))
    first, rest = unique[0], unique[1:]
    sections = [first.section()] if first.texts else []
    return (*sections, *(one.section() for one in rest)), tuple(spans)


def _span(one: Candidate, paragraph: Paragraph) -> TextSpan:
    place = paragraph.places[0] if paragraph.places else None
    return TextSpan(
        section=one.key,
        quote=one.printed,
        start=0,
        end=0,
        page=place.page if place else None,
        bbox=place.bbox if place else None,
    )


def _is_chrome(text: str) -> bool:
    """A short line of a web page around the report, such as 打印本页 or 版权所有."""
    flat = folded(text)
    return len(flat) <= 80 and any(folded(word) in flat for word in words().chrome)


def _is_sentence(text: str) -> bool:
    """False for the links and addresses that follow the foot of a web page."""
    return len(text) > 80 or text.rstrip().endswith(("。", "！", "；"))


def section_at(index: int, headings: Sequence[Candidate]) -> str | None:
    """Key of the section that the block `index` stands in."""
    before = [one for one in headings if one.at <= index]
    return before[-1].key if before else None


def visible(paragraphs: Sequence[tuple[int, Paragraph]]) -> Iterator[str]:
    return (paragraph.text for _, paragraph in paragraphs if not paragraph.hidden)
