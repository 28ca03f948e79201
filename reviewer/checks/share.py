"""The kind `share`: a percentage against the part and the whole, or the two years, that stand beside it.

A share is only judged where its whole is certain: the number that the list is a list of, or the total it names. It is
right when it fits any whole in reach, rounded or cut off at its last printed digit.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import partial

from reviewer import resources
from reviewer.checks import parts, rates, shares
from reviewer.checks.breakdown import pattern_faults
from reviewer.checks.change import Change, changes
from reviewer.checks.context import Context
from reviewer.checks.listing import Listing, listings
from reviewer.checks.listwords import compiled, list_words
from reviewer.checks.parts import Share, row_whole
from reviewer.checks.percent import HUNDRED, said_by
from reviewer.checks.points import points
from reviewer.checks.quantities import Quantity, Sentence, every
from reviewer.checks.rates import Few, Rates
from reviewer.checks.result import Result, UnknownValueError
from reviewer.checks.rule import Rule
from reviewer.model import Frozen, fingerprint, load_forms

_FEWEST_EVENED = 3
"""Shares of two parts make 100 % by themselves."""


class NamedBase(Frozen):
    """A whole that is named beside the share (占办结总数): any of these sums of cells."""

    pattern: str
    facts: tuple[tuple[str, ...], ...]


class Parameters(Frozen):
    percent: str
    """A share: groups `base` (what is said between 占 and the number) and `number`."""
    bracket: str
    """A share in brackets right behind its part, without a word: 3件（7.5%）; groups as in `percent`, `base` empty."""
    explicit: str
    """A share whose whole stands in it as a number: 占抽查120份的7.5%; groups as in `percent` and `whole`."""
    together: str
    """Between the part and its share: it is the sum of what was named; a group `count` says of how many."""
    plain_base: str
    """A `base` that names no whole of its own."""
    about: str
    """After the number: it is not exact. Before it, `base` must not hold it either."""
    bases: tuple[NamedBase, ...]
    inside: str
    """Between a whole and the part that a share without a list is of."""
    rates: Rates
    few: Few
    change: Change
    siblings: str
    """Variant: the share fits the sum of the listed parts, not the whole."""
    root: str
    """The rule of lists, under whose finding that is shown."""
    named: str
    """Variant: the whole is named, and in the tables."""


_PATTERNS = ("percent", "bracket", "explicit", "together", "plain_base", "about", "inside")


def faults(parameters: Parameters) -> Iterator[tuple[tuple[int | str, ...], str]]:
    yield from pattern_faults({name: getattr(parameters, name) for name in _PATTERNS})
    yield from pattern_faults(parameters.rates.model_dump(), "rates")
    yield from pattern_faults(parameters.few.model_dump(exclude={"variant"}), "few")
    change = parameters.change
    yield from pattern_faults(change.steps.model_dump(exclude={"variant"}), "change", "steps")
    patterns = {"growth": change.growth, "difference": change.difference, "beside": change.beside}
    patterns |= {"present": change.present.replace("{year}", "0"), "acts": change.acts}
    yield from pattern_faults(patterns | {"previous": change.previous.replace("{last}", "0")}, "change")
    for number, base in enumerate(parameters.bases):
        yield from pattern_faults({"pattern": base.pattern}, "bases", str(number))
        for key in (key for facts in base.facts for key in facts):
            if not any(key in form.cells for form in load_forms().values()):
                yield ("bases", number, "facts"), f"{key} is no cell of the form"


def run(rule: Rule, parameters: Parameters, context: Context) -> Result:
    result = Result()
    before: Sentence | None = None
    for sentence in every(context):
        if "%" in sentence.text:
            lists = listings(sentence, before, list_words())
            ends = {one.end for one in sentence.quantities}
            found = list(compiled(parameters.percent).finditer(sentence.text))
            found += [one for one in compiled(parameters.bracket).finditer(sentence.text) if one.start() in ends]
            loose = [
                one
                for match in found
                for one in _share(rule, parameters, context, result, sentence, before, lists, match)
            ]
            _row(rule, parameters, context, result, sentence, before, loose)
            for match in compiled(parameters.explicit).finditer(sentence.text):
                _explicit(rule, parameters, context, result, sentence, match)
            points(rule, parameters.change.steps.variant, context, result, sentence)
            shares.in_order(rule, context, result, sentence, before, _cells(parameters, context))
            cells = partial(_cells, parameters, context)
            shares.rated(rule, parameters.rates, parameters.about, context, result, sentence, cells)
            for match in compiled(parameters.percent).finditer(sentence.text):
                if _named_plainly(parameters, sentence, match):
                    shares.few(rule, parameters.few, context, result, sentence, match)
        changes(rule, parameters.change, parameters.about, context, result, sentence)
        before = sentence
    if not result.checked and not result.unknown:
        result.skipped = resources.sentence("K-NO-SHARE")
    return result


def _share(
    rule: Rule,
    parameters: Parameters,
    context: Context,
    result: Result,
    sentence: Sentence,
    before: Sentence | None,
    lists: Sequence[Listing],
    match: re.Match[str],
) -> list[Share]:
    """Judge a share; gives it back where its whole may be that of a row."""
    said = said_by(match)
    part = _part(parameters, sentence, match)
    if part is None:
        return []
    near = [*(before.quantities if before else ()), *sentence.quantities]
    wholes = [one.value for one in near if one.unit == part.unit and one.value >= part.value and one is not part]
    if compiled(parameters.plain_base).fullmatch(match["base"]):
        listing = next((one for one in lists if any(part == item.quantity for item in one.parts)), None)
        among = rates.among(sentence, match, parameters.inside)
        if listing is None:
            single = part in sentence.quantities
            shares.pair(rule, context, result, sentence, said, among if single and match["base"] else None, ())
            return [Share(part, said, judged=False)] if single and among is None else []
        if listing.rivals or listing.whole.value < part.value:
            return []
        wholes += _cells(parameters, context) if among is None else []  # 在250条信息中，…… says of what
        _listed(rule, parameters, context, result, sentence, Share(part, said, judged=True), listing, wholes)
        return [Share(part, said, judged=True)]
    base = next((one for one in parameters.bases if compiled(one.pattern).search(match["base"])), None)
    if base is None:
        return []
    try:
        named = [sum((context.value(key) for key in keys), Decimal(0)) for keys in base.facts]
    except UnknownValueError as unknown:
        result.unknown.append(unknown.reason)
        return []
    if part.value > max(named):  # of something else by that name
        return []
    result.checked += 1
    if any(said.fits(part.value, whole) for whole in [*named, *wholes]) or not named[0]:
        return []
    result.findings.append(
        shares.finding(rule, parameters.named, context, sentence, said, part, named[0], named[0], part.start)
    )
    return []


def _listed(
    rule: Rule,
    parameters: Parameters,
    context: Context,
    result: Result,
    sentence: Sentence,
    share: Share,
    listing: Listing,
    wholes: Sequence[Decimal],
) -> None:
    """A part of a list against its whole."""
    part, said = share.part, share.said
    result.checked += 1
    if any(said.fits(part.value, whole) for whole in wholes) or _evened(parameters, sentence, listing):
        return
    total, start = listing.total, listing.span[0]
    variant = parameters.siblings if len(listing.parts) > 1 and said.fits(part.value, total) else ""
    found = shares.finding(rule, variant, context, sentence, said, part, listing.whole.value, total, start)
    if variant:  # the same slip in every share of the list
        if part != listing.parts[0].quantity:
            return
        result.folds[found.fingerprint] = fingerprint(parameters.root, sentence.text[slice(*listing.span)])
    result.findings.append(found)


def _row(
    rule: Rule,
    parameters: Parameters,
    context: Context,
    result: Result,
    sentence: Sentence,
    before: Sentence | None,
    row: Sequence[Share],
) -> None:
    """Shares that stand side by side without a word for their whole, which they tell together."""
    cells = _cells(parameters, context)
    whole = row_whole(row, cells)
    if whole is None:
        return
    near = [one.value for one in (*(before.quantities if before else ()), *sentence.quantities)]
    for part, said, judged in row:
        result.checked += not judged
        if not judged and not any(said.fits(part.value, one) for one in (whole, *cells, *near) if one >= part.value):
            result.findings.append(shares.finding(rule, "", context, sentence, said, part, whole, whole, part.start))


def _explicit(
    rule: Rule, parameters: Parameters, context: Context, result: Result, sentence: Sentence, match: re.Match[str]
) -> None:
    part, said = _part(parameters, sentence, match), said_by(match)
    whole = next((one for one in sentence.quantities if one.start == match.start("whole")), None)
    if part is None or whole is None or not whole.exact or whole.end > match.end("whole") or whole.value < part.value:
        return
    if whole.end < match.end("whole") and (whole.unit != part.unit or part not in sentence.quantities):
        return
    result.checked += 1
    if not said.fits(part.value, whole.value):
        result.findings.append(
            shares.finding(rule, "", context, sentence, said, part, whole.value, whole.value, part.start)
        )


def _evened(parameters: Parameters, sentence: Sentence, listing: Listing) -> bool:
    """Were the shares of a whole list rounded so that they make 100 % together, each by less than one last digit?"""
    shares = {}
    for match in compiled(parameters.percent).finditer(sentence.text):
        if (part := _part(parameters, sentence, match)) is not None and compiled(parameters.plain_base).fullmatch(
            match["base"]
        ):
            shares[part.start] = said_by(match)
    said = [(one.quantity.value, shares.get(one.quantity.start)) for one in listing.parts]
    if listing.total != listing.whole.value or len(said) < _FEWEST_EVENED:
        return False
    known = [(value, share) for value, share in said if share is not None]
    close = all(abs(value * HUNDRED / listing.whole.value - share.value) < share.unit for value, share in known)
    return close and len(known) == len(said) and sum(share.value for _, share in known) == HUNDRED


def _named_plainly(parameters: Parameters, sentence: Sentence, match: re.Match[str]) -> bool:
    """Whether a share is exact, and names no whole of its own."""
    about = compiled(parameters.about)
    vague = about.match(sentence.text, match.end()) or compiled(f"(?:{parameters.about})$").search(
        sentence.text[: match.start()]
    )
    return not vague and bool(compiled(parameters.plain_base).fullmatch(match["base"]))


def _part(parameters: Parameters, sentence: Sentence, match: re.Match[str]) -> Quantity | None:
    """What the share is of: the number right before it, or the sum of what was just named; None when it is not exact."""
    about = compiled(parameters.about)
    if about.search(match["base"]) or about.match(sentence.text, match.end()):
        return None
    return parts.named(sentence, match, parameters.together, parameters.about)


def _cells(parameters: Parameters, context: Context) -> list[Decimal]:
    """Every total of the tables that a share without a named whole might be a share of."""
    found = []
    for base in parameters.bases:
        for keys in base.facts:
            try:
                found.append(sum((context.value(key) for key in keys), Decimal(0)))
            except UnknownValueError:
                continue
    return found
