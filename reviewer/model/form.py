"""The statutory form of one edition: sections, tables, rows, columns, labels. Loaded from rules/forms/<edition>.yaml.

A table is blocks of rows x columns; a cell's key is the non-empty parts of `table.block.row.column`:
table 2 has four blocks, table 3 one nameless block of 25 (23) x 7, table 4 three blocks of one nameless row x 5.
"""

from __future__ import annotations

from functools import cache, cached_property

from pydantic import Field

from reviewer import resources
from reviewer.model.base import Frozen


class Item(Frozen):
    """A row or column: its key part, printed label, accepted other labels, and the labels it is nested under."""

    key: str
    label: str
    aliases: tuple[str, ...] = ()
    under: tuple[str, ...] = ()
    short: str = ""
    """How messages call it; the label when empty."""

    @property
    def name(self) -> str:
        return self.short or self.label


class FormBlock(Frozen):
    key: str = ""
    label: str = ""
    aliases: tuple[str, ...] = ()
    under: tuple[str, ...] = ()
    rows: tuple[Item, ...]
    columns: tuple[Item, ...]


class Group(Frozen):
    """A group line of table 3 without a cell of its own, and the rows it stands over."""

    key: str
    label: str
    short: str
    aliases: tuple[str, ...] = ()


class FormTable(Frozen):
    key: str
    section: str
    name: str
    blocks: tuple[FormBlock, ...]
    groups: tuple[Group, ...] = ()
    corner: str = ""
    decimals: tuple[str, ...] = ()
    """Cell keys that may hold a decimal; all others hold whole numbers >= 0."""
    signed: tuple[str, ...] = ()
    """Cell keys that may hold a signed whole number (`本年增/减` of the 2019 form)."""

    @cached_property
    def cells(self) -> dict[str, CellSpec]:
        found = {}
        for block in self.blocks:
            for row in block.rows:
                for column in block.columns:
                    key = ".".join(part for part in (self.key, block.key, row.key, column.key) if part)
                    found[key] = CellSpec(key=key, table=self.key, block=block, row=row, column=column)
        return found

    def leaves(self) -> tuple[str, ...]:
        """Row keys of table 3 that add up to `done.total`: every `done.*` row but the total itself."""
        rows = (row.key for block in self.blocks for row in block.rows)
        return tuple(key for key in rows if key.startswith("done.") and key != "done.total")


class CellSpec(Frozen):
    """One cell of the form."""

    key: str
    table: str
    block: FormBlock
    row: Item
    column: Item


class FormSection(Frozen):
    key: str
    ordinal: str
    heading: str
    aliases: tuple[str, ...] = ()
    subject: tuple[tuple[str, ...], ...] = ()
    """A heading in other words speaks of this section when it holds one word of each of these sets."""
    name: str
    """What messages call it: 第一部分“总体情况”."""


class Form(Frozen):
    """One edition of the form."""

    edition: str
    first_year: int
    last_year: int | None = None
    sections: tuple[FormSection, ...] = Field(min_length=6, max_length=6)
    tables: tuple[FormTable, ...] = Field(min_length=3, max_length=3)

    @cached_property
    def cells(self) -> dict[str, CellSpec]:
        return {key: cell for table in self.tables for key, cell in table.cells.items()}

    def table(self, key: str) -> FormTable:
        return next(one for one in self.tables if one.key == key)

    def section(self, key: str) -> FormSection:
        return next(one for one in self.sections if one.key == key)

    def name(self, cell: str) -> str:
        """How a message names a cell: 表三“本年新收”行“总计”列."""
        spec = self.cells[cell]
        table = self.table(spec.table)
        row = "·".join(part for part in (*spec.block.under, spec.block.label, spec.row.name) if part)
        return f"{table.name}“{row}”{'行' if table.key == 't3' else ''}“{spec.column.name}”"


@cache
def load_forms() -> dict[str, Form]:
    """Every edition by its name, from rules/forms/*.yaml. Raises ConfigError on a file that does not fit."""
    found = {}
    for path in sorted((resources.rules_dir() / "forms").glob("*.yaml")):
        form = resources.read_model(path, Form)
        found[form.edition] = form
    return found


def form_for(year: int | None) -> Form:
    """The edition that a report on `year` must use; the newest when the year is unknown."""
    forms = sorted(load_forms().values(), key=lambda one: one.first_year)
    fitting = [one for one in forms if year is not None and one.first_year <= year]
    return fitting[-1] if fitting else forms[-1] if year is None else forms[0]
