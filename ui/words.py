"""The words of the page in its two languages, from words.yaml: strict, so that a missing word is found at start."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Literal

from reviewer import resources
from reviewer.model import Frozen

Language = Literal["zh", "en"]


class Words(Frozen):
    """What the page says around a report; what is said of a report itself is Chinese in both languages."""

    name: str
    other_name: str
    """Name of the other language, in that language: the text of the switch."""
    title: str
    motto: str
    tabs: dict[str, str]
    review: dict[str, str]
    view: dict[str, str]
    ask: dict[str, str]
    rules: dict[str, str]
    settings: dict[str, str]
    batch: dict[str, str]
    login: dict[str, str]
    stage: dict[str, str]
    fault: dict[str, str]


class _Both(Frozen):
    zh: Words
    en: Words


@cache
def words(language: Language = "zh") -> Words:
    """Raises ConfigError where the file does not fit."""
    both = resources.read_model(Path(__file__).with_name("words.yaml"), _Both)
    return both.zh if language == "zh" else both.en
