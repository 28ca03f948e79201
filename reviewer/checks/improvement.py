"""The kinds `two_parts`, `concrete` and `matched`: problems and measures of section 五, by signs that can be counted."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from reviewer import resources
from reviewer.checks import report, text
from reviewer.checks.answered import answered
from reviewer.checks.breakdown import pattern_faults
from reviewer.checks.context import Context
from reviewer.checks.enumeration import Item, lists
from reviewer.checks.listwords import compiled
from reviewer.checks.onesided import one_list
from reviewer.checks.quantities import every
from reviewer.checks.result import Result
from reviewer.checks.rule import Rule
from reviewer.model import Frozen

_CLAUSE = re.compile(r"[^，；：。！？]+")
_PARTS = (
    "problem",
    "measure",
    "labels",
    "named_problem",
    "named_measure",
    "neither",
    "lead_problem",
    "lead_measure",
    "sure",
)
_EMPTY = frozenset(
    "各按从由将已被把以并也又就的了和与及或等不是有在较偏未对这那其个次条件类项多少大小上下年月日一二三四五六七八九十"
)
"""Characters in which two texts may meet without speaking of one thing."""
_TOLD = 6
"""Characters of a clause that say something: 无, 暂无 and an ordinal do not."""
_WORDY = 14
"""Characters from which a part of a sentence may tell a problem or a measure in words of its own."""


class _Parameters(Frozen):
    section: str
    least: int
    """Characters below which the section is another rule's matter."""


class PartsParameters(_Parameters):
    problem: str
    """A clause with this names a problem."""
    measure: str
    """A clause with this, and without a problem, names a measure."""
    labels: str
    """Headings, which name neither."""
    named_problem: str
    named_measure: str
    """Headings of one side alone, with their colon: what follows them in the sentence is that side, in any words."""
    neither: str
    """In a part of a sentence: it leads in, or praises, and is neither."""
    no_problem: str
    no_measure: str
    """Variants."""
    lead_problem: str
    lead_measure: str
    """Before a list that is all of the section: all its entries are problems, or measures."""
    sure: str
    """What names a problem even there (针对…不足的问题); other signs of one may tell what a measure is about."""


class ConcreteParameters(_Parameters):
    concrete: str
    """A sign of a fact, a name, a date or a column."""
    remove: str
    """What looks like such a sign and is none: ordinals, the year itself."""


class Topic(Frozen):
    name: str
    pattern: str


class MatchParameters(_Parameters):
    problem: str
    """In the text that leads to the first list."""
    measure: str
    """In the text that leads to the second."""
    topics: tuple[Topic, ...]
    generic: str
    """Words of every report, which show nothing in common."""
    common: int
    """So many characters in a row in a problem and a measure make them a pair."""
    ordinals: tuple[str, ...]
    """Ways to number problems; group `number`."""
    answers: str
    """An answer to one of them by its number (针对第一处); group `number`."""
    others: str
    """Some answer may be for more problems than the one that it names."""
    unanswered: str
    """Variant: problems are answered by their numbers, but not all."""
    measures: str
    """Variant: every problem has a measure, but a measure has no problem."""


def parts_faults(parameters: PartsParameters) -> Iterator[tuple[tuple[int | str, ...], str]]:
    yield from pattern_faults({name: getattr(parameters, name) for name in _PARTS})


def concrete_faults(parameters: ConcreteParameters) -> Iterator[tuple[tuple[int | str, ...], str]]:
    yield from pattern_faults({name: getattr(parameters, name) for name in ("concrete", "remove")})


def match_faults(parameters: MatchParameters) -> Iterator[tuple[tuple[int | str, ...], str]]:
    yield from pattern_faults(
        {name: getattr(parameters, name) for name in ("problem", "measure", "generic", "answers", "others")}
    )
    yield from pattern_faults({str(number): one for number, one in enumerate(parameters.ordinals)}, "ordinals")
    for number, one in enumerate(parameters.topics):
        yield from pattern_faults({"pattern": one.pattern}, "topics", str(number))


def _readable(parameters: _Parameters, context: Context, result: Result) -> bool:
    """Whether there is enough text to judge."""
    place = text.place(context, parameters.section)
    if place is None:
        result.unknown.append(resources.sentence("K-TEXT-ABSENT"))
    elif len(place.folded.text) < parameters.least:
        result.skipped = resources.sentence("K-TOO-SHORT-TO-JUDGE")
    else:
        return True
    return False


def two_parts(rule: Rule, parameters: PartsParameters, context: Context) -> Result:
    """A side is missing when its signs are, and no part of a sentence stands in its place in words that have none.

    Problems come before measures: only such a part before the first measure may be a problem, after the first problem
    a measure.
    """
    result = Result()
    if not _readable(parameters, context, result):
        return result
    problem = measure = unlike_problem = unlike_measure = False
    for sentence in every(context, (parameters.section,)):
        problem = problem or _named(parameters.named_problem, parameters, sentence.text)
        measure = measure or _named(parameters.named_measure, parameters, sentence.text)
        for part in compiled(parameters.labels).sub("，", sentence.text).split("；"):
            told = False
            for clause in _CLAUSE.findall(part):
                if compiled(parameters.problem).search(clause):
                    problem = told = True
                elif compiled(parameters.measure).search(clause):
                    measure = told = True
            if not told and len(part) >= _WORDY and not compiled(parameters.neither).search(part):
                unlike_problem = unlike_problem or not measure
                unlike_measure = unlike_measure or problem
    flat = text.place(context, parameters.section)
    assert flat is not None
    whole = flat.folded.text.strip()
    measures = one_list(whole, parameters.lead_measure)
    if measures is not None and not compiled(parameters.sure).search(measures):
        problem = unlike_problem = False
    if one_list(whole, parameters.lead_problem) is not None:
        unlike_measure = False
    if problem and measure:
        result.checked = 1
    elif unlike_measure if problem else unlike_problem:
        result.unknown.append(resources.sentence("K-UNSURE-PART"))
    else:
        result.checked = 1
        variant = parameters.no_measure if problem else parameters.no_problem
        evidence = report.opening(context, parameters.section)
        result.findings.append(report.finding(rule, variant, variant=variant, evidence=evidence))
    return result


