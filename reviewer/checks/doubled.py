"""The kind `doubled`: words written twice in a row."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from reviewer import resources
from reviewer.checks import lines, patterns
from reviewer.checks.context import Context
from reviewer.checks.patterns import Entry, Hit
from reviewer.checks.result import Result
from reviewer.checks.rule import Rule
from reviewer.model import Frozen, load_forms

_compile = lru_cache(maxsize=16)(re.compile)
_TWICE = re.compile(r"(?P<word>[\u4e00-\u9fff]{2,12}?)(?P=word)")
_MARK = re.compile(r"[。；，：！？]")
_SAME = re.compile(r"([\u4e00-\u9fff])\1")


class Words(Frozen):
    """rules/words/doubled.yaml."""

    single: tuple[str, ...]
    """Patterns of one character twice, with what may not stand around it."""
    allowed: tuple[str, ...]
    """Patterns of what reads twice and is right; they cover the doubled word."""
    joins: tuple[str, ...]
    """Words that may end one name and begin the next: 会议会议纪要."""


class Parameters(Frozen):
    joined: str
    """Variant for a word of `joins`."""


@cache
def words() -> Words:
    return resources.read_model(resources.rules_dir() / "words" / "doubled.yaml", Words)


def faults(parameters: Parameters) -> Iterator[tuple[tuple[int | str, ...], str]]:
    known = words()
    for pattern in (*known.single, *known.allowed):
        try:
            _compile(pattern)
        except re.error as error:
            yield ("words",), f"{pattern}: {error}"


def run(rule: Rule, parameters: Parameters, context: Context) -> Result:
    result = Result()
    if not any(section.text for section in context.report.sections):
        result.unknown.append(resources.sentence("K-TEXT-ABSENT"))
        return result
    result.checked = 1
    result.findings = patterns.told(rule, list(_hits(parameters, context)), context, together=False)
    return result


def _home(table: str) -> str:
    """The section that a table of the form belongs to."""
    return next(iter(load_forms().values())).table(table).section


def _hits(parameters: Parameters, context: Context) -> Iterator[Hit]:
    known = words()
    allowed = _compile("|".join(known.allowed))
    single = _compile("|".join(f"(?:{one})" for one in known.single))
    once = Entry(pattern="-")
    joined = Entry(pattern="-", variant=parameters.joined)
    torn = {one.section or _home(one.table) for one in context.report.tables if not (one.found and one.certain)}
    for line in lines.lines(context):
        if line.section in torn and not _MARK.search(line.text):
            continue  # the heads and labels of a table that could not be read: 结果结果
        found = [(match, match["word"]) for match in _TWICE.finditer(line.text)]
        if _SAME.search(line.text):
            found += [(match, match.group()[0]) for match in single.finditer(line.text)]
        if not found:
            continue
        right = [match.span() for match in allowed.finditer(line.text)]
        for match, word in found:
            start, end = match.span()
            if any(low <= start and end <= high for low, high in right):
                continue
            span = line.span(context, start, end)
            yield Hit(joined if word in known.joins else once, match.group(), word, span)
