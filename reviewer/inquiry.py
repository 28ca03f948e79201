"""How a question becomes an answer: the dossier of a report, the wing that reads questions, and a model where there is one.

What cells, findings and rules answer is never put to a model. It is asked about the prose alone, and what it says is
checked before anybody sees it; when it fails, or says nothing that can be checked, the answer without it stands.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Literal, NamedTuple, Protocol

from reviewer import asking
from reviewer.errors import InputError
from reviewer.model import Answer, AnswerStatus, Dossier, ModelUse, Review, ReviewStatus, RuleText
from reviewer.settings import Settings

PROMPT = "ask@1"
"""Id and version of the instructions in reviewer/asking/texts.yaml."""
_READ = frozenset({ReviewStatus.REVIEWED, ReviewStatus.PARTIAL})
_REMEMBERED = 3
Report = str | Path | Review | Dossier


class Piece(NamedTuple):
    """Part of an answer under way. progress: what is being looked up; text: part of the answer; answer: all of it, last."""

    kind: Literal["progress", "text", "answer"]
    text: str = ""
    answer: Answer | None = None


class Reviews(Protocol):
    """What makes a review of a file: a Reviewer."""

    @property
    def settings(self) -> Settings: ...

    def review(self, path: str | Path, previous: str | Path | None = None) -> Review: ...


@cache
def rule_texts() -> tuple[RuleText, ...]:
    """Every rule in words. Raises ConfigError."""
    from reviewer import checks

    return tuple(
        RuleText(
            id=one.id, title=one.title, severity=one.severity, statement=one.statement, why=one.why,
            basis=checks.basis(one), mend=one.mend, caveat=one.caveat, formula=one.formula,
            good=one.example.good.shows, bad=one.example.bad.shows,
        )
        for one in checks.rules()
    )  # fmt: skip


def dossier_of(reviewer: Reviews, report: Report, previous: str | Path | Review | None = None) -> Dossier:
    """All that questions about a report may be answered from; a last year's report that cannot serve is left out.

    Raises InputError Q-UNREAD for a report that could not be read.
    """
    if isinstance(report, Dossier):
        return report
    given = previous if not isinstance(previous, Review) else None
    review = report if isinstance(report, Review) else reviewer.review(report, given)
    if review.status not in _READ:
        reason = review.notice.sentence if review.notice else ""
        raise InputError("Q-UNREAD", name=review.file, reason=reason)
    before = reviewer.review(previous) if isinstance(previous, str | Path) else previous
    serves = before is not None and before.status in _READ and _is_year_before(review, before)
    return Dossier(review=review, previous=before if serves else None, rules=rule_texts())


def _is_year_before(review: Review, before: Review) -> bool:
    now, then = review.identity.year, before.identity.year
    return now is not None and then is not None and then == now - 1


def ask(
    settings: Settings,
    dossier: Dossier,
    question: str,
    history: Sequence[Answer] = (),
    *,
    told: Callable[[str], None] = lambda _: None,
    chat: Any = None,
) -> Answer:
    """One answer. `history`: earlier answers about the same report, oldest first; `told` hears what is looked up;
    `chat`: a langchain chat model in place of the configured one."""
    own = asking.answer(dossier, question, history)
    if own.topic.frame != asking.PROSE or not (chat is not None or _wanted(settings)):
        return own
    from reviewer.llm.base import Message, ModelError
    from reviewer.llm.chat import converse

    pool = asking.Pool()
    tools = asking.Toolbox(dossier, pool).tools()
    said = []
    for one in history[-_REMEMBERED:]:
        said += [Message("user", one.question), Message("assistant", one.text)]
    use = ModelUse(name=settings.model or "", prompts=(PROMPT,))
    try:
        talk = converse(
            settings, asking.texts().instructions, [*said, Message("user", question)], tools,
            told=lambda what: told(asking.say("model_tool", what=what)), model=chat,
        )  # fmt: skip
    except ModelError as error:
        used = use.model_copy(update={"calls": error.calls, "tokens": error.tokens_in + error.tokens_out})
        return asking.fallen_back(own, error.code, asking.failed(error.code, error.values), used)
    use = use.model_copy(update={"name": talk.model or use.name, "calls": talk.calls, "tokens": talk.tokens})
    answer = asking.grounded(dossier, question, talk.text, pool, use)
    if answer is None:
        return asking.fallen_back(own, "Q-UNGROUNDED", asking.say("model_ungrounded"), use)
    found_more = own.status is AnswerStatus.ANSWERED and answer.status is not AnswerStatus.ANSWERED
    return own.model_copy(update={"model": use}) if found_more else answer


def _wanted(settings: Settings) -> bool:
    from reviewer.llm.connect import wanted

    return wanted(settings)


def stream(
    settings: Settings, dossier: Dossier, question: str, history: Sequence[Answer] = (), *, chat: Any = None
) -> Iterator[Piece]:
    """The same in pieces, the whole answer last. A model's words come only after they were checked; until then the
    pieces say what it looks up. Raises what `ask` raises."""
    pieces: queue.SimpleQueue[Piece | BaseException] = queue.SimpleQueue()

    def work() -> None:
        try:
            answer = ask(
                settings, dossier, question, history, told=lambda text: pieces.put(Piece("progress", text)), chat=chat
            )
        except BaseException as error:
            pieces.put(error)
        else:
            pieces.put(Piece("answer", answer.text, answer))

    threading.Thread(target=work, name="ask", daemon=True).start()
    while True:
        piece = pieces.get()
        if isinstance(piece, BaseException):
            raise piece
        if piece.kind == "answer":
            for line in piece.text.splitlines(keepends=True):
                yield Piece("text", line)
            yield piece
            return
        yield piece
