"""The table of bodies in the notice on a season."""

from __future__ import annotations

from collections.abc import Sequence

from docx.document import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docx.table import _Cell

from reviewer.export import paper

_WIDTHS = (4.7, 2.5, 1.3, 1.3, 3.8, 2.0)


def tabled(document: Document, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Heads on every page, no row cut by one."""
    table = document.add_table(rows=1 + len(rows), cols=len(_WIDTHS), style="Table Grid")
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    for column, width in zip(table.columns, _WIDTHS, strict=True):
        column.width = Cm(width)
    for number, (row, texts) in enumerate(zip(table.rows, (heads, *rows), strict=True)):
        properties = row._tr.get_or_add_trPr()
        properties.append(OxmlElement("w:cantSplit"))
        if not number:
            properties.append(OxmlElement("w:tblHeader"))
        cells = row.cells
        for place, text in enumerate(texts):
            cells[place].width = Cm(_WIDTHS[place])
            _fill(cells[place], text, head=not number, left=place == 0 and number > 0)


def _fill(cell: _Cell, text: str, *, head: bool, left: bool) -> None:
    paragraph = cell.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.LEFT if left else WD_ALIGN_PARAGRAPH.CENTER
    layout = paragraph.paragraph_format
    layout.first_line_indent, layout.line_spacing_rule, layout.line_spacing = Pt(0), WD_LINE_SPACING.EXACTLY, Pt(18)
    paper.font(paragraph.add_run(text), paper.HEI if head else paper.SONG, 10.5)
    middle = OxmlElement("w:vAlign")
    middle.set(qn("w:val"), "center")
    cell._tc.get_or_add_tcPr().append(middle)
