"""The registry of kinds: a name in a rule file, the parameters it takes, and what it runs."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from reviewer.checks import agreement, aspects, cells, diagnosis, fee, formula, grid, layout, naming, presence
from reviewer.checks.context import Context
from reviewer.checks.result import Result
from reviewer.checks.rule import Rule
from reviewer.model import Frozen

Fault = tuple[tuple[int | str, ...], str]
"""Key path below `parameters`, and what is wrong there."""


class Kind(NamedTuple):
    """How rules of one kind are checked at load and run."""

    parameters: type[Frozen]
    run: Callable[[Rule, Any, Context], Result]
    faults: Callable[[Any], Iterable[Fault]] = lambda parameters: ()


KINDS: dict[str, Kind] = {
    "agreement": Kind(agreement.Parameters, agreement.run, agreement.faults),
    "aspects": Kind(aspects.Parameters, aspects.run),
    "cells": Kind(cells.Parameters, cells.run, cells.faults),
    "diagnosis": Kind(diagnosis.Parameters, diagnosis.run),
    "fee": Kind(fee.Parameters, fee.run, fee.faults),
    "formula": Kind(formula.Parameters, formula.run, formula.faults),
    "grid": Kind(grid.Parameters, grid.run, grid.faults),
    "layout": Kind(layout.Parameters, layout.run, layout.faults),
    "naming": Kind(naming.Parameters, naming.run),
    "presence": Kind(presence.Parameters, presence.run, presence.faults),
    "slip": Kind(agreement.SlipParameters, agreement.slip),
}
