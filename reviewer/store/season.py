"""What is known of a season as a whole: findings across reports, and all cells."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from decimal import Decimal

from sqlalchemy import Connection, and_, delete, func, insert, select

from reviewer.model import SeasonFinding, SeasonOutcome, SubmissionState
from reviewer.store import audit
from reviewer.store.tables import cells, findings, marks, season_findings, season_outcomes, submissions
from reviewer.store.values import clean, compact, digest

Cell = tuple[str, int, str, Decimal | None, str]
"""Agency, submission, key, value, state."""


def put_across(
    connection: Connection, year: int, findings: Sequence[SeasonFinding], outcomes: Sequence[SeasonOutcome], who: str
) -> None:
    """Put these in the place of all that stood there for the year."""
    fresh = [clean(one.model_dump_json()) for one in findings]
    told = [(one.rule, clean(one.agency), one.status, clean(one.reason)) for one in outcomes]
    before, after = said_of(bodies(connection, year), _outcomes(connection, year)), said_of(fresh, told)
    if before == after:
        return
    clear(connection, year)
    if fresh:
        found = [{"year": year, "place": place, "body": body} for place, body in enumerate(fresh)]
        connection.execute(insert(season_findings), found)
    if told:
        rows = [
            {"year": year, "place": place, **dict(zip(_OUTCOME, one, strict=True))} for place, one in enumerate(told)
        ]
        connection.execute(insert(season_outcomes), rows)
    audit.append(connection, [audit.Line(clean(who), "across", f"across:{year}", before, after)])


def clear(connection: Connection, year: int) -> None:
    connection.execute(delete(season_findings).where(season_findings.c.year == year))
    connection.execute(delete(season_outcomes).where(season_outcomes.c.year == year))


def said(connection: Connection, year: int) -> str:
    """All that is known across reports, as the trail has it."""
    return said_of(bodies(connection, year), _outcomes(connection, year))


def said_of(findings: Sequence[str], outcomes: Sequence[tuple[str, ...]]) -> str:
    return compact({"digest": digest(compact([list(findings), list(outcomes)])), "findings": len(findings)})


def years(connection: Connection) -> set[int]:
    """Years of which anything across reports is known."""
    found = set(connection.execute(select(season_findings.c.year).distinct()).scalars())
    return found | set(connection.execute(select(season_outcomes.c.year).distinct()).scalars())


def citing(connection: Connection, ids: set[int]) -> set[int]:
    """Years whose findings across reports cite one of these submissions."""
    found = set()
    for year in years(connection):
        if any(source.submission in ids for one in across(connection, year) for source in one.sources):
            found.add(year)
    return found


def bodies(connection: Connection, year: int) -> list[str]:
    """The findings of a year, as JSON, in order."""
    query = select(season_findings.c.body).where(season_findings.c.year == year).order_by(season_findings.c.place)
    return list(connection.execute(query).scalars())


def across(connection: Connection, year: int) -> tuple[SeasonFinding, ...]:
    return tuple(SeasonFinding.model_validate_json(one) for one in bodies(connection, year))


def across_outcomes(connection: Connection, year: int) -> tuple[SeasonOutcome, ...]:
    found = (dict(zip(_OUTCOME, row, strict=True)) for row in _outcomes(connection, year))
    return tuple(SeasonOutcome.model_validate(one) for one in found)


_OUTCOME = ("rule", "agency", "status", "reason")


def _outcomes(connection: Connection, year: int) -> list[tuple[str, ...]]:
    query = select(*(season_outcomes.c[name] for name in _OUTCOME)).where(season_outcomes.c.year == year)
    return [tuple(row) for row in connection.execute(query.order_by(season_outcomes.c.place))]


def all_cells(connection: Connection, year: int, facts: Collection[str] | None = None) -> Iterator[Cell]:
    """Cells of each body's newest report, by submission and key; `facts`: these keys alone."""
    query = (
        select(submissions.c.agency, submissions.c.id, cells.c.key, cells.c.value, cells.c.state)
        .join(cells, cells.c.review == submissions.c.review)
        .where(
            submissions.c.year == year,
            submissions.c.agency.is_not(None),
            submissions.c.newest,
            submissions.c.state == SubmissionState.DONE.value,
        )
        .order_by(submissions.c.id, cells.c.key)
    )
    if facts is not None:
        query = query.where(cells.c.key.in_(sorted(facts)))
    with connection.execute(query, execution_options={"yield_per": 2000}) as found:
        for agency, submission, key, value, state in found:
            yield agency, submission, key, Decimal(value) if value is not None else None, state


Found = tuple[int, str, str, int]
"""Submission, rule, severity (`hint` for a model's), number of findings."""


def all_found(connection: Connection, year: int) -> tuple[Found, ...]:
    """What the reports of a year are found to have, by submission and rule, without what people dismissed."""
    set_aside = and_(
        marks.c.agency == submissions.c.agency, marks.c.year == submissions.c.year, marks.c.rule == findings.c.rule,
        marks.c.fingerprint == findings.c.fingerprint, marks.c.kind == "dismissed",
    )  # fmt: skip
    columns = (submissions.c.id, findings.c.rule, findings.c.severity, findings.c.origin)
    query = (
        select(*columns, func.count())
        .join(findings, findings.c.review == submissions.c.review)
        .outerjoin(marks, set_aside)
        .where(submissions.c.year == year, marks.c.rule.is_(None))
        .group_by(*columns)
        .order_by(submissions.c.id, findings.c.rule)
    )
    return tuple(
        (submission, rule, severity if origin == "rule" else "hint", number)
        for submission, rule, severity, origin, number in connection.execute(query)
    )
