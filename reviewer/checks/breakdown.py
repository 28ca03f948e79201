"""The kind `breakdown`: parts listed in a sentence against their whole.

Parts above their whole are always wrong; parts below it only where the list says that it is complete, and doubtful
where it looks complete. Where any reading makes the sum right, nothing is said.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from reviewer import resources
from reviewer.checks import report
from reviewer.checks.addends import added, shared, views
from reviewer.checks.context import Context, plain
from reviewer.checks.exceeding import exceeding
from reviewer.checks.listing import Listing, exhaustive, listings
from reviewer.checks.listwords import compiled, list_words
from reviewer.checks.opposed import opposed, summed
from reviewer.checks.partitions import partitions
from reviewer.checks.quantities import Sentence, every, place_name
from reviewer.checks.remainder import left
from reviewer.checks.result import Result
from reviewer.checks.rule import Rule
from reviewer.checks.sublists import among, ways
from reviewer.checks.totals import totals
from reviewer.model import Finding, Frozen

_ROW = 3
"""Fewest parts of a row of which the last may be too much."""


class Parameters(Frozen):
    short: str
    """Variant: a complete list below its whole."""
    perhaps: str
    """Variant: a list that looks complete, below its whole."""
    glance: str
    """Variant: a list whose parts come close to its whole, though nothing says that it is complete."""
    twofold: str
    """Variant: the first parts alone make the whole, and the row goes on."""
    total: str
    """Pattern of words before a whole that make a list of `least` parts look complete."""
    outcomes: str
    """Pattern of parts that the tables hold: a list of some of them is no list of all."""
    least: int
    near: Decimal
    """The parts must be this share of the whole to look complete."""
    close: Decimal
    """The same for a list that nothing but its sum makes look complete."""


def pattern_faults(patterns: dict[str, str], *where: str) -> Iterator[tuple[tuple[int | str, ...], str]]:
    """Those patterns that do not compile."""
    for name, pattern in patterns.items():
        try:
            re.compile(pattern)
        except re.error as error:
            yield (*where, name), str(error)


def faults(parameters: Parameters) -> Iterator[tuple[tuple[int | str, ...], str]]:
    yield from pattern_faults({"total": parameters.total, "outcomes": parameters.outcomes})


def run(rule: Rule, parameters: Parameters, context: Context) -> Result:
    result = Result()
    if not any(section.text for section in context.report.sections):
        result.unknown.append(resources.sentence("K-TEXT-ABSENT"))
        return result
    before, earlier = None, list[Sentence]()
    seen: dict[str, int] = {}
    for sentence in every(context):
        earlier = [one for one in earlier if one.paragraph == sentence.paragraph]
        told = set[int]()
        for listing, variant in _all(parameters, sentence, before, earlier, context):
            if variant is None or listing.parts[-1].quantity.end in told:
                continue
            result.checked += 1
            if variant == "fits":
                continue
            told.add(listing.parts[-1].quantity.end)
            start, end = listing.span
            mark = sentence.text[start:end]
            seen[mark] = seen.get(mark, 0) + 1
            subject = (mark,) if seen[mark] == 1 else (mark, str(seen[mark]))
            result.findings.append(_finding(rule, variant, listing, subject, context))
        earlier.append(sentence)
        before = sentence
    if not result.checked:
        result.skipped = resources.sentence("K-NO-LIST")
    return result


def _all(
    parameters: Parameters,
    sentence: Sentence,
    before: Sentence | None,
    earlier: Sequence[Sentence],
    context: Context,
) -> Iterator[tuple[Listing, str | None]]:
    """Every list of a sentence with what is to be said of it."""
    words = list_words()
    own = among(sentence, earlier, words)
    named = [one for one in own.values() if one is not None]
    divided = (*partitions(sentence, earlier, context, words), *ways(sentence, before, words))
    for listing in (*named, *divided, *exceeding(sentence, before)):
        yield listing, _compared(listing, parameters.short)
    for listing in (*listings(sentence, before, words), *totals(sentence, before, words)):
        yield listing, judged(parameters, listing)
    for listing in (
        *added(sentence, earlier, context, words),
        *shared(sentence, words),
        *left(sentence, earlier, words),
        *summed(sentence, tuple(earlier), words),
    ):
        if listing.parts[-1].quantity.end not in own:
            yield listing, _compared(listing, parameters.short)
    for listing in (*views(sentence, earlier, words), *opposed(sentence, words)):
        yield listing, _compared(listing, parameters.perhaps)


def _compared(listing: Listing, short: str) -> str:
    """A list that is all of its whole: `fits`, or the variant that it fails by."""
    if listing.total == listing.whole.value:
        return "fits"
    return short if listing.total < listing.whole.value else ""


def judged(parameters: Parameters, listing: Listing) -> str | None:
    """`fits`, the variant that it fails by ("" = more than the whole), or None when nothing can be said."""
    whole, values = listing.whole.value, [one.quantity.value for one in listing.parts]
    runs = [sum(values[:count], Decimal(0)) for count in range(1, len(values) + 1)]
    if listing.backward:
        runs = [sum(values[-count:], Decimal(0)) for count in range(2, len(values) + 1)]
    if whole in runs:
        return parameters.twofold if _one_row(listing, values, runs) else "fits"
    if any(one in listing.rivals for one in runs[1:]):
        return None
    total = listing.total
    if listing.backward:
        return (parameters.short if total < whole else "") if listing.closed else None
    if total > whole:
        if sum(_nested(values), Decimal(0)) <= whole:
            return "fits"
        return None if _overlaps(listing, values) or any(one > whole for one in listing.rivals) else ""
    if not listing.closed or listing.open_end:
        return "fits"
    if listing.complete and len(values) > 1:
        return parameters.short
    if listing.copular and total >= whole * parameters.near and _counted(parameters, listing):
        return parameters.perhaps
    if not _may_be_complete(parameters, listing):
        return "fits"
    if _counted(parameters, listing):
        return parameters.perhaps
    return parameters.glance if total >= whole * parameters.close else "fits"


def _counted(parameters: Parameters, listing: Listing) -> bool:
    """Whether its whole is said to be one (共, 合计)."""
    return bool(compiled(parameters.total).search(listing.sentence.text[: listing.whole.start]))


def _one_row(listing: Listing, values: Sequence[Decimal], runs: Sequence[Decimal]) -> bool:
    """The first parts make the whole and yet the row goes on, without a mark between them: one number too many."""
    plain = listing.level and listing.closed and not listing.backward and not listing.open_end
    several = len(values) >= _ROW and listing.whole.value in runs[1:-1] and max(values) < listing.whole.value
    plain = plain and listing.total > listing.whole.value
    return plain and several and not exhaustive(listing.parts[:-1], list_words())


def _nested(values: Sequence[Decimal]) -> list[Decimal]:
    """The parts without those that split the part before them (行政复议7件，结果维持6件，尚未审结1件)."""
    kept: list[Decimal] = []
    rest = list(values)
    while rest:
        head = rest.pop(0)
        kept.append(head)
        for count in range(2, len(rest) + 1):
            if sum(rest[:count], Decimal(0)) == head:
                rest = rest[count:]
                break
    return kept


def _overlaps(listing: Listing, values: Sequence[Decimal]) -> bool:
    """One part is all of it, or two equal parts are more than half each: the same things were counted twice."""
    whole, top = listing.whole.value, sorted(values)[-2:]
    return len(values) > 1 and (whole in values or (top[0] == top[1] and top[0] + top[1] > whole))


def _may_be_complete(parameters: Parameters, listing: Listing) -> bool:
    if len(listing.parts) < parameters.least or listing.total < listing.whole.value * parameters.near:
        return False
    return not any(compiled(parameters.outcomes).search(one.label) for one in listing.parts)


def _clause(listing: Listing) -> tuple[int, int]:
    """From the beginning of the first number's clause to the end of the last number."""
    start, end = listing.span
    text = listing.sentence.text
    cut = max((text.rfind(char, 0, start) for char in "，；、（"), default=-1)
    return cut + 1, end


def _finding(rule: Rule, variant: str, listing: Listing, subject: tuple[str, ...], context: Context) -> Finding:
    whole, total = plain(listing.whole.value), plain(listing.total)
    row = " + ".join(plain(one.quantity.value) for one in listing.parts)
    span = listing.sentence.span(context, *_clause(listing))
    return report.finding(
        rule,
        *subject,
        variant=variant,
        expected=whole,
        actual=total,
        arithmetic=f"{row} = {total} ≠ {whole}" if len(listing.parts) > 1 else f"{total} > {whole}",
        evidence=(span,),
        section=place_name(context, listing.sentence.section),
        quote=report.quoted(span.quote, 60),
        whole=whole,
        total=total,
        gap=plain(abs(listing.whole.value - listing.total)),
    )
