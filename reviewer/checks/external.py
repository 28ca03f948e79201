"""The kind `external`: a rule that needs more than the report. It is listed and explained, and skipped with its reason."""

from __future__ import annotations

from reviewer.checks.context import Context
from reviewer.checks.result import Result
from reviewer.checks.rule import Rule
from reviewer.model import Frozen


class Parameters(Frozen):
    reason: str
    """Why it was not checked, as shown."""


def run(rule: Rule, parameters: Parameters, context: Context) -> Result:
    return Result(skipped=parameters.reason)
