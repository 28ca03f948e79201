"""Running the cases of a rule, and of whatever reads it, against its mutants: which are killed, which survive."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from pathlib import Path
from typing import NamedTuple

import yaml

from reviewer.checks import Checked, Loaded, check_with, formula, loaded
from reviewer.checks.external import OUTSIDE
from reviewer.model import AnnualReport
from tests.checks.cases import Case, cases
from tests.mutation.mutants import Mutant, mutants

LEDGER = Path(__file__).parent / "equivalent.yaml"


class Verdict(NamedTuple):
    mutant: Mutant
    killer: str
    """The case that fails; "" when none does."""


def _reports(case: Case) -> tuple[AnnualReport, AnnualReport | None]:
    key = f"{case.rule}/{case.kind}/{case.number}/{case.word}"
    if key not in _KEPT:
        _KEPT[key] = case.reports()
    return _KEPT[key]


_KEPT: dict[str, tuple[AnnualReport, AnnualReport | None]] = {}


def _named(one: Loaded) -> set[str]:
    """Rule ids that the parameters of a rule name."""
    ids = {other.rule.id for other in loaded()}
    found: set[str] = set()

    def walk(value: object) -> None:
        if isinstance(value, dict):
            for part in value.values():
                walk(part)
        elif isinstance(value, list | tuple):
            for part in value:
                walk(part)
        elif isinstance(value, str) and value in ids:
            found.add(value)

    walk(one.rule.parameters)
    return found - {one.rule.id}


def _identity(one: Loaded) -> bool:
    return isinstance(one.parameters, formula.Parameters) and one.parameters.identity


def _folds(one: Loaded) -> bool:
    return _identity(one) or one.rule.kind == "diagnosis"


@cache
def readers(rule: str) -> frozenset[str]:
    """Rules whose outcome may change with this one: those that name it, and the diagnosis for an identity."""
    one = next(other for other in loaded() if other.rule.id == rule)
    found = {other.rule.id for other in loaded() if rule in _named(other)}
    if _identity(one):
        found |= {other.rule.id for other in loaded() if other.rule.kind == "diagnosis"}
    return frozenset(found)


@cache
def _needed(rule: str) -> frozenset[str]:
    """What must run beside a rule so that its cases mean the same: rules that it names or that name it, or all.

    Identities run beside an identity and the diagnosis alone, whose findings fold and withdraw each other; for any
    other rule they only say whether blanks are zeros, and for that it is enough that they are stated (`_check`).
    """
    one = next(other for other in loaded() if other.rule.id == rule)
    few = {rule} | _named(one) | readers(rule)
    if any(_folds(other) for other in loaded() if other.rule.id in few):
        few |= {other.rule.id for other in loaded() if _folds(other)}
    if all(not case.problem(_check(case, few, None)) for case in _own(rule)):
        return frozenset(few)
    every = frozenset(other.rule.id for other in loaded())
    wrong = [f"{case.kind} {case.number}" for case in _own(rule) if case.problem(_check(case, every, None))]
    if wrong:
        raise AssertionError(f"{rule}: these cases fail without any mutant: {wrong}")
    return every


@cache
def _own(rule: str) -> tuple[Case, ...]:
    return tuple(case for case in cases() if case.rule == rule)


def problem(case: Case) -> str:
    """What is wrong with a case when its rule runs with those alone that it needs; "" when nothing is."""
    return case.problem(_check(case, _needed(case.rule), None))


def _check(case: Case, few: Iterable[str], mutant: Mutant | None) -> Checked:
    rules, stated = (
        [mutant.made if mutant is not None and one.rule.id == mutant.rule else one for one in some]
        for some in (_among(frozenset(few)), _stated())
    )
    return check_with(_reports(case)[0], rules, _reports(case)[1], stated)


@cache
def _among(few: frozenset[str]) -> tuple[Loaded, ...]:
    return tuple(one for one in loaded() if one.rule.id in few)


@cache
def _stated() -> tuple[Loaded, ...]:
    return tuple(one for one in loaded() if _identity(one))


class _Firsts:
    """The first word's case of each case with `each`, by identity: cases hold dicts and have no hash."""

    def __init__(self) -> None:
        seen: dict[tuple[str, str, str], int] = {}
        for case in cases():
            seen.setdefault((case.rule, case.kind, case.number), id(case))
        self._ids = frozenset(seen.values())

    def __contains__(self, case: Case) -> bool:
        return id(case) in self._ids


@cache
def _firsts() -> _Firsts:
    return _Firsts()


def _likely(mutant: Mutant, case: Case) -> int:
    """Cases written for the word that was dropped come first, then those for no word, then the first of each list."""
    if not case.word:
        return 1
    if mutant.sort == "word" and (case.word in mutant.change or mutant.change[8:] in case.word):
        return 0
    return 2 if case in _firsts() else 3


def verdict(mutant: Mutant) -> Verdict:
    """Run the cases of the rule, then of its readers, until one fails."""
    for rule in (mutant.rule, *sorted(readers(mutant.rule))):
        for case in sorted(_own(rule), key=lambda one: _likely(mutant, one)):
            if case.problem(_check(case, _needed(rule), mutant)):
                return Verdict(mutant, f"{case.rule} {case.kind} {case.number} {case.word}".strip())
    return Verdict(mutant, "")


def run(rules: Iterable[str] = (), sorts: Iterable[str] = (), every: int = 1) -> Iterator[Verdict]:
    """Verdicts over the mutants of these rules (none named: all) and sorts; `every`: only each n-th mutant of a rule."""
    wanted, of = set(rules), set(sorts)
    for one in loaded():
        if one.rule.kind in OUTSIDE or (wanted and one.rule.id not in wanted):
            continue
        for mutant in [other for other in mutants(one) if not of or other.sort in of][::every]:
            yield verdict(mutant)


class Told(NamedTuple):
    """A verdict without the mutated rule, as it comes from another process."""

    rule: str
    sort: str
    place: str
    change: str
    name: str
    killer: str


_PART = 25
"""Mutants of one rule judged in one go by one process."""


def _part(rule: str, sorts: tuple[str, ...], every: int, start: int) -> list[Told]:
    one = next(other for other in loaded() if other.rule.id == rule)
    wanted = [mutant for mutant in mutants(one) if not sorts or mutant.sort in sorts][::every]
    found = []
    for mutant in wanted[start : start + _PART]:
        killer = verdict(mutant).killer
        found.append(Told(rule, mutant.sort, mutant.place, mutant.change, mutant.name, killer))
    return found


def spread(rules: Iterable[str] = (), sorts: Iterable[str] = (), every: int = 1, processes: int = 2) -> Iterator[Told]:
    """The verdicts of `run`, in its order, by several processes at once."""
    wanted, of = set(rules), tuple(sorts)
    parts = []
    for one in loaded():
        if one.rule.kind in OUTSIDE or (wanted and one.rule.id not in wanted):
            continue
        number = sum(1 for mutant in mutants(one) if not of or mutant.sort in of)
        parts += [(one.rule.id, of, every, start) for start in range(0, -(-number // every), _PART)]
    with ProcessPoolExecutor(processes) as pool:
        for found in pool.map(_part, *zip(*parts, strict=True)):
            yield from found


@cache
def ledger() -> dict[str, str]:
    """Name of an equivalent mutant -> why no case can tell it from the rule."""
    return yaml.safe_load(LEDGER.read_text("utf-8")) or {}
