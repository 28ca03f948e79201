"""`reviewer ask`: a question about one report; the answer, and below it what it stands on."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from reviewer.cli.output import ReaderMayLeave, unify
from reviewer.cli.review import settings_of
from reviewer.cli.words import CallError, choice, tell, words
from reviewer.export import answer as written
from reviewer.lector import shown
from reviewer.model import Answer, AnswerStatus
from reviewer.pipeline import Reviewer
from reviewer.resources import sentence

if TYPE_CHECKING:
    from reviewer.isolate import Host

_FORMATS = ("text", "json")


def ask_file(
    file: str, question: str, previous: str | None, format: str, llm: str | None, debug: bool, host: Host | None = None
) -> int:
    """Ask and print; 0 answered, 1 not. Raises CallError, InputError Q-UNREAD."""
    choice("--format", format, _FORMATS)
    settings = settings_of(llm, None)
    if previous is not None and not Path(previous).is_file():
        raise CallError("K-PREVIOUS", name=shown(previous))
    unify()
    answer = None
    with Reviewer(settings, host=host, debug=debug) as reviewer:
        for piece in reviewer.ask_stream(file, question, previous=previous):
            if piece.kind == "progress" and sys.stderr.isatty():
                tell(piece.text)
            answer = piece.answer or answer
    assert answer is not None
    with ReaderMayLeave():
        if format == "json":
            sys.stdout.buffer.write(written.as_json(answer).encode("utf-8", "replace"))
        else:
            sys.stdout.write("\n".join(lines(answer)) + "\n")
        sys.stdout.flush()
    return 0 if answer.status is AnswerStatus.ANSWERED else 1


def lines(answer: Answer) -> Iterator[str]:
    """The answer as a person reads it: text, notices, what it stands on, other ways to ask."""
    yield from written.body(answer)
    for notice in answer.notices:
        yield notice.sentence
    if answer.mode == "model" and answer.model is not None:
        yield words("ask", "model", name=answer.model.name)
    if answer.citations:
        yield ""
        yield words("ask", "citations")
    for number, one in enumerate(answer.citations, 1):
        last = words("ask", "last_year") if one.report == "previous" else ""
        page = getattr(one.source, "page", None)
        where = " ".join(part for part in (last, one.place, words("ask", "page", page=page) if page else "") if part)
        yield f"  [{number}] {where}  {written.held(one)}"
    if answer.candidates:
        yield ""
        yield words("ask", "candidates") + sentence("K-LIST").join(answer.candidates)
