"""Running examples: what keeps a rule must pass it, what breaks it must be found."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Literal, NamedTuple

from pydantic import ValidationError

from reviewer import resources
from reviewer.checks import Loaded, Shown, check_with
from reviewer.examples.given import Given, faults, made
from reviewer.model import Status

Side = Literal["good", "bad"]


class Wrong(NamedTuple):
    """An example that does not show what it should; `problem` is a finished Chinese sentence."""

    rule: str
    side: Side
    problem: str


def wrong(rules: Iterable[Loaded], among: Sequence[Loaded]) -> Iterator[Wrong]:
    """The examples of `rules` that are wrong, each run as in a review with all rules of `among`; rules that are off have none."""
    for one in rules:
        if one.off is not None:
            continue
        sides: tuple[tuple[Side, Shown], ...] = (("good", one.rule.example.good), ("bad", one.rule.example.bad))
        for side, shown in sides:
            problem = "" if shown.given is None else _problem(one, side, shown, among)
            if problem:
                yield Wrong(one.rule.id, side, problem)


def _problem(one: Loaded, side: Side, shown: Shown, among: Sequence[Loaded]) -> str:
    try:
        given = Given.model_validate(shown.given)
    except ValidationError as error:
        return resources.problem(error)
    for fault in faults(given):
        return resources.translated(fault)
    report, last = made(given, shown.shows)
    checked = check_with(report, among, last)
    outcome = next(found for found in checked.outcomes if found.rule == one.rule.id)
    told = next((found.message for found in checked.findings if found.rule == one.rule.id), "")
    if outcome.status is Status.BROKEN:
        return resources.sentence("C-EXAMPLE-BROKEN", reason=outcome.reason)
    if side == "good" and (told or outcome.status is not Status.PASSED):
        return resources.sentence("C-EXAMPLE-GOOD", told=told or outcome.reason)
    if side == "bad" and not told:
        return resources.sentence("C-EXAMPLE-BAD", told=outcome.reason)
    return ""
