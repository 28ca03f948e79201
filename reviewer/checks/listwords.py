"""The words by which lists of parts are read (rules/words/lists.yaml)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from typing import Self

from pydantic import model_validator

from reviewer import resources
from reviewer.model import Frozen

compiled = lru_cache(maxsize=256)(re.compile)


class Opposed(Frozen):
    """Two labels of which one is what the other is not, and the clause of a whole that they divide without a rest."""

    one: str
    other: str
    whole: str


class ListWords(Frozen):
    """The data file rules/words/lists.yaml: patterns over folded text by which lists are read."""

    opens: str
    """The word that opens the parts: 其中."""
    opens_anywhere: str
    """Opening words before which a few words may stand after the whole; before any other only `at_once`."""
    colon: str
    """An opening mark that stands right behind the whole; what follows need not be all of it."""
    amid: str
    """An opening word that goes with the whole: 在61条信息中，. Only the name of what is counted may stand between."""
    at_once: str
    """All that may stand between a whole and an opening word that is in other use too (分别)."""
    closes: str
    """What stands before a total that comes last: 合计, 共."""
    tally: str
    """Before a total that comes last: how many parts were named (三类，); group `count`."""
    plus: str
    """Before a number that is added to what was said before, with all that may stand between (加上上年结转)."""
    plus_total: str
    """All that may stand between such a number and the total of both (，共)."""
    included: str
    """A `plus` that may also mean a number within what was said before (含)."""
    within: str
    """All between a whole and the number in brackets that it holds from last year (（含上年结转)."""
    fresh: str
    """All between such a number and what is new in the whole (），本年新收)."""
    rest: str
    """The clause before a number: it is all that is left of a whole (其余)."""
    taken: str
    """The clause before a number: something was taken in or sent out, so that it is a whole rather than a part."""
    done: str
    """The clause before a number: it is what was dealt with of a whole that an earlier sentence names."""
    carried: str
    """Behind what is left: it goes on into the next year, so that it may be left of more than the year's own."""
    carrying: str
    """The clause before a whole: it holds what came from last year too."""
    view: str
    """A mark that opens one of several ways to divide the same whole (从渠道看，)."""
    open_end: str
    """After the last part: the list is not complete (等)."""
    partial: str
    """In the words of the list: it does not claim to be complete, or it is not clear what it counts."""
    ends: str
    """In the label of a part: it is no part, the sentence has gone on."""
    verbs: str
    """In the label of a part after a comma: another act, unless the first part has the same word."""
    overlap: str
    """In the sentence's part: categories overlap, or the numbers are cumulative."""
    share: str
    """The share of a part, which stands between it and the next."""
    lead: str
    """Between the opening word and the first number it may stand; it says that what follows is complete (分别)."""
    others: str
    """A last part that makes any list complete (其他)."""
    pairs: tuple[tuple[str, str], ...]
    """Two labels that are a whole together: 线上, 线下."""
    opposed: tuple[Opposed, ...]
    copula: str
    """Right behind the number of a part: what it is (3起是…); a row of such parts tells all of its whole."""
    sum_of: str
    """Right behind a number: it is the sum of what is named in the group `names`."""
    sum_names: str
    """Between those names."""

    @model_validator(mode="after")
    def _compiles(self) -> Self:
        for pattern in _patterns(self.model_dump()):
            try:
                re.compile(pattern)
            except re.error as error:
                raise ValueError(f"{pattern}: {error}") from error
        return self


def _patterns(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for one in value.values():
            yield from _patterns(one)
    elif isinstance(value, Sequence):
        for one in value:
            yield from _patterns(one)


@cache
def list_words() -> ListWords:
    """The words of lists. Raises ConfigError on a file that does not fit."""
    return resources.read_model(resources.rules_dir() / "words" / "lists.yaml", ListWords)
