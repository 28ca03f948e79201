"""An imaginary model that answers the narratives from their labels, with faults by the dice. No figure of it says anything
about a real model: it is there so that scoring, replay and comparison can be tried offline.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from random import Random
from typing import Any, NamedTuple

from reviewer.evals.narratives import Label, Narrative
from reviewer.llm.base import Request
from reviewer.llm.critic import Job, jobs
from reviewer.llm.faults import CallError
from reviewer.llm.prompt import Prompt
from reviewer.llm.scripted import Line, Scripted


class Habits(NamedTuple):
    """How often (0 … 1) it passes over a fault, misquotes one, and complains of a good sentence."""

    blind: float = 0.0
    careless: float = 0.0
    jumpy: float = 0.0


def model(name: str, cases: Sequence[tuple[str, Narrative]], habits: Habits) -> Scripted:
    """The same answers for the same name, whatever the order of the calls."""
    known: dict[str, str] = {}
    for _, case in cases:
        for job in jobs(case.report(), case.last_year()):
            if job.request is not None:
                rng = Random(f"{name} {case.id} {job.desk.prompt.id}")  # noqa: S311 - reproducible faults, no secret
                said = _Writer(case, job, rng, habits).answer()
                known[_key(job.request)] = json.dumps(said, ensure_ascii=False)

    def script(request: Request) -> Line:
        return known.get(_key(request)) or CallError("M-UNRECORDED", prompt=request.prompt)

    return Scripted(script, name)


def _key(request: Request) -> str:
    return f"{request.prompt}\n{request.messages[-1].content}"


class _Writer:
    def __init__(self, case: Narrative, job: Job, rng: Random, habits: Habits) -> None:
        self.case, self.rng, self.habits = case, rng, habits
        self.prompt: Prompt = job.desk.prompt
        self.part = job.desk.part

    def answer(self) -> dict[str, Any]:
        labels = [label for label in self.case.labels.get(self.prompt.id, ()) if self.rng.random() >= self.habits.blind]
        match self.prompt.answer:
            case "claims":
                return {"claims": [self._claim(label) for label in labels]}
            case "pairs":
                return self._pairs()
            case "promises":
                return {"findings": [self._promise(label) for label in labels]}
        made = [self._remark(label) for label in labels]
        if self.prompt.answer == "remarks" and self.rng.random() < self.habits.jumpy:
            made.append(self._alarm())
        return {"findings": made}

    def _segment(self, words: str, prefix: str = "s") -> str:
        return next((one.id for one in self.part.segments.values() if one.id[0] == prefix and words in one.source), "")

    def _quote(self, words: str) -> str:
        """The words, or the words with one character changed."""
        if not words or self.rng.random() >= self.habits.careless:
            return words
        place = self.rng.randrange(len(words))
        return words[:place] + ("未" if words[place] != "未" else "已") + words[place + 1 :]

    def _remark(self, label: Label) -> dict[str, Any]:
        rule, words = label[0], label[1]
        kind = next(name for name, one in self.prompt.kinds.items() if one.rule == rule and self._can(name, words))
        quote = "" if words in self.part.cells else self._whole(words)
        item: dict[str, Any] = {
            "kind": kind,
            "segment": self._segment(quote) if quote else "",
            "quote": self._quote(quote),
        }
        if self.prompt.answer == "misprints":
            return {**item, "word": words, "replacement": label[2]}
        item["note"] = ""
        if self.prompt.answer == "foreign":
            item["name"] = label[2]
        if self.prompt.answer == "against":
            cells = [words] if words in self.part.cells else list(label[2:])
            item["cells"] = [{"cell": key, "value": self.part.cells[key]} for key in cells]
        return item

    def _can(self, name: str, words: str) -> bool:
        return self.prompt.answer != "against" or self.prompt.kinds[name].quoted != (words in self.part.cells)

    def _whole(self, words: str) -> str:
        """A misprint with its clause, so that the quote is long enough."""
        if self.prompt.answer != "misprints":
            return words
        source = next(one.source for one in self.part.segments.values() if words in one.source)
        return next(clause for clause in source.replace("。", "，").split("，") if words in clause)

    def _claim(self, label: Label) -> dict[str, Any]:
        quote = label[1]
        return {
            "segment": self._segment(quote),
            "quote": self._quote(quote),
            "value": label[2],
            "cells": list(label[3:]),
        }

    def _pairs(self) -> dict[str, Any]:
        problems = [one for one, _ in self.case.pairs if one]
        measures = {two: [] for _, two in self.case.pairs if two}  # type: dict[str, list[int]]
        for one, two in self.case.pairs:
            if one and two and self.rng.random() >= self.habits.blind:
                measures[two].append(problems.index(one) + 1)
        return {
            "problems": [{"segment": self._segment(one), "quote": self._quote(one)} for one in problems],
            "measures": [
                {"segment": self._segment(two), "quote": self._quote(two), "answers": answers}
                for two, answers in measures.items()
            ],
        }

    def _promise(self, label: Label) -> dict[str, Any]:
        rule, words = label[0], label[1]
        kind = next(name for name, one in self.prompt.kinds.items() if one.rule == rule)
        here = self._segment(words) if self.prompt.kinds[kind].quoted else ""
        before = {"before_segment": self._segment(words, "p"), "before_quote": self._quote(words)}
        return {"kind": kind, **before, "segment": here, "quote": words if here else "", "note": ""}

    def _alarm(self) -> dict[str, Any]:
        one = self.rng.choice([one for one in self.part.segments.values() if one.id[0] == "s"])
        return {"kind": self.rng.choice(list(self.prompt.kinds)), "segment": one.id, "quote": one.source, "note": ""}


def habits() -> Iterator[tuple[str, Habits]]:
    """The two that stand in fixtures/answers."""
    yield "made-up-a", Habits(blind=0.12, careless=0.08, jumpy=0.25)
    yield "made-up-b", Habits(blind=0.35, careless=0.25, jumpy=0.6)
