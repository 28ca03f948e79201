"""The web application: our own documents and files beside the framework's page, all of them only for their owner."""

from __future__ import annotations

from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from fastapi import FastAPI, HTTPException, Request, Response
from fastapi.responses import HTMLResponse
from fastapi.staticfiles import StaticFiles
from starlette.concurrency import run_in_threadpool

from reviewer.errors import ReviewerError
from reviewer.export import WRITERS, style
from ui import season
from ui.desk import Opened
from ui.guard import Guard, cookie_of
from ui.login import COOKIE, HOURS, Login, form
from ui.view import Setting, comparison, document
from ui.words import words
from ui.workshop import Workshop, titles_of

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

_MEDIA = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
    "html": "text/html; charset=utf-8",
    "text": "text/plain; charset=utf-8",
}
_HOUR = {"cache-control": "private, max-age=3600"}


def application(
    workshop: Workshop, login: Login | None = None, secure: bool = False, bureau: season.Bureau | None = None
) -> FastAPI:
    """Our routes and the guard; the framework is mounted by `ui.app`. `login`: demanded of everybody when given."""
    office = bureau or season.Bureau(lambda: workshop.settings)

    @asynccontextmanager
    async def life(_: FastAPI) -> AsyncIterator[None]:
        yield
        office.close()
        workshop.close()

    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None, lifespan=life)
    app.add_middleware(Guard, secure=secure, login=login)
    static = Path(__file__).with_name("static")

    @app.get("/own/report.css")
    def sheet() -> Response:
        return Response(style(), media_type="text/css", headers=_HOUR)

    app.mount("/own", StaticFiles(directory=static))

    if login is not None:
        _doors(app, login, secure)
    season.mount(app, workshop, office)

    def wanted(request: Request, id: str) -> Opened:
        opened = workshop.desk.get(request.state.owner, id)
        if opened is None:
            raise HTTPException(404, words().fault["gone"])
        return opened

    @app.get("/view/{id}")
    async def view(request: Request, id: str, lang: str = "zh") -> HTMLResponse:
        opened = wanted(request, id)
        others = workshop.desk.together(request.state.owner, opened.batch)
        made = await run_in_threadpool(
            document, opened, others, "en" if lang == "en" else "zh", Setting(titles=titles_of(workshop.settings))
        )
        return HTMLResponse(made, headers={"cache-control": "no-store"})

    @app.get("/compare/{id}")
    async def compared(request: Request, id: str, lang: str = "zh") -> HTMLResponse:
        opened = wanted(request, id)
        if opened.older is None:
            raise HTTPException(404, words().fault["gone"])
        made = await run_in_threadpool(comparison, opened, "en" if lang == "en" else "zh")
        return HTMLResponse(made, headers={"cache-control": "no-store"})

    @app.get("/pages/{id}/{number}.png")
    async def page(request: Request, id: str, number: int) -> Response:
        opened = wanted(request, id)
        if not 1 <= number <= len(opened.pages):
            raise HTTPException(404, words().fault["page"])
        try:
            drawn = await run_in_threadpool(workshop.painter.page, opened.path, number)
        except ReviewerError as error:
            raise HTTPException(404, words().fault["page"]) from error
        return Response(drawn, media_type="image/png", headers=_HOUR)

    @app.get("/files/{id}/{format}")
    async def file(request: Request, id: str, format: str) -> Response:
        opened = wanted(request, id)
        if format not in WRITERS:
            raise HTTPException(404)
        made = await run_in_threadpool(workshop.product, opened, format)
        plain = f"review{Path(made.name).suffix}"
        named = f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(made.name)}"
        return Response(made.data, media_type=_MEDIA[format], headers={"content-disposition": named})

    return app


def _doors(app: FastAPI, login: Login, secure: bool) -> None:
    """Coming in and going out."""

    @app.get("/login")
    def ask() -> HTMLResponse:
        return HTMLResponse(form())

    @app.post("/login")
    async def enter(request: Request) -> Response:
        given = await request.form(max_files=0, max_fields=4)
        name, password = str(given.get("name", "")), str(given.get("password", ""))
        address = request.client.host if request.client else ""
        token = await run_in_threadpool(login.enter, name[:80], password[:400], address)
        if token is None:
            return HTMLResponse(form(wrong=True), status_code=401)
        answer = Response(status_code=303, headers={"location": "/"})
        answer.set_cookie(COOKIE, token, max_age=HOURS * 3600, httponly=True, samesite="strict", secure=secure)
        return answer

    @app.post("/logout")
    def leave(request: Request) -> Response:
        login.leave(cookie_of(request.scope, COOKIE))
        answer = Response(status_code=303, headers={"location": "/login"})
        answer.delete_cookie(COOKIE)
        return answer
