"""One worksheet of a season: written row by row, never held; head lines frozen, filtered, repeated on every printed page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from copy import copy
from datetime import date
from decimal import Decimal
from typing import Any

from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties

from reviewer.export.heights import height
from reviewer.export.xlsx import safe_cell

Value = str | int | Decimal | date | float | None
_A4 = 190
"""Widths of columns, in characters, that can still be read on one sheet of A4."""
MAX_ROWS = 1_048_000
_THIN = Side(style="thin", color="C9D1DA")
_GRID = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_HEAD = {
    "font": Font(bold=True, color="1F2D3D"),
    "fill": PatternFill("solid", fgColor="DCE6F1"),
    "alignment": Alignment(horizontal="center", vertical="center", wrap_text=True),
    "border": _GRID,
}
_TITLE = {"font": Font(bold=True, size=16), "alignment": Alignment(vertical="center")}
_FILLS = {
    "error": PatternFill("solid", fgColor="F8CBAD"),
    "warning": PatternFill("solid", fgColor="FFE699"),
    "info": PatternFill("solid", fgColor="DDEBF7"),
    "good": PatternFill("solid", fgColor="E2EFDA"),
}
_TEXT = Alignment(vertical="top", wrap_text=True)
_MIDDLE = Alignment(horizontal="center", vertical="top", wrap_text=True)


class Page:
    """`heads` are one or more head lines; filters stand on the last. `before`: rows of other shapes above them."""

    def __init__(
        self,
        book: Any,
        name: str,
        heads: Sequence[Sequence[str]],
        widths: Sequence[float],
        *,
        fixed: int = 1,
        heights: Sequence[float] = (),
        before: int = 0,
        wide: bool = True,
    ) -> None:
        """`book`: openpyxl Workbook(write_only=True). `fixed`: columns kept in sight; `wide`: all columns on one page."""
        self.sheet = page = book.create_sheet(name)
        self.heads, self.columns, self.rows, self.before = heads, len(heads[-1]), 0, before
        self.widths = widths
        self.styles: dict[tuple[str, bool], Any] = {}
        top = before + len(heads)
        page.freeze_panes = f"{get_column_letter(fixed + 1)}{1 if before else top + 1}"
        page.page_setup.orientation = "landscape"
        page.page_setup.paperSize = "9" if wide and sum(widths) < _A4 else "8"  # A4, A3
        page.page_setup.fitToWidth, page.page_setup.fitToHeight = (1 if wide else 0), 0
        page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=wide)
        page.page_margins.left = page.page_margins.right = 0.4
        page.page_margins.top = page.page_margins.bottom = 0.6
        page.page_margins.header = page.page_margins.footer = 0.3
        page.oddFooter.center.text = "&P / &N"
        if not before:
            page.print_title_rows = f"1:{top}"
        if not wide:
            page.print_title_cols = f"A:{get_column_letter(fixed)}"
        for index, width in enumerate(widths, 1):
            page.column_dimensions[get_column_letter(index)].width = width
        for index, points in enumerate(heights, before + 1):
            page.row_dimensions[index].height = points
        if not before:
            self.head()

    def head(self) -> None:
        for line in self.heads:
            self.sheet.append([self._cell(text, _HEAD, "head") for text in line])

    def title(self, text: str) -> None:
        self.sheet.append([self._cell(text, _TITLE)])

    def total(self, name: str, value: Value, remark: str) -> None:
        """One line of totals above the board: its name, the figure, what is to be said of it."""
        looks = {"border": _GRID, "alignment": Alignment(horizontal="left", vertical="center")}
        cells = [self._cell(name, looks), self._cell(value, looks)]
        self.sheet.append([*cells, self._cell(remark, {})])

    def row(self, values: Iterable[Value], tones: Sequence[str] = ()) -> None:
        """One row; `tones` colour its cells by place, "" none. Rows beyond what a sheet can hold are not written."""
        if self.rows >= MAX_ROWS:
            return
        self.rows += 1
        given = list(values)
        place = self.before + len(self.heads) + self.rows
        if (points := height(given, self.widths)) is not None:
            self.sheet.row_dimensions[place].height = points
        self.sheet.append([self._shaped(value, tones[at] if at < len(tones) else "") for at, value in enumerate(given)])
        self.sheet.row_dimensions.pop(place, None)  # written by now: a season of rows is not kept

    def plain(self, values: Iterable[Value]) -> None:
        """One row without looks: numbers go as they are, which is what a row of 200 cells costs least with."""
        if self.rows >= MAX_ROWS:
            return
        self.rows += 1
        self.sheet.append([safe_cell(self.sheet, one) if isinstance(one, str | Decimal) else one for one in values])

    def done(self) -> None:
        """Set the filter over all rows written."""
        top = self.before + len(self.heads)
        end = f"{get_column_letter(self.columns)}{top + max(1, self.rows)}"
        self.sheet.auto_filter.ref = f"A{top}:{end}"

    def _shaped(self, value: Value, tone: str) -> Any:
        """A cell of a row: numbers and days in the middle, shares in percent, coloured by `tone`."""
        number = isinstance(value, int | Decimal | date | float)
        shown = "yyyy-mm-dd" if isinstance(value, date) else "0.0%" if isinstance(value, float) else ""
        looks: dict[str, Any] = {"alignment": _MIDDLE if number else _TEXT, "border": _GRID}
        if shown:
            looks["number_format"] = shown
        if tone:
            looks["fill"] = _FILLS[tone]
        return self._cell(value, looks, f"{number}{shown}{tone}")

    def _cell(self, value: Value, looks: dict[str, Any], name: str = "") -> Any:
        """`name` tells these looks from others: the library weighs a style anew for each cell, so it is kept."""
        if isinstance(value, date | float):
            cell = WriteOnlyCell(self.sheet, value=value)
        else:
            cell = safe_cell(self.sheet, value)
        key = (name, bool(cell.quotePrefix))
        if name and key in self.styles:
            cell._style = copy(self.styles[key])
            return cell
        for look, how in looks.items():
            setattr(cell, look, how)
        if name:
            self.styles[key] = copy(cell._style)
        return cell
