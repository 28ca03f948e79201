"""Kinds of rules that need more than one report. For a single report each is listed, explained and skipped with its reason.

`external` is never run; the others are run over a whole season by `reviewer.checks.season`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from reviewer.checks.breakdown import pattern_faults
from reviewer.checks.context import Context
from reviewer.checks.result import Result
from reviewer.checks.rule import Rule
from reviewer.model import Frozen, load_forms

OUTSIDE = ("external", "coverage", "roll_up", "not_less", "peer_text", "outlier")
"""Names of these kinds in rule files."""
Faults = Iterator[tuple[tuple[int | str, ...], str]]


class Parameters(Frozen):
    reason: str
    """Why it was not checked in a single report, as shown."""


class Coverage(Parameters):
    """Who has handed in, and when."""

    late: bool = True
    """Whether a report that came after its day is told; one that has not come always is."""
    variants: dict[Literal["late", "incomplete"], str]
    """`late`: came after its day; `incomplete`: a whole-region report is there, and some that it is made of are not."""


class RollUp(Parameters):
    """A whole-region report against the sum of the reports that go into it."""

    office: str
    """Pattern of the name of a government's own office, by which its own figures are reported."""
    office_rows: tuple[str, ...]
    """Beginnings of cell keys whose figures come from the government's office alone."""
    most: int
    """Differing cells that are listed."""
    variants: dict[Literal["left_out", "twice", "both", "corrected"], str]
    """Explanations: reports left out, counted twice, both, or taken over before they were corrected."""


class NotLess(Parameters):
    """No cell of a whole-region report is below that of a report that goes into it."""

    office: str
    office_rows: tuple[str, ...]
    most: int


class PeerText(Parameters):
    """The same words in reports of two bodies."""

    sections: tuple[str, ...]
    least: float
    """Likeness (0 ... 1) from which two sentences count as the same thing said."""
    share: float
    """Share of a section found in another report from which the two are alike."""
    alike: float
    """Likeness below which a sentence has words of its own where the other has its."""
    unchanged: float
    """Share that must stand in sentences with neither words nor figures of their own; below it a template was filled in."""
    shortest: int
    """Characters of a section, without numbers and fixed words, below which nothing can be said."""
    self_names: str
    """Pattern: how a body calls itself; left out before sentences are compared."""
    figures: str
    """Pattern of a number that tells a fact: no year, no ordinal before an entry."""
    variants: dict[Literal["last"], str]
    """`last`: the same as another body's report of the year before."""


class Measure(Frozen):
    """A figure of which it may be asked why it is so high: the sum of `cells`, from `least` on."""

    cells: tuple[str, ...]
    least: int


class Emptied(Frozen):
    """A table that is all 0, where last year `cells` came to `least` or more."""

    table: Literal["t2", "t3", "t4"]
    cells: tuple[str, ...]
    least: int


class Outlier(Parameters):
    """Figures far from a body's own last year, or from its peers'."""

    last_year: tuple[Measure, ...]
    times: float
    """So many times its own last year's figure."""
    peers: tuple[Measure, ...]
    fewest: int
    """Peers (same kind and level) below which there is no comparison."""
    usual: int
    """Median below which there is none: where most have nothing, one with much is no riddle."""
    deviations: float
    """Robust deviations (of logarithms, 1.4826 x MAD) from the peers' median."""
    spread: float
    """The least that is taken for one such deviation."""
    emptied: tuple[Emptied, ...]
    from_nothing: int = 50
    """Where last year's was 0 there is no "times": so many are worth the question."""
    variants: dict[Literal["peers", "emptied", "risen"], str]


def run(rule: Rule, parameters: Parameters, context: Context) -> Result:
    return Result(skipped=parameters.reason)


def office_faults(parameters: RollUp | NotLess) -> Faults:
    yield from pattern_faults({"office": parameters.office})
    for number, prefix in enumerate(parameters.office_rows):
        if not any(key.startswith(prefix) for form in load_forms().values() for key in form.cells):
            yield ("office_rows", number), f"no cell begins with {prefix}"


def text_faults(parameters: PeerText) -> Faults:
    yield from pattern_faults({"self_names": parameters.self_names, "figures": parameters.figures})
    known = {one.key for form in load_forms().values() for one in form.sections}
    for number, key in enumerate(parameters.sections):
        if key not in known:
            yield ("sections", number), f"{key} is no section of the form"


def outlier_faults(parameters: Outlier) -> Faults:
    known = {key for form in load_forms().values() for key in form.cells}
    for name in ("last_year", "peers", "emptied"):
        for number, one in enumerate(getattr(parameters, name)):
            for cell in one.cells:
                if cell not in known:
                    yield (name, number, "cells"), f"{cell} is no cell of the form"
