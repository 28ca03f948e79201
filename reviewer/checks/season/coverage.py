"""Who has handed in, when it was due, and which whole-region totals rest on an incomplete set."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Literal, NamedTuple

from reviewer import resources
from reviewer.checks.external import Coverage
from reviewer.checks.rule import Rule
from reviewer.checks.season.base import Judged, Season, day, finding, listed
from reviewer.checks.season.handed import Handed
from reviewer.model import Agency, Decision, SeasonFinding, SeasonInfo

Standing = Literal["on_time", "late", "missing", "waiting", "exempt"]
"""In time; after its day; not there though the day has passed; not there, the day is still to come; not bound."""


class Due(NamedTuple):
    """One line of the deadline board."""

    agency: str
    due: date
    handed: date | None
    """The day of the first version."""
    state: Standing


def board(bodies: Sequence[Agency], reports: Sequence[Handed], info: SeasonInfo, today: date) -> tuple[Due, ...]:
    """The deadline board, in the register's order."""
    season = Season(bodies, reports, info, today)
    return tuple(_due(season, one) for one in season.bodies)


def _due(season: Season, body: Agency) -> Due:
    due = season.due(body)
    report = season.handed.get(body.name)
    if report is None:
        state: Standing = "exempt" if not body.reports else "missing" if season.today > due else "waiting"
        return Due(body.name, due, None, state)
    return Due(body.name, due, report.day, "late" if body.reports and report.day > due else "on_time")


def judge(rule: Rule, parameters: Coverage, season: Season) -> Judged:
    """One finding for each body that is missing or late, and for each total that must wait for others."""
    judged = Judged()
    for body in season.bodies:
        line = _due(season, body)
        if line.state == "exempt":
            judged.put(body.name, "skipped", resources.sentence("K-SEASON-EXEMPT"))
            continue
        if line.state == "waiting":
            judged.put(body.name, "skipped", resources.sentence("K-SEASON-WAITING", due=day(line.due)))
            continue
        told = _told(rule, parameters, season, body, line)
        judged.findings += told
        shown = resources.sentence("K-SEASON-HANDED", day=day(line.handed), due=day(line.due)) if line.handed else ""
        judged.put(body.name, "failed" if told else "passed", shown)
    return judged


def _told(rule: Rule, parameters: Coverage, season: Season, body: Agency, line: Due) -> list[SeasonFinding]:
    due = day(line.due)
    found: list[SeasonFinding] = []
    if line.state == "missing":
        late = str((season.today - line.due).days)
        found.append(finding(rule, season, body.name, "missing", expected=due, due=due, days=late))
    if line.handed is None:
        return found
    handed = day(line.handed)
    if line.state == "late" and parameters.late:
        found.append(
            finding(
                rule, season, body.name, "late", variant=parameters.variants["late"], expected=due, actual=handed,
                due=due, handed=handed, days=str((line.handed - line.due).days),
            )
        )  # fmt: skip
    missing = season.missing(body.name)
    if body.scope == "whole" and missing:
        names = [one.name for one in missing]
        children = len(season.children(body.name))
        passed = season.handed[body.name].decision is Decision.PASSED
        found.append(
            finding(
                rule, season, body.name, "incomplete", variant=parameters.variants["incomplete"], others=names,
                expected=str(children), actual=str(children - len(names)), names=listed(names), count=str(len(names)),
                accepted=resources.sentence("K-SEASON-ACCEPTED") if passed else "", due=due, handed=handed,
            )
        )  # fmt: skip
    return found
