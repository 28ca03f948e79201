"""What people do at the desk: all POST routes. Each asks who acts and whether they may; the guard has looked at the origin."""

from __future__ import annotations

import tempfile
from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from fastapi import FastAPI, HTTPException, Request, Response
from fastapi.responses import JSONResponse
from starlette.concurrency import run_in_threadpool

from reviewer.errors import ConflictError, InputError
from reviewer.model import Decision, Mark, SeasonInfo
from ui.season import intake
from ui.season.keeper import Keeper, done
from ui.season.people import COOKIE, as_cookie, named
from ui.season.words import said

Act = Callable[..., Awaitable[dict[str, Any] | Response | None]]


def add(app: FastAPI, keeper: Keeper) -> None:
    """The routes of the acts."""
    intake.add(app, keeper)

    @app.post("/season/who")
    @done
    async def name(request: Request) -> Response:
        """This machine's user says who acts. With a login the name is the one that logged in."""
        given = named((await fields(request)).get("name", ""))
        if request.state.session is not None or not given:
            raise HTTPException(400)
        answer = JSONResponse({"ok": True})
        answer.set_cookie(COOKIE, as_cookie(given), httponly=True, samesite="strict")
        return answer

    @app.post("/season/open/{id}/decide")
    @done
    async def decide(request: Request, id: int) -> None:
        person, given = keeper.actor(request, "decide"), await fields(request)
        store, wanted = keeper.bureau.store, chosen(Decision, given.get("decision"))
        await run_in_threadpool(
            seeing, lambda: store.submission(id).revision, store.decide, id, wanted, person.name, number(given, "seen"), given.get("note", "")[:2000]
        )  # fmt: skip

    @app.post("/season/open/{id}/mark")
    @done
    async def mark(request: Request, id: int) -> None:
        person, given = keeper.actor(request, "decide"), await fields(request)
        await run_in_threadpool(marked, keeper, id, person.name, given)

    @app.post("/season/open/{id}/assign")
    @done
    async def assign(request: Request, id: int) -> None:
        person, given = keeper.actor(request, "decide"), await fields(request)
        store = keeper.bureau.store
        await run_in_threadpool(
            seeing, lambda: store.submission(id).revision, store.assign, id, given.get("agency", "").strip()[:120], number(given, "year"), person.name, number(given, "seen")
        )  # fmt: skip
        if not keeper.bureau.runs.busy():
            keeper.bureau.settle(number(given, "year"))

    @app.post("/season/open/{id}/note")
    @done
    async def note(request: Request, id: int) -> None:
        person, given = keeper.actor(request, "decide"), await fields(request)
        text = given.get("text", "").strip()[:2000]
        if not text:
            raise HTTPException(400)
        await run_in_threadpool(keeper.bureau.store.annotate, id, person.name, text)

    @app.post("/season/open/{id}/delete")
    @done
    async def delete(request: Request, id: int) -> dict[str, str]:
        person = keeper.actor(request, "delete")
        one = await run_in_threadpool(keeper.bureau.store.submission, id)
        await run_in_threadpool(keeper.bureau.store.forget_submission, id, person.name)
        year = one.year or keeper.around(request).year
        keeper.bureau.settle(year)
        return {"go": keeper.around(request, year).link(f"{year}/table").replace("&amp;", "&")}

    @app.post("/season/{year}/forget")
    @done
    async def forget(request: Request, year: int) -> None:
        person = keeper.actor(request, "delete")
        await run_in_threadpool(keeper.bureau.store.forget, year, person.name)
        keeper.bureau.settle(year + 1)

    @app.post("/season/{year}/schedule")
    @done
    async def schedule(request: Request, year: int) -> None:
        person, given = keeper.actor(request, "register"), await fields(request)
        info = SeasonInfo(year=year, due=day(given, "due"), due_governments=day(given, "due_governments"))
        await run_in_threadpool(keeper.bureau.store.schedule, info, person.name)

    @app.post("/season/{year}/settle")
    @done
    async def settle(request: Request, year: int) -> None:
        keeper.actor(request, "decide")
        await run_in_threadpool(keeper.bureau.office.settle, year)

    @app.post("/season/{year}/register/import")
    @done
    async def enrol(request: Request, year: int, name: str = "") -> dict[str, str]:
        from reviewer.batch import roster

        person = keeper.actor(request, "register")
        limits = keeper.bureau.settings.limits
        ending = Path(name).suffix.lower()
        with tempfile.TemporaryDirectory(prefix="reviewer-register-") as folder:
            path = Path(folder, "register" + (ending if ending in (".csv", ".xlsx", ".yaml", ".yml") else ".csv"))
            await intake.written(request, path, limits.upload)
            bodies = await run_in_threadpool(roster.read, path, limits)
        await run_in_threadpool(keeper.bureau.store.enrol, bodies, person.name)
        await run_in_threadpool(keeper.bureau.office.rematch, person.name)
        keeper.bureau.settle(year)
        words = said("en" if request.query_params.get("lang") == "en" else "zh")
        return {"told": words["enrolled"].format(n=len(bodies))}


def marked(keeper: Keeper, id: int, who: str, given: dict[str, str]) -> None:
    """Confirm, dismiss, or take back. Raises ConflictError with the revision that stands now, InputError."""
    store = keeper.bureau.store
    one = store.submission(id)
    if one.agency is None or one.year is None:
        raise InputError("K-DESK-WHOSE")
    agency, year, kind, seen = one.agency, one.year, given.get("kind", ""), number(given, "seen")
    rule, print_, reason = (
        given.get("rule", "")[:60],
        given.get("fingerprint", "")[:80],
        given.get("reason", "").strip()[:500],
    )
    if (rule, print_) not in {(finding.rule, finding.fingerprint) for finding in store.review(id).findings}:
        raise InputError("K-DESK-NO-FINDING")
    if kind == "dismissed" and not reason:
        raise InputError("K-DESK-REASON")

    def now() -> int:
        return next((m.revision for m in store.marks(agency, year) if (m.rule, m.fingerprint) == (rule, print_)), 0)

    if kind == "withdrawn":
        seeing(now, store.unmark, agency, year, rule, print_, who, seen)
    elif kind in ("confirmed", "dismissed"):
        made = Mark.model_validate(
            {"rule": rule, "fingerprint": print_, "kind": kind, "reason": reason, "who": who, "when": datetime.now(UTC)}
        )
        seeing(now, store.mark, agency, year, made, seen)
    else:
        raise HTTPException(400)


def seeing(now: Callable[[], int], act: Callable[..., Any], *given: Any) -> None:
    """Act; a conflict tells the revision that stands now, for whoever redoes it after having read both texts."""
    try:
        act(*given)
    except ConflictError as error:
        raise ConflictError(error.code, **{**error.values, "seen": now()}) from error


async def fields(request: Request) -> dict[str, str]:
    """The fields of a form without files."""
    given = await request.form(max_files=0, max_fields=12)
    return {key: str(value) for key, value in given.items()}


def number(given: dict[str, str], key: str) -> int:
    text = given.get(key, "")
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise HTTPException(400)
    return int(text)


def day(given: dict[str, str], key: str) -> date:
    try:
        return date.fromisoformat(given.get(key, ""))
    except ValueError as error:
        raise HTTPException(400) from error


def chosen(kind: type[Decision], text: str | None) -> Decision:
    try:
        return kind(text or "")
    except ValueError as error:
        raise HTTPException(400) from error
