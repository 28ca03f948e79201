"""What words name cells in one edition of the form: its own labels, the words of vocabulary.yaml, those of the prose."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from reviewer.asking.words import vocabulary
from reviewer.model import Form, bare, folded
from reviewer.model.phrases import load_phrases

Cells = frozenset[str]
_NUMBERING = re.compile(r"^(?:[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）|\d+[.．])")
_NOTE = re.compile(r"（[^）]*）")


class Term(NamedTuple):
    """A word and its meanings, each a set of cells it allows."""

    word: str
    meanings: tuple[Cells, ...]

    def limits(self, axis: int, universe: Cells) -> bool:
        """Whether it chooses among rows (axis 0) or columns (axis 1)."""
        return any(chosen(one, axis, universe) for one in self.meanings)


def chosen(cells: Cells, axis: int, universe: Cells) -> bool:
    """Whether cells are a choice of rows (columns): their columns (rows) have more of them."""
    other = 1 - axis
    lines = {(key[:2], split(key)[other]) for key in cells}
    return any((key[:2], split(key)[other]) in lines and key not in cells for key in universe)


def split(key: str) -> tuple[str, str]:
    """A cell's row (with its table and block) and its column."""
    row, _, column = key.rpartition(".")
    return row, column


class Terms(NamedTuple):
    """Everything that names a cell, by its folded word, and the patterns that do."""

    words: dict[str, Term]
    patterns: tuple[tuple[re.Pattern[str], Term], ...]
    universe: Cells


def matching(patterns: Iterable[str], universe: Iterable[str]) -> Cells:
    """The cells that key patterns name: a `*` inside stands for anything; a column `total` only where it is said or all are."""
    found = set()
    for pattern in patterns:
        rule = re.compile(re.escape(pattern).replace(r"\*", ".*"))
        found |= {key for key in universe if rule.fullmatch(key)}
    return frozenset(found)


@lru_cache(maxsize=8)
def terms(universe: Cells, forms: tuple[Form, ...]) -> Terms:
    """The terms over the cells that a report can have; the words of vocabulary.yaml win over labels, those over prose."""
    found: dict[str, list[Cells]] = {}
    patterns = []
    for word, cells in (*_prose(universe), *_labels(forms)):
        if cells & universe:
            found.setdefault(word, []).append(cells & universe)
    for group in vocabulary().cells:
        meanings = tuple(dict.fromkeys(cells for one in group.cells if (cells := matching(one, universe))))
        if not meanings:
            continue
        for word in group.words:
            found[folded(word)] = list(meanings)
        if group.pattern:
            patterns.append((re.compile(group.pattern), Term(group.pattern, meanings)))
    for form in forms:
        for key in form.cells.keys() & universe:  # as our own answers call a cell
            found[folded(form.name(key))] = [frozenset({key})]
    words = {word: Term(word, tuple(dict.fromkeys(meanings))) for word, meanings in found.items()}
    return Terms(words, tuple(patterns), universe)


def _labels(forms: tuple[Form, ...]) -> Iterable[tuple[str, Cells]]:
    """Printed labels and aliases of rows, groups, blocks and columns."""
    for form in forms:
        for table in form.tables:
            for group in table.groups:
                cells = frozenset(key for key in table.cells if key.startswith(f"{table.key}.{group.key}."))
                for label in (group.label, group.short, *group.aliases):
                    yield from _spelled(label, cells)
        for axis in ("row", "column"):
            yield from _items(form, axis)


def _items(form: Form, axis: str) -> Iterable[tuple[str, Cells]]:
    by_label: dict[str, set[str]] = {}
    for key, spec in form.cells.items():
        item = spec.row if axis == "row" else spec.column
        labels = [item.label, *item.aliases]
        if axis == "row" and not item.key:
            labels = [spec.block.label, *spec.block.aliases]
        for label in labels:
            if item.key.rpartition(".")[2] not in ("total", "misc"):
                by_label.setdefault(f"{spec.table}|{label}", set()).add(key)
    for label, cells in by_label.items():
        yield from _spelled(label.partition("|")[2], frozenset(cells))


def _spelled(label: str, cells: Cells) -> Iterable[tuple[str, Cells]]:
    """A label as printed, without its numbering, and without what stands in brackets."""
    text = folded(label)
    plain = _NUMBERING.sub("", text)
    for one in dict.fromkeys((plain, _NOTE.sub("", plain), plain.replace('"', ""))):
        if len(bare(one)) > 1:
            yield one, cells


def _prose(universe: Cells) -> Iterable[tuple[str, Cells]]:
    """Words by which reports name outcomes and applicants (rules/forms/phrases), where they mean one set of cells."""
    phrases = load_phrases()
    kept = {name for family in ("outcome", "reason", "result") for name in phrases.families[family]}
    for slot in phrases.slots:
        if slot.action not in kept or slot.object not in ("application", "review"):
            continue
        rows = [pattern.rpartition(".")[0] + ".*" for pattern in slot.readings[0] if pattern.startswith("t3")]
        columns = ["t4.*." + pattern.rpartition(".")[2] for pattern in slot.readings[0] if pattern.startswith("t4")]
        cells = matching(rows + columns, universe)
        for word in phrases.actions[slot.action]:
            yield word, cells
