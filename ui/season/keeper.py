"""What the desk's routes share: who is there, what they may see, what the pages are made from. Faults become answers."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fastapi import HTTPException, Request
from fastapi.responses import HTMLResponse, JSONResponse, Response

from reviewer.errors import ConflictError, InputError, ReviewerError
from reviewer.model import Submission, SubmissionState
from reviewer.resources import sentence
from ui.desk import Opened, PageSize
from ui.season.bureau import Bureau
from ui.season.people import Person, person_of
from ui.season.shell import Around, head
from ui.season.standing import today
from ui.season.words import said
from ui.words import Language

if TYPE_CHECKING:
    from ui.workshop import Workshop

QUIET = {"cache-control": "no-store"}


class Denied(Exception):  # noqa: N818 - not an error: an answer
    """This person may not do that."""


class Unnamed(Exception):  # noqa: N818 - as above
    """Nobody has said who acts."""


class Keeper:
    """One for all routes."""

    def __init__(self, workshop: Workshop, bureau: Bureau) -> None:
        self.workshop = workshop
        self.bureau = bureau

    def around(self, request: Request, year: int | None = None) -> Around:
        """With what a page is shown. Raises as `Bureau.store`, InputError (S-YEAR)."""
        language: Language = "en" if request.query_params.get("lang") == "en" else "zh"
        usual = today().year - 1
        store = self.bureau.store
        info = store.season(year if year is not None else usual)
        years = sorted(
            {one.year for one in store.seasons()} | set(range(usual - 3, usual + 1)) | {info.year}, reverse=True
        )
        return Around(language, person_of(request), info.year, years)

    def actor(self, request: Request, right: str) -> Person:
        """Who acts, where they may. Raises Denied, Unnamed."""
        person = person_of(request)
        if not person.may(right):
            raise Denied
        if not person.name:
            raise Unnamed
        return person

    def reader(self, request: Request, right: str) -> Person:
        """Who looks, where they may. Raises Denied."""
        person = person_of(request)
        if not person.may(right):
            raise Denied
        return person

    def seen(self, request: Request, id: int) -> Submission:
        """A submission that this person may see. Raises InputError (S-UNKNOWN) for any other, as if there were none."""
        one = self.bureau.store.submission(id)
        if not self.mine(person_of(request), one.id):
            raise InputError("S-UNKNOWN", id=id)
        return one

    def mine(self, person: Person, id: int) -> bool:
        """Whether this person may see it: all, or what came in under the own name."""
        return person.may("see") or self.bureau.ledger.handed_in_by(self.bureau.store, id) == person.name

    def opened(self, one: Submission) -> Opened:
        """As the review tab has it. Raises InputError (S-UNREVIEWED)."""
        review = self.bureau.store.review(one.id)
        path = self.bureau.store.original(one.id)
        pages: tuple[PageSize, ...] = ()
        if path is not None and one.state is SubmissionState.DONE:
            pages = self.workshop.sizes(path, review)
        return Opened(str(one.id), review.file, path or Path(), review, pages)


def shown(handler: Callable[..., Any]) -> Callable[..., Any]:
    """A page; what goes wrong is told on one."""

    @wraps(handler)
    def wrapped(request: Request, *args: Any, **kwargs: Any) -> Any:
        language: Language = "en" if request.query_params.get("lang") == "en" else "zh"
        try:
            made = handler(request, *args, **kwargs)
            return HTMLResponse(made, headers=QUIET) if isinstance(made, str) else made
        except Denied:
            return _told(said(language)["denied"], 403, language)
        except HTTPException as error:
            return _told(said(language)["not_there"], error.status_code, language)
        except ReviewerError as error:
            status = 404 if error.code == "S-UNKNOWN" else 400 if isinstance(error, InputError) else 503
            return _told(sentence(error.code, **error.values), status, language)

    return _bare(wrapped, handler)


def done(handler: Callable[..., Any]) -> Callable[..., Any]:
    """An act, answered in JSON: `ok` and where to go, or `fault`, `conflict`, `name` (asked for)."""

    @wraps(handler)
    async def wrapped(request: Request, *args: Any, **kwargs: Any) -> Any:
        words = said("en" if request.query_params.get("lang") == "en" else "zh")
        try:
            made = await handler(request, *args, **kwargs)
            return made if isinstance(made, Response) else JSONResponse({"ok": True, **(made or {})}, headers=QUIET)
        except Denied:
            return JSONResponse({"fault": words["denied"]}, 403)
        except Unnamed:
            return JSONResponse({"name": True}, 428)
        except ConflictError as error:
            told = {key: error.values.get(key, "") for key in ("who", "when", "theirs", "yours", "seen")}
            return JSONResponse({"conflict": told, "fault": sentence(error.code, **error.values)}, 409)
        except HTTPException as error:
            return JSONResponse({"fault": words["bad_call"]}, error.status_code)
        except ReviewerError as error:
            status = 404 if error.code == "S-UNKNOWN" else 400 if isinstance(error, InputError) else 503
            return JSONResponse({"fault": sentence(error.code, **error.values)}, status)

    return _bare(wrapped, handler)


def _bare(wrapped: Callable[..., Any], handler: Callable[..., Any]) -> Callable[..., Any]:
    """With the handler's parameters and no promise of what it returns: the framework would check answers against it."""
    signature = inspect.signature(handler, eval_str=True)
    wrapped.__signature__ = signature.replace(return_annotation=inspect.Signature.empty)  # type: ignore[attr-defined]
    wrapped.__annotations__ = {key: one for key, one in wrapped.__annotations__.items() if key != "return"}
    return wrapped


def _told(text: str, status: int, language: Language) -> Response:
    from html import escape

    back = f'<p><a href="/season{"?lang=en" if language == "en" else ""}">{escape(said(language)["to_board"])}</a></p>'
    page = f'{head(text, language, "desk", "season.js")}<main class="single"><p class="nothing" role="alert">{escape(text)}</p>{back}</main></body></html>'
    return HTMLResponse(page, status, headers=QUIET)
