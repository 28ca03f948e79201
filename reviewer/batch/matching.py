"""Whose report it is: by the register. What is not certain is a question for a person, and the submission waits."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from typing import NamedTuple

from reviewer.checks import plain_name
from reviewer.model import Agency, Identity, folded
from reviewer.resources import sentence

_TWICE = re.compile(r"[（(][^（）()]+[）)]$")
_YEAR = re.compile(r"(?<!\d)(20\d\d)(?=年)")
_LEAST = 3
"""Characters of a name that is looked for in file names."""
_PLACE = 2
"""Characters of a place's name that is looked for in the names of folders."""
_SHOWN = 4


def _place(body: str, parent: str | None) -> str:
    """The place that a body and the one it is under are named after: what their names begin with in common."""
    return os.path.commonprefix([plain_name(body), plain_name(parent or "")])  # noqa: RUF071 - characters are meant


class Match(NamedTuple):
    """`question`: what a person must say; then `agency` is None."""

    agency: str | None
    year: int | None
    question: str = ""


class Matcher:
    """The register by its names. `season`: the report year that the batch is said to be of."""

    def __init__(self, register: Iterable[Agency], season: int | None = None) -> None:
        self.season = season
        self._parents: dict[str, str | None] = {}
        self._exact: dict[str, str] = {}
        for one in register:
            self._parents[one.name] = one.parent
            for name in (one.name, *one.aliases):
                self._exact.setdefault(plain_name(name), one.name)
        self._known: dict[str, tuple[str, ...]] = {}

    def match(self, identity: Identity, file: str) -> Match:
        """Body and season of a report that was read; `file`: its name as it was handed in."""
        year = identity.year if identity.year is not None else self.season
        name, question = self._body(identity.agency, file)
        if not question:
            question = self._doubt(identity, year, file)
        return Match(None if question else name, year, question)

    def _body(self, said: str, file: str) -> tuple[str | None, str]:
        if not said:
            return None, sentence("B-ASK-NAMELESS")
        if not self._exact:
            return said, ""
        found = self._candidates(plain_name(said))
        if not found:
            return None, sentence("B-ASK-UNKNOWN", name=said)
        if len(found) > 1:
            found = self._under(found, file) or found
        if len(found) > 1:
            names = sentence("K-AND").join(found[:_SHOWN])
            return None, sentence("B-ASK-WHICH", name=said, names=names)
        others = self._in(file)
        if others and not others.intersection((found[0], self._parents.get(found[0]))):
            return None, sentence("B-ASK-FILE", name=found[0], other=sorted(others)[0])
        return found[0], ""

    def _doubt(self, identity: Identity, year: int | None, file: str) -> str:
        if year is None:
            return sentence("B-ASK-YEAR")
        if self.season is not None and year != self.season:
            return sentence("B-ASK-SEASON", year=year, season=self.season)
        years = {int(one) for one in _YEAR.findall(folded(file.rpartition("/")[2]))}
        if years and not years & {year, year + 1}:  # a report for 2024 is handed in, and often filed, in 2025
            return sentence("B-ASK-FILE-YEAR", year=year, other=min(years))
        return ""

    def _candidates(self, said: str) -> tuple[str, ...]:
        """Bodies of that name; else the one whose name ends it most closely; else all whose names end with it."""
        if said not in self._known:
            self._known[said] = self._found(said) or self._found(_TWICE.sub("", said))
        return self._known[said]

    def _found(self, said: str) -> tuple[str, ...]:
        if said in self._exact:
            return (self._exact[said],)
        inside = [name for name in self._exact if len(name) >= _LEAST and said.endswith(name)]
        if inside:
            return (self._exact[max(inside, key=len)],)
        return tuple(dict.fromkeys(body for name, body in self._exact.items() if said and name.endswith(said)))

    def _under(self, bodies: Iterable[str], file: str) -> tuple[str, ...]:
        """Those whose place (a county's, a district's) the folder or archive is named after that the file lies in."""
        for folder in reversed(file.split("/")[:-1]):
            within = plain_name(folder)
            places = {body: _place(body, self._parents.get(body)) for body in bodies}
            fitting = {body: place for body, place in places.items() if len(place) >= _PLACE and place in within}
            if fitting:
                longest = max(map(len, fitting.values()))  # 清河县 is no folder of 河县
                return tuple(body for body, place in fitting.items() if len(place) == longest)
        return ()

    def _in(self, file: str) -> set[str]:
        """Bodies whose names stand in a file name, without those whose names are only part of a longer one there."""
        text = plain_name(file.rpartition("/")[2])
        names = sorted((one for one in self._exact if len(one) >= _LEAST and one in text), key=len, reverse=True)
        found: set[str] = set()
        for name in names:
            if name in text:
                found.add(self._exact[name])
                text = text.replace(name, "\0")
        return found
