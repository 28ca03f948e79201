"""What a season is taken away as: its view filled from the store, and the products and papers that are made from it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

from reviewer.annotate import Annotated, annotate
from reviewer.completeness import doubtful
from reviewer.errors import InputError
from reviewer.export import LONGEST_TO_MEND, Case, NoticeContext, notice
from reviewer.export import Decision as Word
from reviewer.inquiry import rule_texts
from reviewer.limits import Limits
from reviewer.model import Agency, SeasonRow, SeasonView, Submission, SubmissionState
from reviewer.store import Store

_HERE = timezone(timedelta(hours=8))
_WORD = {"confirmed": "confirm", "dismissed": "dismiss"}


def view_of(store: Store, year: int, office: str = "", only: Collection[int] | None = None) -> SeasonView:
    """A season as it stands. `only`: these submissions of the year, and those of no known year (a batch's own workbook).

    A body that has handed in and is not on the register is taken for one that reports for itself alone.
    """
    every = map(store.submission, only) if only is not None else store.submissions(year=year)
    given = tuple(one for one in every if one.year in (year, None))
    named = list(dict.fromkeys(one.agency for one in given if one.agency))
    register = store.register() if only is None else tuple(one for one in store.register() if one.name in named)
    known = {one.name for one in register}
    bodies = (*register, *(Agency(name=name) for name in named if name not in known))
    place = {one.name: number for number, one in enumerate(bodies)}
    ordered = sorted(given, key=lambda one: (place.get(one.agency or "", len(place)), one.id))
    ids = {one.id for one in ordered}

    def cells(facts: Sequence[str] | None = None) -> Iterator[tuple[str, int, str, Decimal | None, str]]:
        return (one for one in store.cells(year, facts) if one[1] in ids)

    def last(facts: Sequence[str] | None = None) -> Iterator[tuple[str, int, str, Decimal | None, str]]:
        return (one for one in store.cells(year - 1, facts) if one[0] in place)

    return SeasonView(
        info=store.season(year), made=datetime.now(UTC), office=office, bodies=bodies, rules=rule_texts(),
        rows=lambda: (_row(store, one) for one in ordered),
        across=tuple(one for one in store.across(year) if only is None or one.agency in place),
        across_outcomes=store.across_outcomes(year) if only is None else (),
        cells=cells, last=last, checkpoint=store.checkpoint(),
    )  # fmt: skip


def _row(store: Store, one: Submission) -> SeasonRow:
    review = store.review(one.id) if one.state is SubmissionState.DONE else None
    placed = (one.agency, one.year) if one.agency and one.year else None
    versions = store.versions(*placed) if placed else ()
    return SeasonRow(
        submission=one,
        findings=review.findings if review else (),
        marks=store.marks(*placed) if placed else (),
        notes=store.notes(one.id),
        first=versions[0].received if versions else None,
        tables=doubtful(review) if review else (),
    )


def seasons_of(submissions: Sequence[Submission]) -> tuple[int, ...]:
    """The seasons they are of: first the one that most are of, the later of two."""
    counts = Counter(one.year for one in submissions if one.year is not None)
    return tuple(sorted(counts, key=lambda year: (-counts[year], -year)))


def returned(store: Store, ids: Sequence[int], office: str = "", deadline: date | None = None) -> bytes:
    """The notices that send these submissions back, as one document: what was dismissed is left out, notes go in.

    `deadline`: until when they are to be handed in again; None: the notices name no day. Raises InputError (S-UNKNOWN,
    S-UNREVIEWED, X-NOTICE-EMPTY, B-DEADLINE: a day that is over, or more than a year away).
    """
    today = datetime.now(_HERE).date()
    if deadline is not None and not today <= deadline <= today + LONGEST_TO_MEND:
        raise InputError("B-DEADLINE", deadline=deadline)
    found = [store.submission(id) for id in ids]
    cases = {one.sha256: _case(store, one) for one in found}
    context = NoticeContext(office=office, date=today, deadline=deadline, cases=cases)
    return notice([store.review(one.id) for one in found], context)


def _case(store: Store, one: Submission) -> Case:
    marks = store.marks(one.agency, one.year) if one.agency and one.year else ()
    said = {
        mark.fingerprint: Word.model_validate({"verdict": _WORD[mark.kind], "reason": mark.reason}) for mark in marks
    }
    return Case(agency=one.agency or "", notes=tuple(note.text for note in store.notes(one.id)), decisions=said)


def commented(store: Store, id: int, limits: Limits) -> Annotated:
    """Word comments or PDF highlights in a copy of what was submitted.

    Raises InputError (S-UNKNOWN, B-NO-COPY), RefusedError, LimitError, FailedError.
    """
    path = store.original(id)
    if path is None:
        raise InputError("B-NO-COPY", id=id)
    return annotate(path.read_bytes(), store.review(id), limits=limits)
