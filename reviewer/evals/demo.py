"""The report of `make demo` and its clean twin, from fixtures/evals/demo.yaml."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from reviewer.evals.cells import truth
from reviewer.evals.known import paras, told
from reviewer.evals.spec import Spec
from reviewer.evals.templates import book


def clean() -> Spec:
    """The twin without faults."""
    return told(book("demo"))


def flawed() -> Spec:
    """The twin with its faults."""
    spec, faults = clean(), book("demo")["faults"]
    spec = spec.with_cells({key: truth(Decimal(value)) for key, value in faults["cells"].items()})
    for key in ("overview", "other"):
        spec = spec.with_part(replace(spec.part(key), before=paras(faults[key])))
    return spec


def findings() -> list[list[str]]:
    """The faults of `flawed`, each as the rules any of which must speak."""
    return [list(one) for one in book("demo")["faults"]["findings"]]
