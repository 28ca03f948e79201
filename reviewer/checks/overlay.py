"""Putting a place's change over a rule: only the values that are named change, and they must be there already."""

from __future__ import annotations

import string
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from reviewer import resources
from reviewer.checks.pack import Changed, Keys, Loaded, checked
from reviewer.checks.rule import Change, Pack, Rule, Variant

_WORDS = ("severity", "statement", "why", "basis", "formula", "message", "suggestion", "mend", "caveat", "example")


def over(one: Loaded, change: Change, pack: Pack, path: Path, where: Keys) -> Loaded:
    """The rule as `change` (at `where` in `path`) leaves it. Raises ConfigError."""
    rule = one.rule
    update: dict[str, Any] = {name: value for name in _WORDS if (value := getattr(change, name)) is not None}
    values: list[tuple[Keys, object, object]] = [
        ((name,), getattr(rule, name), value) for name, value in update.items()
    ]
    if change.variants:
        update["variants"], told = _variants(rule, change, path, where)
        values += told
    if change.parameters:
        update["parameters"] = _merged(rule, rule.parameters, change.parameters, ("parameters",), path, where, values)
    if change.use is not None:
        values.append((("use",), one.off is None, change.use))
    changed = rule.model_copy(update=update)
    parameters = checked(changed, one.kind, path, where) if change.parameters else one.parameters
    made = Changed(pack, change, tuple(values))
    off = one.off if change.use is None else None if change.use else made
    _plainly(changed, path, where)
    return one._replace(rule=changed, parameters=parameters, changes=(*one.changes, made), off=off)


def paths(change: Change) -> Iterator[Keys]:
    """Where a change sets a value: one key path each."""
    for name in ("use", *_WORDS):
        if getattr(change, name) is not None:
            yield (name,)
    for name, variant in change.variants.items():
        for key in sorted(variant.model_fields_set):
            yield ("variants", name, key)
    yield from _leaves(change.parameters, ("parameters",))


def _leaves(value: object, here: Keys) -> Iterator[Keys]:
    if isinstance(value, Mapping) and value:
        for key, part in value.items():
            yield from _leaves(part, (*here, key))
    else:
        yield here


def _variants(
    rule: Rule, change: Change, path: Path, where: Keys
) -> tuple[dict[str, Variant], list[tuple[Keys, object, object]]]:
    found = dict(rule.variants)
    told: list[tuple[Keys, object, object]] = []
    for name, variant in change.variants.items():
        if name not in found:
            raise resources.fault(path, (*where, "variants", name), f"{rule.id} has no variant {name}")
        update = {key: getattr(variant, key) for key in sorted(variant.model_fields_set)}
        before = rule.wording(name)
        told += [(("variants", name, key), getattr(before, key), value) for key, value in update.items()]
        found[name] = found[name].model_copy(update=update)
    return found, told


def _merged(
    rule: Rule, old: Any, new: Any, here: Keys, path: Path, where: Keys, told: list[tuple[Keys, object, object]]
) -> Any:
    """`old` with the leaves of `new` put in. A mapping over a list goes by the numbers of its entries."""
    if isinstance(new, Mapping) and isinstance(old, Mapping | list):
        made: Any = dict(old) if isinstance(old, Mapping) else list(old)
        for key, value in new.items():
            there = key in made if isinstance(made, dict) else isinstance(key, int) and 0 <= key < len(made)
            if not there and (isinstance(made, list) or len(here) > 1):
                name = ".".join(str(part) for part in (*here[1:], key))
                raise resources.fault(path, (*where, *here, key), f"{rule.id} has no parameter {name}")
            before = made[key] if there else None
            made[key] = _merged(rule, before, value, (*here, key), path, where, told)
        return made
    if isinstance(old, bool) != isinstance(new, bool) and old is not None:
        raise resources.fault(path, (*where, *here), f"another kind of value: {here[-1]}")
    told.append((here, old, new))
    return new


def worded(rule: Rule, path: Path, where: Keys) -> None:
    """A new rule says something when it fails, in messages with plain fields. Raises ConfigError."""
    if rule.kind != "external" and not rule.message and not any(one.message for one in rule.variants.values()):
        raise resources.fault(path, where, "a message is needed")
    _plainly(rule, path, where)


def _plainly(rule: Rule, path: Path, where: Keys) -> None:
    texts: list[tuple[Keys, str]] = [(("message",), rule.message), (("suggestion",), rule.suggestion)]
    for name, variant in rule.variants.items():
        texts += [
            (("variants", name, "message"), variant.message),
            (("variants", name, "suggestion"), variant.suggestion),
        ]
    for keys, text in texts:
        if not _plain(text):
            raise resources.fault(path, (*where, *keys), f"not a message: {text}")


def _plain(text: str) -> bool:
    """Whether all fields are names alone: a format or an attribute could do more than fill in a word."""
    try:
        fields = [(name, spec, how) for _, name, spec, how in string.Formatter().parse(text) if name is not None]
    except ValueError:
        return False
    return all(name.isidentifier() and not spec and not how for name, spec, how in fields)
