"""审查意见: the opinion as a Word document that can be sent to the agency as it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import count

from docx.document import Document as WordDocument
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docx.table import _Cell
from docx.text.paragraph import Paragraph

from reviewer.export import paper
from reviewer.export.clean import shorten
from reviewer.export.sheet import sheets
from reviewer.export.view import Item, Proof, Sheet
from reviewer.export.words import words
from reviewer.model import Review

_STOPS = "。！？；…"


def write(reviews: Iterable[Review]) -> bytes:
    """One opinion a review, each beginning on a new page."""
    document = paper.new(words().letter.page)
    for one in sheets(reviews):
        if one.position:
            document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
        _Opinion(document, one).draw()
    return paper.pack(document)


class _Opinion:
    def __init__(self, document: WordDocument, sheet: Sheet) -> None:
        self.document, self.sheet = document, sheet
        self.said, self.field, self.phrase = words().letter, words().field, words().phrase
        self.parts = iter(self.said.ordinals)
        self.chapters = list(self._numbered())

    def _numbered(self) -> Iterator[tuple[str, list[tuple[int, Item]]]]:
        """Problems by part of the report, numbered through; hints of the model last."""
        number = count(1)
        for chapter in self.sheet.chapters:
            if items := [(next(number), item) for item in chapter.items if item.tone != "model"]:
                yield chapter.name, items
        if hints := [(next(number), item) for item in self.sheet.items if item.tone == "model"]:
            yield self.said.hints, hints

    def draw(self) -> None:
        self._opening()
        self._conclusion()
        if self.sheet.groups:
            self._overview()
            self._problems()
        self._rest()
        self._signature()

    def _opening(self) -> None:
        sheet = self.sheet
        title = self._line(flush=True)
        title.alignment = WD_ALIGN_PARAGRAPH.CENTER
        title.paragraph_format.line_spacing = Pt(36)
        title.paragraph_format.space_after = Pt(22)
        paper.font(title.add_run(self.said.title), paper.TITLE, 22)
        if sheet.agency:
            self._line(self.said.salutation.format(agency=sheet.agency), flush=True)
        if sheet.tone == "none":
            self._line(self.said.file_opening.format(file=sheet.name))
        elif sheet.title:
            self._line(self.said.opening.format(title=sheet.title))
        else:
            self._line(self.said.opening_untitled.format(year=sheet.year))

    def _conclusion(self) -> None:
        sheet, counts = self.sheet, self.sheet.counts
        self._part(self.said.conclusion_name)
        paper.font(self._line().add_run(self.said.conclusion.format(conclusion=sheet.conclusion)), paper.HEI)
        if sheet.notice:
            self._line(sheet.notice)
        if sheet.tone != "none" and counts.checked:
            found = self.said.found if sheet.tally else self.said.found_none
            text = found.format(checked=counts.checked, counts=sheet.tally)
            if counts.gaps:
                text += self.said.gaps_sum.format(gaps=counts.gaps)
            self._line(text)
        partial = sheet.tone == "pass" and sheet.status != "reviewed"
        self._line(self.said.next["partial" if partial else sheet.tone])

    def _overview(self) -> None:
        self._part(self.said.summary_name)
        rows = [
            (str(number), words().severity[item.tone].chip, name, shorten(item.message, 90))
            for name, items in self.chapters
            for number, item in items
        ]
        heads = tuple(self.field[key] for key in ("number", "kind", "where", "problem"))
        self._table(heads, rows, (1.3, 1.5, 4.0, 8.8))

    def _problems(self) -> None:
        self._part(self.said.problems_name)
        for ordinal, (name, items) in zip(self.said.ordinals, self.chapters, strict=False):
            self._head(self.said.chapter.format(ordinal=ordinal, name=name), 2)
            if name == self.said.hints:
                self._line(self.said.hint)
            for number, item in items:
                self._item(number, item)

    def _item(self, number: int, item: Item) -> None:
        head = self._line()
        head.paragraph_format.keep_with_next = True
        paper.font(head.add_run(f"{number}. {_stop(item.message)}"), paper.BODY, bold=True)
        self._labelled("where", "；".join(dict.fromkeys(_where(proof) for proof in item.telling)))
        for proof in item.proofs:
            if proof.kind == "text" and proof.body:
                self._labelled("quote", f"“{shorten(proof.before + proof.body + proof.after, 120)}”")
        self._labelled("arithmetic", _stop(item.arithmetic))
        self._labelled("source", _stop(item.source))
        self._labelled("basis", _stop(item.basis))
        self._labelled("mend", _stop(item.mend))
        if item.consequences:
            self._line(self.phrase["folded"].format(n=len(item.consequences)) + "：")
        for place, one in enumerate(item.consequences, 1):
            self._line(f"（{place}）{_stop(one.message)}{_stop(one.arithmetic)}")

    def _rest(self) -> None:
        gaps = [gap for gap in self.sheet.gaps if gap.kind != "skipped"]
        if gaps:
            self._part(self.said.rest)
            heads = tuple(self.field[key] for key in ("kind", "reason", "rules"))
            rows = [(gap.name, gap.reason, self.phrase["and"].join(gap.rules)) for gap in gaps]
            self._table(heads, rows, (3.2, 7.0, 5.4))
        if self.sheet.notices or self.sheet.model:
            self._part(self.said.notices)
            for text in (*self.sheet.notices, *self.sheet.model):
                self._line(text)

    def _signature(self) -> None:
        for index, label in enumerate(self.said.signature):
            last = index == len(self.said.signature) - 1
            line = self._line(label + (self.said.date if last else ""), flush=True)
            line.paragraph_format.left_indent = Cm(7.4)
            line.paragraph_format.keep_with_next = not last
            if index == 0:
                line.paragraph_format.space_before = Pt(42)

    def _part(self, name: str) -> None:
        self._head(self.said.part.format(ordinal=next(self.parts), name=name), 1)

    def _head(self, text: str, level: int) -> None:
        self.document.add_paragraph(text, style=f"Heading {level}").paragraph_format.keep_with_next = True

    def _line(self, text: str = "", flush: bool = False) -> Paragraph:
        line = self.document.add_paragraph(text)
        if flush:
            line.paragraph_format.first_line_indent = Pt(0)
        return line

    def _labelled(self, key: str, text: str) -> None:
        if text:
            line = self._line()
            paper.font(line.add_run(f"{self.field[key]}："), paper.HEI)
            line.add_run(text)

    def _table(self, heads: Sequence[str], rows: Iterable[Sequence[str]], widths: Sequence[float]) -> None:
        table = self.document.add_table(rows=1, cols=len(heads), style="Table Grid")
        table.alignment = WD_TABLE_ALIGNMENT.CENTER
        table.autofit = False
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Cm(width)
        _fill(table.rows[0].cells, heads, widths, paper.HEI)
        _mark(table.rows[0]._tr, "w:tblHeader")
        for row in rows:
            added = table.add_row()
            _fill(added.cells, row, widths, paper.SONG)
            _mark(added._tr, "w:cantSplit")
        self._line(flush=True).paragraph_format.line_spacing = Pt(12)


def _fill(cells: Sequence[_Cell], texts: Sequence[str], widths: Sequence[float], name: str) -> None:
    for cell, text, width in zip(cells, texts, widths, strict=True):
        cell.width = Cm(width)
        line = cell.paragraphs[0]
        line.paragraph_format.first_line_indent = Pt(0)
        line.paragraph_format.line_spacing_rule, line.paragraph_format.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(18)
        if width < 2 or name == paper.HEI:
            line.alignment = WD_ALIGN_PARAGRAPH.CENTER
        paper.font(line.add_run(text), name, 12)


def _mark(row: object, name: str) -> None:
    flag = OxmlElement(name)
    flag.set(qn("w:val"), "true")
    row.get_or_add_trPr().append(flag)  # type: ignore[attr-defined]


def _stop(text: str) -> str:
    """`text` as a sentence."""
    return text if not text or text[-1] in _STOPS else text + "。"


def _where(proof: Proof) -> str:
    place = f"{proof.place}（{proof.page}）" if proof.page else proof.place
    return f"{place}：{proof.body}" if proof.kind == "cell" else place
