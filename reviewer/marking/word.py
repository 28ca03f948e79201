"""Notes into a Word document, as comments."""

from __future__ import annotations

from collections.abc import Sequence

from lxml import etree

from reviewer import recognise
from reviewer.export.comments import Mark, Range, draw, room
from reviewer.export.notes import Note, Notes, said
from reviewer.extract.docx_package import Package, close_docx, comments_of, open_docx
from reviewer.extract.docx_trace import Entry, Spot
from reviewer.limits import Limits
from reviewer.marking import places
from reviewer.marking.result import Outcome
from reviewer.model import AnnualReport, CellRef, Evidence, TextSpan

FEW = 3
"""Cells of one finding that get a comment each; of more, the first one has it, and it names the others."""
Place = Range | etree._Element


def mark_docx(data: bytes, name: str, notes: Notes, limits: Limits) -> tuple[Outcome, bytes]:
    """The document with its comments. Raises RefusedError and LimitError, as the reader does."""
    package = open_docx(data, limits)
    atlas = _Atlas(package, recognise.recognise(package.document, name=name))
    left = room(package.root) - 1
    marks: list[Mark] = []
    outcome = Outcome(format="docx")
    for note in notes.notes:
        wanted, placed, first = _wanted(note), 0, True
        for evidence in wanted:
            some = atlas.find(evidence)
            if some is None or len(some) > left:
                continue
            for place in some:
                marks.append(_mark(place, note, evidence, first=first))
                first = False
            left -= len(some)
            placed += 1
        outcome = outcome.with_note(note, placed, len(wanted) - placed)
    top = atlas.top()
    if top is not None:
        marks.insert(0, Mark(top, _summary(notes, outcome)))
    comments = draw(package.root, comments_of(package), marks, said().author, said().initials)
    return outcome, close_docx(package, comments)


def _wanted(note: Note) -> list[Evidence]:
    """Where to comment: all texts; of cells all when they are few, else the first, where the sum is told."""
    cells = [one for one in note.evidence if isinstance(one, CellRef)]
    texts = [one for one in note.evidence if isinstance(one, TextSpan)]
    if len(cells) > FEW:
        cells = [] if texts else cells[:1]
    return [*texts, *cells]


def _mark(place: Place, note: Note, evidence: Evidence, *, first: bool) -> Mark:
    lines = note.lines if first else (note.again,)
    boxed = said().box.format(quote=evidence.quote[:80]) if isinstance(evidence, TextSpan) else ""
    return Mark(place, lines, boxed)


def _summary(notes: Notes, outcome: Outcome) -> tuple[str, ...]:
    """What the comment at the title says: the conclusion, and every finding that has no place."""
    lost = [one.head for one in outcome.unplaced]
    return (*notes.summary, *([said().unplaced, *lost] if lost else ()))


class _Atlas:
    """Finds the places of evidence in one document."""

    def __init__(self, package: Package, report: AnnualReport) -> None:
        self._entries = package.trace.entries
        self._report = report

    def find(self, evidence: Evidence) -> list[Place] | None:
        """One place, several for a heading printed again, None where it cannot be told for certain."""
        if isinstance(evidence, CellRef):
            found = self._cell(evidence)
            return None if found is None else [found]
        spans = places.headings(self._report, evidence)
        some = [self._heading(span) for span in spans] if spans else [self._text(evidence)]
        return [one for one in some if one is not None] or None

    def top(self) -> Place | None:
        """The title; where there is none, the first paragraph with text."""
        title = self._report.title_span
        found = self._text(title) if title is not None else None
        if found is not None:
            return found
        return next((_range(list(filter(None, one.spots))) for one in self._entries if any(one.spots)), None)

    def _text(self, span: TextSpan) -> Range | None:
        spots: list[Spot] = []
        last: int | None = None
        for piece in places.pieces(self._report, span):
            number = piece.place.page
            if last is not None and any(not one.cell and one.text.strip() for one in self._entries[last + 1 : number]):
                break  # a table stands between: what is before it is the place
            found = _within(self._entries[number], piece.text, piece.start, piece.end, piece.before)
            if found is None:
                return None
            spots += found
            last = number
        return _range(spots)

    def _heading(self, span: TextSpan) -> Range | None:
        """A heading begins its paragraph; one that is broken over two goes on in the next."""
        assert span.page is not None
        wanted = _solid(span.quote)
        spots: list[Spot] = []
        for entry in self._entries[span.page : span.page + 2]:
            seen = _visible(entry)
            text = "".join(char for char, _ in seen)
            size = min(len(text), len(wanted))
            if text[:size] != wanted[:size]:
                return None
            spots += [spot for _, spot in seen[:size] if spot is not None]
            wanted = wanted[size:]
            if not wanted:
                return _range(spots)
        return None

    def _cell(self, ref: CellRef) -> Place | None:
        fact = places.cell(self._report, ref)
        if fact is None or fact.page is None:
            return None
        entry = self._entries[fact.page]
        seen, raw = _visible(entry), _solid(ref.raw)
        text = "".join(char for char, _ in seen)
        if entry.cell:
            if text != raw:
                return None
            found = _range([spot for _, spot in seen if spot is not None])
            return found if raw else next(entry.home.iter("{*}p"), None)
        if not raw or text.count(raw) != 1 or not _alone(entry.text, ref.raw):
            return None
        return _range([spot for _, spot in seen[text.find(raw) :][: len(raw)] if spot is not None])


def _alone(line: str, raw: str) -> bool:
    """Whether a line holds a cell's text as a whole word: 3 is no part of 13."""
    at = line.find(raw)
    around = line[at - 1 : at] + line[at + len(raw) : at + len(raw) + 1]
    return at >= 0 and not any(char.isalnum() for char in around)


def _within(entry: Entry, text: str, start: int, end: int, before: int | None) -> list[Spot] | None:
    """The spots of the characters [start, end) of `text`, a part of this entry; None when it is not there."""
    seen, whole = _visible(entry), _solid(text)
    printed = "".join(char for char, _ in seen)
    base = printed.rfind(whole) if before is None else printed.find(whole, before)
    if base < 0:
        return None
    first = base + len(_solid(text[:start]))
    return [spot for _, spot in seen[first : first + len(_solid(text[start:end]))] if spot is not None]


def _visible(entry: Entry) -> list[tuple[str, Spot | None]]:
    return [(char, spot) for char, spot in zip(entry.text, entry.spots, strict=True) if not char.isspace()]


def _solid(text: str) -> str:
    return "".join(text.split())


def _range(spots: Sequence[Spot]) -> Range | None:
    if not spots:
        return None
    first, last = spots[0], spots[-1]
    return Range(first.element, first.offset, last.element, last.offset + 1)
