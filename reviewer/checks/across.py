"""The kind `across`: conditions over cells of this year's and last year's report; `last.name` is last year's."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import lru_cache

from reviewer import resources
from reviewer.checks import last, report, sums
from reviewer.checks.context import Context, plain
from reviewer.checks.expression import Expression, ExpressionError, Term, parse
from reviewer.checks.instances import Instance, Over, expand
from reviewer.checks.result import Result, UnknownValueError
from reviewer.checks.rule import Rule
from reviewer.model import Finding, Frozen, load_forms

_AGAINST = {"==": "≠", "!=": "=", ">=": "<", "<=": ">", ">": "≤", "<": "≥"}
_parse = lru_cache(maxsize=256)(parse)


class Check(Frozen):
    """`require` must hold wherever `when` holds; convention: this year's value left, what it should be right."""

    require: str
    when: str = ""
    over: Over | None = None
    variant: str = ""


class Parameters(Frozen):
    checks: tuple[Check, ...]


def faults(parameters: Parameters) -> Iterator[tuple[tuple[int | str, ...], str]]:
    """Names that no edition of the form has, and what is no expression."""
    for number, check in enumerate(parameters.checks):
        for field, source in (("require", check.require), ("when", check.when)):
            try:
                names = parse(source).names if source else ()
            except ExpressionError as error:
                yield ("checks", number, field), str(error)
                continue
            for name in names:
                own = name.removeprefix(last.PREFIX)
                if not any(expand(check.over, (own,), form) for form in load_forms().values()):
                    yield ("checks", number, field), f"{own} is no cell of the form"


def run(rule: Rule, parameters: Parameters, context: Context) -> Result:
    if context.previous is None:
        return last.absent()
    result = Result()
    for check in parameters.checks:
        require, when = _parse(check.require), _parse(check.when) if check.when else None
        names = require.names + (when.names if when else ())
        own = tuple(dict.fromkeys(name.removeprefix(last.PREFIX) for name in names))
        table = check.over.table if check.over else own[0].split(".", 1)[0]
        for instance in _instances(check.over, own, context.form_of(table).edition):
            keys = [key for name in own for key in instance.cells[name]]
            if not all(last.has(context, key) for key in keys):
                result.skipped = resources.sentence("K-OTHER-EDITION")
                continue
            _judge(rule, check, (require, when), instance, context, result)
    if not result.checked and not result.unknown and not result.skipped:
        result.skipped = resources.sentence("K-NOT-MET")
    return result


@lru_cache(maxsize=256)
def _instances(over: Over | None, names: tuple[str, ...], edition: str) -> tuple[Instance, ...]:
    return expand(over, names, load_forms()[edition])


def _judge(
    rule: Rule,
    check: Check,
    conditions: tuple[Expression, Expression | None],
    instance: Instance,
    context: Context,
    result: Result,
) -> None:
    def lookup(name: str) -> Decimal:
        return _value(name, instance, context)

    require, when = conditions
    try:
        if when is not None and not when.holds(lookup):
            return
        holds = require.holds(lookup)
    except UnknownValueError as unknown:
        result.unknown.append(unknown.reason)
        return
    result.checked += 1
    if not holds:
        result.findings.append(_finding(rule, check, conditions, instance, context))


def _value(name: str, instance: Instance, context: Context) -> Decimal:
    keys = instance.cells[name.removeprefix(last.PREFIX)]
    if name.startswith(last.PREFIX):
        return last.held(keys, context)
    return sum(map(context.value, keys), Decimal(0))


def _finding(
    rule: Rule,
    check: Check,
    conditions: tuple[Expression, Expression | None],
    instance: Instance,
    context: Context,
) -> Finding:
    require, when = conditions
    names = dict.fromkeys(require.names + (when.names if when else ()))
    values = {name.replace(".", "_"): plain(_value(name, instance, context)) for name in names}
    own = [key for name in names if not name.startswith(last.PREFIX) for key in instance.cells[name]]
    expected = actual = None
    arithmetic = ""
    if require.relation is not None:
        left, right = require.relation.left, require.relation.right
        actual, expected = plain(_total(left, instance, context)), plain(_total(right, instance, context))
        said = [_written(side, check.over, instance, context) for side in (left, right)]
        sign = require.relation.sign
        arithmetic = f"{said[1]} ≠ {said[0]}" if sign == "==" else f"{said[0]} {_AGAINST[sign]} {said[1]}"
    return report.finding(
        rule,
        *(part for part in (instance.subject, check.variant) if part),
        variant=check.variant,
        expected=expected,
        actual=actual,
        arithmetic=arithmetic,
        evidence=report.cells(context, own),
        values={**values, **instance.words},
    )


def _total(terms: Sequence[Term], instance: Instance, context: Context) -> Decimal:
    parts = (term.factor * (_value(term.name, instance, context) if term.name else 1) for term in terms)
    return sum(parts, Decimal(0))


def _written(terms: Sequence[Term], over: Over | None, instance: Instance, context: Context) -> str:
    """One side as a person writes it: 上年现行有效件数8 + 本年制发件数0 - 本年废止件数2 = 6."""
    text = ""
    for term in terms:
        if not term.name:
            said = plain(abs(term.factor))
        else:
            keys = instance.cells[term.name.removeprefix(last.PREFIX)]
            said = "·".join(sums.operand(key, over, context) for key in keys[:1])
            if term.name.startswith(last.PREFIX):
                said = resources.sentence("K-LAST-CELL", cell=said)
            said += plain(_value(term.name, instance, context))
            said += "" if abs(term.factor) == 1 else f"×{plain(abs(term.factor))}"
        sign = " - " if term.factor < 0 else " + "
        text += (sign if text else sign.strip("+ ")) + said
    plain_cell = len(terms) == 1 and abs(terms[0].factor) == 1
    return text if plain_cell else f"{text} = {plain(_total(terms, instance, context))}"