def _named(label: str, parameters: PartsParameters, sentence: str) -> bool:
    """Whether a clause follows the label that does not speak for the other side: 改进措施：问题依旧 is no measure."""
    match = compiled(label).search(sentence)
    if match is None:
        return False
    other = parameters.problem if label == parameters.named_measure else parameters.measure
    clauses = _CLAUSE.findall(compiled(parameters.labels).split(sentence[match.end() :])[0])
    return any(len(one) >= _TOLD and not compiled(other).search(one) for one in clauses)


def concrete(rule: Rule, parameters: ConcreteParameters, context: Context) -> Result:
    result = Result()
    if not _readable(parameters, context, result):
        return result
    result.checked = 1
    whole = "。".join(one.text for one in every(context, (parameters.section,)))
    if not compiled(parameters.concrete).search(compiled(parameters.remove).sub("，", whole)):
        result.findings.append(report.finding(rule, evidence=report.opening(context, parameters.section)))
    return result


class _Side(NamedTuple):
    item: Item
    topics: frozenset[str]
    grams: frozenset[str]
    words: frozenset[str]
    """Its pairs of characters."""


def matched(rule: Rule, parameters: MatchParameters, context: Context) -> Result:
    """Only two separate, numbered lists are compared, and only what shares neither topic nor words is told."""
    result = Result()
    if not _readable(parameters, context, result):
        return result
    found = lists(context, parameters.section, parameters.problem, parameters.measure)
    if found is None and _unanswered(rule, parameters, context, result):
        return result
    if found is None:
        result.skipped = resources.sentence("K-NOT-LISTED")
        return result
    result.checked = 1
    problems, measures = ([_side(parameters, one) for one in side] for side in found)
    beside = _beside(problems, measures)
    lost = [one for one in _unmatched(problems, measures) if one not in beside]
    spare = [one for one in _unmatched(measures, problems) if one not in beside]
    if not lost and not spare:
        return result
    what = []
    for code, items in (("K-PROBLEM-ALONE", lost), ("K-MEASURE-ALONE", spare)):
        what += [resources.sentence(code, item=report.quoted(one.text, 24)) for one in items]
    result.findings.append(
        report.finding(
            rule,
            *(one.text for one in (*lost, *spare)),
            variant="" if lost else parameters.measures,
            arithmetic=resources.sentence("K-COUNTED", problems=len(problems), measures=len(measures)),
            evidence=tuple(one.span for one in (*lost, *spare)),
            what=resources.sentence("K-LIST").join(what),
        )
    )
    return result


def _unanswered(rule: Rule, parameters: MatchParameters, context: Context, result: Result) -> bool:
    """Judge problems that are answered by their numbers; whether there are such."""
    told = answered(context, parameters.section, parameters.ordinals, parameters.answers, parameters.others)
    if told is None:
        return False
    result.checked = 1
    if told.without:
        what = [report.quoted(span.quote, 24) for _, span in told.without]
        result.findings.append(
            report.finding(
                rule,
                *(number for number, _ in told.without),
                variant=parameters.unanswered,
                evidence=tuple(span for _, span in told.without),
                problems=str(told.problems),
                what=resources.sentence("K-LIST").join(f"“{one}”" for one in what),
            )
        )
    return True


def _side(parameters: MatchParameters, item: Item) -> _Side:
    words = compiled(parameters.generic).sub("，", item.text)
    topics = frozenset(one.name for one in parameters.topics if compiled(one.pattern).search(words))
    size = parameters.common
    grams = (words[index : index + size] for index in range(len(words) - size + 1))
    pairs = frozenset(one for one in map("".join, pairwise(words)) if one.isalpha() and not _EMPTY & set(one))
    return _Side(item, topics, frozenset(one for one in grams if not re.search(r"[，、；：。（）\d]", one)), pairs)


def _beside(problems: Sequence[_Side], measures: Sequence[_Side]) -> list[Item]:
    """Items of lists of one length that share a word with the one of their own number (征收公开不够: 征收平台上线)."""
    if len(problems) != len(measures):
        return []
    return [one.item for both in zip(problems, measures, strict=True) if both[0].words & both[1].words for one in both]


def _unmatched(these: Sequence[_Side], those: Sequence[_Side]) -> list[Item]:
    """Items with a topic that share neither topic nor words with any item of the other side."""
    topics = frozenset[str]().union(*(one.topics for one in those))
    grams = frozenset[str]().union(*(one.grams for one in those))
    if any(not one.topics for one in those):
        return []  # an item whose subject is not known may be the missing one
    return [one.item for one in these if one.topics and not one.topics & topics and not one.grams & grams]
