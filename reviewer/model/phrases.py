"""The words by which prose states numbers of the form: loaded from rules/forms/phrases/claims.yaml, strict.

`objects` are what a number counts, `actions` what was done with it, `slots` the cells that a pair of both states.
`marks` are words that steer the reading without naming a cell; `patterns` are those of them that need a regular
expression. One word has one meaning: a word listed twice is refused.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache
from typing import Literal, Self

from pydantic import model_validator

from reviewer import resources
from reviewer.model.base import Frozen

Mark = Literal[
    "filler", "join", "each", "respectively", "total", "among", "none", "publish", "published", "revise", "context", "narrow", "fate", "channel",
    "growth", "average", "plan", "cumulative", "time_ok", "time_other", "self", "area", "office", "remaining", "rest", "needed", "judging", "on_behalf",
]  # fmt: skip


class Units(Frozen):
    """What follows a number. `count` are units of a count, `money` their worth in 万元, `other` count nothing."""

    count: tuple[str, ...]
    money: dict[str, Decimal]
    scale: dict[str, Decimal]
    other: tuple[str, ...]
    about_before: tuple[str, ...]
    about_inside: tuple[str, ...]
    """Between the number and its unit; of words that begin alike the longer stands first."""
    about_after: tuple[str, ...]


class People(Frozen):
    """How persons who applied are told: one-character units of persons, what follows the number up to the application, and
    words by which several made one application."""

    units: str
    applied: str
    together: str

    @model_validator(mode="after")
    def _compiles(self) -> Self:
        re.compile(self.applied)
        re.compile(self.together)
        return self


class Applicants(Frozen):
    """Applicants told by what they are, in a list: each a number and a label.

    `behind` and `before` match all between a number and the next break, with the groups `link`, `label`
    and `verb`.
    """

    behind: str
    before: str
    lead: str
    """Before a list whose labels need no word of their own (按申请人分，)."""
    joined: str
    columns: dict[str, str]
    """Column of table three -> how labels of it end."""
    uncertain: str
    """How labels end whose column bodies fill in differently."""

    @model_validator(mode="after")
    def _compiles(self) -> Self:
        for pattern in (self.behind, self.before, self.lead, self.joined, self.uncertain, *self.columns.values()):
            re.compile(pattern)
        return self


class Decisions(Frozen):
    """Decisions and items told the other way round. `rows`: a name of a row, the longer first -> the row of table two."""

    rows: dict[str, str]
    first: tuple[str, ...]
    """Behind a number of cases, to the kind of decision (group `item`)."""
    items: str
    """Items of last year and now: groups `item` (or none), `year`, `was`, and `now` or `up`, `down` and `by`."""
    then: str
    """Decisions behind them: groups `said` and `number`."""

    @model_validator(mode="after")
    def _compiles(self) -> Self:
        for pattern in (*self.first, self.items, self.then):
            re.compile(pattern)
        return self


class Verdicts(Frozen):
    """Results told without a number: `ended` (groups `all`, `result`) right behind the cases, `won` anywhere behind them."""

    ended: str
    results: dict[str, str]
    """Action -> what the group `result` may be."""
    won: str
    unsure: str
    """Words of a sentence in which a result was not the last."""
    courts: str
    review_bodies: str

    @model_validator(mode="after")
    def _compiles(self) -> Self:
        for pattern in (self.ended, self.won, self.unsure, self.courts, self.review_bodies, *self.results.values()):
            re.compile(pattern)
        return self


class Pattern(Frozen):
    """A mark, object or action told by a regular expression; a group `year` is held against the report's year."""

    kind: str
    name: str = ""
    pattern: str
    year: Literal["", "previous", "next", "same"] = ""

    @model_validator(mode="after")
    def _compiles(self) -> Self:
        re.compile(self.pattern)
        return self


class Slot(Frozen):
    """The cells whose sum a number states when it counts `object` under `action` ("" = none named)."""

    object: str
    action: str = ""
    also: tuple[str, ...] = ()
    """Other actions that mean the same cells."""
    rule: str
    readings: tuple[tuple[str, ...], ...]
    """Cell keys in order of preference; `*` stands for any part, a reading without cells in an edition falls away."""


class Phrases(Frozen):
    units: Units
    objects: dict[str, tuple[str, ...]]
    actions: dict[str, tuple[str, ...]]
    short: dict[str, tuple[str, ...]]
    """Short names of objects, understood only beside a full name of the same family."""
    families: dict[str, tuple[str, ...]]
    """Actions by family: generic, carry, outcome, reason, applicant, result, document."""
    parents: dict[str, tuple[str, ...]]
    """Group action -> the single actions under it."""
    marks: dict[Mark, tuple[str, ...]]
    timely: tuple[str, ...]
    """Before 办结率 or 均…办结 they say that nothing was late, not that everything is done."""
    business: tuple[str, ...]
    """Work of a body that leads to reviews and suits which are not about disclosure."""
    people: People
    applicants: Applicants
    decisions: Decisions
    verdicts: Verdicts
    forums: dict[str, str]
    """By item: who put an answer right, between the number and the end of the result (被法院纠正)."""
    patterns: tuple[Pattern, ...]
    slots: tuple[Slot, ...]

    @model_validator(mode="after")
    def _one_meaning(self) -> Self:
        seen: dict[str, str] = {}
        for where, block in (("objects", self.objects), ("actions", self.actions), ("short", self.short)):
            for name, words in block.items():
                self._enter(seen, f"{where}.{name}", words)
        for mark, words in self.marks.items():
            self._enter(seen, f"marks.{mark}", words)
        known = set(self.actions) | {"", "other"}
        for slot in self.slots:
            if slot.action not in known or slot.object not in self.objects:
                raise ValueError(f"slot {slot.object}/{slot.action}: unknown name")
        return self

    @staticmethod
    def _enter(seen: dict[str, str], where: str, words: tuple[str, ...]) -> None:
        for word in words:
            if word in seen:
                raise ValueError(f"{word} stands in {seen[word]} and in {where}")
            seen[word] = where


@cache
def load_phrases() -> Phrases:
    """The vocabulary of claims. Raises ConfigError on a file that does not fit."""
    return resources.read_model(resources.rules_dir() / "forms" / "phrases" / "claims.yaml", Phrases)
