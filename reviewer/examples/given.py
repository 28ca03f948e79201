"""What an example differs in from the base report, checked: cells that exist, texts of sections, last year's report."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from reviewer.examples.base import base
from reviewer.examples.build import report
from reviewer.model import AnnualReport, Frozen, Notice, load_forms
from reviewer.recognise.claims import find

_SHOWN = "{shows}"
Cell = int | float | str


class GivenTable(Frozen):
    """What was read otherwise of a table; see `TableReading`."""

    found: bool = True
    certain: bool = True
    edition: str = ""
    section: str | None = None
    fragments: int = 1
    missing: tuple[str, ...] = ()
    extra: tuple[str, ...] = ()
    misordered: tuple[str, ...] = ()
    subtotals: dict[str, Cell] = {}


class GivenLast(Frozen):
    """The fields of a report that an example may set; see `build.report`. Title and year follow the base."""

    title: str | None = None
    agency: str | None = None
    year: int | None = None
    edition: str | None = None
    base: dict[str, int] | None = None
    cells: dict[str, Cell] = {}
    text: dict[str, str] = {}
    drop: tuple[str, ...] = ()
    order: tuple[str, ...] = ()
    ordinals: dict[str, str] = {}
    tables: dict[str, GivenTable] = {}
    images: int = 0
    notices: tuple[Notice, ...] = ()
    name: str = ""
    format: str = "docx"


class Given(GivenLast):
    """`previous`: last year's report, by what it differs in from the base report of that year."""

    previous: GivenLast | None = None


def faults(given: Given) -> Iterator[str]:
    """Cells and sections that no form has."""
    form = load_forms().get(given.edition or base().edition)
    if form is None:
        yield f"no edition {given.edition}"
        return
    for one in (given, given.previous) if given.previous else (given,):
        for key in (*(one.base or {}), *one.cells):
            if key not in form.cells:
                yield f"{key} is no cell of the form"
        for key in (*one.text, *one.drop, *one.order, *one.ordinals):
            if key != "preface" and key not in {section.key for section in form.sections}:
                yield f"{key} is no section of the form"
        for key in one.tables:
            if key not in {table.key for table in form.tables}:
                yield f"{key} is no table of the form"


def made(given: Given, shows: str) -> tuple[AnnualReport, AnnualReport | None]:
    """The report of an example and last year's; `{shows}` in a text or title stands for what the example shows."""
    year = given.year or base().year
    last = given.previous
    if last is None:
        return _made(given, shows, year), None
    again = last.model_copy(update={"edition": last.edition or given.edition})
    return _made(given, shows, year), _made(again, shows, last.year or year - 1)


def _made(given: GivenLast, shows: str, year: int) -> AnnualReport:
    values: dict[str, Any] = given.model_dump(exclude={"previous", "title", "year", "edition", "text", "tables"})
    values["tables"] = {key: one.model_dump(exclude_unset=True) for key, one in given.tables.items()}
    title = given.title or base().titled(given.agency, year)
    edition = given.edition or base().edition
    text = {key: one.replace(_SHOWN, shows) for key, one in given.text.items()}
    plain = report(**values, title=title.replace(_SHOWN, shows), year=year, edition=edition, text=text)
    claims, assertions = find(plain.sections, plain.facts, plain.identity, load_forms()[edition])
    return plain.model_copy(update={"claims": claims, "assertions": assertions})
