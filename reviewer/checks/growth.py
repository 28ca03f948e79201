"""The kind `growth`: 较上年增长12.3% against this year's and last year's cells."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from reviewer import resources
from reviewer.checks import last, report
from reviewer.checks.context import Context, plain
from reviewer.checks.result import Result, UnknownValueError
from reviewer.checks.rule import Rule
from reviewer.model import Claim, Folded, Frozen, Section, fold, folded, load_forms

_compile = lru_cache(maxsize=32)(re.compile)
_fold = lru_cache(maxsize=16)(fold)


class Subject(Frozen):
    """Words directly before the comparison that name what grew, and its cells."""

    words: str
    facts: tuple[str, ...]


class Parameters(Frozen):
    pattern: str
    """Over folded text; groups: `year` (a year named), `up` or `down`, `number`, `unit`, or `same` (持平)."""
    subjects: tuple[Subject, ...]
    bases: tuple[tuple[str, ...], ...]
    """Sums of cells of table 3 that may be meant instead; a figure that fits one of them is right."""
    gap: str
    """Pattern of what may stand between a stated number and the comparison."""
    base: str
    """Last year's number said beside this year's; groups as in `pattern`: `year`, `number`."""
    beside: str
    """All that may stand between a number of the tables and `base`."""
    wrong_base: str
    """Variant: last year's number is not that of last year's report."""
    times: tuple[str, ...]
    """Units that multiply: 倍."""


class _Said(NamedTuple):
    """A comparison found in a text: its place there, and the change it states."""

    start: int
    end: int
    number: Decimal
    unit: str
    decimals: int = 0
    """Digits printed behind the point."""


class _Change(NamedTuple):
    facts: tuple[str, ...]
    now: Decimal
    last: Decimal


def faults(parameters: Parameters) -> Iterator[tuple[tuple[int | str, ...], str]]:
    cells = {key for form in load_forms().values() for key in form.cells}
    for name in ("pattern", "gap", "base", "beside"):
        try:
            _compile(getattr(parameters, name))
        except re.error as error:
            yield (name,), str(error)
    for number, subject in enumerate(parameters.subjects):
        for key in subject.facts:
            if key not in cells:
                yield ("subjects", number, "facts"), f"{key} is no cell of the form"
    for number, base in enumerate(parameters.bases):
        for key in base:
            if key not in cells:
                yield ("bases", number), f"{key} is no cell of the form"


def run(rule: Rule, parameters: Parameters, context: Context) -> Result:
    """Only comparisons that stand directly behind a number of the tables, or behind its name, are judged."""
    if context.previous is None:
        return last.absent()
    result = Result()
    year = context.report.identity.year
    seen: dict[str, int] = {}
    for section in context.report.sections:
        text = _fold(section.text)
        for match in _compile(parameters.pattern).finditer(text.text):
            said = _said(match)
            if match.group("year") and (year is None or int(match.group("year")) != year - 1):
                continue
            facts = _subject(parameters, context, section, text, said)
            if not facts:
                continue
            try:
                changes = [_change(context, one) for one in _bases(parameters, facts, context)]
            except UnknownValueError as unknown:
                result.unknown.append(unknown.reason)
                continue
            result.checked += 1
            if any(_fits(parameters, said, one) for one in changes):
                continue
            quote = folded(text.text[said.start : said.end])
            seen[quote] = seen.get(quote, 0) + 1
            again = [str(seen[quote])] if seen[quote] > 1 else []
            own = changes[0]
            result.findings.append(
                report.finding(
                    rule,
                    *sorted(facts),
                    quote,
                    *again,
                    expected=_true(parameters, said, own),
                    actual=report.quoted(quote, 24),
                    arithmetic=_written(parameters, said, own),
                    evidence=(section.span(*text.source(said.start, said.end)), *report.cells(context, facts)),
                    quote=report.quoted(quote),
                    now=plain(own.now),
                    last=plain(own.last),
                    true=_true(parameters, said, own),
                )
            )
        _said_bases(rule, parameters, context, result, section, text)
    if not result.checked and not result.unknown:
        result.skipped = resources.sentence("K-NO-CLAIM")
    return result


def _said_bases(
    rule: Rule, parameters: Parameters, context: Context, result: Result, section: Section, text: Folded
) -> None:
    """Last year's numbers that stand beside this year's (13件，2022年同期12件) against last year's report."""
    year = context.report.identity.year
    for match in _compile(parameters.base).finditer(text.text):
        if match.group("year") and (year is None or int(match.group("year")) != year - 1):
            continue
        facts = _told(context, section, text, match.start(), parameters.beside)
        if not facts:
            continue
        try:
            held = [last.held(one, context) for one in _bases(parameters, facts, context)]
        except UnknownValueError as unknown:
            result.unknown.append(unknown.reason)
            continue
        result.checked += 1
        said = Decimal(match.group("number").replace(",", ""))
        if not held or said in held:
            continue
        quote = folded(match.group())
        result.findings.append(
            report.finding(
                rule,
                *sorted(facts),
                quote,
                variant=parameters.wrong_base,
                expected=plain(held[0]),
                actual=plain(said),
                evidence=(section.span(*text.source(*match.span())), *report.cells(context, facts)),
                quote=report.quoted(quote),
                last=plain(held[0]),
            )
        )


