"""Figures that are worth a question: far above a body's own last year or its peers', or a table emptied since last year.

Peers are bodies of one kind and level. Their figures are compared by logarithms, with the median and the median absolute
deviation (times 1.4826, Hampel), so that a few big ones do not set the measure.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal
from math import log1p
from statistics import median
from typing import NamedTuple

from reviewer import resources
from reviewer.checks import bodies
from reviewer.checks.context import plain
from reviewer.checks.external import Measure, Outlier
from reviewer.checks.rule import Rule
from reviewer.checks.season.base import Judged, Season, finding, source
from reviewer.checks.season.handed import Handed
from reviewer.checks.season.roll_up import columns
from reviewer.model import Agency, SeasonFinding

_NORMAL = 1.4826
"""Makes the median absolute deviation of a normal distribution its standard deviation."""
Peers = tuple[str, str, frozenset[str], str]


class Group(NamedTuple):
    """Peers' figures of one measure: by logarithm, their median and robust deviation."""

    size: int
    middle: Decimal
    centre: float
    deviation: float


def judge(rule: Rule, parameters: Outlier, season: Season) -> Judged:
    """At most one question a body and measure; the comparison with its own last year goes first."""
    judged = Judged()
    peers = _peers(season)
    groups = {
        (group, number): _group(parameters, [season.handed[one.name] for one in members], measure)
        for group, members in peers.items()
        for number, measure in enumerate(parameters.peers)
    }
    where = {one.name: group for group, members in peers.items() for one in members}
    for body in season.bodies:
        now = season.handed.get(body.name)
        if now is None:
            judged.put(body.name, "skipped", resources.sentence("K-SEASON-NOT-HANDED"))
            continue
        told = _own(rule, parameters, season, now)
        asked = {one.sources[0].evidence for one in told}
        for number, measure in enumerate(parameters.peers):
            group = groups[where[body.name], number]
            question = None if group is None else _far(rule, parameters, season, now, measure, group)
            if question is not None and question.sources[0].evidence not in asked:
                told.append(question)
        judged.findings += told
        compared = now.last is not None or any(
            groups[where[body.name], number] is not None for number in range(len(parameters.peers))
        )
        reason = "" if compared else resources.sentence("K-SEASON-NOTHING-LIKE")
        judged.put(body.name, "failed" if told else "passed" if compared else "skipped", reason)
    return judged


def _peers(season: Season) -> dict[Peers, list[Agency]]:
    """Bodies that handed in, by kind, level, scope and what their names tell."""
    found: dict[Peers, list[Agency]] = defaultdict(list)
    for one in season.bodies:
        if one.name in season.handed:
            found[one.kind, one.level, bodies.kinds(one.name), one.scope].append(one)
    return found


def _sum(report: Handed, cells: Sequence[str]) -> Decimal | None:
    """The sum of cells; None where one was not read."""
    if any(key not in report.values for key in cells):
        return None
    return sum((report.values[key] for key in cells), Decimal(0))


def _group(parameters: Outlier, reports: Sequence[Handed], measure: Measure) -> Group | None:
    values = [value for one in reports if (value := _sum(one, measure.cells)) is not None]
    if len(values) < parameters.fewest + 1:  # the body itself and so many peers
        return None
    if median(values) < parameters.usual:
        return None
    logs = [log1p(float(value)) for value in values]
    centre = median(logs)
    deviation = max(parameters.spread, _NORMAL * median(abs(one - centre) for one in logs))
    return Group(len(values), median(values), centre, deviation)


def _own(rule: Rule, parameters: Outlier, season: Season, now: Handed) -> list[SeasonFinding]:
    last = now.last
    if last is None:
        return []
    told = []
    for measure in parameters.last_year:
        value, before = _sum(now, measure.cells), _sum(last, measure.cells)
        if value is None or before is None or value < measure.least:
            continue
        if before == 0 and value >= parameters.from_nothing and "risen" in parameters.variants:
            variant = parameters.variants["risen"]
            told.append(_asked(rule, season, now, last, measure.cells, variant, plain(value), plain(before)))
        elif before > 0 and float(value) > parameters.times * float(before):
            times = plain((value / before).quantize(Decimal("0.1")))
            told.append(_asked(rule, season, now, last, measure.cells, "", plain(value), plain(before), times=times))
    for table in parameters.emptied:
        before = _sum(last, table.cells)
        edition = now.editions.get(table.table)
        if before is None or before < table.least or edition is None or table.table in now.doubts:
            continue
        value = _sum(now, columns(table.table, edition).keys)
        if value == 0:
            variant = parameters.variants["emptied"]
            name = season.form.table(table.table).name
            told.append(_asked(rule, season, now, last, table.cells, variant, "0", plain(before), table=name))
    return told


def _asked(
    rule: Rule, season: Season, now: Handed, last: Handed, cells: Sequence[str], variant: str, value: str, before: str,
    **words: str,
) -> SeasonFinding:  # fmt: skip
    return finding(
        rule,
        season,
        now.agency,
        variant,
        *cells,
        variant=variant,
        expected=before,
        actual=value,
        arithmetic=resources.sentence("K-SEASON-TWO-YEARS", now=value, last=before),
        sources=[source(one, one.ref(key)) for one in (now, last) for key in cells],
        cell=season.name_of(cells[0]),
        now=value,
        last=before,
        **words,
    )


def _far(
    rule: Rule, parameters: Outlier, season: Season, now: Handed, measure: Measure, group: Group
) -> SeasonFinding | None:
    value = _sum(now, measure.cells)
    if value is None or value < measure.least:
        return None
    if (log1p(float(value)) - group.centre) / group.deviation <= parameters.deviations:
        return None
    variant, middle = parameters.variants["peers"], plain(group.middle)
    return finding(
        rule,
        season,
        now.agency,
        variant,
        *measure.cells,
        variant=variant,
        expected=middle,
        actual=plain(value),
        arithmetic=resources.sentence("K-SEASON-PEERS", now=plain(value), count=group.size - 1, middle=middle),
        sources=[source(now, now.ref(key)) for key in measure.cells],
        cell=season.name_of(measure.cells[0]),
        now=plain(value),
        middle=middle,
        count=str(group.size - 1),
    )
