"""Reviews out: `write(reviews, format)` for files, `show(reviews, console)` for a terminal, `load` to read a record.

Each writer is imported when it is first used: Word and Excel cost more than a whole review.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from reviewer.export.notice_context import LONGEST_TO_MEND, Case, Decision, NoticeContext
from reviewer.model import Comparison, Review, SeasonView

if TYPE_CHECKING:
    from rich.console import Console

    from reviewer.export.html import Fragments
    from reviewer.export.notes import Notes
    from reviewer.export.view import Sheet


class Writer(NamedTuple):
    """A format: the ending of its files, whether it is bytes, and what makes it."""

    extension: str
    binary: bool
    function: Callable[[Sequence[Review]], str | bytes]


def _text(reviews: Sequence[Review]) -> str:
    from reviewer.export import text

    return text.write(reviews)


def _json(reviews: Sequence[Review]) -> str:
    from reviewer.export import record

    return record.write(reviews)


def _html(reviews: Sequence[Review]) -> str:
    from reviewer.export import html

    return html.write(reviews)


def _docx(reviews: Sequence[Review]) -> bytes:
    from reviewer.export import docx

    return docx.write(reviews)


def _xlsx(reviews: Sequence[Review]) -> bytes:
    from reviewer.export import xlsx

    return xlsx.write(reviews)


WRITERS: dict[str, Writer] = {
    "text": Writer(".txt", False, _text),
    "json": Writer(".json", False, _json),
    "html": Writer(".html", False, _html),
    "docx": Writer(".docx", True, _docx),
    "xlsx": Writer(".xlsx", True, _xlsx),
}


def write(reviews: Sequence[Review], format: str) -> str | bytes:
    """The reviews in one of the formats of WRITERS; text is UTF-8 encodable. Raises KeyError for another format."""
    return WRITERS[format].function(reviews)


def show(reviews: Sequence[Review], console: Console) -> None:
    """Print reviews for a person."""
    from reviewer.export import text

    text.show(reviews, console)


def show_total(reviews: Sequence[Review], console: Console) -> None:
    """Print the closing line over several reviews that were shown one by one."""
    from rich.text import Text

    from reviewer.export import sheet

    console.print(Text(sheet.total(sheet.sheets(reviews)), style="bold"), soft_wrap=True)


def sheets(reviews: Sequence[Review]) -> tuple[Sheet, ...]:
    """The reviews as the view model that every writer draws from."""
    from reviewer.export import sheet

    return sheet.sheets(reviews)


def fragments(sheet: Sheet, titles: Mapping[str, str] | None = None) -> Fragments:
    """One review as pieces of HTML, for a page that arranges them itself. `titles`: of rules by their ids."""
    from reviewer.export import html

    return html.fragments(sheet, titles)


def style() -> str:
    """The style sheet of `fragments`."""
    from reviewer.export import html

    return html.style()


def comparison_json(found: Comparison) -> str:
    """Two versions compared, as one JSON document."""
    from reviewer.export import comparison

    return comparison.as_json(found)


def comparison_fragment(found: Comparison) -> str:
    """Two versions compared, as a piece of HTML."""
    from reviewer.export import comparison_html

    return comparison_html.fragment(found)


def notes_of(review: Review) -> Notes:
    """What is to be written beside the places of the submitted file; `reviewer.annotate` writes it there."""
    from reviewer.export import notes

    return notes.notes_of(review)


def notice(reviews: Sequence[Review], context: NoticeContext) -> bytes:
    """退回修改通知 in Word, one section of pages a review. Raises InputError X-NOTICE-EMPTY."""
    from reviewer.export import return_notice

    return return_notice.write(reviews, context)


def season_workbook(view: SeasonView, every_cell: bool = True) -> bytes:
    """A season as an Excel workbook, with or without the sheet of all cells. Raises ConfigError (X-OPENPYXL) when openpyxl is not installed."""
    from reviewer.export import season_book as book

    return book.season_workbook(view, every_cell)


def season_summary(view: SeasonView) -> bytes:
    """A season as a notice to all in Word (审查情况通报). Raises ConfigError (X-OPENPYXL) as above."""
    from reviewer.export import season_notice as notice

    return notice.season_summary(view)


def load(text: str) -> tuple[Review, ...]:
    """The reviews of a JSON record. Raises InputError (X-SCHEMA, X-RECORD)."""
    from reviewer.export import record

    return record.load(text)


__all__ = [
    "LONGEST_TO_MEND", "WRITERS", "Case", "Decision", "NoticeContext", "Writer", "comparison_fragment",
    "comparison_json", "fragments", "load", "notes_of", "notice", "season_summary", "season_workbook", "sheets", "show",
    "show_total", "style", "write",
]  # fmt: skip
