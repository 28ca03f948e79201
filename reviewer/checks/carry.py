"""The kind `carry`: what last year's report carried out is what this year's report carried in, column by column."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache
from typing import Literal

from reviewer import resources
from reviewer.checks import last, report
from reviewer.checks.context import Context, plain
from reviewer.checks.result import Result, UnknownValueError
from reviewer.checks.rule import Rule
from reviewer.model import Evidence, Frozen, fold, load_forms

_compile = lru_cache(maxsize=16)(re.compile)
_fold = lru_cache(maxsize=16)(fold)
_SENTENCE = re.compile(r"[^。；\n]+")
_NUMBER = r"(?<![\d.])0*{}(?![\d.])\s*(?:件|宗|份|条|起|个)"


class Parameters(Frozen):
    table: Literal["t3"] = "t3"
    row: str
    """Row of this year's table."""
    last_row: str
    """Row of last year's table."""
    total: str = "total"
    moved: str = ""
    """Pattern over folded text for a change of the body itself; "" asks for none."""
    carried: str = ""
    """What the sentence that explains a difference speaks of besides."""
    variants: dict[Literal["columns", "total", "moved"], str]
    """`columns`: the total agrees and others do not, or it is not known; `total`: the total alone does not; `moved`: a
    sentence of the report says that just this difference came with a change of the body."""


def faults(parameters: Parameters) -> Iterator[tuple[tuple[int | str, ...], str]]:
    cells = {key for form in load_forms().values() for key in form.cells}
    for name, row in (("row", parameters.row), ("last_row", parameters.last_row)):
        if f"{parameters.table}.{row}.{parameters.total}" not in cells:
            yield (name,), f"{row} is no row of the form"
    for name in ("moved", "carried"):
        try:
            _compile(getattr(parameters, name))
        except re.error as error:
            yield (name,), str(error)


def run(rule: Rule, parameters: Parameters, context: Context) -> Result:
    """One finding: a different total is wrong, different columns under equal totals may be a re-classification."""
    if context.previous is None:
        return last.absent()
    result = Result()
    differing: dict[str, tuple[Decimal, Decimal]] = {}
    known: set[str] = set()
    for column in context.axes(parameters.table)[1]:
        try:
            now = context.value(_key(parameters, parameters.row, column))
            before = last.value(context, _key(parameters, parameters.last_row, column))
        except UnknownValueError as unknown:
            result.unknown.append(unknown.reason)
            continue
        result.checked += 1
        known.add(column)
        if now != before:
            differing[column] = now, before
    if differing:
        _tell(rule, parameters, context, differing, known, result)
    return result


def _key(parameters: Parameters, row: str, column: str) -> str:
    return f"{parameters.table}.{row}.{column}"


def _tell(
    rule: Rule,
    parameters: Parameters,
    context: Context,
    differing: dict[str, tuple[Decimal, Decimal]],
    known: set[str],
    result: Result,
) -> None:
    total = parameters.total
    variant = "" if total in differing else parameters.variants["columns"]
    if set(differing) == {total} and len(known) == len(context.axes(parameters.table)[1]):
        variant = parameters.variants["total"]
    shown = total if total in differing else next(iter(differing))
    now, before = differing[shown]
    said = _moved(parameters, context, abs(now - before)) if shown == total else None
    if said is not None and "moved" in parameters.variants:
        variant = parameters.variants["moved"]
    names = {one.key: one.name for one in context.form_of(parameters.table).table(parameters.table).blocks[0].columns}
    lines = [
        resources.sentence("K-CARRIED", column=names[column], last=plain(pair[1]), now=plain(pair[0]))
        for column, pair in differing.items()
    ]
    result.findings.append(
        report.finding(
            rule,
            _key(parameters, parameters.row, total),
            *([variant] if variant == parameters.variants["columns"] else []),
            variant=variant,
            expected=plain(before),
            actual=plain(now),
            arithmetic=resources.sentence("K-LIST").join(lines),
            evidence=(
                *((said,) if said is not None else ()),
                *report.cells(context, [_key(parameters, parameters.row, column) for column in differing]),
            ),
            gap=plain(abs(now - before)),
            columns=report.joined([names[column] for column in differing]),
            now=plain(now),
            last=plain(before),
        )
    )


def _moved(parameters: Parameters, context: Context, gap: Decimal) -> Evidence | None:
    """The sentence that says that just so many were carried over with a change of the body."""
    if not parameters.moved:
        return None
    number = re.compile(_NUMBER.format(re.escape(plain(gap))))
    for section in context.report.sections:
        text = _fold(section.text)
        for hit in _SENTENCE.finditer(text.text):
            sentence = hit[0]
            wanted = (_compile(parameters.moved), _compile(parameters.carried), number)
            if all(one.search(sentence) for one in wanted):
                return section.span(*text.source(*hit.span()))
    return None
