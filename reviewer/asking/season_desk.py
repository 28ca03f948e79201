"""A season as questions need it: where each body stands, which findings count, which cells can be counted. Read once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from functools import cached_property
from typing import Literal, NamedTuple

from reviewer.model import (
    Agency,
    Finding,
    SeasonAnswer,
    SeasonCite,
    SeasonRow,
    SeasonTable,
    SeasonView,
    Severity,
    Submission,
    SubmissionState,
)

Standing = Literal["missing", "overdue", "done", "late", "unread", "waiting", "exempt"]
_NAMED = 12


class Found(NamedTuple):
    """A finding that counts, without its weight."""

    rule: str
    fingerprint: str
    severity: Severity
    message: str


class Place(NamedTuple):
    """One body and what it handed in."""

    body: Agency
    standing: Standing
    submission: Submission | None = None
    found: tuple[Found, ...] = ()
    doubtful: tuple[str, ...] = ()
    tardy: bool = False
    """Handed in after its deadline, read or not."""

    def count(self, severity: Severity) -> int:
        return sum(one.severity is severity for one in self.found)

    @property
    def read(self) -> bool:
        return self.submission is not None and self.standing in ("done", "late")


class Desk:
    """All that is kept of a view between questions."""

    def __init__(self, view: SeasonView, *, governments: bool = True, only: frozenset[str] | None = None) -> None:
        """`governments`: False counts and lists all bodies but those; `only`: none but these."""
        self.view, self.governments, self.only = view, governments, only

    @cached_property
    def departments(self) -> Desk:
        """The same without governments; nothing is read again."""
        return self._other(Desk(self.view, governments=False, only=self.only))

    def narrowed(self, only: frozenset[str]) -> Desk:
        """The same of these bodies alone."""
        return self._other(Desk(self.view, governments=self.governments, only=only))

    def _other(self, desk: Desk) -> Desk:
        desk.__dict__["_read"] = self._read
        return desk

    @cached_property
    def _read(self) -> tuple[dict[str, Place], tuple[Submission, ...]]:
        places, unclaimed = {}, []
        bodies = {one.name: one for one in self.view.bodies}
        for row in self.view.rows():
            body = bodies.get(row.submission.agency or "")
            if body is None:
                unclaimed.append(row.submission)
            else:
                places[body.name] = self._place(body, row)
        for body in self.view.bodies:
            places.setdefault(body.name, Place(body, self._absent(body)))
        return {name: places[name] for name in bodies}, tuple(unclaimed)

    def _absent(self, body: Agency) -> Standing:
        if not body.reports:
            return "exempt"
        return "overdue" if self.view.due(body) < self.view.day() else "missing"

    def _place(self, body: Agency, row: SeasonRow) -> Place:
        one = row.submission
        late = self.view.day(row.first or one.received) > self.view.due(body)
        standing: Standing = "late" if late else "done"
        if one.state in (SubmissionState.QUEUED, SubmissionState.LEASED):
            standing = "waiting"
        elif not row.read:
            standing = "unread"
        found = tuple(_found(each) for each in row.findings if row.counts(each))
        return Place(body, standing, one, found, row.tables, late)

    @property
    def places(self) -> dict[str, Place]:
        """By name, in the register's order."""
        return self._read[0]

    @property
    def unclaimed(self) -> tuple[Submission, ...]:
        return self._read[1]

    @cached_property
    def bound(self) -> tuple[Place, ...]:
        """Those that must report, or have."""
        return tuple(one for one in self.places.values() if one.standing != "exempt" and self.within(one))

    def within(self, place: Place) -> bool:
        named = self.only is None or place.body.name in self.only
        return named and (self.governments or place.body.kind != "government")

    def values(self, keys: Sequence[str], *, last: bool = False) -> dict[str, dict[str, Decimal]]:
        """Numbers by body and cell; a cell without a number, of a doubtful table or of an unread file has none."""
        found: dict[str, dict[str, Decimal]] = {}
        for agency, _, key, value, _state in (self.view.last if last else self.view.cells)(tuple(keys)):
            place = self.places.get(agency)
            if place is None or key not in keys:
                continue
            usable = last or (place.read and key[:2] not in place.doubtful)
            if value is not None and usable:
                found.setdefault(agency, {})[key] = value
        return {name: some for name, some in found.items() if len(some) == len(keys)}

    def cite(self, place: Place, text: str = "") -> SeasonCite:
        """A body, or what it handed in."""
        one = place.submission
        return SeasonCite(
            kind="body" if one is None else "submission", agency=place.body.name, year=self.view.info.year,
            submission=one.id if one else None, text=text or (one.file if one else ""),
        )  # fmt: skip

    def cite_found(self, place: Place, one: Found) -> SeasonCite:
        return SeasonCite(
            kind="finding", agency=place.body.name, year=self.view.info.year,
            submission=place.submission.id if place.submission else None, rule=one.rule, fingerprint=one.fingerprint,
            text=one.message,
        )  # fmt: skip


def _found(one: Finding) -> Found:
    return Found(one.rule, one.fingerprint, one.severity, one.message)


class Draft:
    """An answer in the making."""

    def __init__(self) -> None:
        self.sentences: list[str] = []
        self.value: Decimal | None = None
        self.agencies: tuple[str, ...] = ()
        self.citations: list[SeasonCite] = []
        self.table: SeasonTable | None = None
        self.left_out: list[str] = []
        self.answered = True

    def say(self, text: str) -> Draft:
        if text:
            self.sentences.append(text)
        return self

    def answer(self, question: str) -> SeasonAnswer:
        return SeasonAnswer(
            question=question, status="answered" if self.answered else "unknown", text="".join(self.sentences),
            value=self.value if self.answered else None, agencies=self.agencies if self.answered else (),
            citations=tuple(self.citations), table=self.table, left_out=tuple(dict.fromkeys(self.left_out)),
        )  # fmt: skip


def names(some: Iterable[str], and_: str, more: str) -> str:
    """Names in a sentence, the first dozen; `more` has {names}. All of them stand in the answer's table or fields."""
    listed = list(some)
    shown = and_.join(listed[:_NAMED])
    return more.format(names=shown) if len(listed) > _NAMED else shown
