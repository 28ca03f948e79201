"""退回修改通知: the notice that sends reports back to their agencies, one section of pages for each.

Sizes, fonts and the place of signature and date after GB/T 9704-2012: title 2号小标宋, text 3号仿宋, headings 黑体; the date
begins two characters right of the office's name, the longer of the two ends two characters before the margin.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from docx.document import Document as WordDocument
from docx.enum.section import WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt
from docx.text.paragraph import Paragraph

from reviewer.errors import InputError
from reviewer.export import paper
from reviewer.export.clean import brief, shorten
from reviewer.export.items import families
from reviewer.export.notice_context import Case, NoticeContext
from reviewer.export.notice_words import said
from reviewer.export.sheet import sheet
from reviewer.export.view import Item, Proof
from reviewer.model import Finding, Review, Waived

_SIZE = 16.0
_WIDTH = 442.0
"""Points of a line: 28 characters."""
_STOPS = "。！？；…"
_PLACES = 6


def write(reviews: Sequence[Review], context: NoticeContext) -> bytes:
    """The notices as one Word document. Raises InputError X-NOTICE-EMPTY for a report with nothing left to mend."""
    document = paper.new(said().page)
    for position, review in enumerate(reviews):
        if position:
            document.add_section(WD_SECTION.NEW_PAGE)
        _count_from_one(document)
        _Notice(document, review, context).draw()
    return paper.pack(document)


def _count_from_one(document: WordDocument) -> None:
    properties = document.sections[-1]._sectPr
    for one in properties.findall(qn("w:pgNumType")):
        properties.remove(one)
    numbering = OxmlElement("w:pgNumType")
    numbering.set(qn("w:start"), "1")
    before = properties.find(qn("w:pgMar"))
    (before if before is not None else properties[-1]).addnext(numbering)


class _Notice:
    def __init__(self, document: WordDocument, review: Review, context: NoticeContext) -> None:
        self.document, self.context = document, context
        self.case = context.cases.get(review.sha256, Case())
        self.sheet = sheet(decided(review, self.case))
        self.reasons = {mark: brief(one.reason, 400) for mark, one in self.case.decisions.items() if one.reason.strip()}
        self.parts = iter(said().ordinals)

    def draw(self) -> None:
        errors, warnings = self._items("error"), self._items("warning")
        notes = [brief(one, 800) for one in self.case.notes if one.strip()]
        if not errors and not warnings and not notes and self.sheet.tone != "none":
            raise InputError("X-NOTICE-EMPTY", name=self.sheet.agency or self.sheet.name)
        self._opening()
        self._line(self._received() + self._result(len(errors), len(warnings)))
        for name, items in ((said().error, errors), (said().warning, warnings)):
            if items:
                self._part(name)
                for number, item in enumerate(items, 1):
                    self._item(number, item)
        if notes:
            self._part(said().notes)
            for number, text in enumerate(notes, 1):
                self._line(_stop(said().note.format(number=number, text=text) if len(notes) > 1 else text))
        self._closing()

    def _items(self, tone: str) -> list[Item]:
        """Problems by gravity: errors; warnings, with whatever else a supervisor has confirmed."""
        if tone == "error":
            return [item for item in self.sheet.items if item.tone == "error"]
        confirmed = {mark for mark, one in self.case.decisions.items() if one.verdict == "confirm"}
        return [
            item
            for item in self.sheet.items
            if item.tone == "warning" or (item.tone in ("info", "model") and item.fingerprint in confirmed)
        ]

    def _opening(self) -> None:
        number = self._line(said().number.format(year=self.context.date.year), flush=True)
        number.alignment = WD_ALIGN_PARAGRAPH.CENTER
        number.paragraph_format.space_after = Pt(28)
        title = self._line(flush=True)
        title.alignment = WD_ALIGN_PARAGRAPH.CENTER
        title.paragraph_format.line_spacing = Pt(36)
        title.paragraph_format.space_after = Pt(28)
        paper.font(title.add_run(said().title.format(year=self._year())), paper.TITLE, 22)
        name = brief(self.case.agency, 60) or self.sheet.agency or said().nameless
        self._line(said().salutation.format(agency=name), flush=True)

    def _year(self) -> str:
        digits = "".join(char for char in self.sheet.year if char.isdigit())
        return said().year.format(year=digits) if digits else ""

    def _received(self) -> str:
        if self.sheet.tone == "none":
            return said().received_file.format(file=self.sheet.name)
        if self.sheet.title:
            return said().received.format(title=self.sheet.title)
        return said().received_untitled.format(year=self._year())

    def _result(self, errors: int, warnings: int) -> str:
        if self.sheet.tone == "none":
            return said().unread.format(reason=_stop(self.sheet.notice))
        counts = [text.format(n=n) for text, n in ((said().count_error, errors), (said().count_warning, warnings)) if n]
        return said().reviewed.format(counts=said().comma.join(counts)) if counts else said().noted

    def _item(self, number: int, item: Item) -> None:
        head = self._line()
        head.paragraph_format.keep_with_next = True
        paper.font(head.add_run(_stop(said().item.format(number=number, message=item.message))), paper.BODY, bold=True)
        quotes = [said().quoted.format(quote=_quote(one)) for one in item.proofs if one.kind == "text" and one.body]
        self._labelled(
            (said().where, said().list.join(dict.fromkeys(map(_where, item.telling[:_PLACES])))),
            (said().quote, said().list.join(dict.fromkeys(quotes[:_PLACES]))),
            (said().arithmetic, item.arithmetic),
        )
        self._labelled((said().basis, item.basis), (said().mend if item.tone == "error" else said().verify, item.mend))
        self._labelled((said().consequences, said().list.join(one.message.rstrip("。") for one in item.consequences)))
        self._labelled((said().reason, self.reasons.get(item.fingerprint, "")))

    def _closing(self) -> None:
        self._part(said().next)
        deadline = self.context.deadline
        self._line(said().resubmit.format(deadline=_day(deadline)) if deadline is not None else said().resubmit_undated)
        last = [self._line(said().redo)]
        if self.context.contact.strip():
            last.append(self._line(said().contact.format(contact=brief(self.context.contact, 120))))
        for line in last:  # a signature never stands on a page alone
            line.paragraph_format.keep_with_next = True
        office, day = brief(self.context.office, 60), _day(self.context.date)
        for place, (text, left) in enumerate(_signed(office, day)):
            line = self._line(text, flush=True)
            line.paragraph_format.left_indent = Pt(left)
            line.paragraph_format.keep_with_next = place == 0
            line.paragraph_format.space_before = Pt(28 if place == 0 else 0)

    def _part(self, name: str) -> None:
        text = said().part.format(ordinal=next(self.parts), name=name)
        self.document.add_paragraph(text, style="Heading 1").paragraph_format.keep_with_next = True

    def _line(self, text: str = "", flush: bool = False) -> Paragraph:
        line = self.document.add_paragraph(text)
        if not flush:
            line.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
        else:
            line.paragraph_format.first_line_indent = Pt(0)
        return line

    def _labelled(self, *parts: tuple[str, str]) -> None:
        """One paragraph of named sentences; those without a text are left out."""
        told = [(name, text) for name, text in parts if text]
        if not told:
            return
        line = self._line()
        for name, text in told:
            paper.font(line.add_run(said().label.format(name=name)), paper.KAI)
            line.add_run(_stop(text))


def decided(review: Review, case: Case) -> Review:
    """The review without what the supervisor dismissed; what a dismissed finding explains goes with it."""
    gone = {mark for mark, one in case.decisions.items() if one.verdict == "dismiss"}
    kept = {mark for mark, one in case.decisions.items() if one.verdict == "confirm"}
    drop = {id(one) for root, rest in families(review.findings) for one in _dropped(root, rest, gone, kept)}
    findings = tuple(
        one.model_copy(update={"waived": Waived(kind="waiver", reason=_reason(one, case))}) if id(one) in drop else one
        for one in review.findings
    )
    return review.model_copy(update={"findings": findings})


def _dropped(root: Finding, rest: Sequence[Finding], gone: set[str], kept: set[str]) -> Iterator[Finding]:
    whole = root.fingerprint in gone
    if whole:
        yield root
    yield from (one for one in rest if one.fingerprint in gone or (whole and one.fingerprint not in kept))


def _reason(finding: Finding, case: Case) -> str:
    decision = case.decisions.get(finding.fingerprint)
    return decision.reason if decision is not None else ""


def _signed(office: str, day: str) -> tuple[tuple[str, float], tuple[str, float]]:
    """Both lines of the signature with their left indents in points."""
    wide, long = _length(office), _length(day)
    if wide >= long + 2 * _SIZE:
        left = max(0.0, _WIDTH - 2 * _SIZE - wide)
        return (office, left), (day, left + 2 * _SIZE)
    start = _WIDTH - 2 * _SIZE - long
    return (office, max(0.0, start - 2 * _SIZE)), (day, start)


def _length(text: str) -> float:
    return sum(_SIZE / 2 if char.isascii() else _SIZE for char in text)


def _day(day: date) -> str:
    return said().date.format(year=day.year, month=day.month, day=day.day)


def _stop(text: str) -> str:
    """`text` as a sentence, also where its last mark is a quotation's."""
    return text if text.rstrip("”’")[-1:] in _STOPS else text + "。"


def _where(proof: Proof) -> str:
    place = f"{proof.place}（{proof.page}）" if proof.page else proof.place
    return f"{place}：{proof.body}" if proof.kind == "cell" else place


def _quote(proof: Proof) -> str:
    return shorten(proof.before + proof.body + proof.after, 120)
