"""The kind `formula`: conditions over cells, once a row, column, block or group, with the sum written out."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from reviewer import resources
from reviewer.checks import report, sums
from reviewer.checks.context import Context, plain
from reviewer.checks.expression import Expression, ExpressionError, Relation, parse
from reviewer.checks.identity import Identity
from reviewer.checks.instances import SUBTOTAL, Instance, Over, expand
from reviewer.checks.result import Result, UnknownValueError
from reviewer.checks.rule import Rule
from reviewer.model import Finding, Frozen, fingerprint, load_forms

_AGAINST = {"==": "≠", "!=": "=", ">=": "<", "<=": ">", ">": "≤", "<": "≥"}


class LastYear(Frozen):
    """What last year's report must say, where there is one, for a finding to stand; it then has this variant."""

    when: str
    variant: str = ""


class Check(Frozen):
    """`require` must hold wherever `when` holds; convention: printed value left, computed value right."""

    require: str
    when: str = ""
    over: Over | None = None
    variant: str = ""
    bodies: tuple[str, ...] = ()
    """Only for bodies of these kinds (bodies.yaml)."""
    last: LastYear | None = None


class Parameters(Frozen):
    checks: tuple[Check, ...]
    identity: bool = False
    """Whether the equations take part in diagnosis."""


class _Compiled(NamedTuple):
    require: Expression
    when: Expression | None
    names: tuple[str, ...]
    instances: tuple[Instance, ...]


_parse = lru_cache(maxsize=512)(parse)


def _conditions(check: Check) -> tuple[Expression, Expression | None, tuple[str, ...]]:
    require = _parse(check.require)
    when = _parse(check.when) if check.when else None
    return require, when, tuple(dict.fromkeys(require.names + (when.names if when else ())))


@lru_cache(maxsize=512)
def _compiled(check: Check, edition: str) -> _Compiled:
    require, when, names = _conditions(check)
    return _Compiled(require, when, names, expand(check.over, names, load_forms()[edition]))


def faults(parameters: Parameters) -> Iterator[tuple[tuple[int | str, ...], str]]:
    """Where a rule file names a cell, row or column that no edition of the form has, or is not an expression."""
    for number, check in enumerate(parameters.checks):
        before = check.last.when if check.last else ""
        for field, source in (("require", check.require), ("when", check.when), ("last", before)):
            try:
                names = parse(source).names if source else ()
            except ExpressionError as error:
                yield ("checks", number, field), str(error)
                continue
            for name in names:
                over = None if field == "last" else check.over
                if not any(expand(over, (name,), form) for form in load_forms().values()):
                    yield ("checks", number, field), _unknown(name, check.over)


def _unknown(name: str, over: Over | None) -> str:
    known: set[str] = set()
    for form in load_forms().values():
        if over is None:
            known |= form.cells.keys()
        else:
            blocks = form.table(over.table).blocks
            known |= {
                item.key for block in blocks for item in (block.rows if over.axis == "columns" else block.columns)
            }
    near = difflib.get_close_matches(name, sorted(known), n=3)
    return f"{name} is no cell of the form" + (f"; did you mean {', '.join(near)}?" if near else "")


def run(rule: Rule, parameters: Parameters, context: Context) -> Result:
    result = Result()
    mine = [one for one in parameters.checks if not one.bodies or context.body & set(one.bodies)]
    for check in mine:
        form = context.form_of(_table(check))
        compiled = _compiled(check, form.edition)
        for instance in compiled.instances:
            _judge(rule, check, compiled, instance, context, result)
    if not result.checked:
        result.skipped = resources.sentence("K-NOT-MET" if mine else "K-BODY-OTHER")
    return result


def condition(source: str, context: Context) -> tuple[bool, tuple[str, ...]]:
    """Whether a condition over whole cell keys holds, and those keys. Raises UnknownValueError."""
    parsed = _parse(source)
    return parsed.holds(context.value), parsed.names


