"""PDF drawn by reportlab: ruled tables over page breaks, rows cut in two, rotated and wrapped labels, no bought fonts."""

from __future__ import annotations

from pathlib import Path
from random import Random

from reportlab.lib.pagesizes import A4, landscape
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from reviewer.evals.sheets import Drawn, Sheet
from reviewer.evals.spec import Spec
from reviewer.evals.writers.flow import blocks, dice

_FONT = "STSong-Light"
_MARGIN = 62.0
_WIDTHS = {
    4: (3.0, 2.0, 2.0, 2.0),
    10: (0.7, 1.5, 4.2, 1.0, 1.0, 1.0, 1.1, 1.1, 1.0, 1.0),
    15: (1.0,) * 15,
    5: (1.0,) * 5,
}


def write(spec: Spec, path: Path) -> None:
    """Write `spec` to `path`."""
    if _FONT not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(UnicodeCIDFont(_FONT))
    page = _Page(spec, path)
    for block in blocks(spec):
        if block.kind == "picture":
            continue
        if block.sheet is not None:
            _Table(page, block.sheet).draw()
        elif block.kind == "title":
            for line in block.text.split("\n"):
                page.paragraph(line, 18, center=True)
        else:
            page.paragraph(block.text, 14 if block.kind == "heading" else page.body, indent=True, hidden=block.hidden)
    page.close()


def wrap(text: str, size: float, width: float, first: float = 0.0) -> list[str]:
    """Lines of at most `width` points; a number is never parted."""
    lines, line, room = [], "", width - first
    for token in _tokens(text):
        if line and pdfmetrics.stringWidth(line + token, _FONT, size) > room:
            lines.append(line)
            line, room = "", width
        line += token
    return [*lines, line] if line or not lines else lines


def _tokens(text: str) -> list[str]:
    found: list[str] = []
    for char in text:
        if found and found[-1][-1].isascii() and char.isascii() and not char.isspace() and not found[-1][-1].isspace():
            found[-1] += char
        else:
            found.append(char)
    return found


class _Page:
    """The pen: where the next line goes, and new pages with their numbers."""

    def __init__(self, spec: Spec, path: Path) -> None:
        self.spec = spec
        self.rng: Random = dice(spec, "pdf")
        self.width, self.height = landscape(A4) if spec.layout.landscape else A4
        self.canvas = Canvas(str(path), pagesize=(self.width, self.height), invariant=True)
        self.body = self.rng.choice((12.0, 14.0, 10.5))
        self.footer = self.rng.choice(("- {} -", "— {} —", "{}", ""))
        self.number = 1
        self.top = self.height - _MARGIN

    @property
    def inner(self) -> float:
        return float(self.width) - 2 * _MARGIN

    @property
    def room(self) -> float:
        return float(self.top) - _MARGIN

    def turn(self) -> None:
        self._foot()
        self.canvas.showPage()
        self.number += 1
        self.top = self.height - _MARGIN

    def close(self) -> None:
        self._foot()
        self.canvas.save()

    def _foot(self) -> None:
        self.canvas.setFont(_FONT, 9)
        self.canvas.drawCentredString(self.width / 2, 30, self.footer.format(self.number))

    def paragraph(
        self, text: str, size: float, *, center: bool = False, indent: bool = False, hidden: bool = False
    ) -> None:
        first = 2 * size if indent else 0.0
        for index, line in enumerate(wrap(text, size, self.inner, first)):
            if self.room < size * 1.6:
                self.turn()
            self.canvas.setFont(_FONT, size)
            if hidden:
                self.canvas.setFillGray(1)
            self.top -= size * 1.6
            if center:
                self.canvas.drawCentredString(self.width / 2, self.top, line)
            else:
                self.canvas.drawString(_MARGIN + (0 if index else first), self.top, line)
        if hidden:
            self.canvas.setFillGray(0)
        self.top -= size * 0.3


