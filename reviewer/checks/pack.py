"""Loading rule packs: strict, once; a pack that does not fit is refused with file, line and column."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from pydantic import ValidationError

from reviewer import resources
from reviewer.checks import bodies, formula
from reviewer.checks.kinds import KINDS, Kind
from reviewer.checks.rule import Change, Pack, Rule
from reviewer.model import Frozen

PACKS = (
    "reading", "structure", "tables", "documents", "requests", "disputes", "cross", "text", "narrative", "years", "sums", "content", "external", "fees", "dates", "wording", "publication",
)  # fmt: skip
"""The packs of rules/, in the order in which their outcomes are listed."""
Keys = tuple[int | str, ...]


class Changed(NamedTuple):
    """A change that was made to a rule: by which pack, and each value before and after, by its path."""

    pack: Pack
    change: Change
    values: tuple[tuple[Keys, object, object], ...]


class Loaded(NamedTuple):
    """A rule ready to run: its kind's parameters checked, and what packs of a place made of it."""

    rule: Rule
    kind: Kind
    parameters: Frozen
    pack: Pack
    changes: tuple[Changed, ...] = ()
    off: Changed | None = None
    """The change that switched the rule off."""

    @property
    def identity(self) -> bool:
        """Whether the rule states identities of tables, for the diagnosis of others."""
        return isinstance(self.parameters, formula.Parameters) and self.parameters.identity and self.off is None


def load(path: Path) -> tuple[Loaded, ...]:
    """The rules of one pack file of ours. Raises ConfigError where it does not fit its schema, kind or form."""
    pack = read(path)
    return tuple(ready(rule, pack, path, ("rules", number)) for number, rule in enumerate(pack.rules))


def read(path: Path, *, foreign: bool = False) -> Pack:
    """A pack as its file states it. Raises ConfigError."""
    data = resources.read_yaml(path, foreign=foreign)
    if not isinstance(data, dict):
        raise resources.fault(path, (), "empty file" if data is None else "not a mapping")
    try:
        return Pack.model_validate(data)
    except ValidationError as error:
        raise resources.refused(path, (), error) from error


def ready(rule: Rule, pack: Pack, path: Path, where: Keys) -> Loaded:
    """A rule whose parameters fit its kind. Raises ConfigError pointing below `where`."""
    kind = KINDS.get(rule.kind)
    if kind is None:
        known = ", ".join(sorted(KINDS))
        raise resources.fault(path, (*where, "kind"), f"no kind {rule.kind}; there are {known}")
    return Loaded(rule, kind, checked(rule, kind, path, where), pack)


def checked(rule: Rule, kind: Kind, path: Path, where: Keys) -> Frozen:
    """The rule's parameters. Raises ConfigError pointing below `where`."""
    try:
        parameters = kind.parameters.model_validate(rule.parameters)
    except ValidationError as error:
        raise resources.refused(path, (*where, "parameters"), error) from error
    for place, problem in kind.faults(parameters):
        raise resources.fault(path, (*where, "parameters", *place), problem)
    for variant in _variants(rule.parameters):
        if variant and variant not in rule.variants:
            raise resources.fault(path, (*where, "variants"), f"{rule.id} has no variant {variant}")
    return parameters


def _variants(value: object) -> list[str]:
    """Every variant that parameters name, however deep."""
    if isinstance(value, Mapping):
        here = [str(value["variant"])] if isinstance(value.get("variant"), str) else []
        return here + [name for part in value.values() for name in _variants(part)]
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [name for part in value for name in _variants(part)]
    return []


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
    """All rules that come with the program, in the order in which outcomes are listed."""
    return tuple(one.rule for one in loaded())
