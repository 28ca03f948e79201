"""Uploads: a basket is begun, its files come one by one as plain bodies, then it is handed in and its run begins."""

from __future__ import annotations

from pathlib import Path

from fastapi import FastAPI, HTTPException, Request
from starlette.concurrency import run_in_threadpool

from reviewer.errors import InputError, LimitError
from ui.season.keeper import Keeper, done

_ARCHIVE = 4
"""An archive may be so many times as large as one file."""


def add(app: FastAPI, keeper: Keeper) -> None:
    """The routes of the uploads."""
    baskets = keeper.bureau.baskets

    @app.post("/season/{year}/basket")
    @done
    async def begin(request: Request, year: int) -> dict[str, str]:
        person = keeper.actor(request, "upload")
        await run_in_threadpool(keeper.bureau.store.season, year)
        return {"basket": baskets.new(person.name, year).id}

    @app.post("/season/basket/{id}/file")
    @done
    async def take(request: Request, id: str, name: str = "") -> None:
        person = keeper.actor(request, "upload")
        basket = baskets.get(id, person.name)
        if basket is None:
            raise HTTPException(404)
        path = baskets.place(basket, name)
        if path is None:
            raise InputError("K-DESK-MANY")
        limit = keeper.bureau.settings.limits.upload
        await written(request, path, limit * (_ARCHIVE if path.suffix.lower() == ".zip" else 1))

    @app.post("/season/basket/{id}/run")
    @done
    async def run(request: Request, id: str) -> None:
        person = keeper.actor(request, "upload")
        basket = baskets.get(id, person.name)
        if basket is None:
            raise HTTPException(404)
        if not any(one.is_file() for one in basket.files.rglob("*")):
            raise InputError("K-DESK-NOTHING")
        keeper.bureau.hand_in(basket)

    @app.post("/season/{year}/again")
    @done
    async def again(request: Request, year: int) -> None:
        person = keeper.actor(request, "upload")
        id = str((await request.form(max_files=0, max_fields=2)).get("basket", ""))
        runs = [run for run in keeper.bureau.runs.all() if run.basket.id == id]
        if not runs or not (person.may("see") or runs[0].basket.who == person.name):
            raise HTTPException(404)
        keeper.bureau.runs.again(id)


async def written(request: Request, path: Path, most: int) -> None:
    """A request's body into a new file. Raises LimitError L-UPLOAD, and nothing is left of what was too large."""
    size = 0
    try:
        with path.open("xb") as out:
            async for piece in request.stream():
                size += len(piece)
                if size > most:
                    raise LimitError("L-UPLOAD", limit=most // 2**20)
                out.write(piece)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
