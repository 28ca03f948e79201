"""The data of questions over a season: words by kind and the sentences of answers (season.yaml)."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Self

from pydantic import model_validator

from reviewer import resources
from reviewer.model import Frozen


class SeasonVocabulary(Frozen):
    """`kinds`: a pattern each; `tails` may be left off a body's name, `short` stands for a part of it."""

    kinds: dict[str, str]
    sentences: dict[str, str]
    heads: dict[str, str]
    negative: tuple[str, ...]
    """Words that turn a question round unless they end it (交了没有)."""
    region: str
    departments: str
    """Leaves governments out."""
    said: str
    """Words that ask for bodies, without which above and below would be asked of the sum."""
    overdue: str
    """Late, and not handed in at all."""
    first: str
    plural: str
    place_ends: str
    tails: tuple[str, ...]
    short: dict[str, str]
    abbreviations: dict[str, tuple[str, ...]]
    """Endings of names and how everybody shortens them (卫生健康委员会: 卫健委)."""
    localities: dict[str, str]
    """Patterns over names on the register of the bodies below departments: towns, streets."""
    direct: str
    """The level in 县直, as its first group."""
    closing: tuple[str, ...]
    """Words that end what is left out besides 以外 (剔除公安局后)."""
    each_of: str
    bare_place: str
    """A place said alone, without the government in it."""
    by_count: str
    """Asks by how many something grew, not by what rate."""
    by_rate: str
    piece: str
    """The measure word that counts bodies as well as applications."""
    carry: tuple[str, ...]
    """Rules that hold 上年结转 against last year's report, column by column."""
    repeated: dict[str, tuple[str, ...]]
    """Rules by the kind of word that asks for what they find: the text of the year before, taken over."""

    @model_validator(mode="after")
    def _compiles(self) -> Self:
        others = (self.place_ends, self.direct, self.each_of, self.bare_place, self.by_count, self.by_rate)
        for pattern in (*self.kinds.values(), *self.localities.values(), *others):
            re.compile(pattern)
        return self


@cache
def season_vocabulary() -> SeasonVocabulary:
    """Raises ConfigError on a file that does not fit."""
    return resources.read_model(Path(__file__).with_name("season.yaml"), SeasonVocabulary)


@cache
def patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((kind, re.compile(text)) for kind, text in season_vocabulary().kinds.items())


def tell(key: str, **values: object) -> str:
    """One sentence, filled in; an unknown key is a fault of ours (KeyError)."""
    return season_vocabulary().sentences[key].format_map({name: str(value) for name, value in values.items()})