def _said(match: re.Match[str]) -> _Said:
    if match.group("same"):
        return _Said(*match.span(), Decimal(0), "")
    printed = match.group("number").replace(",", "")
    decimals = len(printed.partition(".")[2])
    sign = -1 if match.group("down") else 1
    return _Said(*match.span(), sign * Decimal(printed), match.group("unit"), decimals)


def _subject(parameters: Parameters, context: Context, section: Section, text: Folded, said: _Said) -> tuple[str, ...]:
    """The cells that a comparison speaks of: those of the claim just before it, or those named just before it."""
    if facts := _told(context, section, text, said.start, parameters.gap):
        return facts
    head = text.text[: said.start]
    return next((one.facts for one in parameters.subjects if _compile(one.words).search(head[-40:])), ())


def _told(context: Context, section: Section, text: Folded, start: int, gap: str) -> tuple[str, ...]:
    """The cells of the claim just before a place, with nothing between but `gap`."""
    before: Claim | None = None
    for claim in context.report.claims:
        if claim.section == section.key and claim.relation == "eq" and text.folded(0, claim.end)[1] <= start:
            before = claim if before is None or claim.end > before.end else before
    if before is None:
        return ()
    between = text.text[text.folded(0, before.end)[1] : start]
    return before.facts if _compile(gap).fullmatch(between) else ()


def _bases(parameters: Parameters, facts: tuple[str, ...], context: Context) -> list[tuple[str, ...]]:
    """What was named first, then what may be meant instead; only cells that both editions have."""
    own = [facts]
    if any(set(facts) & set(base) for base in parameters.bases):
        own += [base for base in parameters.bases if set(base) != set(facts)]
    return [one for one in own if all(last.has(context, key) for key in one)]


def _change(context: Context, facts: tuple[str, ...]) -> _Change:
    return _Change(facts, sum(map(context.value, facts), Decimal(0)), last.held(facts, context))


def _exact(parameters: Parameters, said: _Said, change: _Change) -> Decimal | None:
    """The true change in the unit stated: per cent, times or a difference; None where there is none (from 0)."""
    if said.unit != "%" and said.unit not in parameters.times:
        return change.now - change.last
    if change.last == 0:
        return None
    ratio = change.now / change.last - 1
    return ratio * 100 if said.unit == "%" else ratio


def _fits(parameters: Parameters, said: _Said, change: _Change) -> bool:
    exact = _exact(parameters, said, change)
    if exact is None:
        return change.now > 0 and said.number == 100  # from 0 to any number is often called 100 %
    counted = said.unit != "%" and said.unit not in parameters.times
    half = Decimal(5).scaleb(-said.decimals - 1)  # half a unit of the last printed digit
    return abs(exact - said.number) <= (0 if counted else half)


def _true(parameters: Parameters, said: _Said, change: _Change) -> str:
    exact = _exact(parameters, said, change)
    if exact is None:
        return resources.sentence("K-FROM-ZERO")
    if exact == 0:
        return resources.sentence("K-LEVEL")
    shown = plain(abs(exact))
    if said.unit == "%":
        shown = plain(abs(exact).quantize(Decimal(1).scaleb(-max(said.decimals, 1))))
    elif said.unit in parameters.times:
        shown = plain(abs(exact).quantize(Decimal("0.01")))
    return resources.sentence("K-ROSE" if exact > 0 else "K-FELL", change=shown + said.unit)


def _written(parameters: Parameters, said: _Said, change: _Change) -> str:
    true = _true(parameters, said, change)
    if said.unit == "%" and change.last:
        return resources.sentence("K-SHARE", now=plain(change.now), last=plain(change.last), true=true)
    return resources.sentence("K-YEARS", now=plain(change.now), last=plain(change.last), true=true)
