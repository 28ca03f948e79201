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

    def holds(self, year: int) -> bool:
        return (self.first is None or year >= self.first) and (self.last is None or year <= self.last)


class Variant(Frozen):
    """Another way in which a rule fails: its own severity and words; what is left out is the rule's."""

    severity: Severity | None = None
    message: str = ""
    suggestion: str = ""


class Example(Frozen):
    """One line that keeps the rule and one that breaks it."""

    good: str
    bad: str


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


class Pack(Frozen):
    """A file of rules: who answers for it, its version, the report years it is for."""

    pack: str = Field(pattern=r"^[a-z][a-z0-9_-]*$")
    title: str
    version: str = Field(pattern=r"^\d+(\.\d+)+$")
    owner: str
    effective: Period = Period()
    rules: tuple[Rule, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _distinct(self) -> Pack:
        ids = [rule.id for rule in self.rules]
        twice = sorted({one for one in ids if ids.count(one) > 1})
        if twice:
            raise ValueError(f"rules given twice: {', '.join(twice)}")
        return self
