"""What a product of a season is made from, and what a question over it is answered from: filled once, read many times.

Everything of the size of a season (reviews, cells) is a function that begins to yield anew, so that 3,000 reports never
sit in memory together; what is small is a tuple.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Literal

from reviewer.model.answer import RuleText
from reviewer.model.base import Frozen
from reviewer.model.finding import Finding
from reviewer.model.season import (
    Agency,
    Checkpoint,
    Mark,
    Note,
    SeasonFinding,
    SeasonInfo,
    SeasonOutcome,
    Submission,
    SubmissionState,
)

Cells = Callable[[Sequence[str] | None], Iterator[tuple[str, int, str, Decimal | None, str]]]
"""As `store.cells` of one year: (agency, submission, key, value or None, state), the cells of one body next to each
other; given keys, only those."""

_CHINA = timezone(timedelta(hours=8))


class SeasonRow(Frozen):
    """The newest submission of one body (or one nobody has claimed) with what was found, said and noted."""

    submission: Submission
    findings: tuple[Finding, ...] = ()
    """Of its review, with waivers; consequences follow their root by `root`."""
    marks: tuple[Mark, ...] = ()
    notes: tuple[Note, ...] = ()
    first: datetime | None = None
    """When the first version was handed in; None: this is the first."""
    tables: tuple[str, ...] = ()
    """Tables that as a whole were not read for certain (t2, t3, t4): their cells count for nothing."""

    @property
    def read(self) -> bool:
        return self.submission.state is SubmissionState.DONE and self.submission.verdict is not None

    def mark(self, finding: Finding) -> Mark | None:
        """A person's word on one of the findings."""
        return next(
            (one for one in self.marks if (one.rule, one.fingerprint) == (finding.rule, finding.fingerprint)), None
        )

    def counts(self, finding: Finding) -> bool:
        """Whether it is a rule's finding that nobody has waived or dismissed."""
        mark = self.mark(finding)
        dismissed = mark is not None and mark.kind == "dismissed"
        return finding.origin == "rule" and finding.waived is None and not dismissed


class SeasonView(Frozen):
    """One season at one moment. `rows` gives newest submissions, first those of bodies in the register's order."""

    info: SeasonInfo
    made: datetime
    """The moment it shows; deadlines are counted to its day in China."""
    office: str = ""
    """Who issues the products; "" leaves the place to be filled in."""
    bodies: tuple[Agency, ...]
    rules: tuple[RuleText, ...] = ()
    rows: Callable[[], Iterator[SeasonRow]]
    across: tuple[SeasonFinding, ...] = ()
    across_outcomes: tuple[SeasonOutcome, ...] = ()
    cells: Cells
    last: Cells
    """The season before; yields nothing where there is none."""
    checkpoint: Checkpoint | None = None

    def due(self, body: Agency) -> date:
        """The day until which its report was due."""
        season = self.info.due_governments if body.kind == "government" else self.info.due
        return body.due or season

    def day(self, moment: datetime | None = None) -> date:
        """The day in China of a moment, of this view by default; a moment without a zone is taken as it stands."""
        return self.there(moment).date()

    def there(self, moment: datetime | None = None) -> datetime:
        """A moment as clocks in China show it."""
        at = moment or self.made
        return at.astimezone(_CHINA) if at.tzinfo else at

    def apart(self) -> tuple[tuple[Agency, ...], tuple[Agency, ...]]:
        """(bodies whose figures may be added up, whole-region reporters that hold others' figures already).

        A whole-region report of which no other body is a part stands for itself and is added.
        """
        parents = {one.parent for one in self.bodies if one.parent is not None}
        holds = tuple(one for one in self.bodies if one.scope == "whole" and one.name in parents)
        names = {one.name for one in holds}
        return tuple(one for one in self.bodies if one.name not in names), holds


class SeasonCite(Frozen):
    """One thing an answer over a season stands on. What it is about is empty where it is about no such thing."""

    kind: Literal["cell", "finding", "submission", "body", "across"]
    agency: str
    year: int
    submission: int | None = None
    key: str = ""
    value: Decimal | None = None
    rule: str = ""
    fingerprint: str = ""
    text: str = ""
    """The place, the message or the state in Chinese."""


class SeasonTable(Frozen):
    """A table of an answer; cells are texts as shown."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


class SeasonAnswer(Frozen):
    """An answer computed over a season."""

    question: str
    status: Literal["answered", "unknown"]
    text: str
    value: Decimal | None = None
    """The one figure asked for, where there is one."""
    agencies: tuple[str, ...] = ()
    """The bodies that the answer names as what was asked for, in the order told."""
    citations: tuple[SeasonCite, ...] = ()
    table: SeasonTable | None = None
    left_out: tuple[str, ...] = ()
    """Bodies not counted because they have not handed in, or the cells were not read."""
