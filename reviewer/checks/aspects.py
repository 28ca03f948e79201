"""The kind `aspects`: a section must say something of substance on each of several subjects; a bare heading says nothing."""

from __future__ import annotations

import re
from functools import lru_cache

from reviewer import resources
from reviewer.checks import headings, report, text
from reviewer.checks.context import Context
from reviewer.checks.regex import Pattern
from reviewer.checks.result import Result
from reviewer.checks.rule import Rule
from reviewer.model import Frozen

_compile = lru_cache(maxsize=256)(re.compile)
_LABEL = 24
"""Longest first clause (characters) that can be a label after an ordinal …"""
_SHORT = 14
"""… and without one."""
_TAIL = re.compile(r"(?:情况|方面|工作)$")


class Aspect(Frozen):
    """A subject: how it is named, how its paragraph may be headed, the words by which a sentence deals with it unnamed."""

    name: str
    names: Pattern
    labels: Pattern
    substance: Pattern
    unless: Pattern = ""
    """A sentence with these words deals with something else."""


class Parameters(Frozen):
    section: str
    aspects: tuple[Aspect, ...]
    sentence: int = 6
    """Shortest sentence (characters) that says something."""
    listing: int = 3
    """A sentence that names so many subjects only announces them."""
    labelled: int = 3
    """From so many sub-headings on, the text counts as labelled …"""
    hits: int = 2
    """… and a subject without a label of its own needs so many sentences."""


def run(rule: Rule, parameters: Parameters, context: Context) -> Result:
    result = Result()
    section = context.section(parameters.section)
    if section is None:
        result.unknown.append(resources.sentence("K-TEXT-ABSENT"))
        return result
    result.checked = 1
    lines = text.standing(section.text)
    empty = headings.bare(lines)
    missing = _missing(parameters, [line.text for at, line in enumerate(lines) if at not in empty])
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
    spoken = [line for line in sentences if len(line) > 150 or _named(parameters, line) < parameters.listing]
    headed, labels = _headed(parameters, spoken)
    needed = parameters.hits if labels >= parameters.labelled else 1
    return [
        one.name for one in parameters.aspects if one.name not in headed and _told(parameters, one, spoken) < needed
    ]


def _named(parameters: Parameters, line: str) -> int:
    """How many subjects a sentence names behind its own label, which tells what it is about, not what is to come."""
    label, said = _label(line)
    at = line.find(label) + len(label) if label and said and headings.MARK.match(line) else 0
    return sum(1 for one in parameters.aspects if _compile(one.names).search(line, at))


def _told(parameters: Parameters, aspect: Aspect, spoken: list[str]) -> int:
    """How many sentences deal with the subject; one that names it is enough."""
    lines = [line for line in spoken if len(line) >= parameters.sentence]
    if any(_compile(aspect.names).search(line) for line in lines):
        return parameters.hits
    if aspect.unless:
        lines = [line for line in lines if not _compile(aspect.unless).search(line)]
    return sum(1 for line in lines if _compile(aspect.substance).search(line))


def _headed(parameters: Parameters, spoken: list[str]) -> tuple[set[str], int]:
    """Subjects with a label (a sub-heading, or the first clause of a sentence) after which anything is said.

    With the number of such labels, of which one may name several subjects (平台建设与监督保障).
    """
    found: set[str] = set()
    waiting: list[str] = []
    labels = 0
    for line in spoken:
        label, said = _label(line)
        here = [one.name for one in parameters.aspects if label and _labels(one, label)]
        if here:
            waiting = here
        if said and waiting:
            found.update(waiting)
            waiting, labels = [], labels + 1
    return found, labels


def _labels(aspect: Aspect, label: str) -> bool:
    return any(_compile(one).search(label) for one in (aspect.labels, aspect.names))


def _label(line: str) -> tuple[str, bool]:
    """The first clause of a sentence when it can be a label ("" otherwise), and whether more than it is said."""
    mark = headings.MARK.match(line)
    rest = line[mark.end() :] if mark else line
    cut = headings.CLAUSE.search(rest)
    head = rest[: cut.start()] if cut else rest
    if len(head) > (_LABEL if mark else _SHORT) or re.search(r"\d{2,}", head):
        return "", bool(rest)
    if cut is not None and mark is None and not _TAIL.search(head) and rest[cut.start()] != "：":
        return "", True  # an ordinary sentence that happens to open with a short clause
    if cut is None and mark is None and not headings.HEAD.search(head):
        return "", True  # a short sentence
    return head, cut is not None and len(rest) > cut.end()
