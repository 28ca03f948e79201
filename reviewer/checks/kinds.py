"""The registry of kinds: a name in a rule file, the parameters it takes, and what it runs."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from reviewer.checks import (
    across,
    agreement,
    aspects,
    breakdown,
    carry,
    cells,
    dated,
    diagnosis,
    doubled,
    due,
    events,
    external,
    fee,
    formula,
    grid,
    growth,
    improvement,
    layout,
    length,
    naming,
    patterns,
    period,
    pictures,
    plan,
    presence,
    privacy,
    processing_fee,
    punctuation,
    repeated,
    results,
    same_table,
    share,
    signature,
    twice,
    unseen,
)
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
    "across": Kind(across.Parameters, across.run, across.faults),
    "agreement": Kind(agreement.Parameters, agreement.run, agreement.faults),
    "aspects": Kind(aspects.Parameters, aspects.run),
    "breakdown": Kind(breakdown.Parameters, breakdown.run, breakdown.faults),
    "carry": Kind(carry.Parameters, carry.run, carry.faults),
    "cells": Kind(cells.Parameters, cells.run, cells.faults),
    "concrete": Kind(improvement.ConcreteParameters, improvement.concrete, improvement.concrete_faults),
    "coverage": Kind(external.Coverage, external.run),
    "dated": Kind(dated.Parameters, dated.run, dated.faults),
    "diagnosis": Kind(diagnosis.Parameters, diagnosis.run),
    "doubled": Kind(doubled.Parameters, doubled.run, doubled.faults),
    "due": Kind(due.Parameters, due.run, due.faults),
    "events": Kind(events.Parameters, events.run, events.faults),
    "external": Kind(external.Parameters, external.run),
    "fee": Kind(fee.Parameters, fee.run, fee.faults),
    "formula": Kind(formula.Parameters, formula.run, formula.faults),
    "grid": Kind(grid.Parameters, grid.run, grid.faults),
    "growth": Kind(growth.Parameters, growth.run, growth.faults),
    "layout": Kind(layout.Parameters, layout.run, layout.faults),
    "length": Kind(length.Parameters, length.run, length.faults),
    "matched": Kind(improvement.MatchParameters, improvement.matched, improvement.match_faults),
    "naming": Kind(naming.Parameters, naming.run),
    "not_less": Kind(external.NotLess, external.run, external.office_faults),
    "outlier": Kind(external.Outlier, external.run, external.outlier_faults),
    "patterns": Kind(patterns.Parameters, patterns.run, patterns.faults),
    "peer_text": Kind(external.PeerText, external.run, external.text_faults),
    "period": Kind(period.Parameters, period.run, period.faults),
    "pictures": Kind(pictures.Parameters, pictures.run, pictures.faults),
    "plan": Kind(plan.Parameters, plan.run, plan.faults),
    "presence": Kind(presence.Parameters, presence.run, presence.faults),
    "privacy": Kind(privacy.Parameters, privacy.run, privacy.faults),
    "processing_fee": Kind(processing_fee.Parameters, processing_fee.run, processing_fee.faults),
    "punctuation": Kind(punctuation.Parameters, punctuation.run, punctuation.faults),
    "results": Kind(results.Parameters, results.run, results.faults),
    "roll_up": Kind(external.RollUp, external.run, external.office_faults),
    "same_problems": Kind(repeated.ProblemParameters, repeated.same_problems, repeated.problem_faults),
    "same_table": Kind(same_table.Parameters, same_table.run, same_table.faults),
    "same_text": Kind(repeated.TextParameters, repeated.same_text, repeated.text_faults),
    "share": Kind(share.Parameters, share.run, share.faults),
    "signature": Kind(signature.Parameters, signature.run),
    "slip": Kind(agreement.SlipParameters, agreement.slip),
    "twice": Kind(twice.Parameters, twice.run, twice.faults),
    "two_parts": Kind(improvement.PartsParameters, improvement.two_parts, improvement.parts_faults),
    "unseen": Kind(unseen.Parameters, unseen.run, unseen.faults),
}
