"""Parts that leave nothing over and whose whole was told before: 上半年…，下半年…; 四个季度依次为…; 5月、6月…，其余10个月…; N件，即….

The whole is a number of the same unit told earlier in the paragraph, or the year's applications of table 3. It is
certain only where one such number, and no other, is of the same act and near the sum; otherwise nothing is said.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from reviewer import resources
from reviewer.checks.context import Context
from reviewer.checks.listing import Listing, Part
from reviewer.checks.listwords import ListWords, compiled
from reviewer.checks.quantities import Quantity, Sentence, unread
from reviewer.checks.regex import Pattern
from reviewer.checks.result import UnknownValueError
from reviewer.model import Frozen

_NEW, _CARRIED = "t3.new_received.total", "t3.carried_in.total"
_YEAR = 12
_FEW = 2
_NEAR = (Decimal("0.8"), Decimal("1.25"))
"""The sum of the parts must be between these shares of the whole: beyond, it is another quantity."""
_BRACKET = re.compile(r"（[^（）]*）")
_YEARS = re.compile(r"\d{4}(?=年)")
_CUTS = "，；：、（"


class PartitionWords(Frozen):
    """The data file rules/words/partitions.yaml."""

    periods: tuple[Pattern, ...]
    """Rows of periods that make a year; groups `a`, `b` …: what stands between a period and its number."""
    rest_months: Pattern
    """The months that were not named; group `months`."""
    acts: tuple[Pattern, ...]
    """What is done with things that are counted, a pattern for each sort."""
    aside: Pattern
    """In the clause of an earlier number: it is of another year, or no whole."""
    compared: Pattern
    """What is only held against: of another year, though the numbers beside it are of this one."""
    followed: Pattern
    """All between what was found and those of it that something was done about (，其中完成整改)."""
    some_months: Pattern
    """Some months of a whole, directly before the number of the first; group `months`."""
    channels: Pattern
    """A sentence that begins with channels, each with its number."""
    plain: Pattern
    """Between a period and its number: what says nothing of what is counted. What is left is the thing itself."""
    that_is: Pattern
    """A whole and the parts that it is said to be (…件，即…)."""
    view: Pattern
    """One way to divide what the sentence before counts; group `row`."""
    among: Pattern
    """Opens the parts of one of the numbers just told; group `name`: which (后者之中)."""


@cache
def words() -> PartitionWords:
    return resources.read_model(resources.rules_dir() / "words" / "partitions.yaml", PartitionWords)


def partitions(
    sentence: Sentence, earlier: Sequence[Sentence], context: Context, known: ListWords
) -> Iterator[Listing]:
    """Every row of periods with its whole; `earlier`: the sentences before it in its paragraph."""
    flat = flattened(sentence, known)
    for row in (*_periods(sentence, flat), *_months(sentence, flat)):
        numbers = row.numbers
        if len({one.unit for one in numbers}) > 1 or not all(one.exact for one in numbers):
            continue
        if unread(sentence, numbers[0].start, numbers[-1].end) or not _own_year(
            sentence.text[: numbers[-1].end], context
        ):
            continue
        yield from _against(sentence, earlier, context, row)
    open_flat = flattened(sentence, known, brackets=False)
    for match in shape(words().that_is).finditer(open_flat):
        numbers = _within(sentence, open_flat, match.start(), match.end())
        if len({one.unit for one in numbers}) == 1 and all(one.exact for one in numbers):
            yield made(sentence, numbers[0], numbers[1:])


def flattened(sentence: Sentence, known: ListWords, *, brackets: bool = True) -> str:
    """The sentence with ● for its quantities and ○ for brackets and shares; as long as the sentence itself."""
    hidden = _BRACKET.sub(lambda match: "○" * len(match[0]), sentence.text) if brackets else sentence.text
    hidden = compiled(known.share).sub(lambda match: "○" * len(match[0]), hidden)
    for one in sentence.quantities:
        if "○" not in hidden[one.start : one.end]:
            hidden = hidden[: one.start] + "●" * (one.end - one.start) + hidden[one.end :]
    return re.sub("●+", lambda match: "●" + "\x00" * (len(match[0]) - 1), hidden)


def shape(pattern: str) -> re.Pattern[str]:
    """A pattern of the data file as it runs over a flattened sentence."""
    return compiled(re.sub(r"(?<!\^)(?<![；、，])●(?!\\)", "●\x00*", pattern))


class _Row(NamedTuple):
    numbers: list[Quantity]
    start: int
    noun: str
    """What they count, where it is said between the periods and the numbers; "" where it is not."""


def _periods(sentence: Sentence, flat: str) -> Iterator[_Row]:
    for pattern in words().periods:
        for match in shape(pattern).finditer(flat):
            groups = {name: text or "" for name, text in match.groupdict().items()}
            event, again = groups.pop("event", ""), groups.pop("again", "")
            nouns = {noun for one in groups.values() if (noun := _noun(one))}
            if again in event and len(nouns) < _FEW:
                yield _Row(_within(sentence, flat, match.start(), match.end()), match.start(), "".join(nouns))


def _months(sentence: Sentence, flat: str) -> Iterator[_Row]:
    for match in shape(words().rest_months).finditer(flat):
        begin = flat.rfind("；", 0, match.start()) + 1
        named = list(re.finditer(r"(?<!\d)(\d{1,2})月(?!\d)", flat[begin : match.start()]))
        count = len({one[1] for one in named})
        if not named or count + int(match["months"]) != _YEAR:
            continue
        numbers = [one for one in _within(sentence, flat, begin + named[0].start(), match.end()) if one.exact]
        if len(numbers) == count + 1:
            yield _Row(numbers, begin + named[0].start(), _noun(match["a"]))


def _noun(label: str) -> str:
    return compiled(words().plain).sub("", label.replace("○", "").replace("\x00", "").strip("，"))


def _within(sentence: Sentence, flat: str, start: int, stop: int) -> list[Quantity]:
    return [one for one in sentence.quantities if start <= one.start and one.end <= stop and flat[one.start] == "●"]


def _own_year(text: str, context: Context) -> bool:
    year, text = str(context.report.identity.year), re.sub(words().compared, "", text)
    return all(one == year for one in _YEARS.findall(text)) and not re.search(r"上年|去年|同期|上一年", text)


def _against(sentence: Sentence, earlier: Sequence[Sentence], context: Context, row: _Row) -> Iterator[Listing]:
    """The row with the only number that can be its whole."""
    total = sum((one.value for one in row.numbers), Decimal(0))
    unit = row.numbers[0].unit
    told = [
        (each, one)
        for each in (*earlier, sentence)
        for one in each.quantities
        if one.unit == unit and one.exact and (each is not sentence or one.end <= row.start)
    ]
    own = acts(sentence.text[sentence.text.rfind("；", 0, row.start) + 1 : row.numbers[-1].start])
    table = _table(context) if not row.noun and (0 in own or not own) else []
    if any(one.value == total for _, one in told) or total in table:
        whole = next((one for _, one in told if one.value == total), row.numbers[0])
        yield made(sentence, whole._replace(value=total), row.numbers)
        return
    near = [(each, one) for each, one in told if _NEAR[0] * one.value <= total <= _NEAR[1] * one.value]
    near = [(each, one) for each, one in near if not re.search(words().aside, _clause(each, one))]
    year = str(context.report.identity.year)
    near = [(each, one) for each, one in near if (_YEARS.findall(each.text[: one.end]) or [year])[-1] == year]
    near = [(each, one) for each, one in near if row.noun in _clause(each, one)]
    if own:
        near = [(each, one) for each, one in near if own & acts(_clause(each, one))]
    if not near and 0 in own and "申请" in sentence.text:
        new = row.numbers[0]._replace(value=table[0]) if table else None
        near = [(sentence, new)] if new and _NEAR[0] * new.value <= total <= _NEAR[1] * new.value else []
    values = {one.value for _, one in near}
    if len(values) == 1:
        each, one = near[0]
        yield made(sentence, one if each is sentence else _elsewhere(one), row.numbers)


def _table(context: Context) -> list[Decimal]:
    """New applications, with and without those of the year before."""
    try:
        new = context.value(_NEW)
        return [new, new + context.value(_CARRIED)]
    except UnknownValueError:
        return []


def acts(text: str) -> set[int]:
    """The sorts of acts that words tell of, by their places in the data file."""
    return {number for number, pattern in enumerate(words().acts) if re.search(pattern, text)}


def _clause(sentence: Sentence, one: Quantity) -> str:
    begin = max(sentence.text.rfind(char, 0, one.start) for char in _CUTS) + 1
    return sentence.text[begin : one.start]


def _elsewhere(one: Quantity) -> Quantity:
    """A number whose place does not count: what is quoted is the row of its parts."""
    return one._replace(start=10**6, end=0)


def made(sentence: Sentence, whole: Quantity, parts: Sequence[Quantity]) -> Listing:
    """A complete list of a certain whole."""
    return Listing(sentence, whole, tuple(Part("", one) for one in parts), True, True, False, ())