def exists(source: str, context: Context) -> bool:
    """Whether the form by which the tables were read has all cells of a condition."""
    return all(name in context.form_of(name.split(".", 1)[0]).cells for name in _parse(source).names)


def _table(check: Check) -> str:
    if check.over is not None:
        return check.over.table
    return _parse(check.require).names[0].split(".", 1)[0]


def _judge(rule: Rule, check: Check, compiled: _Compiled, instance: Instance, context: Context, result: Result) -> None:
    if SUBTOTAL in compiled.names and context.fact(instance.cells[SUBTOTAL][0]) is None:
        return

    def lookup(name: str) -> Decimal:
        keys = instance.cells[name]
        return context.value(keys[0]) if len(keys) == 1 else sum(map(context.value, keys), Decimal(0))

    try:
        if compiled.when is not None and not compiled.when.holds(lookup):
            return
        holds = compiled.require.holds(lookup)
    except UnknownValueError as unknown:
        result.unknown.append(unknown.reason)
        return
    result.checked += 1
    if not holds:
        before = _last_year(check, context)
        if before is not False:
            variant = check.last.variant if check.last and before else check.variant
            result.findings.append(_finding(rule, check, variant, compiled, instance, context))


def _last_year(check: Check, context: Context) -> bool | None:
    """Whether last year's report says what the check asks of it; None when that is not known."""
    if check.last is None or context.previous is None:
        return None
    try:
        return condition(check.last.when, context.previous)[0]
    except UnknownValueError:
        return None


def _finding(
    rule: Rule, check: Check, variant: str, compiled: _Compiled, instance: Instance, context: Context
) -> Finding:
    keys = [key for name in compiled.names for key in instance.cells[name]]
    filled = [key for key in keys[1:] if context.value(key)]
    empty = [key for key in keys[1:] if not context.value(key)]
    relation = compiled.require.relation
    expected = actual = arithmetic = ""
    if relation is not None and any(term.name for term in relation.right):
        actual = plain(sums.total_of(relation.left, instance.cells, context))
        expected = plain(sums.total_of(relation.right, instance.cells, context))
        left = sums.written(relation.left, check.over, instance.cells, context)
        right = sums.written(relation.right, check.over, instance.cells, context)
        arithmetic = f"{right} ≠ {left}" if relation.sign == "==" else f"{left} {_AGAINST[relation.sign]} {right}"
    values = {name.replace(".", "_"): sums.shown(instance.cells[name], context) for name in compiled.names}
    subject = check.variant if not instance.subject else instance.subject
    return report.finding(
        rule,
        *([subject] if subject else []),
        variant=variant,
        expected=expected or None,
        actual=actual or None,
        arithmetic=arithmetic,
        evidence=report.cells(context, [keys[0], *filled, *empty]),
        values={**values, **instance.words},
    )


def identities(rule: Rule, parameters: Parameters, table: str, edition: str) -> Iterator[Identity]:
    """The equations of a rule over one table."""
    for check in parameters.checks if parameters.identity else ():
        yield from _equations(rule.id, check, table, edition)


@lru_cache(maxsize=512)
def _equations(rule: str, check: Check, table: str, edition: str) -> tuple[Identity, ...]:
    if check.over is None or check.over.table != table:
        return ()
    compiled = _compiled(check, edition)
    relation = compiled.require.relation
    if relation is None or relation.sign != "==":
        return ()
    return tuple(
        Identity(rule, one.subject, _factors(relation, one), fingerprint(rule, one.subject))
        for one in compiled.instances
    )


def _factors(relation: Relation, instance: Instance) -> dict[str, int]:
    factors: dict[str, int] = {}
    for sign, terms in ((1, relation.left), (-1, relation.right)):
        for term in terms:
            for key in instance.cells[term.name]:
                factors[key] = factors.get(key, 0) + sign * int(term.factor)
    return factors
