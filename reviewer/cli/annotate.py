"""`reviewer annotate`: one report reviewed, and what was found written into a copy of it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from reviewer.annotate import annotate
from reviewer.cli.output import ReaderMayLeave, save, unify
from reviewer.cli.review import settings_of, unreviewed
from reviewer.cli.words import CallError, words
from reviewer.lector import shown
from reviewer.pipeline import Reviewer

if TYPE_CHECKING:
    from reviewer.isolate import Host


def annotate_file(
    file: str, output: str | None, previous: str | None, rules: str | None, debug: bool, host: Host | None
) -> int:
    """Write the marked copy; 0. Raises ReviewerError: what cannot be reviewed or marked (exit status 2)."""
    settings = settings_of("off", None, rules)
    if previous is not None and not Path(previous).is_file():
        raise CallError("K-PREVIOUS", name=shown(previous))
    if output is not None and Path(output).exists() and Path(file).exists() and Path(output).samefile(file):
        raise CallError("K-INPUT", name=shown(output))
    with Reviewer(settings, host=host, debug=debug) as reviewer:
        review = reviewer.review(file, previous)
        if unreviewed(review):
            raise CallError("K-MARK-REVIEW", name=review.file, reason=review.notice.sentence if review.notice else "")
        isolated = reviewer.host is not None
        made = annotate(_bytes(file), review, limits=settings.limits, host=reviewer.host, isolated=isolated)
    path = _save(file, output, made.format, made.data)
    unify()
    with ReaderMayLeave():
        left = words("annotate", "unplaced", count=len(made.unplaced)) if made.unplaced else ""
        print(words("annotate", "done", placed=made.placed, left=left, name=shown(str(path))), flush=True)
        sys.stdout.flush()
    return 0


def _bytes(file: str) -> bytes:
    try:
        return Path(file).read_bytes()
    except OSError as error:  # it was there a moment ago
        raise CallError("F-CHANGED") from error


def _save(file: str, output: str | None, ending: str, data: bytes) -> Path:
    """Where it was written: as told, else beside the report under a name that is free. Raises CallError (K-WRITE)."""
    if output is not None and not Path(output).is_dir():
        save(Path(output), data, replace=True)
        return Path(output)
    folder = Path(file).parent if output is None else Path(output)
    stem, number = Path(file).stem + words("annotate", "suffix"), 1
    while True:
        path = folder / f"{stem}{f'-{number}' if number > 1 else ''}.{ending}"
        if save(path, data, replace=False):
            return path
        number += 1
