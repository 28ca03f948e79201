"""Reports stated briefly: a consistent base (rules/words/example.yaml) and what differs from it."""

from __future__ import annotations

import fnmatch
from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from reviewer.examples.base import base as consistent
from reviewer.model import (
    AnnualReport,
    Claim,
    Fact,
    Form,
    Identity,
    Notice,
    Section,
    State,
    TableReading,
    TextSpan,
    load_forms,
)

STATES = {"blank": (State.BLANK, ""), "slash": (State.PLACEHOLDER, "/"), "unreadable": (State.UNREADABLE, "0 02")}


def balanced(given: Mapping[str, int], form: Form) -> dict[str, Decimal]:
    """All cells of the form: those given, 0 elsewhere, and every total of tables 3 and 4 computed."""
    cells = {key: Decimal(given.get(key, 0)) for key in form.cells}
    table = form.table("t3")
    columns = [one.key for one in table.blocks[0].columns]
    for column in columns[:-1]:
        cells[f"t3.done.total.{column}"] = sum((cells[f"t3.{row}.{column}"] for row in table.leaves()), Decimal(0))
    for row in (one.key for one in table.blocks[0].rows):
        cells[f"t3.{row}.total"] = sum((cells[f"t3.{row}.{column}"] for column in columns[:-1]), Decimal(0))
    for block in form.table("t4").blocks:
        parts = ("upheld", "corrected", "other", "pending")
        cells[f"t4.{block.key}.total"] = sum((cells[f"t4.{block.key}.{part}"] for part in parts), Decimal(0))
    return cells


def fact(key: str, value: Any) -> Fact:
    """A number, a word of STATES, or any other text as it stands in the cell."""
    if value in STATES:
        state, raw = STATES[value]
        return Fact(key=key, raw=raw, state=state)
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return Fact(key=key, raw=str(value), state=State.TEXT)
    return Fact(key=key, raw=str(value), state=State.NUMBER if number else State.ZERO, value=number)


def stated(texts: Mapping[str, str], given: Mapping[str, Any]) -> Claim:
    """A claim; its quote is looked up in the section's text."""
    values = dict(given)
    section = values.setdefault("section", "overview")
    start = texts.get(section, "").find(values["quote"])
    values["facts"] = tuple(values["facts"])
    return Claim(**{"value": 0, "start": max(start, 0), "end": max(start, 0) + len(values["quote"]), **values})


def report(
    *,
    title: str | None = None,
    agency: str | None = None,
    year: int | None = 2023,
    edition: str = "2021",
    base: Mapping[str, int] | None = None,
    fill: Any = None,
    empty: Sequence[str] = (),
    cells: Mapping[str, Any] | None = None,
    text: Mapping[str, str] | None = None,
    drop: Sequence[str] = (),
    order: Sequence[str] = (),
    ordinals: Mapping[str, str] | None = None,
    tables: Mapping[str, Mapping[str, Any]] | None = None,
    claims: Sequence[Mapping[str, Any]] = (),
    assertions: Sequence[Mapping[str, Any]] = (),
    images: int = 0,
    notices: Sequence[Mapping[str, str]] = (),
    name: str = "",
    format: str = "docx",
) -> AnnualReport:
    """`fill` replaces every 0; `empty` leaves the zeros of these cells (* for any part) blank; `cells` changes single cells ("missing" takes one away); `drop` leaves sections out."""
    agency = consistent().agency if agency is None else agency
    title = consistent().titled() if title is None else title
    form = load_forms()[edition]
    numbers: dict[str, Any] = dict(balanced(consistent().cells if base is None else base, form))
    if fill is not None:
        numbers = {key: value or fill for key, value in numbers.items()}
    for pattern in empty:
        numbers.update({key: "blank" for key in fnmatch.filter(numbers, pattern) if not numbers[key]})
    numbers.update(cells or {})
    facts = {key: fact(key, value) for key, value in numbers.items() if value != "missing"}
    texts = {**consistent().texts, **(text or {})}
    names = {one.key: one for one in form.sections}
    keys = [key for key in order or ("preface", *names) if key not in drop]
    sections, headings = [], []
    for key in keys:
        heading = names[key].heading if key in names else ""
        ordinal = (ordinals or {}).get(key, names[key].ordinal if key in names else "")
        sections.append(Section(key=key, heading=heading, ordinal=ordinal, text=texts[key]))
        if heading:
            headings.append(TextSpan(section=key, quote=f"{ordinal}、{heading}", start=0, end=0))
    readings = {
        table.key: {
            "table": table.key, "edition": edition, "found": True, "shape": "grid", "section": table.section, "fragments": 1,
        }
        for table in form.tables
    }  # fmt: skip
    for key, changed in (tables or {}).items():
        given = dict(changed)
        given["subtotals"] = {one: fact(one, value) for one, value in given.get("subtotals", {}).items()}
        readings[key].update(given)
        if not readings[key]["found"]:
            facts = {one: value for one, value in facts.items() if not one.startswith(key)}
    return AnnualReport(
        format=format,
        name=name,
        identity=Identity(title=title, agency=agency, year=year, edition=edition),
        title_span=TextSpan(section="preface", quote=title, start=0, end=len(title)) if title else None,
        sections=tuple(sections),
        headings=tuple(headings),
        tables=tuple(TableReading.model_validate(one) for one in readings.values()),
        facts=facts,
        claims=tuple(stated(texts, one) for one in claims),
        assertions=tuple(stated(texts, one) for one in assertions),
        images=images,
        notices=tuple(Notice.model_validate(one) for one in notices),
    )
