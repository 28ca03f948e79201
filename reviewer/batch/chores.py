"""Work over what is stored, done in a process of its own so that the one who waits stays small: each opens the store itself."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import NamedTuple

from reviewer import checks
from reviewer.batch import tasks
from reviewer.checks import season
from reviewer.export import xlsx
from reviewer.model import AnnualReport, Submission, SubmissionState
from reviewer.settings import Settings
from reviewer.store import Store

_HERE = timezone(timedelta(hours=8))


class Order(NamedTuple):
    """`ids`: submissions; `year`: a season."""

    settings: Settings
    ids: tuple[int, ...] = ()
    year: int = 0
    who: str = ""


_store: tuple[Settings, Store] | None = None


def documents(order: Order) -> tuple[bytes, ...]:
    """The compressed JSON documents of submissions, with what people have dismissed."""
    store = _opened(order.settings)
    return tuple(tasks.packed(tasks.document_of(store.review(one))) for one in order.ids)


def across(order: Order) -> int:
    """Judge a season by the rules across reports, and store it; how many findings. Raises ConfigError, StoreError."""
    store, year = _opened(order.settings), order.year
    rules = checks.catalogue(order.settings.rules).rules(year)
    last = {one.agency: one for one in store.submissions(year=year - 1) if one.agency}
    reports = []
    for one in store.submissions(year=year):
        if one.agency is None:
            continue
        before = last.get(one.agency)
        beside = _handed(store, before, None) if before is not None else None
        reports.append(_handed(store, one, beside))
    today = datetime.now(_HERE).date()
    judged = season.check_season(store.register(), reports, store.season(year), today, rules)
    store.put_across(year, judged.findings, judged.outcomes)
    return len(judged.findings)


def summary(order: Order) -> bytes:
    """The workbook over submissions, without the sheet of all cells: it costs ten times all else, and each JSON has them."""
    store = _opened(order.settings)
    reviews = (store.review(one) for one in order.ids)
    return xlsx.write((one.model_copy(update={"sections": ()}) for one in reviews), cells=False)


def _handed(store: Store, one: Submission, last: season.Handed | None) -> season.Handed:
    report: AnnualReport | None = store.reading(one.id) if one.state is SubmissionState.DONE else None
    assert one.agency is not None
    assert one.year is not None
    return season.handed(
        report,
        agency=one.agency,
        year=one.year,
        submission=one.id,
        received=one.received,
        verdict=one.verdict,
        decision=one.decision,
        last=last,
    )


def _opened(settings: Settings) -> Store:
    global _store
    if _store is None or _store[0] != settings:
        _store = settings, Store.open(settings)
    return _store[1]
