"""The kind `aspects`: a section must say something of substance on each of several subjects."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from reviewer import resources
from reviewer.checks import report, text
from reviewer.checks.context import Context
from reviewer.checks.result import Result
from reviewer.checks.rule import Rule
from reviewer.model import Frozen

_compile = lru_cache(maxsize=256)(re.compile)
_HEADING = 26
"""Longest sentence (characters) that can be a sub-heading."""


class Aspect(Frozen):
    """A subject: how it is named, and the words by which a sentence deals with it unnamed."""

    name: str
    names: str
    substance: str


class Parameters(Frozen):
    section: str
    aspects: tuple[Aspect, ...]
    sentence: int = 12
    """Shortest sentence (characters) that says something."""
    listing: int = 3
    """A sentence that names so many subjects only announces them."""
    labelled: int = 3
    """From so many sub-headings on, the text counts as labelled …"""
    hits: int = 2
    """… and a subject without a label of its own needs so many sentences."""


def faults(parameters: Parameters) -> Iterator[tuple[tuple[int | str, ...], str]]:
    for number, aspect in enumerate(parameters.aspects):
        for field, pattern in (("names", aspect.names), ("substance", aspect.substance)):
            try:
                _compile(pattern)
            except re.error as error:
                yield ("aspects", number, field), str(error)


def run(rule: Rule, parameters: Parameters, context: Context) -> Result:
    result = Result()
    section = context.section(parameters.section)
    if section is None:
        result.unknown.append(resources.sentence("K-TEXT-ABSENT"))
        return result
    result.checked = 1
    missing = _missing(parameters, text.sentences(section.text))
    if missing:
        result.findings.append(
            report.finding(
                rule,
                *missing,
                evidence=report.opening(context, parameters.section),
                missing=report.joined(missing),
                count=str(len(missing)),
            )
        )
    return result


def _missing(parameters: Parameters, sentences: list[str]) -> list[str]:
    named = [[one for one in parameters.aspects if _compile(one.names).search(line)] for line in sentences]
    spoken = [
        (line, here)
        for line, here in zip(sentences, named, strict=True)
        if len(here) < parameters.listing or len(line) > 150
    ]
    headed = _headed(parameters, spoken)
    labels = len(headed)
    missing = []
    for aspect in parameters.aspects:
        if aspect.name in headed:
            continue
        told = [line for line, _ in spoken if len(line) >= parameters.sentence]
        if any(_compile(aspect.names).search(line) for line in told):
            continue
        hits = sum(1 for line in told if _compile(aspect.substance).search(line))
        if hits < (parameters.hits if labels >= parameters.labelled else 1):
            missing.append(aspect.name)
    return missing


def _headed(parameters: Parameters, spoken: list[tuple[str, list[Aspect]]]) -> set[str]:
    """Subjects with a sub-heading under which something is said."""
    found: set[str] = set()
    open_heads: list[Aspect] = []
    content = 0
    for line, here in spoken:
        if here and len(line) <= _HEADING and _is_heading(line):
            if content >= parameters.sentence:
                found.update(one.name for one in open_heads)
            open_heads, content = here, 0
        else:
            content += len(line)
    if content >= parameters.sentence:
        found.update(one.name for one in open_heads)
    return found


def _is_heading(line: str) -> bool:
    return "，" not in line and not re.search(r"\d{2,}", line)
