"""A rule as its file states it: what is required, why, on what basis, what is said when it fails, how it can be wrong."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field, model_validator

from reviewer.model import Frozen, Severity

Certainty = Literal["statute", "national_form", "local_notice", "table", "practice"]


class Basis(Frozen):
    """Where a rule comes from. `table`: what the table's own heads and labels say; `practice` is shown as custom."""

    text: str = Field(min_length=4)
    certainty: Certainty
    earlier: Basis | None = None
    """The basis for report years before the newest form."""


class Period(Frozen):
    """Report years a rule or pack is for; both ends included, None = open."""

    first: int | None = None
    last: int | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Period:
        if self.first is not None and self.last is not None and self.first > self.last:
            raise ValueError("the first year is after the last")
        return self

    def holds(self, year: int) -> bool:
        return (self.first is None or year >= self.first) and (self.last is None or year <= self.last)


class Variant(Frozen):
    """Another way in which a rule fails: its own severity and words; what is left out is the rule's."""

    severity: Severity | None = None
    message: str = ""
    suggestion: str = ""


class Shown(Frozen):
    """What an example shows, in a line, and the report it is run on: what differs from the base report.

    `given` stays plain data here: it is read when examples are run (`reviewer.examples`), not on every review.
    """

    shows: str = Field(min_length=1)
    given: dict[str, Any] | None = None


class Example(Frozen):
    """One case that keeps the rule and one that breaks it."""

    good: Shown
    bad: Shown
    unrun: str = ""
    """Why a side without `given` cannot be run."""

    @model_validator(mode="after")
    def _runs_or_says_why(self) -> Example:
        if not self.unrun and (self.good.given is None or self.bad.given is None):
            raise ValueError("an example needs `given`, or `unrun` with the reason")
        return self


class Rule(Frozen):
    """One rule of a pack. `parameters` are checked by the rule's kind."""

    id: str = Field(pattern=r"^[A-Z][A-Z0-9]*(-[A-Z0-9]+)+$")
    title: str = Field(min_length=2)
    severity: Severity
    kind: str
    statement: str = Field(min_length=4)
    why: str = Field(min_length=4)
    basis: Basis
    formula: str = ""
    message: str = ""
    suggestion: str = ""
    variants: dict[str, Variant] = {}
    mend: str = Field(min_length=4)
    caveat: str = Field(min_length=4)
    example: Example
    years: Period = Period()
    advice_before: int | None = None
    """For report years before this one the rule is only a custom: its findings are hints."""
    parameters: dict[str, Any] = {}

    def wording(self, variant: str) -> Variant:
        """Severity, message and suggestion of a variant ("" = the rule's own), filled from the rule."""
        own = self.variants[variant] if variant else Variant()
        return Variant(
            severity=own.severity or self.severity,
            message=own.message or self.message,
            suggestion=own.suggestion or self.suggestion,
        )


class Change(Frozen):
    """What a place's pack alters in a rule that is there already; what is left out stays as it was."""

    rule: str
    reason: str = Field(min_length=4)
    """Why, as shown to whoever asks for the rule."""
    use: bool | None = None
    severity: Severity | None = None
    statement: str | None = Field(None, min_length=4)
    why: str | None = Field(None, min_length=4)
    basis: Basis | None = None
    formula: str | None = None
    message: str | None = Field(None, min_length=1)
    suggestion: str | None = None
    mend: str | None = Field(None, min_length=4)
    caveat: str | None = Field(None, min_length=4)
    variants: dict[str, Variant] = {}
    parameters: dict[str, Any] = {}
    """Values by the path of their keys; the number of an entry stands for its place in a list, from 0."""
    example: Example | None = None

    @model_validator(mode="after")
    def _changes_something(self) -> Change:
        if not self.model_fields_set - {"rule", "reason"}:
            raise ValueError("nothing is changed")
        return self


class Pack(Frozen):
    """A file of rules: who answers for it, its version, the report years it is for.

    A place's pack may change rules of others; `over` names the packs before which its changes go.
    """

    pack: str = Field(pattern=r"^[a-z][a-z0-9_-]*$")
    title: str = Field(min_length=2)
    version: str = Field(pattern=r"^\d+(\.\d+)+$")
    owner: str = Field(min_length=2)
    effective: Period = Period()
    over: tuple[str, ...] = ()
    changes: tuple[Change, ...] = ()
    rules: tuple[Rule, ...] = ()

    @property
    def mark(self) -> str:
        """As reviews record it."""
        return f"{self.pack}@{self.version}"

    @model_validator(mode="after")
    def _distinct(self) -> Pack:
        if not self.rules and not self.changes:
            raise ValueError("neither rules nor changes")
        changed = [one.rule for one in self.changes]
        again = sorted({one for one in changed if changed.count(one) > 1})
        if again:
            raise ValueError(f"changed twice: {', '.join(again)}")
        ids = [rule.id for rule in self.rules]
        twice = sorted({one for one in ids if ids.count(one) > 1})
        if twice:
            raise ValueError(f"rules given twice: {', '.join(twice)}")
        return self
