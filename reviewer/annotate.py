"""A review's findings written into the submitted file: comments in a .docx, highlights in a PDF.

The file is hostile input still: it is checked, read and written in a limited child, as it was for the review.
"""

from __future__ import annotations

import hashlib
import tempfile
from contextlib import closing, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from reviewer import child
from reviewer.errors import FailedError, InputError, LimitError, RefusedError
from reviewer.export import notes_of
from reviewer.isolate import Budget, Host
from reviewer.limits import Limits
from reviewer.model import Review, ReviewStatus

if TYPE_CHECKING:
    from reviewer.marking.result import Outcome

Format = Literal["docx", "pdf"]
_READ = (ReviewStatus.REVIEWED, ReviewStatus.PARTIAL)
_ROOM = 16 * 2**20
"""Bytes that the notes may add to a file of the largest size."""


class Unplaced(NamedTuple):
    """A finding without any place in the file; the comment at the title tells it."""

    number: str
    rule: str
    fingerprint: str
    message: str


class Annotated(NamedTuple):
    """The marked file. `placed`: pieces of evidence marked; `missed`: those whose place could not be told for certain."""

    data: bytes
    format: Format
    placed: int
    missed: int
    unplaced: tuple[Unplaced, ...]


def annotate_docx(
    source: bytes, review: Review, *, limits: Limits | None = None, host: Host | None = None, isolated: bool = True
) -> Annotated:
    """The submitted .docx with a comment at every place that the findings name; nothing else in it changes.

    Raises InputError (K-MARK-OTHER, K-MARK-UNREAD), RefusedError (K-MARK-KIND), LimitError, FailedError.
    """
    return annotate(source, review, limits=limits, host=host, isolated=isolated, format="docx")


def annotate_pdf(
    source: bytes, review: Review, *, limits: Limits | None = None, host: Host | None = None, isolated: bool = True
) -> Annotated:
    """The submitted PDF with those places highlighted, a note on each. Raises as `annotate_docx`; ConfigError X-PYPDF."""
    return annotate(source, review, limits=limits, host=host, isolated=isolated, format="pdf")


def annotate(
    source: bytes,
    review: Review,
    *,
    limits: Limits | None = None,
    host: Host | None = None,
    isolated: bool = True,
    format: Format | None = None,
) -> Annotated:
    """Whichever of the two the file is. `host`: where children come from, one of its own when None; `isolated` False
    works in this process."""
    if review.status not in _READ:
        raise InputError("K-MARK-UNREAD")
    if hashlib.sha256(source).hexdigest() != review.sha256:
        raise InputError("K-MARK-OTHER")
    limits = limits or Limits()
    if len(source) > limits.upload:
        raise LimitError("L-UPLOAD", limit=limits.upload // 2**20)
    with tempfile.TemporaryDirectory(prefix="reviewer-", ignore_cleanup_errors=True) as folder:
        path, notes = Path(folder, "source"), Path(folder, "notes.json")
        path.write_bytes(source)
        notes.write_text(notes_of(review).model_dump_json(), "utf-8")
        name = review.file.replace("\\", "/").rsplit("/", 1)[-1]
        call = {"path": str(path), "notes": str(notes), "limits": limits.model_dump(), "name": name}
        return _understood(_answer(call, limits, host, isolated=isolated), format)


def _answer(call: dict[str, Any], limits: Limits, host: Host | None, *, isolated: bool) -> bytes:
    if not isolated:
        from reviewer import marking

        return marking.mark(**call)
    budget = Budget.of(limits)._replace(answer=limits.upload + _ROOM)
    with (
        nullcontext(host) if host is not None else Host() as serving,
        closing(serving.submit(child.MARK, call, budget)) as job,
    ):
        return job.result()


def _understood(answer: bytes, wanted: Format | None) -> Annotated:
    """What the child says, checked before it is believed."""
    from pydantic import ValidationError

    from reviewer.marking.result import Outcome

    head, _, data = answer.partition(b"\n")
    try:
        outcome = Outcome.model_validate_json(head)
    except ValidationError as error:
        raise FailedError("F-CRASH", what="answer") from error
    if wanted is not None and outcome.format != wanted:
        raise RefusedError("K-MARK-KIND")
    return Annotated(
        data, outcome.format, sum(one.placed for one in outcome.notes), sum(one.missed for one in outcome.notes),
        _unplaced(outcome),
    )  # fmt: skip


def _unplaced(outcome: Outcome) -> tuple[Unplaced, ...]:
    return tuple(Unplaced(one.number, one.rule, one.fingerprint, one.head) for one in outcome.unplaced)
