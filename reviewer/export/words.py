"""The words of the exports, from labels.yaml: strict, so that a wrong file is told by line and column."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from reviewer import resources
from reviewer.model import Frozen


class SeverityWords(Frozen):
    name: str
    chip: str
    counted: str


class LetterWords(Frozen):
    """The opinion sent to the agency (审查意见)."""

    title: str
    salutation: str
    opening: str
    opening_untitled: str
    file_opening: str
    conclusion: str
    found: str
    found_none: str
    gaps_sum: str
    next: dict[str, str]
    conclusion_name: str
    summary_name: str
    problems_name: str
    rest: str
    notices: str
    ordinals: tuple[str, ...]
    part: str
    chapter: str
    hints: str
    hint: str
    signature: tuple[str, ...]
    date: str
    page: str


class Words(Frozen):
    """Every word of ours that a reader of an export sees, by place of use."""

    status: dict[str, str]
    severity: dict[str, SeverityWords]
    gap: dict[str, str]
    state: dict[str, str]
    shown: dict[str, str]
    place: dict[str, str]
    field: dict[str, str]
    phrase: dict[str, str]
    heading: dict[str, str]
    table: dict[str, str]
    footer: dict[str, str]
    letter: LetterWords
    workbook: dict[str, str]
    comparison: dict[str, str]


@cache
def words() -> Words:
    """The words of labels.yaml. Raises ConfigError on a file that does not fit."""
    return resources.read_model(Path(__file__).with_name("labels.yaml"), Words)
