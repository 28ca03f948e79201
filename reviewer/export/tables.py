"""The recovered statutory tables laid out like the printed form, from the form file alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from math import lcm

from reviewer.export.clean import brief
from reviewer.export.items import slug
from reviewer.export.places import Naming, refs, worst
from reviewer.export.view import Box, Table
from reviewer.export.words import words
from reviewer.model import Fact, Form, FormBlock, FormTable, load_forms

Path = tuple[str, ...]
Row = tuple[Box, ...]


def tables(
    facts: Mapping[str, Fact], form: Form, cells: Mapping[str, Sequence[Naming]], prefix: str
) -> tuple[Table, ...]:
    """Tables 2, 3 and 4; each in the edition that most of its read cells belong to."""
    draw = _Draw(facts, cells, prefix)
    return tuple(draw.table(_edition(key, facts, form).table(key)) for key in ("t2", "t3", "t4"))


def _edition(key: str, facts: Mapping[str, Fact], form: Form) -> Form:
    read = [fact for fact in facts if fact.startswith(f"{key}.")]
    others = [one for one in load_forms().values() if one.edition != form.edition]
    return max((form, *others), key=lambda one: sum(fact in one.cells for fact in read))


def _tree(paths: Sequence[Path]) -> list[list[tuple[str, int, int]]]:
    """For each leaf, the labels that begin there: text, leaves covered, levels covered."""
    depth = max(len(path) for path in paths)
    rows: list[list[tuple[str, int, int]]] = [[] for _ in paths]
    for level in range(depth):
        leaf = 0
        for prefix, run in groupby(paths, key=lambda path, level=level: path[: level + 1]):  # type: ignore[misc]
            count = len(list(run))
            if len(prefix) == level + 1:
                whole = all(len(path) == level + 1 for path in paths[leaf : leaf + count])
                rows[leaf].append((prefix[-1], count, depth - level if whole else 1))
            leaf += count
    return rows


def _columns(paths: Sequence[Path], depth: int) -> list[list[Box]]:
    """The same labels as header rows: one row a level."""
    rows: list[list[Box]] = [[] for _ in range(depth)]
    for level in range(depth):
        for prefix, run in groupby(paths, key=lambda path, level=level: path[: level + 1]):  # type: ignore[misc]
            group = list(run)
            if len(prefix) == level + 1:
                whole = all(len(path) == level + 1 for path in group)
                rows[level].append(Box(prefix[-1], depth - level if whole else 1, len(group), header=True))
    return rows


class _Draw:
    def __init__(self, facts: Mapping[str, Fact], cells: Mapping[str, Sequence[Naming]], prefix: str) -> None:
        self.facts, self.cells, self.prefix = facts, cells, prefix

    def table(self, spec: FormTable) -> Table:
        if len(spec.blocks) == 1:
            rows, width, labels = self._long(spec)
        elif any(row.label for block in spec.blocks for row in block.rows):
            rows, width, labels = self._blocks(spec)
        else:
            rows, width, labels = self._wide(spec)
        missing = sum(key not in self.facts for key in spec.cells)
        name = f"{spec.name}　{words().table[spec.key]}"
        found = missing < len(spec.cells)
        return Table(spec.key, name, f"{self.prefix}{spec.key}", tuple(rows), width, labels, found, missing)

    def _long(self, spec: FormTable) -> tuple[list[Row], int, int]:
        """Table 3: a tree of row labels on the left, a tree of column labels above."""
        block = spec.blocks[0]
        head = words().table["applicants"]
        above = [(head, *column.under, column.label) for column in block.columns]
        beside: list[Path] = [(*row.under, row.label) for row in block.rows]
        depth, labels = max(map(len, above)), max(map(len, beside))
        top = _columns(above, depth)
        top[0].insert(0, Box(spec.corner, depth, labels, header=True))
        body = [
            (
                *(Box(text, rows, columns, header=True) for text, rows, columns in begun),
                *self._values(spec, block, row.key),
            )
            for row, begun in zip(block.rows, _tree(beside), strict=True)
        ]
        return [tuple(row) for row in top] + body, labels + len(block.columns), labels

    def _blocks(self, spec: FormTable) -> tuple[list[Row], int, int]:
        """Table 2: blocks one under the other, each with its own columns over the same width."""
        width = lcm(*(len(block.columns) for block in spec.blocks))
        rows: list[Row] = []
        for block in spec.blocks:
            span = width // len(block.columns)
            rows.append((Box(block.label, 1, width + 1, header=True),))
            heads = (Box(column.label, 1, span, header=True) for column in block.columns)
            rows.append((Box(words().table["content"], header=True), *heads))
            rows.extend((Box(row.label, header=True), *self._values(spec, block, row.key, span)) for row in block.rows)
        return rows, width + 1, 1

    def _wide(self, spec: FormTable) -> tuple[list[Row], int, int]:
        """Table 4: blocks side by side, one row of values."""
        paths = [(*block.under, block.label, column.label) for block in spec.blocks for column in block.columns]
        top = _columns(paths, max(map(len, paths)))
        values = tuple(box for block in spec.blocks for row in block.rows for box in self._values(spec, block, row.key))
        return [*(tuple(row) for row in top), values], len(paths), 0

    def _values(self, spec: FormTable, block: FormBlock, row: str, span: int = 1) -> Iterator[Box]:
        for column in block.columns:
            key = ".".join(part for part in (spec.key, block.key, row, column.key) if part)
            fact, namings = self.facts.get(key), self.cells.get(key, ())
            row_name = next(one.name for one in block.rows if one.key == row)
            name = "·".join(part for part in (*block.under, block.label, row_name, column.name) if part)
            box = Box("", 1, span, key=key, name=name, state="missing", anchor=f"{self.prefix}c-{slug(key)}")
            box = box._replace(tone=worst(namings), refs=refs(namings))
            if fact is not None:
                shown = brief(fact.raw, 40) or (f"{fact.value:f}" if fact.value is not None else "")
                box = box._replace(text=shown, state=fact.state.value, value=fact.value, page=fact.page)
            yield box
