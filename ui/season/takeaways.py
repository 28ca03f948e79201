"""What may be taken away from the desk: pages as pictures, reviews, marked originals, notices, products of the season."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from fastapi import FastAPI, HTTPException, Request, Response

from reviewer.errors import InputError
from reviewer.export import WRITERS, record
from reviewer.model import Decision
from reviewer.verdicts import outcomes
from ui.season import notice
from ui.season.keeper import QUIET, Keeper, shown

if TYPE_CHECKING:
    from reviewer.store import Store


def add(app: FastAPI, keeper: Keeper) -> None:
    """The routes of the files."""

    def store() -> Store:
        return keeper.bureau.store

    @app.get("/season/pages/{id}/{number}.png")
    @shown
    def picture(request: Request, id: int, number: int) -> Response:
        found = keeper.seen(request, id)
        path = store().original(found.id)
        if path is None or number < 1:
            raise HTTPException(404, "page")
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
    def beside(request: Request, id: int, what: str, deadline: str = "") -> Response:
        found = keeper.seen(request, id)
        name = found.file.replace("\\", "/").rpartition("/")[2]
        stem, _, _ = name.rpartition(".")
        said = keeper.around(request, found.year).words
        if what == "original":
            path = store().original(id)
            if path is None:
                raise HTTPException(404, "gone")
            return taken(name, path.read_bytes())
        if what == "marked":
            made = keeper.bureau.office.commented(id)
            return taken(f"{stem or name}-{said['marked_name']}.{made.format}", made.data)
        if what == "notice":
            keeper.reader(request, "see")
            made_notice = keeper.bureau.office.notice([id], deadline=notice.day(deadline))
            return taken(f"{stem or name}-{said['notice_name']}.docx", made_notice)
        raise HTTPException(404)

    @app.get("/season/{year}/products/{what}")
    @shown
    def product(request: Request, year: int, what: str, ids: str = "", deadline: str = "") -> Response:
        keeper.reader(request, "see")
        office, name = (
            keeper.bureau.office,
            keeper.around(request, year).words.get(f"{what}_file", what).format(year=year),
        )
        if what == "workbook":
            return taken(f"{name}.xlsx", office.workbook(year))
        if what == "summary":
            return taken(f"{name}.docx", office.summary(year))
        if what == "notices":
            return taken(f"{name}.docx", office.notice(chosen(year, ids), deadline=notice.day(deadline)))
        if what == "json":
            reviews = [store().review(row.id) for row in store().submissions(year) if row.status is not None]
            return taken(f"{name}.json", record.write(reviews).encode("utf-8", "replace"))
        raise HTTPException(404)

    def chosen(year: int, ids: str) -> list[int]:
        """The submissions asked for that were returned; all of the year where none are named. Raises InputError."""
        returned = [row.id for row in store().submissions(year) if row.decision.value == "returned"]
        wanted = {int(one) for one in ids.split(",") if one.isascii() and one.isdigit()}
        found = [id for id in returned if not wanted or id in wanted]
        if not found:
            raise InputError("K-DESK-NONE-RETURNED", returned=outcomes().decision[Decision.RETURNED])
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
