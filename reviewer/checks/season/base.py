"""What the rules across reports share: the season with its indexes, what one rule says of it, finished findings."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Literal, NamedTuple

from reviewer import resources
from reviewer.checks.report import basis
from reviewer.checks.rule import Rule
from reviewer.checks.season.handed import Handed
from reviewer.model import (
    Agency,
    Evidence,
    Form,
    SeasonFinding,
    SeasonInfo,
    SeasonOutcome,
    Severity,
    Source,
    fingerprint,
    form_for,
    load_forms,
)

State = Literal["passed", "failed", "unknown", "skipped", "broken"]


class SeasonChecked(NamedTuple):
    """What the rules across reports say: findings in order, and an outcome of each rule for each body."""

    findings: tuple[SeasonFinding, ...]
    outcomes: tuple[SeasonOutcome, ...]


class Season:
    """The register, and for each body its newest report with the versions before it. Nothing here changes them."""

    def __init__(self, bodies: Sequence[Agency], reports: Sequence[Handed], info: SeasonInfo, today: date) -> None:
        self.bodies = tuple(bodies)
        self.info = info
        self.today = today
        self.named = {one.name: one for one in self.bodies}
        self.handed = _newest(one for one in reports if one.year == info.year)
        self._below: dict[str, list[Agency]] = {}
        for one in self.bodies:
            if one.parent is not None and one.parent != one.name and one.reports:
                self._below.setdefault(one.parent, []).append(one)

    def children(self, name: str) -> tuple[Agency, ...]:
        """Bodies bound to report whose figures go into this one's, in the register's order."""
        return tuple(self._below.get(name, ()))

    def missing(self, name: str) -> tuple[Agency, ...]:
        """Those of them that have handed in nothing."""
        return tuple(one for one in self.children(name) if one.name not in self.handed)

    def due(self, body: Agency) -> date:
        """The last day for one body."""
        return body.due or (self.info.due_governments if body.kind == "government" else self.info.due)

    @cached_property
    def form(self) -> Form:
        return form_for(self.info.year)

    def name_of(self, key: str) -> str:
        """A cell as messages name it."""
        if key in self.form.cells:
            return self.form.name(key)
        return next(form.name(key) for form in load_forms().values() if key in form.cells)


def _newest(reports: Iterable[Handed]) -> dict[str, Handed]:
    """The newest version of each body's report; earlier ones that were given as well stand behind it."""
    groups: dict[str, list[Handed]] = {}
    for one in reports:
        groups.setdefault(one.agency, []).append(one)
    found = {}
    for name, group in groups.items():
        group.sort(key=lambda one: (one.received.timestamp(), one.submission))
        *before, newest = group
        found[name] = newest._replace(older=(*before, *newest.older)) if before else newest
    return found


@dataclass
class Judged:
    """What one rule says: findings, and what became of it for each body by name."""

    findings: list[SeasonFinding] = field(default_factory=list)
    outcomes: dict[str, tuple[State, str]] = field(default_factory=dict)

    def put(self, name: str, state: State, reason: str = "") -> None:
        self.outcomes[name] = state, reason


def finding(
    rule: Rule,
    season: Season,
    agency: str,
    *subject: str,
    variant: str = "",
    others: Sequence[str] = (),
    expected: str | None = None,
    actual: str | None = None,
    arithmetic: str = "",
    sources: Sequence[Source] = (),
    **values: str,
) -> SeasonFinding:
    """A finding of `rule`; rule, agency, year and `subject` alone make its fingerprint."""
    words = rule.wording(variant)
    year = season.info.year
    filled = {"agency": agency, "expected": expected or "", "actual": actual or "", **values}
    severity = words.severity or rule.severity
    told = basis(rule, year)
    if rule.advice_before is not None and year < rule.advice_before:
        severity, told = Severity.INFO, resources.sentence("K-BASIS-PRACTICE", text=rule.basis.text)
    return SeasonFinding(
        rule=rule.id,
        severity=severity,
        agency=agency,
        year=year,
        others=tuple(others),
        message=words.message.format_map(filled),
        suggestion=words.suggestion.format_map(filled),
        basis=told,
        expected=expected,
        actual=actual,
        arithmetic=arithmetic,
        sources=tuple(sources),
        fingerprint=fingerprint(rule.id, agency, str(year), *subject),
    )


def source(report: Handed, evidence: Evidence) -> Source:
    return Source(agency=report.agency, year=report.year, submission=report.submission, evidence=evidence)


def listed(names: Sequence[str], most: int = 8) -> str:
    """Names in one phrase; where there are more, how many."""
    text = resources.sentence("K-AND").join(names[:most])
    return text if len(names) <= most else resources.sentence("K-SEASON-MORE", names=text, count=len(names))


def day(moment: date) -> str:
    return resources.sentence("K-DAY", year=moment.year, month=moment.month, day=moment.day)
