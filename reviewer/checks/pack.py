"""Loading rule packs: strict, once; a pack that does not fit is refused with file, line and column."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from pydantic import ValidationError

from reviewer import resources
from reviewer.checks import bodies
from reviewer.checks.kinds import KINDS, Kind
from reviewer.checks.rule import Pack, Rule
from reviewer.model import Frozen

PACKS = (
    "reading", "structure", "tables", "documents", "requests", "disputes", "cross", "text", "narrative", "years", "sums", "content", "external", "fees", "dates", "wording", "publication",
)  # fmt: skip
"""The packs of rules/, in the order in which their outcomes are listed."""


class Loaded(NamedTuple):
    """A rule ready to run: its kind's parameters checked."""

    rule: Rule
    kind: Kind
    parameters: Frozen
    pack: Pack


def load(path: Path) -> tuple[Loaded, ...]:
    """The rules of one pack file. Raises ConfigError where it does not fit its schema, its kind or the form."""
    data = resources.read_yaml(path)
    try:
        pack = Pack.model_validate(data)
    except ValidationError as error:
        raise _refused(path, (), error) from error
    found = []
    for number, rule in enumerate(pack.rules):
        where = ("rules", number)
        kind = KINDS.get(rule.kind)
        if kind is None:
            known = ", ".join(sorted(KINDS))
            raise resources.fault(path, (*where, "kind"), f"no kind {rule.kind}; there are {known}")
        try:
            parameters = kind.parameters.model_validate(rule.parameters)
        except ValidationError as error:
            raise _refused(path, (*where, "parameters"), error) from error
        for place, problem in kind.faults(parameters):
            raise resources.fault(path, (*where, "parameters", *place), problem)
        for variant in _variants(rule.parameters):
            if variant and variant not in rule.variants:
                raise resources.fault(path, (*where, "variants"), f"{rule.id} has no variant {variant}")
        found.append(Loaded(rule, kind, parameters, pack))
    return tuple(found)


def _variants(value: object) -> list[str]:
    """Every variant that parameters name, however deep."""
    if isinstance(value, Mapping):
        here = [str(value["variant"])] if isinstance(value.get("variant"), str) else []
        return here + [name for part in value.values() for name in _variants(part)]
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [name for part in value for name in _variants(part)]
    return []


def _refused(path: Path, where: tuple[int | str, ...], error: ValidationError) -> Exception:
    first: Any = error.errors()[0]
    problem = f"{'.'.join(str(part) for part in first['loc'])}: {first['msg']}"
    return resources.fault(path, (*where, *first["loc"]), problem)


@cache
def loaded() -> tuple[Loaded, ...]:
    """Every rule of the packs that come with the program, in order; the names of bodies are checked with them. Raises ConfigError."""
    bodies.words()
    found: list[Loaded] = []
    for name in PACKS:
        path = resources.rules_dir() / f"{name}.yaml"
        for one in load(path):
            if any(one.rule.id == other.rule.id for other in found):
                raise resources.fault(path, ("rules",), f"{one.rule.id} is already in another pack")
            found.append(one)
    return tuple(found)


def rules() -> tuple[Rule, ...]:
    """All rules, in the order in which outcomes are listed."""
    return tuple(one.rule for one in loaded())
