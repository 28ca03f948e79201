"""A model's text as an Answer: checked line by line, or refused as a whole where nothing in it can be checked."""

from __future__ import annotations

from reviewer import resources
from reviewer.asking.check import Checker, chinese, plain
from reviewer.asking.numerals import found
from reviewer.asking.pool import Pool
from reviewer.asking.words import say
from reviewer.model import Answer, AnswerStatus, Dossier, ModelUse, Notice


def grounded(dossier: Dossier, question: str, text: str, pool: Pool, use: ModelUse) -> Answer | None:
    """The answer that may be shown, or None when the text has to be dropped: not Chinese, or figures and no evidence.

    A text without any citation stands only when it says no figure and no quote: that nothing was found.
    """
    text = plain(text)
    if not chinese(text):
        return None
    checked = Checker(dossier, pool).check(text)
    if not checked.citations and (checked.marked or any(found(checked.text)) or len(checked.text) > 120):
        return None
    notices = [
        Notice(code=code, sentence=say(key, count=count))
        for code, key, count in (
            ("Q-MARKED", "model_mark", checked.marked),
            ("Q-DROPPED", "model_dropped", checked.dropped),
        )
        if count
    ]
    return Answer(
        question=question,
        status=AnswerStatus.ANSWERED if checked.citations else AnswerStatus.ABSENT,
        text=checked.text,
        figures=checked.figures,
        citations=checked.citations,
        mode="model",
        notices=tuple(notices),
        model=use.model_copy(update={"dropped": checked.marked + checked.dropped}),
    )


def fallen_back(answer: Answer, code: str, sentence: str, use: ModelUse | None = None) -> Answer:
    """The answer without a model, saying why there is no other."""
    notice = Notice(code=code, sentence=sentence)
    return answer.model_copy(update={"notices": (*answer.notices, notice), "model": use})


def failed(code: str, values: dict[str, str]) -> str:
    """Why a model did not answer, as a sentence."""
    return say("model_failed", reason=resources.sentence(code, **values))
