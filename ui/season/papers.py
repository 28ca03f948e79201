"""What goes back to those who submitted: the notice in Word, and the submitted file with the findings written into it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from reviewer.annotate import Annotated, annotate
from reviewer.errors import InputError
from reviewer.export import Case, Decision, NoticeContext, notice
from reviewer.model import Mark, Submission
from ui.season.standing import today

if TYPE_CHECKING:
    from reviewer.limits import Limits
    from reviewer.store import Store

_VERDICT = {"confirmed": "confirm", "dismissed": "dismiss"}


def returned(store: Store, ids: Sequence[int]) -> bytes:
    """The notices of these submissions as one document: what was dismissed is left out, notes go in. Raises InputError."""
    found = [store.submission(id) for id in ids]
    cases = {one.sha256: _case(store, one) for one in found}
    context = NoticeContext(office="", date=today(), cases=cases)
    return notice([store.review(one.id) for one in found], context)


def _case(store: Store, one: Submission) -> Case:
    marks: tuple[Mark, ...] = store.marks(one.agency, one.year) if one.agency and one.year else ()
    said = {
        mark.fingerprint: Decision.model_validate({"verdict": _VERDICT[mark.kind], "reason": mark.reason})
        for mark in marks
    }
    notes = tuple(note.text for note in store.notes(one.id))
    return Case(agency=one.agency or "", notes=notes, decisions=said)


def commented(store: Store, id: int, limits: Limits) -> Annotated:
    """Word comments or PDF highlights in the submitted file. Raises InputError, RefusedError, LimitError, FailedError."""
    path = store.original(id)
    if path is None:
        raise InputError("K-DESK-NO-FILE")
    return annotate(path.read_bytes(), store.review(id), limits=limits)
