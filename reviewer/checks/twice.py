"""The kind `twice`: one quantity that the text states in two places.

Three sources: numbers that the text comes back to (`again`), totals told in set phrases (主动公开政府信息N条) that name no channel, and claims about cells of tables that
could not be read (against a table that was read, each mention is judged by its own rule).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from reviewer import resources
from reviewer.checks import report
from reviewer.checks.again import Again, Told, pairs
from reviewer.checks.breakdown import pattern_faults
from reviewer.checks.context import Context, plain
from reviewer.checks.echoes import echoes
from reviewer.checks.listwords import compiled
from reviewer.checks.of_bodies import of_bodies
from reviewer.checks.quantities import Sentence, every, place_name
from reviewer.checks.result import Result, UnknownValueError
from reviewer.checks.rule import Rule
from reviewer.model import Claim, Finding, Frozen, TextSpan

_BEHIND = 8
"""Most characters of a quote behind its number."""


class Subject(Frozen):
    """A total and the clause that states it: `frame`, `pattern` and `close` fit the clause up to the number.

    What the named groups of `pattern` hold must be the same in both places (a channel, 政务 or 信息).
    """

    name: str
    pattern: str
    channel: bool = False
    """The clause names a channel, and needs no word for the whole year."""


class Parameters(Frozen):
    subjects: tuple[Subject, ...]
    frame: str
    """Before every subject: time, body, 共; group `region` is whose total it is."""
    close: str
    """Between every subject and its number."""
    year: str
    """A year in the clause; group `year`. Another one than the report's makes it another quantity."""
    other: str
    """Anywhere in the sentence before the number: a channel, another period, another body."""
    whole: str
    """In the sentence before the number: it is a total of the year."""
    heading: int
    """Longest sentence before it (characters) that may be a heading, in which `other` must not stand either."""
    short_heading: int
    """Longest that ends with a full stop and may still be a heading (（一）主动公开情况。)."""
    part: str
    """Before the clause in its sentence: the number of a channel is a part, or another period's."""
    unclear: str
    """In a claim: what it counts depends on the table."""
    again: Again
    """Numbers that the text comes back to."""


class _Mention(NamedTuple):
    subject: str
    scope: str
    value: Decimal
    unit: str
    span: TextSpan


def faults(parameters: Parameters) -> Iterator[tuple[tuple[int | str, ...], str]]:
    names = ("frame", "close", "year", "other", "whole", "part", "unclear")
    yield from pattern_faults({name: getattr(parameters, name) for name in names})
    again = parameters.again
    yield from pattern_faults(
        {name: value for name, value in again.model_dump().items() if isinstance(value, str)}, "again"
    )
    yield from pattern_faults(dict(again.nouns), "again", "nouns")
    for number, one in enumerate(parameters.subjects):
        yield from pattern_faults({"pattern": one.pattern}, "subjects", str(number))


def run(rule: Rule, parameters: Parameters, context: Context) -> Result:
    result = Result()
    if not any(section.text for section in context.report.sections):
        result.unknown.append(resources.sentence("K-TEXT-ABSENT"))
        return result
    mentions = [*_told(parameters, context), *_claimed(parameters, context)]
    keys = dict.fromkeys((one.subject, one.scope, one.unit) for one in mentions)
    for key in keys:
        same = [one for one in mentions if (one.subject, one.scope, one.unit) == key]
        if len(same) < 2:
            continue
        result.checked += 1
        first = same[0]
        other = next((one for one in same if one.value != first.value), None)
        if other is None:
            continue
        result.findings.append(
            report.finding(
                rule,
                *key,
                *sorted(plain(one.value) for one in (first, other)),
                actual=plain(other.value),
                arithmetic=f"{plain(first.value)} ≠ {plain(other.value)}",
                evidence=(first.span, other.span),
                section=place_name(context, first.span.section),
                quote=report.quoted(first.span.quote),
                there=place_name(context, other.span.section),
                second=report.quoted(other.span.quote),
            )
        )
    sentences = tuple(every(context))
    heads = ("", *(_heading(parameters, one) for one in sentences))
    free = [one for one, head in zip(sentences, heads, strict=False) if not compiled(parameters.other).search(head)]
    again, scope = parameters.again, parameters.other
    for later, earlier in (
        *pairs(again, scope, sentences, free, context),
        *echoes(again, scope, sentences, context),
        *of_bodies(sentences, context.report.identity.year),
    ):
        result.checked += 1
        if earlier is not None:
            result.findings.append(_again(rule, again, context, later, earlier))
    if not result.checked:
        result.skipped = resources.sentence("K-NO-TWICE")
    return result


