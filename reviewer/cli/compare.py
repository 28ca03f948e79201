"""`reviewer compare`: two versions of a report in, what changed out, an exit status as of the new version."""

from __future__ import annotations

import sys

from reviewer.cli.output import ReaderMayLeave
from reviewer.cli.review import settings_of, status_of, unreviewed
from reviewer.cli.words import CallError, choice
from reviewer.compare import compare
from reviewer.export import comparison
from reviewer.model import Severity
from reviewer.pipeline import Reviewer

_FORMATS = {"text": comparison.as_text, "json": comparison.as_json}


def compare_files(old: str, new: str, format: str, fail_on: str | None, rules: str | None = None) -> int:
    """Review both and print what changed. Raises CallError (K-CHOICE, K-COMPARED)."""
    write = _FORMATS[choice("--format", format, tuple(_FORMATS))]
    settings = settings_of("off", fail_on, rules)  # what a model said of one version is no measure of the other
    with Reviewer(settings) as reviewer:
        reviews = [reviewer.review(name) for name in (old, new)]
    for one in reviews:
        if unreviewed(one):
            raise CallError("K-COMPARED", name=one.file, reason=one.notice.sentence if one.notice else "")
    with ReaderMayLeave():
        sys.stdout.buffer.write(write(compare(*reviews)).encode("utf-8", "replace"))
        sys.stdout.flush()
    return status_of(reviews[1], Severity(settings.fail_on))
