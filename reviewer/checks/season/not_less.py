"""No cell of a whole-region report is below that of a report that goes into it. Holds with an incomplete set as well."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple

from reviewer import resources
from reviewer.checks.context import plain
from reviewer.checks.external import NotLess
from reviewer.checks.rule import Rule
from reviewer.checks.season.base import Judged, Season, finding, listed, source
from reviewer.checks.season.handed import Handed
from reviewer.checks.season.roll_up import columns, rounding
from reviewer.model import Agency, SeasonFinding, load_forms


class Less(NamedTuple):
    """A cell of the parent, and the part that alone has more."""

    key: str
    part: Handed
    gap: Decimal


def judge(rule: Rule, parameters: NotLess, season: Season) -> Judged:
    """One finding for each whole-region report with such cells."""
    judged = Judged()
    for body in season.bodies:
        report = season.handed.get(body.name)
        parts = [one for one in season.children(body.name) if one.name in season.handed]
        if body.scope != "whole":
            own = season.children(body.name)
            judged.put(body.name, "skipped", resources.sentence("K-SEASON-OWN" if own else "K-SEASON-NO-PARTS"))
        elif not season.children(body.name):
            judged.put(body.name, "skipped", resources.sentence("K-SEASON-NO-PARTS"))
        elif report is None or not parts:
            judged.put(body.name, "unknown", resources.sentence("K-SEASON-NOT-HANDED"))
        else:
            _judge(rule, parameters, season, body, (report, parts), judged)
    return judged


def _judge(
    rule: Rule, parameters: NotLess, season: Season, body: Agency, given: tuple[Handed, list[Agency]], judged: Judged
) -> None:
    report, parts = given
    less: list[Less] = []
    unread: list[str] = []
    for part in parts:
        below, dark = _below(parameters, report, season.handed[part.name], part)
        less += below
        unread += dark
    less.sort(key=lambda one: -one.gap)
    if less:
        judged.findings.append(_told(rule, parameters, season, report, less))
        judged.put(body.name, "failed")
    elif unread:
        judged.put(
            body.name, "unknown", resources.sentence("K-SEASON-CELLS-UNREAD", count=len(unread), reason=unread[0])
        )
    else:
        judged.put(body.name, "passed")


def _below(parameters: NotLess, report: Handed, part: Handed, body: Agency) -> tuple[list[Less], list[str]]:
    less: list[Less] = []
    unread: list[str] = []
    office = any(re.search(parameters.office, name) for name in (body.name, *body.aliases))
    for table in ("t2", "t3", "t4"):
        dark = next((one for one in (report, part) if table in one.doubts or table not in one.editions), None)
        if dark is not None:
            unread.append(f"{dark.agency}：{dark.doubt(table)}")
            continue
        if part.editions[table] != report.editions[table]:
            unread.append(resources.sentence("K-SEASON-EDITION", agency=part.agency))
            continue
        edition = report.editions[table]
        known, signed = columns(table, edition), load_forms()[edition].table(table).signed
        for key in known.keys:
            if key in signed or (not office and key.startswith(parameters.office_rows)):
                continue
            dark = next((one for one in (report, part) if key not in one.values), None)
            if dark is not None:
                unread.append(f"{dark.agency}：{dark.doubt(key)}")
                continue
            gap = part.values[key] - report.values[key]
            if gap > (rounding(report.values[key], [part.values[key]]) if key in known.decimals else 0):
                less.append(Less(key, part, gap))
    return less, unread


def _told(rule: Rule, parameters: NotLess, season: Season, report: Handed, less: list[Less]) -> SeasonFinding:
    first = less[0]
    shown = less[: parameters.most]
    lines = [
        resources.sentence(
            "K-SEASON-LESS", cell=season.name_of(one.key), value=plain(report.values[one.key]), part=one.part.agency,
            more=plain(one.part.values[one.key]),
        )
        for one in shown
    ]  # fmt: skip
    if len(less) > len(shown):
        lines.append(resources.sentence("K-SEASON-REST", count=len(less) - len(shown)))
    names = tuple(dict.fromkeys(one.part.agency for one in less))
    return finding(
        rule,
        season,
        report.agency,
        *sorted({one.key for one in less}),
        others=names,
        expected=resources.sentence("K-SEASON-AT-LEAST", value=plain(first.part.values[first.key])),
        actual=plain(report.values[first.key]),
        arithmetic=resources.sentence("K-LIST").join(lines),
        sources=[
            *(source(report, report.ref(key)) for key in dict.fromkeys(one.key for one in shown)),
            *(source(one.part, one.part.ref(one.key)) for one in shown),
        ],
        cell=season.name_of(first.key),
        part=first.part.agency,
        more=plain(first.part.values[first.key]),
        count=str(len({one.key for one in less})),
        names=listed(names),
    )
