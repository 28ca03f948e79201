"""A whole-region report against the sum of the reports that go into it, cell by cell.

A cell is compared where every report that goes into it was read there for certain; the others stay unknown. Nothing is
compared before all who must report have done so.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from reviewer import resources
from reviewer.checks.context import plain
from reviewer.checks.external import RollUp
from reviewer.checks.rule import Rule
from reviewer.checks.season import explain
from reviewer.checks.season.base import Judged, Season, State, finding, listed, source
from reviewer.checks.season.handed import Handed
from reviewer.model import Agency, SeasonFinding, load_forms

_TABLES = ("t2", "t3", "t4")


class Sums(NamedTuple):
    """One way to add up: the parts, the sums of the cells that can be compared, those that differ, why others cannot."""

    parts: tuple[Handed, ...]
    totals: Mapping[str, Decimal]
    differing: tuple[str, ...]
    """The biggest difference first."""
    unread: Mapping[str, str]


class Columns(NamedTuple):
    """The cells of an edition: all, those with decimals, those whose sums say nothing (signed changes)."""

    keys: tuple[str, ...]
    decimals: frozenset[str]


@cache
def columns(table: str, edition: str) -> Columns:
    form = load_forms()[edition].table(table)
    return Columns(tuple(form.cells), frozenset(form.decimals))


@cache
def _decimals() -> frozenset[str]:
    return frozenset(key for form in load_forms().values() for table in form.tables for key in table.decimals)


def judge(rule: Rule, parameters: RollUp, season: Season) -> Judged:
    """One finding for each whole-region report that differs from what its parts come to."""
    judged = Judged()
    for body in season.bodies:
        why = _not_judged(parameters, season, body)
        if why is not None:
            judged.put(body.name, *why)
            continue
        found = best(parameters, season, body)
        if found.differing and not any(_office(parameters.office, one) for one in season.children(body.name)):
            judged.put(body.name, "unknown", resources.sentence("K-SEASON-NO-OFFICE"))
        elif found.differing:
            judged.findings.append(_told(rule, parameters, season, body, found))
            judged.put(body.name, "failed")
        elif found.unread:
            first = next(iter(found.unread.values()))
            reason = resources.sentence("K-SEASON-CELLS-UNREAD", count=len(found.unread), reason=first)
            judged.put(body.name, "unknown", reason)
        else:
            judged.put(body.name, "passed")
    return judged


def _not_judged(parameters: RollUp, season: Season, body: Agency) -> tuple[State, str] | None:
    children = season.children(body.name)
    if body.scope != "whole":
        return "skipped", resources.sentence("K-SEASON-OWN" if children else "K-SEASON-NO-PARTS")
    if not children:
        return "skipped", resources.sentence("K-SEASON-NO-PARTS")
    if body.name not in season.handed:
        return "unknown", resources.sentence("K-SEASON-NOT-HANDED")
    missing = [one.name for one in _gone(season, body)]
    if missing:
        return "unknown", resources.sentence("K-SEASON-MISSING", names=listed(missing))
    return None


def _gone(season: Season, body: Agency) -> list[Agency]:
    """Parts that are not there: children, and children of those that report for themselves alone."""
    gone = list(season.missing(body.name))
    for child in _own_with_parts(season, body):
        gone += season.missing(child.name)
    return gone


def _own_with_parts(season: Season, body: Agency) -> tuple[Agency, ...]:
    """Children that report for themselves alone though others are below them: where those are counted is not said."""
    return tuple(one for one in season.children(body.name) if one.scope == "own" and season.children(one.name))


def _office(pattern: str, body: Agency) -> bool:
    return body.kind != "government" and any(re.search(pattern, name) for name in (body.name, *body.aliases))


def best(parameters: RollUp, season: Season, body: Agency) -> Sums:
    """The way to add up that leaves the fewest differences.

    What is below a child that reports for itself alone may have been added, or not: either way is right.
    """
    children = season.children(body.name)
    ways = [children]
    deeper = [one for child in _own_with_parts(season, body) for one in season.children(child.name)]
    if deeper:
        ways.append((*children, *deeper))
    offices = {one.name for one in children if _office(parameters.office, one)}
    report = season.handed[body.name]
    sums = [_sums(parameters, report, [season.handed[one.name] for one in way], offices) for way in ways]
    return min(sums, key=lambda one: len(one.differing))


def _sums(parameters: RollUp, report: Handed, parts: Sequence[Handed], offices: set[str]) -> Sums:
    totals: dict[str, Decimal] = {}
    unread: dict[str, str] = {}
    gaps: dict[str, Decimal] = {}
    for table in _TABLES:
        if table in report.doubts or table not in report.editions:
            unread[table] = report.doubt(table)
            continue
        edition = report.editions[table]
        known = columns(table, edition)
        strange = next((one for one in parts if one.editions.get(table, edition) != edition), None)
        if strange is not None:
            unread[table] = resources.sentence("K-SEASON-EDITION", agency=strange.agency)
            continue
        for key in known.keys:
            office = key.startswith(parameters.office_rows)
            counted = [one for one in parts if one.agency in offices] if office else parts
            dark = next((one for one in (report, *counted) if key not in one.values), None)
            if dark is not None:
                unread[key] = f"{dark.agency}：{dark.doubt(key)}"
                continue
            totals[key] = sum((one.values[key] for one in counted), Decimal(0))
            if office and totals[key] != report.values[key]:  # others may hold some as well: either sum is right
                every = sum((one.values.get(key, Decimal(0)) for one in parts), Decimal(0))
                totals[key] = every if every == report.values[key] else totals[key]
            gap = abs(totals[key] - report.values[key])
            if gap > (
                rounding(report.values[key], [one.values[key] for one in counted]) if key in known.decimals else 0
            ):
                gaps[key] = gap
    order = sorted(gaps, key=lambda key: -gaps[key])  # stable: equal gaps in the form's order
    return Sums(tuple(parts), totals, tuple(order), unread)


def rounding(value: Decimal, parts: Sequence[Decimal]) -> Decimal:
    """How far a sum printed as `value` may be off when its parts were rounded to as many decimals before they were added."""
    exponent = value.as_tuple().exponent
    unit = Decimal(1).scaleb(exponent if isinstance(exponent, int) and exponent < 0 else 0)
    rounded = sum(1 for one in parts if one % unit)
    return rounded * unit / 2


def _told(rule: Rule, parameters: RollUp, season: Season, body: Agency, found: Sums) -> SeasonFinding:
    report = season.handed[body.name]
    offices = frozenset(one.name for one in season.children(body.name) if _office(parameters.office, one))
    gaps = explain.Gaps(report, found.parts, found.totals, parameters.office_rows, offices)
    slack = {
        key: rounding(report.values[key], [one.values.get(key, Decimal(0)) for one in found.parts])
        for key in found.totals
        if key in _decimals()
    }
    reason = explain.explanation(gaps, found.differing, slack)
    variant = parameters.variants[reason.kind] if reason is not None and reason.kind else ""
    first = found.differing[0]
    lines = [
        resources.sentence(
            "K-SEASON-SUM", cell=season.name_of(key), sum=plain(found.totals[key]), value=plain(report.values[key])
        )
        for key in found.differing[: parameters.most]
    ]
    if len(found.differing) > parameters.most:
        lines.append(resources.sentence("K-SEASON-REST", count=len(found.differing) - parameters.most))
    if found.unread:
        lines.append(resources.sentence("K-SEASON-NOT-COMPARED", count=len(found.unread)))
    names = reason.names if reason is not None else ()
    shown = found.differing[: parameters.most]
    blamed = [one for one in found.parts if one.agency in names]
    return finding(
        rule,
        season,
        body.name,
        *sorted(found.differing),
        variant=variant,
        others=names,
        expected=plain(found.totals[first]),
        actual=plain(report.values[first]),
        arithmetic=resources.sentence("K-LIST").join(lines),
        sources=[
            *(source(report, report.ref(key)) for key in shown),
            *(source(one, one.ref(key)) for one in blamed for key in shown if one.values.get(key)),
        ],
        cell=season.name_of(first),
        count=str(len(found.differing)),
        cells=str(len(found.totals)),
        parts=str(len(found.parts)),
        names=listed(names),
        left=listed(reason.left if reason else ()),
        twice=listed(reason.twice if reason else ()),
    )
