"""Where a report says whose it is (本报告由…编制), and whether that is certainly another body than the one of its title.

Another place is certain where the names are alike but for the place, and the places are of one level. A body's office, a
name with or without the higher place, and bodies of other levels may rightly stand there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from reviewer import resources
from reviewer.checks import lines
from reviewer.checks.context import Context
from reviewer.checks.lines import Line
from reviewer.model import Frozen, folded


class Stated(Frozen):
    """Where a body is named as the author: group `name`; `alone`: in no other sentence of the section may this stand."""

    sections: tuple[str, ...]
    pattern: str
    alone: str = ""


class AuthorWords(Frozen):
    """The data file rules/words/authors.yaml."""

    name: str
    """Pattern of the name of a body with its place."""
    prefix: str
    """What stands before the place."""
    places: str
    """The places at the beginning of a name, from the highest to the lowest."""
    place: str
    """One of them; group `level`."""
    office: str
    """A body's office at the end of its name."""
    levels: tuple[tuple[str, ...], ...]
    """Levels that stand side by side."""
    patterns: tuple[Stated, ...]


class Author(NamedTuple):
    name: str
    line: Line
    start: int
    end: int


class _Name(NamedTuple):
    places: tuple[str, ...]
    level: str
    rest: str
    """The name without its place and its office."""


@cache
def _words() -> AuthorWords:
    return resources.read_model(resources.rules_dir() / "words" / "authors.yaml", AuthorWords)


@cache
def _pattern(number: int) -> re.Pattern[str]:
    return re.compile(_words().patterns[number].pattern.replace("{name}", _words().name))


def authors(context: Context) -> Iterator[Author]:
    """Every body that the text names as its author."""
    for number, one in enumerate(_words().patterns):
        for section in one.sections:
            found = list(lines.lines(context, (section,)))
            sentences = re.split("[。；]", "。".join(each.text for each in found))
            if one.alone and sum(bool(re.search(one.alone, each)) for each in sentences) > 1:
                continue
            for line in found:
                for match in _pattern(number).finditer(line.text):
                    yield Author(match["name"], line, *match.span("name"))


def another(named: str, author: str) -> bool:
    """Whether a folded name is certainly not that of the body `named`."""
    one, other = _split(named), _split(author)
    if named.endswith(author) or author.endswith(named):
        return False
    if one is None or other is None or one.rest != other.rest or len(one.places) != len(other.places):
        return False
    return one.places != other.places and _level(one.level) == _level(other.level)


def _split(name: str) -> _Name | None:
    text = re.sub(_words().prefix, "", folded(name).replace(" ", ""))
    match = re.match(_words().places, text)
    if match is None:
        return None
    found = list(re.finditer(_words().place, match[0]))
    rest = re.sub(_words().office, "", text[match.end() :])
    return _Name(tuple(one[0] for one in found), found[-1]["level"], rest)


def _level(level: str) -> str:
    return next((row[0] for row in _words().levels if level in row), level)
