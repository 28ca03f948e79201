"""The kinds `agreement` and `slip`: numbers stated in prose against the cells whose sum they claim to be."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from reviewer import resources
from reviewer.checks import report
from reviewer.checks.context import Context, plain
from reviewer.checks.regex import Pattern
from reviewer.checks.result import Result, UnknownValueError
from reviewer.checks.rule import Rule
from reviewer.model import Claim, Evidence, Finding, Frozen, State, TextSpan, fingerprint, folded, load_forms

_STATED = ("eq", "tolerance", "none")
"""Relations in which the text states a number (0 when it says none)."""


class Alternative(Frozen):
    """Another sum that the words of a claim may mean: 受理 may count what was carried in."""

    words: Pattern
    """Pattern over the folded quote."""
    facts: tuple[str, ...]


class Leaf(Frozen):
    """A row of a group that a number may mean although the words name the group: 信访居多，58件不予处理."""

    fact: str
    beside: Pattern
    """Pattern of words for the row, anywhere before the number in its sentence."""


class Parameters(Frozen):
    claims: str
    """The rule id that claims and assertions carry."""
    variants: dict[str, str] = {}
    """Variant by relation: none, some, all_done, tolerance; the rule's own words otherwise."""
    alternatives: tuple[Alternative, ...] = ()
    leaves: tuple[Leaf, ...] = ()


class SlipParameters(Frozen):
    claims: tuple[str, ...]
    column: str = "natural"
    instead_of: str = "total"


def faults(parameters: Parameters) -> Iterator[tuple[tuple[int | str, ...], str]]:
    for number, one in enumerate(parameters.alternatives):
        for key in one.facts:
            if not any(key in form.cells for form in load_forms().values()):
                yield ("alternatives", number, "facts"), f"{key} is no cell of the form"
    for number, leaf in enumerate(parameters.leaves):
        if not any(leaf.fact in form.cells for form in load_forms().values()):
            yield ("leaves", number, "fact"), f"{leaf.fact} is no cell of the form"


def run(rule: Rule, parameters: Parameters, context: Context) -> Result:
    """Every mention is judged by itself."""
    result = Result()
    seen: dict[str, int] = {}
    for claim in _claims(context, parameters.claims):
        try:
            held = _agrees(parameters, claim, context)
        except UnknownValueError as unknown:
            result.unknown.append(unknown.reason)
            continue
        result.checked += 1
        if held:
            continue
        subject = _subject(claim)
        mark = "|".join(subject)
        seen[mark] = seen.get(mark, 0) + 1
        if seen[mark] > 1:
            subject = (*subject, str(seen[mark]))
        result.findings.append(_finding(rule, parameters, claim, subject, context))
    if not result.checked and not result.unknown:
        result.skipped = resources.sentence("K-NO-CLAIM")
    return result


def _claims(context: Context, rule: str) -> list[Claim]:
    every = (*context.report.claims, *context.report.assertions)
    return [one for one in every if one.rule == rule and one.facts]


def _subject(claim: Claim) -> tuple[str, ...]:
    return (*sorted(claim.facts), claim.relation, folded(claim.quote))


def _sum(facts: tuple[str, ...], context: Context) -> Decimal:
    return sum(map(context.value, facts), Decimal(0))


def _agrees(parameters: Parameters, claim: Claim, context: Context) -> bool:
    total = _sum(claim.facts, context)
    if claim.relation == "some":
        return total > 0
    if claim.relation in ("none", "all_done"):
        return total == 0
    if abs(total - claim.value) <= claim.tolerance:
        return True
    words = folded(claim.quote)
    return _of_leaf(parameters, claim, context) or any(
        _sum(one.facts, context) == claim.value for one in parameters.alternatives if re.search(one.words, words)
    )


def _of_leaf(parameters: Parameters, claim: Claim, context: Context) -> bool:
    """Whether a number of a group is that of one of its rows, which the sentence names before it."""
    section = context.section(claim.section)
    if section is None or len(claim.facts) == 1:
        return False
    before = folded(re.split(r"[。！？\n]", section.text[: claim.start])[-1])
    return any(
        leaf.fact in claim.facts and context.value(leaf.fact) == claim.value and re.search(leaf.beside, before)
        for leaf in parameters.leaves
    )


