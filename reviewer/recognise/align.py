"""Printed rows laid along the form's rows: a monotone alignment on how alike the labels are.

Needleman-Wunsch over likeness (rows may be missing, extra or without a label of their own), after an exact match by
dictionary has settled most reports. Rows left over are placed by position only where the count leaves no choice.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from reviewer.recognise.labels import Target, likeness, plain, unnumbered

_ENOUGH = 0.6
_MARGIN = 0.04
"""A row is matched to a target only if no other target is more alike by this much."""
_FAINT = 0.3


class Placing(NamedTuple):
    """`target[i]` is the index of the target of row i, or None. `misordered`: rows matched outside the form's order."""

    target: list[int | None]
    misordered: list[int]
    doubled: list[int]
    """Rows whose target is already taken by another row."""
    score: float


def _likeness(labels: Sequence[str], target: Target) -> float:
    return max((likeness(label, target) for label in labels), default=0.0)


def place(rows: Sequence[Sequence[str]], targets: Sequence[Target]) -> Placing:
    """Lay rows (each: the texts it may be called by) along the targets."""
    chosen = _settled(rows, targets)
    if chosen is not None:
        return Placing(chosen, [], [], sum(0.3 if targets[one].group else 1.0 for one in chosen if one is not None))
    table: list[list[float]] = []
    for labels in rows:
        line = [_likeness(labels, target) for target in targets]
        best = max(line, default=0.0)
        table.append([one if one >= _ENOUGH and one >= best - _MARGIN else 0.0 for one in line])
    chosen = _chain(table, len(targets))
    misordered, doubled = _strays(table, chosen, targets)
    _by_position(rows, targets, chosen, set(misordered) | set(doubled))
    score = sum(
        (0.3 if targets[one].group else 1.0) * (table[row][one] or _FAINT)
        for row, one in enumerate(chosen)
        if one is not None
    )
    return Placing(chosen, misordered, doubled, score)


def _settled(rows: Sequence[Sequence[str]], targets: Sequence[Target]) -> list[int | None] | None:
    """The targets of rows whose labels are all exact, in the form's order and each of one target alone; else None."""
    chosen: list[int | None] = []
    last = -1
    index = _exact(tuple(targets))
    for labels in rows:
        here = {at for label in labels for at in (*index.get(plain(label), ()), *index.get(unnumbered(label), ()))}
        if len(here) != 1 or (at := here.pop()) <= last:
            return None
        chosen.append(at)
        last = at
    return chosen


@lru_cache(maxsize=16)
def _exact(targets: tuple[Target, ...]) -> dict[str, tuple[int, ...]]:
    found: dict[str, tuple[int, ...]] = {}
    for at, target in enumerate(targets):
        for spelling in target.spellings:
            found[spelling] = (*found.get(spelling, ()), at)
    return found


def _chain(table: list[list[float]], width: int) -> list[int | None]:
    """The monotone one-to-one matching of highest total likeness."""
    best = [[0.0] * (width + 1) for _ in range(len(table) + 1)]
    for i, line in enumerate(table, 1):
        above, here = best[i - 1], best[i]
        for j, one in enumerate(line, 1):
            here[j] = max(above[j], here[j - 1], above[j - 1] + one)
    chosen: list[int | None] = [None] * len(table)
    i, j = len(table), width
    while i and j:
        one = table[i - 1][j - 1]
        if one and best[i][j] == best[i - 1][j - 1] + one:
            chosen[i - 1] = j - 1
            i, j = i - 1, j - 1
        elif best[i][j] == best[i - 1][j]:
            i -= 1
        else:
            j -= 1
    return chosen


def _strays(
    table: list[list[float]], chosen: list[int | None], targets: Sequence[Target]
) -> tuple[list[int], list[int]]:
    """Rows whose label is certain but whose place in the form's order is taken: misordered, or printed twice."""
    misordered, doubled = [], []
    taken = {one for one in chosen if one is not None}
    for row, line in enumerate(table):
        if chosen[row] is not None:
            continue
        certain = [j for j, one in enumerate(line) if one == 1.0]
        if len(certain) != 1:
            continue
        if certain[0] in taken:
            doubled.append(row)
        else:
            chosen[row] = certain[0]
            taken.add(certain[0])
            if not targets[certain[0]].group:
                misordered.append(row)
    return misordered, doubled


def _by_position(
    rows: Sequence[Sequence[str]], targets: Sequence[Target], chosen: list[int | None], strays: set[int]
) -> None:
    """Give rows without a usable label the targets missing between their neighbours, where both are equally many."""
    taken = {one for one in chosen if one is not None}
    run: list[int] = []
    low = -1
    for row in range(len(rows) + 1):
        if row in strays:
            continue
        here = len(targets) if row == len(rows) else chosen[row]
        if here is None:
            run.append(row)
            continue
        gap = [j for j in range(low + 1, here) if not targets[j].group and j not in taken]
        if run and len(run) == len(gap) and all(_faint(rows[i], targets[j]) for i, j in zip(run, gap, strict=True)):
            for i, j in zip(run, gap, strict=True):
                chosen[i] = j
        run, low = [], here


def _faint(labels: Sequence[str], target: Target) -> bool:
    """A row without any label may be this one; a row with a label must be a little like it, or be its beginning."""
    texts = [label for label in labels if plain(label)]
    cut = any(one.startswith(plain(text)) for text in texts if len(plain(text)) > 1 for one in target.spellings)
    return not texts or cut or _likeness(texts, target) >= _FAINT
