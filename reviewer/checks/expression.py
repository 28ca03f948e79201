"""Arithmetic of rule files: parsed by `ast` against a whitelist, compiled once, never evaluated as code.

Grammar: numbers, dotted names, + - *, unary minus, sum(name), max(...), min(...), one comparison, and/or/not.
A name stands for one or more cells (their sum). Raises ExpressionError on anything else.
"""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable
from decimal import Decimal
from typing import NamedTuple

Lookup = Callable[[str], Decimal]
"""Value of a name; raises what the caller chose for a name without a value."""
_Number = Callable[[Lookup], Decimal]
_Truth = Callable[[Lookup], bool]

_BINARY: dict[type[ast.operator], Callable[[Decimal, Decimal], Decimal]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
}
_COMPARE: dict[type[ast.cmpop], tuple[str, Callable[[Decimal, Decimal], bool]]] = {
    ast.Eq: ("==", operator.eq),
    ast.NotEq: ("!=", operator.ne),
    ast.GtE: (">=", operator.ge),
    ast.LtE: ("<=", operator.le),
    ast.Gt: (">", operator.gt),
    ast.Lt: ("<", operator.lt),
}
_FOLDS: dict[str, Callable[..., Decimal]] = {"max": max, "min": min}


class ExpressionError(ValueError):
    """The text is not an expression of this little language."""


class Term(NamedTuple):
    """`factor` times the sum of the cells that `name` stands for; a bare number has the name ""."""

    factor: Decimal
    name: str


class Relation(NamedTuple):
    """The comparison at the top of an expression whose two sides are linear."""

    sign: str
    left: tuple[Term, ...]
    right: tuple[Term, ...]


class Expression(NamedTuple):
    source: str
    names: tuple[str, ...]
    holds: _Truth
    relation: Relation | None


def parse(source: str) -> Expression:
    """Compile one condition such as `total == natural + org_other`."""
    try:
        tree = ast.parse(source.strip(), mode="eval").body
    except SyntaxError as error:
        raise ExpressionError(f"not an expression: {source}") from error
    names: dict[str, None] = {}
    holds = _truth(tree, names)
    return Expression(source, tuple(names), holds, _relation(tree))


def _truth(node: ast.expr, names: dict[str, None]) -> _Truth:
    if isinstance(node, ast.BoolOp):
        parts = [_truth(value, names) for value in node.values]
        joined = all if isinstance(node.op, ast.And) else any
        return lambda lookup: joined(part(lookup) for part in parts)
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        inner = _truth(node.operand, names)
        return lambda lookup: not inner(lookup)
    if isinstance(node, ast.Compare) and len(node.ops) == 1 and type(node.ops[0]) in _COMPARE:
        left, right = _number(node.left, names), _number(node.comparators[0], names)
        compare = _COMPARE[type(node.ops[0])][1]
        return lambda lookup: compare(left(lookup), right(lookup))
    raise ExpressionError(f"not a condition: {ast.unparse(node)}")


def _number(node: ast.expr, names: dict[str, None]) -> _Number:
    if isinstance(node, ast.Constant) and type(node.value) in (int, float):
        value = Decimal(str(node.value))
        return lambda lookup: value
    if isinstance(node, ast.Name | ast.Attribute):
        name = _name(node)
        names[name] = None
        return lambda lookup: lookup(name)
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        inner = _number(node.operand, names)
        return lambda lookup: -inner(lookup)
    if isinstance(node, ast.BinOp) and type(node.op) in _BINARY:
        left, right, apply = _number(node.left, names), _number(node.right, names), _BINARY[type(node.op)]
        return lambda lookup: apply(left(lookup), right(lookup))
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.args and not node.keywords:
        parts = [_number(value, names) for value in node.args]
        if node.func.id == "sum" and len(parts) == 1:
            return parts[0]
        if node.func.id in _FOLDS:
            fold = _FOLDS[node.func.id]
            return lambda lookup: fold([part(lookup) for part in parts])
    raise ExpressionError(f"not allowed here: {ast.unparse(node)}")


def _name(node: ast.expr) -> str:
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        return f"{_name(node.value)}.{node.attr}"
    raise ExpressionError(f"not a name: {ast.unparse(node)}")


def _relation(node: ast.expr) -> Relation | None:
    if not isinstance(node, ast.Compare):
        return None
    left, right = _terms(node.left, Decimal(1)), _terms(node.comparators[0], Decimal(1))
    if left is None or right is None:
        return None
    return Relation(_COMPARE[type(node.ops[0])][0], left, right)


def _terms(node: ast.expr, factor: Decimal) -> tuple[Term, ...] | None:
    """The linear terms of a side, or None when it is not linear."""
    if isinstance(node, ast.Constant):
        return (Term(factor * Decimal(str(node.value)), ""),)
    if isinstance(node, ast.Name | ast.Attribute):
        return (Term(factor, _name(node)),)
    if isinstance(node, ast.UnaryOp):
        return _terms(node.operand, -factor)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "sum":
        return _terms(node.args[0], factor)
    if isinstance(node, ast.BinOp):
        if isinstance(node.op, ast.Mult):
            if isinstance(node.left, ast.Constant):
                return _terms(node.right, factor * Decimal(str(node.left.value)))
            return None
        left = _terms(node.left, factor)
        right = _terms(node.right, -factor if isinstance(node.op, ast.Sub) else factor)
        return None if left is None or right is None else left + right
    return None
