"""Mutants of our own rules: one meaningful value of a loaded rule changed at a time, in memory.

Sorts: `value` (severity, year, switch, number, key, operator, entry of a list, parameter left out), `word` (an
alternative of a pattern or a word of a list dropped), `shape` (a look-around or an optional part of a pattern).
What the loader refuses is no mutant: such a slip cannot start.
"""

from __future__ import annotations

import ast
import copy
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from typing import Any, NamedTuple

from pydantic import ValidationError

from reviewer.checks import Loaded, Rule, loaded
from reviewer.model import load_forms
from tests.mutation import regex

Path = tuple[str | int, ...]
_SEVERITY = {"error": "warning", "warning": "info", "info": "warning"}
_CONDITIONS = {"require", "when"}
_PATTERN = re.compile(r"[|()\[\]\\^$*?{}]")
_OPERATORS = {
    "+": "-", "-": "+", "*": "+", "==": ("!=", "<=", ">="), ">=": (">", "<="), ">": (">=", "<"), "<=": ("<", ">="),
    "<": ("<=", ">"), "and": ("or",), "or": ("and",),
}  # fmt: skip


class Mutant(NamedTuple):
    rule: str
    sort: str
    place: str
    change: str
    made: Loaded

    @property
    def name(self) -> str:
        return f"{self.rule} {self.place}: {self.change}"


def mutants(one: Loaded) -> Iterator[Mutant]:
    """Every mutant of a rule that loads and differs."""
    raw = one.rule.model_dump(mode="json")
    seen: Counter[tuple[str, str]] = Counter()
    for sort, path, change, value in _changes(one.rule, raw):
        made = _made(one, raw, path, value)
        place = ".".join(map(str, path))
        if made is not None:
            seen[place, change] += 1
            again = seen[place, change]
            yield Mutant(one.rule.id, sort, place, change if again == 1 else f"{change} (place {again})", made)


_GONE = object()


def _made(one: Loaded, raw: dict[str, Any], path: Path, value: object) -> Loaded | None:
    changed = copy.deepcopy(raw)
    at: Any = changed
    for step in path[:-1]:
        at = at[step]
    if value is _GONE:
        del at[path[-1]]
    else:
        at[path[-1]] = value
    try:
        rule = Rule.model_validate(changed)
        parameters = one.kind.parameters.model_validate(rule.parameters)
    except ValidationError:
        return None
    if (rule, parameters) == (one.rule, one.parameters) or list(one.kind.faults(parameters)):
        return None
    if path[0] == "parameters" and parameters == one.parameters:
        return None
    return one._replace(rule=rule, parameters=parameters)


def _changes(rule: Rule, raw: dict[str, Any]) -> Iterator[tuple[str, Path, str, object]]:
    yield "value", ("severity",), f"{raw['severity']} -> {_SEVERITY[raw['severity']]}", _SEVERITY[raw["severity"]]
    for name, variant in raw["variants"].items():
        if variant["severity"]:
            to = _SEVERITY[variant["severity"]]
            yield "value", ("variants", name, "severity"), f"{variant['severity']} -> {to}", to
    bounds: list[tuple[str, ...]] = [("years", "first"), ("years", "last"), ("advice_before",)]
    for path in bounds:
        year = raw[path[0]][path[1]] if len(path) > 1 else raw[path[0]]
        for to in (year - 1, year + 1) if year else ():
            yield "value", path, f"{year} -> {to}", to
    yield from _inside(rule, ("parameters",), raw["parameters"])


def _inside(rule: Rule, path: Path, value: Any) -> Iterator[tuple[str, Path, str, object]]:
    if isinstance(value, dict):
        for key, part in value.items():
            if key in ("literal", "literals") and value.get("pattern"):
                yield from _hint(path, key, value)
                continue
            yield "value", (*path, key), "left out", _GONE
            yield from _inside(rule, (*path, key), part)
    elif isinstance(value, list):
        plain = all(isinstance(one, str) for one in value)
        for number, part in enumerate(value):
            told = f"without {part}" if plain else f"without entry {number}"
            yield "word" if plain else "value", path, told, [*value[:number], *value[number + 1 :]]
            if not plain or _is_pattern(str(part)):
                yield from _inside(rule, (*path, number), part)
    elif isinstance(value, bool):
        yield "value", path, f"{value} -> {not value}", not value
    elif isinstance(value, int):
        for number in (value - 1, value + 1):
            yield "value", path, f"{value} -> {number}", number
    elif isinstance(value, float):
        for share in (round(value - 0.05, 4), round(value + 0.05, 4)):
            yield "value", path, f"{value} -> {share}", share
    elif isinstance(value, str):
        yield from _text(rule, path, value)


