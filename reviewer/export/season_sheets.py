"""The sheets of a season's workbook that are made of cells: every one of them, and this year against the last."""

from __future__ import annotations

from decimal import Decimal
from itertools import groupby
from typing import Any

from reviewer.export import season_digest as counted
from reviewer.export.season_digest import Digest
from reviewer.export.season_words import season_words
from reviewer.model import SeasonView, State, form_for, load_forms


def cells(book: Any, view: SeasonView, found: Digest) -> None:
    """One row a body, one column a cell: those of the season's form first, then those only other editions used have."""
    from reviewer.export.season_page import Page

    said = season_words()
    forms = [form_for(view.info.year), *(form for name, form in load_forms().items() if name in found.editions)]
    keys = list(dict.fromkeys(key for form in forms for key in form.cells))
    specs = [next(form for form in forms if key in form.cells).cells[key] for key in keys]
    word = said.head_columns
    heads = [
        [word["group"], "", *(" ".join(part for part in (said.table[spec.table], *spec.row.under, spec.block.label) if part) for spec in specs)],
        [word["row"], "", *(spec.row.label for spec in specs)],
        [word["column"], "", *(spec.column.label for spec in specs)],
        [said.head["agency"], said.head["doubtful"], *keys],
    ]  # fmt: skip
    page = Page(
        book, said.sheet["cells"], heads, (30, 12, *[11] * len(keys)), fixed=1, heights=(46, 108, 46, 62), wide=False
    )
    doubtful = {line.name: line.doubtful for line in found.lines}
    shown = {state.value: said.cell.get(state.value) for state in State}
    for (agency, _), some in groupby(view.cells(None), key=lambda one: one[:2]):
        values = {key: value if value is not None else shown.get(state) for _, _, key, value, state in some}
        tables = said.and_.join(said.table.get(key, key) for key in doubtful.get(agency, ()))
        page.plain([agency, tables, *(_plain(values.get(key)) for key in keys)])
    page.done()


def _plain(value: Decimal | str | None) -> int | Decimal | str | None:
    """A whole number of at most 15 digits as an int, which costs a sheet nothing; else as it is."""
    if isinstance(value, Decimal) and value == value.to_integral_value() and abs(value) < 10**15:
        return int(value)
    return value


def years(book: Any, view: SeasonView, found: Digest) -> None:
    from reviewer.export.season_page import Page

    said = season_words()
    names = list(said.figure)
    printed = [said.this_year.format(year=year) for year in (view.info.year - 1, view.info.year)]
    heads = [
        ["", "", *(said.figure[name] for name in names for _ in printed), "", ""],
        [said.head["agency"], said.head["scope"], *(year for _ in names for year in printed), said.head["growth"], said.head["carry"]],
    ]  # fmt: skip
    page = Page(book, said.sheet["years"], heads, (34, 10, *[10.5] * 2 * len(names), 12, 44), fixed=1, heights=(24, 22))
    for line in found.lines:
        if line.body is None or (line.name not in found.now and line.name not in found.last):
            continue
        state, into, out = counted.carry(found, line.name)
        values = [some.get(line.name, {}).get(name) for name in names for some in (found.last, found.now)]
        page.row(
            [
                line.name, said.scope[line.body.scope], *values, _growth(*values[:2]),
                said.carry[state].format(now=into, last=out),
            ],
            [*[""] * (3 + len(values)), {"gap": "error", "level": "good"}.get(state, "")],
        )  # fmt: skip
    page.done()


def _growth(last: Decimal | None, now: Decimal | None) -> float | None:
    return float((now - last) / last) if last and now is not None else None
