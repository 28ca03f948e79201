"""What every writer draws from: a Review as titled rows, already worded, numbered and cleaned."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple


class Proof(NamedTuple):
    """One piece of evidence as a reader sees it."""

    kind: str
    """`text` or `cell`."""
    place: str
    """Part of the report, or the cell's name."""
    page: str
    before: str
    body: str
    """The quote, or the cell's value as shown."""
    after: str
    anchor: str
    """Where it stands in the page; "" when it has no place there."""


class Item(NamedTuple):
    """One finding."""

    number: str
    """`3`, or `3-1` for the first consequence of 3."""
    tone: str
    """error, warning, info, or model for a hint of the language model."""
    rule: str
    message: str
    arithmetic: str
    expected: str
    actual: str
    basis: str
    mend: str
    proofs: tuple[Proof, ...]
    chapter: str
    """Section key the finding belongs to, `title`, `preface` or `general`."""
    fingerprint: str
    anchor: str
    consequences: tuple[Item, ...] = ()
    source: str = ""
    """`id@version` of the prompt behind a hint of the language model."""

    @property
    def telling(self) -> tuple[Proof, ...]:
        """The evidence worth listing: a sum leaves out its zeros, and so does the list of its cells."""
        if not self.arithmetic:
            return self.proofs
        return tuple(one for one in self.proofs if one.kind != "cell" or one.body != "0") or self.proofs


class Group(NamedTuple):
    """Items under one heading; `key` is a tone or a section key."""

    key: str
    name: str
    items: tuple[Item, ...]


class Gap(NamedTuple):
    """Rules that could not be checked for one reason."""

    kind: str
    """broken, unknown or skipped."""
    name: str
    reason: str
    rules: tuple[str, ...]


class Segment(NamedTuple):
    """A run of a section's text; `refs` are the items that quote it."""

    text: str
    anchor: str = ""
    tone: str = ""
    refs: tuple[Ref, ...] = ()


class Ref(NamedTuple):
    """A link from a lit place to the item that names it."""

    number: str
    anchor: str


class Passage(NamedTuple):
    """A section of the report; `paragraphs` are rows of segments."""

    key: str
    name: str
    anchor: str
    paragraphs: tuple[tuple[Segment, ...], ...]


class Box(NamedTuple):
    """One drawn cell of a table."""

    text: str
    rows: int = 1
    columns: int = 1
    header: bool = False
    key: str = ""
    """Cell key of the form, "" for labels."""
    name: str = ""
    state: str = ""
    """number, zero, blank, placeholder, text, unreadable, missing; "" for labels."""
    value: Decimal | None = None
    page: int | None = None
    anchor: str = ""
    tone: str = ""
    refs: tuple[Ref, ...] = ()


class Table(NamedTuple):
    """A statutory table laid out like the form; `rows` hold each box at its top left position."""

    key: str
    name: str
    anchor: str
    rows: tuple[tuple[Box, ...], ...]
    width: int
    labels: int
    """Columns on the left that hold labels."""
    found: bool
    missing: int
    """Cells of the form that were not read."""


class Counts(NamedTuple):
    """How many; consequences are counted in `folded` alone."""

    error: int = 0
    warning: int = 0
    info: int = 0
    model: int = 0
    folded: int = 0
    checked: int = 0
    passed: int = 0
    gaps: int = 0
    """Rules that are unknown or broken."""
    skipped: int = 0


class Sheet(NamedTuple):
    """One Review, ready to be drawn."""

    position: int
    """Among the reviews written together, from 0."""
    anchor: str
    file: str
    """As it was given."""
    name: str
    """The file's own name, without folders: what may be sent to others."""
    sha256: str
    subject: str
    """Agency and year, or the file's name."""
    title: str
    agency: str
    year: str
    edition: str
    status: str
    status_name: str
    tone: str
    """return, attention, pass or none (not reviewed)."""
    conclusion: str
    tally: str
    """应当改正 3 处，需要核实 4 处; "" when there is nothing."""
    checked: str
    clean: str
    """The one line of a report without findings, else ""."""
    counts: Counts
    notice: str
    groups: tuple[Group, ...]
    chapters: tuple[Group, ...]
    gaps: tuple[Gap, ...]
    notices: tuple[str, ...]
    passages: tuple[Passage, ...]
    tables: tuple[Table, ...]
    model: tuple[str, ...]
    """What the language model did, line by line; that it did nothing, where it did not run."""

    @property
    def items(self) -> tuple[Item, ...]:
        return tuple(item for group in self.groups for item in group.items)