def _finding(rule: Rule, parameters: Parameters, claim: Claim, subject: tuple[str, ...], context: Context) -> Finding:
    total = plain(_sum(claim.facts, context))
    stated = plain(claim.value)
    section = "" if claim.section == "preface" else context.form.section(claim.section).name
    return report.finding(
        rule,
        *subject,
        variant=parameters.variants.get(claim.relation, ""),
        expected=total if claim.relation in _STATED else None,
        actual=stated if claim.relation in _STATED else None,
        arithmetic=resources.sentence("K-AGAINST", stated=stated, sum=_written(claim.facts, context))
        if claim.relation in _STATED
        else "",
        evidence=(_span(claim, context), *report.cells(context, claim.facts)),
        section=section or resources.sentence("K-PREFACE"),
        quote=report.quoted(claim.quote),
        stated=stated,
        total=total,
        cells=_cells(claim.facts, context),
    )


def _span(claim: Claim, context: Context) -> Evidence:
    section = context.section(claim.section)
    if section is not None:
        return section.span(claim.start, claim.end)
    return TextSpan(section=claim.section, quote=claim.quote, start=claim.start, end=claim.end, page=claim.page)


def _short(key: str, context: Context) -> str:
    """A cell in a sum: its row for totals of table 3, its place otherwise."""
    spec = context.form_of(key.split(".", 1)[0]).cells.get(key)
    if spec is None:
        return context.name(key)
    total = spec.table == "t3" and spec.column.key == "total"
    parts = (spec.row.name,) if total else (spec.block.label, spec.row.name, spec.column.name)
    return "·".join(part for part in parts if part)


def _written(facts: tuple[str, ...], context: Context) -> str:
    """The sum as a person writes it; parts that are 0 are left out when there are more than two."""
    values = [(key, context.value(key)) for key in facts]
    if len(values) > 2:
        values = [(key, value) for key, value in values if value] or values[:1]
    text = " + ".join(_short(key, context) + plain(value) for key, value in values)
    return text if len(values) == 1 else f"{text} = {plain(_sum(facts, context))}"


def _cells(facts: tuple[str, ...], context: Context) -> str:
    """The cells and what they hold, in the words of the form."""
    if len(facts) == 1:
        return resources.sentence("K-CELL-HOLDS", cell=context.name(facts[0]), value=plain(context.value(facts[0])))
    names = report.joined([context.name(key) for key in facts], 3)
    return resources.sentence("K-CELLS-HOLD", cells=names, value=plain(_sum(facts, context)))


def _row_total(key: str, context: Context) -> Decimal:
    """A total of table 3; of a blank one the sum of its row, which is never less than what the row is known to hold."""
    fact = context.fact(key)
    if fact is None or fact.state is not State.BLANK:
        return context.value(key)
    row = key.rpartition(".")[0]
    columns = [one for one in context.form_of("t3").cells if one.startswith(f"{row}.") and one != key]
    known = [one.value for name in columns if (one := context.fact(name)) is not None and one.value is not None]
    if not sum(known):
        return context.value(key)
    return sum(known, Decimal(0))


def slip(rule: Rule, parameters: SlipParameters, context: Context) -> Result:
    """A stated number that is the natural-person cell of the row whose total it should be; folded under its finding."""
    result = Result()
    tail, column = f".{parameters.instead_of}", f".{parameters.column}"
    for claim in (one for name in parameters.claims for one in _claims(context, name)):
        if claim.relation != "eq" or len(claim.facts) != 1 or not claim.facts[0].endswith(tail):
            continue
        key = claim.facts[0]
        other = key.removesuffix(tail) + column
        if not key.startswith("t3."):
            continue
        try:
            value = context.value(other)
            total = _row_total(key, context)
        except UnknownValueError as unknown:
            result.unknown.append(unknown.reason)
            continue
        result.checked += 1
        if claim.value in (total,) or claim.value != value:
            continue
        found = report.finding(
            rule,
            *_subject(claim),
            expected=plain(total),
            actual=plain(claim.value),
            evidence=(_span(claim, context), *report.cells(context, (other, key))),
            quote=report.quoted(claim.quote),
            stated=plain(claim.value),
            cell=context.name(other),
            total=plain(total),
        )
        result.findings.append(found)
        result.folds[found.fingerprint] = fingerprint(claim.rule, *_subject(claim))
    if not result.checked and not result.unknown:
        result.skipped = resources.sentence("K-NO-CLAIM")
    return result
