"""An answer while it is put together: sentences, figures, and citations each once."""

from __future__ import annotations

from collections.abc import Iterable

from reviewer.model import Answer, AnswerStatus, Citation, Figure, Topic


class Draft:
    """Collects; `status` is what the caller found, answered until told otherwise."""

    def __init__(self) -> None:
        self.sentences: list[str] = []
        self.figures: list[Figure] = []
        self.citations: list[Citation] = []
        self.candidates: list[str] = []
        self.status = AnswerStatus.ANSWERED
        self.topic = Topic()

    def say(self, sentence: str) -> None:
        if sentence and sentence not in self.sentences:
            self.sentences.append(sentence)

    def cite(self, citations: Iterable[Citation]) -> None:
        for one in citations:
            if one not in self.citations:
                self.citations.append(one)

    def figure(self, figure: Figure) -> None:
        if figure not in self.figures:
            self.figures.append(figure)

    def add(self, other: Draft) -> None:
        """Append what another question of the same sentence brought; the better status stands."""
        for sentence in other.sentences:
            self.say(sentence)
        for figure in other.figures:
            self.figure(figure)
        self.cite(other.citations)
        self.candidates += [one for one in other.candidates if one not in self.candidates]
        order = list(AnswerStatus)
        self.status = max(self.status, other.status, key=order.index)
        self.topic = other.topic

    def answer(self, question: str) -> Answer:
        return Answer(
            question=question, status=self.status, text="\n".join(self.sentences), figures=tuple(self.figures),
            citations=tuple(self.citations), candidates=tuple(self.candidates), topic=self.topic,
        )  # fmt: skip
