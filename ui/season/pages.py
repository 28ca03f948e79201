"""The desk's pages and what may be taken away: all GET routes. Nothing is changed here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import FastAPI, HTTPException, Request

from reviewer.errors import ReviewerError
from reviewer.model import SeasonFinding, Submission
from reviewer.resources import sentence
from ui.season import across, asking, board, history, one, register, table
from ui.season.keeper import Keeper, shown
from ui.season.shell import page
from ui.season.standing import standing, today
from ui.words import words
from ui.workshop import titles_of

if TYPE_CHECKING:
    from reviewer.store import Store
    from ui.season.runs import Run
    from ui.season.shell import Around


def families(keeper: Keeper, around: Around) -> dict[str, str]:
    """Letters of every family of rules → its name, in the order in which the rules stand."""
    found = dict.fromkeys(id.partition("-")[0] for id in titles_of(keeper.bureau.settings))
    return {key: around.words.get(f"family_{key}", key) for key in found}


def add(app: FastAPI, keeper: Keeper) -> None:
    """The routes of the pages."""

    def store() -> Store:
        return keeper.bureau.store

    def mine(around: Around, rows: tuple[Submission, ...]) -> tuple[Submission, ...]:
        return tuple(row for row in rows if keeper.mine(around.person, row.id))

    @app.get("/season")
    @shown
    def first(request: Request) -> str:
        return boarded(request, None)

    @app.get("/season/{year}/board")
    @shown
    def overview(request: Request, year: int) -> str:
        return boarded(request, year)

    def boarded(request: Request, year: int | None) -> str:
        around = keeper.around(request, year)
        whole = store().submissions()
        found = tuple(row for row in whole if row.year == around.year)
        unplaced = tuple(row for row in whole if row.year != around.year and (row.year is None or row.agency is None))
        bodies = store().register()
        stands = standing(bodies, store().season(around.year), found, unplaced, today())
        limit = keeper.bureau.settings.limits.upload
        return page(around, "board", board.body(around, stands, runs(around), bodies, limit))

    def runs(around: Around) -> list[Run]:
        everybody = around.person.may("see")
        return [run for run in keeper.bureau.runs.all() if everybody or run.basket.who == around.person.name]

    @app.get("/season/{year}/progress")
    @shown
    def progress(request: Request, year: int) -> str:
        around = keeper.around(request, year)
        return board.progress(around, runs(around))

    @app.get("/season/{year}/table")
    @shown
    def matrix(request: Request, year: int) -> str:
        around = keeper.around(request, year)
        whole = store().submissions()
        rows = mine(around, tuple(row for row in whole if row.year in (around.year, None)))
        found = [*store().found(year), *between_of(rows, store().across(year))]
        return page(
            around,
            "table",
            table.body(around, rows, found, families(keeper, around), titles_of(keeper.bureau.settings)),
        )

    def between_of(rows: tuple[Submission, ...], told: tuple[SeasonFinding, ...]) -> list[table.Found]:
        ids = {row.agency: row.id for row in rows if row.agency and row.year is not None}
        return [(ids[one.agency], one.rule, one.severity.value, 1) for one in told if one.agency in ids]

    @app.get("/season/{year}/across")
    @shown
    def between(request: Request, year: int) -> str:
        keeper.reader(request, "see")
        around = keeper.around(request, year)
        made = across.body(
            around,
            store().across(year),
            store().across_outcomes(year),
            titles_of(keeper.bureau.settings),
            keeper.bureau.runs.busy(),
        )
        return page(around, "across", made)

    @app.get("/season/{year}/register")
    @shown
    def bodies(request: Request, year: int) -> str:
        keeper.reader(request, "see")
        around = keeper.around(request, year)
        return page(around, "register", register.body(around, store().register(), store().season(year)))

    @app.get("/season/{year}/ask")
    @shown
    def ask(request: Request, year: int, question: str = "") -> str:
        keeper.reader(request, "see")
        around, answer, fault = keeper.around(request, year), None, ""
        if question.strip():
            try:
                answer = keeper.bureau.office.ask(year, question.strip()[:300])
            except ReviewerError as error:
                fault = sentence(error.code, **error.values)
        return page(around, "ask", asking.body(around, question, answer, fault))

    @app.get("/season/open/{id}")
    @shown
    def submission(request: Request, id: int) -> str:
        found = keeper.seen(request, id)
        around = keeper.around(request, found.year)
        versions = store().versions(found.agency, found.year) if found.agency and found.year else (found,)
        marks = store().marks(found.agency, found.year) if found.agency and found.year else ()
        trail = keeper.bureau.ledger.lines(store(), id, found.agency, found.year)
        between = store().across(found.year) if found.year and around.person.may("see") else ()
        kept = one.Kept(found, mine(around, versions), marks, store().notes(id), trail, store().register(), between)
        opened = keeper.opened(found)
        return one.page(around, opened, kept, one.markable(found, opened.path), titles_of(keeper.bureau.settings))

    @app.get("/season/compare/{id}")
    @shown
    def compare(request: Request, id: int) -> str:
        found = keeper.seen(request, id)
        around = keeper.around(request, found.year)
        made = keeper.bureau.office.resubmitted(id)
        if made is None:
            raise HTTPException(404, words().fault["gone"])
        return history.compared(around, found, made)
