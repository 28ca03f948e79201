"""Folded texts of a report with their way back: what patterns of rule files are matched against."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from reviewer.checks.context import Context
from reviewer.model import Folded, TextSpan, fold

TITLE = "title"
EVERYWHERE = "*"
_SENTENCE = re.compile(r"[^。；！？\n]+")
_fold = lru_cache(maxsize=64)(fold)


class Place(NamedTuple):
    """A named text: a section's narrative, or the title."""

    section: str
    folded: Folded

    def span(self, context: Context, start: int, end: int) -> TextSpan | None:
        """Evidence for folded characters [start, end)."""
        if self.section == TITLE:
            return context.report.title_span
        section = context.section(self.section)
        return section.span(*self.folded.source(start, end)) if section else None


def place(context: Context, key: str) -> Place | None:
    """The text under a section key or `title`; None when the report has no such section."""
    if key == TITLE:
        return Place(TITLE, _fold(context.report.identity.title))
    section = context.section(key)
    return Place(key, _fold(section.text)) if section else None


def places(context: Context, key: str) -> list[Place]:
    """The texts a rule names: one section, the title, or every section."""
    keys = [one.key for one in context.report.sections] if key == EVERYWHERE else [key]
    return [found for one in keys if (found := place(context, one)) is not None]


class Sentence(NamedTuple):
    """A folded sentence and how it stands: with an end mark behind it, alone in its line."""

    text: str
    closed: bool
    alone: bool


def standing(source: str) -> list[Sentence]:
    """Sentences of a raw text, folded, in order; line ends end a sentence."""
    found = []
    for line in source.split("\n"):
        folded = _fold(line).text
        parts = list(_SENTENCE.finditer(folded))
        found += [Sentence(one[0], one.end() < len(folded), len(parts) == 1) for one in parts]
    return found


def sentences(source: str) -> list[str]:
    """The sentences alone."""
    return [one.text for one in standing(source)]
