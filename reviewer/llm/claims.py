"""Numbers that a model saw in prose, as claims: read again from the quote by our own reader, bound to known cells.

Whether a claim agrees with its cells is not asked here: that is arithmetic, and stays in `checks`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from fnmatch import fnmatchcase
from functools import cache
from typing import Any, NamedTuple

from reviewer.llm.answers import Number
from reviewer.llm.desk import Desk, Judged, Refused
from reviewer.llm.grounding import Refusal
from reviewer.llm.numbers import Stated, numbers
from reviewer.model import Claim, folded, form_for, load_forms
from reviewer.model.numerals import number
from reviewer.model.phrases import load_phrases

_NONE = re.compile(r"未|没有|无(?!法|论)|零|从未")
_OTHER = re.compile(r"^(?:%|‰|年|月|日|个?百分点|余|多|几|倍|成|分之|人次|名|人)")


class Slots(NamedTuple):
    """The sets of cells whose sum a stated number can be, with the rule that compares it."""

    rules: dict[frozenset[str], str]


@cache
def slots(edition: str) -> Slots:
    """From the vocabulary of claims; beside the totals of table 3, each single cell of their rows."""
    cells = list(load_forms()[edition].cells)
    rules: dict[frozenset[str], str] = {}
    sums: dict[frozenset[str], str] = {}
    for slot in load_phrases().slots:
        for reading in slot.readings:
            keys = frozenset(key for key in cells for pattern in reading if fnmatchcase(key, pattern))
            if keys and all(any(fnmatchcase(key, pattern) for key in keys) for pattern in reading):
                (rules if len(keys) == 1 else sums).setdefault(keys, slot.rule)
    for some in (dict(rules), sums):  # what a row is called by itself goes before what it is part of
        for keys, rule in some.items():
            rules.setdefault(keys, rule)
            for key in keys:
                _row(rules, key, cells, rule)
    return Slots(rules)


def _row(rules: dict[frozenset[str], str], key: str, cells: Iterable[str], rule: str) -> None:
    if not key.startswith("t3."):
        rules.setdefault(frozenset((key,)), rule)
        return
    row = key.rpartition(".")[0] + "."
    for other in cells:
        if other.startswith(row):
            rules.setdefault(frozenset((other,)), rule)


def judge(desk: Desk, items: Sequence[Any]) -> Judged:
    """The claims of an answer that the patterns have not read themselves."""
    found: list[Claim] = []
    refused: list[Refused] = []
    for item in items:
        if item is None:
            continue
        result = _one(desk, item)
        if isinstance(result, str):
            refused.append(Refused(result, item.quote[:200]))
        elif not _known(result, (*desk.report.claims, *found)):
            found.append(result)
    return Judged((), tuple(found), tuple(refused))


def _known(claim: Claim, others: Sequence[Claim]) -> bool:
    """The same number of the same words, whatever cells it was bound to: the patterns' reading stands."""
    return any(
        one.section == claim.section and one.start < claim.end and claim.start < one.end and one.value == claim.value
        for one in others
    )


def _one(desk: Desk, item: Number) -> Claim | str:
    span = desk.ground(item.segment, item.quote)
    if isinstance(span, Refusal):
        return span.value
    evidence = desk.span(span)
    words = folded(evidence.quote)
    keys = frozenset(item.cells)
    edition = desk.report.identity.edition
    rule = slots(edition if edition in load_forms() else form_for(desk.given.year).edition).rules.get(keys)
    if rule is None or len(keys) != len(item.cells):
        return "J-CELL-OTHER"
    sentence = folded(desk.part.segments[item.segment].source)
    kind = next(one for one in desk.prompt.kinds.values() if one.rule == rule)
    if not re.search(kind.needs, sentence) or (kind.unless and re.search(kind.unless, words)):
        return "J-UNLIKELY"
    value = number(folded(item.value).strip())
    if value is None:
        return "J-VALUE"
    if value == 0 and not numbers(words) and _NONE.search(words):
        read, relation = Decimal(0), "none"
    else:
        money = any("amount" in key for key in keys)
        exact = [one for one in (_scaled(stated, words, money) for stated in numbers(words)) if one is not None]
        match = next((scaled for raw, scaled in exact if value in (raw, scaled)), None)
        if match is None:
            return "J-VALUE"
        read, relation = match, "eq"
    return Claim(
        facts=tuple(item.cells),
        value=read,
        quote=evidence.quote,
        section=evidence.section,
        start=evidence.start,
        end=evidence.end,
        page=evidence.page,
        origin="model",
        rule=rule,
        relation="none" if relation == "none" else "eq",
    )


def _scaled(stated: Stated, words: str, money: bool) -> tuple[Decimal, Decimal] | None:
    """(as read, in the cell's unit); None where the unit is not that of the cell."""
    after = words[stated.end :]
    if money:  # 万 and 亿 are part of the number as it was read
        return (stated.value, stated.value / 10_000) if after.startswith("元") else None
    if after.startswith("元") or _OTHER.match(after) or words[: stated.start].endswith("第"):
        return None
    return stated.value, stated.value
