"""Notes into a PDF, as highlights with a note each."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from reviewer import extract, recognise
from reviewer.export.highlights import Highlight, draw
from reviewer.export.notes import Note, Notes, said
from reviewer.extract.pdf_glyphs import Glyphs, unlocked
from reviewer.limits import Limits
from reviewer.marking import places
from reviewer.marking.result import Outcome
from reviewer.model import AnnualReport, Box, CellRef, Evidence, TextSpan

_INSET = 1.2
"""Points between a cell's border and its highlight."""
Lit = list[tuple[int, Box]]


def mark_pdf(path: Path, name: str, notes: Notes, limits: Limits) -> tuple[Outcome, bytes]:
    """The PDF with its highlights. Raises RefusedError and LimitError, as the reader does."""
    report = recognise.recognise(extract.read(path, limits=limits), name=name)
    glyphs = Glyphs(path)
    try:
        atlas = _Atlas(glyphs, report)
        outcome, highlights = Outcome(format="pdf"), []
        for note in notes.notes:
            found = [lit for evidence in note.evidence if (lit := atlas.find(evidence))]
            outcome = outcome.with_note(note, len(found), len(note.evidence) - len(found))
            for at, lit in enumerate(found):
                highlights += _highlights(glyphs, note, lit, first=at == 0)
        lost = [one.head for one in outcome.unplaced]
        summary = (*notes.summary, *([said().unplaced, *lost] if lost else ()))
        corner = glyphs.corner(*atlas.top())
    finally:
        glyphs.close()
    return outcome, draw(path.read_bytes(), lambda: unlocked(path), highlights, corner, summary)


def _highlights(glyphs: Glyphs, note: Note, lit: Lit, *, first: bool) -> list[Highlight]:
    """One highlight a page: a quote may run over a page's end."""
    text = "\n".join(note.lines) if first else note.again
    pages = list(dict.fromkeys(page for page, _ in lit))
    return [
        Highlight(page, tuple(glyphs.quad(page, box) for at, box in lit if at == page), said().colours[note.tone], text)
        for page in pages
    ]


class _Atlas:
    """Finds the places of evidence on the pages."""

    def __init__(self, glyphs: Glyphs, report: AnnualReport) -> None:
        self._glyphs = glyphs
        self._report = report

    def find(self, evidence: Evidence) -> Lit:
        """Boxes by page; [] where the place cannot be told for certain."""
        if isinstance(evidence, CellRef):
            return self._cell(evidence)
        spans = places.headings(self._report, evidence)
        if spans:
            return [one for span in spans for one in self._heading(span)]
        return self._text(evidence)

    def top(self) -> tuple[int, Box]:
        """Where the title stands, else the top of the first page."""
        title = self._report.title_span
        lit = self._text(title) if title is not None else []
        return lit[0] if lit else (1, (72.0, 60.0, 72.0, 72.0))

    def _text(self, span: TextSpan) -> Lit:
        out: Lit = []
        for piece in places.pieces(self._report, span):
            page, box = piece.place.page, piece.place.bbox
            found = self._glyphs.slice(piece.text, piece.start, piece.end, page, box, piece.before)
            if not found:
                return []
            out += [(page, one) for one in found]
        return out

    def _heading(self, span: TextSpan) -> Lit:
        """The part of a heading that stands in its first printed line."""
        if span.page is None or span.bbox is None:
            return []
        return [(span.page, one) for one in self._glyphs.opening(span.quote, span.page, span.bbox)]

    def _cell(self, ref: CellRef) -> Lit:
        fact = places.cell(self._report, ref)
        if fact is None or fact.page is None or fact.bbox is None:
            return []
        printed = self._glyphs.slice(fact.raw, 0, len(fact.raw), fact.page, fact.bbox)
        return [(fact.page, _inside(fact.bbox, printed))]


def _inside(cell: Box, printed: Sequence[Box]) -> Box:
    """A cell without its borders, all that is printed in it included."""
    x0, top, x1, bottom = cell
    high = min(_INSET, (bottom - top) / 4)
    wide = min(_INSET + (bottom - top) / 4, (x1 - x0) / 4)  # viewers round the ends of a highlight outwards
    boxes = [(x0 + wide, top + high, x1 - wide, bottom - high), *printed]
    return (
        max(x0, min(box[0] for box in boxes)),
        max(top, min(box[1] for box in boxes)),
        min(x1, max(box[2] for box in boxes)),
        min(bottom, max(box[3] for box in boxes)),
    )
