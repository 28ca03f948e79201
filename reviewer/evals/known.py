"""Reports told whole in a template file: fixtures/evals/known.yaml and the report of `make demo`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from random import Random
from typing import Any

from reviewer.evals.cells import BLANK, truth
from reviewer.evals.spec import CellTruth, Layout, Para, Part, Piece, Spec
from reviewer.evals.templates import Voice, book, fill
from reviewer.model import load_forms

_TABLES = {"proactive": "t2", "requests": "t3", "disputes": "t4"}


@dataclass(frozen=True)
class Known:
    """A report, last year's where it has one, and what must be found: `findings` (any of these rules each), `places`."""

    name: str
    why: str
    spec: Spec
    previous: Spec | None
    findings: list[list[str]]
    places: list[dict[str, Any]]


def known() -> list[Known]:
    """All reports of known.yaml."""
    entries: Any = book("known")
    return [
        Known(
            one["name"], one["why"], told(one), _before(one), one.get("findings", []), one.get("places", [])
        )
        for one in entries
    ]  # fmt: skip


def told(page: Mapping[str, Any]) -> Spec:
    """The report that a page tells: agency, kind, year, prose by section, values of cells that are not 0."""
    edition = page.get("edition", "2021")
    form = load_forms()[edition]
    values = dict.fromkeys(form.cells, Decimal(0))
    values.update({key: Decimal(str(value)) for key, value in page.get("values", {}).items()})
    columns = [column.key for column in form.table("t3").blocks[0].columns][:-1]
    for row in form.table("t3").blocks[0].rows:
        values[f"t3.{row.key}.total"] = sum((values[f"t3.{row.key}.{column}"] for column in columns), Decimal(0))
    words = {"year": str(page["year"]), "last": str(page["year"] - 1), "next": str(page["year"] + 1)}
    voice = Voice(Random(0), values, words, edition == "2019", "arabic", {})  # noqa: S311 - nothing is drawn
    parts = tuple(
        Part(
            section.key,
            f"{section.ordinal}、{section.heading}",
            tuple(Para(fill(text, voice)) for text in page.get(section.key, ())),
            table=_TABLES.get(section.key),
        )
        for section in form.sections
        if section.key not in page.get("without", ())
    )
    title = page.get("title") or book("words")["titles"][0].format(agency=page["agency"], year=page["year"])
    return Spec(
        seed=0, kind=page["kind"], agency=page["agency"], year=page["year"], edition=edition, title=title,
        preface=paras(page.get("preface", ())), parts=parts, cells=_cells(page, values), values=values,
        layout=Layout(flavour=7), signature=paras([page["sign"]] if "sign" in page else ()),
    )  # fmt: skip


def paras(texts: Sequence[str]) -> tuple[Para, ...]:
    return tuple(Para((Piece(text),)) for text in texts)


def _cells(page: Mapping[str, Any], values: Mapping[str, Decimal]) -> dict[str, CellTruth]:
    found = {key: truth(value) for key, value in values.items()}
    if page.get("blanks"):
        found.update({key: BLANK for key, value in values.items() if not value and key.startswith("t3.")})
    if page.get("only_totals"):
        found.update({key: BLANK for key in values if key.startswith("t3.") and not key.endswith(".total")})
    for key, raw in page.get("raw", {}).items():
        found[key] = CellTruth(raw, "placeholder", None) if raw else BLANK
    return found


def _before(page: Mapping[str, Any]) -> Spec | None:
    """Last year's report of the same body."""
    if "previous" not in page:
        return None
    last = {"agency": page["agency"], "kind": page["kind"], "year": page["year"] - 1, **page["previous"]}
    return replace(told(last), signature=())
