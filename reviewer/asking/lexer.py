"""A question to tokens: the cover of its characters by known words that leaves least unknown and uses longest words."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import NamedTuple

from reviewer.asking.terms import Term, Terms
from reviewer.asking.words import vocabulary

_YEAR = re.compile(r"(?<!\d)20\d\d(?:年度?)?")
_KEY = re.compile(r"(?<![a-z\d])t[234]\.[a-z_\d.]+[a-z\d]", re.IGNORECASE)
_STOPS = "，。；：？！?!,;:、（）()\"'~《》"
_COSTS = {"unknown": 1000, "foreign": 9}
_LONGEST = 70
"""Characters of the longest word: the full name of a cell."""
_WORD = 10
"""Of two covers with as many words the one with a foreign word wins: 几个人 before 个人."""


class Token(NamedTuple):
    """`kind`: cell, a frame of the vocabulary, rate, fill, foreign, year, stop or unknown."""

    kind: str
    word: str
    start: int
    end: int
    term: Term | None = None


@lru_cache(maxsize=1)
def _frames() -> dict[str, tuple[str, ...]]:
    """Kinds by word; of several the first listed counts, all are kept for those who ask."""
    words: dict[str, tuple[str, ...]] = {}
    known = vocabulary()
    for kind, listed in (*known.frames.items(), ("fill", known.fill), ("foreign", known.foreign)):
        for word in listed:
            words[word] = (*words.get(word, ()), kind)
    for number, rate in enumerate(known.rates):
        for word in rate.words:
            words[word] = (f"rate{number}",)
    return words


More = Callable[[str, int], Iterable[Token]]
"""Tokens of other kinds that can begin at a place; they win over the vocabulary's of the same length."""


def _no_more(text: str, start: int) -> Iterable[Token]:
    return ()


def tokens(text: str, terms: Terms, more: More = _no_more) -> list[Token]:
    """Tokens covering all of `text` (already folded), cheapest cover first; neighbouring unknown characters are joined."""
    best: list[tuple[int, Token | None]] = [(0, None), *((1 << 30, None) for _ in text)]
    for start in range(len(text)):
        cost = best[start][0]
        others = [(token, _COSTS["foreign"]) for token in more(text, start)]
        for token, each in (*others, *((one, _COSTS.get(one.kind, _WORD)) for one in _at(text, start, terms))):
            if cost + each < best[token.end][0]:
                best[token.end] = (cost + each, token)
    found: list[Token] = []
    end = len(text)
    while end > 0:
        last = best[end][1]
        assert last is not None
        found.append(last)
        end = last.start
    return _joined(found[::-1])


def _joined(found: list[Token]) -> list[Token]:
    out: list[Token] = []
    for one in found:
        if one.kind == "unknown" and out and out[-1].kind == "unknown":
            last = out.pop()
            out.append(Token("unknown", last.word + one.word, last.start, one.end))
        else:
            out.append(one)
    return out


def _at(text: str, start: int, terms: Terms) -> list[Token]:
    """Every token that can begin at `start`: patterns, cells, frames (a cell word wins over a frame word)."""
    found = []
    if year := _YEAR.match(text, start):
        found.append(Token("year", year[0], start, year.end()))
    if (key := _KEY.match(text, start)) and key[0].lower() in terms.universe:
        term = Term(key[0].lower(), (frozenset({key[0].lower()}),))
        found.append(Token("cell", key[0], start, key.end(), term))
    for pattern, term in terms.patterns:
        if (hit := pattern.match(text, start)) and hit.end() > start:
            found.append(Token("cell", hit[0], start, hit.end(), Term(hit[0], term.meanings)))
    frames = _frames()
    for end in range(min(len(text), start + _LONGEST), start, -1):
        word = text[start:end]
        if word in terms.words:
            found.append(Token("cell", word, start, end, terms.words[word]))
        elif word in frames:
            found.append(Token(frames[word][0], word, start, end))
    kind = "stop" if text[start] in _STOPS else "unknown"
    found.append(Token(kind, text[start], start, start + 1))
    return found


def also(word: str, kind: str) -> bool:
    """Whether a word has a frame besides the one its token carries."""
    return kind in _frames().get(word, ())
