"""A workbook over one review or many: summary, findings, cells, what was not checked. Text stays text."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Any

from reviewer.errors import ConfigError
from reviewer.export.clean import clean, shorten
from reviewer.export.heights import height
from reviewer.export.items import cell_name, form_of
from reviewer.export.sheet import every, sheets
from reviewer.export.view import Item, Sheet
from reviewer.export.words import words
from reviewer.model import Review

Value = str | int | Decimal | None
_LONGEST = 2000
_RISKY = "=+-@\t\r\n＝＋－＠'{|%"
_MAX_ROWS = 1_048_000


def write(reviews: Iterable[Review], *, cells: bool = True) -> bytes:
    """The workbook's bytes, with or without the sheet of all cells. Raises ConfigError (X-OPENPYXL) when openpyxl is not installed."""
    try:
        from openpyxl import Workbook
    except ImportError as error:
        raise ConfigError("X-OPENPYXL") from error
    given = tuple(reviews)
    made, name, book = sheets(given), words().workbook, Workbook(write_only=True)
    _page(book, name["summary"], _SUMMARY, [_summary(one) for one in made])
    _page(book, name["findings"], _FINDINGS, [row for one in made for row in _findings(one)])
    if cells:
        _page(
            book,
            name["cells"],
            _CELLS,
            [row for one, review in zip(made, given, strict=True) for row in _cells(one, review)],
        )
    _page(book, name["gaps"], _GAPS, [row for one in made for row in _gaps(one)])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


_SUMMARY = (
    ("file", 30), ("agency", 24), ("year", 11), ("status", 10), ("verdict", 22),
    ("error", 7), ("warning", 7), ("info", 7), ("model", 7), ("checked", 30), ("notice", 40), ("used", 40),
)  # fmt: skip
_FINDINGS = (
    ("file", 20), ("agency", 18), ("number", 6), ("kind", 6), ("rule", 17), ("where", 20), ("problem", 44),
    ("arithmetic", 28), ("expected", 10), ("actual", 10), ("evidence", 44), ("basis", 30), ("mend", 30), ("root", 6),
    ("fingerprint", 19), ("source", 12),
)  # fmt: skip
_CELLS = (
    ("file", 30), ("agency", 22), ("key", 44), ("cell_name", 52), ("state_name", 12), ("value", 12), ("raw", 16),
    ("page", 8), ("named", 14),
)  # fmt: skip
_GAPS = (("file", 30), ("agency", 22), ("kind", 20), ("reason", 60), ("rules", 60))


def _summary(sheet: Sheet) -> list[Value]:
    counts = sheet.counts
    numbers: list[Value] = [counts.error, counts.warning, counts.info, counts.model]
    head: list[Value] = [sheet.file, sheet.agency, sheet.year, sheet.status_name, sheet.conclusion]
    return [
        *head,
        *(numbers if sheet.tone != "none" else [None] * 4),
        sheet.checked,
        sheet.notice,
        "\n".join(sheet.model),
    ]


def _findings(sheet: Sheet) -> Iterator[list[Value]]:
    chapter = {item.number: group.name for group in sheet.chapters for item in group.items}
    for item in every(sheet.items):
        root = item.number.partition("-")[0]
        yield [
            sheet.file, sheet.agency, item.number, words().severity[item.tone].chip, item.rule, chapter[root],
            item.message, item.arithmetic, item.expected, item.actual, _evidence(item), item.basis, item.mend,
            root if root != item.number else None, item.fingerprint, item.source,
        ]  # fmt: skip


def _evidence(item: Item) -> str:
    said = (f"{proof.place} {proof.page} {proof.before}{proof.body}{proof.after}".strip() for proof in item.proofs)
    return "\n".join(said)


def _cells(sheet: Sheet, review: Review) -> Iterator[list[Value]]:
    form = form_of(review)
    boxes = {box.key: box for table in sheet.tables for row in table.rows for box in row if box.key}
    for key, fact in review.facts.items():
        refs = words().phrase["and"].join(ref.number for ref in boxes[key].refs) if key in boxes else ""
        yield [
            sheet.file, sheet.agency, key, cell_name(key, form), words().state[fact.state.value], fact.value, fact.raw,
            fact.page, refs,
        ]  # fmt: skip


def _gaps(sheet: Sheet) -> Iterator[list[Value]]:
    for gap in sheet.gaps:
        yield [sheet.file, sheet.agency, gap.name, gap.reason, words().phrase["and"].join(gap.rules)]


def _page(book: Any, name: str, columns: Sequence[tuple[str, int]], rows: Sequence[Sequence[Value]]) -> None:
    """One worksheet: frozen head line, filters, widths. `book` is an openpyxl Workbook."""
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.properties import PageSetupProperties

    page = book.create_sheet(name)
    page.freeze_panes = "A2"
    page.page_setup.orientation, page.page_setup.paperSize = "landscape", "9"  # A4
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0  # all columns on one page, as many pages down
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    for index, (_, width) in enumerate(columns, 1):
        page.column_dimensions[get_column_letter(index)].width = width
    rows = rows[:_MAX_ROWS]
    page.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{len(rows) + 1}"
    severity, field = words().severity, words().field
    heads = [severity[key].chip if key in severity else field[key] for key, _ in columns]
    bold, fill, middle = Font(bold=True), PatternFill("solid", fgColor="E8EDF3"), Alignment(vertical="center")
    page.append([_styled(safe_cell(page, head), font=bold, fill=fill, alignment=middle) for head in heads])
    wrapped = Alignment(vertical="top", wrap_text=True)
    widths = [width for _, width in columns]
    for place, row in enumerate(rows, 2):
        if (points := height(row, widths)) is not None:
            page.row_dimensions[place].height = points
        page.append([_styled(safe_cell(page, value), alignment=wrapped) for value in row])
        page.row_dimensions.pop(place, None)  # written by now
    page.print_title_rows = "1:1"


def _styled(cell: Any, **styles: object) -> Any:
    for name, value in styles.items():
        setattr(cell, name, value)
    return cell


def safe_cell(page: Any, value: Value) -> Any:
    """A cell that holds a number as a number and any text as text, never a formula."""
    from openpyxl.cell import WriteOnlyCell

    if value == "":
        value = None
    if not isinstance(value, str):
        return WriteOnlyCell(page, value=value if value is None or _exact(value) else f"{value:f}")
    cell = WriteOnlyCell(page, value=shorten(clean(shorten(value, 3 * _LONGEST)), _LONGEST))
    cell.data_type = "s"
    if value[:1] in _RISKY:
        cell.quotePrefix = True
    return cell


def _exact(value: int | Decimal) -> bool:
    """Whether a spreadsheet holds the number without rounding (15 digits)."""
    number = Decimal(value)
    return len(number.as_tuple().digits) <= 15 and abs(number) < 10**15
