"""When no file is left: last year's reports beside this year's, then the rules across reports. May be repeated at any time."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from reviewer.batch import chores, tasks
from reviewer.batch.engines import Call, Engine
from reviewer.batch.matching import Matcher
from reviewer.batch.results import Folder
from reviewer.errors import FailedError
from reviewer.model import Submission, SubmissionState
from reviewer.settings import Settings
from reviewer.store import Placing, Store

_CHUNK = 64
"""Submissions judged anew, or documents made anew, at a time."""


def match(store: Store, matcher: Matcher, submissions: Iterable[Submission], who: str) -> None:
    """Whose reports these are by the register as it is now; what a person said stands."""
    placings = []
    for one in submissions:
        if one.state is SubmissionState.DONE:
            found = matcher.match(one.identity, one.file)
            placings.append(Placing(one.id, found.agency, found.year, found.question))
    store.match(placings, who)


def unread(store: Store, submissions: Iterable[Submission], season: int | None, who: str) -> None:
    """A file that could not be read is of no known year: it belongs to the season it came in with, as nobody's."""
    if season is None:
        return
    lost = (SubmissionState.REFUSED, SubmissionState.QUARANTINED)
    mine = (one for one in submissions if one.state in lost and one.year is None)
    store.match([Placing(one.id, one.agency, season, one.question) for one in mine], who)


def last_years(store: Store, engine: Engine, year: int, folder: Folder | None, own: dict[int, str]) -> int:
    """Judge anew who has another last year's report than at the last time; how many. `own`: files of `folder` by submission."""
    waiting = store.unsettled(year)
    for start in range(0, len(waiting), _CHUNK):
        chunk = waiting[start : start + _CHUNK]
        if folder is not None:
            folder.drop(own[one] for one, _ in chunk if one in own)
        orders = {one: _again(store, one, before) for one, before in chunk}

        def take(submission: int, made: tasks.Made) -> None:
            store.renew(submission, made.result)
            if folder is not None and submission in own:
                folder.put(own[submission], made.document)

        spread(engine, tasks.judge, orders, take)
    return len(waiting)


def _again(store: Store, submission: int, before: int | None) -> tasks.Again:
    one, reading = store.submission(submission), store.packed(submission)
    last = store.submission(before) if before is not None else None
    assert reading is not None
    return tasks.Again(
        one.file,
        one.sha256,
        reading,
        store.packed(last.id) if last is not None else None,
        last.sha256 if last is not None else "",
        last.file if last is not None else "",
    )


def across(engine: Engine, settings: Settings, year: int) -> None:
    """The rules across the reports of a season, in a worker."""
    spread(engine, chores.across, {year: chores.Order(settings, year=year)}, lambda _, __: None)


def documents(engine: Engine, settings: Settings, folder: Folder, files: dict[int, str]) -> None:
    """Make documents anew from what is stored."""
    ids = sorted(files)
    orders = {start: chores.Order(settings, tuple(ids[start : start + _CHUNK])) for start in range(0, len(ids), _CHUNK)}

    def take(start: int, made: tuple[bytes, ...]) -> None:
        for one, document in zip(orders[start].ids, made, strict=True):
            folder.put(files[one], document)

    spread(engine, chores.documents, orders, take)


def product(engine: Engine, make: Call, order: chores.Order) -> bytes:
    """One of the products of `chores`, made in a worker."""
    found: list[bytes] = []
    spread(engine, make, {0: order}, lambda _, made: found.append(made))
    return found[0]


def spread(engine: Engine, call: Call, orders: dict[Any, Any], take: Callable[[Any, Any], object]) -> None:
    """All orders through an engine. Raises what a call raised; FailedError F-CRASH for one that was lost twice."""
    waiting, lost = list(orders), set()
    while waiting or engine.busy():
        while waiting and engine.room():
            name = waiting.pop(0)
            engine.submit(name, call, orders[name])
        for one in engine.ended(1.0):
            if one.error is not None:
                raise one.error
            if one.lost is None:
                take(one.key, one.made)
            elif one.key in lost:
                raise FailedError("F-CRASH", what=one.lost)
            else:
                lost.add(one.key)
                waiting.append(one.key)
