"""From the terms of a question to cells: meanings are intersected, what is not said is filled in by plain defaults."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from typing import NamedTuple

from reviewer.asking.terms import Cells, Term, chosen, split
from reviewer.asking.words import vocabulary

ROW, COLUMN = 0, 1
_MOST_MEANINGS = 12


class Target(NamedTuple):
    """Cells whose SUM is meant. `assumed`: the row was not said but taken by default: row, or request where an application
    was spoken of; "" for none."""

    cells: tuple[str, ...]
    assumed: str = ""


def meanings(found: Sequence[Term], universe: Cells) -> list[Cells]:
    """The sets of cells that all terms allow together; none when they contradict each other."""
    out: list[Cells] = []
    for choice in product(*(one.meanings for one in found)):
        cells = universe.intersection(*choice)
        if cells and cells not in out:
            out.append(cells)
    return out[:_MOST_MEANINGS]


def limited(found: Sequence[Term], axis: int, universe: Cells) -> bool:
    """Whether one of the terms chooses among rows (0) or columns (1)."""
    return any(one.limits(axis, universe) for one in found)


def targets(found: Sequence[Term], universe: Cells) -> list[Target]:
    """The sums of cells that the terms may mean, each once."""
    out: list[Target] = []
    for cells in meanings(found, universe):
        for table in sorted({key[:2] for key in cells}):
            here = frozenset(key for key in cells if key[:2] == table)
            out += _of_table(table, here, found, universe)
    return list(dict.fromkeys(out))


def _of_table(table: str, cells: Cells, found: Sequence[Term], universe: Cells) -> list[Target]:
    rows, columns = ({split(key)[axis] for key in cells} for axis in (ROW, COLUMN))
    by_row, by_column = (chosen(cells, axis, universe) for axis in (ROW, COLUMN))
    assumed = ""
    if not by_column and "total" in columns:
        columns = {"total"}
    elif not by_column and len(columns) > 1:  # table 2 asked by its row alone: every column is another figure
        return [Target((key,)) for key in sorted(cells)] if by_row else []
    if not by_row and len(rows) > 1:
        if table == "t4":
            return _disputes(cells, columns) if by_column else []
        if table != "t3" or "t3.new_received" not in rows or not (by_column or _of_requests(found)):
            return []
        rows, assumed = {"t3.new_received"}, "request" if _of_requests(found) else "row"
    kept = tuple(key for key in _ordered(cells) if split(key)[ROW] in rows and split(key)[COLUMN] in columns)
    if table == "t2" and len({split(key)[COLUMN] for key in kept}) == 1 and len(kept) > 1:
        return [Target((key,)) for key in kept]  # 规章 and 规范性文件 are never added up
    if len(kept) > 1 and table == "t2":
        return [Target((key,)) for key in kept]
    return [Target(kept, assumed)] if kept else []


def _disputes(cells: Cells, columns: set[str]) -> list[Target]:
    """A result without its dispute: that of reviews and that of lawsuits are two things, never added up unasked."""
    kept = sorted(key for key in cells if split(key)[COLUMN] in columns)
    groups = [tuple(key for key in kept if key.startswith("t4.review.") is review) for review in (True, False)]
    return [Target(group) for group in groups if group]


def _of_requests(found: Sequence[Term]) -> bool:
    """Whether an application is spoken of, not merely table 3."""
    return any(word in one.word for one in found for word in vocabulary().requests)


def _ordered(cells: Cells) -> list[str]:
    return sorted(cells, key=lambda key: (key.rpartition(".")[2] == "total", key))


def narrowed(before: Sequence[Term], new: Sequence[Term], universe: Cells) -> list[Term]:
    """Terms of a follow-up: the new ones over the old; an old one gives way where both cannot hold together."""
    kept = list(before)
    for term in new:
        if meanings([*kept, term], universe):
            kept.append(term)
            continue
        axes = [axis for axis in (ROW, COLUMN) if term.limits(axis, universe)]
        kept = [one for one in kept if not any(one.limits(axis, universe) for axis in axes)]
        if not meanings([*kept, term], universe):
            kept = []
        kept.append(term)
    return kept
