"""A season counted in one pass: where each body stands, its findings by rule, the figures of both years that are shown.

Nothing of a review outlives its row but numbers and a few examples, so 3,000 reports cost a few MB.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal

from reviewer.export.clean import brief
from reviewer.export.season_words import season_words
from reviewer.model import Agency, Decision, SeasonRow, SeasonView, Severity, Submission, SubmissionState

FIGURES: dict[str, tuple[str, ...]] = {
    "new": ("t3.new_received.total",),
    "in": ("t3.carried_in.total",),
    "out": ("t3.carried_out.total",),
    "done": ("t3.done.total.total",),
    "review": ("t4.review.total",),
    "litigation": ("t4.litigation_direct.total", "t4.litigation_after_review.total"),
}
"""What is compared between years, each the SUM of its cells."""
Standing = Literal["done", "late", "unread", "waiting", "missing", "overdue", "exempt"]
_SEVERITIES = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "info"}
_EXAMPLES = 2


@dataclass
class Line:
    """One body (None: a submission nobody has claimed) and its newest submission; counts are of findings that count."""

    body: Agency | None
    name: str
    standing: Standing
    due: date | None = None
    received: date | None = None
    submission: Submission | None = None
    notes: str = ""
    doubtful: tuple[str, ...] = ()
    severities: Counter[str] = field(default_factory=Counter)
    rules: Counter[str] = field(default_factory=Counter)
    dismissed: int = 0

    @property
    def late(self) -> int:
        """Days between the deadline and the day it was handed in."""
        return max(0, (self.received - self.due).days) if self.received and self.due else 0


@dataclass
class RuleCount:
    """One rule over the season; `examples`: (body, message); `mend` and `title` as its findings and pack say."""

    rule: str
    title: str
    worst: str = "info"
    count: int = 0
    bodies: set[str] = field(default_factory=set)
    examples: list[tuple[str, str]] = field(default_factory=list)
    mend: str = ""


@dataclass
class Digest:
    """All lines in the register's order, unclaimed ones last; rules by number of findings; figures by body and name."""

    lines: list[Line]
    rules: list[RuleCount]
    now: dict[str, dict[str, Decimal | None]]
    last: dict[str, dict[str, Decimal | None]]
    editions: frozenset[str]

    def total(self, severity: str) -> int:
        return sum(one.severities[severity] for one in self.lines)

    def standing(self, *kinds: Standing) -> list[Line]:
        return [one for one in self.lines if one.body is not None and one.standing in kinds]

    def ranked(self) -> list[Line]:
        """Lines that were reviewed, most errors first, then most warnings, infos; equals in the register's order."""
        read = [one for one in self.lines if one.submission is not None and one.submission.verdict is not None]
        return sorted(read, key=lambda one: [-one.severities[key] for key in _SEVERITIES.values()])


def digest(view: SeasonView) -> Digest:
    rules = {one.id: RuleCount(one.id, one.title) for one in view.rules}
    by_name: dict[str, Line] = {}
    unclaimed: list[Line] = []
    bodies = {one.name: one for one in view.bodies}
    editions = set()
    for row in view.rows():
        line = _line(view, bodies.get(row.submission.agency or ""), row)
        editions.add(row.submission.identity.edition)
        _count(line, row, rules)
        if line.body is None:
            unclaimed.append(line)
        else:
            by_name[line.name] = line
    lines = [by_name.get(one.name) or _absent(view, one) for one in view.bodies]
    used = [one for one in rules.values() if one.count]
    order = list(_SEVERITIES.values())
    used.sort(key=lambda one: (-one.count, order.index(one.worst), one.rule))
    doubtful = {one.name: one.doubtful for one in by_name.values()}
    return Digest(
        [*lines, *unclaimed], used, _figures(view.cells, doubtful), _figures(view.last, {}), frozenset(editions)
    )


def _line(view: SeasonView, body: Agency | None, row: SeasonRow) -> Line:
    one = row.submission
    received = view.day(row.first or one.received)
    due = view.due(body) if body is not None else None
    standing: Standing = "late" if due is not None and received > due else "done"
    if one.state in (SubmissionState.QUEUED, SubmissionState.LEASED):
        standing = "waiting"
    elif not row.read:
        standing = "unread"
    name = body.name if body is not None else one.agency or one.identity.agency or one.file
    noted = season_words().noted
    notes = "\n".join(noted.format(who=brief(note.who, 40), text=brief(note.text)) for note in row.notes)
    return Line(body, name, standing, due, received, one, notes, row.tables)


def _absent(view: SeasonView, body: Agency) -> Line:
    if not body.reports:
        return Line(body, body.name, "exempt")
    due = view.due(body)
    return Line(body, body.name, "overdue" if due < view.day() else "missing", due)


def _count(line: Line, row: SeasonRow, rules: dict[str, RuleCount]) -> None:
    for finding in row.findings:
        mark = row.mark(finding)
        line.dismissed += mark is not None and mark.kind == "dismissed"
        if not row.counts(finding):
            continue
        severity = _SEVERITIES[finding.severity]
        line.severities[severity] += 1
        line.rules[finding.rule] += 1
        rule = rules.setdefault(finding.rule, RuleCount(finding.rule, finding.rule))
        order = list(_SEVERITIES.values())
        rule.worst = min(rule.worst, severity, key=order.index)
        rule.count += 1
        if line.name not in rule.bodies and len(rule.examples) < _EXAMPLES:
            rule.examples.append((line.name, finding.message))
        rule.bodies.add(line.name)
        rule.mend = rule.mend or finding.suggestion


def _figures(cells: object, doubtful: dict[str, tuple[str, ...]]) -> dict[str, dict[str, Decimal | None]]:
    """Figures by body; None: one of the cells has no number, or its table was not read for certain."""
    assert callable(cells)
    keys = tuple(key for some in FIGURES.values() for key in some)
    found: dict[str, dict[str, Decimal | None]] = {}
    for agency, _submission, key, value, _state in cells(keys):
        found.setdefault(agency, {})[key] = None if key[:2] in doubtful.get(agency, ()) else value
    return {agency: {name: _sum(some, values) for name, some in FIGURES.items()} for agency, values in found.items()}


def _sum(keys: Iterable[str], values: dict[str, Decimal | None]) -> Decimal | None:
    total = Decimal(0)
    for key in keys:
        value = values.get(key)
        if value is None:
            return None
        total += value
    return total


def carry(found: Digest, agency: str) -> tuple[str, Decimal | None, Decimal | None]:
    """(level, gap, none, absent or unread; carried in this year; carried out of the last)."""
    now, last = found.now.get(agency), found.last.get(agency)
    if last is None:
        return "none", None, None
    if now is None:
        return "absent", None, last["out"]
    into, out = now["in"], last["out"]
    if into is None or out is None:
        return "unread", into, out
    return ("level" if into == out else "gap"), into, out


def added(view: SeasonView, found: Digest, name: str) -> tuple[Decimal, int, int, int]:
    """(sum, bodies added, bodies left out, whole-region reports not added) of one figure: nothing is counted twice."""
    apart, holds = view.apart()
    bound = [one.name for one in apart if one.reports]
    values = [value for one in bound if (value := found.now.get(one, {}).get(name)) is not None]
    return sum(values, Decimal(0)), len(values), len(bound) - len(values), len(holds)


def decisions(found: Digest) -> Counter[str]:
    read = (one.submission for one in found.lines if one.submission is not None)
    return Counter(
        one.decision.value for one in read if one.state is SubmissionState.DONE or one.decision != Decision.OPEN
    )
