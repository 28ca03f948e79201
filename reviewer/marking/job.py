"""What the child runs: a file and the notes in, one frame out: a line of JSON, then the bytes of the marked file."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from reviewer import extract
from reviewer.errors import RefusedError
from reviewer.export.notes import Notes
from reviewer.limits import Limits


def mark(path: str, notes: str, limits: Mapping[str, Any], name: str) -> bytes:
    """Mark the file at `path` with the Notes (JSON) in the file at `notes`; `name`: the file's name as given.

    Raises RefusedError (K-MARK-KIND for a file that cannot hold notes, and those of the readers), LimitError.
    """
    held, allowed = Path(path), Limits.model_validate(limits)
    wanted = Notes.model_validate_json(Path(notes).read_bytes())
    kind = extract.kind(held, allowed)
    if kind == "docx":
        from reviewer.marking.word import mark_docx

        outcome, data = mark_docx(held.read_bytes(), name, wanted, allowed)
    elif kind == "pdf":
        from reviewer.marking.pages import mark_pdf

        outcome, data = mark_pdf(held, name, wanted, allowed)
    else:
        raise RefusedError("K-MARK-KIND")
    return outcome.model_dump_json().encode() + b"\n" + data
