"""What a generated report says, and what of it is true: the nouns of the examination."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from reviewer.evals.authors import Author

Edition = Literal["2021", "2019", "hybrid"]


@dataclass(frozen=True)
class Stated:
    """A number that a sentence states about cells. `accept`: the cell sets any of which is a right link.

    `kind` eq: a number; zero: none in words; neutral: a number whose link is open to debate, never scored.
    `value` is in the cell's unit; `also` holds other values a reader may report for it (the figure before conversion).
    """

    accept: tuple[frozenset[str], ...]
    value: Decimal
    kind: Literal["eq", "zero", "neutral"]
    rules: tuple[str, ...]
    alias: str
    style: str = "arabic"
    also: tuple[Decimal, ...] = ()
    scale: Decimal = Decimal(1)


@dataclass(frozen=True)
class Piece:
    text: str
    stated: Stated | None = None


@dataclass(frozen=True)
class Para:
    """A paragraph of pieces; `level` is set on a sub-heading, `auto` on a numbering that the writer may draw itself."""

    pieces: tuple[Piece, ...]
    level: int | None = None
    hidden: bool = False
    """In the file, but no reader sees it."""

    @property
    def text(self) -> str:
        return "".join(piece.text for piece in self.pieces)


@dataclass(frozen=True)
class Part:
    """One of the six sections: printed heading (with its ordinal), text before and after its table."""

    key: str
    heading: str
    before: tuple[Para, ...] = ()
    after: tuple[Para, ...] = ()
    table: str | None = None

    @property
    def paras(self) -> tuple[Para, ...]:
        return self.before + self.after


@dataclass(frozen=True)
class CellTruth:
    """What stands in a cell (`raw`), and how it must be read."""

    raw: str
    state: Literal["number", "zero", "blank", "placeholder", "text"]
    value: Decimal | None


@dataclass(frozen=True)
class Layout:
    """How the tables are drawn; every writer honours what its format can show."""

    dot: str = "."
    straight_quotes: bool = False
    spaced_total: bool = False
    spaced_rules: bool = False
    total_word: str = ""
    split_t2: bool = False
    split_t3: int = 0
    """Row index of table 3 at which a second table begins (0: one table)."""
    repeat_header: bool = False
    split_t4: bool = False
    note_t4: bool = False
    """A line of its own between the head and the figures of table 4."""
    short_labels: bool = False
    landscape: bool = False
    small: bool = False
    rotated: bool = False
    cut_rows: bool = False
    corner: bool = True
    flavour: int = 0
    """A number the writer may take its own choices from."""


@dataclass(frozen=True)
class Spec:
    """One report, whole. `dropped` rows of table 3 are not drawn; `subtotals` are numbers on group lines."""

    seed: int
    kind: str
    agency: str
    year: int
    edition: Edition
    title: str
    preface: tuple[Para, ...]
    parts: tuple[Part, ...]
    cells: dict[str, CellTruth]
    values: dict[str, Decimal]
    layout: Layout
    allowed: frozenset[str] = frozenset()
    signature: tuple[Para, ...] = ()
    dropped: frozenset[str] = frozenset()
    pictures: frozenset[str] = frozenset()
    """Tables that stand there as a picture."""
    self_name: str = ""
    who: Author | None = None
    subtotals: dict[str, str] = field(default_factory=dict)
    """Groups of table 3 that have a line with sums, and what stands in its last column."""
    numeric: bool = True
    """Every cell holds a written number: only then can arithmetic be expected of a reader."""

    @property
    def table3_edition(self) -> str:
        return "2019" if self.edition in ("2019", "hybrid") else "2021"

    @property
    def table2_edition(self) -> str:
        return "2019" if self.edition == "2019" else "2021"

    def part(self, key: str) -> Part:
        return next(one for one in self.parts if one.key == key)

    def with_part(self, part: Part) -> Spec:
        return replace(self, parts=tuple(part if one.key == part.key else one for one in self.parts))

    def with_cells(self, changed: dict[str, CellTruth]) -> Spec:
        return replace(self, cells={**self.cells, **changed})

    def statements(self) -> list[tuple[str, Para, Stated]]:
        """(section key, paragraph, statement) of everything stated, in order."""
        found: list[tuple[str, Para, Stated]] = []
        for part in self.parts:
            for para in part.paras:
                found.extend((part.key, para, one.stated) for one in para.pieces if one.stated)
        return found


@dataclass(frozen=True)
class Fault:
    """A planted fault: any of `rules` must be found; where `facts` or `quote` are given, its evidence must touch them."""

    name: str
    family: Literal["table", "text", "structure", "content", "years"]
    rules: tuple[str, ...]
    facts: frozenset[str] = frozenset()
    quote: str = ""
    told: str = ""
    """What was done, for the list of misses."""
    section: str = ""
    """The section whose whole text is the fault: any evidence in it will do."""
    formats: tuple[str, ...] = ()
    """Formats that can show the fault; empty: all."""


@dataclass(frozen=True)
class Case:
    """One generated file: the report, the format and variant it is written in, and the fault in it, if any."""

    number: int
    spec: Spec
    format: str
    fault: Fault | None = None
    previous: Spec | None = None
    """Last year's report of the same body."""
