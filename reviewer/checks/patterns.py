"""The kind `patterns`: every place where the text has something that it should not have."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from typing import Literal, NamedTuple

from reviewer import resources
from reviewer.checks import lines, report
from reviewer.checks.context import Context
from reviewer.checks.lines import Line
from reviewer.checks.result import Result
from reviewer.checks.rule import Period, Rule
from reviewer.model import Finding, Frozen, TextSpan, folded

_compile = lru_cache(maxsize=1024)(re.compile)
_SHOWN = 5
"""Places shown as evidence of one finding."""
Fault = tuple[tuple[int | str, ...], str]


class Entry(Frozen):
    """Something to find. A paragraph is searched when it holds `literal`, or one of `literals`."""

    pattern: str = ""
    """Regular expression; the literal itself where it is left out. A group `said` is what is quoted."""
    literal: str = ""
    literals: tuple[str, ...] = ()
    right: str = ""
    """What should stand there; may name groups of the pattern: {year}."""
    unless: str = ""
    """Not told of a sentence in which this pattern is found."""
    whole_paragraph: bool = False
    """`unless` is looked for in the whole paragraph."""
    variant: str = ""
    sections: tuple[str, ...] = ()
    years: Period = Period()
    text: Literal["folded", "source"] = "folded"
    """`source`: as printed, with its half-width marks and blanks."""

    def expression(self) -> re.Pattern[str]:
        return _compile(self.pattern or re.escape(self.literal))

    def may_be_in(self, text: str) -> bool:
        if self.literal:
            return self.literal in text
        return not self.literals or any(one in text for one in self.literals)


class Words(Frozen):
    """A data file of entries."""

    entries: tuple[Entry, ...]


class Parameters(Frozen):
    """Entries of the rule itself, and of a file of rules/words."""

    entries: tuple[Entry, ...] = ()
    words: str = ""
    together: bool = False
    """One finding a variant instead of one for each wording."""
    most: int = 20
    """Findings told at most."""


class Hit(NamedTuple):
    """A place found: what is quoted, what should stand there."""

    entry: Entry
    said: str
    right: str
    span: TextSpan


@cache
def words(name: str) -> tuple[Entry, ...]:
    """Entries of rules/words/<name>.yaml. Raises ConfigError where the file does not fit."""
    path = resources.rules_dir() / "words" / f"{name}.yaml"
    found = resources.read_model(path, Words).entries
    for number, problem in _wrong(found):
        raise resources.fault(path, ("entries", number), problem)
    return found


def _wrong(entries: Sequence[Entry]) -> Iterator[tuple[int, str]]:
    for number, entry in enumerate(entries):
        if not entry.pattern and not entry.literal:
            yield number, "a pattern or a literal is needed"
        for pattern in (entry.pattern, entry.unless):
            try:
                _compile(pattern)
            except re.error as error:
                yield number, f"{pattern}: {error}"


def faults(parameters: Parameters) -> Iterator[Fault]:
    """Patterns that do not compile; entries with nothing to look for; a variant only the word file names is the rule's."""
    for number, problem in _wrong(parameters.entries):
        yield ("entries", number), problem
    if not parameters.entries and not parameters.words:
        yield (), "entries or a file of words is needed"
    if parameters.words:
        words(parameters.words)


def run(rule: Rule, parameters: Parameters, context: Context) -> Result:
    result = Result()
    if not any(section.text for section in context.report.sections):
        result.unknown.append(resources.sentence("K-TEXT-ABSENT"))
        return result
    result.checked = 1
    entries = (*parameters.entries, *(words(parameters.words) if parameters.words else ()))
    result.findings = told(rule, hits(entries, context), context, together=parameters.together)[: parameters.most]
    return result


