"""The data of this wing: the words of questions (vocabulary.yaml) and the sentences of answers (texts.yaml)."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Self

from pydantic import Field, model_validator

from reviewer import resources
from reviewer.model import Frozen, Severity

_HERE = Path(__file__).parent


class CellWords(Frozen):
    """Words or a pattern that name cells; `cells` are its meanings, each a list of key patterns (`*` = anything)."""

    words: tuple[str, ...] = ()
    pattern: str = ""
    cells: tuple[tuple[str, ...], ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _compiles(self) -> Self:
        re.compile(self.pattern)
        return self


class Rate(Frozen):
    """A ratio with a name: sum of `part` over sum of `whole`."""

    words: tuple[str, ...]
    part: tuple[str, ...]
    whole: tuple[str, ...]


class SearchWords(Frozen):
    """`stop` carry no content, `units` neither when they follow 多少 or 几, `mention` ask whether a thing is said, `kin` are words that find each other."""

    stop: tuple[str, ...]
    units: tuple[str, ...]
    numeric: tuple[str, ...]
    mention: tuple[str, ...]
    exists: tuple[str, ...]
    nothing: tuple[str, ...]
    measures: tuple[str, ...]
    kin: tuple[tuple[str, ...], ...]


class Vocabulary(Frozen):
    cells: tuple[CellWords, ...]
    rates: tuple[Rate, ...]
    frames: dict[str, tuple[str, ...]]
    fill: tuple[str, ...]
    foreign: tuple[str, ...]
    all_done: str
    follows: str
    carried: tuple[tuple[str, int, str], ...]
    """Pattern with a year, how far that year is from the report's, and the words that mean it."""
    requests: tuple[str, ...]
    of: str
    findings: dict[str, tuple[str, ...]]
    faults: tuple[str, ...]
    nth: str
    own: tuple[str, ...]
    rules: dict[str, tuple[str, ...]]
    publish: tuple[str, ...]
    publishing: str
    """A pattern of such questions."""
    identity: dict[str, tuple[str, ...]]
    places: dict[str, tuple[str, ...]]
    search: SearchWords
    quantities: tuple[str, ...]
    counted: tuple[str, ...]
    rising: tuple[str, ...]
    falling: tuple[str, ...]


class Texts(Frozen):
    """Sentences by key; braces are filled in. `severity` names what the review says in one word."""

    sentences: dict[str, str]
    severity: dict[Severity, str]
    states: dict[str, str]
    places: dict[str, str]
    instructions: str
    tools: dict[str, str]


@cache
def vocabulary() -> Vocabulary:
    """Raises ConfigError on a file that does not fit."""
    return resources.read_model(_HERE / "vocabulary.yaml", Vocabulary)


@cache
def texts() -> Texts:
    """Raises ConfigError on a file that does not fit."""
    return resources.read_model(_HERE / "texts.yaml", Texts)


def say(key: str, **values: object) -> str:
    """One sentence, filled in; an unknown key is a fault of ours (KeyError)."""
    return texts().sentences[key].format_map({name: str(value) for name, value in values.items()})
