"""A claim before it is given its section: cells, number, and the stretch of folded text that says so."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from reviewer.model import Fact, Form
from reviewer.recognise.stating.lexicon import Meaning, meanings
from reviewer.recognise.stating.tokens import Count, Token

_CENT = Decimal("0.00005")
"""Half a yuan in 万元: a sum printed in yuan was not rounded."""
ZERO_RULE = "TX-ZERO-CLAIM"

OTHER_ROW = "t3.done.other.total"
"""The cell of a form, or of a variant of one, whose other handling is a single row."""


class Draft(NamedTuple):
    rule: str
    facts: tuple[str, ...]
    value: Decimal
    start: int
    end: int
    relation: str = "eq"
    tolerance: Decimal = Decimal(0)
    unit: str = ""


class Cells(NamedTuple):
    """The form's cells, and what the tables hold in them."""

    form: Form
    facts: Mapping[str, Fact]

    def meaning(self, item: str, action: str) -> Meaning | None:
        if action == "other_handling" and OTHER_ROW in self.facts:
            found = meanings(self.form).get((item, action))
            return found and Meaning(found.rule, ((OTHER_ROW,),))
        return meanings(self.form).get((item, action))

    def sum(self, keys: Iterable[str]) -> Decimal | None:
        """The sum of the cells, None when one of them was not read as a number."""
        total = Decimal(0)
        for key in keys:
            fact = self.facts.get(key)
            if fact is None or fact.value is None:
                return None
            total += fact.value
        return total

    def choose(
        self, readings: Sequence[tuple[str, ...]], value: Decimal, slack: Decimal = Decimal(0)
    ) -> tuple[str, ...]:
        """The first reading whose cells add up to `value`, else the first of all."""
        for keys in readings:
            total = self.sum(keys)
            if total is not None and abs(total - value) <= slack:
                return keys
        return readings[0]

    def reaches(self, keys: Sequence[str], value: Decimal) -> bool:
        """Is `value` all that the cells hold, or more? A part of it could be less."""
        total = self.sum(keys)
        return total is not None and total <= value

    def fits(self, keys: Sequence[str], value: Decimal) -> bool:
        return self.sum(keys) == value


def consistent(found: Sequence[Draft], cells: Cells) -> list[Draft]:
    """Of several numbers that one sentence gives the same cells (当场答复2份，书面答复7份) those that fit, or the whole before its parts."""
    values: dict[tuple[str, ...], dict[Decimal, None]] = {}
    for one in found:
        values.setdefault(one.facts, {})[one.value] = None
    kept: dict[tuple[str, ...], set[Decimal]] = {}
    for keys, said in values.items():
        first, *others = said
        if others and cells.fits(keys, sum(said, Decimal(0))):
            kept[keys] = set()  # 涉及商业秘密2件、个人隐私1件: parts of one cell
            continue
        fitting = {value for value in said if cells.fits(keys, value)}
        kept[keys] = fitting or ({first} if first >= sum(others) else set())  # 制定3件（以县政府名义2件……）
    return [one for one in found if one.value in kept[one.facts]]


def span(used: Sequence[Token], *more: Token) -> tuple[int, int]:
    """From the first to the last of the tokens that make the statement."""
    every = [*used, *more]
    return min(token.start for token in every), max(token.end for token in every)


def draft(meaning: Meaning, keys: tuple[str, ...], count: Count, where: tuple[int, int]) -> Draft:
    """A number as printed: exact for counts and yuan, within half a unit of its last digit for 万元, zero said in words."""
    if count.spelled:
        return Draft(ZERO_RULE, keys, Decimal(0), *where, "none")
    if count.kind == "money" and count.value and count.half > _CENT:
        return Draft(meaning.rule, keys, count.value, *where, "tolerance", count.half, count.unit)
    return Draft(meaning.rule, keys, count.value.normalize() if count.half else count.value, *where, unit=count.unit)
