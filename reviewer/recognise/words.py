"""The words by which a report is read, from rules/words/reading.yaml."""

from __future__ import annotations

from functools import cache

from reviewer import resources
from reviewer.model import Frozen, bare

_MARK = 6
"""Characters of such a mark at the most."""


class TitleWords(Frozen):
    """What a title is made of; `chrome` marks paths and menus of a page that look like one."""

    subjects: tuple[str, ...]
    kinds: tuple[str, ...]
    about: str
    particle: str
    chrome: tuple[str, ...]
    verbs: tuple[str, ...]
    leads: tuple[str, ...]


class TableWords(Frozen):
    """Printed texts of table heads that carry no cell of their own."""

    t2: tuple[str, ...]
    t3: tuple[str, ...]
    t4: tuple[str, ...]
    outcome: str
    subtotal: tuple[str, ...]
    continued: tuple[str, ...]


class Words(Frozen):
    placeholders: tuple[str, ...]
    units: tuple[str, ...]
    money_unit: str
    money_units: tuple[str, ...]
    ordinals: str
    year_digits: str
    title: TitleWords
    agency_endings: tuple[str, ...]
    governments: tuple[str, ...]
    """What follows a place in the name of its government."""
    chrome: tuple[str, ...]
    compared: tuple[str, ...]
    """In a line above a table: it tells of a comparison, and its year is not the table's."""
    period: str
    compiled: tuple[str, ...]
    table: TableWords


@cache
def words() -> Words:
    """Raises ConfigError on a file that does not fit."""
    return resources.read_model(resources.rules_dir() / "words" / "reading.yaml", Words)


def is_continued(text: str) -> bool:
    """True for a mark that a table goes on, such as （续表）, with or without its number."""
    flat = bare(text)
    return len(flat) <= _MARK and flat.startswith(words().table.continued)
