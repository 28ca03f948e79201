"""Mutants of our own rules: one meaningful value of a loaded rule changed at a time, in memory.

Sorts: `value` (severity, year, switch, number, key, operator, entry of a list, parameter left out), `word` (an
alternative of a pattern or a word of a list dropped), `shape` (a look-around or an optional part of a pattern).
What the loader refuses is no mutant: such a slip cannot start.
"""

from __future__ import annotations

import ast
import copy
import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple

from pydantic import ValidationError

from reviewer.checks import Loaded, Rule, loaded
from reviewer.model import load_forms
from tests.mutation import regex

Path = tuple[str | int, ...]
_SEVERITY = {"error": "warning", "warning": "info", "info": "warning"}
_CONDITIONS = {"require", "when"}
_PATTERN = re.compile(r"[|()\[\]\\^$*?{}]")
_SWAPS: dict[type[ast.AST], type[ast.AST]] = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Add,
    ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.GtE: ast.Gt, ast.Gt: ast.GtE, ast.LtE: ast.Lt, ast.Lt: ast.LtE,
    ast.And: ast.Or, ast.Or: ast.And,
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
    seen = set()
    for sort, path, change, value in _changes(one.rule, raw):
        made = _made(one, raw, path, value)
        place = ".".join(map(str, path))
        if made is not None and (place, change) not in seen:
            seen.add((place, change))
            yield Mutant(one.rule.id, sort, place, change, made)


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
    bounds: list[Path] = [("years", "first"), ("years", "last"), ("advice_before",)]
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
    """An operator, a name or a number of a condition changed, one at a time."""
    tree = ast.parse(source, mode="eval")
    count = sum(1 for _ in ast.walk(tree))
    for number in range(count):
        for choice in range(2):
            copied = ast.parse(source, mode="eval")
            if told := _turn(list(ast.walk(copied))[number], choice):
                yield told, ast.unparse(copied)


def _turn(node: ast.AST, choice: int) -> str:
    if isinstance(node, ast.BinOp | ast.BoolOp) and not choice:
        old = type(node.op)
        node.op = _SWAPS[old]()  # type: ignore[assignment]
        return f"{old.__name__} -> {type(node.op).__name__} in {ast.unparse(node)}"
    if isinstance(node, ast.Compare):
        old_sign = type(node.ops[0])
        turned = {ast.GtE: ast.LtE, ast.LtE: ast.GtE, ast.Gt: ast.Lt, ast.Lt: ast.Gt, ast.Eq: ast.LtE, ast.NotEq: ast.Lt}
        node.ops[0] = turned[old_sign]() if choice else _SWAPS[old_sign]()  # type: ignore[assignment,index]
        return f"{old_sign.__name__} -> {type(node.ops[0]).__name__}"
    if isinstance(node, ast.Constant):
        old_value = node.value
        step = 1 if isinstance(old_value, int) else 0.05
        node.value = round(old_value + (step if choice else -step), 4)  # type: ignore[operator]
        return f"{old_value} -> {node.value}" if node.value >= 0 else ""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("max", "min") and not choice:
        node.func.id = "min" if node.func.id == "max" else "max"
        return f"-> {node.func.id}"
    if isinstance(node, ast.Attribute | ast.Name) and (name := _dotted(node)) and (other := _other_name(name, choice)):
        told = f"{name} -> {other}"
        made = ast.parse(other, mode="eval").body
        for field in ("id", "value", "attr"):
            node.__dict__.pop(field, None)
        node.__class__ = made.__class__
        node.__dict__.update(made.__dict__)
        return told
    return ""


def _dotted(node: ast.AST) -> str:
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute) and (head := _dotted(node.value)):
        return f"{head}.{node.attr}"
    return ""


def _other_name(name: str, choice: int) -> str:
    """The key before or after it among its like: whole cells, columns, rows."""
    last = name.startswith("last.")
    key = name.removeprefix("last.")
    for form in load_forms().values():
        blocks = [block for table in form.tables for block in table.blocks]
        lists = [list(form.cells), *([one.key for one in block.columns] for block in blocks)]
        lists += [[one.key for one in block.rows] for block in blocks]
        for keys in lists:
            if key in keys:
                other = keys[(keys.index(key) + (1 if choice else -1)) % len(keys)]
                return "" if other == key else ("last." if last else "") + other
    return ""