def _hint(path: Path, key: str, value: dict[str, Any]) -> Iterator[tuple[str, Path, str, object]]:
    """What a paragraph must hold before the pattern is tried: leaving it out costs time only, a missing word costs finds."""
    words = value[key] if isinstance(value[key], list) else []
    for number, word in enumerate(words):
        if len(words) > 1:
            yield "word", (*path, key), f"without {word}", [*words[:number], *words[number + 1 :]]


def _text(rule: Rule, path: Path, value: str) -> Iterator[tuple[str, Path, str, object]]:
    if path[-1] in _CONDITIONS:
        for told, source in conditions(value):
            yield "value", path, told, source
    elif value in rule.variants or path[-1] == "variant":
        for other in [one for one in ("", *rule.variants) if one != value][:2]:
            yield "value", path, f"{value} -> {other}", other
    elif _is_pattern(value):
        for one in regex.mutations(value):
            yield one.sort, path, one.told, one.made
    else:
        for other in _others(path, value):
            yield "value", path, f"{value} -> {other}", other


def _is_pattern(value: str) -> bool:
    try:
        re.compile(value)
    except re.error:
        return False
    return len(value) > 1 and bool(_PATTERN.search(value))


def _others(path: Path, value: str) -> list[str]:
    """Another value of the same sort: the next cell of the form, or what other rules have in this place."""
    for form in load_forms().values():
        if value in form.cells:
            keys = list(form.cells)
            return [keys[(keys.index(value) + 1) % len(keys)]]
    if path[-1] == "name":
        return ["别的名称"]
    return sorted(_known()[str(path[-1])] - {value})[:2]


@cache
def _known() -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)

    def walk(key: str, value: Any) -> None:
        if isinstance(value, dict):
            for name, part in value.items():
                walk(name, part)
        elif isinstance(value, list):
            for part in value:
                walk(key, part)
        elif isinstance(value, str) and not _is_pattern(value):
            found[key].add(value)

    for one in loaded():
        walk("", one.rule.parameters)
    return found


def conditions(source: str) -> Iterator[tuple[str, str]]:
    """An operator, a name or a number of a condition changed, one at a time: what is changed, the new condition."""
    for node in ast.walk(ast.parse(source, mode="eval")):
        for start, end, new in _turned(source, node):
            made = source[:start] + new + source[end:]
            yield f"{source[start:end].strip()} at {start} -> {new.strip()}", made


def _turned(source: str, node: ast.AST) -> Iterator[tuple[int, int, str]]:
    """Where in the source something else may stand, and what."""
    if isinstance(node, ast.BinOp):
        yield from _operators(source, node.left, node.right)
    elif isinstance(node, ast.BoolOp):
        for one, two in pairwise(node.values):
            yield from _operators(source, one, two)
    elif isinstance(node, ast.Compare):
        yield from _operators(source, node.left, node.comparators[0])
    elif isinstance(node, ast.Constant) and isinstance(node.value, int | float):
        step = 1 if isinstance(node.value, int) else 0.05
        for number in (node.value - step, node.value + step):
            if number >= 0:
                yield node.col_offset, node.end_col_offset or 0, str(round(number, 4))
    elif isinstance(node, ast.Attribute | ast.Name):
        start, end = node.col_offset, node.end_col_offset or 0
        for other in _other_names(source[start:end]):
            yield start, end, other


def _operators(source: str, left: ast.expr, right: ast.expr) -> Iterator[tuple[int, int, str]]:
    start, end = left.end_col_offset or 0, right.col_offset
    old = source[start:end].strip(" ()")
    zero = isinstance(right, ast.Constant)
    for new in _OPERATORS[old]:
        if not (old == "==" and new == ("<=" if zero else ">=")):  # counts are never below 0
            yield start, end, source[start:end].replace(old, new)


def _other_names(name: str) -> Iterator[str]:
    """The keys before and after it among its like: whole cells, columns, rows; max for min."""
    if name in ("max", "min"):
        yield "min" if name == "max" else "max"
    key = name.removeprefix("last.")
    for form in load_forms().values():
        blocks = [block for table in form.tables for block in table.blocks]
        lists = [list(form.cells), *([one.key for one in block.columns] for block in blocks)]
        lists += [[one.key for one in block.rows] for block in blocks]
        for keys in lists:
            if key in keys:
                for step in (-1, 1):
                    other = keys[(keys.index(key) + step) % len(keys)]
                    if other != key:
                        yield name.replace(key, other)
                return
