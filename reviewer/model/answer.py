"""An answer to a question about a report: its text, the figures it states, and what each of them stands on."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from reviewer.model.base import Frozen, Notice
from reviewer.model.evidence import CellRef, TextSpan
from reviewer.model.finding import Severity
from reviewer.model.review import ModelUse, Review

Which = Literal["current", "previous"]


class RuleText(Frozen):
    """A rule in words, as its pack states it."""

    id: str
    title: str
    severity: Severity
    statement: str
    why: str
    basis: str
    mend: str
    caveat: str = ""
    formula: str = ""
    good: str = ""
    bad: str = ""


class Dossier(Frozen):
    """All that a question may be answered from: one review, last year's where there is one, the rules in words."""

    review: Review
    previous: Review | None = None
    rules: tuple[RuleText, ...] = ()

    def of(self, which: Which) -> Review | None:
        return self.review if which == "current" else self.previous


class RuleRef(Frozen):
    """A rule; `quote` is its statement."""

    kind: Literal["rule"] = "rule"
    rule: str
    quote: str


class FindingRef(Frozen):
    """A finding of the review; `quote` is its message."""

    kind: Literal["finding"] = "finding"
    rule: str
    fingerprint: str
    quote: str


class IdentityRef(Frozen):
    """What the report says it is; `quote` is that value."""

    kind: Literal["identity"] = "identity"
    field: Literal["title", "agency", "year", "edition"]
    quote: str


class Citation(Frozen):
    """One thing an answer stands on. `place` is its Chinese name, `report` whose report it is from."""

    place: str
    report: Which = "current"
    source: Annotated[TextSpan | CellRef | RuleRef | FindingRef | IdentityRef, Field(discriminator="kind")]


class Figure(Frozen):
    """A figure the answer states: from one cell, or computed over cells with `arithmetic` as a person writes it."""

    label: str
    value: Decimal
    unit: str = ""
    facts: tuple[str, ...] = ()
    arithmetic: str = ""
    report: Which = "current"


class AnswerStatus(StrEnum):
    """answered; ambiguous: several meanings, all told; unread: the cell is blank or was not read; absent: the report does
    not say it; unclear: the question was not understood."""

    ANSWERED = "answered"
    AMBIGUOUS = "ambiguous"
    UNREAD = "unread"
    ABSENT = "absent"
    UNCLEAR = "unclear"


class Topic(Frozen):
    """What an answer was about, for a follow-up (那企业呢？): the words of the question that named cells, and rules."""

    terms: tuple[str, ...] = ()
    frame: str = ""
    report: Which = "current"
    rules: tuple[str, ...] = ()
    findings: tuple[str, ...] = ()
    """Fingerprints of the findings told, in their order (第二条怎么改)."""


class Answer(Frozen):
    """An answer in Chinese. `mode`: rule = computed here, model = written by a model and checked here."""

    question: str
    status: AnswerStatus
    text: str
    figures: tuple[Figure, ...] = ()
    citations: tuple[Citation, ...] = ()
    candidates: tuple[str, ...] = ()
    """Ways to ask more precisely."""
    mode: Literal["rule", "model"] = "rule"
    notices: tuple[Notice, ...] = ()
    topic: Topic = Topic()
    model: ModelUse | None = None