def hits(entries: Sequence[Entry], context: Context) -> list[Hit]:
    """Every place, in the order of the entries; a place is told of once."""
    year = context.report.identity.year
    found: list[Hit] = []
    taken: set[tuple[str, int]] = set()
    whole = {
        "folded": "\n".join(line.text for line in lines.lines(context)),
        "source": "\n".join(section.text for section in context.report.sections),
    }
    for entry in entries:
        if not entry.may_be_in(whole[entry.text]):
            continue
        if entry.years != Period() and (year is None or not entry.years.holds(year)):
            continue
        for hit in _folded(entry, context) if entry.text == "folded" else _source(entry, context):
            if (hit.span.section, hit.span.start) not in taken:
                taken.add((hit.span.section, hit.span.start))
                found.append(hit)
    return found


def _folded(entry: Entry, context: Context) -> Iterator[Hit]:
    expression = entry.expression()
    for line in lines.lines(context, entry.sections):
        if not entry.may_be_in(line.text):
            continue
        for match in expression.finditer(line.text):
            if entry.unless and _compile(entry.unless).search(_around(line, match)):
                continue
            start, end = match.span("said") if "said" in expression.groupindex else match.span()
            yield Hit(entry, line.text[start:end], _right(entry, match), line.span(context, start, end))


def _around(line: Line, match: re.Match[str]) -> str:
    """The sentence that the match stands in."""
    for one in line.sentences():
        start = one.start - line.start
        if start <= match.start() < start + len(one.text):
            return one.text
    return line.text


def _source(entry: Entry, context: Context) -> Iterator[Hit]:
    expression = entry.expression()
    for section in context.report.sections:
        if (entry.sections and section.key not in entry.sections) or not entry.may_be_in(section.text):
            continue
        for match in expression.finditer(section.text):
            start, end = match.span("said") if "said" in expression.groupindex else match.span()
            if entry.unless and _compile(entry.unless).search(_near(section.text, start, end, entry.whole_paragraph)):
                continue
            yield Hit(entry, section.text[start:end], _right(entry, match), section.span(start, end))


def _near(text: str, start: int, end: int, paragraph: bool) -> str:
    """The sentence around [start, end), or its paragraph."""
    marks = "\n" if paragraph else "\n。；！？"
    low = max(text.rfind(mark, 0, start) for mark in marks) + 1
    stops = [at for mark in marks if (at := text.find(mark, end)) >= 0]
    return text[low : min(stops, default=len(text))]


def _right(entry: Entry, match: re.Match[str]) -> str:
    return entry.right.format_map(match.groupdict()) if "{" in entry.right else entry.right


def _outermost(found: Sequence[Hit]) -> list[Hit]:
    """Hits without those that lie inside a longer one: one remnant is told once."""

    def inside(one: TextSpan, other: TextSpan) -> bool:
        longer = other.end - other.start > one.end - one.start
        return longer and one.section == other.section and other.start <= one.start and one.end <= other.end

    return [one for one in found if not any(inside(one.span, other.span) for other in found)]


def told(rule: Rule, found: Sequence[Hit], context: Context, *, together: bool) -> list[Finding]:
    """Hits with the same words (or, together, the same variant) as one finding, in the order of the document."""
    order = {section.key: number for number, section in enumerate(context.report.sections)}
    groups: dict[tuple[str, ...], list[Hit]] = {}
    for hit in sorted(_outermost(found), key=lambda one: (order[one.span.section], one.span.start)):
        same = re.sub(r"\s", "", folded(hit.said))  # blanks, line ends and widths are the format's, not the writer's
        subject = (hit.entry.variant,) if together else (hit.entry.variant, same)
        groups.setdefault(subject, []).append(hit)
    return [_finding(rule, subject, group) for subject, group in groups.items()]


def _finding(rule: Rule, subject: tuple[str, ...], group: Sequence[Hit]) -> Finding:
    first = group[0]
    said = list(dict.fromkeys(report.quoted(one.said, 30) for one in group))
    values: Mapping[str, str] = {
        "quote": said[0],
        "quotes": report.joined([f"“{one}”" for one in said], 3),
        "right": first.right,
        "count": str(len(group)),
    }
    return report.finding(
        rule,
        *(part for part in subject if part),
        variant=first.entry.variant,
        expected=first.right or None,
        evidence=tuple(one.span for one in group[:_SHOWN]),
        values=values,
    )
