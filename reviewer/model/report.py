"""An AnnualReport: what was recognised in a Document, as typed values with their places."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum
from typing import Literal, Self

from reviewer.model.base import Box, Frozen, Notice
from reviewer.model.document import Place
from reviewer.model.evidence import CellRef, TextSpan
from reviewer.model.numerals import number


class State(StrEnum):
    """How a cell was read. Arithmetic runs over NUMBER and ZERO only; a digit is never guessed."""

    NUMBER = "number"
    ZERO = "zero"
    BLANK = "blank"
    PLACEHOLDER = "placeholder"
    TEXT = "text"
    UNREADABLE = "unreadable"


class Fact(Frozen):
    """One cell of the statutory tables. `value` is None unless the state is number or zero."""

    key: str
    raw: str
    state: State
    value: Decimal | None = None
    page: int | None = None
    bbox: Box | None = None

    @classmethod
    def counted(cls, key: str, raw: str) -> Self:
        """A cell that holds a number. Raises ValueError on any other text."""
        value = number(raw)
        if value is None:
            raise ValueError(raw)
        return cls(key=key, raw=raw, state=State.NUMBER if value else State.ZERO, value=value)

    def ref(self) -> CellRef:
        return CellRef(fact=self.key, value=self.value, raw=self.raw, page=self.page, bbox=self.bbox)


class Section(Frozen):
    """A section's narrative without its heading and tables; paragraphs are joined by a newline.

    `key` is one of the six section keys, or `preface` (all text before the first heading, title included).
    """

    key: str
    heading: str = ""
    ordinal: str = ""
    """The printed ordinal of the heading (一 … 六), "" when it has none."""
    text: str = ""
    places: tuple[Place, ...] = ()

    def span(self, start: int, end: int) -> TextSpan:
        """Evidence for the characters [start, end) of `text`."""
        place = next((one for one in self.places if one.start <= start < one.end), None)
        return TextSpan(
            section=self.key,
            quote=self.text[start:end],
            start=start,
            end=end,
            page=place.page if place else None,
            bbox=place.bbox if place else None,
        )


class Identity(Frozen):
    """What the report says it is. `edition` is that of the form actually used."""

    title: str = ""
    agency: str = ""
    year: int | None = None
    edition: str = "2021"


class TableReading(Frozen):
    """How one statutory table (t2, t3, t4) was found and read."""

    table: str
    edition: str
    """The edition of the form whose rows and columns this table has; hybrids differ between tables."""
    found: bool
    shape: Literal["grid", "stream", "none"] = "none"
    section: str | None = None
    """Key of the section it stands in."""
    fragments: int = 0
    """Pieces it was joined from (split by pages, or drawn as several tables)."""
    missing: tuple[str, ...] = ()
    """Row (or block) keys of the form for which nothing was found, e.g. `done.denied.admin_query`."""
    extra: tuple[str, ...] = ()
    """Printed labels of rows that the form does not have."""
    misordered: tuple[str, ...] = ()
    """Row keys that stand at another place than the form's."""
    subtotals: dict[str, Fact] = {}
    """Numbers the author put on a group line, e.g. `done.denied.natural` (no cell of the form): key without table."""
    certain: bool = True
    """False when the reading as a whole is doubtful; `reason` says why (code in rules/messages.yaml)."""
    reason: str = ""


class Claim(Frozen):
    """A number stated in prose and the cells whose SUM it claims to be."""

    facts: tuple[str, ...]
    value: Decimal
    quote: str
    section: str
    start: int
    end: int
    page: int | None = None
    origin: Literal["rule", "model"] = "rule"
    rule: str
    """The rule that compares it: TX-NEW, TX-CARRY …"""
    relation: Literal["eq", "none", "tolerance", "some", "all_done"] = "eq"
    """`none`: zero said in words; `tolerance`: a rounded figure, +- `tolerance`. Only in `assertions`: `some` (said to
    exist, no number) and `all_done` (均已办结: nothing is carried out)."""
    tolerance: Decimal = Decimal(0)
    unit: str = ""


class AnnualReport(Frozen):
    """All that one report says, ready for checks."""

    format: str
    name: str = ""
    """The file's name without folders, as it was submitted."""
    identity: Identity
    title_span: TextSpan | None = None
    sections: tuple[Section, ...] = ()
    """In document order; the first is `preface` when there is any text before the first heading."""
    headings: tuple[TextSpan, ...] = ()
    """Every heading recognised as one of the six, as printed, in document order (section = its key)."""
    tables: tuple[TableReading, ...] = ()
    facts: dict[str, Fact] = {}
    claims: tuple[Claim, ...] = ()
    """Numbers stated in prose, each linked to cells."""
    assertions: tuple[Claim, ...] = ()
    """Statements without a number that cells can deny; checked like claims, not listed among them."""
    notices: tuple[Notice, ...] = ()
    images: int = 0

    def section(self, key: str) -> Section | None:
        return next((one for one in self.sections if one.key == key), None)

    def table(self, key: str) -> TableReading | None:
        return next((one for one in self.tables if one.table == key), None)
