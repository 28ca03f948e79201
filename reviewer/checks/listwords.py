"""The words by which lists of parts are read (rules/words/lists.yaml)."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Self

from pydantic import model_validator

from reviewer import resources
from reviewer.model import Frozen

compiled = lru_cache(maxsize=256)(re.compile)


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
    rest: str
    """A last part that makes any list complete (其他)."""
    pairs: tuple[tuple[str, str], ...]
    """Two labels that are a whole together: 线上, 线下."""

    @model_validator(mode="after")
    def _compiles(self) -> Self:
        for value in self.model_dump().values():
            for pattern in (value,) if isinstance(value, str) else (one for pair in value for one in pair):
                try:
                    re.compile(pattern)
                except re.error as error:
                    raise ValueError(f"{pattern}: {error}") from error
        return self


@cache
def list_words() -> ListWords:
    """The words of lists. Raises ConfigError on a file that does not fit."""
    return resources.read_model(resources.rules_dir() / "words" / "lists.yaml", ListWords)
