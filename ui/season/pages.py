"""The desk's pages and what may be taken away: all GET routes. Nothing is changed here."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from fastapi import FastAPI, HTTPException, Request, Response

from reviewer import checks
from reviewer.errors import ReviewerError
from reviewer.export import WRITERS
from reviewer.model import Submission
from reviewer.resources import sentence
from ui.season import across, asking, board, history, one, register, table
from ui.season.keeper import QUIET, Keeper, shown
from ui.season.shell import page
from ui.season.standing import standing, today
from ui.words import words

if TYPE_CHECKING:
    from pathlib import Path

    from ui.season.shell import Around


def titles(keeper: Keeper) -> dict[str, str]:
    """Titles of all rules by their ids."""
    catalogue = checks.catalogue(keeper.bureau.settings.rules)
    return {rule.rule.id: rule.rule.title for rule in catalogue.rules(catalogue.latest)}


def families(keeper: Keeper, around: Around) -> dict[str, str]:
    """Letters of every family of rules → its name, in the order in which the rules stand."""
    found = dict.fromkeys(id.partition("-")[0] for id in titles(keeper))
    return {key: around.words.get(f"family_{key}", key) for key in found}


def add(app: FastAPI, keeper: Keeper) -> None:
    """The routes of the pages."""
    store = lambda: keeper.bureau.store  # noqa: E731 - opened at the first request

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
        unplaced = tuple(row for row in whole if row.year is None)
        bodies = store().register()
        stands = standing(bodies, store().season(around.year), found, unplaced, today())
        limit = keeper.bureau.settings.limits.upload
        return page(around, "board", board.body(around, stands, runs(around), bodies, limit))

    def runs(around: Around) -> list[board.Run]:
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
        return page(around, "table", table.body(around, rows, store().found(year), families(keeper, around)))

    @app.get("/season/{year}/across")
    @shown
    def between(request: Request, year: int) -> str:
        keeper.reader(request, "see")
        around = keeper.around(request, year)
        made = across.body(
            around, store().across(year), store().across_outcomes(year), titles(keeper), keeper.bureau.runs.busy()
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
        kept = one.Kept(found, mine(around, versions), marks, store().notes(id), trail, store().register())
        opened = keeper.opened(found)
        return one.page(around, opened, kept, one.markable(found, opened.path))

    @app.get("/season/compare/{id}")
    @shown
    def compare(request: Request, id: int) -> str:
        found = keeper.seen(request, id)
        around = keeper.around(request, found.year)
        made = keeper.bureau.office.resubmitted(id)
        if made is None:
            raise HTTPException(404, words().fault["gone"])
        return history.compared(around, found, made)

    @app.get("/season/pages/{id}/{number}.png")
    @shown
    def picture(request: Request, id: int, number: int) -> Response:
        found = keeper.seen(request, id)
        path = store().original(found.id)
        if path is None or number < 1:
            raise HTTPException(404, words().fault["page"])
        made = keeper.workshop.painter.page(path, number)
        return Response(made, media_type="image/png", headers={"cache-control": "private, max-age=3600"})

    @app.get("/season/files/{id}/{format}")
    @shown
    def file(request: Request, id: int, format: str) -> Response:
        found = keeper.seen(request, id)
        if format not in WRITERS:
            raise HTTPException(404)
        made = keeper.workshop.product(keeper.opened(found), format)
        return taken(made.name, made.data)

    @app.get("/season/open/{id}/{what}")
    @shown
    def beside(request: Request, id: int, what: str) -> Response:
        found = keeper.seen(request, id)
        name = found.file.replace("\\", "/").rpartition("/")[2]
        stem, _, ending = name.rpartition(".")
        said = keeper.around(request, found.year).words
        if what == "original":
            path: Path | None = store().original(id)
            if path is None:
                raise HTTPException(404, words().fault["gone"])
            return taken(name, path.read_bytes())
        if what == "marked":
            made = keeper.bureau.office.commented(id)
            return taken(f"{stem or name}-{said['marked_name']}.{made.format}", made.data)
        if what == "notice":
            keeper.reader(request, "see")
            return taken(f"{stem or name}-{said['notice_name']}.docx", keeper.bureau.office.notice([id]))
        raise HTTPException(404)

    @app.get("/season/{year}/products/{what}")
    @shown
    def product(request: Request, year: int, what: str, ids: str = "") -> Response:
        keeper.reader(request, "see")
        around, office = keeper.around(request, year), keeper.bureau.office
        name = around.words.get(f"{what}_file", what).format(year=year)
        if what == "workbook":
            return taken(f"{name}.xlsx", office.workbook(year))
        if what == "summary":
            return taken(f"{name}.docx", office.summary(year))
        if what == "notices":
            return taken(f"{name}.docx", office.notice(chosen(year, ids)))
        if what == "json":
            from reviewer.export import record

            reviews = [store().review(row.id) for row in store().submissions(year) if row.status is not None]
            return taken(f"{name}.json", record.write(reviews).encode("utf-8", "replace"))
        raise HTTPException(404)

    def chosen(year: int, ids: str) -> list[int]:
        """The submissions asked for that were returned; all of the year where none are named. Raises InputError."""
        from reviewer.errors import InputError

        returned = [row.id for row in store().submissions(year) if row.decision.value == "returned"]
        wanted = {int(one) for one in ids.split(",") if one.isascii() and one.isdigit()}
        found = [id for id in returned if not wanted or id in wanted]
        if not found:
            raise InputError("K-DESK-NONE-RETURNED")
        return found


def taken(name: str, data: bytes) -> Response:
    """A file to take away: never shown in place, whatever its name says."""
    plain = "".join(char for char in name if char.isprintable() and char not in '/\\"')[-150:] or "file"
    kind = _MEDIA.get(plain.rpartition(".")[2].lower(), "application/octet-stream")
    ending = plain.rpartition(".")[2] if plain.isascii() or "." in plain else "bin"
    safe = ending if ending.isascii() and ending.isalnum() else "bin"
    named = f"attachment; filename=\"file.{safe}\"; filename*=UTF-8''{quote(plain, errors='replace')}"
    return Response(data, media_type=kind, headers={**QUIET, "content-disposition": named})


_MEDIA = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
    "json": "application/json",
    "txt": "text/plain; charset=utf-8",
}
