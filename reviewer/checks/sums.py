"""A sum as a person writes it: 自然人3 + 商业企业1 = 4."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from reviewer.checks.context import Context, plain
from reviewer.checks.expression import Term
from reviewer.checks.instances import Over

Cells = Mapping[str, tuple[str, ...]]
"""The cell keys that each name of an expression stands for."""


def shown(keys: tuple[str, ...], context: Context) -> str:
    return plain(sum(map(context.value, keys), Decimal(0)))


def total_of(terms: Sequence[Term], cells: Cells, context: Context) -> Decimal:
    total = Decimal(0)
    for term in terms:
        value = sum(map(context.value, cells[term.name]), Decimal(0)) if term.name else Decimal(1)
        total += term.factor * value
    return total


def written(terms: Sequence[Term], over: Over | None, cells: Cells, context: Context) -> str:
    """One side as a person writes it; parts that are 0 are left out when a sum has more than two."""
    parts: list[tuple[str, str, Decimal]] = []
    for term in terms:
        if not term.name:
            parts.append(("", plain(abs(term.factor)), term.factor))
            continue
        share = "" if abs(term.factor) == 1 else f"×{plain(abs(term.factor))}"
        parts += [
            (operand(key, over, context), plain(context.value(key)) + share, term.factor) for key in cells[term.name]
        ]
    if len(parts) > 2:
        parts = [part for part in parts if part[1] != "0"] or parts[:1]
    if len(parts) == 1 and not parts[0][1].count("×"):
        return parts[0][0] + parts[0][1]
    text = ""
    for name, value, factor in parts:
        sign = " - " if factor < 0 else " + "
        text += (sign if text else sign.strip("+ ")) + name + value
    return f"{text} = {plain(total_of(terms, cells, context))}"


def operand(key: str, over: Over | None, context: Context) -> str:
    """A cell's name inside a sum: its column in a row's sum, its row in a column's, both where neither is given."""
    if key.startswith("~"):
        group = key[1:].rsplit(".", 1)[0]
        return next(one.short for one in context.form_of("t3").table("t3").groups if one.key == group)
    spec = context.form_of(key.split(".", 1)[0]).cells[key]
    if over is None:
        return "·".join(part for part in (spec.block.label, spec.row.name, spec.column.name) if part)
    return spec.row.name if over.axis in ("columns", "groups") else spec.column.name