def _again(rule: Rule, again: Again, context: Context, later: Told, earlier: Told) -> Finding:
    first, second = (one.sentence.span(context, one.start, _reach(one)) for one in (earlier, later))
    return report.finding(
        rule,
        later.kind,
        later.noun,
        later.unit,
        plain(later.value),
        variant=again.variant,
        actual=plain(later.value),
        arithmetic=f"{plain(earlier.value)} ≠ {plain(later.value)}",
        evidence=(first, second),
        section=place_name(context, first.section),
        quote=report.quoted(first.quote),
        there=place_name(context, second.section),
        second=report.quoted(second.quote),
    )


def _reach(one: Told) -> int:
    """A few words behind the number, which say what it counts."""
    text = one.sentence.text
    stops = [at for char in "，；。、（）" if (at := text.find(char, one.end)) >= 0]
    return min(one.end + _BEHIND, *stops, len(text)) if stops else min(one.end + _BEHIND, len(text))


def _told(parameters: Parameters, context: Context) -> Iterator[_Mention]:
    other, heading = compiled(parameters.other), ""
    for sentence in every(context):
        head, heading = heading, _heading(parameters, sentence)
        for index, quantity in enumerate(sentence.quantities):
            before = sentence.text[: quantity.start]
            whole = not other.search(before) and not other.search(head) and compiled(parameters.whole).search(before)
            if not quantity.exact:
                continue
            start = max((before.rfind(char) for char in "，；："), default=-1) + 1
            if index and sentence.quantities[index - 1].end > start:
                continue
            if mention := _mention(parameters, context, sentence, index, start, whole=bool(whole)):
                yield mention


def _heading(parameters: Parameters, sentence: Sentence) -> str:
    longest = parameters.short_heading if sentence.ended else parameters.heading
    return sentence.text if len(sentence.text) <= longest else ""


def _mention(
    parameters: Parameters, context: Context, sentence: Sentence, index: int, start: int, *, whole: bool
) -> _Mention | None:
    quantity = sentence.quantities[index]
    clause = sentence.text[start : quantity.start]
    year = context.report.identity.year
    spoken = [match["year"] for match in compiled(parameters.year).finditer(sentence.text[: quantity.start])]
    if any(year is None or one != str(year) for one in spoken):
        return None
    for subject in parameters.subjects:
        if not whole and not (subject.channel and not compiled(parameters.part).search(sentence.text[:start])):
            continue
        match = compiled(parameters.frame + subject.pattern + parameters.close).fullmatch(clause)
        if match:
            groups = match.groupdict(default="")
            if context.report.identity.agency.endswith("政府"):
                groups["region"] = ""  # a government's report speaks of its region
            span = sentence.span(context, start, quantity.end)
            return _Mention(subject.name, "".join(groups.values()), quantity.value, quantity.unit, span)
    return None


def _claimed(parameters: Parameters, context: Context) -> Iterator[_Mention]:
    for claim in context.report.claims:
        if claim.relation != "eq" or compiled(parameters.unclear).search(claim.quote) or _known(claim.facts, context):
            continue
        yield _Mention("+".join(sorted(claim.facts)), "", claim.value, "", _span(claim, context))


def _known(facts: Sequence[str], context: Context) -> bool:
    try:
        for key in facts:
            context.value(key)
    except UnknownValueError:
        return False
    return True


def _span(claim: Claim, context: Context) -> TextSpan:
    section = context.section(claim.section)
    if section is not None:
        return section.span(claim.start, claim.end)
    return TextSpan(section=claim.section, quote=claim.quote, start=claim.start, end=claim.end, page=claim.page)
