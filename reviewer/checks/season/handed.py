"""One report of a season as the rules across reports see it: its numbers, what was not read, the narrative.

A season has up to some thousand of them, with last year's: what a report holds besides is left out here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Literal, NamedTuple

from reviewer import resources
from reviewer.checks.context import plain
from reviewer.checks.engine import context_of
from reviewer.checks.pack import Loaded, loaded
from reviewer.checks.result import UnknownValueError
from reviewer.model import AnnualReport, CellRef, Decision, Fact, Identity, Section, State

NARRATIVE = ("overview", "problems")
"""The sections that are kept."""
_HERE = timezone(timedelta(hours=8))


class Handed(NamedTuple):
    """What one body handed in for one year. Make it with `handed`."""

    agency: str
    """Name on the register."""
    year: int
    submission: int
    received: datetime
    identity: Identity
    values: Mapping[str, Decimal]
    """Every cell read for certain, blanks that can only mean 0 among them."""
    facts: Mapping[str, Fact]
    """Cells as they were read; those that are plainly 0 may be left out."""
    doubts: Mapping[str, str]
    """Why a cell, or a whole table (t2, t3, t4), was not read for certain (Chinese)."""
    editions: Mapping[str, str]
    """Table → edition of the form it was read by."""
    sections: tuple[Section, ...]
    verdict: Literal["pass", "attention", "return"] | None = None
    decision: Decision = Decision.OPEN
    last: Handed | None = None
    """The same body's report of the year before."""
    older: tuple[Handed, ...] = ()
    """Earlier versions of this report, oldest first."""

    @property
    def day(self) -> date:
        """The day on which it was first handed in, in China where the moment has a zone."""
        first = min((self.received, *(one.received for one in self.older)))
        return first.astimezone(_HERE).date() if first.tzinfo else first.date()

    def doubt(self, key: str) -> str:
        """Why there is no value for a cell."""
        table = key.split(".", 1)[0]
        return self.doubts.get(key) or self.doubts.get(table) or resources.sentence("K-SEASON-NO-CELL")

    def ref(self, key: str) -> CellRef:
        """The cell as evidence."""
        if key in self.facts:
            return self.facts[key].ref()
        value = self.values.get(key)
        return CellRef(fact=key, value=value, raw="" if value is None else plain(value))

    def section(self, key: str) -> Section | None:
        return next((one for one in self.sections if one.key == key), None)


_SMALL = tuple(Decimal(number) for number in range(1000))


def _shared(value: Decimal) -> Decimal:
    """The same number, and the same object for small whole ones: a season has half a million cells, most of them 0."""
    plainly = value.as_tuple().exponent == 0 and 0 <= value < len(_SMALL)
    return _SMALL[int(value)] if plainly else value


def handed(
    report: AnnualReport | None,
    *,
    agency: str,
    year: int,
    submission: int,
    received: datetime,
    verdict: Literal["pass", "attention", "return"] | None = None,
    decision: Decision = Decision.OPEN,
    last: Handed | None = None,
    older: Sequence[Handed] = (),
    whole: bool = False,
    rules: Sequence[Loaded] | None = None,
) -> Handed:
    """What the rules across reports need of `report`; None is a file that could not be read: handed in, nothing known.

    `whole`: the places of all cells are kept, not those of cells with something in them alone.
    """
    values: dict[str, Decimal] = {}
    doubts: dict[str, str] = {}
    editions: dict[str, str] = {}
    kept: dict[str, Fact] = {}
    if report is None:
        doubts = dict.fromkeys(("t2", "t3", "t4"), resources.sentence("K-SEASON-UNREAD"))
    else:
        context = context_of(report, loaded() if rules is None else rules)
        for table in ("t2", "t3", "t4"):
            form = context.form_of(table)
            editions[table] = form.edition
            if not context.certain(table):
                code = "K-TABLE-DOUBTFUL" if context.reading(table) else "K-TABLE-ABSENT"
                doubts[table] = resources.sentence(code, table=form.table(table).name)
                continue
            for key in form.table(table).cells:
                try:
                    values[key] = _shared(context.value(key))
                except UnknownValueError as unknown:
                    doubts[key] = unknown.reason
        kept = {key: fact for key, fact in report.facts.items() if whole or fact.state is not State.ZERO}
    return Handed(
        agency=agency,
        year=year,
        submission=submission,
        received=received,
        identity=report.identity if report else Identity(),
        values=values,
        facts=kept,
        doubts=doubts,
        editions=editions,
        sections=tuple(one for one in report.sections if one.key in NARRATIVE) if report else (),
        verdict=verdict,
        decision=decision,
        last=last,
        older=tuple(older),
    )
