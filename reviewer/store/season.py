"""What is known of a season as a whole: findings across reports, and all cells."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from decimal import Decimal

from sqlalchemy import Connection, delete, insert, select

from reviewer.model import SeasonFinding, SeasonOutcome, SubmissionState
from reviewer.store import audit
from reviewer.store.tables import cells, season_findings, season_outcomes, submissions
from reviewer.store.values import clean, compact, digest

Cell = tuple[str, int, str, Decimal | None, str]
"""Agency, submission, key, value, state."""


def put_across(
    connection: Connection, year: int, findings: Sequence[SeasonFinding], outcomes: Sequence[SeasonOutcome], who: str
) -> None:
    """Put these in the place of all that stood there for the year."""
    bodies = [clean(one.model_dump_json()) for one in findings]
    before = [row.body for row in connection.execute(_findings(year))]
    told = across_outcomes(connection, year)
    if before == bodies and told == tuple(outcomes):
        return
    connection.execute(delete(season_findings).where(season_findings.c.year == year))
    connection.execute(delete(season_outcomes).where(season_outcomes.c.year == year))
    if bodies:
        rows = [{"year": year, "place": place, "body": body} for place, body in enumerate(bodies)]
        connection.execute(insert(season_findings), rows)
    if outcomes:
        said = [
            {"year": year, "place": place, "rule": one.rule, "agency": clean(one.agency), "status": one.status,
             "reason": clean(one.reason)}
            for place, one in enumerate(outcomes)
        ]  # fmt: skip
        connection.execute(insert(season_outcomes), said)
    after = compact({"findings": digest(compact(bodies)), "number": len(bodies)})
    audit.append(connection, [audit.Line(clean(who), "across", f"season:{year}", "", after)])


def across(connection: Connection, year: int) -> tuple[SeasonFinding, ...]:
    return tuple(SeasonFinding.model_validate_json(row.body) for row in connection.execute(_findings(year)))


def across_outcomes(connection: Connection, year: int) -> tuple[SeasonOutcome, ...]:
    query = select(season_outcomes).where(season_outcomes.c.year == year).order_by(season_outcomes.c.place)
    rows = connection.execute(query)
    return tuple(SeasonOutcome(rule=row.rule, agency=row.agency, status=row.status, reason=row.reason) for row in rows)


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
    for agency, submission, key, value, state in connection.execution_options(yield_per=2000).execute(query):
        yield agency, submission, key, Decimal(value) if value is not None else None, state


def _findings(year: int):  # type: ignore[no-untyped-def]
    return select(season_findings.c.body).where(season_findings.c.year == year).order_by(season_findings.c.place)
