"""Figures from cells: one cell, or a sum with its arithmetic. What is blank or was not read is never taken for 0."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from functools import cached_property
from typing import NamedTuple

from reviewer.asking.terms import Cells, Terms, terms
from reviewer.asking.words import say, texts
from reviewer.model import CellRef, CellSpec, Citation, Fact, Form, Review, State, Status, Which, form_for, load_forms

_EMPTY = (State.BLANK, State.PLACEHOLDER)
_IDENTITIES = {"t3": ("T3-ROW-SUM", "T3-COL-DONE-SUM", "T3-COL-BALANCE"), "t4": ("T4-BLOCK-SUM",)}


def plain(value: Decimal) -> str:
    """A number as a person writes it: no exponent, no trailing zeros."""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


class Known(NamedTuple):
    """The value of a sum of cells, or why there is none. `blanks`: cells that count as 0 in it though nothing is written."""

    value: Decimal | None
    parts: tuple[tuple[str, Decimal], ...] = ()
    blanks: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()


class Book:
    """The cells of one review: by which form they are named, what stands in them."""

    def __init__(self, review: Review, which: Which = "current") -> None:
        self.review, self.which = review, which

    @cached_property
    def form(self) -> Form:
        forms = load_forms()
        return forms.get(self.review.identity.edition) or form_for(self.review.identity.year)

    @cached_property
    def universe(self) -> Cells:
        """The cells this report has (a mixed report has those of two editions); those of its form when a table is absent."""
        found = set(self.review.facts)
        for table in self.form.tables:
            if not any(key.startswith(table.key + ".") for key in found):
                found |= table.cells.keys()
        return frozenset(key for key in found if key[:2] in ("t2", "t3", "t4"))

    @cached_property
    def terms(self) -> Terms:
        return terms(self.universe, tuple(load_forms().values()))

    @cached_property
    def doubtful(self) -> frozenset[str]:
        """Tables that as a whole were not read for certain, as the review's notices name them."""
        told = "".join(one.sentence for one in self.review.notices if one.code == "P-TABLE")
        return frozenset(table.key for table in self.form.tables if table.name in told)

    def spec(self, key: str) -> CellSpec:
        """The cell in the edition that has it; the report's own first."""
        return next(form.cells[key] for form in (self.form, *load_forms().values()) if key in form.cells)

    def name(self, key: str) -> str:
        """How the answer calls a cell: 表三“予以公开”行“总计”."""
        return next(form.name(key) for form in (self.form, *load_forms().values()) if key in form.cells)

    def row_name(self, key: str) -> str:
        """The row alone, without the group it belongs to."""
        spec = self.spec(key)
        return (spec.row.name or spec.block.label).rpartition("·")[2]

    def column_name(self, key: str) -> str:
        return self.spec(key).column.name

    def fact(self, key: str) -> Fact | None:
        return self.review.facts.get(key)

    def cite(self, key: str) -> Citation:
        fact = self.fact(key)
        source = fact.ref() if fact is not None else CellRef(fact=key)
        return Citation(place=self.name(key), report=self.which, source=source)

    def state(self, key: str) -> str:
        """Why a cell has no figure, in words: blank, a stroke, a note, not read."""
        fact = self.fact(key)
        if key[:2] in self.doubtful or fact is None:
            return texts().states["doubtful" if fact is not None else "absent"]
        return texts().states[fact.state.value].format(raw=fact.raw.strip()[:20])

    def number(self, key: str) -> Decimal | None:
        """What is written in a cell; None for anything but a number read for certain."""
        fact = self.fact(key)
        return fact.value if fact is not None and key[:2] not in self.doubtful else None

    def blanks_mean_zero(self, table: str) -> bool:
        """Whether the review could settle every identity of a table with its blanks as 0."""
        passed = {one.rule: one.status for one in self.review.outcomes}
        rules = _IDENTITIES.get(table, ())
        return bool(rules) and all(passed.get(rule) is Status.PASSED for rule in rules)

    def total(self, keys: Sequence[str]) -> Known:
        """The sum of cells. A blank counts as 0 only beside others, and only where the table's identities settle it."""
        parts, blanks, missing = [], [], []
        for key in keys:
            value = self.number(key)
            fact = self.fact(key)
            if value is not None:
                parts.append((key, value))
            elif len(keys) > 1 and fact is not None and fact.state in _EMPTY and self.blanks_mean_zero(key[:2]):
                blanks.append(key)
            else:
                missing.append(key)
        if missing or not parts:
            return Known(None, tuple(parts), tuple(blanks), tuple(missing) or tuple(blanks))
        return Known(sum((value for _, value in parts), Decimal(0)), tuple(parts), tuple(blanks))

    def unit(self, key: str) -> str:
        if key.endswith(".amount_wan"):
            return say("wan")
        return "" if key.endswith((".amount", ".change")) else say("count")
