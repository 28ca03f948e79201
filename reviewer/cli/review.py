"""`reviewer review`: files in, reviews out, an exit status."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from pydantic import ValidationError

from reviewer.cli.output import Sink, sink_for
from reviewer.cli.words import CallError, choice, tell, words
from reviewer.errors import ReviewerError
from reviewer.export import load
from reviewer.lector import shown
from reviewer.model import Review, ReviewStatus, Severity
from reviewer.pipeline import Reviewer
from reviewer.resources import sentence
from reviewer.settings import Settings

if TYPE_CHECKING:
    from reviewer.isolate import Host

_UNREVIEWED = frozenset({ReviewStatus.REFUSED, ReviewStatus.OVER_LIMIT, ReviewStatus.FAILED})


class Call(NamedTuple):
    """The options as they were given; None leaves a setting to the environment."""

    files: tuple[str, ...]
    format: str = "text"
    output: str | None = None
    previous: str | None = None
    llm: str | None = None
    fail_on: str | None = None
    debug: bool = False
    baseline: str | None = None
    rules: str | None = None


def review_files(call: Call, host: Host | None = None) -> int:
    """Review and write; the exit status. Raises CallError."""
    settings = settings_of(call.llm, call.fail_on, call.rules)
    if call.previous is not None and not Path(call.previous).is_file():
        raise CallError("K-PREVIOUS", name=shown(call.previous))
    baseline = _baseline(call.baseline)
    sink = sink_for(call.format, call.output, call.files)
    status = 0
    with Reviewer(settings, host=host, debug=call.debug) as reviewer:
        for review in _each(reviewer, call, baseline):
            sink.add(review)
            status = max(status, status_of(review, Severity(settings.fail_on)))
            _mention(review, sink)
        sink.finish()
    return status


def _each(reviewer: Reviewer, call: Call, baseline: tuple[Review, ...] | None) -> Iterator[Review]:
    """One review a file; where standard error is a terminal, it says which file is under way."""
    with _progress() as line:
        for number, name in enumerate(call.files, 1):
            if line is not None:
                line.update(words("progress", number=number, total=len(call.files), name=shown(os.path.basename(name))))
            review = reviewer.review(name, call.previous, baseline)
            if line is not None:
                line.stop()
            yield review
            if line is not None:
                line.start()


def _baseline(name: str | None) -> tuple[Review, ...] | None:
    """The reviews of an earlier JSON record. Raises CallError (K-BASELINE)."""
    if name is None:
        return None
    try:
        return load(Path(name).read_text("utf-8"))
    except ReviewerError as error:
        raise CallError("K-BASELINE", name=shown(name), problem=sentence(error.code, **error.values)) from error
    except (OSError, UnicodeDecodeError) as error:
        raise CallError("K-BASELINE", name=shown(name), problem=type(error).__name__) from error


def _progress() -> Any:
    if not sys.stderr.isatty():
        return nullcontext(None)
    from rich.console import Console

    return Console(stderr=True).status("")


def _mention(review: Review, sink: Sink) -> None:
    """Where the result goes to a file, a file that could not be reviewed is told on standard error too."""
    if review.status in _UNREVIEWED and review.notice is not None and not sink.visible:
        tell(f"{review.file}：{review.notice.sentence}")


def unreviewed(review: Review) -> bool:
    return review.status in _UNREVIEWED


def status_of(review: Review, threshold: Severity) -> int:
    """The exit status of one review."""
    if unreviewed(review):
        return 2
    counted = (one for one in review.findings if one.origin == "rule" and one.waived is None)
    return int(any(one.severity.rank <= threshold.rank for one in counted))


def settings_of(llm: str | None = None, fail_on: str | None = None, rules: str | None = None) -> Settings:
    """Options over environment over defaults. Raises CallError (K-CHOICE, K-SETTING)."""
    given: dict[str, Any] = {}
    if llm is not None:
        given["llm"] = choice("--llm", llm, ("auto", "off"))
    if fail_on is not None:
        given["fail_on"] = choice("--fail-on", fail_on, tuple(one.value for one in Severity))
    if rules == "":  # a variable of a script that is not set: not to be taken for "no packs"
        raise CallError("K-VALUE", name="--rules")
    if rules is not None:
        given["rules"] = rules
    try:
        return Settings(**given)
    except ValidationError as error:
        first = error.errors()[0]
        name = "_".join(str(part) for part in first["loc"]).upper()
        raise CallError("K-SETTING", name=f"REVIEWER_{name}", value=first.get("input", "")) from error
    except ReviewerError:
        raise
