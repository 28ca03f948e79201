"""A question over a season to tokens: bodies of the register, rules, words of a season, and the cells of the forms."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cached_property

from reviewer.asking.lexer import Token, tokens
from reviewer.asking.season_words import patterns, season_vocabulary
from reviewer.asking.values import Book
from reviewer.model import Identity, Review, ReviewStatus, SeasonView, folded, form_for

_RULE = re.compile(r"[A-Za-z][A-Za-z0-9]{0,3}(?:-[A-Za-z0-9]+)+")
_LONGEST = 80
_SHORTEST = 3


class Lexer:
    """Reads questions over one season. A name that two bodies may have is nobody's."""

    def __init__(self, view: SeasonView) -> None:
        self.view = view
        form = form_for(view.info.year)
        identity = Identity(year=view.info.year, edition=form.edition)
        self.book = Book(Review(file="", sha256="", status=ReviewStatus.REVIEWED, identity=identity))

    @cached_property
    def bodies(self) -> dict[str, str]:
        """Names on the register by every folded word for them."""
        exact: dict[str, set[str]] = {}
        loose: dict[str, set[str]] = {}
        places = self._places()
        for one in self.view.bodies:
            for name in (one.name, *one.aliases):
                exact.setdefault(folded(name), set()).add(one.name)
                for word in _spoken(folded(name), places):
                    loose.setdefault(word, set()).add(one.name)
        named = {word: next(iter(names)) for word, names in exact.items() if len(names) == 1}
        rest = {word: next(iter(names)) for word, names in loose.items() if len(names) == 1 and word not in exact}
        return {**rest, **named}

    def _places(self) -> tuple[str, ...]:
        """Names of places that governments on the register rule."""
        tails = season_vocabulary().tails
        names = (folded(one.name) for one in self.view.bodies if one.kind == "government")
        return tuple(name.removesuffix(tail) for name in names for tail in tails if name.endswith(tail))

    @cached_property
    def tops(self) -> tuple[str, ...]:
        """Names of the places whose governments stand under no other body here."""
        tails = season_vocabulary().tails
        names = (one.name for one in self.view.bodies if one.kind == "government" and one.parent is None)
        return tuple(name.removesuffix(tail) for name in names for tail in tails if name.endswith(tail))

    @cached_property
    def titles(self) -> dict[str, str]:
        """Rule ids by folded title."""
        return {folded(one.title): one.id for one in self.view.rules if len(one.title) >= _SHORTEST}

    def read(self, text: str) -> list[Token]:
        """Tokens of folded text; of kind body and rule, `word` is the name on the register and the rule's id."""
        found = tokens(text, self.book.terms, self._more)
        return [self._named(token) for token in found]

    def _named(self, token: Token) -> Token:
        if token.kind == "body":
            return token._replace(word=self.bodies[token.word])
        if token.kind == "rule":
            return token._replace(word=self.titles.get(token.word, token.word.upper()))
        return token

    def _more(self, text: str, start: int) -> Iterable[Token]:
        yield from self._words(text, start, self.bodies, "body")
        yield from self._words(text, start, self.titles, "rule")
        if hit := _RULE.match(text, start):
            yield Token("rule", hit[0], start, hit.end())
        for kind, pattern in patterns():
            if (hit := pattern.match(text, start)) and hit.end() > start:
                yield Token(kind, hit[0], start, hit.end())

    @staticmethod
    def _words(text: str, start: int, known: dict[str, str], kind: str) -> Iterator[Token]:
        for end in range(min(len(text), start + _LONGEST), start + 1, -1):
            if text[start:end] in known:
                yield Token(kind, text[start:end], start, end)


def _spoken(name: str, places: tuple[str, ...]) -> set[str]:
    """Every other word for a body: what is left off may be left off together (桥头镇 for 云岭县桥头镇人民政府)."""
    found = set(_loose(name, places))
    found |= {word for one in found for word in _loose(one, ()) if len(word) >= _SHORTEST}
    for long, shorts in season_vocabulary().abbreviations.items():
        found |= {one.removesuffix(long) + short for one in (name, *found) if one.endswith(long) for short in shorts}
    return found - {name}


def _loose(name: str, places: tuple[str, ...]) -> Iterator[str]:
    """Other words for a body: without its place, with a place before it, without 人民政府, with 政府 for it."""
    known = season_vocabulary()
    for hit in re.finditer(known.place_ends, name):
        for tail in (name[hit.start() :], name[hit.end() :]):
            if len(tail) >= _SHORTEST and tail != name and tail not in known.tails:
                yield tail
    for place in places:
        if name[:1] == place[-1:]:
            yield place + name[1:]
    for tail in known.tails:
        if name.endswith(tail) and len(name) - len(tail) >= 2:
            yield name.removesuffix(tail)
    for long, short in known.short.items():
        if long in name:
            yield name.replace(long, short)
