"""The report of `make demo` and its clean twin, from fixtures/evals/demo.yaml."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from random import Random

from reviewer.evals.cells import truth
from reviewer.evals.spec import Layout, Para, Part, Piece, Spec
from reviewer.evals.templates import Voice, book, fill
from reviewer.model import load_forms

_TABLES = {"proactive": "t2", "requests": "t3", "disputes": "t4"}


def clean() -> Spec:
    """The twin without faults."""
    page, form = book("demo"), load_forms()["2021"]
    values = dict.fromkeys(form.cells, Decimal(0))
    values.update({key: Decimal(str(value)) for key, value in page["values"].items()})
    columns = [column.key for column in form.table("t3").blocks[0].columns][:-1]
    for row in form.table("t3").blocks[0].rows:
        values[f"t3.{row.key}.total"] = sum((values[f"t3.{row.key}.{column}"] for column in columns), Decimal(0))
    voice = Voice(Random(0), values, {}, False, "arabic", {})  # noqa: S311 - nothing is drawn
    parts = tuple(
        Part(
            section.key,
            f"{section.ordinal}、{section.heading}",
            tuple(Para(fill(text, voice)) for text in page.get(section.key, ())),
            table=_TABLES.get(section.key),
        )
        for section in form.sections
    )
    return Spec(
        seed=0, kind=page["kind"], agency=page["agency"], year=page["year"], edition="2021", title=page["title"],
        preface=_paras(page["preface"]), parts=parts, cells={key: truth(value) for key, value in values.items()},
        values=values, layout=Layout(flavour=7),
    )  # fmt: skip


def flawed() -> Spec:
    """The twin with its faults."""
    spec, faults = clean(), book("demo")["faults"]
    spec = spec.with_cells({key: truth(Decimal(value)) for key, value in faults["cells"].items()})
    for key in ("overview", "other"):
        spec = spec.with_part(replace(spec.part(key), before=_paras(faults[key])))
    return spec


def findings() -> list[list[str]]:
    """The faults of `flawed`, each as the rules any of which must speak."""
    return [list(one) for one in book("demo")["faults"]["findings"]]


def _paras(texts: list[str]) -> tuple[Para, ...]:
    return tuple(Para((Piece(text),)) for text in texts)