class _Table:
    """Rows are set one under another; a label over several rows is drawn in the part of it on each page."""

    def __init__(self, page: _Page, sheet: Sheet) -> None:
        self.page, self.sheet = page, sheet
        self.size = 7.5 if page.spec.layout.small or sheet.columns == 15 else 9.0
        shares = _WIDTHS[sheet.columns]
        unit = page.inner / sum(shares)
        self.x = [_MARGIN + unit * sum(shares[:index]) for index in range(sheet.columns + 1)]
        self.pad = 2.5
        self.leading = self.size * 1.25
        self.texts = {id(cell): self._lines(cell) for cell in sheet.cells}
        self.open_edge = page.rng.random() < 0.3
        self.repeat = page.rng.random() < 0.5

    def _lines(self, cell: Drawn) -> list[str]:
        if cell.rows > 8 and self.page.spec.layout.rotated:
            return [cell.text]
        width = self.x[cell.column + cell.columns] - self.x[cell.column] - 2 * self.pad
        return wrap(cell.text, self.size, width)

    def _height(self, row: int) -> float:
        lines = max((len(self.texts[id(c)]) for c in self.sheet.cells if c.row == row and c.rows == 1), default=1)
        return lines * self.leading + 2 * self.pad + 2

    def draw(self) -> None:
        page, sheet = self.page, self.sheet
        heights = [self._height(row) for row in range(sheet.rows)]
        for cell in sheet.cells:  # a label over few rows needs room for its lines
            need = len(self.texts[id(cell)]) * self.leading + 2 * self.pad
            span = range(cell.row, cell.row + cell.rows)
            if 1 < cell.rows <= 8 and sum(heights[row] for row in span) < need:
                heights[span[-1]] += need - sum(heights[row] for row in span)
        if page.room < sum(heights[: sheet.header + 2]) + 4:
            page.turn()
        page.top -= 4
        row, cut = 0, 0
        while row < sheet.rows:
            row, cut = self._stretch(row, cut, heights)
            if row < sheet.rows:
                page.turn()
        page.top -= 10

    def _stretch(self, row: int, cut: int, heights: list[float]) -> tuple[int, int]:
        """Draw as many rows as fit from (row, first line `cut`); returns where the next page goes on."""
        page, first = self.page, row
        edges = [page.top]
        if row and self.repeat and self.sheet.header and not cut:
            for line in range(self.sheet.header):
                edges.append(edges[-1] - heights[line])
            self._cells(0, self.sheet.header, edges, 0, {}, whole=True)
            edges = [edges[-1]]
        cuts: dict[int, tuple[int, int | None]] = {}
        while row < self.sheet.rows:
            height = heights[row] - (cut * self.leading if row == first else 0)
            start = cut if row == first else 0
            if edges[-1] - height >= _MARGIN:
                cuts[row] = (start, None)
                edges.append(edges[-1] - height)
                row += 1
                continue
            fit = int((edges[-1] - _MARGIN - 2 * self.pad - 2) // self.leading)
            lines = max((len(self.texts[id(c)]) for c in self.sheet.cells if c.row == row and c.rows == 1), default=1)
            if page.spec.layout.cut_rows and row > first and row >= self.sheet.header and 0 < fit < lines:
                cuts[row] = (start, fit)
                edges.append(edges[-1] - fit * self.leading - 2 * self.pad - 2)
                self._cells(first, row + 1, edges, cut, cuts, whole=False)
                page.top = edges[-1]
                return row, fit
            break
        self._cells(first, row, edges, cut, cuts, whole=row == self.sheet.rows)
        page.top = edges[-1]
        return row, 0

    def _cells(
        self,
        first: int,
        end: int,
        edges: list[float],
        cut: int,
        cuts: dict[int, tuple[int, int | None]],
        *,
        whole: bool,
    ) -> None:
        canvas = self.page.canvas
        canvas.setLineWidth(0.5)
        for cell in self.sheet.cells:
            top_row, end_row = max(cell.row, first), min(cell.row + cell.rows, end)
            if top_row >= end_row:
                continue
            top, bottom = edges[top_row - first], edges[end_row - first]
            left, right = self.x[cell.column], self.x[cell.column + cell.columns]
            canvas.line(left, top, left, bottom)
            canvas.line(right, top, right, bottom)
            if not (self.open_edge and top_row == first and (first or cut)):
                canvas.line(left, top, right, top)
            if not (self.open_edge and end_row == end and not whole):
                canvas.line(left, bottom, right, bottom)
            if cell.row >= first:
                start, stop = cuts.get(cell.row, (0, None)) if cell.rows == 1 else (0, None)
                if start == 0 or cell.label:
                    self._text(cell, self.texts[id(cell)][start:stop], left, right, top, bottom)

    def _text(self, cell: Drawn, lines: list[str], left: float, right: float, top: float, bottom: float) -> None:
        canvas = self.page.canvas
        canvas.setFont(_FONT, self.size)
        if cell.rows > 8 and self.page.spec.layout.rotated:
            canvas.saveState()
            canvas.translate((left + right) / 2 + self.size / 3, (top + bottom) / 2)
            canvas.rotate(90)
            canvas.drawCentredString(0, 0, lines[0] if lines else "")
            canvas.restoreState()
            return
        base = (top + bottom) / 2 + (len(lines) - 1) * self.leading / 2 - self.size * 0.35
        for index, line in enumerate(lines):
            if cell.label and cell.columns < 4 and cell.column < 3 and self.sheet.columns == 10:
                canvas.drawString(left + self.pad, base - index * self.leading, line)
            else:
                canvas.drawCentredString((left + right) / 2, base - index * self.leading, line)
