"""Running the rules across reports over a season: an outcome of each rule for each body, findings in a fixed order."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from reviewer import resources
from reviewer.checks.engine import not_for
from reviewer.checks.pack import Loaded, loaded
from reviewer.checks.rule import Rule
from reviewer.checks.season import coverage, not_less, outlier, peers, roll_up
from reviewer.checks.season.base import Judged, Season, SeasonChecked, State
from reviewer.checks.season.handed import Handed
from reviewer.model import Agency, SeasonFinding, SeasonInfo, SeasonOutcome

JUDGES: dict[str, Callable[[Rule, Any, Season], Judged]] = {
    "coverage": coverage.judge,
    "not_less": not_less.judge,
    "outlier": outlier.judge,
    "peer_text": peers.judge,
    "roll_up": roll_up.judge,
}
"""Kinds of rules across reports (`reviewer.checks.external` has their parameters)."""


def check_season(
    bodies: Sequence[Agency],
    reports: Sequence[Handed],
    info: SeasonInfo,
    today: date,
    rules: Sequence[Loaded] | None = None,
) -> SeasonChecked:
    """What the rules across reports say of a season on the day `today`. Nothing is read or written.

    `bodies`: the register. `reports`: what was handed in for `info.year`; of several versions of one body's report the
    newest is judged. `rules`: those in force, with a place's changes (`Catalogue.rules(info.year)`). A rule that crashes
    is `broken` for every body. Raises ConfigError where a rule file does not fit.
    """
    season = Season(bodies, reports, info, today)
    findings: list[SeasonFinding] = []
    outcomes: list[SeasonOutcome] = []
    for one in loaded() if rules is None else rules:
        if one.rule.kind not in JUDGES:
            continue
        judged = _run(one, season)
        findings += judged.findings
        outcomes += [
            SeasonOutcome(rule=one.rule.id, agency=name, status=state, reason=reason)
            for name, (state, reason) in judged.outcomes.items()
        ]
    place = {one.name: number for number, one in enumerate(season.bodies)}
    findings.sort(key=lambda one: (one.severity.rank, place.get(one.agency, len(place)), one.agency))
    return SeasonChecked(tuple(findings), tuple(outcomes))


def _run(one: Loaded, season: Season) -> Judged:
    idle = not_for(one, season.info.year)
    if idle:
        return _all(season, "skipped", idle)
    try:
        return JUDGES[one.rule.kind](one.rule, one.parameters, season)
    except Exception as error:  # our fault, told as such and never as a verdict on the reports
        return _all(season, "broken", resources.sentence("K-BROKEN", what=type(error).__name__))


def _all(season: Season, state: State, reason: str) -> Judged:
    return Judged(outcomes={body.name: (state, reason) for body in season.bodies})
