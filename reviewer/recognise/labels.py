"""Printed labels held against the form's: exact first, then alike (`rapidfuzz`), never by one report's spelling.

Both editions are known at once; which one a table follows is decided by what fits best.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache
from typing import NamedTuple

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from reviewer.model import FormTable, bare, folded, load_forms
from reviewer.recognise.words import words

_bare = lru_cache(maxsize=16384)(bare)
_HAN = "一二三四五六七八九十"
_ORDINAL = re.compile(
    rf"(?:（[{_HAN}]{{1,3}}）|[{_HAN}]{{1,3}}[、.．，,:：]|（?\d{{1,2}}(?:[.、）．，:：]|(?=[\u4e00-\u9fff])))+"
)
_NOTE = re.compile(r"（.*）$")


@lru_cache(maxsize=8192)
def plain(text: str) -> str:
    """A label as it is compared: letters, digits and Han characters alone."""
    return _bare(text)


@lru_cache(maxsize=8192)
def unnumbered(text: str) -> str:
    """The same without the ordinal it begins with; the ordinal stays when nothing else is there."""
    flat = folded(text)
    match = _ORDINAL.match(flat)
    return _bare(flat[match.end() :] if match else flat) or _bare(flat)


def spellings(labels: Iterable[str]) -> frozenset[str]:
    """Every spelling by which one of these labels is met: with and without ordinal, with and without its note."""
    found = set()
    for label in labels:
        flat = folded(label)
        match = _ORDINAL.match(flat)
        body = flat[match.end() :] if match else flat
        for one in (flat, body, _NOTE.sub("", body)):
            found.add(_bare(one))
    return frozenset(found - {""})


class Target(NamedTuple):
    """A row of the form to be found, or (`group`) a line above rows that carries no cell of the form."""

    key: str
    spellings: frozenset[str]
    group: bool = False


@lru_cache(maxsize=16384)
def likeness(label: str, target: Target) -> float:
    """0 … 1: how well a printed label is this row's. 1 is an exact spelling."""
    if not label:
        return 0.0
    exact, short = plain(label), unnumbered(label)
    if exact in target.spellings or short in target.spellings:
        return 1.0
    best = 0.0
    for one in target.spellings:
        if abs(len(one) - len(short)) > 2 * max(3, min(len(one), len(short))):
            continue
        ratio = fuzz.ratio(short, one) / 100
        if len(one) >= 4 and len(short) >= 4 and (one in short or short in one):
            ratio = max(ratio, 0.8)
        best = max(best, ratio)
    return min(best, 0.99)


def targets_of(table: FormTable) -> tuple[Target, ...]:
    """Rows of a table in the form's order, each group line before its first row."""
    return _targets(table.key, _edition(table))


def _edition(table: FormTable) -> str:
    return next(edition for edition, form in load_forms().items() if table in form.tables)


@cache
def _targets(key: str, edition: str) -> tuple[Target, ...]:
    table = load_forms()[edition].table(key)
    found: list[Target] = []
    seen: set[str] = set()
    for block in table.blocks:
        for row in block.rows:
            for group in table.groups:
                if row.key.startswith(group.key + ".") and group.key not in seen:
                    seen.add(group.key)
                    found.append(Target(group.key, spellings((group.label, *group.aliases)), group=True))
            if row.under and "outcome" not in seen:
                seen.add("outcome")
                found.append(Target("", spellings((words().table.outcome,)), group=True))
            name = ".".join(part for part in (block.key, row.key) if part)
            labels = [row.label, *row.aliases]
            nested = [row.under[-1] + one for one in labels if row.under] + ["".join(row.under) + row.label]
            found.append(Target(name, spellings(labels) | (frozenset(map(_bare, nested)) - {""})))
    return tuple(found)


class Role(NamedTuple):
    """What a printed text is in the form: table key, kind (row, column, block, group, head), key."""

    table: str
    kind: str
    key: str


@cache
def _roles() -> dict[str, frozenset[Role]]:
    found: dict[str, set[Role]] = {}

    def add(labels: Iterable[str], role: Role) -> None:
        for one in spellings(labels):
            found.setdefault(one, set()).add(role)

    for form in load_forms().values():
        for table in form.tables:
            for target in _targets(table.key, form.edition):
                for one in target.spellings:
                    found.setdefault(one, set()).add(Role(table.key, "group" if target.group else "row", target.key))
            for block in table.blocks:
                if block.label:
                    nested = [under + one for under in block.under for one in (block.label, *block.aliases)]
                    add((block.label, *block.aliases, *nested), Role(table.key, "block", block.key))
                for column in block.columns:
                    add((column.label, *column.aliases), Role(table.key, "column", column.key))
            heads = {"t2": words().table.t2, "t3": words().table.t3, "t4": words().table.t4}[table.key]
            add((*heads, table.corner), Role(table.key, "head", ""))
    return {spelling: frozenset(roles) for spelling, roles in found.items()}


@lru_cache(maxsize=8192)
def roles(label: str) -> frozenset[Role]:
    """What this printed text may be, over all tables and editions: exact spellings, else the most alike one (>= 0.8)."""
    known = _roles()
    exact, short = plain(label), unnumbered(label)
    if not exact:
        return frozenset()
    if exact in known or short in known:
        return known.get(exact, frozenset()) | known.get(short, frozenset())
    if 3 <= len(short) <= 5 and (near := _misprinted(short)):
        return near
    if len(short) < 4:
        return frozenset()
    best, found = 0.8, frozenset[Role]()
    for spelling, meaning in known.items():
        if abs(len(spelling) - len(short)) > 0.4 * len(short):
            continue
        ratio = fuzz.ratio(short, spelling, score_cutoff=100 * best) / 100
        if ratio > best:
            best, found = ratio, meaning
    return found


def _misprinted(short: str) -> frozenset[Role]:
    """A column's label of four characters with one of them wrong, lost or doubled, when it can be no other's."""
    found = {meaning for one, meaning in _short_columns() if Levenshtein.distance(short, one, score_cutoff=1) <= 1}
    return found.pop() if len(found) == 1 else frozenset()


@cache
def _short_columns() -> tuple[tuple[str, frozenset[Role]], ...]:
    return tuple(
        (one, meaning)
        for one, meaning in _roles().items()
        if len(one) == 4 and {role.kind for role in meaning} == {"column"}
    )


@cache
def spelled() -> frozenset[str]:
    """Every exact spelling of every label, as `plain` writes them."""
    return frozenset(_roles())


def is_known(label: str) -> bool:
    """True when this is exactly a label of the form, or exactly one behind its ordinal."""
    return plain(label) in _roles() or unnumbered(label) in _roles()


@cache
def longest() -> int:
    """Characters of the longest spelling of any label."""
    return max(map(len, _roles()))


def traces(text: str, table: str) -> frozenset[str]:
    """The spellings of one table's labels (of four characters or more) that a short line of text holds."""
    flat = plain(text)
    return frozenset(one for one in _telling(table) if one in flat)


@cache
def _telling(table: str) -> tuple[str, ...]:
    """Spellings, four characters or longer, that belong to one table alone."""
    return tuple(one for one, found in _roles().items() if len(one) >= 4 and {role.table for role in found} == {table})
