"""The kind `fee`: signs that yuan stand in a cell of 万元."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from reviewer import resources
from reviewer.checks import report
from reviewer.checks.context import Context, plain
from reviewer.checks.regex import Pattern
from reviewer.checks.result import Result, UnknownValueError
from reviewer.checks.rule import Rule
from reviewer.model import Frozen, load_forms


class Parameters(Frozen):
    cell: str
    claim: str
    """The rule whose claims state the same sum in the text."""
    raw_yuan: Pattern
    """Pattern of a raw cell that is a sum in 元 where the form asks for 万元; such a cell holds no number."""
    caps: dict[str, Decimal]
    """Highest plausible sum in 万元 by kind of body; `other` for the rest."""
    decimals: int = 6
    """More decimals than this are finer than 分."""
    times_last: int = 1000
    """So many times last year's sum is a slip of the unit."""


def faults(parameters: Parameters) -> Iterator[tuple[tuple[int | str, ...], str]]:
    if not any(parameters.cell in form.cells for form in load_forms().values()):
        yield ("cell",), f"{parameters.cell} is no cell of the form"
    if "other" not in parameters.caps:
        yield ("caps",), "a cap for `other` is needed"


def run(rule: Rule, parameters: Parameters, context: Context) -> Result:
    """The raw unit, the text's own figure, an implausible sum, odd decimals: the first sign found is told."""
    result = Result()
    key = parameters.cell
    fact = context.fact(key)
    if context.reading("t2") is not None and key not in context.form_of("t2").cells:
        result.skipped = resources.sentence("K-OTHER-EDITION")
        return result
    if fact is not None and fact.value is None and re.search(parameters.raw_yuan, fact.raw.strip()):
        result.checked = 1
        values = {"cell": context.name(key)}
        result.findings.append(report.finding(rule, key, variant="unit", evidence=(fact.ref(),), values=values))
        return result
    try:
        value = context.value(key)
    except UnknownValueError as unknown:
        result.unknown.append(unknown.reason)
        return result
    assert fact is not None
    result.checked = 1
    variant = _fee_sign(parameters, context, value)
    if variant is not None:
        values = {"value": plain(value), "yuan": plain(value / 10000), "cell": context.name(key)}
        before = _last(context, key)
        values["last"] = "" if before is None else plain(before)
        result.findings.append(
            report.finding(rule, key, variant=variant, actual=plain(value), evidence=(fact.ref(),), values=values)
        )
    return result


def _fee_sign(parameters: Parameters, context: Context, value: Decimal) -> str | None:
    stated = [one.value for one in context.report.claims if one.rule == parameters.claim and one.value > 0]
    if value > 0 and any(value == one * 10000 for one in stated):
        return "text"
    before = _last(context, parameters.cell)
    if before and parameters.times_last * before <= value <= 100 * parameters.times_last * before:
        return "year"
    cap = min((parameters.caps[kind] for kind in context.body if kind in parameters.caps), default=None)
    if value > (cap if cap is not None else parameters.caps["other"]):
        return "size"
    exponent = value.normalize().as_tuple().exponent
    if isinstance(exponent, int) and -exponent > parameters.decimals:
        return "decimals"
    return None


def _last(context: Context, key: str) -> Decimal | None:
    """The same cell of last year's report; None when it is not known or the form had no such cell."""
    fact = context.previous.fact(key) if context.previous is not None else None
    return fact.value if fact is not None else None
