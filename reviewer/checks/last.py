"""Last year's report beside this one: values with the year said in every reason, and names of its cells."""

from __future__ import annotations

from decimal import Decimal

from reviewer import resources
from reviewer.checks.context import Context
from reviewer.checks.result import Result, UnknownValueError

PREFIX = "last."
"""Begins the names in rule files that stand for cells of last year's report."""


def absent() -> Result:
    """What a rule across years says when there is no report to compare with."""
    return Result(skipped=resources.sentence("K-NO-PREVIOUS"))


def value(context: Context, key: str) -> Decimal:
    """A cell of last year's report. Raises UnknownValueError whose reason names the year."""
    assert context.previous is not None
    try:
        return context.previous.value(key)
    except UnknownValueError as unknown:
        raise UnknownValueError(resources.sentence("K-LAST-REASON", reason=unknown.reason)) from unknown


def has(context: Context, key: str) -> bool:
    """Whether the edition of last year's table has this cell at all."""
    assert context.previous is not None
    return key in context.previous.form_of(key.split(".", 1)[0]).cells


def held(source_keys: tuple[str, ...], context: Context) -> Decimal:
    """The sum of cells of last year's report. Raises UnknownValueError."""
    return sum((value(context, key) for key in source_keys), Decimal(0))
